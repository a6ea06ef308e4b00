//! How long something may take.

use std::{
    process::{Command, ExitStatus},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::{
    group::{Group, is_interrupted},
    run::{say, shown},
};

/// Until when programs may run.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    whole: Duration,
    ends_at: Option<Instant>,
}

impl Limit {
    /// So long, from now on.
    pub(crate) fn of(whole: Duration) -> Self {
        Self { whole, ends_at: Instant::now().checked_add(whole) }
    }

    /// As long as it takes.
    pub(crate) fn none() -> Self {
        Self { whole: Duration::MAX, ends_at: None }
    }

    /// So long, from now on, but no longer than this.
    pub(crate) fn within(self, part: Duration) -> Self {
        if part < self.left() { Self::of(part) } else { self }
    }

    /// What is left of it.
    pub(crate) fn left(self) -> Duration {
        self.ends_at.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
    }

    /// Shows the command and runs it. Fails if the command does, or if the limit is reached: all of it is ended then.
    pub(crate) fn run(self, command: &mut Command) -> anyhow::Result<()> {
        say(&format!("\n$ {}", shown(command)));
        let started = Instant::now();
        let outcome = self.run_quietly(command);
        say(&format!("({:.0} s)", started.elapsed().as_secs_f64()));
        outcome
    }

    /// Like `run`, but does not show the command.
    pub(crate) fn run_quietly(self, command: &mut Command) -> anyhow::Result<()> {
        let status = self.status(command)?;
        if !status.success() {
            bail!("`{}` failed", shown(command));
        }
        Ok(())
    }

    /// Runs the command, and gives how it ended. Fails if the limit is reached.
    pub(crate) fn status(self, command: &mut Command) -> anyhow::Result<ExitStatus> {
        let shown = shown(command);
        if is_interrupted() {
            bail!("`{shown}` was not started: interrupted");
        }
        let (mut group, _) = Group::start(command).with_context(|| format!("`{shown}` cannot be run"))?;
        let Some(status) = group.wait(self.left()) else {
            group.end();
            bail!("`{shown}` was ended: the limit of {} is reached", in_words(self.whole));
        };
        Ok(status?)
    }
}

fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Read, process::Stdio};

    use super::*;

    #[test]
    fn what_is_over_its_limit_is_ended_with_all_that_it_started() {
        // The grandchild holds the pipe open for as long as it lives.
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & wait"]).stderr(Stdio::null());
        let (mut reader, writer) = std::io::pipe().unwrap();
        command.stdout(writer);
        let error = Limit::of(Duration::from_millis(200)).run_quietly(&mut command).unwrap_err();
        assert!(error.to_string().ends_with("was ended: the limit of 200 ms is reached"), "{error}");
        drop(command);
        let mut said = String::new();
        reader.read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
    }

    #[test]
    fn what_is_quick_enough_passes_or_fails_by_itself() {
        let limit = Limit::of(Duration::from_secs(60));
        assert!(limit.run_quietly(&mut Command::new("true")).is_ok());
        let error = limit.run_quietly(&mut Command::new("false")).unwrap_err();
        assert_eq!(error.to_string(), "`false` failed");
        assert!(Limit::none().run_quietly(&mut Command::new("true")).is_ok());
    }

    #[test]
    fn limits_are_said_in_the_unit_that_fits() {
        assert_eq!(in_words(Duration::from_secs(1_800)), "30 min");
        assert_eq!(in_words(Duration::from_secs(90)), "90 s");
    }
}
