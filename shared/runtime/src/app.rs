//! What the functions of one resource work with.

use std::sync::Arc;

use domain::ids::Id;
use jiff::Timestamp;
use store::Table;

use crate::{
    clock::Clock,
    environment::{ConfigError, TABLE_NAME, Variable},
    function_context::FunctionContext,
    random::Random,
};

/// The clients of a resource's functions, made once per process from its configuration.
pub trait App: Sized + Send + Sync + 'static {
    /// The variables that [`App::start`] reads.
    const VARIABLES: &'static [Variable];

    /// Makes the clients. Nothing is connected here: what a request may not need must not cost a cold start.
    fn start(context: &FunctionContext) -> Result<Self, ConfigError>;
}

/// The table, the time and new ids: enough for most resources.
#[derive(Clone)]
pub struct Core {
    /// The table of this deployment.
    pub table: Table,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bits.
    pub random: Arc<dyn Random>,
}

impl Core {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id, made now.
    pub fn new_id<K>(&self) -> Id<K> {
        Id::from_parts(self.clock.now(), self.random.next_u128())
    }
}

impl App for Core {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self { table: context.table()?, clock: context.clock.clone(), random: context.random.clone() })
    }
}
