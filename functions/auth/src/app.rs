//! What the functions of this resource work with.

use runtime::{
    App, ConfigError, Core, FunctionContext, Registration, Variable,
    bearer::Authenticator,
    edge::Edge,
    environment::{EDGE_KEY, REGISTRATION, SECRET_PREFIX, TABLE_NAME},
};

use crate::keys::Keys;

/// For the functions that hand out tokens: the only ones that can read the secret they are signed with.
pub struct Auth {
    pub(crate) core: Core,
    pub(crate) keys: Keys,
}

impl App for Auth {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, SECRET_PREFIX];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self { core: Core::start(context)?, keys: Keys::start(context)? })
    }
}

/// For what strangers call, which is limited by where they call from.
pub struct Entrance {
    pub(crate) auth: Auth,
    pub(crate) edge: Edge,
}

impl App for Entrance {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, SECRET_PREFIX, EDGE_KEY];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self { auth: Auth::start(context)?, edge: Edge::start(&context.environment)? })
    }
}

/// For registering, where that is open.
pub struct Registrar {
    pub(crate) entrance: Entrance,
    pub(crate) registration: Registration,
}

impl App for Registrar {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, SECRET_PREFIX, EDGE_KEY, REGISTRATION];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let registration = Registration::start(&context.environment)?;
        Ok(Self { entrance: Entrance::start(context)?, registration })
    }
}

/// For signing out, which has to work with either token.
pub struct SignOut {
    pub(crate) core: Core,
    pub(crate) authenticator: Authenticator,
}

impl App for SignOut {
    const VARIABLES: &'static [Variable] = Core::VARIABLES;

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let authenticator = Authenticator::new(context.table()?, context.clock.clone());
        Ok(Self { core: Core::start(context)?, authenticator })
    }
}
