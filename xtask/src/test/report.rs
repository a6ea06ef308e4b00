//! How the stages went.

use std::fmt;

use super::{
    skip::{Skip, nobody_reads_along},
    stages::Stage,
};
use crate::run::say;

/// How a stage went.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Passed,
    Skipped(String),
    Failed(String),
}

impl Outcome {
    pub(super) fn of(stage: &Stage, result: anyhow::Result<()>) -> Self {
        Self::judged(result, stage.may_be_skipped || !nobody_reads_along())
    }

    fn judged(result: anyhow::Result<()>, may_be_skipped: bool) -> Self {
        let Err(error) = result else { return Self::Passed };
        match error.downcast_ref::<Skip>() {
            Some(reason) if may_be_skipped => Self::Skipped(reason.to_string()),
            Some(reason) => Self::Failed(format!("cannot be skipped here: {reason}")),
            None => Self::Failed(format!("{error:#}")),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => formatter.write_str("passed"),
            Self::Skipped(reason) => write!(formatter, "skipped: {reason}"),
            Self::Failed(reason) => write!(formatter, "FAILED: {reason}"),
        }
    }
}

/// How all of them went.
#[derive(Default)]
pub(super) struct Report {
    stages: Vec<(&'static str, f64, Outcome)>,
}

impl Report {
    pub(super) fn add(&mut self, name: &'static str, seconds: f64, outcome: Outcome) {
        self.stages.push((name, seconds, outcome));
    }

    /// A line for each stage, and one for all of them at the end.
    pub(super) fn print(&self) {
        say("\nStage          Seconds");
        for (name, seconds, outcome) in &self.stages {
            say(&format!("{name:<14} {seconds:>7.1}  {outcome}"));
        }
        let together: f64 = self.stages.iter().map(|(_, seconds, _)| seconds).sum();
        say(&format!("{:<14} {together:>7.1}\n", "together"));
        say(&self.closing_line());
    }

    pub(super) fn failed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Failed(_)))
    }

    fn closing_line(&self) -> String {
        let passed = self.count(|outcome| *outcome == Outcome::Passed);
        let skipped = self.count(|outcome| matches!(outcome, Outcome::Skipped(_)));
        format!("stages: {passed} passed, {} failed, {skipped} skipped", self.failed())
    }

    fn count(&self, is_meant: impl Fn(&Outcome) -> bool) -> usize {
        self.stages.iter().filter(|(_, _, outcome)| is_meant(outcome)).count()
    }
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    #[test]
    fn a_stage_that_cannot_run_fails_where_nobody_reads_along() {
        let missing = || Err(Skip::because("Node is missing")).context("contract");
        assert_eq!(Outcome::judged(missing(), true).to_string(), "skipped: Node is missing");
        assert_eq!(
            Outcome::judged(missing(), false).to_string(),
            "FAILED: cannot be skipped here: Node is missing"
        );
    }

    #[test]
    fn the_closing_line_counts() {
        let mut report = Report::default();
        report.add("format", 0.1, Outcome::judged(Ok(()), true));
        report.add("rust", 9.0, Outcome::judged(Err(anyhow!("`cargo` failed")), true));
        report.add("contract", 0.0, Outcome::judged(Err(Skip::because("Node is missing")), true));
        report.add("lints", 5.0, Outcome::judged(Ok(()), false));
        assert_eq!(report.closing_line(), "stages: 2 passed, 1 failed, 1 skipped");
        assert_eq!(report.failed(), 1);
    }
}
