//! The Lambda Runtime API for one process: it is started, fed events, and ended.

use std::{
    net::SocketAddr,
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context as _, bail, ensure};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    net::TcpListener,
    process::Command,
    sync::oneshot,
};

use crate::cpu;

/// How long a process may take for all of its events.
const PATIENCE: Duration = Duration::from_secs(120);
/// How much of what a process writes is kept, to be shown if it fails.
const KEPT_OUTPUT_BYTES: usize = 4096;
/// The version of the Runtime API.
const API: &str = "/2018-06-01/runtime";

/// One life of a function: cold start, first event, more events.
pub(crate) struct Life<'a> {
    /// The function's name.
    pub(crate) name: &'a str,
    /// Its binary.
    pub(crate) binary: &'a Path,
    /// Its environment, in addition to what Lambda sets.
    pub(crate) variables: &'a [(String, String)],
    /// The events, in order.
    pub(crate) events: Vec<Bytes>,
    /// Called when the first event was answered, before the second is given.
    pub(crate) after_first: Box<dyn FnOnce() + Send>,
}

/// What was seen of it.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    /// CPU until it asked for the first event.
    pub(crate) init_cpu: Duration,
    /// CPU from there until the first event was answered.
    pub(crate) first_cpu: Duration,
    /// CPU of each later event, on average.
    pub(crate) warm_cpu: Duration,
    /// Time until it asked for the first event.
    pub(crate) init: Duration,
    /// Time until the first event was answered.
    pub(crate) first: Duration,
    /// Times of the later events.
    pub(crate) warm: Vec<Duration>,
    /// The most memory it used, in bytes.
    pub(crate) peak_memory: u64,
}

impl Life<'_> {
    /// Lives it.
    pub(crate) async fn live(self) -> anyhow::Result<Observed> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = listener.local_addr()?;
        let (finished, end) = oneshot::channel();
        let expected = self.events.len();
        ensure!(expected >= 2, "at least one cold and one warm event");
        let mut command = Command::new(self.binary);
        command
            .env_clear()
            .envs(lambda_variables(self.name, address))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let play = Arc::new(Mutex::new(Play {
            name: self.name.to_owned(),
            process: 0,
            events: self.events,
            given: 0,
            started: Instant::now(),
            given_at: Instant::now(),
            init: None,
            answered: Vec::new(),
            after_first: Some(self.after_first),
            finished: Some(finished),
        }));
        let serving = tokio::spawn(accept(listener, play.clone()));
        let mut process = {
            // Held until the process is known: its first request may be faster.
            let mut play = lock(&play);
            play.started = Instant::now();
            let process =
                command.spawn().with_context(|| format!("{} cannot be run", self.binary.display()))?;
            play.process = process.id().context("the process has ended")?;
            process
        };
        let output = tokio::spawn(keep_end(process.stdout.take()));
        let errors = tokio::spawn(keep_end(process.stderr.take()));
        let id = lock(&play).process;

        let ended = tokio::select! {
            end = end => end.context("the Runtime API stopped")?,
            status = process.wait() => Err(format!("it ended by itself: {}", status?)),
            () = tokio::time::sleep(PATIENCE) => Err("it took too long".to_owned()),
        };
        let peak_memory = cpu::peak_memory(id);
        // It may have ended by itself.
        drop(process.kill().await);
        serving.abort();
        if let Err(reason) = ended {
            let (output, errors) = (output.await?, errors.await?);
            bail!("{} failed: {reason}\n{output}\n{errors}", self.name);
        }
        lock(&play).observed(expected, peak_memory?)
    }
}

struct Play {
    name: String,
    process: u32,
    events: Vec<Bytes>,
    given: usize,
    started: Instant,
    given_at: Instant,
    init: Option<(Duration, Duration)>,
    answered: Vec<(Duration, Duration)>,
    after_first: Option<Box<dyn FnOnce() + Send>>,
    finished: Option<oneshot::Sender<Result<(), String>>>,
}

fn lock(play: &Mutex<Play>) -> MutexGuard<'_, Play> {
    play.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Play {
    fn finish(&mut self, outcome: Result<(), String>) {
        if let Some(finished) = self.finished.take() {
            // Nobody waits any more if the process was given up.
            drop(finished.send(outcome));
        }
    }

    /// The next event; `None` when there is no other.
    fn next(&mut self) -> anyhow::Result<Option<Response<Full<Bytes>>>> {
        if self.init.is_none() {
            self.init = Some((self.started.elapsed(), cpu::cpu_time(self.process)?));
        }
        let Some(event) = self.events.get(self.given).cloned() else {
            self.finish(Ok(()));
            return Ok(None);
        };
        self.given += 1;
        let deadline = SystemTime::UNIX_EPOCH.elapsed()? + Duration::from_secs(30);
        self.given_at = Instant::now();
        let response = Response::builder()
            .header("content-type", "application/json")
            .header("lambda-runtime-aws-request-id", format!("00000000-0000-4000-8000-{:012}", self.given))
            .header("lambda-runtime-deadline-ms", deadline.as_millis().to_string())
            .header("lambda-runtime-trace-id", "Root=1-00000000-000000000000000000000000;Sampled=0")
            .header(
                "lambda-runtime-invoked-function-arn",
                format!("arn:aws:lambda:us-east-1:000000000000:function:{}", self.name),
            )
            .body(Full::new(event))?;
        Ok(Some(response))
    }

    fn answered(&mut self, answer: &[u8]) -> anyhow::Result<()> {
        self.answered.push((self.given_at.elapsed(), cpu::cpu_time(self.process)?));
        if let Some(after_first) = self.after_first.take() {
            after_first();
        }
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        // What is no answer to HTTP has no status.
        let status = answer["statusCode"].as_u64().unwrap_or(200);
        let failures = answer["batchItemFailures"].as_array().map_or(0, Vec::len);
        if !(200..300).contains(&status) || failures > 0 {
            self.finish(Err(format!("event {} was answered {answer}", self.given)));
        }
        Ok(())
    }

    fn observed(&self, expected: usize, peak_memory: u64) -> anyhow::Result<Observed> {
        ensure!(self.answered.len() == expected, "{} of {expected} events answered", self.answered.len());
        let (init, init_cpu) = self.init.context("no event was asked for")?;
        let [(first, first_cpu), .., (_, last_cpu)] = self.answered[..] else { bail!("too few events") };
        let warm = self.answered.len() - 1;
        Ok(Observed {
            init_cpu,
            first_cpu: first_cpu - init_cpu,
            warm_cpu: (last_cpu - first_cpu) / u32::try_from(warm)?,
            init,
            first,
            warm: self.answered[1..].iter().map(|(time, _)| *time).collect(),
            peak_memory,
        })
    }
}

async fn accept(listener: TcpListener, play: Arc<Mutex<Play>>) {
    while let Ok((stream, _)) = listener.accept().await {
        // Best effort: without it, answers merely come later.
        drop(stream.set_nodelay(true));
        let play = play.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let play = play.clone();
                async move { answer(&play, request).await }
            });
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

async fn answer(play: &Mutex<Play>, request: Request<Incoming>) -> anyhow::Result<Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let path = head.uri.path().strip_prefix(API).unwrap_or_default();
    let mut response = Response::new(Full::default());
    match (head.method, path) {
        (Method::GET, "/invocation/next") => {
            if let Some(event) = lock(play).next()? {
                return Ok(event);
            }
            // As Lambda does when there is nothing to do.
            std::future::pending().await
        }
        (Method::POST, path) if path.ends_with("/response") => {
            lock(play).answered(&body)?;
            *response.status_mut() = StatusCode::ACCEPTED;
        }
        (Method::POST, _) => {
            lock(play).finish(Err(String::from_utf8_lossy(&body).into_owned()));
            *response.status_mut() = StatusCode::ACCEPTED;
        }
        _ => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    Ok(response)
}

/// What Lambda sets (AWS Lambda developer guide, "Defined runtime environment variables").
fn lambda_variables(name: &str, api: SocketAddr) -> [(&'static str, String); 12] {
    let text = str::to_owned;
    [
        ("AWS_LAMBDA_RUNTIME_API", api.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", name.to_owned()),
        ("AWS_LAMBDA_FUNCTION_VERSION", text("$LATEST")),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", text("256")),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{name}")),
        ("AWS_LAMBDA_LOG_STREAM_NAME", text("2026/01/01/[$LATEST]0")),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", text("on-demand")),
        ("AWS_REGION", text("us-east-1")),
        ("AWS_ACCESS_KEY_ID", text("AKIDEXAMPLE")),
        ("AWS_SECRET_ACCESS_KEY", text("secret")),
        ("AWS_SESSION_TOKEN", text("token")),
        ("TZ", text(":UTC")),
    ]
}

/// Reads to the end, as fast as Lambda would, and keeps the last part.
async fn keep_end(source: Option<impl AsyncRead + Unpin>) -> String {
    let Some(mut source) = source else { return String::new() };
    let mut kept = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = source.read(&mut buffer).await {
        kept.extend_from_slice(&buffer[..read]);
        let surplus = kept.len().saturating_sub(KEPT_OUTPUT_BYTES);
        kept.drain(..surplus);
    }
    String::from_utf8_lossy(&kept).into_owned()
}
