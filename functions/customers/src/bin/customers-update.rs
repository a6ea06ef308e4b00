//! The function `customers-update`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    customers::update::main().await
}
