//! `POST /{hookId}` at a URL of its own: the voice provider delivers what is to be known about a call.
//!
//! Nothing is parsed or kept before the signature is known to be right, and nothing that is right is refused for what
//! is in it: the provider repeats a delivery only when we answer that the fault is ours.

use clients::Queue;
use domain::{
    call::ConversationId,
    inbox::{Defect, DefectReason, WebhookDelivery},
    quota::{HEAD_BYTES, Verdict},
    voice::HookId,
};
use elevenlabs::{
    signature::{self, SignatureError},
    webhook::{self, Envelope, PayloadError, RECORDING},
};
use http::{StatusCode, header::RETRY_AFTER};
use jiff::{SignedDuration, Timestamp};
use runtime::{
    AnyQuery, ApiError, ApiResult, App, ConfigError, Core, Endpoint, FunctionContext, Meta, Ok200, Raw,
    Request, Route, Subject, Variable, access,
    environment::{
        DELIVERED_MB_PER_DAY, DELIVERED_MB_PER_MINUTE, DELIVERIES_PER_DAY, DELIVERIES_PER_MINUTE,
        INBOX_QUEUE_URL, SECRET_PREFIX, TABLE_NAME,
    },
    log::{SecurityEvent, SecurityWord},
    metric::{self, Metric},
};
use serde::{Deserialize, Serialize};
use store::{
    inbox::{self, Task},
    voice::{self, Hook},
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    connections::{Connections, Proof},
    quotas::Quotas,
};

/// The most bytes of a body that are kept. Of a larger one the head is, and the conversation is fetched: Lambda itself takes
/// no more than 6 MB, and encodes what is not text on the way.
pub const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;
/// When to deliver again what could not be checked: the secret may be read again by then.
const TRY_AGAIN_AFTER: &str = "5";

/// Takes a delivery of the voice provider.
pub struct PostCall;

/// What deliveries are checked and kept with.
pub struct PostCallApp {
    core: Core,
    connections: Connections,
    quotas: Quotas,
    queue: Queue,
}

/// The path of a hook.
#[derive(Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct HookPath {
    /// The hook id. A wrong one is answered like a wrong signature.
    hook_id: String,
}

/// The delivery was kept.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Acknowledged {}

impl App for PostCallApp {
    const VARIABLES: &'static [Variable] = &[
        TABLE_NAME,
        SECRET_PREFIX,
        INBOX_QUEUE_URL,
        DELIVERIES_PER_MINUTE,
        DELIVERIES_PER_DAY,
        DELIVERED_MB_PER_MINUTE,
        DELIVERED_MB_PER_DAY,
    ];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self {
            core: Core::start(context)?,
            connections: Connections::start(context)?,
            quotas: Quotas::start(context)?,
            queue: context.queue(INBOX_QUEUE_URL)?,
        })
    }

    async fn connect(&self) {
        voice::connect(&self.core.table).await;
    }
}

impl Endpoint for PostCall {
    const NAME: &'static str = "elevenlabs-post-call";
    const ROUTE: Route = Route::function_url("/{hookId}");
    const SUMMARY: &'static str = "Take a delivery of the voice provider";
    const ERRORS: &'static [(u16, &'static str)] = &[
        (401, "invalid_signature"),
        (401, "stale_signature"),
        (429, "too_many_requests"),
        (503, "secret_unknown"),
    ];

    type Access = access::Public;
    type App = PostCallApp;
    type Path = HookPath;
    type Query = AnyQuery;
    type Body = Raw;
    type Answer = Ok200<Acknowledged>;

    async fn handle(app: &PostCallApp, request: Request<Self>) -> ApiResult<Self::Answer> {
        let Raw(body) = &request.body;
        let now = app.core.now();
        let subject = &request.meta.subject;
        let Ok(hook_id) = HookId::new(&request.path.hook_id) else { return Err(refused(now, subject)) };
        let Some(hook) = app.connections.find(&hook_id).await? else { return Err(refused(now, subject)) };
        subject.tenant(hook.tenant);
        subject.connection(hook.connection_id);
        let header = request.meta.headers.get(signature::HEADER).and_then(|value| value.to_str().ok());
        match app.connections.verify(hook.connection_id, header, body, now).await? {
            Proof::Right => app.keep(hook, body, now, &request.meta).await,
            Proof::Wrong(SignatureError::Stale { .. }) => {
                subject.outcome("stale");
                Err(app.fetch_instead(hook, hook_id, body, now, &request.meta).await)
            }
            Proof::Wrong(reason) => {
                tracing::warn!(%reason, "Refused a delivery");
                Err(refused(now, subject))
            }
            Proof::Unknown => {
                tracing::warn!("A delivery cannot be checked now");
                Err(unchecked(now, subject))
            }
        }
    }
}

/// The answer to every delivery that is not proven to come from the provider, whatever is wrong with it.
fn refused(now: Timestamp, subject: &Subject) -> ApiError {
    subject.outcome("refused");
    metric::count(PostCall::NAME, Metric::DeliveriesRefused, now);
    ApiError::new(StatusCode::UNAUTHORIZED, "invalid_signature", "The signature is missing or wrong.")
}

/// The answer to a delivery that may be right: not one that the provider takes for the last word.
fn unchecked(now: Timestamp, subject: &Subject) -> ApiError {
    subject.outcome("unchecked");
    metric::count(PostCall::NAME, Metric::DeliveriesRefused, now);
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "secret_unknown",
        "The secret that the signature is made with is not known at this moment.",
    )
    .header(RETRY_AFTER, TRY_AGAIN_AFTER)
}

impl PostCallApp {
    /// Keeps a delivery, then tells the processor. The sweeper finds what it was not told about.
    async fn keep(
        &self,
        hook: Hook,
        body: &[u8],
        now: Timestamp,
        meta: &Meta,
    ) -> ApiResult<Ok200<Acknowledged>> {
        let subject = &meta.subject;
        let (delivery, with_body) = describe(hook, body, now);
        subject.entry_id(&delivery.id);
        if let Some(conversation) = &delivery.conversation_id {
            subject.conversation(conversation);
        }
        if let Some(agent) = &delivery.agent_id {
            subject.agent(agent);
        }
        let (delivery, with_body) = match self.judge(hook, with_body.then_some(body), now, meta).await? {
            Kept::Whole => (delivery, with_body),
            Kept::Head => (delivery.over_quota(), false),
        };
        let at_once = delivery.can_be_processed_now();
        let over_quota =
            delivery.defect.as_ref().is_some_and(|defect| defect.reason == DefectReason::OverQuota);
        let WebhookDelivery { connection_id, ref id, ref defect, .. } = delivery;
        let task = Task::ProcessV1 { connection_id, entry_id: id.clone() };
        if let Some(defect) = defect.as_ref().filter(|defect| defect.reason != DefectReason::OverQuota) {
            tracing::warn!(?defect, "Kept a delivery that cannot be read");
            metric::count(PostCall::NAME, Metric::DeliveriesUnreadable, now);
        }
        let new = inbox::store(&self.core.table, delivery, with_body.then_some(body)).await?;
        subject.outcome(match (new, at_once, over_quota) {
            (false, ..) => "duplicate",
            (true, _, true) => "over_quota",
            (true, true, false) => "new",
            (true, false, false) => "unreadable",
        });
        let queue = self.queue.correlated(subject.correlation_id());
        if new
            && at_once
            && let Err(error) = queue.send(&task, &Task::group(connection_id)).await
        {
            tracing::warn!(%error, "A delivery has to wait for the sweeper");
        }
        Ok(Ok200(Acknowledged {}))
    }

    /// How much of a delivery is kept, of which this is to be; an error if it is to be sent again later.
    async fn judge(&self, hook: Hook, body: Option<&[u8]>, now: Timestamp, meta: &Meta) -> ApiResult<Kept> {
        let bytes = body.map_or(HEAD_BYTES, |body| u64::try_from(body.len()).unwrap_or(u64::MAX));
        let verdict = self.quotas.judge(hook, bytes, now).await;
        let reason = match verdict {
            Verdict::Keep => return Ok(Kept::Whole),
            Verdict::KeepHead => "day",
            Verdict::Later(_) => "later",
        };
        metric::count(PostCall::NAME, Metric::DeliveriesOverQuota, now);
        // The function has a URL of its own, with no edge before it: the address is that of whoever delivers.
        let event = SecurityEvent::new(SecurityWord::QuotaReached, reason);
        meta.subject.security(event.source(meta.source_address.as_deref()));
        match verdict {
            Verdict::Later(wait) => {
                meta.subject.outcome("throttled");
                Err(later(wait))
            }
            Verdict::Keep | Verdict::KeepHead => Ok(Kept::Head),
        }
    }

    /// What is signed correctly but too old may be sent by somebody who saw it once: it is not taken, and the provider
    /// is asked what is true.
    async fn fetch_instead(
        &self,
        hook: Hook,
        hook_id: HookId,
        body: &[u8],
        now: Timestamp,
        meta: &Meta,
    ) -> ApiError {
        let subject = &meta.subject;
        let named = Envelope::peek(body).ok().and_then(|peek| peek.conversation_id);
        let conversation_id = named.or_else(|| webhook::scan_conversation_id(body));
        if let Some(conversation_id) = &conversation_id {
            // The entry that is to be, here or at the processor.
            subject.entry_id(&inbox::id_of_fetch(conversation_id));
            subject.conversation(conversation_id);
        }
        metric::count(PostCall::NAME, Metric::DeliveriesStale, now);
        let kept = match self.judge(hook, None, now, meta).await {
            Ok(kept) => kept,
            Err(later) => return later,
        };
        if let Some(conversation_id) = conversation_id
            && let Err(error) = self.fetch(hook, hook_id, conversation_id, kept, now, subject).await
        {
            return error;
        }
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "stale_signature",
            "The signature is more than 30 minutes old.",
        )
    }

    async fn fetch(
        &self,
        hook: Hook,
        hook_id: HookId,
        conversation_id: ConversationId,
        kept: Kept,
        now: Timestamp,
        subject: &Subject,
    ) -> ApiResult<()> {
        let Hook { connection_id, tenant } = hook;
        match kept {
            Kept::Whole => {
                let task = Task::FetchV1 { hook_id, conversation_id };
                let queue = self.queue.correlated(subject.correlation_id());
                let sent = queue.send(&task, &Task::group(connection_id)).await;
                sent.map_err(ApiError::unavailable)
            }
            Kept::Head => {
                let id = inbox::id_of_fetch(&conversation_id);
                let wish = WebhookDelivery::fetch(connection_id, tenant, id, conversation_id, now);
                inbox::store(&self.core.table, wish.over_quota(), None).await?;
                Ok(())
            }
        }
    }
}

/// How much of a delivery is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    Whole,
    Head,
}

/// The answer to a delivery that comes too fast after others. The provider repeats it.
fn later(wait: SignedDuration) -> ApiError {
    let seconds = wait.as_secs().saturating_add(i64::from(wait.subsec_nanos() > 0));
    let detail = "More is delivered through this connection than is taken.";
    ApiError::throttled(u64::try_from(seconds).unwrap_or_default(), detail)
}

/// What a body is about, as far as it says so, and whether it is to be kept.
fn describe(hook: Hook, body: &[u8], now: Timestamp) -> (WebhookDelivery, bool) {
    let Hook { connection_id, tenant: owner } = hook;
    let (peek, unreadable) = match Envelope::peek(body) {
        Ok(peek) if peek.kind.is_none() => (Some(peek), Some(PayloadError::Missing("type"))),
        Ok(peek) => (Some(peek), None),
        Err(error) => (None, Some(error)),
    };
    let (kind, named, agent_id, event_at) = peek
        .map_or((None, None, None, None), |peek| (peek.kind, peek.conversation_id, peek.agent_id, peek.at));
    // What cannot be read can be fetched, if only it is known which conversation it is about.
    let conversation_id = named.or_else(|| unreadable.and_then(|_| webhook::scan_conversation_id(body)));
    // A recording is megabytes, and can be fetched whenever somebody wants to hear it.
    let is_recording = kind.as_deref() == Some(RECORDING) && conversation_id.is_some();
    let is_too_large = body.len() > MAX_BODY_BYTES && !is_recording;
    let too_large = is_too_large.then(|| Defect::of(DefectReason::TooLarge));
    let delivery = WebhookDelivery {
        connection_id,
        owner,
        id: inbox::id_of_delivery(conversation_id.as_ref(), kind.as_deref(), body),
        defect: too_large.or_else(|| unreadable.map(PayloadError::defect)),
        kind,
        conversation_id,
        agent_id,
        event_at,
        received_at: now,
    };
    (delivery, !is_recording && !is_too_large)
}
