//! What the functions of this resource work with.

use runtime::{
    App, ConfigError, Core, Process, Variable,
    bearer::Authenticator,
    environment::{SECRET_PREFIX, TABLE_NAME},
};

use crate::keys::Keys;

/// For the functions that hand out tokens: the only ones that can read the secret they are signed with.
pub struct Auth {
    pub(crate) core: Core,
    pub(crate) keys: Keys,
}

impl App for Auth {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, SECRET_PREFIX];

    fn start(process: &Process) -> Result<Self, ConfigError> {
        Ok(Self { core: Core::start(process)?, keys: Keys::start(process)? })
    }
}

/// For signing out, which has to work with either token.
pub struct SignOut {
    pub(crate) core: Core,
    pub(crate) authenticator: Authenticator,
}

impl App for SignOut {
    const VARIABLES: &'static [Variable] = Core::VARIABLES;

    fn start(process: &Process) -> Result<Self, ConfigError> {
        let authenticator = Authenticator::new(process.table()?, process.clock.clone());
        Ok(Self { core: Core::start(process)?, authenticator })
    }
}
