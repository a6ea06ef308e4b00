//! Walking through the inbox: connection by connection, state by state.

use domain::{
    TenantId,
    ids::ConnectionId,
    inbox::{Entry, State},
};
use jiff::Timestamp;
use runtime::ApiResult;
use serde::{Deserialize, Serialize};
use store::{Position, Table, inbox, voice};

/// How many requests one walk makes at most.
const MAX_PAGES: u32 = 12;

/// Which entries to walk through.
pub(crate) struct Walk {
    connections: Vec<ConnectionId>,
    states: Vec<State>,
    received: Option<(Timestamp, Timestamp)>,
    /// How many connections cannot be read.
    unreadable: usize,
}

/// Where a walk is: at the beginning of a connection's entries in a state, or after one of them.
#[derive(Serialize, Deserialize)]
pub(crate) struct Place {
    connection: ConnectionId,
    state: State,
    after: Option<Position>,
}

impl Walk {
    /// Through the entries of the connections whose credentials are the tenant's, in this state or in all, received
    /// between these times, both included.
    pub(crate) async fn of(
        table: &Table,
        tenant: TenantId,
        state: Option<State>,
        received: (Option<Timestamp>, Option<Timestamp>),
    ) -> ApiResult<Self> {
        let connections = voice::owned_connections(table, tenant).await?;
        let received = match received {
            (None, None) => None,
            (first, last) => Some((first.unwrap_or(Timestamp::UNIX_EPOCH), last.unwrap_or(Timestamp::MAX))),
        };
        Ok(Self {
            connections: connections.items.into_iter().map(|connection| connection.id).collect(),
            states: state.map_or(State::ALL.to_vec(), |state| vec![state]),
            received,
            unreadable: connections.unreadable,
        })
    }

    /// At most `limit` entries from `place` on, and where to go on. There may be fewer, and still more to come.
    pub(crate) async fn page(
        &self,
        table: &Table,
        place: Option<Place>,
        limit: u16,
    ) -> ApiResult<store::Page<Entry, Place>> {
        let mut entries = store::Page { unreadable: self.unreadable, ..store::Page::empty() };
        let mut place = match place {
            // The connection may be gone, or another tenant's, since the place was noted.
            Some(place) => Some(place).filter(|place| self.connections.contains(&place.connection)),
            None => self.first(),
        };
        for _ in 0..MAX_PAGES {
            let missing = limit.saturating_sub(u16::try_from(entries.items.len()).unwrap_or(limit));
            if missing == 0 {
                break;
            }
            let Some(Place { connection, state, after }) = place.take() else { break };
            let page = inbox::list(table, connection, state, self.received, missing, after).await?;
            entries.items.extend(page.items);
            entries.unreadable += page.unreadable;
            place = match page.next {
                Some(next) => Some(Place { connection, state, after: Some(next) }),
                None => self.following(connection, state),
            };
        }
        Ok(store::Page { next: place, ..entries })
    }

    fn first(&self) -> Option<Place> {
        self.places().next()
    }

    fn following(&self, connection: ConnectionId, state: State) -> Option<Place> {
        let mut places = self.places();
        places.find(|place| place.connection == connection && place.state == state)?;
        places.next()
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        self.connections.iter().flat_map(|connection| {
            self.states.iter().map(|state| Place { connection: *connection, state: *state, after: None })
        })
    }
}
