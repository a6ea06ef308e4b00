//! Backlogs: a voice agent was registered, and what was reported about it before has to be taken up.
//!
//! A message asks for that at once. Whether it was done is kept with the owner of the agent, so that a lost message
//! delays it and no more.

use jiff::{SignedDuration, Timestamp};

use super::AgentOwner;
use crate::{
    CommitError, Consistency, Item, Key, Page, Query, StoreError, Table, Transaction,
    instant::{after, sortable},
    keys,
    schema::Index,
};

/// When the earlier deliveries of an agent are looked for that nobody has taken up: the message that asks for it is
/// sent right after the agent was registered.
const FIRST_LOOK: SignedDuration = SignedDuration::from_mins(1);
/// When they are looked for again.
const NEXT_LOOK: SignedDuration = SignedDuration::from_mins(5);

impl AgentOwner {
    pub(super) fn item(&self) -> Result<Item<Self>, StoreError> {
        let item = Item::new(keys::voice_agent_owner(self.connection_id, &self.agent_id), self)?;
        Ok(match self.backlog_due_at {
            None => item,
            Some(due_at) => {
                let place = format!("{}#{}#{}", sortable(due_at), self.connection_id, self.agent_id);
                item.indexed(Index::Due, &keys::backlogs_due(), place)
            }
        })
    }
}

/// At most `limit` agents whose earlier deliveries should have been taken up by now. A moment behind.
pub async fn backlogs_due(table: &Table, now: Timestamp, limit: u16) -> Result<Page<AgentOwner>, StoreError> {
    let query = Query::index(Index::Due, keys::backlogs_due(), limit).due_by(now);
    let keys: Vec<Key<AgentOwner>> = table.query_keys(query).await?.items;
    let mut page = table.get_many(&keys, Consistency::Eventual).await?;
    page.items.retain(|owner| owner.backlog_due_at.is_some_and(|due| due <= now));
    Ok(page)
}

/// It is tried again some minutes after `now` unless [`backlog_adopted`] comes first. Says no when somebody else changed
/// that meanwhile.
pub async fn postpone_adoption(
    table: &Table,
    owner: &AgentOwner,
    now: Timestamp,
) -> Result<bool, StoreError> {
    change_due_time(table, owner, Some(after(now, NEXT_LOOK))).await
}

/// The earlier deliveries of the agent were taken up, as it was registered when `owner` was read.
pub async fn backlog_adopted(table: &Table, owner: &AgentOwner) -> Result<(), StoreError> {
    change_due_time(table, owner, None).await?;
    Ok(())
}

/// Changes nothing where somebody else did since `owner` was read: the agent may have been registered anew.
async fn change_due_time(
    table: &Table,
    owner: &AgentOwner,
    due_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let Some(before) = owner.backlog_due_at else { return Ok(false) };
    let after = AgentOwner { backlog_due_at: due_at, ..owner.clone() };
    let mut transaction = Transaction::new();
    transaction.change_having(&owner.item()?, after.item()?, "backlogDueAt", before.to_string());
    match table.commit(transaction).await {
        Ok(()) => Ok(true),
        Err(CommitError::ConditionFailed(_)) => Ok(false),
        Err(CommitError::Store(error)) => Err(error),
    }
}

/// When the backlog of an agent that was registered at this time is due.
pub(super) fn first_look(registered_at: Timestamp) -> Timestamp {
    after(registered_at, FIRST_LOOK)
}
