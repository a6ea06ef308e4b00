//! Endpoints of auth.
