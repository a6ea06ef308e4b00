//! What the functions of one resource work with.

use std::{future::Future, sync::Arc};

use domain::ids::Id;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use store::{
    CommitError, ConditionFailed, StoreError, Table, Transaction,
    audit::{self, Action, AuditEvent},
};

use crate::{
    clock::Clock,
    cursor::{Cursors, List},
    environment::{ConfigError, SECRET_PREFIX, TABLE_NAME, Variable},
    error::{ApiError, ApiResult},
    function_context::FunctionContext,
    metric::{self, Metric},
    principal::Principal,
    random::Random,
    request::Page,
};

/// The clients of a resource's functions, made once per process from its configuration.
pub trait App: Sized + Send + Sync + 'static {
    /// The variables that [`App::start`] reads.
    const VARIABLES: &'static [Variable];

    /// Makes the clients. Nothing is connected here: what a request may not need must not cost a cold start.
    fn start(context: &FunctionContext) -> Result<Self, ConfigError>;

    /// Connects to what almost every event needs, before the first one comes. Only in a process of its own, and where
    /// nothing else connects, as the authentication of a request does. Trouble shows at the first event.
    fn connect(&self) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
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

    /// Adds what `principal` does to the audit log of its tenant. `fields` are the names of the fields that change, if
    /// the action is a change.
    pub fn audit(
        &self,
        transaction: &mut Transaction,
        principal: &Principal,
        action: Action,
        subject: impl std::fmt::Display,
        fields: Vec<&'static str>,
    ) -> ApiResult<()> {
        let event = AuditEvent::new(principal.actor(), action, subject).fields(fields);
        Ok(audit::record(transaction, principal.tenant(), event, self.new_id(), self.now())?)
    }

    /// Commits a transaction. `explain` turns a condition that did not hold into what the client is told.
    pub async fn commit(
        &self,
        transaction: Transaction,
        explain: impl FnOnce(&ConditionFailed) -> Result<ApiError, StoreError>,
    ) -> ApiResult<()> {
        match self.table.commit(transaction).await {
            Ok(()) => Ok(()),
            Err(CommitError::ConditionFailed(failed)) => Err(explain(&failed)?),
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }
}

impl App for Core {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self { table: context.table()?, clock: context.clock.clone(), random: context.random.clone() })
    }
}

/// What a list works with: the core, and what seals its cursors.
#[derive(Clone)]
pub struct ListApp {
    /// The table, the time and new ids.
    pub core: Core,
    /// Seals and opens cursors.
    pub cursors: Cursors,
}

impl ListApp {
    /// Where the page begins that is asked for; nothing where it is the first one.
    pub async fn after<P: DeserializeOwned>(
        &self,
        list: &List<'_>,
        cursor: Option<&str>,
    ) -> ApiResult<Option<P>> {
        self.cursors.open(list, cursor).await
    }

    /// A page for the client: a row for each record, and a cursor where there is more. Records that could not be read
    /// are counted.
    pub async fn page<R, P: Serialize, V>(
        &self,
        list: &List<'_>,
        page: store::Page<R, P>,
        row: impl FnMut(R) -> V,
    ) -> ApiResult<Page<V>> {
        metric::add(list.endpoint, Metric::RecordsUnreadable, page.unreadable, self.core.now());
        let next_cursor = self.cursors.seal_next(list, page.next.as_ref()).await?;
        Ok(Page { next_cursor, ..Page::whole(page.items.into_iter().map(row).collect()) })
    }
}

impl App for ListApp {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, SECRET_PREFIX];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self { core: Core::start(context)?, cursors: Cursors::start(context)? })
    }
}
