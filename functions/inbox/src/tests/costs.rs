//! What an event costs at the services.

use testing::proxied::Proxied;

use super::fixture::{Fixture, inbound, payload, processor};

/// Requests by operation, and all write units.
async fn cost(fixture: &Fixture, proxied: &Proxied, what: &str) -> (Vec<(String, u64)>, f64) {
    let message = fixture.messages().await.remove(0);
    proxied.reset_counts();
    assert!(proxied.deliver(&processor(), &message).await);
    let counts = proxied.counts();
    let units = counts.iter().map(|(_, count)| count.write_units).sum();
    let reads: f64 = counts.iter().map(|(_, count)| count.read_units).sum();
    println!("{what}: {units} write units, {reads} read units, {counts:?}");
    (counts.into_iter().map(|(operation, count)| (operation, count.requests)).collect(), units)
}

fn requests(counts: &[(&str, u64)]) -> Vec<(String, u64)> {
    counts.iter().map(|(operation, requests)| ((*operation).to_owned(), *requests)).collect()
}

#[tokio::test]
async fn an_event_takes_few_requests() {
    let fixture = Fixture::open().await;
    let proxied = fixture.app.proxied().await;

    fixture.deliver(&inbound("conv_1", "+12025550177")).await;
    let (first, _) = cost(&fixture, &proxied, "a first call").await;
    // Reads: the entry with its body, the agent, the conversation, the number. Writes: what was said, everything else.
    assert_eq!(first, requests(&[("GetItem", 3), ("PutItem", 1), ("Query", 1), ("TransactWriteItems", 1)]));

    fixture.deliver(&inbound("conv_2", "+12025550177")).await;
    let (known, _) = cost(&fixture, &proxied, "a call of a known number").await;
    assert_eq!(known, first);

    fixture.deliver(&payload("call_initiation_failure.twilio_busy")).await;
    let (failure, _) = cost(&fixture, &proxied, "a failure").await;
    assert_eq!(failure, requests(&[("GetItem", 3), ("Query", 1), ("TransactWriteItems", 1)]));

    let mut recording = payload("post_call_audio.tiny");
    recording["data"]["conversation_id"] = "conv_1".into();
    fixture.deliver(&recording).await;
    let (recording, _) = cost(&fixture, &proxied, "a recording of a known call").await;
    assert_eq!(recording, requests(&[("GetItem", 3), ("Query", 1), ("TransactWriteItems", 1)]));
}
