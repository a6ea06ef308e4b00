//! Request bodies as the provider reads them: JSON objects, checked field by field, unknown fields ignored.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::errors::ProviderError;

/// A JSON object.
pub(super) struct Body(Value);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ProviderError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ProviderError> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| ProviderError::invalid(&[], "json_invalid", "JSON decode error", &json!({})))?;
        let value: Value = serde_json::from_slice(&bytes)
            .map_err(|_| ProviderError::invalid(&[], "json_invalid", "JSON decode error", &json!({})))?;
        if value.is_object() {
            return Ok(Self(value));
        }
        let message = "Input should be a valid dictionary or object to extract fields from";
        Err(ProviderError::invalid(&[], "model_attributes_type", message, &value))
    }
}

impl Body {
    /// The whole object.
    pub(super) fn value(&self) -> &Value {
        &self.0
    }

    /// A field that is neither absent nor null.
    pub(super) fn field(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A required text.
    pub(super) fn text(&self, name: &str) -> Result<String, ProviderError> {
        self.optional_text(name)?.ok_or_else(|| ProviderError::missing(&[name], &self.0))
    }

    /// A text that may be absent.
    pub(super) fn optional_text(&self, name: &str) -> Result<Option<String>, ProviderError> {
        match self.field(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(other) => {
                Err(ProviderError::invalid(&[name], "string_type", "Input should be a valid string", other))
            }
        }
    }

    /// A flag that may be absent.
    pub(super) fn optional_flag(&self, name: &str) -> Result<Option<bool>, ProviderError> {
        match self.field(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(other) => {
                Err(ProviderError::invalid(&[name], "bool_type", "Input should be a valid boolean", other))
            }
        }
    }

    /// A required object.
    pub(super) fn object(&self, name: &str) -> Result<&Map<String, Value>, ProviderError> {
        self.optional_object(name)?.ok_or_else(|| ProviderError::missing(&[name], &self.0))
    }

    /// An object that may be absent.
    pub(super) fn optional_object(&self, name: &str) -> Result<Option<&Map<String, Value>>, ProviderError> {
        match self.field(name) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object)),
            Some(other) => {
                Err(ProviderError::invalid(&[name], "dict_type", "Input should be a valid dictionary", other))
            }
        }
    }
}
