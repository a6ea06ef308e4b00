//! Endpoints of settings.
