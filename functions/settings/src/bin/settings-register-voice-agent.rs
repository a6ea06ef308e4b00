//! The function `settings-register-voice-agent`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    settings::voice::register_agent::main().await
}
