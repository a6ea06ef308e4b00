//! Endpoints of inbox.
