//! Endpoints of auth: registration, signing in and out, and what keeps a session going.
//!
//! A session is an item; whoever holds an access token of it may act while it is there. The access token lives five
//! minutes and is held in memory; the refresh token that gets the next one is in a cookie that no script can read.

pub mod accept_invitation;
mod answers;
mod app;
pub mod change_password;
mod cookie;
mod device;
mod hashing;
mod keys;
pub mod list_sessions;
pub mod login;
pub mod logout;
pub mod me;
pub mod preferences;
pub mod refresh;
pub mod register;
pub mod revoke_session;
mod sessions;
mod throttling;
pub mod update_me;
mod views;
mod visitor;

#[cfg(test)]
mod tests;

use runtime::Function;

pub use app::{Auth, Entrance, Registrar, SignOut};

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![
        Function::endpoint::<accept_invitation::AcceptInvitation>(),
        Function::endpoint::<change_password::ChangePassword>(),
        Function::endpoint::<preferences::get::GetPreferences>(),
        Function::endpoint::<list_sessions::ListSessions>(),
        Function::endpoint::<login::Login>(),
        Function::endpoint::<logout::Logout>(),
        Function::endpoint::<me::Me>(),
        Function::endpoint::<preferences::put::PutPreferences>(),
        Function::endpoint::<refresh::Refresh>(),
        Function::endpoint::<register::Register>(),
        Function::endpoint::<revoke_session::RevokeSession>(),
        Function::endpoint::<update_me::UpdateMe>(),
    ]
}
