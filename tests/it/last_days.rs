//! What has a last day: all that somebody can cause who is nobody's user, and all that is kept for a while only.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use runtime::{Clock, Function};
use serde_json::json;
use testing::{TestApp, TestRequest, voice::VoiceConnection};

use crate::sweeps::Owner;

/// Kinds of record that a tenant keeps until somebody deletes them.
const FOR_GOOD: &[&str] = &[
    "call",
    "callDetails",
    "conversation",
    // How many there are; those of a day have a last one.
    "counts",
    "credentials",
    "customer",
    "customerTag",
    "customerWord",
    "emailOwner",
    "externalId",
    "phone",
    "preferences",
    "tenant",
    "user",
    "voiceAgent",
    "voiceAgentOwner",
    "voiceConnection",
    "voiceHook",
];

fn function(name: &str) -> Function {
    catalog::functions().into_iter().find(|function| function.name == name).unwrap()
}

#[tokio::test]
async fn only_records_of_a_tenant_are_kept_for_good() {
    let app = TestApp::start().await;
    let owner = Owner::of_samples(&app).await;
    let registration = json!({
        "tenantName": "Harbour Dental", "name": "Robin Example", "email": "robin@example.com",
        "password": "correct horse battery",
    });
    app.send_to(&function("auth-register"), TestRequest::new().json(&registration)).await;
    let customer = TestRequest::new().by(&owner.person).header("idempotency-key", "k");
    let customer = customer.json(&json!({ "name": "Sam", "phone": "+12025550199" }));
    assert_eq!(app.send_to(&function("customers-create"), customer).await.status, 201);
    strangers(&app, &app.voice_connection(owner.person.tenant).await).await;

    let items = app.items().await;
    let allowed: BTreeSet<String> = FOR_GOOD.iter().map(|kind| (*kind).to_owned()).collect();
    let for_good = items.kinds_for_good();
    assert_eq!(for_good.difference(&allowed).collect::<Vec<_>>(), Vec::<&String>::new());
    for kind in [
        "idempotency",
        "throttle",
        "session",
        "inboxEntry",
        "inboxPiece",
        "deliveryCount",
        "audit",
        "tokenKey",
    ] {
        assert!(items.kinds().contains(kind), "{kind} was not tried");
    }
    let latest = app.clock.now() + SignedDuration::from_hours(24 * 401);
    assert!(items.last_day().unwrap() <= latest.as_second());
}

#[tokio::test]
async fn strangers_leave_nothing_for_good() {
    let app = TestApp::start().await;
    let owner = Owner::of_samples(&app).await;
    let connection = app.voice_connection(owner.person.tenant).await;
    let before = app.items().await.count_for_good();
    strangers(&app, &connection).await;
    assert_eq!(app.items().await.count_for_good(), before);
}

/// What somebody causes who knows an e-mail address, or the secret of a webhook.
async fn strangers(app: &TestApp, connection: &VoiceConnection) {
    for number in 0..5 {
        let wrong =
            json!({ "email": format!("user{number}@example.com"), "password": "wrong horse battery" });
        let wrong = TestRequest::new().json(&wrong).from(&format!("198.51.100.{number}"));
        assert_eq!(app.send_to(&function("auth-login"), wrong).await.status, 401);
    }
    let (hook, processor) = (function("elevenlabs-post-call"), function("inbox-processor"));
    let report = |number: u32| {
        json!({
            "type": "post_call_transcription",
            "event_timestamp": app.clock.now().as_second(),
            "data": { "agent_id": "agent_of_nobody", "conversation_id": format!("conv_{number}"), "filler": noise(number) },
        })
    };
    let bodies = [
        "no JSON".to_owned(),
        noise(1),
        "[]".to_owned(),
        "{}".to_owned(),
        report(2).to_string(),
        report(3).to_string(),
    ];
    for body in bodies {
        app.send_to(&hook, connection.delivery(&body, app.clock.now())).await;
        app.send_to(&hook, connection.delivery_with(&body, "t=1,v0=00")).await;
    }
    app.drain("inbox", &processor).await;
}

/// What compression does not make much shorter, of several pieces.
fn noise(seed: u32) -> String {
    let mut state = seed.wrapping_mul(2_654_435_761).max(1);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        char::from(b'!' + u8::try_from(state % 90).unwrap_or(0)).to_string().replace(['"', '\\'], "x")
    };
    // More than a megabyte, so that it is counted at once.
    (0..1_100_000).map(|_| next()).collect()
}
