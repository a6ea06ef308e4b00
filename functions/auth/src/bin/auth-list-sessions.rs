//! The function `auth-list-sessions`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    auth::list_sessions::main().await
}
