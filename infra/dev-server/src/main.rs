//! The binary behind `cargo xtask dev`.

use clap::Parser;
use dev_server::{Console, LogLines, Options, Stack, check, flush};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let levels = tracing_subscriber::filter::LevelFilter::WARN;
    tracing_subscriber::fmt().with_max_level(levels).with_writer(LogLines).init();
    if options.check {
        return check(&options).await;
    }
    let stack = match Stack::start(&options).await {
        Ok(stack) => stack,
        Err(error) => {
            flush();
            return Err(error);
        }
    };
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
