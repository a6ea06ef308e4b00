//! The function `customers-delete`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    customers::delete::main().await
}
