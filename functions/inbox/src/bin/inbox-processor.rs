//! The function `inbox-processor`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    inbox::processor::main().await
}
