//! The function `auth-refresh`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    auth::refresh::main().await
}
