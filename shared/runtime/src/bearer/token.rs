//! A token as it is brought, and the key that says whether we made it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};
use store::sessions;

use super::crypto::install_crypto;

/// `iss` of our tokens.
pub const ISSUER: &str = "navaia";
/// `aud` of our tokens.
pub const AUDIENCE: &str = "navaia-api";
/// `typ` of our tokens (RFC 9068 §2.1).
pub const TOKEN_TYPE: &str = "at+jwt";

/// The longest token that is looked at.
const MAX_BYTES: usize = 4096;
/// Of the ids of keys.
const KEY_ID_LENGTH: usize = 16;

/// The claims of an access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Who made it: [`ISSUER`].
    pub iss: String,
    /// For whom: [`AUDIENCE`].
    pub aud: String,
    pub sub: String,
    pub tid: String,
    pub sid: String,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// From when on it is good, in seconds since 1970. Ours are good at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
}

/// The token of an `Authorization: Bearer` header (RFC 6750 §2.1).
pub fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.len() <= MAX_BYTES).then(|| token.trim())
}

/// A token that has the form of ours, and names a key. Nothing else is known of it.
pub struct UnverifiedToken<'a> {
    token: &'a str,
    key_id: String,
}

impl<'a> UnverifiedToken<'a> {
    /// Reads the head; `None` for what is none of ours, whoever signed it.
    pub fn parse(token: &'a str) -> Option<Self> {
        let head = jsonwebtoken::decode_header(token).ok()?;
        let key_id = head.kid.filter(|key_id| is_key_id(key_id))?;
        let is_ours = head.typ.as_deref() == Some(TOKEN_TYPE) && head.alg == Algorithm::EdDSA;
        // RFC 7515, section 4.1.11: who does not understand an extension that is critical refuses the token. We know none.
        (is_ours && !names_critical_extensions(token)).then_some(Self { token, key_id })
    }

    /// The key that it says it was signed with.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// What it says, if this key signed it, for us. Whether it is good at this moment is not looked at: the library's
    /// clock is the machine's, and ours can be set, so that tests need not wait.
    pub fn verify(&self, key: &PublicKey) -> Option<Claims> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.set_required_spec_claims(&["iss", "aud", "sub"]);
        jsonwebtoken::decode::<Claims>(self.token, &key.0, &validation).ok().map(|token| token.claims)
    }
}

/// The half of a key pair that checks what the other one signed.
#[derive(Clone)]
pub struct PublicKey(DecodingKey);

impl PublicKey {
    /// The key of a record.
    pub fn of(record: &sessions::TokenKey) -> Result<Self, base64::DecodeError> {
        install_crypto();
        URL_SAFE_NO_PAD.decode(&record.public_key).map(|public| Self(DecodingKey::from_ed_der(&public)))
    }
}

/// Key ids are ours: a forged one should not even cost a read.
fn is_key_id(text: &str) -> bool {
    text.len() == KEY_ID_LENGTH
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Whether the header of a token has `crit`.
fn names_critical_extensions(token: &str) -> bool {
    #[derive(Deserialize)]
    struct Extensions {
        crit: Option<serde::de::IgnoredAny>,
    }

    let head = token.split('.').next().and_then(|head| URL_SAFE_NO_PAD.decode(head).ok());
    let head = head.and_then(|head| serde_json::from_slice::<Extensions>(&head).ok());
    head.is_none_or(|head| head.crit.is_some())
}
