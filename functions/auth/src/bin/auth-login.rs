//! The function `auth-login`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    auth::login::main().await
}
