//! Tests and checks, in named stages.

mod browser;
mod container;
mod contract;
mod dependencies;
mod fresh_machine;
mod report;
mod rust;
mod selection;
mod skip;
mod stages;

use std::time::Instant;

use anyhow::bail;
pub(crate) use browser::bench as bench_portal;
pub(crate) use rust::nextest;
pub(crate) use selection::Test;

use crate::{
    group::{is_interrupted, pass_on_interrupts},
    limit::Limit,
    run::say,
};
use report::{Outcome, Report};
use stages::STAGES;

/// Runs the stages that were asked for, each within its limit, and says how they went.
pub(crate) fn test(options: &Test) -> anyhow::Result<()> {
    if options.list {
        list();
        return Ok(());
    }
    pass_on_interrupts()?;
    let mut report = Report::default();
    for stage in options.stages() {
        say(&format!("\n== {}: {}", stage.name, stage.about));
        let started = Instant::now();
        let outcome = Outcome::of(stage, stage.run(&options.arguments));
        let seconds = started.elapsed().as_secs_f64();
        say(&format!("== {}: {outcome} ({seconds:.0} s)", stage.name));
        report.add(stage.name, seconds, outcome);
        if is_interrupted() {
            report.print();
            bail!("interrupted");
        }
    }
    report.print();
    if report.failed() > 0 {
        bail!("not everything passed");
    }
    Ok(())
}

/// Formatting and lints.
pub(crate) fn check() -> anyhow::Result<()> {
    rust::format(Limit::none())?;
    rust::lints(Limit::none())
}

fn list() {
    for stage in STAGES {
        let size = if stage.is_long { ", only with --all or --only" } else { "" };
        say(&format!("{:<13} {} (at most {} min{size})", stage.name, stage.about, stage.minutes));
    }
}
