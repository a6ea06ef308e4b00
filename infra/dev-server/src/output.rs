//! Writing to standard output and error without ever waiting for whoever reads them: a pipe that nobody empties holds
//! 64 KB, and the next write waits until somebody does.

use std::{
    io::{self, Write},
    sync::{
        OnceLock,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use tracing_subscriber::fmt::MakeWriter;

/// How many lines wait for a reader; what comes after them is not printed.
const LINES: usize = 1_024;
/// How long the end of the process waits for a reader.
const PATIENCE: Duration = Duration::from_millis(500);

/// Where lines go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Standard output.
    Standard,
    /// Standard error.
    Error,
}

enum Message {
    Write(Vec<u8>),
    /// Tells when everything before it is written.
    Flush(SyncSender<()>),
}

impl Output {
    /// Prints a line, unless too many wait to be read already.
    pub(crate) fn line(self, text: &str) {
        self.send(Message::Write(format!("{text}\n").into_bytes()));
    }

    fn send(self, message: Message) {
        static QUEUES: [OnceLock<SyncSender<Message>>; 2] = [OnceLock::new(), OnceLock::new()];
        let queue = QUEUES[usize::from(self == Self::Error)].get_or_init(|| self.start());
        // There is nobody to tell that nobody reads.
        drop(queue.try_send(message));
    }

    /// Each has a thread of its own, so that one that is not read does not silence the other.
    fn start(self) -> SyncSender<Message> {
        let (sender, messages) = sync_channel(LINES);
        let write = move || match self {
            Self::Standard => write_all(&messages, io::stdout()),
            Self::Error => write_all(&messages, io::stderr()),
        };
        // Without a thread the queue is closed, and nothing is printed.
        drop(thread::Builder::new().name("output".to_owned()).spawn(write));
        sender
    }
}

fn write_all(messages: &Receiver<Message>, mut output: impl Write) {
    for message in messages {
        match message {
            // A closed terminal is no reason to stop serving.
            Message::Write(bytes) => drop(output.write_all(&bytes).and_then(|()| output.flush())),
            Message::Flush(done) => drop(done.try_send(())),
        }
    }
}

/// Waits until what was printed is written, but not for a reader who does not read.
pub fn flush() {
    for output in [Output::Standard, Output::Error] {
        let (done, written) = sync_channel(1);
        output.send(Message::Flush(done));
        // Written or not: what ends here waits no longer.
        let _ = written.recv_timeout(PATIENCE);
    }
}

/// Writes log lines to standard error.
#[derive(Clone, Copy, Debug)]
pub struct LogLines;

impl Write for LogLines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Output::Error.send(Message::Write(bytes.to_vec()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for LogLines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        *self
    }
}
