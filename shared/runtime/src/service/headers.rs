//! Reading the headers that only some endpoints take.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use domain::{Invalid, InvalidCode};
use http::{HeaderMap, header};
use ring::digest;
use store::idempotency::RequestIdentity;

use crate::{
    error::{ApiError, ApiResult},
    request::IfMatch,
};

/// draft-ietf-httpapi-idempotency-key-header
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The most versions that `If-Match` may name.
const MAX_VERSIONS: usize = 10;
/// What `If-Match` must look like.
pub(crate) const IF_MATCH_PATTERN: &str =
    r#"^(\*|(W/)?"(0|[1-9][0-9]{0,19})"( *, *(W/)?"(0|[1-9][0-9]{0,19})"){0,9})$"#;
/// What `Idempotency-Key` must look like.
pub(crate) const IDEMPOTENCY_KEY_PATTERN: &str = r#"^("[!#-~]{1,128}"|[!#-~]{1,128})$"#;

/// The versions that an edit may be made from.
pub(super) fn if_match(headers: &HeaderMap) -> ApiResult<IfMatch> {
    const REFUSED: Invalid = Invalid::new(
        InvalidCode::WrongFormat,
        "must be the ETag of the version you read, such as \"3\", up to 10 of them with commas between, or *",
    );
    let mut values = headers.get_all(header::IF_MATCH).into_iter().peekable();
    if values.peek().is_none() {
        return Err(ApiError::version_required());
    }
    let texts: Vec<&str> = values.map(|value| value.to_str().unwrap_or_default()).collect();
    if let [text] = texts.as_slice()
        && text.trim() == "*"
    {
        return Ok(IfMatch::Any);
    }
    // Lines of one header are one list (RFC 9110, section 5.3).
    let tags = texts.iter().flat_map(|text| text.split(',')).take(MAX_VERSIONS + 1);
    let versions: Option<Vec<u64>> = tags.map(version).collect();
    versions
        .filter(|versions| versions.len() <= MAX_VERSIONS)
        .map(IfMatch::OneOf)
        .ok_or_else(|| ApiError::invalid_field("If-Match", &REFUSED))
}

/// The version in an `ETag`.
fn version(tag: &str) -> Option<u64> {
    let tag = tag.trim();
    // A proxy that compresses an answer weakens its ETag. It counts the changes of a record, so it says the same.
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    let is_number = (1..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    // A tag is compared as it is: no version is written with more figures than it has.
    let is_shortest = digits == "0" || !digits.starts_with('0');
    // A number that is too large is a version that no record has.
    (is_number && is_shortest).then(|| digits.parse().unwrap_or(u64::MAX))
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

    fn read(values: &[&'static str]) -> Option<IfMatch> {
        let lines = values.iter().map(|value| (header::IF_MATCH, HeaderValue::from_static(value)));
        if_match(&HeaderMap::from_iter(lines)).ok()
    }

    fn version(value: &'static str) -> Option<u64> {
        match read(&[value])? {
            IfMatch::OneOf(versions) => versions.first().copied(),
            IfMatch::Any => None,
        }
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
            "w/\"3\"",
            "W/3",
            "\"100000000000000000000\"",
            "\"3",
            "\"3\",",
            "\"3\" \"4\"",
            "*,\"3\"",
            "\"3\", *",
            "**",
            "\"a\"",
        ] {
            assert_eq!(version(text), None, "{text}");
        }
    }

    #[test]
    fn several_versions_are_a_list_and_a_star_is_any() {
        assert_eq!((read(&["*"]), read(&[" * "])), (Some(IfMatch::Any), Some(IfMatch::Any)));
        let both = Some(IfMatch::OneOf(vec![3, 4]));
        for list in [&["\"3\",\"4\""][..], &["\"3\" , W/\"4\""], &["\"3\"", "\"4\""]] {
            assert_eq!(read(list), both, "{list:?}");
        }
        let ten = "\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\"";
        assert!(read(&[ten]).is_some());
        assert_eq!((read(&[ten, "\"11\""]), read(&["*", "*"]), read(&[])), (None, None, None));
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
