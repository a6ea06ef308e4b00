//! The function `inbox-sweeper`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    inbox::sweeper::main().await
}
