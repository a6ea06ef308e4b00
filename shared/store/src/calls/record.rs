//! A call as it is kept.

use std::mem;

use domain::{
    Invalid, InvalidCode,
    call::{Call, CallCost, Carrier, Channel, Evidence, Verdict, short_cost},
    local_day::LocalDay,
};
use serde::{
    Deserialize, Serialize,
    de::{self, DeserializeOwned, IntoDeserializer, value::StrDeserializer},
};

use crate::{OpenWord, Record, schema::SK};

/// A call as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Packed", into = "Packed")]
pub struct CallRecord {
    /// The call.
    pub call: Call,
    /// Where its details are; absent while there are none.
    pub details_at: Option<DetailsAt>,
    /// The day on which it counts, for good; absent in calls that were kept before days were counted.
    pub day: Option<LocalDay>,
}

/// The fields of the item.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Packed {
    #[serde(flatten)]
    call: Call,
    /// What it cost, as one short text.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "short_cost")]
    short_cost: Option<CallCost>,
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    evidence: Evidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    details_at: Option<DetailsAt>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day: Option<LocalDay>,
}

impl From<Packed> for CallRecord {
    fn from(Packed { call, short_cost: cost, evidence, details_at, day }: Packed) -> Self {
        Self { call: Call { cost, evidence, ..call }.unpacked(), details_at, day }
    }
}

impl From<CallRecord> for Packed {
    fn from(CallRecord { call, details_at, day }: CallRecord) -> Self {
        let mut call = call.packed();
        let (short_cost, evidence) = (call.cost.take(), mem::take(&mut call.evidence));
        Self { call, short_cost, evidence, details_at, day }
    }
}

impl Record for CallRecord {
    const ENTITY: &'static str = "call";
    /// Campaigns multiply calls: an item fits into 900 bytes, because every write of it and of each of its two index
    /// entries is paid by the kilobyte.
    const SHORT_NAMES: &'static [(&'static str, &'static str)] = &[
        ("id", SK),
        ("conversationId", "cv"),
        ("connectionId", "cn"),
        ("agentId", "ag"),
        ("customerId", CUSTOMER),
        ("customerChosen", "cc"),
        ("candidates", "cd"),
        ("channel", "ch"),
        ("direction", "di"),
        ("status", STATUS),
        ("from", "fr"),
        ("to", "to"),
        ("numberWithheld", "wh"),
        ("reportedFrom", "rf"),
        ("reportedTo", "rt"),
        ("startedAt", "sa"),
        ("acceptedAt", "aa"),
        ("durationSeconds", "du"),
        ("failure", "fa"),
        ("summaryTitle", "ti"),
        ("successful", "su"),
        ("language", "la"),
        ("shortCost", "co"),
        ("callSid", "si"),
        ("carrier", "ca"),
        ("answeredBy", "an"),
        ("hasAudio", "au"),
        ("createdAt", "cr"),
        ("updatedAt", "up"),
        ("evidence", "ev"),
        ("detailsAt", "de"),
        ("day", "dy"),
    ];
    const INSTANTS: &'static [&'static str] = &["startedAt", "acceptedAt", "createdAt", "updatedAt"];
    const OPEN_WORDS: &'static [OpenWord] = &[
        OpenWord { field: "channel", otherwise: "other", knows: is_word_of::<Channel> },
        OpenWord { field: "carrier", otherwise: "other", knows: is_word_of::<Carrier> },
        OpenWord { field: "successful", otherwise: "unknown", knows: is_word_of::<Verdict> },
    ];
}

fn is_word_of<T: DeserializeOwned>(word: &str) -> bool {
    let word: StrDeserializer<'_, de::value::Error> = word.into_deserializer();
    T::deserialize(word).is_ok()
}

/// The attributes that lists look at.
pub(super) const STATUS: &str = "st";
pub(super) const CUSTOMER: &str = "cu";

/// Where the details of a call are: they may be larger than an item. As text: `digest/pieces`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DetailsAt {
    pub(super) digest: String,
    pub(super) pieces: u16,
}

impl TryFrom<String> for DetailsAt {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let parts = text.split_once('/').and_then(|(digest, pieces)| Some((digest, pieces.parse().ok()?)));
        let (digest, pieces) = parts
            .ok_or(Invalid::new(InvalidCode::WrongFormat, "must say where the details of a call are"))?;
        Ok(Self { digest: digest.to_owned(), pieces })
    }
}

impl From<DetailsAt> for String {
    fn from(DetailsAt { digest, pieces }: DetailsAt) -> Self {
        format!("{digest}/{pieces}")
    }
}
