//! Walking through the inbox: connection by connection, state by state.

use domain::{
    TenantId,
    ids::ConnectionId,
    inbox::{Entry, State},
};
use jiff::Timestamp;
use runtime::{ApiResult, Core, log};
use serde::{Deserialize, Serialize};
use store::{Position, Table, inbox, voice};

/// How many requests one walk makes at most.
const MAX_PAGES: u32 = 12;

/// Which entries to walk through.
pub(crate) struct Walk {
    connections: Vec<ConnectionId>,
    states: Vec<State>,
    received: Option<(Timestamp, Timestamp)>,
    /// In whose name, and when, entries are counted that cannot be read.
    function: &'static str,
    now: Timestamp,
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
        core: &Core,
        tenant: TenantId,
        state: Option<State>,
        received: (Option<Timestamp>, Option<Timestamp>),
        function: &'static str,
    ) -> ApiResult<Self> {
        let (table, now) = (&core.table, core.now());
        let connections = voice::owned_connections(table, tenant).await?;
        let received = match received {
            (None, None) => None,
            (first, last) => Some((first.unwrap_or(Timestamp::UNIX_EPOCH), last.unwrap_or(Timestamp::MAX))),
        };
        Ok(Self {
            connections: connections.into_iter().map(|connection| connection.id).collect(),
            states: state.map_or(State::ALL.to_vec(), |state| vec![state]),
            received,
            function,
            now,
        })
    }

    /// At most `limit` entries from `place` on, and where to go on. There may be fewer, and still more to come.
    pub(crate) async fn page(
        &self,
        table: &Table,
        place: Option<Place>,
        limit: u16,
    ) -> ApiResult<(Vec<Entry>, Option<Place>)> {
        let mut entries = Vec::new();
        let mut place = match place {
            // The connection may be gone, or another tenant's, since the place was noted.
            Some(place) => Some(place).filter(|place| self.connections.contains(&place.connection)),
            None => self.first(),
        };
        for _ in 0..MAX_PAGES {
            let missing = limit.saturating_sub(u16::try_from(entries.len()).unwrap_or(limit));
            if missing == 0 {
                break;
            }
            let Some(Place { connection, state, after }) = place.take() else { break };
            let (page, unreadable) =
                inbox::list(table, connection, state, self.received, missing, after).await?;
            log::add(self.function, "recordsUnreadable", unreadable, self.now);
            entries.extend(page.items);
            place = match page.next {
                Some(next) => Some(Place { connection, state, after: Some(next) }),
                None => self.following(connection, state),
            };
        }
        Ok((entries, place))
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
