//! The signature of a webhook: `ElevenLabs-Signature: t=<unix seconds>,v0=<hex>`.
//!
//! The digest is HMAC-SHA256 with the webhook's secret over the timestamp as written, a dot, and the exact bytes of the
//! body; 64 lower-case hexadecimal digits. Rules beyond those of the provider's own library: the comparison takes the
//! same time whatever differs, a time in the future is bounded too, and two secrets are tried while one replaces the
//! other.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// The name of the header, in the spelling of HTTP/2.
pub const HEADER: &str = "elevenlabs-signature";
/// How old a signature may be, as in the provider's own library.
pub const MAX_AGE: SignedDuration = SignedDuration::from_mins(30);
/// How far the provider's clock may be ahead of ours.
pub const MAX_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// The most digests of one header that are looked at.
const MAX_DIGESTS: usize = 8;
const MAX_HEADER_BYTES: usize = 1_024;
const DIGEST_BYTES: usize = 32;

/// Why a signature was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no header.
    #[error("the signature header is missing")]
    Missing,
    /// The header is not `t=<unix seconds>,v0=<hex>`.
    #[error("the signature header is malformed")]
    Malformed,
    /// No digest is right under any secret.
    #[error("the signature does not match")]
    Mismatch,
    /// The digest is right, and older than [`MAX_AGE`]: what it signs was true, but may be a replay.
    #[error("the signature is too old")]
    Stale {
        /// When it was signed.
        signed_at: Timestamp,
    },
    /// The digest is right, and more than [`MAX_AHEAD`] ahead of our clock.
    #[error("the signature is from the future")]
    InTheFuture {
        /// When it was signed, by the provider's clock.
        signed_at: Timestamp,
    },
}

struct Header<'a> {
    timestamp: &'a str,
    signed_at: Timestamp,
    digests: Vec<[u8; DIGEST_BYTES]>,
}

/// Checks the signature over `body` and returns when it was signed.
///
/// `secrets` are the current and, during a rotation, the previous one; an empty secret never matches. The time is only
/// looked at when the digest is right, so [`SignatureError::Stale`] is proof of origin.
pub fn verify(
    header: Option<&str>,
    body: &[u8],
    secrets: &[&SecretString],
    now: Timestamp,
) -> Result<Timestamp, SignatureError> {
    let header = Header::parse(header.ok_or(SignatureError::Missing)?)?;
    let mut matches = subtle::Choice::from(0);
    for secret in secrets.iter().filter(|secret| !secret.expose_secret().is_empty()) {
        let expected = digest(secret, header.timestamp, body);
        for given in &header.digests {
            matches |= expected.as_ref().ct_eq(given);
        }
    }
    if !bool::from(matches) {
        return Err(SignatureError::Mismatch);
    }
    let signed_at = header.signed_at;
    let age = now.duration_since(signed_at);
    if age > MAX_AGE {
        Err(SignatureError::Stale { signed_at })
    } else if -age > MAX_AHEAD {
        Err(SignatureError::InTheFuture { signed_at })
    } else {
        Ok(signed_at)
    }
}

/// The header that the provider would send with `body` at `now`.
pub fn sign(secret: &SecretString, body: &[u8], now: Timestamp) -> String {
    let timestamp = now.as_second().to_string();
    let mut header = format!("t={timestamp},v0=");
    for byte in digest(secret, &timestamp, body).as_ref() {
        // Writing to a string cannot fail.
        let _ = write!(header, "{byte:02x}");
    }
    header
}

fn digest(secret: &SecretString, timestamp: &str, body: &[u8]) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(timestamp.as_bytes());
    context.update(b".");
    context.update(body);
    context.sign()
}

impl<'a> Header<'a> {
    fn parse(text: &'a str) -> Result<Self, SignatureError> {
        const MALFORMED: SignatureError = SignatureError::Malformed;
        if text.len() > MAX_HEADER_BYTES {
            return Err(MALFORMED);
        }
        let mut timestamp = None;
        let mut digests = Vec::new();
        for element in text.split(',') {
            // Elements of other schemes may be added one day.
            match element.trim().split_once('=') {
                Some(("t", value)) if timestamp.is_none() => timestamp = Some(value),
                Some(("t", _)) => return Err(MALFORMED),
                Some(("v0", value)) => digests.extend(decode(value)),
                _ => {}
            }
        }
        let timestamp = timestamp.ok_or(MALFORMED)?;
        if timestamp.is_empty() || !timestamp.bytes().all(|b| b.is_ascii_digit()) {
            return Err(MALFORMED);
        }
        let seconds = timestamp.parse().map_err(|_| MALFORMED)?;
        let signed_at = Timestamp::from_second(seconds).map_err(|_| MALFORMED)?;
        if digests.is_empty() || digests.len() > MAX_DIGESTS {
            return Err(MALFORMED);
        }
        Ok(Self { timestamp, signed_at, digests })
    }
}

/// 64 lower-case hexadecimal digits.
fn decode(text: &str) -> Option<[u8; DIGEST_BYTES]> {
    fn digit(b: u8) -> Option<u8> {
        match b {
            b'0'..=b'9' => Some(b - b'0'),
            b'a'..=b'f' => Some(b - b'a' + 10),
            _ => None,
        }
    }
    let text: &[u8; 2 * DIGEST_BYTES] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; DIGEST_BYTES];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::fixtures;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn check(header: &str, body: &[u8], now: i64) -> Result<Timestamp, SignatureError> {
        verify(Some(header), body, &[&secret("s3cret")], at(now))
    }

    fn signed(body: &[u8], now: i64) -> String {
        sign(&secret("s3cret"), body, at(now))
    }

    #[test]
    fn every_vector_is_accepted_within_its_time_and_refused_outside() {
        let vectors: Value = serde_json::from_slice(&fixtures::read("signatures.json")).unwrap();
        let secret = secret(vectors["secret"].as_str().unwrap());
        let vectors = vectors["vectors"].as_array().unwrap();
        assert_eq!(vectors.len(), 9);
        for vector in vectors {
            let body = fixtures::read(vector["file"].as_str().unwrap());
            let header = vector["header"].as_str().unwrap();
            let signed_at = vector["timestamp"].as_i64().unwrap();
            let check = |header: &str, body: &[u8], now| verify(Some(header), body, &[&secret], at(now));

            assert_eq!(sign(&secret, &body, at(signed_at)), header);
            for now in [signed_at - 300, signed_at, signed_at + 5, signed_at + 1_800] {
                assert_eq!(check(header, &body, now), Ok(at(signed_at)));
            }
            let signed_at_time = at(signed_at);
            assert_eq!(
                check(header, &body, signed_at + 1_801),
                Err(SignatureError::Stale { signed_at: signed_at_time })
            );
            assert_eq!(
                check(header, &body, signed_at - 301),
                Err(SignatureError::InTheFuture { signed_at: signed_at_time })
            );
            assert_eq!(
                check(&header.replace("v0=", "v1="), &body, signed_at),
                Err(SignatureError::Malformed)
            );
            assert_eq!(check(header, &body[1..], signed_at), Err(SignatureError::Mismatch));
        }
    }

    #[test]
    fn both_secrets_of_a_rotation_are_tried_and_an_empty_one_never() {
        let (current, previous, empty) = (secret("new"), secret("old"), secret(""));
        let header = sign(&previous, b"{}", at(1_000));
        assert!(verify(Some(&header), b"{}", &[&current, &previous], at(1_000)).is_ok());
        assert_eq!(verify(Some(&header), b"{}", &[&current], at(1_000)), Err(SignatureError::Mismatch));
        let header = sign(&empty, b"{}", at(1_000));
        assert_eq!(verify(Some(&header), b"{}", &[&empty], at(1_000)), Err(SignatureError::Mismatch));
        assert_eq!(verify(Some(&header), b"{}", &[], at(1_000)), Err(SignatureError::Mismatch));
    }

    #[test]
    fn any_of_several_digests_may_match_and_spaces_do_not_matter() {
        let header = signed(b"body", 1_000);
        let (timestamp, digest) = header.split_once(',').unwrap();
        let wrong = format!("v0={}", "0".repeat(64));
        assert!(check(&format!("{timestamp}, {wrong}, {digest}"), b"body", 1_000).is_ok());
        assert!(check(&format!("{digest},v1=abc,{timestamp}"), b"body", 1_000).is_ok());
        assert_eq!(check(&format!("{timestamp},{wrong}"), b"body", 1_000), Err(SignatureError::Mismatch));
    }

    #[test]
    fn what_is_no_signature_header_is_malformed() {
        let digest = signed(b"body", 1_000).split_once(',').unwrap().1.to_owned();
        let upper = digest.to_uppercase().replace("V0", "v0");
        for header in [
            String::new(),
            "t=1000".to_owned(),
            digest.clone(),
            format!("t=,{digest}"),
            format!("t=+1000,{digest}"),
            format!("t=-1000,{digest}"),
            format!("t=1e3,{digest}"),
            format!("t=1000.0,{digest}"),
            format!("t=99999999999999999999,{digest}"),
            format!("t=999999999999999,{digest}"),
            format!("t=1000,t=1000,{digest}"),
            format!("t=1000,{}", &digest[..66]),
            format!("t=1000,{upper}"),
            format!("t=1000{}", format!(",{digest}").repeat(9)),
            format!("t=1000,{digest},{}", "x".repeat(1_024)),
        ] {
            assert_eq!(check(&header, b"body", 1_000), Err(SignatureError::Malformed), "{header}");
        }
        assert_eq!(verify(None, b"body", &[&secret("s3cret")], at(1_000)), Err(SignatureError::Missing));
    }

    #[test]
    fn a_stale_time_with_a_wrong_digest_is_a_mismatch() {
        let header = signed(b"body", 1_000);
        assert_eq!(check(&header, b"other", 100_000), Err(SignatureError::Mismatch));
    }

    proptest! {
        #[test]
        fn what_was_signed_is_accepted(body in proptest::collection::vec(any::<u8>(), 0..300), now in 0..4_000_000_000_i64) {
            prop_assert_eq!(check(&signed(&body, now), &body, now), Ok(at(now)));
        }

        #[test]
        fn any_flipped_bit_of_the_body_is_refused(
            body in proptest::collection::vec(any::<u8>(), 1..300),
            place in any::<proptest::sample::Index>(),
            bit in 0..8,
        ) {
            let header = signed(&body, 1_000);
            let mut altered = body.clone();
            altered[place.index(body.len())] ^= 1_u8 << bit;
            prop_assert_eq!(check(&header, &altered, 1_000), Err(SignatureError::Mismatch));
        }

        #[test]
        fn any_flipped_bit_of_the_header_is_refused(place in any::<proptest::sample::Index>(), bit in 0..7) {
            let mut header = signed(b"body", 1_700_000_000).into_bytes();
            let place = place.index(header.len());
            header[place] ^= 1_u8 << bit;
            prop_assert!(check(&String::from_utf8(header).unwrap(), b"body", 1_700_000_000).is_err());
        }

        #[test]
        fn no_header_makes_it_panic(header in ".{0,200}", now in 0..4_000_000_000_i64) {
            prop_assert!(check(&header, b"body", now).is_err());
        }
    }
}
