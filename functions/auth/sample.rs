//! What the sweeps need of auth.

use auth::{
    accept_invitation::AcceptInvitation, login::Login, logout::Logout, preferences::put::PutPreferences,
    refresh::Refresh, register::Register, revoke_session::RevokeSession,
};
use serde_json::json;
use testing::{Sample, SignedIn, TestApp, TestRequest};

pub(crate) async fn sample(app: &TestApp, owner: &SignedIn) -> Sample {
    let preferences = json!({ "document": { "columns": [] } });
    let preferences = TestRequest::new().by(owner).version(0).json(&preferences);
    assert_eq!(app.send::<PutPreferences>(preferences).await.status, 200);
    Sample::new()
        .id("sessionId", owner.session)
        .public::<AcceptInvitation>()
        .public::<Login>()
        .public::<Logout>()
        .public::<Refresh>()
        .public::<Register>()
        // A session is ended, whatever it has become.
        .without_version::<RevokeSession>()
}
