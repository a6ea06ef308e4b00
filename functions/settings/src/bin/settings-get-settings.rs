//! The function `settings-get-settings`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    settings::get_settings::main().await
}
