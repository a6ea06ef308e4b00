//! What the sweeps need of calls: nothing of its own, because calls are what the inbox makes of deliveries.

use testing::{Sample, SignedIn, TestApp};

pub(crate) async fn sample(_: &TestApp, _: &SignedIn) -> Sample {
    Sample::new()
}
