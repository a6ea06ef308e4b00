//! How the tenant reaches the voice provider, and the voice agents that it has there.

mod app;
pub mod get_connection;
pub mod list_agents;
pub mod put_credentials;
pub mod register_agent;
pub mod remove_agent;
mod secret_text;
mod views;
