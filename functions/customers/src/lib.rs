//! Endpoints of customers.

pub mod bulk;
pub mod create;
pub mod delete;
pub mod get;
pub mod list;
mod list_query;
mod list_selection;
mod numbers;
pub mod put_by_external_id;
mod refusals;
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
        Function::endpoint::<put_by_external_id::PutCustomerByExternalId>(),
        Function::endpoint::<delete::DeleteCustomer>(),
        Function::endpoint::<restore::RestoreCustomer>(),
        Function::endpoint::<bulk::BulkCustomers>(),
    ]
}
