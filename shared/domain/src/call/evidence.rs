//! What a call was made from.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    Call, Direction, Line, NotConnected, Party, Stage,
    outcome::{Heard, Outcome},
};

/// The observations that a call was made from: the best of each kind, without what the call itself shows.
///
/// Kept as one short text, JSON with names of one letter: only the merging of observations reads it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    pub(super) report: Option<ReportSeen>,
    pub(super) not_connected: Option<NotConnectedSeen>,
    pub(super) recording_at: Option<Timestamp>,
    pub(super) answered_by_at: Option<Timestamp>,
    /// Whether the call was made here, so that its numbers are known better than by any report.
    pub(super) line_is_ours: bool,
    /// What is left out because the call shows it, as bits: only between [`Call::packed`] and [`Call::unpacked`].
    left_out: u8,
}

/// What may be left out of the evidence.
const FAILURE_OF_REPORT: u8 = 1;
const WORDS_OF_NETWORK: u8 = 2;
const LINE_OF_NETWORK: u8 = 4;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReportSeen {
    pub(super) rank: Rank,
    pub(super) outcome: Option<Outcome>,
    pub(super) has_line: bool,
    pub(super) has_start: bool,
}

/// Which of two reports is the better one: the one further on, then the one that tells more of what the person said (the
/// provider deletes transcripts after a while, and a later look must not undo a conversation), then the newer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) stage: Stage,
    pub(super) heard: Heard,
    pub(super) at: Timestamp,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct NotConnectedSeen {
    pub(super) at: Timestamp,
    pub(super) facts: NotConnected,
}

impl Evidence {
    /// The evidence of a call that we dial ourselves: its direction and numbers are ours to know.
    pub fn of_own_call() -> Self {
        Self { line_is_ours: true, ..Self::default() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The time of the newest observation that the call shows.
    pub fn newest(&self) -> Option<Timestamp> {
        let report = self.report.as_ref().map(|report| report.rank.at);
        let not_connected = self.not_connected.as_ref().map(|seen| seen.at);
        [report, not_connected, self.recording_at, self.answered_by_at].into_iter().flatten().max()
    }
}

impl Call {
    /// The same call as it is kept: its evidence does not repeat what the call shows.
    #[must_use]
    pub fn packed(mut self) -> Self {
        let line = self.shown_line();
        if let Some(outcome) = self.evidence.report.as_mut().and_then(|seen| seen.outcome.as_mut())
            && outcome.failure.is_some()
            && outcome.failure == self.failure
        {
            outcome.failure = None;
            self.evidence.left_out |= FAILURE_OF_REPORT;
        }
        if let Some(NotConnectedSeen { facts, .. }) = &mut self.evidence.not_connected {
            if facts.outcome().failure == self.failure {
                (facts.sip_code, facts.detail) = (None, None);
                self.evidence.left_out |= WORDS_OF_NETWORK;
            }
            if facts.line == line {
                facts.line = NOTHING;
                self.evidence.left_out |= LINE_OF_NETWORK;
            }
        }
        self
    }

    /// The call that was packed.
    #[must_use]
    pub fn unpacked(mut self) -> Self {
        let line = self.shown_line();
        let left_out = std::mem::take(&mut self.evidence.left_out);
        if let Some(outcome) = self.evidence.report.as_mut().and_then(|seen| seen.outcome.as_mut())
            && left_out & FAILURE_OF_REPORT != 0
        {
            outcome.failure.clone_from(&self.failure);
        }
        if let Some(NotConnectedSeen { facts, .. }) = &mut self.evidence.not_connected {
            if let Some(failure) = self.failure.as_ref().filter(|_| left_out & WORDS_OF_NETWORK != 0) {
                (facts.sip_code, facts.detail) = (failure.provider_code, failure.reason.clone());
            }
            if left_out & LINE_OF_NETWORK != 0 {
                facts.line = line;
            }
        }
        self
    }

    /// A line that the call would look like this after.
    fn shown_line(&self) -> Line {
        let (person, ours) = match self.direction {
            Some(Direction::Outbound) => (&self.to, &self.from),
            Some(Direction::Inbound) | None => (&self.from, &self.to),
        };
        Line {
            direction: self.direction,
            person: match (person, self.reported_person()) {
                (Some(number), _) => Party::Number(number.clone()),
                (None, Some(text)) => Party::NotUnderstood(text.clone()),
                (None, None) => Party::Withheld,
            },
            ours: ours.clone(),
            call_sid: self.call_sid.clone(),
            carrier: self.carrier,
        }
    }
}

/// Stands for a line that is left out.
const NOTHING: Line =
    Line { direction: None, person: Party::Withheld, ours: None, call_sid: None, carrier: None };

/// The text: `r`eport, `n`ot connected, recording (`a`udio), answered `b`y, `o`urs, `l`eft out. Instants are milliseconds.
#[derive(Default, Serialize, Deserialize)]
struct Short {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r: Option<(Stage, u8, i64, Option<Outcome>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<(i64, NotConnected)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    a: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    b: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    o: bool,
    #[serde(default, skip_serializing_if = "is_zero")]
    l: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it like this")]
fn is_zero(bits: &u8) -> bool {
    *bits == 0
}

/// What a report has, as bits.
const SPOKEN: u8 = 1;
const LINE: u8 = 2;
const START: u8 = 4;
const NOT_HEARD: u8 = 8;

fn heard(has: u8) -> Heard {
    if has & SPOKEN != 0 {
        Heard::Words
    } else if has & NOT_HEARD != 0 {
        Heard::Unknown
    } else {
        Heard::Silence
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bit = |is: bool, bit: u8| if is { bit } else { 0 };
        let short = Short {
            r: self.report.as_ref().map(|ReportSeen { rank, outcome, has_line, has_start }| {
                let heard = match rank.heard {
                    Heard::Words => SPOKEN,
                    Heard::Silence => 0,
                    Heard::Unknown => NOT_HEARD,
                };
                let has = heard | bit(*has_line, LINE) | bit(*has_start, START);
                (rank.stage, has, rank.at.as_millisecond(), outcome.clone())
            }),
            n: self.not_connected.as_ref().map(|seen| (seen.at.as_millisecond(), seen.facts.clone())),
            a: self.recording_at.map(Timestamp::as_millisecond),
            b: self.answered_by_at.map(Timestamp::as_millisecond),
            o: self.line_is_ours,
            l: self.left_out,
        };
        let text = serde_json::to_string(&short).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // The text of the error would quote what a carrier said.
        let unreadable = || de::Error::custom("not the evidence of a call");
        let Short { r, n, a, b, o, l } = serde_json::from_str(&text).map_err(|_| unreadable())?;
        let instant = |at: i64| Timestamp::from_millisecond(at).map_err(|_| unreadable());
        Ok(Self {
            report: match r {
                None => None,
                Some((stage, has, at, outcome)) => Some(ReportSeen {
                    rank: Rank { stage, heard: heard(has), at: instant(at)? },
                    outcome,
                    has_line: has & LINE != 0,
                    has_start: has & START != 0,
                }),
            },
            not_connected: match n {
                None => None,
                Some((at, facts)) => Some(NotConnectedSeen { at: instant(at)?, facts }),
            },
            recording_at: a.map(instant).transpose()?,
            answered_by_at: b.map(instant).transpose()?,
            line_is_ours: o,
            left_out: l,
        })
    }
}
