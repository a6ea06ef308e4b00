//! What the sweeps need of meta.

use meta::{about::GetAbout, openapi::GetDocument};
use testing::{Sample, SignedIn, TestApp};

pub(crate) async fn sample(_: &TestApp, _: &SignedIn) -> Sample {
    Sample::new().public::<GetAbout>().public::<GetDocument>()
}
