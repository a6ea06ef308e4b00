//! Running other programs.

use std::{
    ffi::OsStr,
    io::Write,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, bail};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Where cargo builds to.
#[expect(clippy::disallowed_methods, reason = "a variable of cargo's, not of the product")]
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

/// A program that runs in the root of the repository.
///
/// It does not hear what cargo told this one about its package: build scripts that look at it would run again, and
/// everything that depends on them would be built again, whenever a build is started in another way.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command
}

/// Cargo itself, the one that runs us.
#[expect(clippy::disallowed_methods, reason = "a variable of cargo's, not of the product")]
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// Lets clippy compile our own crates wherever this command builds any, and fail where it has something to say: it is
/// the compiler with more to say, and apart from compiling it would read all crates once more, for four minutes.
///
/// All that builds in the tests has to be like that: what one of them has compiled the others find.
pub(crate) fn linted(mut command: Command) -> Command {
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    // As cargo-clippy passes on what is behind its `--`.
    command.env("CLIPPY_ARGS", "--deny__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    command
}

/// Shows the command, runs it and fails if it does.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = shown(command);
    say(&format!("\n$ {shown}"));
    let started = Instant::now();
    let status = command.status().with_context(|| format!("`{shown}` cannot be run"))?;
    say(&format!("({:.0} s)", started.elapsed().as_secs_f64()));
    if !status.success() {
        bail!("`{shown}` failed");
    }
    Ok(())
}

/// Runs the command without showing it; fails if it does.
pub(crate) fn run_quietly(command: &mut Command) -> anyhow::Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("`{shown}` cannot be run"))?;
    if !status.success() {
        bail!("`{shown}` failed");
    }
    Ok(())
}

/// Becomes the command, so that signals and its exit code are its own.
pub(crate) fn become_program(command: &mut Command) -> anyhow::Result<()> {
    let shown = shown(command);
    Err(command.exec()).with_context(|| format!("`{shown}` cannot be run"))
}

/// Whether the command is there and succeeds; what it prints is thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Tells the person at the console.
pub(crate) fn say(text: &str) {
    // Nobody is left to tell when the console is gone.
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}

/// The command as it would be typed.
pub(crate) fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let mut shown = name.into_owned();
    for argument in command.get_args() {
        shown.push(' ');
        shown += &argument.to_string_lossy();
    }
    shown
}
