//! The bodies of the post-call webhook.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::call::{CallSpec, Provider};
use super::conversation::conversation;
use super::numbers::country;
use super::plan::{CallPlan, EventKind, Phase};
use super::script::Outcome;

/// Four silent frames of MP3: MPEG-2 layer III, mono.
pub fn silent_mp3() -> Vec<u8> {
    let mut frame = [0; 36];
    frame[..4].copy_from_slice(&[0xff, 0xf3, 0x18, 0xc4]);
    frame.repeat(4)
}

/// The body of one event, sent at `event_at`.
pub fn event_body(kind: EventKind, spec: &CallSpec, plan: &CallPlan, event_at: Timestamp) -> Vec<u8> {
    let data = match kind {
        EventKind::PostCallTranscription => conversation(spec, plan, Phase::Final),
        EventKind::PostCallAudio => json!({
            "agent_id": spec.agent.agent_id,
            "conversation_id": plan.conversation_id,
            "full_audio": STANDARD.encode(silent_mp3()),
        }),
        EventKind::CallInitiationFailure => initiation_failure(spec, plan, event_at),
        EventKind::AnsweringMachineDetection => json!({
            "agent_id": spec.agent.agent_id,
            "conversation_id": plan.conversation_id,
            "call_sid": plan.call_sid,
            "answered_by": if plan.outcome == Outcome::Voicemail { "machine_end_beep" } else { "human" },
        }),
    };
    let mut envelope =
        json!({ "type": kind.as_str(), "event_timestamp": event_at.as_second(), "data": data });
    if spec.script.extra_fields {
        envelope["x_api_version"] = "2027-01-01".into();
    }
    envelope.to_string().into_bytes()
}

fn initiation_failure(spec: &CallSpec, plan: &CallPlan, event_at: Timestamp) -> Value {
    let failure_reason = match plan.outcome {
        Outcome::Busy => "busy",
        Outcome::NoAnswer => "no-answer",
        _ => "unknown",
    };
    let metadata = match spec.provider {
        Provider::Twilio => json!({ "type": "twilio", "body": twilio_callback(spec, plan, event_at) }),
        Provider::SipTrunk => json!({ "type": "sip", "body": sip_failure(spec, plan) }),
    };
    json!({
        "agent_id": spec.agent.agent_id,
        "conversation_id": plan.conversation_id,
        "failure_reason": failure_reason,
        "metadata": metadata,
    })
}

/// Twilio's status callback: every value is a string.
fn twilio_callback(spec: &CallSpec, plan: &CallPlan, event_at: Timestamp) -> Value {
    let (status, sip_code) = match plan.outcome {
        Outcome::Busy => ("busy", "486"),
        Outcome::NoAnswer => ("no-answer", "487"),
        _ => ("failed", "404"),
    };
    let (from, to) = (&spec.agent_number, &plan.external_number);
    let account =
        super::draw::CallSeed::derive(0, &["account", &spec.phone_number_id]).draw("sid").hex("AC", 32);
    json!({
        "Called": to, "CalledCity": "", "CalledCountry": country(to), "CalledState": "", "CalledZip": "",
        "Caller": from, "CallerCity": "", "CallerCountry": country(from), "CallerState": "", "CallerZip": "",
        "From": from, "FromCity": "", "FromCountry": country(from), "FromState": "", "FromZip": "",
        "To": to, "ToCity": "", "ToCountry": country(to), "ToState": "", "ToZip": "",
        "AccountSid": account,
        "ApiVersion": "2010-04-01",
        "CallDuration": "0",
        "CallSid": plan.call_sid,
        "CallStatus": status,
        "CallbackSource": "call-progress-events",
        "Direction": "outbound-api",
        "Duration": "0",
        "SequenceNumber": "2",
        "SipResponseCode": sip_code,
        "Timestamp": event_at.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string(),
    })
}

fn sip_failure(spec: &CallSpec, plan: &CallPlan) -> Value {
    let (code, text, twirp) = match plan.outcome {
        Outcome::Busy => (486, "Busy Here", "unavailable"),
        Outcome::NoAnswer => (480, "Temporarily Unavailable", "unavailable"),
        _ => (404, "Not Found", "not_found"),
    };
    json!({
        "from_number": spec.agent_number,
        "to_number": plan.external_number,
        "sip_status_code": code,
        "error_reason": format!("INVITE failed: sip status: {code}: {text} (SIP {code})"),
        "call_sid": plan.call_sid,
        "sip_status": text,
        "twirp_code": twirp,
    })
}
