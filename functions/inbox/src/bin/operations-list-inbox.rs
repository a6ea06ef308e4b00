//! The function `operations-list-inbox`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    inbox::list_inbox::main().await
}
