//! The function `settings-update-settings`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    settings::update_settings::main().await
}
