//! Where a call stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

// queued → dialing → placed → in_progress → an outcome; queued → cancelled | skipped; dialing → not_placed;
// dialing → outcome_unknown → an outcome.
/// Where a call stands. Stages may be missed: a short call is over before anybody asked about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallStatus {
    /// Waiting to be dialled.
    Queued,
    /// The request that places the call is being sent, or its answer was lost.
    Dialing,
    /// The provider accepted the call; nobody is known to have picked up.
    Placed,
    /// Somebody or something picked up, as far as is known, or the call is over and its analysis is not there yet.
    InProgress,
    /// A conversation took place.
    Completed,
    /// Nobody picked up.
    NoAnswer,
    /// The line was busy, or the call was declined.
    Busy,
    /// A mailbox picked up.
    Voicemail,
    /// The call ended without a conversation, for another reason.
    Failed,
    /// Taken back by a person before it was dialled.
    Cancelled,
    /// Not dialled because a rule forbade it.
    Skipped,
    /// The provider refused to place the call.
    NotPlaced,
    /// Whether the call was placed, or how it ended, was not told: only its recording was, or a report that does not know. A
    /// later report settles it, or a person has to.
    OutcomeUnknown,
}

impl CallStatus {
    /// Every status.
    pub const ALL: [Self; 13] = [
        Self::Queued,
        Self::Dialing,
        Self::Placed,
        Self::InProgress,
        Self::Completed,
        Self::NoAnswer,
        Self::Busy,
        Self::Voicemail,
        Self::Failed,
        Self::Cancelled,
        Self::Skipped,
        Self::NotPlaced,
        Self::OutcomeUnknown,
    ];

    /// The word for it on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Dialing => "dialing",
            Self::Placed => "placed",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::NoAnswer => "no_answer",
            Self::Busy => "busy",
            Self::Voicemail => "voicemail",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Skipped => "skipped",
            Self::NotPlaced => "not_placed",
            Self::OutcomeUnknown => "outcome_unknown",
        }
    }

    /// Whether it says how a call that was placed ended.
    pub const fn is_outcome(self) -> bool {
        matches!(self, Self::Completed | Self::NoAnswer | Self::Busy | Self::Voicemail | Self::Failed)
    }

    /// Whether the call is over for the worker that placed it: it holds no slot and is not looked for any more.
    /// [`OutcomeUnknown`](Self::OutcomeUnknown) is final in that sense, though a late report can still settle it.
    pub const fn is_final(self) -> bool {
        self.is_outcome()
            || matches!(self, Self::Cancelled | Self::Skipped | Self::NotPlaced | Self::OutcomeUnknown)
    }

    /// The statuses that may follow this one by a step of our own. Reports of the provider may skip steps and correct
    /// an outcome: see [`after_report`](Self::after_report).
    pub const fn successors(self) -> &'static [Self] {
        use CallStatus::{
            Busy, Cancelled, Completed, Dialing, Failed, InProgress, NoAnswer, NotPlaced, OutcomeUnknown,
            Placed, Queued, Skipped, Voicemail,
        };
        match self {
            Queued => &[Dialing, Cancelled, Skipped],
            // Back to the queue only while no request that could have placed a call was sent: the dialler's to know.
            Dialing => &[
                Queued,
                Placed,
                InProgress,
                NotPlaced,
                OutcomeUnknown,
                Completed,
                NoAnswer,
                Busy,
                Voicemail,
                Failed,
            ],
            Placed => &[InProgress, OutcomeUnknown, Completed, NoAnswer, Busy, Voicemail, Failed],
            InProgress => &[OutcomeUnknown, Completed, NoAnswer, Busy, Voicemail, Failed],
            OutcomeUnknown => &[Completed, NoAnswer, Busy, Voicemail, Failed],
            Completed | NoAnswer | Busy | Voicemail | Failed | Cancelled | Skipped | NotPlaced => &[],
        }
    }

    /// Whether `next` may follow by a step of our own.
    pub fn can_become(self, next: Self) -> bool {
        self.successors().contains(&next)
    }

    /// The status after the provider reported `reported`.
    ///
    /// Progress only moves forward. An outcome settles everything that is open, [`NotPlaced`](Self::NotPlaced) too (the
    /// phone did ring, whatever the answer to our request said), and replaces another outcome: the caller passes the
    /// best one of all that is known. A call that we never dialled keeps its status.
    pub(super) fn after_report(self, reported: Self) -> Self {
        let accepted = match self {
            Self::Cancelled | Self::Skipped => false,
            Self::Queued => !matches!(reported, Self::Queued),
            Self::NotPlaced => reported.is_outcome(),
            _ if self.is_outcome() => reported.is_outcome(),
            _ => self.can_become(reported),
        };
        if accepted { reported } else { self }
    }
}

/// Who started the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The person called the tenant's number.
    Inbound,
    /// The tenant's voice agent called the person.
    Outbound,
}

impl Direction {
    /// The word for it on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

/// A judgement, of a whole call or of one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The goal was reached.
    Success,
    /// The goal was not reached.
    Failure,
    /// Cannot be told.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_on_the_wire_are_the_words_of_serde() {
        for status in CallStatus::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        for direction in [Direction::Inbound, Direction::Outbound] {
            assert_eq!(serde_json::to_value(direction).unwrap(), direction.as_str());
        }
    }

    #[test]
    fn the_steps_are_those_of_the_design() {
        let allowed: Vec<String> = CallStatus::ALL
            .iter()
            .map(|from| {
                let next: Vec<_> = from.successors().iter().map(|next| next.as_str()).collect();
                format!("{} -> {}", from.as_str(), next.join(" "))
            })
            .collect();
        insta::assert_snapshot!(allowed.join("\n"), @r"
        queued -> dialing cancelled skipped
        dialing -> queued placed in_progress not_placed outcome_unknown completed no_answer busy voicemail failed
        placed -> in_progress outcome_unknown completed no_answer busy voicemail failed
        in_progress -> outcome_unknown completed no_answer busy voicemail failed
        completed -> 
        no_answer -> 
        busy -> 
        voicemail -> 
        failed -> 
        cancelled -> 
        skipped -> 
        not_placed -> 
        outcome_unknown -> completed no_answer busy voicemail failed
        ");
    }

    #[test]
    fn nothing_returns_to_the_queue_once_a_call_was_placed() {
        for status in CallStatus::ALL {
            if status != CallStatus::Dialing {
                assert!(!status.can_become(CallStatus::Queued), "{status:?}");
            }
        }
    }

    #[test]
    fn a_report_never_opens_what_is_final() {
        for from in CallStatus::ALL.into_iter().filter(|status| status.is_final()) {
            for reported in
                [CallStatus::Queued, CallStatus::Dialing, CallStatus::Placed, CallStatus::InProgress]
            {
                assert_eq!(from.after_report(reported), from);
            }
        }
    }

    #[test]
    fn an_outcome_settles_everything_that_could_have_been_dialled() {
        for from in CallStatus::ALL {
            let after = from.after_report(CallStatus::Busy);
            if matches!(from, CallStatus::Cancelled | CallStatus::Skipped) {
                assert_eq!(after, from);
            } else {
                assert_eq!(after, CallStatus::Busy);
            }
        }
    }
}
