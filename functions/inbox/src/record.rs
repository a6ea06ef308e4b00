//! From what was learnt about a conversation to its call: everything in one transaction, or nothing.

use std::borrow::Cow;

use domain::{
    TenantId,
    call::{Applied, Call, CallDetails, Change, Numbering, Observation, ObservationKind, VoiceAgentId},
    customer::{Customer, Heard, Profile, Source, ToldIn},
    ids::{CallId, ConnectionId, CustomerId},
    inbox::Entry,
    local_day::LocalDay,
    phone::PhoneNumber,
    tenant::Tenant,
};
use jiff::{SignedDuration, Timestamp};
use runtime::{ApiError, ApiResult, Core};
use store::{
    CommitError, ConditionFailed, Transaction, WriteId,
    calls::{self, CallRecord, DetailsAt, conversation_call_id},
    customers::{self, CustomerWrites, Owner},
    inbox, tenants, voice,
};

use crate::settle::{ATTEMPTS, close, contended, current};

/// As many voice agents are asked for their numbers: few tenants have more.
const OWN_NUMBERS_READ: u16 = 100;

/// Something about a call of a tenant.
pub(crate) struct Event<'a> {
    /// Whose call it is.
    pub(crate) tenant: TenantId,
    /// The voice agent.
    pub(crate) agent: VoiceAgentId,
    /// What was learnt.
    pub(crate) observation: &'a Observation,
}

/// Makes the call of a conversation what it is after one more observation, and closes the entry. Gives the entry as it
/// is afterwards.
///
/// Whatever was read may have changed when it is written; then everything is read and decided again.
pub(crate) async fn record(core: &Core, event: Event<'_>, entry: &Entry) -> ApiResult<Entry> {
    let observation = on_line(core, &event, entry.connection_id).await?;
    let event = Event { observation: &observation, ..event };
    let mut attempt = Attempt { core, event, customer: None, settings: None };
    let mut entry = entry.clone();
    for _ in 0..ATTEMPTS {
        let before = attempt.known_call().await?;
        let commit = match (attempt.apply(&entry, before.as_ref()), &before) {
            (Some(change), before) => Some(attempt.writes(&entry, before.as_ref(), change).await?),
            (None, Some(before)) => attempt.late_words(&entry, &before.call).await?,
            (None, None) => None,
        };
        let Some(Commit { transaction, writes, after }) = commit else {
            let known = before.map_or_else(|| attempt.call_id(), |record| record.call.id);
            return close(&core.table, &entry, |entry| {
                entry.processed(attempt.event.tenant, known, core.now())
            })
            .await;
        };
        match core.table.commit(transaction).await {
            Ok(()) => return Ok(after),
            Err(CommitError::Store(error)) => return Err(error.into()),
            Err(CommitError::ConditionFailed(refused)) => {
                attempt.learn(&refused, &writes)?;
                if refused.contains(writes.entry) {
                    entry = current(&core.table, &entry).await?;
                    if !entry.state.is_open() {
                        return Ok(entry);
                    }
                }
            }
        }
    }
    Err(contended())
}

/// What was learnt, where the number of the person is understood only by who knows the line: digits without a country.
async fn on_line<'a>(
    core: &Core,
    event: &Event<'a>,
    connection: ConnectionId,
) -> ApiResult<Cow<'a, Observation>> {
    if !event.observation.has_number_not_understood() {
        return Ok(Cow::Borrowed(event.observation));
    }
    let (table, tenant) = (&core.table, event.tenant);
    let agent = voice::agent(table, tenant, connection, &event.agent).await?;
    let settings = tenants::get(table, tenant).await?;
    let connection = voice::connection(table, tenant, connection).await?;
    let numbering = Numbering {
        ours: agent.and_then(|agent| agent.phone_number),
        region: settings.map(|settings| settings.default_region),
        trunk: connection.and_then(|connection| connection.trunk),
    };
    Ok(Cow::Owned(event.observation.clone().on_line(&numbering)))
}

/// What is kept from one attempt to the next.
struct Attempt<'a> {
    core: &'a Core,
    event: Event<'a>,
    /// Who has the number, as far as was found out.
    customer: Option<Caller>,
    /// The settings of the tenant, once they were asked for.
    settings: Option<Tenant>,
}

/// Who has the number of the person.
#[derive(Clone)]
enum Caller {
    Known(CustomerId),
    New(Box<Customer>),
    /// One of these, who have the number with different extensions.
    OneOf(Vec<CustomerId>),
    /// Nobody: it is the number of one of the tenant's own voice agents.
    Ourselves,
}

/// Everything that is to be written.
struct Commit {
    transaction: Transaction,
    writes: Writes,
    after: Entry,
}

/// What may be refused for a reason that is worth knowing.
struct Writes {
    entry: WriteId,
    customer: Option<CustomerWrites>,
}

impl Attempt<'_> {
    async fn known_call(&self) -> ApiResult<Option<CallRecord>> {
        let Event { tenant, observation, .. } = &self.event;
        Ok(calls::of_conversation(&self.core.table, *tenant, &observation.conversation_id).await?)
    }

    fn call_id(&self) -> CallId {
        let Event { tenant, observation, .. } = &self.event;
        let started_at = match &observation.kind {
            ObservationKind::Report(report) => report.started_at,
            _ => None,
        };
        let started_at = started_at.unwrap_or(observation.at);
        conversation_call_id(*tenant, &observation.conversation_id, started_at)
    }

    /// The call as it is to be; `None` if the observation is no news.
    fn apply(&self, entry: &Entry, before: Option<&CallRecord>) -> Option<Change> {
        let Event { agent, observation, .. } = &self.event;
        let now = self.core.now();
        match before {
            Some(record) => match record.call.apply(observation, now) {
                Applied::Changed(change) => Some(*change),
                Applied::Unchanged => None,
            },
            None => {
                let (id, agent) = (self.call_id(), agent.clone());
                Some(Call::from_observation(id, entry.connection_id, agent, observation, now))
            }
        }
    }

    async fn writes(
        &mut self,
        entry: &Entry,
        before: Option<&CallRecord>,
        Change { mut call, details }: Change,
    ) -> ApiResult<Commit> {
        let (tenant, now) = (self.event.tenant, self.core.now());
        let details_at = match details {
            // Before the call names it, so that readers never meet a call whose details are not there; and again in each
            // attempt, since the change that came between may have removed them.
            Some(details) => Some(self.write_details(&details).await?),
            None => before.and_then(|before| before.details_at.clone()),
        };
        let mut transaction = Transaction::new();
        let mut customer = None;
        match self.caller(before, &call).await? {
            None => {}
            Some(caller) => {
                call.customer_id = caller.as_ref().and_then(Caller::id);
                call.candidates = caller.as_ref().map(Caller::candidates).unwrap_or_default();
                if matches!(caller, Some(Caller::Ourselves)) {
                    call.disown_number();
                }
                if let Some(Caller::New(new)) = &caller {
                    let mut new = new.clone();
                    if let Some(heard) = self.heard(&call).await? {
                        new.fill(&heard, told_in(&call));
                    }
                    let day = self.day_of(new.created_at).await?;
                    customer = Some(customers::create(&mut transaction, tenant, &new, day)?);
                }
            }
        }
        if customer.is_none() {
            customer = self.fill_in(&mut transaction, &call).await?;
        }
        let id = call.id;
        let day = match before {
            Some(before) => before.day,
            None => Some(self.day_of(id.made_at()).await?),
        };
        let record = CallRecord { call, details_at, day };
        // No audit entry: that is for what people do. The receipt of this step is in the records themselves.
        match before {
            None => calls::create(&mut transaction, tenant, &record)?,
            Some(before) => calls::replace(&mut transaction, tenant, before, &record)?,
        };
        let after = entry.processed(tenant, id, now);
        let entry = inbox::change_with(&self.core.table, &mut transaction, entry, &after).await?;
        Ok(Commit { transaction, writes: Writes { entry, customer }, after })
    }

    /// What is to be written when a report comes again: what it tells about the customer, if that is news to the customer.
    /// Settings that were made since can make it news.
    async fn late_words(&mut self, entry: &Entry, call: &Call) -> ApiResult<Option<Commit>> {
        let mut transaction = Transaction::new();
        let Some(customer) = self.fill_in(&mut transaction, call).await? else { return Ok(None) };
        let after = entry.processed(self.event.tenant, call.id, self.core.now());
        let entry = inbox::change_with(&self.core.table, &mut transaction, entry, &after).await?;
        Ok(Some(Commit { transaction, writes: Writes { entry, customer: Some(customer) }, after }))
    }

    /// Fills in what is empty about a customer who is known.
    async fn fill_in(
        &mut self,
        transaction: &mut Transaction,
        call: &Call,
    ) -> ApiResult<Option<CustomerWrites>> {
        let Some(id) = call.customer_id else { return Ok(None) };
        let Some(heard) = self.heard(call).await? else { return Ok(None) };
        let (tenant, now) = (self.event.tenant, self.core.now());
        let Some(before) = customers::get(&self.core.table, tenant, id).await? else { return Ok(None) };
        let Some(after) = before.filled(&heard, told_in(call), now) else { return Ok(None) };
        Ok(Some(customers::replace(transaction, tenant, &before, &after)?))
    }

    /// What the report tells about the customer, by the mapping of the tenant. Of a call without a conversation nothing is
    /// believed.
    async fn heard(&mut self, call: &Call) -> ApiResult<Option<Heard>> {
        let ObservationKind::Report(report) = &self.event.observation.kind else { return Ok(None) };
        if report.collected.is_empty() || !call.is_conversation() {
            return Ok(None);
        }
        let lasted = SignedDuration::from_secs(call.duration_seconds.unwrap_or_default().into());
        let ended_at = call.started_at.saturating_add(lasted).unwrap_or(call.started_at);
        let mapping = self.settings().await?.mapping_at(ended_at);
        let heard = mapping.map(|mapping| mapping.heard(&report.collected));
        Ok(heard.filter(|heard| !heard.is_empty()))
    }

    /// The settings of the tenant, perhaps a moment behind.
    async fn settings(&mut self) -> ApiResult<&Tenant> {
        let settings = match self.settings.take() {
            Some(settings) => settings,
            None => tenants::get_eventual(&self.core.table, self.event.tenant)
                .await?
                .ok_or_else(|| ApiError::internal("a tenant with a voice agent has no record"))?,
        };
        Ok(self.settings.insert(settings))
    }

    /// The day on which something counts that is new.
    async fn day_of(&mut self, moment: Timestamp) -> ApiResult<LocalDay> {
        Ok(LocalDay::at(moment, &self.settings().await?.time_zone))
    }

    async fn write_details(&self, details: &CallDetails) -> ApiResult<DetailsAt> {
        let Event { tenant, observation, .. } = &self.event;
        let conversation = &observation.conversation_id;
        Ok(calls::put_details(&self.core.table, *tenant, conversation, details).await?)
    }

    /// Whose call it is; the outer `None` says that this stays as it is.
    ///
    /// A call follows its number, unless a person chose: only when that changes is the customer looked for again. The number of a deleted
    /// customer is free, so whoever calls from it is a new customer. Withheld numbers belong to nobody.
    async fn caller(
        &mut self,
        before: Option<&CallRecord>,
        call: &Call,
    ) -> ApiResult<Option<Option<Caller>>> {
        if call.customer_chosen {
            return Ok(None);
        }
        let known_number = before.and_then(|before| before.call.person());
        let Some(number) = call.person() else {
            return Ok(known_number.map(|_| None));
        };
        if known_number == Some(number) && call.customer_id.is_some() {
            return Ok(None);
        }
        if let Some(caller) = &self.customer {
            return Ok(Some(Some(caller.clone())));
        }
        let owner = customers::owner_of_number(&self.core.table, self.event.tenant, number).await?;
        // Where the tenant's line is told, the number of somebody who is known was compared with it.
        let is_line_told = call.to.is_some() && call.from.is_some();
        let caller = match owner {
            Owner::One(_) | Owner::Several(_) if !is_line_told && self.is_own_number(number).await? => {
                Caller::Ourselves
            }
            Owner::One(id) => Caller::Known(id),
            Owner::Several(ids) => Caller::OneOf(ids),
            Owner::None if self.is_own_number(number).await? => Caller::Ourselves,
            Owner::None => {
                let (id, number, now) = (self.core.new_id(), number.clone(), self.core.now());
                let customer = Customer::new(id, number, Profile::default(), Source::Call, now);
                Caller::New(Box::new(customer))
            }
        };
        self.customer = Some(caller.clone());
        Ok(Some(Some(caller)))
    }

    /// Whether a voice agent of the tenant has the number: some exchanges report it in place of the person's. Asked only
    /// before it would become somebody's, and where the call does not tell its own line.
    async fn is_own_number(&self, number: &PhoneNumber) -> ApiResult<bool> {
        let agents = voice::agents(&self.core.table, self.event.tenant, OWN_NUMBERS_READ, None).await?;
        let mut own = agents.items.iter().filter_map(|agent| agent.phone_number.as_ref());
        Ok(own.any(|own| own.is_same_as(number)))
    }

    /// Keeps what a refusal tells: who was faster to have the number.
    fn learn(&mut self, refused: &ConditionFailed, writes: &Writes) -> ApiResult<()> {
        let Some(customer) = &writes.customer else { return Ok(()) };
        if customer.is_number_refused(refused) {
            self.customer = customer.owner_of_number(refused)?.map(Caller::Known);
        }
        Ok(())
    }
}

/// Where it was told what is filled in.
fn told_in(call: &Call) -> ToldIn {
    ToldIn { call_id: call.id, at: call.started_at }
}

impl Caller {
    fn id(&self) -> Option<CustomerId> {
        match self {
            Self::Known(id) => Some(*id),
            Self::New(customer) => Some(customer.id),
            Self::OneOf(_) | Self::Ourselves => None,
        }
    }

    fn candidates(&self) -> Vec<CustomerId> {
        match self {
            Self::OneOf(ids) => ids.clone(),
            Self::Known(_) | Self::New(_) | Self::Ourselves => Vec::new(),
        }
    }
}
