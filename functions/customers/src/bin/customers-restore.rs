//! The function `customers-restore`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    customers::restore::main().await
}
