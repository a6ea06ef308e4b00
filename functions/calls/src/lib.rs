//! Endpoints of calls.
