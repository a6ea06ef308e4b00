//! The function `customers-list`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    customers::list::main().await
}
