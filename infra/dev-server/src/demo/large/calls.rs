//! Calls by their number: of the last 30 days, ended in all ways.

use anyhow::Context as _;
use domain::{
    call::{
        Call, CallCost, CallResult, Carrier, Change, Channel, Collected, ConversationId, Direction, Line,
        Message, Money, Observation, ObservationKind, Party, ProviderError, Report, Reported, Speaker, Stage,
        ToolCall, Turn, Verdict,
    },
    language::Language,
    phone::PhoneNumber,
    text::Text,
};
use jiff::{SignedDuration, Timestamp};

use super::{Begun, Business, customers, mixed, one_of};

const DAYS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long ago the newest of them was: the longest call is newer.
const LAST: SignedDuration = SignedDuration::from_hours(1);
/// When the longest call began.
const LONGEST_AGO: SignedDuration = SignedDuration::from_mins(55);

const SAID: [(Speaker, &str); 8] = [
    (Speaker::Agent, "Harbour Dental, this is the assistant. How can I help you?"),
    (Speaker::User, "Hello, I would like to come in for a check-up."),
    (Speaker::Agent, "Of course. Would Tuesday at ten suit you?"),
    (Speaker::User, "Rather in the afternoon, after three."),
    (Speaker::Agent, "Then Tuesday at half past three. Shall I book that?"),
    (Speaker::User, "Yes, please."),
    (Speaker::Agent, "It is booked. Is there anything else?"),
    (Speaker::User, "No, thank you. Goodbye."),
];
const SAID_IN_ARABIC: [(Speaker, &str); 6] = [
    (Speaker::Agent, "عيادة هاربر لطب الأسنان، كيف أساعدك؟"),
    (Speaker::User, "مرحبا، أريد حجز موعد لفحص الأسنان من فضلك."),
    (Speaker::Agent, "بكل سرور. هل يناسبك يوم الثلاثاء الساعة العاشرة؟"),
    (Speaker::User, "نعم، مناسب جداً."),
    (Speaker::Agent, "تم الحجز. هل تحتاج إلى شيء آخر؟"),
    (Speaker::User, "لا، شكراً."),
];
const TITLES: [&str; 6] = [
    "Booked a check-up",
    "Asked for a price",
    "Moved an appointment",
    "Complained about the waiting time",
    "Asked for the address",
    "حجز موعد لفحص الأسنان",
];

/// A call with what it is kept with.
pub(super) struct Made {
    pub(super) change: Change,
    pub(super) conversation: ConversationId,
    /// The number of the customer; none where the number was withheld.
    pub(super) customer: Option<u32>,
}

/// How a call ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Conversation,
    Withheld,
    NoAnswer,
    Busy,
    Voicemail,
    Failed,
}

pub(super) fn longest_conversation() -> anyhow::Result<ConversationId> {
    Ok(ConversationId::new("conv_demo_large_longest")?)
}

/// Call `number`; those with a higher one are newer.
pub(super) fn call(business: &Business, begun: Begun, number: u32) -> anyhow::Result<Made> {
    let chance = mixed(number);
    let end = match number % 20 {
        0 | 1 => End::NoAnswer,
        2 => End::Busy,
        3 | 4 => End::Voicemail,
        5 => End::Failed,
        6 => End::Withheld,
        _ => End::Conversation,
    };
    // Whoever called was a customer before.
    let known = u64::from((begun.amount.customers * 85 / 100).max(1));
    let customer = u32::try_from((chance >> 8) % known)?;
    let step = (DAYS - LAST) / i32::try_from(begun.amount.calls.max(1))?;
    let started_at = begun.now - DAYS + step * i32::try_from(number)?;
    let turns = match end {
        End::Conversation | End::Withheld if customers::is_arabic(customer) => {
            said(&SAID_IN_ARABIC, SAID_IN_ARABIC.len())?
        }
        End::Conversation | End::Withheld => said(&SAID, SAID.len())?,
        End::Voicemail => said(&SAID, 1)?,
        End::NoAnswer | End::Busy | End::Failed => Vec::new(),
    };
    let conversation = ConversationId::new(&format!("conv_demo_large_{number:05}"))?;
    let title = one_of(&TITLES, chance >> 40)?;
    made(business, Told { conversation, started_at, end, customer, turns, title })
}

/// The longest call.
pub(super) fn longest(business: &Business, begun: Begun) -> anyhow::Result<Made> {
    let turns = said(&SAID, usize::try_from(begun.amount.turns)?)?;
    let conversation = longest_conversation()?;
    let started_at = begun.now - LONGEST_AGO;
    let title = "A very long call";
    made(business, Told { conversation, started_at, end: End::Conversation, customer: 0, turns, title })
}

/// What was told about a call.
struct Told<'a> {
    conversation: ConversationId,
    started_at: Timestamp,
    end: End,
    customer: u32,
    turns: Vec<Turn>,
    title: &'a str,
}

fn made(business: &Business, told: Told<'_>) -> anyhow::Result<Made> {
    let Told { conversation, started_at, end, customer, turns, title } = told;
    let customer = (end != End::Withheld).then_some(customer);
    let was_held = matches!(end, End::Conversation | End::Withheld);
    let seconds = turns.iter().filter_map(|turn| turn.time_in_call_seconds).max().map(|last| last + 4);
    let ended_at = started_at + SignedDuration::from_secs(seconds.unwrap_or(20).into());
    let report = Report {
        stage: Stage::Final,
        channel: Some(Channel::Phone),
        direction: None,
        line: Some(line(business, end, customer.map(customers::phone).transpose()?)),
        started_at: Some(started_at),
        accepted_at: seconds.map(|_| started_at + SignedDuration::from_secs(2)),
        duration_seconds: seconds,
        call_result: match end {
            End::Conversation | End::Withheld | End::Failed => None,
            End::NoAnswer => Some(CallResult::NoAnswer),
            End::Busy => Some(CallResult::Busy),
            End::Voicemail => Some(CallResult::Voicemail),
        },
        ended_because: was_held.then(|| Text::new("Call ended by remote party")).transpose()?,
        error: (end == End::Failed)
            .then(|| {
                anyhow::Ok(ProviderError { code: Some(1011), reason: Some(Text::new("Internal error")?) })
            })
            .transpose()?,
        voicemail_detected: false,
        successful: was_held.then_some(Verdict::Success),
        language: was_held.then(|| Language::new("en")).transpose()?,
        cost: seconds.map(|seconds| CallCost {
            credits: Some(i64::from(seconds) * 7),
            money: Money::from_dollars(f64::from(seconds) * 0.0013),
        }),
        has_audio: false,
        summary_title: was_held.then(|| Text::new(title)).transpose()?,
        summary: was_held
            .then(|| Text::new("The person called the practice, and got what they asked for."))
            .transpose()?,
        evaluation: Vec::new(),
        collected: Collected::default(),
        person_reported: Vec::new(),
        ours_reported: None,
        is_unfinished: false,
        user_messages: Some(u32::try_from(turns.iter().filter(|turn| turn.role == Speaker::User).count())?),
        turns,
        reported: Reported::default(),
        truncated: false,
    };
    let observation = Observation {
        conversation_id: conversation.clone(),
        agent_id: Some(business.agent.clone()),
        at: ended_at,
        kind: ObservationKind::Report(Box::new(report)),
    };
    let id = business.call_id(&conversation, started_at);
    let (connection, agent) = (business.connection, business.agent.clone());
    let change = Call::from_observation(id, connection, agent, &observation, ended_at);
    Ok(Made { change, conversation, customer })
}

/// Who calls whom: the business calls those whom it does not reach.
fn line(business: &Business, end: End, person: Option<PhoneNumber>) -> Line {
    let is_outbound = matches!(end, End::NoAnswer | End::Busy | End::Voicemail);
    Line {
        direction: Some(if is_outbound { Direction::Outbound } else { Direction::Inbound }),
        person: person.map_or(Party::Withheld, Party::Number),
        ours: Some(business.number.clone()),
        call_sid: None,
        carrier: Some(Carrier::Twilio),
    }
}

/// So many turns of these, again and again; in every tenth the agent looks something up.
fn said(words: &[(Speaker, &str)], count: usize) -> anyhow::Result<Vec<Turn>> {
    let turn = |(index, (speaker, text)): (usize, &(Speaker, &str))| {
        let looked_up = (index % 10 == 4).then(|| {
            anyhow::Ok(ToolCall {
                name: Text::new("find_free_times")?,
                parameters: Some(Text::new(r#"{"day":"tuesday"}"#)?),
                result: Some(Text::new(r#"{"free":["10:00","15:30"]}"#)?),
                failed: false,
                blocked: false,
            })
        });
        anyhow::Ok(Turn {
            role: *speaker,
            message: Some(Message::new(text)?),
            original_message: None,
            time_in_call_seconds: Some(u32::try_from(index * 5)?),
            tool_calls: looked_up.transpose()?.into_iter().collect(),
            interrupted: false,
            medium: None,
        })
    };
    words.iter().cycle().take(count).enumerate().map(turn).collect::<anyhow::Result<_>>().context("a turn")
}
