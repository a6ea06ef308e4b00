//! Endpoints of customers.
