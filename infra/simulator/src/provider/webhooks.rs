//! `/v1/workspace/webhooks`. The secret is shown once, at creation.

use axum::Json;
use axum::extract::{Path, State};
use axum::routing::{delete, get, patch, post};
use axum::{Extension, Router};
use secrecy::SecretString;
use serde_json::{Map, Value, json};

use super::body::Body;
use super::errors::ProviderError;
use super::guard::{Caller, endpoint};
use super::operation::Operation;
use crate::Simulator;
use crate::engine::CallSeed;
use crate::engine::retry::WebhookHealth;
use crate::workspace::{Webhook, Workspace};

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let all = endpoint(simulator, Operation::CreateWebhook, post(create_webhook)).merge(endpoint(
        simulator,
        Operation::ListWebhooks,
        get(list_webhooks),
    ));
    let one = endpoint(simulator, Operation::UpdateWebhook, patch(update_webhook)).merge(endpoint(
        simulator,
        Operation::DeleteWebhook,
        delete(delete_webhook),
    ));
    Router::new().route("/v1/workspace/webhooks", all).route("/v1/workspace/webhooks/{webhook_id}", one)
}

async fn create_webhook(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let settings = body.object("settings")?;
    let text = |name: &str| match settings.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) if !other.is_null() => {
            let path = ["settings", name];
            Err(ProviderError::invalid(&path, "string_type", "Input should be a valid string", other))
        }
        _ => Err(ProviderError::missing(&["settings", name], &Value::Object(settings.clone()))),
    };
    if text("auth_type")? != "hmac" {
        let message = "Input tag does not match any of the expected tags: 'hmac'";
        return Err(ProviderError::invalid(
            &["settings"],
            "union_tag_invalid",
            message,
            &settings["auth_type"],
        ));
    }
    let (name, url) = (text("name")?, text("webhook_url")?);
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    super::check_room(workspace.webhooks.len(), &world)?;
    let webhook_id = workspace.new_id("wh_");
    let secret =
        CallSeed::derive(world.seed(), &["webhook secret", &webhook_id]).draw("secret").hex("wsec_", 64);
    let webhook = Webhook {
        name,
        url,
        secret: SecretString::from(secret.clone()),
        request_headers: settings
            .get("request_headers")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default(),
        is_disabled: false,
        is_auto_disabled: false,
        retry_enabled: false,
        created_at: world.now(),
        health: WebhookHealth::default(),
        queued_retries: 0,
    };
    workspace.webhooks.insert(webhook_id.clone(), webhook);
    Ok(Json(json!({ "webhook_id": webhook_id, "webhook_secret": secret })))
}

async fn list_webhooks(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
) -> Json<Value> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let webhooks: Vec<Value> =
        workspace.webhooks.iter().map(|(id, webhook)| view(workspace, id, webhook)).collect();
    Json(json!({ "webhooks": webhooks }))
}

async fn update_webhook(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(webhook_id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let name = body.text("name")?;
    let is_disabled = body
        .optional_flag("is_disabled")?
        .ok_or_else(|| ProviderError::missing(&["is_disabled"], body.value()))?;
    let retry_enabled = body.optional_flag("retry_enabled")?;
    let request_headers: Option<Map<String, Value>> = body.optional_object("request_headers")?.cloned();
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let webhook =
        workspace.webhooks.get_mut(&webhook_id).ok_or_else(|| ProviderError::not_found("webhook"))?;
    webhook.name = name;
    webhook.is_disabled = is_disabled;
    if !is_disabled && webhook.is_auto_disabled {
        // Somebody switched it on again: it gets its ten failures anew.
        webhook.is_auto_disabled = false;
        webhook.health.failures_in_a_row = 0;
    }
    if let Some(retry_enabled) = retry_enabled {
        webhook.retry_enabled = retry_enabled;
    }
    if let Some(request_headers) = request_headers {
        webhook.request_headers = request_headers;
    }
    Ok(Json(json!({ "status": "ok" })))
}

async fn delete_webhook(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(webhook_id): Path<String>,
) -> Result<Json<Value>, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    workspace.webhooks.remove(&webhook_id).ok_or_else(|| ProviderError::not_found("webhook"))?;
    Ok(Json(json!({ "status": "ok" })))
}

fn view(workspace: &Workspace, webhook_id: &str, webhook: &Webhook) -> Value {
    let used = workspace.settings.pointer("/webhooks/post_call_webhook_id").and_then(Value::as_str)
        == Some(webhook_id);
    let usage = if used { json!([{ "usage_type": "ConvAI Settings" }]) } else { json!([]) };
    json!({
        "name": webhook.name,
        "webhook_id": webhook_id,
        "webhook_url": webhook.url,
        "is_disabled": webhook.is_disabled || webhook.is_auto_disabled,
        "is_auto_disabled": webhook.is_auto_disabled,
        "created_at_unix": webhook.created_at.as_second(),
        "auth_type": "hmac",
        "usage": usage,
        "most_recent_failure_error_code": webhook.health.last_failure_status,
        "most_recent_failure_timestamp": webhook.health.last_failure.map(|failure| failure.as_second()),
        "retry_enabled": webhook.retry_enabled,
    })
}
