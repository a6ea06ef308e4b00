//! The function `calls-get`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    calls::get::main().await
}
