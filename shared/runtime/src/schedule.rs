//! Something that is done again and again.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use crate::{app::App, error::ApiResult, subject::Subject};

/// Something that is done at a fixed rate. It may be started twice at the same moment.
pub trait Scheduled: Sized + Send + Sync + 'static {
    /// The function and its binary.
    const NAME: &'static str;
    /// What it does, in one line.
    const SUMMARY: &'static str;
    /// How often: whole minutes.
    const EVERY: Duration;
    /// What it works with.
    type App: App;

    /// Does it once, and ends by `until`, shortly before the function would be ended: what is left is for the next time.
    /// What was done is counted with the subject.
    fn run(app: &Self::App, until: Instant, subject: &Subject) -> impl Future<Output = ApiResult<()>> + Send;
}
