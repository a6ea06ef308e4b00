//! What a request, a message or a run is about: the ids by which somebody who follows one call finds its lines.
//!
//! Whoever serves it makes the [`Subject`]; the handler adds what it learns, as soon as it does. From then on every line
//! that is written about it has these ids: its own line, the events within it, what is counted.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    TenantId,
    call::{Call, ConversationId, VoiceAgentId},
    ids::{CallId, ConnectionId, UserId},
    inbox::{Entry, EntryId},
};
use lambda_runtime::Context;
use serde::Serialize;
use store::calls::end_of_call_id;
use tracing::{Dispatch, Span, dispatcher};
use tracing_subscriber::{Registry, registry::LookupSpan};

use crate::{function_name::deployed_name, security_event::SecurityEvent};

/// The longest correlation id that is believed.
const MAX_CORRELATION_ID: usize = 128;

/// One piece of work, and what is known about it. Clones are the same one.
#[derive(Clone)]
pub struct Subject(Arc<Shared>);

struct Shared {
    origin: Origin,
    facts: Mutex<Facts>,
    security: Mutex<Vec<SecurityEvent>>,
}

/// Where a piece of work comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    /// The function, by the name that it is deployed under.
    pub function: &'static str,
    /// Of API Gateway, of the queue's message, or of the run.
    pub request_id: String,
    /// The request that it all began with: of a message, the one that sent it.
    pub correlation_id: String,
    /// Lambda's own id of the invocation, which is in the lines that Lambda writes itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_request_id: Option<String>,
    /// The trace, as X-Ray calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xray_trace_id: Option<String>,
    /// Whether the process was started for it.
    pub cold_start: bool,
}

/// What was learnt about a piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<TenantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_id: Option<ConnectionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_id: Option<VoiceAgentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry_id: Option<EntryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<ConversationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    call_id: Option<CallId>,
    /// By which the lines before there was a call are found by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    call_id_end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(flatten)]
    counts: BTreeMap<&'static str, usize>,
}

impl Origin {
    /// Work that Lambda started with this context. It begins here unless a correlation id came with it.
    pub(crate) fn of(
        function: &'static str,
        request_id: &str,
        correlation_id: Option<&str>,
        context: &Context,
        cold_start: bool,
    ) -> Self {
        let is_ours = |id: &&str| {
            (1..=MAX_CORRELATION_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
        };
        let known = |id: &str| (!id.is_empty()).then(|| id.to_owned());
        Self {
            function: deployed_name(function),
            request_id: request_id.to_owned(),
            correlation_id: correlation_id.filter(is_ours).unwrap_or(request_id).to_owned(),
            function_request_id: known(&context.request_id),
            xray_trace_id: context.xray_trace_id.as_deref().and_then(root_of_trace),
            cold_start,
        }
    }
}

/// The trace of a tracing header, such as `1-6b08bb93-…` of `Root=1-6b08bb93-…;Parent=…;Sampled=1`.
fn root_of_trace(header: &str) -> Option<String> {
    let root = header.split(';').find_map(|part| part.trim().strip_prefix("Root="));
    root.filter(|root| !root.is_empty()).map(str::to_owned)
}

impl Subject {
    /// Work of which no more is known than where it comes from.
    pub fn new(origin: Origin) -> Self {
        Self(Arc::new(Shared { origin, facts: Mutex::default(), security: Mutex::default() }))
    }

    /// The span of the work. Events in it have what is known about it when they happen.
    pub(crate) fn span(&self) -> Span {
        let Origin { function, request_id, .. } = &self.0.origin;
        // At the highest level: no choice of levels takes the ids away from the lines that are left.
        let span = tracing::error_span!("work", function, requestId = %request_id);
        span.with_subscriber(|(id, subscriber)| {
            if let Some(span) = registry(subscriber).and_then(|registry| registry.span(id)) {
                span.extensions_mut().insert(self.clone());
            }
        });
        span
    }

    /// The subject of whoever calls this, if that is part of some work.
    pub(crate) fn of_caller() -> Option<Self> {
        let id = Span::current().id()?;
        dispatcher::get_default(|subscriber| {
            let span = registry(subscriber)?.span(&id)?;
            span.scope().find_map(|span| span.extensions().get::<Self>().cloned())
        })
    }

    /// Where it comes from.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// The request that it all began with. Messages carry it on ([`clients::Queue::correlated`]).
    pub fn correlation_id(&self) -> &str {
        &self.0.origin.correlation_id
    }

    /// What is known so far.
    pub fn facts(&self) -> Facts {
        let mut facts = self.known().clone();
        if let (Some(tenant), Some(conversation)) = (facts.tenant_id, &facts.conversation_id) {
            facts.call_id_end = Some(end_of_call_id(tenant, conversation));
        }
        facts
    }

    fn known(&self) -> MutexGuard<'_, Facts> {
        self.0.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose it is. Of a delivery that nobody has looked into: whose connection it came through.
    pub fn tenant(&self, id: TenantId) {
        self.known().tenant_id = Some(id);
    }

    /// Who asked.
    pub fn user(&self, id: UserId) {
        self.known().user_id = Some(id);
    }

    /// The connection to the voice provider.
    pub fn connection(&self, id: ConnectionId) {
        self.known().connection_id = Some(id);
    }

    pub fn agent(&self, id: &VoiceAgentId) {
        self.known().agent_id = Some(id.clone());
    }

    /// The entry of the inbox, whose id names the conversation if that is known.
    pub fn entry_id(&self, id: &EntryId) {
        let mut known = self.known();
        known.entry_id = Some(id.clone());
        known.conversation_id = id.conversation_id().or(known.conversation_id.take());
    }

    pub fn conversation(&self, id: &ConversationId) {
        self.known().conversation_id = Some(id.clone());
    }

    pub fn call_id(&self, id: CallId) {
        self.known().call_id = Some(id);
    }

    /// All that a call knows.
    pub fn call(&self, call: &Call) {
        let mut known = self.known();
        known.call_id = Some(call.id);
        known.connection_id = Some(call.connection_id);
        known.agent_id = Some(call.agent_id.clone());
        known.conversation_id = call.conversation_id.clone().or(known.conversation_id.take());
    }

    /// All that an entry of the inbox knows. A person who asks about it stays of their own tenant.
    pub fn entry(&self, entry: &Entry) {
        let mut known = self.known();
        if known.user_id.is_none() {
            known.tenant_id = Some(entry.tenant.unwrap_or(entry.owner));
        }
        known.connection_id = Some(entry.connection_id);
        known.entry_id = Some(entry.id.clone());
        known.agent_id = entry.agent_id.clone().or(known.agent_id.take());
        known.conversation_id = entry.conversation_id.clone().or(known.conversation_id.take());
        known.call_id = entry.call_id.or(known.call_id);
    }

    /// A span for events about one of several entries: they have its ids.
    pub fn span_of(&self, entry: &Entry) -> Span {
        let of_entry = Self::new(self.origin().clone());
        *of_entry.known() = Facts { counts: BTreeMap::new(), ..self.facts() };
        of_entry.entry(entry);
        of_entry.span()
    }

    /// What became of it, in a word.
    pub fn outcome(&self, word: &'static str) {
        self.known().outcome = Some(word);
    }

    /// How many there were of something.
    pub fn count(&self, what: &'static str, number: usize) {
        self.known().counts.insert(what, number);
    }

    /// Something that whoever looks after security wants to find: it gets a line of its own when the work is done.
    pub fn security(&self, event: SecurityEvent) {
        self.0.security.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }

    pub(crate) fn take_security(&self) -> Vec<SecurityEvent> {
        std::mem::take(&mut *self.0.security.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn registry(subscriber: &Dispatch) -> Option<&Registry> {
    subscriber.downcast_ref()
}

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subject").field("request_id", &self.0.origin.request_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correlation_id(given: Option<&str>) -> String {
        Origin::of("some-function", "request-1", given, &Context::default(), false).correlation_id
    }

    #[test]
    fn work_goes_on_under_the_id_that_it_began_with() {
        assert_eq!(correlation_id(None), "request-1");
        assert_eq!(correlation_id(Some("request-0")), "request-0");
        for no_id in ["", "with space", "line\nbreak", "é", &"x".repeat(129)] {
            assert_eq!(correlation_id(Some(no_id)), "request-1", "{no_id}");
        }
    }

    #[test]
    fn only_the_root_of_a_trace_is_told() {
        let mut context = Context::default();
        context.request_id = "invocation-1".to_owned();
        for (header, root) in [
            ("Root=1-6b08bb93-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1", true),
            ("Sampled=0; Root=1-6b08bb93-0123456789abcdef01234567", true),
            ("Root=", false),
            ("1-6b08bb93-0123456789abcdef01234567", false),
        ] {
            context.xray_trace_id = Some(header.to_owned());
            let origin = Origin::of("some-function", "request-1", None, &context, true);
            let expected = root.then_some("1-6b08bb93-0123456789abcdef01234567");
            assert_eq!(origin.xray_trace_id.as_deref(), expected, "{header}");
            assert_eq!(origin.function_request_id.as_deref(), Some("invocation-1"));
        }
    }

    #[test]
    fn debug_tells_no_more_than_the_request() {
        let subject = Subject::new(Origin { request_id: "request-1".to_owned(), ..Origin::default() });
        assert_eq!(format!("{subject:?}"), r#"Subject { request_id: "request-1", .. }"#);
    }
}
