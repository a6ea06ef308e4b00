//! The function `floor-one-read`. Reads one item.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    bench_floors::one_read().await
}
