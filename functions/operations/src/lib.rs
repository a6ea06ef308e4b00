//! Endpoints of operations.
