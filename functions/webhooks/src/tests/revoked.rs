//! A secret that leaked, and was revoked by a function that is another process.

use elevenlabs::{credentials::Credentials, signature};
use jiff::SignedDuration;
use runtime::Clock;
use secrecy::{ExposeSecret, SecretString};
use testing::{
    TestApp, TestRequest,
    proxied::{Fault, Rule},
    voice::{VoiceConnection, recorded_payload},
};

use super::{post_call, start};

const BUSY: &str = "webhooks/call_initiation_failure.twilio_busy.json";
const PRESENT: &str = "the-secret-after-it";

/// Puts another secret, and revokes the one before it.
async fn replace(app: &TestApp, connection: &VoiceConnection) {
    let credentials = Credentials {
        api_key: SecretString::from("an-api-key"),
        webhook_secret: Some(SecretString::from(PRESENT)),
        previous_webhook_secret: None,
        previous_webhook_secret_until: None,
    };
    let put = app.aws.secrets_manager().put_secret_value();
    put.secret_id(app.context.secret_name(&Credentials::secret_name(connection.id)).unwrap())
        .secret_string(credentials.to_secret().unwrap().expose_secret())
        .send()
        .await
        .unwrap();
}

/// A delivery that nobody has seen yet, signed now with the secret that leaked.
fn forged(app: &TestApp, connection: &VoiceConnection, number: u8) -> TestRequest {
    let body = recorded_payload(BUSY).replace("conv_0901", &format!("conv_{number:04}"));
    connection.delivery(&body, app.clock.now())
}

#[tokio::test]
async fn a_revoked_secret_is_good_for_half_a_minute_at_most() {
    let (app, connection) = start().await;
    let (proxied, function) = (app.proxied().await, post_call());
    let process = proxied.start(&function);
    assert_eq!(process.send(forged(&app, &connection, 1)).await.status, 200);
    replace(&app, &connection).await;
    app.clock.advance(SignedDuration::from_secs(30));
    let before = app.all_items().await;
    assert_eq!(process.send(forged(&app, &connection, 2)).await.error(), (401, "invalid_signature"));
    assert_eq!(app.all_items().await, before);

    let body = recorded_payload(BUSY);
    let header = signature::sign(&SecretString::from(PRESENT), body.as_bytes(), app.clock.now());
    assert_eq!(process.send(connection.delivery_with(&body, header)).await.status, 200);
}

#[tokio::test]
async fn while_secrets_cannot_be_read_the_one_that_is_known_has_to_do() {
    let (app, connection) = start().await;
    let (proxied, function) = (app.proxied().await, post_call());
    let process = proxied.start(&function);
    assert_eq!(process.send(forged(&app, &connection, 1)).await.status, 200);
    proxied.secrets.set(vec![Rule::always(Fault::Reset)]);
    app.clock.advance(SignedDuration::from_secs(30));
    assert_eq!(process.send(forged(&app, &connection, 2)).await.status, 200);
    assert!(proxied.secrets.rules()[0].1 > 0, "nobody asked");
}
