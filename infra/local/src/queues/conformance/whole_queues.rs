//! Queues: their attributes, their dead letters and their groups.

use super::*;

pub(super) async fn a_queue_is_created_once_and_found_by_name(subject: &Subject) {
    let name = format!("q-{}", random::uuid());
    let url = subject.named_queue(&name, &[(QueueAttributeName::VisibilityTimeout, "45")]).await;
    assert_eq!(subject.named_queue(&name, &[(QueueAttributeName::VisibilityTimeout, "45")]).await, url);
    let found = subject.client.get_queue_url().queue_name(&name).send().await.unwrap();
    assert_eq!(found.queue_url(), Some(url.as_str()));
    let listed = subject.client.list_queues().queue_name_prefix(&name).send().await.unwrap();
    assert_eq!(listed.queue_urls(), std::slice::from_ref(&url));
    assert_eq!(subject.attribute(&url, QueueAttributeName::VisibilityTimeout).await.as_deref(), Some("45"));
    assert!(
        subject.attribute(&url, QueueAttributeName::QueueArn).await.unwrap().ends_with(&format!(":{name}"))
    );

    let other = subject.client.create_queue().queue_name(&name);
    let error = other.attributes(QueueAttributeName::VisibilityTimeout, "46").send().await.unwrap_err();
    assert!(error.into_service_error().is_queue_name_exists());
}

pub(super) async fn attributes_can_be_changed_and_wrong_ones_are_refused(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    let set = |name, value: &str| {
        subject.client.set_queue_attributes().queue_url(&queue).attributes(name, value).send()
    };
    set(QueueAttributeName::DelaySeconds, "7").await.unwrap();
    assert_eq!(subject.attribute(&queue, QueueAttributeName::DelaySeconds).await.as_deref(), Some("7"));
    let error = set(QueueAttributeName::VisibilityTimeout, "43201").await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAttributeValue"));
    let error = set(QueueAttributeName::from("Colour"), "blue").await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAttributeName"));
}

pub(super) async fn a_queue_that_is_not_there_is_an_error_everywhere(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    subject.client.delete_queue().queue_url(&queue).send().await.unwrap();
    let client = &subject.client;
    assert!(
        client
            .get_queue_url()
            .queue_name("nowhere")
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_queue_does_not_exist()
    );
    assert!(
        client
            .send_message()
            .queue_url(&queue)
            .message_body("x")
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_queue_does_not_exist()
    );
    assert!(
        client
            .receive_message()
            .queue_url(&queue)
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_queue_does_not_exist()
    );
    assert!(
        client
            .purge_queue()
            .queue_url(&queue)
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_queue_does_not_exist()
    );
    let batch = client.send_message_batch().queue_url(&queue).entries(entry("a", "x"));
    assert!(batch.send().await.unwrap_err().into_service_error().is_queue_does_not_exist());
}

pub(super) async fn a_message_received_too_often_moves_to_the_dead_letter_queue(subject: &Subject) {
    let dead = subject.queue(&[]).await;
    let dead_arn = subject.attribute(&dead, QueueAttributeName::QueueArn).await.unwrap();
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
    let arn = subject.attribute(&queue, QueueAttributeName::QueueArn).await;
    assert_eq!(attribute(&buried[0], &MessageSystemAttributeName::DeadLetterQueueSourceArn), arn.as_deref());
    let sources = subject.client.list_dead_letter_source_queues().queue_url(&dead).send().await.unwrap();
    assert_eq!(sources.queue_urls(), std::slice::from_ref(&queue));
}

pub(super) async fn a_dead_letter_queue_must_exist(subject: &Subject) {
    let create = subject.client.create_queue().queue_name(format!("q-{}", random::uuid()));
    let policy =
        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:nowhere\",\"maxReceiveCount\":2}";
    assert!(create.attributes(QueueAttributeName::RedrivePolicy, policy).send().await.is_err());
}

pub(super) async fn a_purge_empties_the_queue(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    subject.send(&queue, "x").await;
    subject.client.purge_queue().queue_url(&queue).send().await.unwrap();
    assert!(subject.receive(&queue).await.is_empty());
}

pub(super) async fn a_fifo_queue_keeps_the_order_of_a_group_and_drops_duplicates(subject: &Subject) {
    let name = format!("q-{}.fifo", random::uuid());
    let queue = subject
        .named_queue(
            &name,
            &[(QueueAttributeName::FifoQueue, "true"), (QueueAttributeName::VisibilityTimeout, "2")],
        )
        .await;
    let send = |body: &str, group: &str| {
        subject
            .client
            .send_message()
            .queue_url(&queue)
            .message_body(body)
            .message_group_id(group)
            .message_deduplication_id(body)
            .send()
    };
    for (body, group) in [("a1", "a"), ("a2", "a"), ("b1", "b"), ("a1", "a")] {
        send(body, group).await.unwrap();
    }
    let one = || subject.client.receive_message().queue_url(&queue).send();
    let first = one().await.unwrap();
    assert_eq!(first.messages()[0].body(), Some("a1"));
    // Group a waits for its first message; group b does not.
    assert_eq!(bodies(&subject.receive(&queue).await), BTreeSet::from(["b1"]));
    subject
        .client
        .delete_message()
        .queue_url(&queue)
        .receipt_handle(handle(&first.messages()[0]))
        .send()
        .await
        .unwrap();
    assert_eq!(bodies(&subject.receive(&queue).await), BTreeSet::from(["a2"]));
    let plain = subject.client.send_message().queue_url(&queue).message_body("x").send().await.unwrap_err();
    assert_eq!(plain.code(), Some("MissingParameter"));
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
