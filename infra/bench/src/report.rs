//! What came out.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

use serde::Serialize;

use crate::{machine::Machine, statistics::Figure};

/// Everything that one run measured.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Where.
    pub machine: Machine,
    /// The profile that the binaries were built with.
    pub profile: String,
    /// Processes of each function.
    pub cold_starts: usize,
    /// Requests to each process after its first.
    pub warm_requests: usize,
    /// Root certificates that each process that uses TLS has to read.
    pub trusted_certificates: usize,
    /// Requests that were answered with the answer to another one of their kind.
    pub strange_requests: u64,
    /// The functions, the floors first.
    pub functions: Vec<Measured>,
    /// What was to be reached, and whether it was.
    pub targets: Vec<Target>,
}

/// What one function uses.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// Its name.
    pub name: &'static str,
    /// What was asked of it.
    pub what: &'static str,
    /// Size of its binary, in bytes.
    pub binary_bytes: u64,
    /// CPU until it asks for its first event.
    pub init_cpu_ms: Figure,
    /// CPU for its first event.
    pub first_cpu_ms: Figure,
    /// Both.
    pub cold_cpu_ms: Figure,
    /// CPU for each later event.
    pub warm_cpu_ms: Figure,
    /// From its start until it asks for its first event, on the clock.
    pub init_ms: Figure,
    /// Its first event, on the clock.
    pub first_ms: Figure,
    /// Later events, on the clock.
    pub warm_ms: Figure,
    /// The most memory it uses.
    pub peak_memory_bytes: Figure,
    /// Each process's cold CPU, warm CPU and memory, in the order of the rounds.
    #[serde(skip)]
    pub(crate) rounds: Vec<Round>,
    /// What a later event costs at AWS, by operation.
    pub warm_usage: BTreeMap<String, Usage>,
    /// What start and first event cost at AWS, by operation.
    pub cold_usage: BTreeMap<String, Usage>,
}

/// What one process used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    pub(crate) cold_cpu_ms: f64,
    pub(crate) warm_cpu_ms: f64,
    pub(crate) peak_memory_bytes: f64,
}

/// Requests to AWS and the capacity units that they consume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Requests.
    pub requests: f64,
    /// Read capacity units of DynamoDB.
    pub read_units: f64,
    /// Write capacity units of DynamoDB.
    pub write_units: f64,
}

/// Something to be reached.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// What is compared.
    pub what: &'static str,
    /// The function.
    pub function: &'static str,
    /// The floor.
    pub floor: &'static str,
    /// What the function uses divided by what the floor uses: the median of the rounds, so that a function is compared
    /// with what the floor used at about the same moment.
    pub ratio: f64,
    /// How high the ratio may be.
    pub limit: f64,
    /// Whether it is no higher.
    pub reached: bool,
}

/// The function with one read that the targets are about.
const ONE_READ: &str = "customers-get";
const SDK_FLOOR: &str = "floor-one-read";
const SESSION_FLOOR: &str = "floor-two-reads";

impl Target {
    /// All targets that can be judged with these functions.
    pub(crate) fn judge(functions: &[Measured]) -> Vec<Self> {
        type Read = fn(&Measured) -> Vec<f64>;
        let targets: [(&str, &str, f64, Read); 4] = [
            ("cold CPU", SESSION_FLOOR, 1.25, |function| function.each(|round| round.cold_cpu_ms)),
            ("warm CPU", SESSION_FLOOR, 1.2, |function| function.each(|round| round.warm_cpu_ms)),
            ("binary", SDK_FLOOR, 1.2, |function| vec![megabytes(function.binary_bytes)]),
            ("memory", SDK_FLOOR, 1.2, |function| function.each(|round| round.peak_memory_bytes)),
        ];
        let find = |name: &str| functions.iter().find(|function| function.name == name);
        let judged = targets.into_iter().filter_map(|(what, floor, limit, read)| {
            let (ours, theirs) = (read(find(ONE_READ)?), read(find(floor)?));
            let ratio = Figure::of(ours.into_iter().zip(theirs).map(|(ours, theirs)| ours / theirs))?.median;
            Some(Self { what, function: ONE_READ, floor, ratio, limit, reached: ratio <= limit })
        });
        judged.collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a size to be shown")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

const HEADINGS: [&str; 9] = [
    "function",
    "binary MB",
    "init CPU ms",
    "first CPU ms",
    "cold CPU ms",
    "warm CPU ms",
    "memory MB",
    "AWS requests",
    "units",
];

impl Measured {
    fn each(&self, read: fn(&Round) -> f64) -> Vec<f64> {
        self.rounds.iter().map(read).collect()
    }

    fn row(&self) -> [String; 9] {
        let figure = |figure: &Figure| format!("{:.2} ±{:.0}%", figure.median, figure.spread() * 100.0);
        [
            self.name.to_owned(),
            format!("{:.2}", megabytes(self.binary_bytes)),
            figure(&self.init_cpu_ms),
            figure(&self.first_cpu_ms),
            figure(&self.cold_cpu_ms),
            format!("{:.3} ±{:.0}%", self.warm_cpu_ms.median, self.warm_cpu_ms.spread() * 100.0),
            format!("{:.1}", self.peak_memory_bytes.median / 1e6),
            requests(&self.warm_usage),
            units(&self.warm_usage),
        ]
    }
}

fn requests(usage: &BTreeMap<String, Usage>) -> String {
    let each: Vec<String> =
        usage.iter().map(|(operation, usage)| format!("{} {operation}", usage.requests)).collect();
    if each.is_empty() { "none".to_owned() } else { each.join(", ") }
}

fn units(usage: &BTreeMap<String, Usage>) -> String {
    let read: f64 = usage.values().map(|usage| usage.read_units).sum();
    let write: f64 = usage.values().map(|usage| usage.write_units).sum();
    match (read > 0.0, write > 0.0) {
        (false, false) => "none".to_owned(),
        (true, false) => format!("{read} RCU"),
        (false, true) => format!("{write} WCU"),
        (true, true) => format!("{read} RCU, {write} WCU"),
    }
}

impl Report {
    /// The tables in Markdown, with what is needed to make sense of them.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = self.write_markdown(&mut text);
        text
    }

    fn write_markdown(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "| {} |", HEADINGS.join(" | "))?;
        writeln!(out, "|---|{}", "---:|".repeat(6) + "---|---|")?;
        for function in &self.functions {
            writeln!(out, "| {} |", function.row().join(" | "))?;
        }
        writeln!(out, "\n| Target for `{ONE_READ}` | against | ratio | at most | |")?;
        writeln!(out, "|---|---|---:|---:|---|")?;
        for target in &self.targets {
            let mark = if target.reached { "✓" } else { "✗" };
            let Target { what, floor, ratio, limit, .. } = target;
            writeln!(out, "| {what} | `{floor}` | {ratio:.2} | {limit} | {mark} |")?;
        }
        let Machine { processor, architecture, cores, memory_gib, kernel, rustc, load } = &self.machine;
        writeln!(
            out,
            "\nProfile `{}`, medians of {} cold processes with {} further requests each, one after the other in turn; ± \
             is half the distance of the quartiles. {processor}, {architecture}, {cores} cores, {memory_gib} GiB, Linux \
             {kernel}, {rustc}, load {load}. TLS 1.3 to a loopback endpoint; {} root certificates to read. AWS requests \
             and units are those of a warm request.",
            self.profile, self.cold_starts, self.warm_requests, self.trusted_certificates
        )
    }
}

impl fmt::Display for Report {
    /// A table for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; 9]> = std::iter::once(HEADINGS.map(str::to_owned))
            .chain(self.functions.iter().map(Measured::row))
            .collect();
        let width =
            |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..HEADINGS.len()).map(width).collect();
        for row in &rows {
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                match column {
                    0 => write!(f, "{cell:<width$}")?,
                    1..=6 => write!(f, "  {cell:>width$}")?,
                    _ => write!(f, "  {cell:<width$}")?,
                }
            }
            writeln!(f)?;
        }
        writeln!(f)?;
        for Target { what, function, floor, ratio, limit, reached } in &self.targets {
            let verdict = if *reached { "ok  " } else { "MISS" };
            writeln!(f, "{verdict} {function}: {what} is {ratio:.2} × that of {floor} (at most {limit})")?;
        }
        for function in self.functions.iter().filter(|function| function.cold_usage != function.warm_usage) {
            let Measured { name, cold_usage, .. } = function;
            writeln!(f, "{name}, start and first request: {}; {}", requests(cold_usage), units(cold_usage))?;
        }
        let Machine { processor, cores, load, .. } = &self.machine;
        writeln!(
            f,
            "{} cold processes, {} warm requests each, profile {}; {processor}, {cores} cores, load {load}",
            self.cold_starts, self.warm_requests, self.profile
        )
    }
}
