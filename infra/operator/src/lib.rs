//! What whoever runs the service does beside its API, with the rights of the operator.

mod tenant;

#[cfg(test)]
mod tests;

pub use tenant::{Link, NewTenant, PORTAL_URL, create};
