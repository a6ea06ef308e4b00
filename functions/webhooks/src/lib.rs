//! What the voice provider calls.

mod connections;
pub mod post_call;
mod quotas;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![Function::endpoint::<post_call::PostCall>()]
}
