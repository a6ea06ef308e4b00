//! What the sweeps need of overview: nothing of its own.

use testing::{Sample, SignedIn, TestApp};

pub(crate) async fn sample(_: &TestApp, _: &SignedIn) -> Sample {
    Sample::new()
}
