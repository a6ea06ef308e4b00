//! From observations to a call.

use std::mem;

use jiff::{SignedDuration, Timestamp};

use super::{
    Call, CallDetails, CallStatus, Channel, Direction, Evidence, Line, NotConnected, Observation,
    ObservationKind, Party, Report, VoiceAgentId,
    details::MAX_CRITERIA,
    evidence::{NotConnectedSeen, Rank, ReportSeen},
    outcome::Outcome,
    transcript,
};
use crate::{
    ids::{CallId, ConnectionId},
    text::Text,
};

/// A call that begins later than this from now, or that took longer, is an error of who told it: it would stay at the top of
/// every list.
const MOST_AHEAD: SignedDuration = SignedDuration::from_hours(24 * 366);

/// What applying an observation came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Applied {
    /// The call is another one now.
    Changed(Box<Change>),
    /// Nothing new: a duplicate, or older than what is known.
    Unchanged,
}

/// A call that is to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The call.
    pub call: Call,
    /// Its details; `None` where those on record stay as they are.
    pub details: Option<CallDetails>,
}

impl Call {
    /// The call of a conversation that nothing was known about.
    pub fn from_observation(
        id: CallId,
        connection_id: ConnectionId,
        agent_id: VoiceAgentId,
        observation: &Observation,
        now: Timestamp,
    ) -> Change {
        let blank = Self {
            id,
            conversation_id: Some(observation.conversation_id.clone()),
            connection_id,
            agent_id,
            customer_id: None,
            customer_chosen: false,
            candidates: Vec::new(),
            channel: None,
            direction: None,
            status: CallStatus::Placed,
            from: None,
            to: None,
            number_withheld: false,
            reported_from: None,
            reported_to: None,
            started_at: in_milliseconds(observation.at),
            accepted_at: None,
            duration_seconds: None,
            failure: None,
            summary_title: None,
            successful: None,
            language: None,
            cost: None,
            call_sid: None,
            carrier: None,
            answered_by: None,
            has_audio: false,
            version: 0,
            created_at: in_milliseconds(now),
            updated_at: in_milliseconds(now),
            evidence: Evidence::default(),
        };
        match blank.apply(observation, now) {
            Applied::Changed(change) => *change,
            // Not reached: the first observation of a kind is always news.
            Applied::Unchanged => Change { call: Self { version: 1, ..blank }, details: None },
        }
    }

    /// The call after one more observation of it.
    ///
    /// The caller has made sure that the observation is about this call.
    pub fn apply(&self, observation: &Observation, now: Timestamp) -> Applied {
        let (mut call, mut details) = (self.clone(), None);
        // As it will be read back: a report that comes again must not look newer than itself.
        let at = in_milliseconds(observation.at);
        let taken = match &observation.kind {
            ObservationKind::Report(report) => {
                let taken = call.take_report(report, at, now);
                details = taken.then(|| report.details());
                taken
            }
            ObservationKind::NotConnected(facts) => call.take_not_connected(facts, at),
            ObservationKind::Recording => call.take_recording(at),
            ObservationKind::AnsweredBy(who) => call.take_answered_by(who.as_ref(), at),
        };
        if !taken {
            return Applied::Unchanged;
        }
        call.conversation_id.get_or_insert_with(|| observation.conversation_id.clone());
        call.settle();
        call.version += 1;
        call.updated_at = in_milliseconds(now);
        Applied::Changed(Box::new(Change { call, details }))
    }

    fn take_report(&mut self, report: &Report, at: Timestamp, now: Timestamp) -> bool {
        let rank = Rank { stage: report.stage, heard: report.heard(), at };
        if self.evidence.report.as_ref().is_some_and(|seen| rank <= seen.rank) {
            return false;
        }
        let is_believable = |told: &Timestamp| told.duration_since(now) <= MOST_AHEAD;
        let started_at = report.started_at.filter(is_believable);
        if let Some(line) = &report.line {
            self.show_line(line);
        } else if let Some(seen) = self.evidence.not_connected.clone() {
            self.show_line(&seen.facts.line);
        } else {
            self.show_no_line(report.direction);
        }
        self.channel = report.channel;
        self.evidence.report = Some(ReportSeen {
            rank,
            outcome: report.outcome(),
            has_line: report.line.is_some(),
            has_start: started_at.is_some(),
        });
        if let Some(started_at) = started_at {
            self.started_at = in_milliseconds(started_at);
        }
        self.accepted_at = report.accepted_at.filter(is_believable).map(in_milliseconds);
        let longest = MOST_AHEAD.as_secs();
        self.duration_seconds = report.duration_seconds.filter(|seconds| i64::from(*seconds) <= longest);
        self.summary_title.clone_from(&report.summary_title);
        self.successful = report.successful;
        self.language.clone_from(&report.language);
        self.cost = report.cost;
        self.has_audio = report.has_audio;
        true
    }

    fn take_not_connected(&mut self, facts: &NotConnected, at: Timestamp) -> bool {
        if self.evidence.not_connected.as_ref().is_some_and(|seen| at <= seen.at) {
            return false;
        }
        if self.evidence.report.as_ref().is_none_or(|report| !report.has_line) {
            self.show_line(&facts.line);
        }
        let facts = NotConnected { person_reported: Vec::new(), ours_reported: None, ..facts.clone() };
        self.evidence.not_connected = Some(NotConnectedSeen { at, facts });
        true
    }

    fn take_recording(&mut self, at: Timestamp) -> bool {
        let newer = self.evidence.recording_at.is_none_or(|seen| at > seen);
        if newer {
            self.evidence.recording_at = Some(at);
        }
        newer
    }

    fn take_answered_by(&mut self, who: Option<&Text<40>>, at: Timestamp) -> bool {
        let newer = self.evidence.answered_by_at.is_none_or(|seen| at > seen);
        if newer {
            self.evidence.answered_by_at = Some(at);
            self.answered_by = who.cloned();
            if self.direction.is_none() {
                self.direction = self.implied_direction();
                mem::swap(&mut self.from, &mut self.to);
                mem::swap(&mut self.reported_from, &mut self.reported_to);
            }
        }
        newer
    }

    /// Who started the call, where only the kind of what was reported tells: a machine listens to the calls that we place.
    fn implied_direction(&self) -> Option<Direction> {
        self.evidence.answered_by_at.map(|_| Direction::Outbound)
    }

    fn show_no_line(&mut self, direction: Option<Direction>) {
        if !self.evidence.line_is_ours {
            (self.call_sid, self.carrier, self.from, self.to) = (None, None, None, None);
            (self.reported_from, self.reported_to) = (None, None);
            self.direction = direction.or_else(|| self.implied_direction());
            self.number_withheld = false;
        }
    }

    fn show_line(&mut self, line: &Line) {
        if self.evidence.line_is_ours {
            self.call_sid = self.call_sid.take().or_else(|| line.call_sid.clone());
            self.carrier = self.carrier.or(line.carrier);
            return;
        }
        self.call_sid.clone_from(&line.call_sid);
        self.carrier = line.carrier;
        self.direction = line.direction.or_else(|| self.implied_direction());
        // Where it is not told which of two numbers is the person's, none is withheld; nor is one that we called.
        self.number_withheld = line.person == Party::Withheld && line.direction == Some(Direction::Inbound);
        let reported = line.person.not_understood().cloned();
        (self.reported_from, self.reported_to) = match self.direction {
            Some(Direction::Outbound) => (None, reported),
            Some(Direction::Inbound) | None => (reported, None),
        };
        let person = line.person.number().cloned();
        (self.from, self.to) = match self.direction {
            Some(Direction::Outbound) => (line.ours.clone(), person),
            Some(Direction::Inbound) | None => (person, line.ours.clone()),
        };
    }

    /// The call where the number of the person turned out to be the tenant's own: some exchanges report that one in place of the
    /// person's, whose number is not known.
    pub fn disown_number(&mut self) {
        let (number, reported) = match self.direction {
            Some(Direction::Outbound) => (&mut self.to, &mut self.reported_to),
            Some(Direction::Inbound) | None => (&mut self.from, &mut self.reported_from),
        };
        if let Some(number) = number.take() {
            *reported = crate::text::kept(number.as_str());
        }
    }

    /// Derives from the evidence what several kinds of it decide together.
    fn settle(&mut self) {
        let evidence = &self.evidence;
        let report = evidence.report.as_ref().and_then(|report| report.outcome.as_ref());
        let not_connected = evidence.not_connected.as_ref().map(|seen| seen.facts.outcome());

        let outcome = Outcome::settle(report, not_connected.as_ref());
        if let Some(outcome) = outcome {
            self.status = self.status.after_report(outcome.status);
            self.failure = outcome.failure;
        }
        // A machine listens while the call goes on.
        if evidence.answered_by_at.is_some() {
            self.status = self.status.after_report(CallStatus::InProgress);
        }
        // A recording is there once the call is over, and does not tell how it ended.
        if evidence.recording_at.is_some() {
            self.status = self.status.after_report(CallStatus::OutcomeUnknown);
        }
        self.successful = Outcome::believable(self.status, self.successful);
        self.has_audio |= evidence.recording_at.is_some();
        // Only telephone calls fail to connect, or are listened to by a machine.
        if self.channel.is_none() && (evidence.not_connected.is_some() || evidence.answered_by_at.is_some()) {
            self.channel = Some(Channel::Phone);
        }

        // A call that reached nobody has no start of its own.
        if !self.evidence.line_is_ours
            && !self.evidence.report.as_ref().is_some_and(|report| report.has_start)
        {
            let told_at = self.evidence.not_connected.as_ref().map(|seen| seen.at);
            self.started_at = told_at.or(self.evidence.newest()).unwrap_or(self.started_at);
        }
    }
}

/// An instant as calls keep it.
pub(super) fn in_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

impl Report {
    fn details(&self) -> CallDetails {
        let (turns, left_out) = transcript::bounded(&self.turns);
        CallDetails {
            summary: self.summary.clone(),
            evaluation: self.evaluation.iter().take(MAX_CRITERIA).cloned().collect(),
            collected: self.collected.clone(),
            turns,
            ended_because: self.ended_because.clone(),
            reported: self.reported.clone(),
            truncated: self.truncated || left_out || self.evaluation.len() > MAX_CRITERIA,
        }
    }
}
