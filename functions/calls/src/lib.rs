//! Endpoints of calls.

pub mod get;
pub mod list;
pub mod put_customer;
pub mod views;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![
        Function::endpoint::<list::ListCalls>(),
        Function::endpoint::<get::GetCall>(),
        Function::endpoint::<put_customer::PutCallCustomer>(),
    ]
}
