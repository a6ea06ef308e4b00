//! Voice connections and voice agents: what names them and what they are called on.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{Invalid, InvalidCode};

const HOOK_ID_BYTES: usize = 32;
const HOOK_ID_CHARACTERS: usize = 43;

/// The last segment of a connection's webhook URL: 256 random bits in base64url without padding, 43 characters.
///
/// Nobody can guess one, so it names the secret that a delivery is checked with before its body is read. Who knows it
/// can send bodies to be checked and no more; `Debug` hides it all the same.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HookId(String);

impl HookId {
    /// The hook id of these random bytes.
    pub fn from_token(token: [u8; HOOK_ID_BYTES]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(token))
    }

    /// Reads what [`from_token`](Self::from_token) wrote.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let decoded = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == HOOK_ID_BYTES);
        if decoded.is_some() && text.len() == HOOK_ID_CHARACTERS {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(InvalidCode::WrongFormat, "must be a hook id: 43 characters of base64url"))
        }
    }

    /// The 43 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for HookId {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<HookId> for String {
    fn from(id: HookId) -> Self {
        id.0
    }
}

impl fmt::Debug for HookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HookId(…)")
    }
}

impl PartialSchema for HookId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The unguessable part of a webhook URL."))
            .pattern(Some("^[A-Za-z0-9_-]{43}$"))
            .into()
    }
}
impl ToSchema for HookId {}

/// How the provider reaches the telephone network with a number: it decides which request places a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneProvider {
    /// A number of a Twilio account.
    Twilio,
    /// A number behind a SIP trunk.
    SipTrunk,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_id_reads_back_and_nothing_else_is_one() {
        let id = HookId::from_token([255; 32]);
        assert_eq!(HookId::new(id.as_str()).unwrap(), id);
        assert_eq!(format!("{id:?}"), "HookId(…)");
        let longer = format!("{}A", id.as_str());
        for text in ["", "hook", &id.as_str()[1..], &longer, &id.as_str().replace('_', "/")] {
            assert!(HookId::new(text).is_err(), "{text}");
        }
    }
}
