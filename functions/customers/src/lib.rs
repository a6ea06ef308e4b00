//! Endpoints of customers.

pub mod create;
pub mod get;
mod views;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![Function::endpoint::<create::CreateCustomer>(), Function::endpoint::<get::GetCustomer>()]
}
