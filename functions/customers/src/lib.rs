//! Endpoints of customers.

pub mod create;
pub mod delete;
pub mod get;
pub mod list;
mod phone;
pub mod restore;
pub mod update;
mod views;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![
        Function::endpoint::<create::CreateCustomer>(),
        Function::endpoint::<list::ListCustomers>(),
        Function::endpoint::<get::GetCustomer>(),
        Function::endpoint::<update::UpdateCustomer>(),
        Function::endpoint::<delete::DeleteCustomer>(),
        Function::endpoint::<restore::RestoreCustomer>(),
    ]
}
