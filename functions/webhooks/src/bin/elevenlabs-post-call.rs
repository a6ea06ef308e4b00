//! The function `elevenlabs-post-call`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), runtime::Error> {
    webhooks::post_call::main().await
}
