//! Who may call an endpoint. Every endpoint names one of these types; there is no default.

use domain::role::Role;

use crate::principal::{Anyone, FromPrincipal, Principal};

/// Who may call an endpoint.
pub trait Access: Send + Sync + 'static {
    /// The least role, or `None` where nobody has to be signed in.
    const LEAST_ROLE: Option<Role>;
    /// What a handler knows about who calls.
    type Context: Send + FromPrincipal;
}

/// Declares an access for a least role.
macro_rules! least {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}
        impl Access for $name {
            const LEAST_ROLE: Option<Role> = Some(Role::$name);
            type Context = Principal;
        }
    )*};
}

least! {
    /// Everybody who is signed in.
    Viewer;
    /// Those who work with customers, and above.
    Agent;
    /// Those who set up, and above.
    Admin;
    /// Owners only.
    Owner;
}

/// Nobody has to be signed in: signing in itself, and webhooks that prove themselves in another way.
#[derive(Clone, Copy, Debug)]
pub enum Public {}

impl Access for Public {
    const LEAST_ROLE: Option<Role> = None;
    type Context = Anyone;
}
