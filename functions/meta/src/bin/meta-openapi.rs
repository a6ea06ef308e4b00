//! The function `meta-openapi`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    meta::openapi::main().await
}
