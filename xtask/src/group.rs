//! Programs that end with all that they started.

use std::{
    io,
    os::unix::process::CommandExt,
    process::{ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

/// How long a program may tidy up when it is asked to end. The test runner gives its tests 10 seconds of this.
const GRACE: Duration = Duration::from_secs(15);

/// The groups that are running, to end them when we are.
static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A running program and what it starts, in a process group of their own. Ends when it is dropped.
pub(crate) struct Group {
    id: Pid,
    ended: Receiver<io::Result<ExitStatus>>,
    is_running: bool,
}

impl Group {
    /// Starts the program. It reads nothing: a group that is not the terminal's own would be stopped for it.
    pub(crate) fn start(command: &mut Command) -> io::Result<(Self, Option<ChildStdout>)> {
        let mut leader = command.stdin(Stdio::null()).process_group(0).spawn()?;
        let id = Pid::from_raw(i32::try_from(leader.id()).map_err(io::Error::other)?);
        running().push(id);
        let output = leader.stdout.take();
        let (sender, ended) = channel();
        // Nobody waits any more when the group has been dropped.
        thread::spawn(move || drop(sender.send(leader.wait())));
        Ok((Self { id, ended, is_running: true }, output))
    }

    /// Waits until the program ends by itself, at most so long: `None` if it is still running.
    pub(crate) fn wait(&mut self, at_most: Duration) -> Option<io::Result<ExitStatus>> {
        let status = self.ended.recv_timeout(at_most).ok()?;
        self.is_running = false;
        Some(status)
    }

    /// Ends all that is left of the group: asks first.
    pub(crate) fn end(&mut self) {
        self.end_after(GRACE);
    }

    fn end_after(&mut self, grace: Duration) {
        if !self.is_running {
            return;
        }
        // A group that is gone needs no signal.
        let _ = killpg(self.id, Signal::SIGTERM);
        drop(self.ended.recv_timeout(grace));
        let _ = killpg(self.id, Signal::SIGKILL);
        self.is_running = false;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
        running().retain(|id| *id != self.id);
    }
}

/// Lets Ctrl-C and a request to end reach the groups: the terminal tells only its own.
pub(crate) fn pass_on_interrupts() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        // Who asks twice does not want to wait.
        let signal = if INTERRUPTED.swap(true, Ordering::SeqCst) { Signal::SIGKILL } else { Signal::SIGTERM };
        for id in running().iter() {
            let _ = killpg(*id, signal);
        }
    })?;
    Ok(())
}

/// Whether we were asked to end.
pub(crate) fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

fn running() -> MutexGuard<'static, Vec<Pid>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_does_not_listen_is_ended_too() {
        let mut command = Command::new("sh");
        command
            .args(["-c", "trap '' TERM; echo ready; while true; do sleep 600; done"])
            .stdout(Stdio::piped());
        let (mut group, output) = Group::start(&mut command).unwrap();
        let mut output = output.unwrap();
        output.read_exact(&mut [0; 6]).unwrap();
        group.end_after(Duration::from_millis(50));
        // Whoever is left would hold the pipe open.
        assert_eq!(output.read(&mut [0]).unwrap(), 0);
    }
}
