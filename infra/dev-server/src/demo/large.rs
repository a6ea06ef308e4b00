//! A business as large as one gets: thousands of customers and calls, to see how lists and searches take it.
//!
//! All of it follows from the number of each record, so that it is the same every time, and written by the code of the
//! records, many in a transaction: what is unique, found and counted with a record is as if each had come by itself.

mod calls;
mod customers;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use anyhow::Context as _;
use domain::{
    TenantId,
    call::{ConversationId, VoiceAgentId},
    ids::ConnectionId,
    local_day::LocalDay,
    phone::PhoneNumber,
    time_zone::TimeZoneName,
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use store::{CommitError, Table, Transaction, calls::CallRecord, customers::Owner};

/// Since when the business has had customers: within what days are kept for.
const AGE: SignedDuration = SignedDuration::from_hours(300 * 24);
/// As many as fit, with 13 writes each at most, what they are counted in, and one day for each.
const CUSTOMERS_AT_ONCE: u32 = 7;
/// As many as fit, with two writes each, what they are counted in, and some days.
const CALLS_AT_ONCE: u32 = 40;
/// How many transactions are under way: one is made while others are written.
const TRANSACTIONS_AT_ONCE: usize = 4;
/// After how many records progress is told.
const STEP: u32 = 1_000;

/// How much there is to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    /// At most as many as there are numbers that nobody has: [`customers::MOST`].
    pub(super) customers: u32,
    pub(super) calls: u32,
    /// Of the longest call.
    pub(super) turns: u32,
}

impl Amount {
    pub(super) const LARGE: Self = Self { customers: customers::MOST, calls: 5_000, turns: 500 };
}

/// The business, with what its calls go through.
#[derive(Clone)]
pub(super) struct Business {
    pub(super) table: Table,
    pub(super) tenant: TenantId,
    pub(super) zone: TimeZoneName,
    pub(super) connection: ConnectionId,
    pub(super) agent: VoiceAgentId,
    pub(super) number: PhoneNumber,
}

/// Adds all that is not there yet: nothing, where an earlier start has. `tell` takes lines for people.
pub(super) async fn add(
    business: &Arc<Business>,
    amount: Amount,
    now: Timestamp,
    tell: &(impl Fn(&str) + Sync),
) -> anyhow::Result<()> {
    let Business { table, tenant, .. } = &**business;
    // It is written last.
    let longest = calls::longest_conversation()?;
    if store::calls::of_conversation(table, *tenant, &longest).await?.is_some() {
        return Ok(());
    }
    let begun = Begun { now: business.begun_at(now).await?, amount };
    let Amount { customers, calls, .. } = amount;
    // By itself: it says when this was begun.
    business.add_customers(begun, 0..1).await?;
    let customers_left = batches(1..customers, CUSTOMERS_AT_ONCE, |records| {
        let business = business.clone();
        async move { business.add_customers(begun, records).await }
    });
    written(customers_left, "customers", customers, tell).await?;
    let calls_left = batches(0..calls, CALLS_AT_ONCE, |records| {
        let business = business.clone();
        async move { business.add_calls(begun, records).await }
    });
    written(calls_left, "calls", calls, tell).await?;
    let record = business.call(begun, calls::longest(business, begun)?).await?;
    business.commit_calls(&[record]).await
}

/// What all records follow from, beside their number.
#[derive(Clone, Copy)]
struct Begun {
    /// When it was begun, to the millisecond.
    now: Timestamp,
    amount: Amount,
}

type Records = std::ops::Range<u32>;

/// What each batch of `at_once` of these records is written by, on any core, with the number of the last one.
fn batches<F: Future<Output = anyhow::Result<()>> + Send + 'static>(
    records: Records,
    at_once: u32,
    write: impl Fn(Records) -> F,
) -> impl Iterator<Item = impl Future<Output = anyhow::Result<u32>>> {
    records.clone().step_by(at_once as usize).map(move |first| {
        let last = (first + at_once).min(records.end);
        let writing = tokio::spawn(write(first..last));
        async move { writing.await?.map(|()| last) }
    })
}

async fn written<F: Future<Output = anyhow::Result<u32>>>(
    batches: impl Iterator<Item = F>,
    what: &str,
    of: u32,
    tell: &(impl Fn(&str) + Sync),
) -> anyhow::Result<()> {
    let mut told = 0;
    let mut writing = stream::iter(batches).buffered(TRANSACTIONS_AT_ONCE);
    while let Some(last) = writing.try_next().await? {
        if last / STEP > told || last == of {
            told = last / STEP;
            tell(&format!("  demo           {last} of {of} {what}"));
        }
    }
    Ok(())
}

impl Business {
    /// When an earlier start began, which was ended in the middle; else now.
    async fn begun_at(&self, now: Timestamp) -> anyhow::Result<Timestamp> {
        let first = customers::phone(0)?;
        let owner = store::customers::owner_of_number(&self.table, self.tenant, &first).await?;
        let begun = match owner {
            Owner::One(customer) => customer.made_at() + AGE,
            Owner::Several(_) | Owner::None => now,
        };
        Ok(Timestamp::from_millisecond(begun.as_millisecond())?)
    }

    async fn add_customers(&self, begun: Begun, records: Records) -> anyhow::Result<()> {
        let mut transaction = Transaction::new();
        for number in records {
            let customer =
                customers::customer(begun, number).with_context(|| format!("customer {number}"))?;
            let day = LocalDay::at(customer.created_at, &self.zone);
            store::customers::create(&mut transaction, self.tenant, &customer, day)?;
        }
        self.commit(transaction).await
    }

    async fn add_calls(&self, begun: Begun, numbers: Records) -> anyhow::Result<()> {
        let mut records = Vec::new();
        for number in numbers {
            let call = calls::call(self, begun, number).with_context(|| format!("call {number}"))?;
            records.push(self.call(begun, call).await?);
        }
        self.commit_calls(&records).await
    }

    /// The record of a call, after its details are there.
    async fn call(&self, begun: Begun, made: calls::Made) -> anyhow::Result<CallRecord> {
        let calls::Made { mut change, conversation, customer } = made;
        change.call.customer_id = customer.map(|number| customers::id(begun, number)).transpose()?;
        let details_at = match &change.details {
            Some(details) => {
                Some(store::calls::put_details(&self.table, self.tenant, &conversation, details).await?)
            }
            None => None,
        };
        let day = LocalDay::at(change.call.id.made_at(), &self.zone);
        Ok(CallRecord { call: change.call, details_at, day: Some(day) })
    }

    async fn commit_calls(&self, records: &[CallRecord]) -> anyhow::Result<()> {
        let mut transaction = Transaction::new();
        for record in records {
            store::calls::create(&mut transaction, self.tenant, record)?;
        }
        self.commit(transaction).await
    }

    /// Writes all or, where an earlier start has, nothing.
    async fn commit(&self, transaction: Transaction) -> anyhow::Result<()> {
        match self.table.commit(transaction).await {
            Ok(()) | Err(CommitError::ConditionFailed(_)) => Ok(()),
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }

    /// The id that a call of this conversation has.
    fn call_id(&self, conversation: &ConversationId, started_at: Timestamp) -> domain::ids::CallId {
        store::calls::conversation_call_id(self.tenant, conversation, started_at)
    }
}

/// A number that follows from another and looks like chance (the finaliser of `SplitMix64`).
const fn mixed(number: u32) -> u64 {
    let mut bits = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// One of several, by some bits of chance.
fn one_of<'a, T: ?Sized>(of: &[&'a T], chance: u64) -> anyhow::Result<&'a T> {
    let index = usize::try_from(chance % of.len().max(1) as u64)?;
    of.get(index).copied().context("there is nothing to choose from")
}
