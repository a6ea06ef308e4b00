//! What strangers leave in the table.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{LARGEST_BODY, MEGABYTES_PER_DAY, NOT_TOLD, PER_DAY, PER_MINUTE, quiet::Quiet, services};
use crate::process::DevServer;

/// What somebody who registers has for good, as a tenant.
const OF_A_TENANT: &[&str] =
    &["tenant", "user", "credentials", "emailOwner", "counts", "voiceConnection", "voiceHook"];
/// Of each kind so many at most: counters are spread over shards.
const OF_A_KIND: usize = 16;

/// The items that are no quiet tenant's.
#[derive(Default)]
pub(super) struct Left {
    /// Items and bytes by kind: those with a last day, and those without.
    passing: BTreeMap<String, (usize, usize)>,
    for_good: BTreeMap<String, (usize, usize)>,
    /// Entries, and bytes of bodies, by connection.
    connections: BTreeMap<String, (u64, u64)>,
}

impl Left {
    /// Reads the whole table.
    pub(super) async fn of(server: &DevServer, tenants: &[Quiet]) -> Self {
        let mut own = BTreeSet::new();
        for tenant in tenants {
            own.insert(tenant.id().await);
            own.insert(tenant.connection().await);
        }
        let aws = services(server);
        let table = server.started["tableName"].as_str().unwrap();
        let (mut left, mut start) = (Self::default(), None);
        loop {
            let scan = aws.dynamodb().scan().table_name(table).set_exclusive_start_key(start);
            let page = scan.send().await.unwrap();
            for item in page.items() {
                let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
                // What is made by adding to it says no kind.
                let (place, kind) =
                    (text("PK").unwrap(), text("entity").unwrap_or_else(|| "counts".to_owned()));
                let names = |id: &String| {
                    item.values().any(|value| value.as_s().is_ok_and(|text| text.contains(id.as_str())))
                };
                // What is found by a digest names its tenant in an attribute. Public keys are the stack's own.
                if kind != "tokenKey" && !own.iter().any(names) {
                    left.add(&place, kind, store::size::of(item), item.contains_key("expiresAt"));
                }
            }
            start = page.last_evaluated_key().cloned();
            if start.is_none() {
                return left;
            }
        }
    }

    fn add(&mut self, place: &str, kind: String, bytes: usize, is_passing: bool) {
        if let Some(connection) = place.strip_prefix("C#").and_then(|rest| rest.split('#').next()) {
            let (entries, bodies) = self.connections.entry(connection.to_owned()).or_default();
            *entries += u64::from(kind == "inboxEntry");
            *bodies += if kind == "inboxPiece" { u64::try_from(bytes).unwrap() } else { 0 };
        }
        let kinds = if is_passing { &mut self.passing } else { &mut self.for_good };
        let (items, all) = kinds.entry(kind).or_default();
        *items += 1;
        *all += bytes;
    }

    /// It is bounded by the quotas, and goes away.
    pub(super) fn check(&self, strangers: usize) {
        for (kind, (items, _)) in &self.for_good {
            assert!(OF_A_TENANT.contains(&kind.as_str()), "{kind} has no last day");
            assert!(*items <= strangers * OF_A_KIND, "{items} of {kind}");
        }
        assert_eq!(self.connections.len(), strangers);
        for (entries, bytes) in self.connections.values() {
            assert!(*entries <= 2 * PER_DAY + NOT_TOLD, "{entries} entries");
            assert!(*entries <= 2 * PER_MINUTE);
            assert!(*bytes <= MEGABYTES_PER_DAY * 1_000_000 + LARGEST_BODY, "{bytes} bytes of bodies");
        }
        assert!(self.connections.values().any(|(entries, _)| *entries > PER_DAY), "no quota was reached");
    }
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = |kinds: &BTreeMap<String, (usize, usize)>| {
            kinds.values().fold((0, 0), |(items, bytes), of_kind| (items + of_kind.0, bytes + of_kind.1))
        };
        let ((passing, passing_bytes), (good, good_bytes)) = (all(&self.passing), all(&self.for_good));
        writeln!(f, "left with a last day: {passing} items, {passing_bytes} bytes {:?}", self.passing)?;
        writeln!(f, "left as tenants: {good} items, {good_bytes} bytes {:?}", self.for_good)?;
        write!(
            f,
            "entries and bytes of bodies by connection: {:?}",
            self.connections.values().collect::<Vec<_>>()
        )
    }
}
