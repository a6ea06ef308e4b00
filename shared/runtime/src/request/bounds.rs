//! How large a request may be, looked at before anything of it is read.
//!
//! Reading costs time and memory that a stranger could make us spend, and an error could repeat what was sent. So bytes
//! come first, then how deep and how many the values are, in one pass that keeps nothing.

use http::StatusCode;

use crate::error::{ApiError, ApiResult};

/// The largest JSON body, in bytes.
pub const MAX_JSON_BYTES: usize = 256 * 1024;
/// The largest JSON body of what strangers may call and of what proves who somebody is, in bytes.
pub const MAX_AUTH_BYTES: usize = 16 * 1024;
/// So many lists and objects may be within each other.
const MAX_DEPTH: usize = 32;
/// So many members and elements a body may have, at all depths together. The largest edit has some thousands.
const MAX_VALUES: usize = 20_000;

/// 413 if the body has more bytes than that.
pub(crate) fn check_length(bytes: &[u8], most: usize) -> ApiResult<()> {
    if bytes.len() <= most {
        return Ok(());
    }
    Err(too_large(format!("The body has more than {most} bytes.")))
}

/// Whether the text of a JSON body may be read: 413 if it holds too many values, 400 if they are nested too deeply. It
/// need not be JSON; what is none is found out when it is read.
pub(super) fn check_structure(bytes: &[u8]) -> ApiResult<()> {
    let (mut depth, mut values) = (0_usize, 1_usize);
    let (mut in_text, mut is_escaped) = (false, false);
    for byte in bytes {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => {
                depth += 1;
                values += 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(ApiError::malformed(format!("The body is nested more than {MAX_DEPTH} deep.")));
        }
        if values > MAX_VALUES {
            return Err(too_large(format!("The body has more than {MAX_VALUES} values.")));
        }
    }
    Ok(())
}

fn too_large(detail: String) -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn outcome(text: &str) -> Option<(u16, &'static str)> {
        check_structure(text.as_bytes()).err().map(|error| (error.status().as_u16(), error.code()))
    }

    fn nested(depth: usize) -> String {
        format!("{}{}", "[".repeat(depth), "]".repeat(depth))
    }

    #[test]
    fn bytes_depth_and_values_are_bounded() {
        assert!(check_length(&[b'x'; 10], 10).is_ok());
        assert_eq!(check_length(&[b'x'; 11], 10).unwrap_err().code(), "too_large");
        assert_eq!(outcome(&nested(MAX_DEPTH)), None);
        assert_eq!(outcome(&nested(MAX_DEPTH + 1)), Some((400, "malformed_request")));
        assert_eq!(outcome(&r#"{"a":"#.repeat(MAX_DEPTH + 1)), Some((400, "malformed_request")));
        assert_eq!(outcome(&format!("[{}1]", "1,".repeat(MAX_VALUES - 2))), None);
        assert_eq!(outcome(&format!("[{}1]", "1,".repeat(MAX_VALUES))), Some((413, "too_large")));
        assert_eq!(outcome(&format!("[{}[]]", "[],".repeat(MAX_VALUES))), Some((413, "too_large")));
    }

    #[test]
    fn what_is_text_is_no_structure() {
        assert_eq!(outcome(&format!(r#"{{"a":"{}"}}"#, "[{,".repeat(MAX_VALUES))), None);
        assert_eq!(outcome(&format!(r#"{{"a":"\"{}"}}"#, "[".repeat(MAX_DEPTH * 2))), None);
        assert_eq!(outcome(&format!(r#"["\\",{}"#, "[".repeat(MAX_DEPTH))), Some((400, "malformed_request")));
    }

    proptest! {
        /// Brackets that close nothing make no room for more of them, and nothing panics.
        #[test]
        fn whatever_is_sent_is_judged(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
            let opened = bytes.iter().filter(|byte| matches!(byte, b'{' | b'[')).count();
            prop_assert!(check_structure(&bytes).is_ok() || opened > MAX_DEPTH);
        }
    }
}
