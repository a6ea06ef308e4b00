//! Whatever is asked for, a call can be decided, written down, and decided again.

use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::conversation::conversation;
use super::events::event_body;
use super::outcome_mix::{OutcomeMix, complete};
use super::scenario::Scenarios;
use super::*;

const OUTCOMES: [Outcome; 7] = [
    Outcome::Answered,
    Outcome::Voicemail,
    Outcome::NoAnswer,
    Outcome::Busy,
    Outcome::Failed,
    Outcome::InitFailed,
    Outcome::Withheld,
];

fn any_script() -> impl Strategy<Value = Script> {
    let turn = (any::<bool>(), proptest::option::of(".{0,20}"), proptest::option::of(0_u32..5_000)).prop_map(
        |(agent, text, at_seconds)| script::Turn {
            role: if agent { Role::Agent } else { Role::User },
            text,
            at_seconds,
            tool: None,
            interrupted: false,
        },
    );
    (
        proptest::option::of(proptest::sample::select(OUTCOMES.to_vec())),
        proptest::option::of(proptest::collection::vec(turn, 0..6)),
        proptest::option::of(0_u32..90_000),
        any::<(bool, bool, bool)>(),
    )
        .prop_map(|(outcome, turns, duration_seconds, (out_of_order, extra_fields, sparse))| Script {
            outcome,
            turns,
            duration_seconds,
            out_of_order,
            extra_fields,
            sparse,
            ..Script::default()
        })
}

fn spec(
    seed: CallSeed,
    direction: Direction,
    provider: Provider,
    started: i64,
    script: Arc<Script>,
) -> CallSpec {
    CallSpec {
        seed,
        direction,
        provider,
        agent: Arc::new(AgentFacts { agent_id: "agent_1".to_owned(), ..AgentFacts::default() }),
        agent_number: "+12025550100".to_owned(),
        phone_number_id: "phnum_1".to_owned(),
        external_number: None,
        client_data: None,
        script,
        started_at: Timestamp::from_second(started).unwrap(),
        is_burst: false,
    }
}

proptest! {
    #[test]
    fn every_call_can_be_decided_and_is_decided_alike(
        seed in any::<u64>(),
        outbound in any::<bool>(),
        sip in any::<bool>(),
        started in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(),
        script in any_script(),
    ) {
        let direction = if outbound { Direction::Outbound } else { Direction::Inbound };
        let provider = if sip { Provider::SipTrunk } else { Provider::Twilio };
        let call_seed = CallSeed::derive(seed, &["call"]);
        let scenarios = Scenarios::built_in().unwrap();
        let Ok(script) = complete(script, direction, &call_seed, &OutcomeMix::default(), &scenarios) else {
            return Ok(());
        };
        let spec = spec(call_seed, direction, provider, started, script);
        let plan = spec.plan();
        prop_assert!(plan.turns.is_sorted_by_key(|turn| turn.at_seconds));
        prop_assert!(plan.turns.iter().all(|turn| turn.at_seconds <= plan.talk_seconds));
        prop_assert_eq!(plan.events.is_empty(), false);
        for phase in [Phase::Initiated, Phase::InProgress, Phase::Processing, Phase::Final] {
            prop_assert_eq!(&conversation(&spec, &plan, phase)["conversation_id"], &json!(plan.conversation_id));
        }
        for event in &plan.events {
            let body = event_body(*event, &spec, &plan, spec.started_at);
            let value: Value = serde_json::from_slice(&body).unwrap();
            prop_assert_eq!(&value["type"], event.as_str());
            prop_assert_eq!(body, event_body(*event, &spec, &spec.plan(), spec.started_at));
        }
    }
}

#[test]
fn a_number_that_is_withheld_is_shown_nowhere() {
    let number = "+12025550123";
    for call in 0..40 {
        let script = Script { outcome: Some(Outcome::Withheld), ..Script::default() };
        let provider = if call % 2 == 0 { Provider::Twilio } else { Provider::SipTrunk };
        let seed = CallSeed::derive(1, &[&call.to_string()]);
        let mut spec = spec(seed, Direction::Inbound, provider, 1_789_990_000, Arc::new(script));
        spec.external_number = Some(number.to_owned());
        let plan = spec.plan();
        let told = conversation(&spec, &plan, Phase::Final).to_string();
        assert!(!told.contains(number) && !plan.outline().external_number.contains("2025550123"), "{told}");
        // And is there where nobody hides it.
        spec.script = Arc::new(Script { outcome: Some(Outcome::Answered), ..Script::default() });
        assert!(conversation(&spec, &spec.plan(), Phase::Final).to_string().contains(number));
    }
}

#[test]
fn the_calls_of_a_campaign_share_their_scripts() {
    let scenarios = Scenarios::built_in().unwrap();
    for call in 0..200 {
        let seed = CallSeed::derive(1, &[&call.to_string()]);
        let direction = Direction::Outbound;
        let script =
            complete(Script::default(), direction, &seed, &OutcomeMix::default(), &scenarios).unwrap();
        let shared =
            script.scenario.as_ref().is_none_or(|name| Arc::ptr_eq(&script, scenarios.get(name).unwrap()));
        assert!(shared && (script.scenario.is_some() || script.turns.is_none()), "{script:?}");
    }
}
