//! What the sweeps need of webhooks.

use testing::{Sample, SignedIn, TestApp};
use webhooks::post_call::PostCall;

pub(crate) async fn sample(_: &TestApp, _: &SignedIn) -> Sample {
    // It proves itself with its signature.
    Sample::new().public::<PostCall>()
}
