//! What the sweeps need of auth.

use auth::{
    login::Login, logout::Logout, refresh::Refresh, register::Register, revoke_session::RevokeSession,
};
use testing::{Sample, SignedIn, TestApp};

pub(crate) async fn sample(_: &TestApp, owner: &SignedIn) -> Sample {
    Sample::new()
        .id("sessionId", owner.session)
        .public::<Login>()
        .public::<Logout>()
        .public::<Refresh>()
        .public::<Register>()
        // A session is ended, whatever it has become.
        .without_version::<RevokeSession>()
}
