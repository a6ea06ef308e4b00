//! Endpoints of elevenlabs.

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    Vec::new()
}
