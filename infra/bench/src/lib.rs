//! Measures functions as Lambda would run them.
//!
//! For each function a fresh process of its deployable binary is started with nothing but what Lambda gives it; this
//! package answers as the Lambda Runtime API and as AWS, over TLS. The processes of different functions take turns, so
//! that whatever else the machine does hits all of them alike. CPU time and not time on the clock is what is compared:
//! it is what Lambda's bill and its cold starts at a fraction of a core follow from, and what a busy machine distorts
//! least.

mod binaries;
mod certificates;
mod cloud;
mod costs;
mod cpu;
mod lambda;
mod machine;
mod price;
mod report;
mod scenario;
mod statistics;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use bytes::Bytes;
use local_services::faults::Count;

pub use costs::{Costs, count as count_costs};
pub use machine::Machine;
pub use price::page as price_page;
use report::Round;
pub use report::{Measured, Report, Target, Usage};
pub use statistics::Figure;

use cloud::{Cloud, Mode, Recording};
use lambda::{Life, Observed};
use scenario::{Scenario, World};

/// Requests to the real store over which requests and units are counted.
const COUNTED_REQUESTS: usize = 8;

/// What to measure, and how long.
#[derive(Clone, Debug)]
pub struct Options {
    /// The profile to build with: `lambda` is what is deployed, `release` is faster to build.
    pub profile: String,
    /// Processes of each function.
    pub cold_starts: usize,
    /// Requests to each process after its first.
    pub warm_requests: usize,
    /// Measure only these functions (and the floors); all if empty.
    pub only: Vec<String>,
    /// Where to build, relative to the workspace. A directory of its own leaves the daily builds alone.
    pub target: PathBuf,
    /// How many compilers at once.
    pub jobs: usize,
    /// Measure the binaries that are there.
    pub skip_build: bool,
}

/// Builds and measures. `progress` is told what happens.
///
/// # Errors
/// The binaries cannot be built, or one of the functions gives an answer other than 2xx.
pub async fn run(options: &Options, progress: &dyn Fn(&str)) -> anyhow::Result<Report> {
    let mut scenarios = Vec::new();
    for scenario in scenario::ALL {
        let wanted = options.only.is_empty() || options.only.iter().any(|name| name == scenario.name);
        if !scenario.is_floor() && !wanted {
            continue;
        }
        match scenario.function() {
            Ok(_) => scenarios.push(scenario),
            Err(missing) => progress(&format!("left out: {missing}")),
        }
    }
    if !options.skip_build {
        progress("building");
        binaries::build(&scenarios, &options.profile, &options.target, options.jobs)?;
    }
    let bench = Bench::start(options).await?;
    let mut candidates = Vec::new();
    for scenario in scenarios {
        progress(&format!("counting {}", scenario.name));
        candidates.push(bench.count(scenario).await?);
    }
    bench.cloud.set_mode(Mode::Replay);
    for round in 1..=options.cold_starts {
        progress(&format!("measuring, round {round} of {}", options.cold_starts));
        // Each follows each: whoever comes after a busy one finds a machine that is awake.
        let first = round % candidates.len();
        candidates.rotate_left(first);
        for candidate in &mut candidates {
            bench.measure(candidate).await?;
        }
        candidates.rotate_right(first);
    }
    let functions = candidates
        .into_iter()
        .map(|candidate| bench.summary(candidate))
        .collect::<anyhow::Result<Vec<_>>>()?;
    Ok(Report {
        machine: Machine::this(),
        profile: options.profile.clone(),
        cold_starts: options.cold_starts,
        warm_requests: options.warm_requests,
        trusted_certificates: bench.cloud.trusted_certificates(),
        strange_requests: bench.cloud.strange_requests(),
        targets: Target::judge(&functions),
        functions,
    })
}

struct Bench<'a> {
    options: &'a Options,
    world: World,
    cloud: Arc<Cloud>,
    variables: Vec<(String, String)>,
}

struct Candidate {
    scenario: &'static Scenario,
    recording: Recording,
    cold_usage: BTreeMap<String, Usage>,
    warm_usage: BTreeMap<String, Usage>,
    observed: Vec<Observed>,
}

impl<'a> Bench<'a> {
    async fn start(options: &'a Options) -> anyhow::Result<Self> {
        let world = World::create().await?;
        let variable = |name: &str| {
            let mut variables = world.app.variables.iter();
            variables.find(|(other, _)| other == name).map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        let cloud = Cloud::start(
            variable("AWS_ENDPOINT_URL_DYNAMODB"),
            variable("AWS_ENDPOINT_URL_SQS"),
            variable("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
        )
        .await?;
        let ours = world.app.variables.iter().filter(|(name, _)| !name.starts_with("AWS_")).cloned();
        let variables = ours.chain(cloud.variables()).collect();
        Ok(Self { options, world, cloud: Arc::new(cloud), variables })
    }

    fn life(&self, scenario: &'static Scenario, events: usize) -> anyhow::Result<(PathBuf, Vec<Bytes>)> {
        let binary = binaries::path(scenario, &self.options.profile, &self.options.target);
        let events = scenario.events(&self.world, events)?;
        Ok((binary, events.into_iter().map(|event| Bytes::from(event.to_string())).collect()))
    }

    /// One process on the real store: what it asks for, and the answers to be remembered.
    async fn count(&self, scenario: &'static Scenario) -> anyhow::Result<Candidate> {
        self.cloud.set_mode(Mode::Record);
        let (binary, events) = self.life(scenario, 1 + COUNTED_REQUESTS)?;
        let before = self.cloud.counts();
        let middle = Arc::new(Mutex::new(BTreeMap::new()));
        let (cloud, kept) = (self.cloud.clone(), middle.clone());
        let after_first =
            Box::new(move || *kept.lock().unwrap_or_else(PoisonError::into_inner) = cloud.counts());
        let variables = &self.variables;
        Life { name: scenario.name, binary: &binary, variables, events, after_first }.live().await?;
        let after = self.cloud.counts();
        let middle = middle.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Candidate {
            scenario,
            recording: self.cloud.recording(),
            cold_usage: usage(&before, &middle, 1),
            warm_usage: usage(&middle, &after, COUNTED_REQUESTS),
            observed: Vec::new(),
        })
    }

    /// One process with answers from memory.
    async fn measure(&self, candidate: &mut Candidate) -> anyhow::Result<()> {
        let (binary, events) = self.life(candidate.scenario, 1 + self.options.warm_requests)?;
        let variables = &self.variables;
        let name = candidate.scenario.name;
        let life = Life { name, binary: &binary, variables, events, after_first: Box::new(|| {}) };
        candidate.observed.push(self.cloud.recall(&mut candidate.recording, life.live()).await?);
        Ok(())
    }

    fn summary(&self, candidate: Candidate) -> anyhow::Result<Measured> {
        let Candidate { scenario, observed, cold_usage, warm_usage, .. } = candidate;
        let binary = binaries::path(scenario, &self.options.profile, &self.options.target);
        let figure = |read: &dyn Fn(&Observed) -> f64| {
            Figure::of(observed.iter().map(read)).context("at least one cold start")
        };
        let all_warm = observed.iter().flat_map(|seen| seen.warm.iter().copied().map(milliseconds));
        Ok(Measured {
            name: scenario.name,
            what: scenario.what,
            binary_bytes: std::fs::metadata(binary)?.len(),
            init_cpu_ms: figure(&|seen| milliseconds(seen.init_cpu))?,
            first_cpu_ms: figure(&|seen| milliseconds(seen.first_cpu))?,
            cold_cpu_ms: figure(&|seen| milliseconds(seen.init_cpu + seen.first_cpu))?,
            warm_cpu_ms: figure(&|seen| milliseconds(seen.warm_cpu))?,
            init_ms: figure(&|seen| milliseconds(seen.init))?,
            first_ms: figure(&|seen| milliseconds(seen.first))?,
            warm_ms: Figure::of(all_warm).context("at least one warm request")?,
            peak_memory_bytes: figure(&|seen| bytes(seen.peak_memory))?,
            rounds: observed.iter().map(round).collect(),
            warm_usage,
            cold_usage,
        })
    }
}

fn round(seen: &Observed) -> Round {
    Round {
        cold_cpu_ms: milliseconds(seen.init_cpu + seen.first_cpu),
        warm_cpu_ms: milliseconds(seen.warm_cpu),
        peak_memory_bytes: bytes(seen.peak_memory),
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn bytes(count: u64) -> f64 {
    count as f64
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// What was used between two counts, for each of so many requests.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn usage(
    before: &BTreeMap<String, Count>,
    after: &BTreeMap<String, Count>,
    requests: usize,
) -> BTreeMap<String, Usage> {
    let each = |before: f64, after: f64| (after - before) / requests as f64;
    let used = after.iter().map(|(operation, after)| {
        let before = before.get(operation).copied().unwrap_or_default();
        let usage = Usage {
            requests: each(before.requests as f64, after.requests as f64),
            read_units: each(before.read_units, after.read_units),
            write_units: each(before.write_units, after.write_units),
        };
        (operation.clone(), usage)
    });
    used.filter(|(_, usage)| usage.requests > 0.0).collect()
}
