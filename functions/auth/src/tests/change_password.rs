use std::sync::Arc;

use domain::throttle::ACCOUNT_FROM_SOURCE;
use futures_util::future::join_all;
use jiff::SignedDuration;
use runtime::Function;
use serde_json::json;
use store::{
    Transaction,
    credentials::{self as kept, Credentials},
    sessions,
};
use testing::{TestApp, TestResponse};
use tokio::sync::Notify;

use super::{Browser, EMAIL, PASSWORD, audited, credentials, owner, refresh, register, sign_in, wire::Wire};
use crate::{change_password::ChangePassword, login::Login, me::Me};

const NEW: &str = "staple staple staple";

async fn change(app: &TestApp, browser: &Browser, current: &str, new: &str) -> TestResponse {
    let body = json!({ "currentPassword": current, "newPassword": new });
    app.send::<ChangePassword>(browser.call().json(&body)).await
}

#[tokio::test]
async fn a_changed_password_ends_all_other_sessions() {
    let app = TestApp::start().await;
    let (other, browser) = (register(&app).await, sign_in(&app).await);
    let answer = change(&app, &browser, PASSWORD, NEW).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert_eq!(app.send::<Me>(other.call()).await.status, 401);
    assert_eq!(refresh(&app, &other).await.status, 401);
    assert_eq!(app.send::<Me>(browser.call()).await.status, 200);
    assert_eq!(refresh(&app, &browser).await.status, 200);
    assert_eq!(app.send::<Login>(credentials(EMAIL, PASSWORD)).await.status, 401);
    assert_eq!(app.send::<Login>(credentials(EMAIL, NEW)).await.status, 200);
    assert!(audited(&app, &other).await.contains(&"user.password_changed".to_owned()));
}

#[tokio::test]
async fn the_current_password_must_be_right_and_guessing_it_slows_down() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    for _ in 0..ACCOUNT_FROM_SOURCE.free {
        let wrong = change(&app, &browser, "wrong horse battery", NEW).await;
        assert_eq!(wrong.error(), (422, "wrong_password"));
        assert_eq!(wrong.refused_fields(), ["/currentPassword"]);
    }
    assert_eq!(change(&app, &browser, PASSWORD, NEW).await.error(), (429, "too_many_requests"));
    app.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(change(&app, &browser, PASSWORD, NEW).await.status, 204);
    assert_eq!(change(&app, &browser, NEW, PASSWORD).await.status, 204);
}

#[tokio::test]
async fn the_new_password_must_be_a_good_one() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    for new in ["short", "password123", EMAIL, "Harbour Dental", PASSWORD] {
        let refused = change(&app, &browser, PASSWORD, new).await;
        assert_eq!((refused.status, refused.refused_fields()), (422, vec!["/newPassword"]), "{new}");
    }
    assert_eq!(app.send::<Login>(credentials(EMAIL, PASSWORD)).await.status, 200);
}

#[tokio::test]
async fn no_session_slips_in_beside_a_change() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    // Sign-ins with the old password and the change race each other.
    let sign_ins = join_all((0..6).map(|_| app.send::<Login>(credentials(EMAIL, PASSWORD))));
    let (sign_ins, changed) = tokio::join!(sign_ins, change(&app, &browser, PASSWORD, NEW));
    assert_eq!(changed.status, 204, "{changed:?}");
    for answer in sign_ins {
        assert!([200, 401].contains(&answer.status), "{answer:?}");
        if answer.status == 200 {
            assert_eq!(app.send::<Me>(Browser::of(&answer).call()).await.status, 401);
        }
    }
    assert_eq!(app.send::<Me>(browser.call()).await.status, 200);
}

/// A sign-in stops before each of its requests, a change is made up to each of its own, the sign-in goes on to its end, and
/// so does the change.
#[tokio::test]
async fn no_session_outlives_a_change_however_their_steps_fall() {
    /// Those of a sign-in on a known device and of a change; nothing of either depends on the other before.
    const SIGN_IN: std::ops::RangeInclusive<usize> = 2..=8;
    const CHANGE: std::ops::RangeInclusive<usize> = 3..=8;
    let mut app = TestApp::start().await;
    let mut browser = register(&app).await;
    let device = browser.device.clone();
    let (mut changer, mut signer) = (app.proxied().await, app.proxied().await);
    let change_wire = Wire::tap(&mut app).await;
    changer.context = app.context.clone();
    let sign_in_wire = Wire::tap(&mut app).await;
    signer.context = app.context.clone();
    let (mut current, mut next) = (PASSWORD, NEW);
    let mut outcomes = (0, 0);
    for (sign_in_step, change_step) in SIGN_IN.flat_map(|one| CHANGE.map(move |other| (one, other))) {
        let step = format!("sign-in {sign_in_step}, change {change_step}");
        app.clock.advance(SignedDuration::from_secs(20));
        browser = Browser::of(&refresh(&app, &browser).await);
        let (stopped, go, ended) =
            (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (stops, goes) = (stopped.clone(), go.clone());
        sign_in_wire.after(sign_in_step, async move {
            stops.notify_one();
            goes.notified().await;
        });
        let (goes, ends) = (go.clone(), ended.clone());
        change_wire.after(change_step, async move {
            goes.notify_one();
            ends.notified().await;
        });
        let sign_in = async {
            let request = credentials(EMAIL, current).header("cookie", device.clone());
            let answer = signer.send_to(&Function::endpoint::<Login>(), request).await;
            // It may have had fewer requests, too.
            stopped.notify_one();
            ended.notify_one();
            answer
        };
        let changed = async {
            stopped.notified().await;
            let body = json!({ "currentPassword": current, "newPassword": next });
            let call = browser.call().json(&body);
            let answer = changer.send_to(&Function::endpoint::<ChangePassword>(), call).await;
            go.notify_one();
            answer
        };
        let (signed_in, changed) = tokio::join!(sign_in, changed);
        change_wire.clear();
        sign_in_wire.clear();
        assert_eq!(changed.status, 204, "{step}: {changed:?}");
        match signed_in.status {
            200 => {
                let slipped_in = Browser::of(&signed_in);
                assert_eq!(app.send::<Me>(slipped_in.call()).await.status, 401, "{step}");
                assert_eq!(refresh(&app, &slipped_in).await.status, 401, "{step}");
                outcomes.0 += 1;
            }
            401 => outcomes.1 += 1,
            _ => panic!("{step}: {signed_in:?}"),
        }
        std::mem::swap(&mut current, &mut next);
    }
    assert!(outcomes.0 > 0 && outcomes.1 > 0, "{outcomes:?}");
}

/// The password was changed, but whoever did it went no further.
async fn change_and_die(app: &TestApp, in_session: Option<domain::ids::SessionId>) {
    let owner = owner(app, EMAIL).await.unwrap();
    let before = kept::get(&app.table, owner.tenant, owner.user_id).await.unwrap().unwrap();
    let digest =
        crate::hashing::digest(domain::password::Password::new(NEW).unwrap(), [7; 16]).await.unwrap();
    let (changed_in, version) = (in_session, before.version + 1);
    let after = Credentials { password: digest, changed_in, version, ..before.clone() };
    let mut transaction = Transaction::new();
    kept::replace(&mut transaction, owner.tenant, owner.user_id, &before, &after).unwrap();
    app.table.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn a_session_that_is_older_than_the_password_is_not_refreshed() {
    let app = TestApp::start().await;
    register(&app).await;
    let (other, browser) = (sign_in(&app).await, sign_in(&app).await);
    let id = app.send::<Me>(browser.call()).await.body["sessionId"].as_str().unwrap().parse().unwrap();
    change_and_die(&app, Some(id)).await;
    assert_eq!(refresh(&app, &other).await.error(), (401, "unauthenticated"));
    assert_eq!(app.send::<Me>(other.call()).await.status, 401, "it has ended");
    assert_eq!(refresh(&app, &browser).await.status, 200, "it changed the password");
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_finished_by_sending_it_again() {
    let app = TestApp::start().await;
    let (other, browser) = (register(&app).await, sign_in(&app).await);
    let id = app.send::<Me>(browser.call()).await.body["sessionId"].as_str().unwrap().parse().unwrap();
    change_and_die(&app, Some(id)).await;
    let elsewhere = change(&app, &other, PASSWORD, NEW).await;
    assert_eq!(elsewhere.error(), (422, "wrong_password"), "it is another's to send again");
    assert_eq!(
        change(&app, &browser, PASSWORD, "some other words here").await.error(),
        (422, "wrong_password")
    );
    assert_eq!(change(&app, &browser, PASSWORD, NEW).await.status, 204);
    assert_eq!(app.send::<Me>(other.call()).await.status, 401);
    let owner = owner(&app, EMAIL).await.unwrap();
    assert_eq!(sessions::of_user(&app.table, owner.tenant, owner.user_id).await.unwrap().items.len(), 1);
}
