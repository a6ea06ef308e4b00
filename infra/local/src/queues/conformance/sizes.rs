//! Batches and weights.

use super::*;

pub(super) async fn a_batch_sends_each_entry(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    let send = subject.client.send_message_batch().queue_url(&queue);
    let late = SendMessageBatchRequestEntry::builder()
        .id("late")
        .message_body("late")
        .delay_seconds(901)
        .build()
        .unwrap();
    let sent = send.entries(entry("a", "one")).entries(entry("b", "two")).entries(late).send().await.unwrap();
    assert_eq!(sent.successful().iter().map(|entry| entry.id()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(sent.failed()[0].id(), "late");
    assert!(sent.failed()[0].sender_fault());
    assert_eq!(sent.failed()[0].code(), "InvalidParameterValue");

    let mut received = subject.receive(&queue).await;
    while received.len() < 2 {
        received.extend(subject.receive(&queue).await);
    }
    assert_eq!(bodies(&received), BTreeSet::from(["one", "two"]));
}

pub(super) async fn a_batch_that_is_wrong_as_a_whole_sends_nothing(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    let send = |entries: Vec<SendMessageBatchRequestEntry>| async {
        let request = subject.client.send_message_batch().queue_url(&queue).set_entries(Some(entries));
        request.send().await.unwrap_err().into_service_error()
    };
    let eleven = (0..11).map(|id| entry(&id.to_string(), "x")).collect();
    assert!(matches!(send(eleven).await, SendMessageBatchError::TooManyEntriesInBatchRequest(_)));
    assert!(matches!(
        send(vec![entry("a", "x"), entry("a", "y")]).await,
        SendMessageBatchError::BatchEntryIdsNotDistinct(_)
    ));
    assert!(matches!(send(vec![]).await, SendMessageBatchError::EmptyBatchRequest(_)));
    assert!(matches!(
        send(vec![entry("no spaces", "x")]).await,
        SendMessageBatchError::InvalidBatchEntryId(_)
    ));
    let half = "x".repeat(MAXIMUM_MESSAGE_BYTES / 2 + 1);
    assert!(matches!(
        send(vec![entry("a", &half), entry("b", &half)]).await,
        SendMessageBatchError::BatchRequestTooLong(_)
    ));
    assert!(subject.receive(&queue).await.is_empty());
}

pub(super) async fn a_message_may_weigh_one_mebibyte_and_no_more(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    let largest = "x".repeat(MAXIMUM_MESSAGE_BYTES);
    subject.send(&queue, &largest).await;
    let send = |body: &str| subject.client.send_message().queue_url(&queue).message_body(body);
    let error = send(&format!("{largest}x")).send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidParameterValue"));
    let error = send(&largest).message_attributes("kind", text("inbox")).send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidParameterValue"));
    assert_eq!(send("").send().await.unwrap_err().code(), Some("MissingParameter"));
    assert_eq!(send("\u{1}").send().await.unwrap_err().code(), Some("InvalidMessageContents"));
}
