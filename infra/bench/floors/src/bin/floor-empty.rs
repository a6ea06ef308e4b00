//! The function `floor-empty`. Does nothing.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    bench_floors::empty().await
}
