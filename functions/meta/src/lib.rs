//! Endpoints about the API itself.

pub mod about;
pub mod openapi;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![Function::endpoint::<about::GetAbout>(), Function::endpoint::<openapi::GetDocument>()]
}
