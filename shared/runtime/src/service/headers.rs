//! Reading the headers that only some endpoints take.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use domain::{Invalid, InvalidCode};
use http::{HeaderMap, header};
use ring::digest;
use store::idempotency::RequestIdentity;

use crate::error::{ApiError, ApiResult};

/// draft-ietf-httpapi-idempotency-key-header
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// What `If-Match` must look like.
pub(crate) const IF_MATCH_PATTERN: &str = r#"^(W/)?"(0|[1-9][0-9]{0,19})"$"#;
/// What `Idempotency-Key` must look like.
pub(crate) const IDEMPOTENCY_KEY_PATTERN: &str = r#"^("[!#-~]{1,128}"|[!#-~]{1,128})$"#;

/// The version that an edit is made from.
pub(super) fn if_match(headers: &HeaderMap) -> ApiResult<u64> {
    const REFUSED: Invalid =
        Invalid::new(InvalidCode::WrongFormat, "must be the ETag of the version you read, such as \"3\"");
    let value = headers.get(header::IF_MATCH).ok_or_else(ApiError::version_required)?;
    let text = value.to_str().unwrap_or_default().trim();
    // A proxy that compresses an answer weakens its ETag. It counts the changes of a record, so it says the same.
    let tag = text.strip_prefix("W/").unwrap_or(text);
    let digits = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    digits
        .filter(|digits| (1..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
        // A tag is compared as it is: no version is written with more figures than it has.
        .filter(|digits| *digits == "0" || !digits.starts_with('0'))
        // A number that is too large is a version that no record has.
        .map(|digits| digits.parse().unwrap_or(u64::MAX))
        .ok_or_else(|| ApiError::invalid_field("If-Match", &REFUSED))
}

/// The idempotency key of a request, with a digest of its body that tells whether the same is asked for again.
pub(super) fn idempotency_key(
    operation: &'static str,
    headers: &HeaderMap,
    body: &[u8],
) -> ApiResult<Option<RequestIdentity>> {
    const REFUSED: Invalid = Invalid::new(
        InvalidCode::WrongFormat,
        "must be 1 to 128 visible ASCII characters without quotes, such as a UUID",
    );
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let is_visible = |byte: u8| byte.is_ascii_graphic() && byte != b'"';
    if !(1..=128).contains(&key.len()) || !key.bytes().all(is_visible) {
        return Err(ApiError::invalid_field("Idempotency-Key", &REFUSED));
    }
    let fingerprint = STANDARD_NO_PAD.encode(digest::digest(&digest::SHA256, body));
    Ok(Some(RequestIdentity { operation, key: key.to_owned(), fingerprint }))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn version(value: &'static str) -> Option<u64> {
        let headers = HeaderMap::from_iter([(header::IF_MATCH, HeaderValue::from_static(value))]);
        if_match(&headers).ok()
    }

    fn key(value: &'static str) -> Option<String> {
        let name = http::HeaderName::from_static(IDEMPOTENCY_KEY);
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        Some(idempotency_key("test", &headers, b"").ok()??.key)
    }

    #[test]
    fn a_version_is_digits_in_quotes() {
        assert_eq!((version("\"3\""), version(" \"99999999999999999999\" ")), (Some(3), Some(u64::MAX)));
        assert_eq!((version("W/\"3\""), version("\"10\"")), (Some(3), Some(10)));
        for text in [
            "3",
            "\"\"",
            "\"+3\"",
            "\"03\"",
            "\"00\"",
            "*",
            "w/\"3\"",
            "W/3",
            "\"100000000000000000000\"",
            "\"3",
            "\"3\",\"4\"",
        ] {
            assert_eq!(version(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_is_visible_with_or_without_quotes() {
        assert_eq!(key("\"a-1\"").as_deref(), Some("a-1"));
        assert_eq!(key(" a-1 ").as_deref(), Some("a-1"));
        for text in ["", "\"", "\"\"", "a b", "a\"b", "\"a"] {
            assert_eq!(key(text), None, "{text}");
        }
    }
}
