//! What the sweeps need of meta.

use meta::openapi::GetDocument;
use testing::{Sample, SignedIn, TestApp};

pub(crate) async fn sample(_: &TestApp, _: &SignedIn) -> Sample {
    Sample::new().public::<GetDocument>()
}
