//! The function `customers-create`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    customers::create::main().await
}
