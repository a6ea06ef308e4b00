//! Endpoints of settings.

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    Vec::new()
}
