//! `cargo xtask bench`: what functions cost, against the least that a function can cost.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use bench::Options;
use clap::Parser;

/// Where the figures are kept.
const PAGE: &str = "docs/benchmarks.md";
/// The tables are between these lines of the page.
const BEGIN: &str = "<!-- figures: begin -->";
const END: &str = "<!-- figures: end -->";
const BEGIN_COSTS: &str = "<!-- costs: begin -->";
const END_COSTS: &str = "<!-- costs: end -->";
/// Where it is said what a stack costs, between lines of the same text.
const COSTS_PAGE: &str = "docs/costs.md";
const TEMPLATE: &str = "template.yaml";

/// Measure functions: requests to AWS, capacity units, CPU, memory, size.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
struct Arguments {
    /// Measure only these functions, beside the floors they are compared with.
    functions: Vec<String>,
    /// Profile to build with: `lambda` is what is deployed, `release` is faster to build.
    #[arg(long, default_value = "lambda")]
    profile: String,
    /// Processes of each function.
    #[arg(long, default_value_t = 25)]
    cold: usize,
    /// Requests to each process after its first.
    #[arg(long, default_value_t = 600)]
    warm: usize,
    /// Compilers at once.
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// Where to build.
    #[arg(long, default_value = "target/bench")]
    target_dir: PathBuf,
    /// Measure the binaries that are there.
    #[arg(long)]
    skip_build: bool,
    /// Print everything as JSON.
    #[arg(long, conflicts_with = "write")]
    json: bool,
    /// Put the figures into `docs/benchmarks.md`.
    #[arg(long)]
    write: bool,
    /// Only count what operations ask of AWS, and how large items are: nothing is built, and it takes seconds.
    #[arg(long, conflicts_with = "json")]
    costs: bool,
}

/// Missed targets are shown and are no error: the figures of a busy machine should break no build.
fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let options = Options {
        profile: arguments.profile,
        cold_starts: arguments.cold.max(1),
        warm_requests: arguments.warm.max(1),
        only: arguments.functions,
        target: arguments.target_dir,
        jobs: arguments.jobs.max(1),
        skip_build: arguments.skip_build,
    };
    let progress = |line: &str| {
        // Nobody may be looking.
        drop(writeln!(std::io::stderr().lock(), "{line}"));
    };
    // Standard output is for the figures.
    ::runtime::metric::discard();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut out = std::io::stdout().lock();
    if arguments.costs {
        let costs = runtime.block_on(bench::count_costs())?;
        let dollars = bench::price_page(&costs, &read(TEMPLATE)?)?;
        let costs = costs.to_string();
        write!(out, "{costs}\n{dollars}")?;
        if arguments.write {
            write_page(PAGE, &costs, BEGIN_COSTS, END_COSTS)?;
            write_page(COSTS_PAGE, &dollars, BEGIN_COSTS, END_COSTS)?;
        }
        return Ok(());
    }
    let report = runtime.block_on(bench::run(&options, &progress))?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        write!(out, "{report}")?;
    }
    if arguments.write {
        write_page(PAGE, &report.markdown(), BEGIN, END)?;
    }
    Ok(())
}

/// Replaces tables of the page; what is written around them stays.
fn write_page(page: &str, figures: &str, begin: &str, end: &str) -> anyhow::Result<()> {
    let text = with_figures(&read(page)?, figures, begin, end).with_context(|| page.to_owned())?;
    std::fs::write(path(page), text)?;
    Ok(())
}

/// A file of the repository.
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

fn read(name: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(path(name)).with_context(|| format!("{name} cannot be read"))
}

fn with_figures(page: &str, figures: &str, begin: &str, end: &str) -> anyhow::Result<String> {
    let (before, rest) = page.split_once(begin).with_context(|| format!("there is no line {begin}"))?;
    let (_, after) = rest.split_once(end).with_context(|| format!("there is no line {end}"))?;
    Ok(format!("{before}{begin}\n\n{figures}\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is counted here is the same on every machine.
    #[tokio::test]
    async fn the_pages_say_what_operations_are_counted_to_cost() {
        let costs = bench::count_costs().await.unwrap();
        let dollars = bench::price_page(&costs, &read(TEMPLATE).unwrap()).unwrap();
        for (page, figures) in [(PAGE, costs.to_string()), (COSTS_PAGE, dollars)] {
            let written = read(page).unwrap();
            let anew = with_figures(&written, &figures, BEGIN_COSTS, END_COSTS).unwrap();
            assert!(anew == written, "{page} is stale: run `cargo xtask bench --costs --write`\n{figures}");
        }
    }

    #[test]
    fn figures_are_replaced_and_the_rest_stays() {
        let page = format!("Above.\n\n{BEGIN}\nold\n{END}\n\nBelow.\n");
        let written = with_figures(&page, "new\n", BEGIN, END).unwrap();
        assert_eq!(written, format!("Above.\n\n{BEGIN}\n\nnew\n\n{END}\n\nBelow.\n"));
        assert_eq!(with_figures(&written, "new\n", BEGIN, END).unwrap(), written);
        assert!(with_figures("Above.", "new", BEGIN, END).is_err());
    }
}
