//! The function `settings-remove-voice-agent`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    settings::voice::remove_agent::main().await
}
