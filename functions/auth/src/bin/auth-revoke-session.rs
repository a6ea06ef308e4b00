//! The function `auth-revoke-session`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    auth::revoke_session::main().await
}
