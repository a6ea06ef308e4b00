//! The function `floor-two-reads`. Reads two items.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    bench_floors::two_reads().await
}
