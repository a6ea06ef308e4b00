use domain::throttle::ACCOUNT_FROM_SOURCE;
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::json;
use testing::{TestApp, TestResponse};

use super::{Browser, EMAIL, PASSWORD, audited, credentials, refresh, register, sign_in};
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
