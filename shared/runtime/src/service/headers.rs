//! Reading the headers that only some endpoints take.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use domain::{Invalid, InvalidCode};
use http::{HeaderMap, header};
use ring::digest;
use store::idempotency::RequestIdentity;

use crate::error::{ApiError, ApiResult};

/// The version that an edit is made from.
pub(super) fn if_match(headers: &HeaderMap) -> ApiResult<u64> {
    let value = headers.get(header::IF_MATCH).ok_or_else(ApiError::version_required)?;
    let version =
        value.to_str().ok().and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    version.ok_or_else(|| {
        const REFUSED: Invalid =
            Invalid::new(InvalidCode::WrongFormat, "must be the ETag of the version you read, such as \"3\"");
        ApiError::invalid_field("If-Match", &REFUSED)
    })
}

/// draft-ietf-httpapi-idempotency-key-header
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The idempotency key of a request, with a digest of its body that tells whether the same is asked for again.
pub(super) fn idempotency_key(
    operation: &'static str,
    headers: &HeaderMap,
    body: &[u8],
) -> ApiResult<Option<RequestIdentity>> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = value
        .to_str()
        .ok()
        .map(|text| text.trim().trim_matches('"'))
        .filter(|key| (1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or_else(|| {
            const REFUSED: Invalid = Invalid::new(
                InvalidCode::WrongFormat,
                "must be 1 to 128 visible ASCII characters, such as a UUID",
            );
            ApiError::invalid_field("Idempotency-Key", &REFUSED)
        })?;
    let fingerprint = STANDARD_NO_PAD.encode(digest::digest(&digest::SHA256, body));
    Ok(Some(RequestIdentity { operation, key: key.to_owned(), fingerprint }))
}
