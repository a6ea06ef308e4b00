//! Queues: their attributes, their dead letters and their groups.

use super::*;

pub(super) async fn a_queue_is_created_once_and_found_by_name(subject: &Subject) {
    let name = format!("q-{}", random::uuid());
    let url = subject.named_queue(&name, &[(QueueAttributeName::VisibilityTimeout, "45")]).await;
    assert_eq!(subject.named_queue(&name, &[(QueueAttributeName::VisibilityTimeout, "45")]).await, url);
    let found = subject.client.get_queue_url().queue_name(&name).send().await.unwrap();
    assert_eq!(found.queue_url(), Some(url.as_str()));
    let other = subject.client.create_queue().queue_name(&name);
    let error = other.attributes(QueueAttributeName::VisibilityTimeout, "46").send().await.unwrap_err();
    assert!(error.into_service_error().is_queue_name_exists());
}

pub(super) async fn wrong_attributes_are_refused(subject: &Subject) {
    let create = |name, value: &str| {
        let create = subject.client.create_queue().queue_name(format!("q-{}", random::uuid()));
        create.attributes(name, value).send()
    };
    create(QueueAttributeName::VisibilityTimeout, "43200").await.unwrap();
    let error = create(QueueAttributeName::VisibilityTimeout, "43201").await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAttributeValue"));
    let error = create(QueueAttributeName::from("Colour"), "blue").await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAttributeName"));
}

pub(super) async fn a_queue_that_is_not_there_is_an_error_everywhere(subject: &Subject) {
    let client = &subject.client;
    let there = subject.queue(&[]).await;
    let (account, _) = there.rsplit_once('/').unwrap();
    let queue = format!("{account}/q-{}", random::uuid());
    let url = client.get_queue_url().queue_name("nowhere").send().await.unwrap_err();
    assert!(url.into_service_error().is_queue_does_not_exist());
    let sent = client.send_message().queue_url(&queue).message_body("x").send().await.unwrap_err();
    assert!(sent.into_service_error().is_queue_does_not_exist());
    let batch = client.send_message_batch().queue_url(&queue).entries(entry("a", "x"));
    assert!(batch.send().await.unwrap_err().into_service_error().is_queue_does_not_exist());
    let received = client.receive_message().queue_url(&queue).send().await.unwrap_err();
    assert!(received.into_service_error().is_queue_does_not_exist());
    let deleted = client.delete_message().queue_url(&queue).receipt_handle("x").send().await.unwrap_err();
    assert_eq!(deleted.code(), Some("AWS.SimpleQueueService.NonExistentQueue"));
}

pub(super) async fn a_message_received_too_often_moves_to_the_dead_letter_queue(subject: &Subject) {
    let dead = subject.queue(&[]).await;
    let dead_arn = arn(&dead);
    let policy = format!("{{\"deadLetterTargetArn\":\"{dead_arn}\",\"maxReceiveCount\":2}}");
    let queue = subject
        .queue(&[(QueueAttributeName::VisibilityTimeout, "1"), (QueueAttributeName::RedrivePolicy, &policy)])
        .await;
    subject.send(&queue, "poison").await;
    for _ in 0..2 {
        assert_eq!(subject.receive(&queue).await.len(), 1);
        assert!(subject.receive(&dead).await.is_empty());
        subject.pass(2).await;
    }
    assert!(subject.receive(&queue).await.is_empty());
    let buried = subject.receive(&dead).await;
    assert_eq!(bodies(&buried), BTreeSet::from(["poison"]));
    let source = attribute(&buried[0], &MessageSystemAttributeName::DeadLetterQueueSourceArn);
    assert_eq!(source, Some(arn(&queue).as_str()));
}

pub(super) async fn a_dead_letter_queue_must_exist(subject: &Subject) {
    let create = subject.client.create_queue().queue_name(format!("q-{}", random::uuid()));
    let policy =
        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:nowhere\",\"maxReceiveCount\":2}";
    assert!(create.attributes(QueueAttributeName::RedrivePolicy, policy).send().await.is_err());
}

pub(super) async fn the_group_of_a_message_on_a_standard_queue_is_kept(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    subject
        .client
        .send_message()
        .queue_url(&queue)
        .message_body("x")
        .message_group_id("tenant-1")
        .send()
        .await
        .unwrap();
    let received = subject.receive(&queue).await;
    assert_eq!(attribute(&received[0], &MessageSystemAttributeName::MessageGroupId), Some("tenant-1"));
}
