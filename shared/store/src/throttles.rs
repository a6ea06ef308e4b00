//! How often was tried to sign in: one small item for each limit, which goes away by itself.

use domain::throttle::Attempts;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Item, Key, Record, StoreError, Transaction, WriteId};

/// The state of one limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Throttle {
    /// The attempts so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Attempts>,
    /// Until when the source counts as known to the account, because it signed in to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_until: Option<Timestamp>,
    /// Drawn at random at each change. Signing in replaces the state whatever it is: with counted versions, another
    /// attempt could take the new state for the one that it has read.
    pub version: u64,
}

impl Record for Throttle {
    const ENTITY: &'static str = "throttle";
}

impl Transaction {
    /// A changed limit in place of the one that was read; refused if another attempt came first.
    pub fn replace_throttle(
        &mut self,
        key: Key<Throttle>,
        before: Option<&Throttle>,
        after: &Throttle,
        forgotten_at: Timestamp,
    ) -> Result<WriteId, StoreError> {
        let item = Item::new(key, after)?.expiring(forgotten_at);
        Ok(match before {
            None => self.create(item),
            Some(before) => self.replace(item, before.version),
        })
    }
}
