//! The function `settings-list-voice-agents`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    settings::voice::list_agents::main().await
}
