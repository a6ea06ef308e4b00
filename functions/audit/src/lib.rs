//! Endpoints of the audit log.

pub mod list;
mod views;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![Function::endpoint::<list::ListAudit>()]
}
