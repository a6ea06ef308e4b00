//! The function `calls-list`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    calls::list::main().await
}
