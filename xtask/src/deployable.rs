//! The functions as they are deployed: `target/lambda/<function>/bootstrap`, where template.yaml looks for them.

use std::{fs, path::Path};

use anyhow::{Context, bail, ensure};
use clap::Args;
use serde_json::Value;

use crate::{
    limit::Limit,
    run::{cargo, program, run, say, succeeds, target},
    tools,
};

/// What to build for.
#[derive(Args)]
pub(crate) struct Build {
    /// For 64-bit Arm, as template.yaml says (needs zig, or a cross linker); else for this machine
    #[arg(long)]
    arm64: bool,
    /// Cargo's profile: `lambda` is small and quick to start, `release` is quick to build
    #[arg(long, default_value = "lambda")]
    profile: String,
    /// Only these functions
    #[arg(long = "function")]
    functions: Vec<String>,
}

/// Builds the functions.
pub(crate) fn build(options: &Build) -> anyhow::Result<()> {
    let known = functions()?;
    if let Some(unknown) = options.functions.iter().find(|name| !known.contains(name)) {
        bail!("there is no function {unknown}");
    }
    let functions = if options.functions.is_empty() { known } else { options.functions.clone() };
    if options.arm64 {
        return build_for_arm(options, &functions);
    }
    // A target is named so that the profile `lambda` does not build into target/lambda itself.
    let host = host()?;
    let mut command = cargo(&["build", "--profile", &options.profile, "--target", &host]);
    for function in &functions {
        command.args(["--bin", function]);
    }
    run(&mut command)?;
    let directory = if options.profile == "dev" { "debug" } else { &options.profile };
    let mut bytes = 0;
    for function in &functions {
        bytes += place(&target().join(&host).join(directory).join(function), function)?;
    }
    let megabytes = f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0;
    say(&format!("{} functions in target/lambda, {megabytes:.1} MB together", functions.len()));
    Ok(())
}

/// `cargo lambda build`, which links with zig.
fn build_for_arm(options: &Build, functions: &[String]) -> anyhow::Result<()> {
    ensure!(
        succeeds(program("zig").arg("version"))
            || succeeds(program("python3").args(["-m", "ziglang", "version"])),
        "zig is needed to build for 64-bit Arm on this machine: `pip install ziglang`"
    );
    tools::python_packages(Limit::none())?;
    let mut command = program(tools::cargo_lambda());
    command.args(["lambda", "build", "--arm64", "--profile", &options.profile]);
    for function in functions {
        command.args(["--bin", function]);
    }
    run(&mut command)
}

/// Copies a binary to where the template looks for it, and gives its size in bytes.
fn place(binary: &Path, function: &str) -> anyhow::Result<u64> {
    let folder = target().join("lambda").join(function);
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::copy(binary, folder.join("bootstrap"))
        .with_context(|| format!("{} cannot be copied", binary.display()))
}

/// The binaries of the packages under functions/.
fn functions() -> anyhow::Result<Vec<String>> {
    let output = cargo(&["metadata", "--format-version", "1", "--no-deps"]).output()?;
    ensure!(output.status.success(), "cargo metadata failed");
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let mut functions: Vec<String> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|package| package["manifest_path"].as_str().is_some_and(|path| path.contains("/functions/")))
        .flat_map(|package| package["targets"].as_array().into_iter().flatten())
        .filter(|target| target["kind"][0] == "bin")
        .filter_map(|target| target["name"].as_str().map(str::to_owned))
        .collect();
    functions.sort();
    Ok(functions)
}

fn host() -> anyhow::Result<String> {
    let output = program("rustc").arg("-vV").output().context("rustc cannot be run")?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}
