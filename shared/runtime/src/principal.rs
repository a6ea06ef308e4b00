//! Who calls: a person who is signed in, or anyone.

use domain::{
    TenantId,
    ids::{SessionId, UserId},
    role::Role,
};
use store::audit::Actor;

/// The person who calls, as the session of this moment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Principal {
    pub(crate) tenant: TenantId,
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    pub(crate) role: Role,
}

impl Principal {
    /// The tenant that everything in this request belongs to.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    pub fn user(&self) -> UserId {
        self.user
    }

    /// The session that the access token belongs to.
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// What the person may do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The person in the audit log.
    pub fn actor(&self) -> Actor {
        Actor::User(self.user)
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Anyone;

/// What a handler knows about the caller whom the runtime found.
pub trait FromPrincipal: Sized {
    /// `principal` is `Some` exactly where the access names a role.
    fn from_principal(principal: Option<Principal>) -> Option<Self>;
}

impl FromPrincipal for Principal {
    fn from_principal(principal: Option<Principal>) -> Option<Self> {
        principal
    }
}

impl FromPrincipal for Anyone {
    fn from_principal(_: Option<Principal>) -> Option<Self> {
        Some(Self)
    }
}
