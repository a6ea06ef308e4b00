//! The errors Secrets Manager answers with.

use crate::aws_json::ApiError;

pub(super) fn not_found() -> ApiError {
    not_found_because("Secrets Manager can't find the specified secret.")
}

pub(super) fn not_found_because(message: impl Into<String>) -> ApiError {
    ApiError::new("ResourceNotFoundException", message)
}

pub(super) fn exists(message: impl Into<String>) -> ApiError {
    ApiError::new("ResourceExistsException", message)
}

pub(super) fn invalid_parameter(message: impl Into<String>) -> ApiError {
    ApiError::new("InvalidParameterException", message)
}

pub(super) fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationException", message)
}

pub(super) fn unknown_operation(operation: &str) -> ApiError {
    ApiError::new("UnknownOperationException", format!("The local secrets do not speak {operation}."))
}

pub(super) fn not_kept(error: &std::io::Error) -> ApiError {
    ApiError::internal("InternalServiceError", format!("The secrets file could not be written: {error}"))
}
