//! The errors SQS answers with: the shape of the JSON protocol, and the code of the query protocol that the
//! SDKs still report
//! (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html>).

use crate::aws_json::ApiError;

fn error(shape: &'static str, code: &'static str, message: impl Into<String>) -> ApiError {
    ApiError::new(shape, message).with_query_code(code)
}

pub(super) fn queue_does_not_exist() -> ApiError {
    error(
        "QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist.",
    )
}

pub(super) fn queue_name_exists(attribute: &str) -> ApiError {
    error(
        "QueueNameExists",
        "QueueAlreadyExists",
        format!("A queue already exists with the same name and a different value for attribute {attribute}"),
    )
}

pub(super) fn receipt_handle_is_invalid(handle: &str) -> ApiError {
    error(
        "ReceiptHandleIsInvalid",
        "ReceiptHandleIsInvalid",
        format!("The input receipt handle \"{handle}\" is not a valid receipt handle."),
    )
}

pub(super) fn invalid_attribute_name(name: &str) -> ApiError {
    error("InvalidAttributeName", "InvalidAttributeName", format!("Unknown Attribute {name}."))
}

pub(super) fn invalid_attribute_value(name: &str) -> ApiError {
    error(
        "InvalidAttributeValue",
        "InvalidAttributeValue",
        format!("Invalid value for the parameter {name}."),
    )
}

pub(super) fn invalid_parameter(message: impl Into<String>) -> ApiError {
    error("InvalidParameterValueException", "InvalidParameterValue", message)
}

pub(super) fn missing_parameter(name: &str) -> ApiError {
    error(
        "MissingRequiredParameterException",
        "MissingParameter",
        format!("The request must contain the parameter {name}."),
    )
}

pub(super) fn invalid_message_contents() -> ApiError {
    error(
        "InvalidMessageContents",
        "InvalidMessageContents",
        "Invalid characters found. Valid Unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to \
         #xFFFD | #x10000 to #x10FFFF.",
    )
}

pub(super) fn over_limit() -> ApiError {
    error("OverLimit", "OverLimit", "The maximum number of messages in flight is reached.")
}

pub(super) fn empty_batch() -> ApiError {
    error(
        "EmptyBatchRequest",
        "AWS.SimpleQueueService.EmptyBatchRequest",
        "There should be at least one entry in the request.",
    )
}

pub(super) fn too_many_entries(count: usize) -> ApiError {
    error(
        "TooManyEntriesInBatchRequest",
        "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        format!("Maximum number of entries per request are 10. You have sent {count}."),
    )
}

pub(super) fn entry_ids_not_distinct(id: &str) -> ApiError {
    error(
        "BatchEntryIdsNotDistinct",
        "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
        format!("Id {id} repeated."),
    )
}

pub(super) fn invalid_entry_id() -> ApiError {
    error(
        "InvalidBatchEntryId",
        "AWS.SimpleQueueService.InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at \
         most 80 letters long.",
    )
}

pub(super) fn batch_too_long(limit: usize, sent: usize) -> ApiError {
    error(
        "BatchRequestTooLong",
        "AWS.SimpleQueueService.BatchRequestTooLong",
        format!("Batch requests cannot be longer than {limit} bytes. You have sent {sent} bytes."),
    )
}

pub(super) fn unsupported(operation: &str) -> ApiError {
    error(
        "UnsupportedOperation",
        "AWS.SimpleQueueService.UnsupportedOperation",
        format!("The local queues do not speak {operation}."),
    )
}
