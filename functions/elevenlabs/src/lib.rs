//! Endpoints of elevenlabs.
