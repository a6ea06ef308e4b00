//! What names an entry.

use std::{fmt, str::FromStr};

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{Invalid, InvalidCode, call::ConversationId};

/// What names an entry within its connection: conversation, type, and a digest of the body. The same delivery has the
/// same id however often it comes.
///
/// As text: `conversation~type~digest`, with `-` for a conversation or a type that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntryId {
    conversation: String,
    kind: String,
    digest: String,
}

/// The type of an entry that asks the provider itself.
pub(super) const FETCH: &str = "fetch";
/// In place of what is not known.
const UNKNOWN: &str = "-";

impl EntryId {
    /// The id of a delivery whose body has this digest: 32 hexadecimal digits.
    pub fn of_delivery(conversation: Option<&ConversationId>, kind: Option<&str>, digest: String) -> Self {
        let kind = kind.filter(|kind| is_kind(kind) && *kind != FETCH);
        Self {
            conversation: conversation.map_or(UNKNOWN, ConversationId::as_str).to_owned(),
            kind: kind.unwrap_or(UNKNOWN).to_owned(),
            digest,
        }
    }

    /// The id of the entry that asks for a conversation: there is one for each. The digest is that of the conversation.
    pub fn of_fetch(conversation: &ConversationId, digest: String) -> Self {
        Self { conversation: conversation.as_str().to_owned(), kind: FETCH.to_owned(), digest }
    }

    /// The conversation, or `-`.
    pub fn conversation(&self) -> &str {
        &self.conversation
    }

    /// The conversation, if it is known.
    pub fn conversation_id(&self) -> Option<ConversationId> {
        (self.conversation != UNKNOWN).then(|| ConversationId::new(&self.conversation).ok()).flatten()
    }

    /// What tells the entries of a conversation apart.
    pub fn rest(&self) -> String {
        format!("{}#{}", self.kind, self.digest)
    }

    /// Whether it is one of those that ask the provider.
    pub fn is_fetch(&self) -> bool {
        self.kind == FETCH
    }

    /// A number below `shards`, the same for the same id, spread evenly.
    pub fn shard(&self, shards: u8) -> u8 {
        self.digest.bytes().next_back().unwrap_or_default() % shards.max(1)
    }

    /// A part of this time, the same for the same id, spread evenly.
    pub fn spread_over(&self, time: SignedDuration) -> SignedDuration {
        let part =
            self.digest.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok()).unwrap_or_default();
        let milliseconds = i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 65_536);
        SignedDuration::from_millis(milliseconds / 65_536 * i64::from(part))
    }
}

fn is_kind(text: &str) -> bool {
    let safe = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    (1..=64).contains(&text.len()) && text.bytes().all(safe)
}

impl FromStr for EntryId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        const REFUSED: Invalid =
            Invalid::new(InvalidCode::NotAnId, "must be the id of an inbox entry: conversation~type~digest");
        let mut parts = text.splitn(3, '~');
        let (Some(conversation), Some(kind), Some(digest)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(REFUSED);
        };
        let conversation_fits = conversation == UNKNOWN || ConversationId::new(conversation).is_ok();
        let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if !conversation_fits || !is_kind(kind) || digest.len() != 32 || !digest.bytes().all(is_digit) {
            return Err(REFUSED);
        }
        let text = str::to_owned;
        Ok(Self { conversation: text(conversation), kind: text(kind), digest: text(digest) })
    }
}

impl TryFrom<String> for EntryId {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}~{}", self.conversation, self.kind, self.digest)
    }
}
