//! The function `settings-put-voice-credentials`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    settings::voice::put_credentials::main().await
}
