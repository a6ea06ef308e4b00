//! Endpoints of meta.
