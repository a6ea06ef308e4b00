//! What only the fake promises, or what a reference would have to be waited for.

use super::*;

/// Only of the fake: the service promises fairness as a tendency, not for every message.
#[tokio::test]
async fn one_groups_flood_does_not_hold_up_another_groups_message() {
    let subject = Subject::fake().await;
    let queue = subject.queue(&[]).await;
    let send = |body: String, group: &str| {
        subject.client.send_message().queue_url(&queue).message_body(body).message_group_id(group).send()
    };
    for index in 0..20 {
        send(format!("flood {index}"), "loud").await.unwrap();
    }
    send("quiet".to_owned(), "quiet").await.unwrap();
    assert!(bodies(&subject.receive(&queue).await).contains("quiet"));
}

#[tokio::test]
async fn an_old_receipt_handle_deletes_nothing() {
    let subject = Subject::fake().await;
    let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "0")]).await;
    subject.send(&queue, "x").await;
    let old = subject.receive(&queue).await;
    assert_eq!(subject.receive(&queue).await.len(), 1);
    subject.client.delete_message().queue_url(&queue).receipt_handle(handle(&old[0])).send().await.unwrap();
    assert_eq!(subject.receive(&queue).await.len(), 1);
}

#[tokio::test]
async fn messages_are_forgotten_after_the_retention_period() {
    let subject = Subject::fake().await;
    let queue = subject.queue(&[(QueueAttributeName::MessageRetentionPeriod, "60")]).await;
    subject.send(&queue, "x").await;
    subject.pass(60).await;
    assert!(subject.receive(&queue).await.is_empty());
}

#[tokio::test]
async fn a_stop_ends_long_polls() {
    let stop = CancellationToken::new();
    let queues = Queues::new(Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH)), stop.clone());
    queues.create("q", &BTreeMap::new()).unwrap();
    let server = queues.serve(ANY_PORT).await.unwrap();
    let poll = tokio::spawn(async move {
        queues.receive("q", ReceiveOptions { wait_seconds: Some(20), ..ReceiveOptions::default() }).await
    });
    // One turn of the single-threaded runtime takes the poll to where it waits.
    tokio::task::yield_now().await;
    assert!(!poll.is_finished());
    stop.cancel();
    assert!(poll.await.unwrap().unwrap().is_empty());
    server.stopped().await;
}

#[tokio::test]
async fn what_belongs_to_fifo_queues_is_refused() {
    let subject = Subject::fake().await;
    let named = subject.client.create_queue().queue_name("q.fifo").send().await.unwrap_err();
    assert_eq!(named.code(), Some("InvalidParameterValue"));
    let create = subject.client.create_queue().queue_name("q");
    let marked = create.attributes(QueueAttributeName::FifoQueue, "true").send().await.unwrap_err();
    assert_eq!(marked.code(), Some("InvalidAttributeName"));
    let queue = subject.queue(&[]).await;
    let send = subject.client.send_message().queue_url(&queue).message_body("x");
    let sent = send.message_group_id("g").message_deduplication_id("d").send().await.unwrap_err();
    assert_eq!(sent.code(), Some("InvalidParameterValue"));
    assert!(subject.receive(&queue).await.is_empty());
}

#[tokio::test]
async fn an_operation_that_nobody_needs_is_refused_by_its_name() {
    let subject = Subject::fake().await;
    let queue = subject.queue(&[]).await;
    let error = subject.client.purge_queue().queue_url(&queue).send().await.unwrap_err();
    assert_eq!(error.code(), Some("AWS.SimpleQueueService.UnsupportedOperation"));
    assert!(error.message().unwrap().contains("PurgeQueue"));
}

/// Only of the fake: the service counts a moment late.
#[tokio::test]
async fn the_messages_that_may_be_received_are_counted() {
    let subject = Subject::fake().await;
    let queue = subject.queue(&[]).await;
    let ask = |name| subject.client.get_queue_attributes().queue_url(&queue).attribute_names(name).send();
    for body in ["a", "b"] {
        subject.send(&queue, body).await;
    }
    let name = QueueAttributeName::ApproximateNumberOfMessages;
    assert_eq!(ask(name.clone()).await.unwrap().attributes.unwrap()[&name], "2");
    // Those that somebody works on are not among them.
    assert!(!subject.receive(&queue).await.is_empty());
    assert_eq!(ask(name.clone()).await.unwrap().attributes.unwrap()[&name], "0");
    let other = ask(QueueAttributeName::QueueArn).await.unwrap_err();
    assert_eq!(other.code(), Some("AWS.SimpleQueueService.UnsupportedOperation"));
}
