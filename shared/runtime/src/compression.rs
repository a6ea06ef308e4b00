//! Compression of answers, for whoever asks for it.
//!
//! Its own tag names an answer in either form: what it counts are changes of a record, not bytes, and an edit is made
//! from the record, however it was sent.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use http::{HeaderMap, HeaderValue, header};
use lambda_http::Body;

use crate::answer::HttpResponse;

/// The largest body that is sent as it is: of a smaller one, compression saves less than a packet.
pub(crate) const LARGEST_BARE_BYTES: usize = 1024;

const GZIP: &str = "gzip";
/// A name that gzip had (RFC 9110, section 8.4.1.3).
const OLD_GZIP: &str = "x-gzip";
const IDENTITY: &str = "identity";

/// How much a caller likes something, in thousandths.
type Weight = u16;

/// What a caller takes (RFC 9110, section 12.5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// Only what is not compressed, or that better.
    Bare,
    /// Compressed by gzip as well.
    Gzip,
}

impl Accepted {
    /// What the headers of a request say.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let texts = headers.get_all(header::ACCEPT_ENCODING).into_iter();
        let texts = texts.filter_map(|value| value.to_str().ok());
        let (mut gzip, mut identity, mut any) = (None, None, None);
        for (coding, weight) in texts.flat_map(|text| text.split(',')).filter_map(weighed) {
            let is = |name: &str| coding.eq_ignore_ascii_case(name);
            if is(GZIP) || is(OLD_GZIP) {
                gzip = gzip.max(Some(weight));
            } else if is(IDENTITY) {
                identity = Some(weight);
            } else if coding == "*" {
                any = Some(weight);
            }
        }
        let gzip = gzip.or(any).unwrap_or(0);
        if gzip > 0 && gzip >= identity.or(any).unwrap_or(0) { Self::Gzip } else { Self::Bare }
    }
}

/// A coding with its weight; one whose weight cannot be read is not wanted.
fn weighed(element: &str) -> Option<(&str, Weight)> {
    let mut parts = element.split(';').map(str::trim);
    let coding = parts.next().filter(|coding| !coding.is_empty())?;
    let weight = parts.next().map_or(Some(1000), |parameter| {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") { thousandths(value.trim()) } else { None }
    });
    Some((coding, weight.unwrap_or(0)))
}

/// A number from 0 to 1 with at most three digits behind the point.
fn thousandths(text: &str) -> Option<Weight> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: Weight = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}

/// Compresses an answer that is worth it, and says in any case that it depends on what the caller takes. An answer that
/// sets a cookie stays as it is, whatever else was said of it.
pub(crate) fn apply(response: &mut HttpResponse, accepted: Accepted) {
    if response.headers().contains_key(header::SET_COOKIE) {
        return;
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    let Body::Text(text) = response.body() else { return };
    if accepted == Accepted::Bare || text.len() <= LARGEST_BARE_BYTES {
        return;
    }
    // Without its compressed form, an answer is as good.
    let Some(bytes) = gzipped(text.as_bytes()).filter(|bytes| bytes.len() < text.len()) else { return };
    *response.body_mut() = Body::Binary(bytes);
    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(GZIP));
}

/// Fast rather than small: a function has a seventh of a core, and JSON shrinks to a fraction either way.
fn gzipped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;
    use http::StatusCode;

    use super::*;

    fn accepted(texts: &[&str]) -> Accepted {
        let values = texts.iter().map(|text| HeaderValue::from_str(text).unwrap());
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::ACCEPT_ENCODING, value);
        }
        Accepted::of(&headers)
    }

    #[test]
    fn gzip_is_given_to_whoever_takes_it() {
        for texts in [
            &["gzip"][..],
            &["gzip, deflate, br, zstd"],
            &["br", "gzip"],
            &["GZIP;Q=0.5"],
            &["x-gzip"],
            &["*"],
            &["deflate;q=1, *;q=0.001"],
            &[" gzip ; q=0.8 , identity;q=0.8"],
            &["identity;q=0, gzip;q=0.001"],
            &["gzip;q=1.000,"],
            &["gzip;q=1."],
        ] {
            assert_eq!(accepted(texts), Accepted::Gzip, "{texts:?}");
        }
    }

    #[test]
    fn whoever_does_not_take_gzip_or_likes_it_less_gets_the_bare_answer() {
        for texts in [
            &[][..],
            &[""],
            &["br, deflate"],
            &["gzip;q=0"],
            &["gzip;q=0."],
            &["gzip;q=0.000, *"],
            &["*;q=0"],
            &["identity"],
            &["identity, gzip;q=0.9"],
            &["gzip;q=0.2, *;q=0.8"],
            &["gzip;q=1.5"],
            &["gzip;q=0.1234"],
            &["gzip;q=-1"],
            &["gzip;level=1"],
            &["gzip;q"],
            &["gzipped, not gzip"],
        ] {
            assert_eq!(accepted(texts), Accepted::Bare, "{texts:?}");
        }
    }

    fn response(body: &str) -> HttpResponse {
        let mut response = http::Response::new(Body::Text(body.to_owned()));
        response.headers_mut().insert(header::ETAG, HeaderValue::from_static("\"3\""));
        response
    }

    #[test]
    fn a_large_answer_is_compressed_and_keeps_its_tag() {
        let text = "{\"name\":\"Robin\"},".repeat(100);
        let mut compressed = response(&text);
        *compressed.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        apply(&mut compressed, Accepted::Gzip);
        let headers = compressed.headers();
        assert_eq!(headers["content-encoding"], "gzip");
        assert_eq!(headers["vary"], "accept-encoding");
        assert_eq!(headers["etag"], "\"3\"");
        assert_eq!(compressed.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let Body::Binary(bytes) = compressed.body() else { panic!("{compressed:?}") };
        assert!(bytes.len() < text.len() / 10, "{} bytes", bytes.len());
        let mut read = String::new();
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
    }

    #[test]
    fn what_is_small_or_not_wanted_compressed_or_sets_a_cookie_is_sent_as_it_is() {
        let (small, large) = ("a".repeat(LARGEST_BARE_BYTES), "a".repeat(LARGEST_BARE_BYTES + 1));
        for (text, accepted) in [(&small, Accepted::Gzip), (&large, Accepted::Bare)] {
            let mut bare = response(text);
            apply(&mut bare, accepted);
            assert!(!bare.headers().contains_key("content-encoding"));
            assert_eq!(bare.headers()["vary"], "accept-encoding", "another caller may get it compressed");
            assert!(matches!(bare.body(), Body::Text(kept) if kept == text));
        }
        let mut signed_in = response(&large);
        signed_in.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static("a=b"));
        apply(&mut signed_in, Accepted::Gzip);
        assert!(!signed_in.headers().contains_key("content-encoding"));
        assert!(!signed_in.headers().contains_key("vary"));

        let mut empty = http::Response::new(Body::Empty);
        *empty.status_mut() = StatusCode::NOT_MODIFIED;
        apply(&mut empty, Accepted::Gzip);
        assert!(!empty.headers().contains_key("content-encoding"));
        assert_eq!(empty.headers()["vary"], "accept-encoding");
    }
}
