//! The function `operations-replay-inbox`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    inbox::replay_inbox::main().await
}
