//! The function `settings-get-voice-connection`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    settings::voice::get_connection::main().await
}
