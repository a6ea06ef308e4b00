//! What every request to the provider's API passes: the log, the key, the scripted faults.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderValue, StatusCode, header};

use super::errors::ProviderError;
use super::operation::Operation;
use crate::Simulator;
use crate::engine::CallSeed;
use crate::engine::faults::{Effect, FaultRule, strike};
use crate::request_log::LogEntry;
use crate::world::World;

/// The provider's trace header; equals `detail.request_id` of an error.
const TRACE_HEADER: &str = "x-trace-id";

/// Who asks. Set for every handler.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) api_key: String,
}

/// One operation: a handler behind the guard.
pub(super) fn endpoint(
    simulator: &Simulator,
    operation: Operation,
    handler: MethodRouter<Simulator>,
) -> MethodRouter<Simulator> {
    handler.layer(from_fn_with_state((simulator.clone(), operation), guard))
}

async fn guard(
    State((simulator, operation)): State<(Simulator, Operation)>,
    mut request: Request,
    next: Next,
) -> Response {
    let world = simulator.world();
    let api_key =
        request.headers().get("xi-api-key").and_then(|key| key.to_str().ok()).unwrap_or_default().to_owned();
    let (sequence, workspace_known, fault) = {
        let mut state = world.state();
        let label = state.workspace(&api_key).map(|workspace| workspace.label.clone());
        let known = label.is_some();
        let fault = if known { strike(&mut state.faults, operation.as_str(), world.seed()) } else { None };
        let entry = LogEntry {
            sequence: 0,
            at: world.now(),
            workspace: label,
            operation: operation.as_str(),
            method: request.method().to_string(),
            path: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
            status: None,
            fault: fault.as_ref().map(|rule| name(&rule.effect)),
        };
        (state.log.came(entry, world.shared.config.defaults.log_entries_kept), known, fault)
    };
    let trace_id =
        CallSeed::derive(world.seed(), &["trace", &sequence.to_string()]).draw("trace").hex("", 32);
    let mut answer = if workspace_known {
        request.extensions_mut().insert(Caller { api_key });
        perform(&world, fault, &trace_id, request, next).await
    } else {
        ProviderError::unauthorized().into_response()
    };
    if let Ok(value) = HeaderValue::from_str(&trace_id) {
        answer.headers_mut().insert(TRACE_HEADER, value);
    }
    if answer.extensions().get::<Unanswered>().is_none()
        && let Some(entry) = world.state().log.entry(sequence)
    {
        entry.status = Some(answer.status().as_u16());
    }
    answer
}

/// Marks an answer that nobody will be able to read.
#[derive(Clone)]
struct Unanswered;

/// Runs the operation, or lets it fail. Reading changes nothing, so it makes no difference whether an operation that
/// fails was performed.
async fn perform(
    world: &World,
    fault: Option<FaultRule>,
    trace_id: &str,
    request: Request,
    next: Next,
) -> Response {
    match fault.map(|rule| rule.effect) {
        // Only dialling is ever refused.
        None | Some(Effect::Refused { .. }) => next.run(request).await,
        Some(Effect::Delay { by_ms }) => {
            world.wait(Duration::from_millis(by_ms)).await;
            next.run(request).await
        }
        Some(Effect::Status { code, body }) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            match body {
                Some(body) => ProviderError::with_body(status, body).into_response(),
                None => ProviderError::scripted(status, trace_id).into_response(),
            }
        }
        Some(Effect::Timeout { hold_ms }) => {
            world.wait(Duration::from_millis(hold_ms)).await;
            closed_connection()
        }
        Some(Effect::Truncated) => {
            let whole = axum::body::to_bytes(next.run(request).await.into_body(), usize::MAX).await;
            cut(&whole.unwrap_or_default())
        }
        Some(Effect::Garbage) => {
            (StatusCode::OK, "<html><body>upstream said something else</body></html>").into_response()
        }
        Some(Effect::Reset) => closed_connection(),
    }
}

/// A body that fails before its first byte: the server closes the connection and sends nothing, not even the status.
fn closed_connection() -> Response {
    let broken = stream::once(async { Err::<Bytes, _>(std::io::Error::other("closed by a scripted fault")) });
    let mut answer = Body::from_stream(broken).into_response();
    answer.extensions_mut().insert(Unanswered);
    answer
}

/// A body that ends in its middle although its length was announced.
fn cut(whole: &Bytes) -> Response {
    let half = whole.slice(..whole.len() / 2);
    let broken = stream::iter([Ok(half)]).chain(stream::once(async {
        // The first half must have left before the connection closes.
        tokio::task::yield_now().await;
        Err(std::io::Error::other("closed by a scripted fault"))
    }));
    let mut answer = Body::from_stream(broken).into_response();
    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.extensions_mut().insert(Unanswered);
    answer
}

fn name(effect: &Effect) -> &'static str {
    match effect {
        Effect::Status { .. } => "status",
        Effect::Timeout { .. } => "timeout",
        Effect::Reset => "reset",
        Effect::Truncated => "truncated",
        Effect::Garbage => "garbage",
        Effect::Delay { .. } => "delay",
        Effect::Refused { .. } => "refused",
    }
}
