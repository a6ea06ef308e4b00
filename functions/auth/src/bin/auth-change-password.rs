//! The function `auth-change-password`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    auth::change_password::main().await
}
