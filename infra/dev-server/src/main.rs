//! The binary behind `cargo xtask dev`.

use anyhow::Context as _;
use clap::Parser;
use dev_server::{Console, LogLines, Options, Stack, check, fill_event, flush, url_from_here};
use runtime::Environment;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let levels = tracing_subscriber::filter::LevelFilter::WARN;
    tracing_subscriber::fmt().with_max_level(levels).with_writer(LogLines).init();
    if options.check {
        return check(&options).await;
    }
    if let Some(function) = &options.fill_event {
        return print_event(&options, function).await;
    }
    let stack = match Stack::start(&options).await {
        Ok(stack) => stack,
        Err(error) => {
            flush();
            return Err(error);
        }
    };
    if let Some(directory) = &stack.started.data_directory {
        // For other commands, which find there what listens where.
        let path = directory.join("started.json");
        std::fs::write(&path, serde_json::to_vec_pretty(&stack.started)?)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    let console = Console { json: options.json };
    console.started(&stack.started);
    if let Some(address) = options.listen.filter(|address| !address.ip().is_loopback()) {
        console.line(&format!(
            "It listens at {address}: whoever reaches that can sign in to the demo and make calls."
        ));
    }
    stop_requested().await?;
    console.line("Stopping.");
    stack.stop().await;
    flush();
    Ok(())
}

/// Prints the event of a function for a stack that was started by somebody else.
async fn print_event(options: &Options, function: &str) -> anyhow::Result<()> {
    let path = format!("events/{function}.json");
    let event = std::fs::read(&path).with_context(|| format!("there is no {path}"))?;
    let (url, variables) = (url_from_here(options.address()), Environment::of_process());
    let filled = fill_event(&url, &variables, function, serde_json::from_slice(&event)?).await?;
    serde_json::to_writer_pretty(std::io::stdout().lock(), &filled)?;
    Ok(())
}

/// Ends at Ctrl-C, or when the process is asked to end.
async fn stop_requested() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
