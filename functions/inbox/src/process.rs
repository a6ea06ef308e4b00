//! One entry of the inbox: what it says, whose it is, and what becomes of it.

use domain::{
    call::{ConversationId, Observation, ObservationKind, Stage, VoiceAgentId},
    ids::ConnectionId,
    inbox::{Defect, DefectReason, Entry, EntryId, State},
};
use elevenlabs::webhook::{Envelope, PayloadError, RECORDING};
use http::StatusCode;
use runtime::{ApiError, ApiResult, Metric, Subject, metric};
use store::{
    CommitError, Transaction,
    inbox::{self, Loaded},
    voice,
};

use crate::{
    app::{NAME, ProcessorApp},
    record::{Event, record},
    settle::{ATTEMPTS, close, contended, current},
};

/// What an entry says.
enum Reading {
    /// Something about a call.
    About(Box<Observation>),
    /// Nothing about a call.
    Nothing,
    /// Nothing that can be read, for this reason.
    Unreadable(Defect),
}

/// Processes an entry, unless that was done before. What goes wrong is kept with the entry, and when it is tried again;
/// an error says that not even that was possible.
pub async fn process(
    app: &ProcessorApp,
    connection: ConnectionId,
    id: &EntryId,
    subject: &Subject,
) -> ApiResult<()> {
    subject.connection(connection);
    subject.entry_id(id);
    let Some(loaded) = inbox::load(&app.core.table, connection, id).await? else {
        tracing::warn!("There is no such entry any more");
        subject.outcome("gone");
        return Ok(());
    };
    subject.entry(&loaded.entry);
    if !loaded.entry.state.is_open() {
        subject.outcome("duplicate");
        return Ok(());
    }
    match settle(app, &loaded, subject).await {
        Ok(after) => {
            subject.entry(&after);
            subject.outcome(after.state.as_str());
            Ok(())
        }
        Err(error) => {
            subject.outcome("postponed");
            postpone(app, &loaded.entry, error).await
        }
    }
}

/// The entry as it is afterwards.
async fn settle(app: &ProcessorApp, loaded: &Loaded, subject: &Subject) -> ApiResult<Entry> {
    let (table, entry, now) = (&app.core.table, &loaded.entry, app.core.now());
    let observation = match read(app, loaded).await? {
        Reading::About(observation) => *observation,
        Reading::Nothing => return close(table, entry, |entry| entry.ignored(now)).await,
        Reading::Unreadable(defect) => {
            tracing::warn!(?defect, "An entry cannot be read");
            metric::count(NAME, Metric::DeliveriesUnreadable, now);
            return close(table, entry, |entry| entry.unreadable(defect.clone(), now)).await;
        }
    };
    subject.conversation(&observation.conversation_id);
    let agent = match &observation.agent_id {
        Some(agent) => agent.clone(),
        None => agent_of(app, entry, &observation).await?,
    };
    subject.agent(&agent);
    if let Some(tenant) = entry.tenant {
        // Idempotent. Whose call it was, it stays, even if the agent is another tenant's by now.
        return record(&app.core, Event { tenant, agent, observation: &observation }, entry).await;
    }
    for _ in 0..ATTEMPTS {
        // Our own directory says whose an agent is, and only for the connection that it was registered for.
        if let Some(owner) = voice::agent_owner(table, entry.connection_id, &agent).await? {
            subject.tenant(owner.tenant);
            let event = Event { tenant: owner.tenant, agent, observation: &observation };
            return record(&app.core, event, entry).await;
        }
        if let Some(unclaimed) = leave_unclaimed(app, entry, &agent).await? {
            return Ok(unclaimed);
        }
    }
    Err(contended())
}

async fn read(app: &ProcessorApp, loaded: &Loaded) -> ApiResult<Reading> {
    let entry = &loaded.entry;
    let about = |observation| Reading::About(Box::new(observation));
    match &entry.conversation_id {
        Some(conversation_id) if entry.is_fetch() => Ok(about(ask(app, entry, conversation_id).await?)),
        // Of a recording the head is all there is.
        Some(conversation_id) if entry.pieces == 0 && entry.kind.as_deref() == Some(RECORDING) => {
            Ok(about(Observation {
                conversation_id: conversation_id.clone(),
                agent_id: entry.agent_id.clone(),
                at: entry.event_at.unwrap_or(entry.received_at),
                kind: ObservationKind::Recording,
            }))
        }
        // What was too large to be kept, or cannot be read, can still be asked for.
        known => match (envelope(loaded), known) {
            (Ok(envelope), _) => Ok(envelope.observation(entry.received_at).map_or(Reading::Nothing, about)),
            (Err(_), Some(conversation_id)) => Ok(about(ask(app, entry, conversation_id).await?)),
            (Err(defect), None) => Ok(Reading::Unreadable(defect)),
        },
    }
}

fn envelope(loaded: &Loaded) -> Result<Envelope, Defect> {
    if loaded.entry.pieces == 0 {
        let unknown = || Defect::of(DefectReason::Damaged);
        return Err(loaded.entry.defect.clone().unwrap_or_else(unknown));
    }
    let body = loaded.body().map_err(|_| Defect::of(DefectReason::Damaged))?;
    Envelope::parse(&body).map_err(PayloadError::defect)
}

/// What the provider says about a conversation that is over.
async fn ask(app: &ProcessorApp, entry: &Entry, id: &ConversationId) -> ApiResult<Observation> {
    let conversation = app.provider.conversation(entry, id).await?;
    let conversation = conversation.ok_or_else(|| not_yet("conversation_not_found"))?;
    if conversation.report.stage != Stage::Final {
        return Err(not_yet("conversation_not_final"));
    }
    Ok(conversation.observation(app.core.now()))
}

/// The agent of a conversation whose event names none. Only the provider knows.
async fn agent_of(app: &ProcessorApp, entry: &Entry, observation: &Observation) -> ApiResult<VoiceAgentId> {
    let conversation = app.provider.conversation(entry, &observation.conversation_id).await?;
    let conversation = conversation.ok_or_else(|| not_yet("conversation_not_found"))?;
    conversation.agent_id.ok_or_else(|| not_yet("agent_not_named"))
}

/// Leaves an entry to whoever registers its agent. `None` if somebody did so this moment.
pub(crate) async fn leave_unclaimed(
    app: &ProcessorApp,
    entry: &Entry,
    agent: &VoiceAgentId,
) -> ApiResult<Option<Entry>> {
    let (table, now) = (&app.core.table, app.core.now());
    let mut entry = entry.clone();
    for _ in 0..ATTEMPTS {
        let unclaimed = entry.unclaimed(agent.clone(), now);
        let mut transaction = Transaction::new();
        let nobody = voice::require_unregistered(&mut transaction, entry.connection_id, agent);
        inbox::change_with(table, &mut transaction, &entry, &unclaimed).await?;
        match table.commit(transaction).await {
            Ok(()) => {
                if entry.state != State::Unclaimed {
                    tracing::warn!(agentId = %agent, "Nobody has registered this agent");
                    metric::count(NAME, Metric::DeliveriesUnclaimed, now);
                }
                return Ok(Some(unclaimed));
            }
            Err(CommitError::ConditionFailed(refused)) if refused.contains(nobody) => return Ok(None),
            Err(CommitError::ConditionFailed(_)) => entry = current(table, &entry).await?,
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
        if !entry.state.is_open() {
            return Ok(Some(entry));
        }
    }
    Err(contended())
}

/// Keeps with the entry why it could not be processed, and when it is tried again: the sweeper has the patience, so that
/// the queue need not deliver it once more.
async fn postpone(app: &ProcessorApp, entry: &Entry, error: ApiError) -> ApiResult<()> {
    let now = app.core.now();
    let failed = entry.failed(error.code(), now);
    let cause = std::error::Error::source(&error).map(ToString::to_string);
    tracing::warn!(attempts = failed.attempts, %error, cause, "An entry has to wait");
    match inbox::change(&app.core.table, entry, &failed).await {
        Ok(true) => {
            metric::count(NAME, Metric::DeliveriesPostponed, now);
            if failed.state == State::Failed && entry.state != State::Failed {
                metric::count(NAME, Metric::DeliveriesFailed, now);
            }
            Ok(())
        }
        // Who changed it meanwhile settled it, or left it to the sweeper.
        Ok(false) => Ok(()),
        Err(trouble) => {
            tracing::warn!(error = %trouble, "Why an entry failed could not be kept");
            Err(error)
        }
    }
}

fn not_yet(code: &'static str) -> ApiError {
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, code, "The voice provider has no result yet.")
}
