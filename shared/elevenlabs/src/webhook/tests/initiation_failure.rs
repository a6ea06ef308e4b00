//! Whose number a call was that reached nobody.

use domain::{
    call::{Direction, Numbering, Trunk},
    phone::{PhoneNumber, Region},
};

use super::*;

/// The names of the two numbers, the calling one first.
const NAMES: [(&str, &str, &str); 3] =
    [("sip", "from_number", "to_number"), ("twilio", "From", "To"), ("twilio", "Caller", "Called")];

/// A call that reached nobody, with these as the number of the person and the tenant's.
fn failure(names: (&str, &str, &str), direction: Direction, person: &Value, ours: &Value) -> Value {
    let (kind, from, to) = names;
    let (calling, called, word) = match direction {
        Direction::Inbound => (person, ours, "inbound"),
        Direction::Outbound => (ours, person, "outbound-api"),
    };
    let body = json!({ "Direction": word, from: calling, to: called });
    let data = json!({"conversation_id": "conv_1", "failure_reason": "busy", "metadata": {"type": kind, "body": body}});
    json!({"type": "call_initiation_failure", "event_timestamp": 1_789_990_000, "data": data})
}

/// The same digits as JSON text, and as a JSON number where they are one.
fn writings(digits: &str) -> Vec<Value> {
    let number = digits.parse::<u64>().ok().filter(|number| number.to_string() == digits);
    [json!(digits)].into_iter().chain(number.map(Value::from)).collect()
}

/// The numbers of the person and the tenant, and what is not understood, where this is known of the line.
fn understood(body: &Value, numbering: &Numbering) -> [Option<String>; 3] {
    let mut observation = parse(body).observation(now()).unwrap();
    // As the processor does: it looks up what is known of the line only where that can tell more.
    if observation.has_number_not_understood() {
        observation = observation.on_line(numbering);
    }
    let ObservationKind::NotConnected(facts) = observation.kind else { panic!("another event") };
    let text = |number: &PhoneNumber| number.as_str().to_owned();
    [
        facts.line.person.number().map(text),
        facts.line.ours.as_ref().map(text),
        facts.line.person.not_understood().map(|text| text.as_str().to_owned()),
    ]
}

#[test]
fn digits_are_a_number_of_the_line_however_they_are_written() {
    let us = || PhoneNumber::from_e164("+12025550101").ok();
    let saudi = || PhoneNumber::from_e164("+966112345678").ok();
    let desk = |ours, region, trunk| Numbering { ours, region: Region::new(region).ok(), trunk };
    let (left_out, sent) = (Some(Trunk::PlusLeftOut), Some(Trunk::PlusSent));
    for (person, ours, numbering, expected) in [
        // The line is told in full.
        ("2025550146", "+12025550101", desk(None, "SA", None), Some("+12025550146")),
        ("12025550146", "+12025550101", desk(None, "SA", None), Some("+12025550146")),
        ("501234567", "+966112345678", desk(None, "US", None), Some("+966501234567")),
        ("966501234567", "+966112345678", desk(None, "US", None), Some("+966501234567")),
        ("0501234567", "+966112345678", desk(None, "US", None), Some("+966501234567")),
        // It is told without its plus, or in national form.
        ("2025550146", "12025550101", desk(us(), "SA", None), Some("+12025550146")),
        ("2025550146", "2025550101", desk(us(), "SA", None), Some("+12025550146")),
        ("501234567", "966112345678", desk(saudi(), "US", None), Some("+966501234567")),
        ("501234567", "112345678", desk(None, "SA", None), Some("+966501234567")),
        // Only the directory knows it, or only the country of the tenant.
        ("2025550146", "", desk(us(), "SA", None), Some("+12025550146")),
        ("501234567", "", desk(None, "SA", None), Some("+966501234567")),
        // What the trunk is known to send counts more than the country does.
        ("442079460971", "+966112345678", desk(saudi(), "SA", left_out), Some("+442079460971")),
        ("6785550123", "+12025550101", desk(us(), "US", left_out), Some("+6785550123")),
        ("6785550123", "+12025550101", desk(us(), "US", None), Some("+16785550123")),
        ("6785550123", "+12025550101", desk(us(), "US", sent), Some("+16785550123")),
        // Of another country, and nothing tells of which.
        ("442079460971", "+966112345678", desk(saudi(), "SA", None), None),
        ("442079460971", "+966112345678", desk(saudi(), "SA", sent), None),
        ("1001", "+12025550101", desk(us(), "US", None), None),
    ] {
        for names in NAMES {
            for direction in [Direction::Inbound, Direction::Outbound] {
                for (person, ours) in writings(person)
                    .into_iter()
                    .flat_map(|person| writings(ours).into_iter().map(move |ours| (person.clone(), ours)))
                {
                    let body = failure(names, direction, &person, &ours);
                    let [number, own, not_understood] = understood(&body, &numbering);
                    assert_eq!(number.as_deref(), expected, "{body}");
                    let told = person.as_str().map_or_else(|| person.to_string(), str::to_owned);
                    assert_eq!(not_understood, expected.is_none().then_some(told), "{body}");
                    let desk = numbering.ours.as_ref().map(|number| number.as_str().to_owned());
                    assert!(own.is_some() || desk.is_none(), "{body}");
                    assert!(
                        own.as_deref().is_none_or(|own| ["+12025550101", "+966112345678"].contains(&own))
                    );
                }
            }
        }
    }
}

#[test]
fn digits_alone_are_no_international_number_before_the_line_is_known() {
    // Of Egypt, had a plus been left out.
    for person in writings("2025550146") {
        let body = failure(NAMES[0], Direction::Outbound, &person, &Value::Null);
        let [number, _, not_understood] = understood(&body, &Numbering::default());
        assert_eq!((number, not_understood.as_deref()), (None, Some("2025550146")));
    }
}

#[test]
fn the_own_line_as_digits_is_not_the_person_either() {
    for ours in writings("12025550101") {
        let body = failure(NAMES[0], Direction::Outbound, &json!("12025550101"), &ours);
        let desk = Numbering { ours: PhoneNumber::from_e164("+12025550101").ok(), ..Numbering::default() };
        let [number, own, not_understood] = understood(&body, &desk);
        assert_eq!((number, own.as_deref()), (None, Some("+12025550101")));
        assert_eq!(not_understood.as_deref(), Some("12025550101"));
    }
}

#[test]
fn what_was_read_to_know_the_line_is_no_part_of_the_call() {
    let body = failure(NAMES[0], Direction::Outbound, &json!("2025550146"), &json!("2025550101"));
    let kept = serde_json::to_string(&call_of(&parse(&body)).0.packed().evidence).unwrap();
    assert!(!kept.contains("2025550101"), "{kept}");
}
