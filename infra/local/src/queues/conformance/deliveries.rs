//! Messages on their way: sent, hidden, delayed, waited for and deleted.

use super::*;

pub(super) async fn a_message_arrives_whole_and_is_gone_after_its_deletion(subject: &Subject) {
    let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "2")]).await;
    let body = "{\"call\":\"ملاحظة ✓\"}\n";
    let number = MessageAttributeValue::builder().data_type("Number").string_value("4").build().unwrap();
    let binary = MessageAttributeValue::builder()
        .data_type("Binary")
        .binary_value(aws_sdk_sqs::primitives::Blob::new(*b"\0\x01\xff"))
        .build()
        .unwrap();
    let send = subject.client.send_message().queue_url(&queue).message_body(body);
    let sent = send
        .message_attributes("kind", text("inbox"))
        .message_attributes("attempt", number)
        .message_attributes("raw", binary)
        .send()
        .await
        .unwrap();
    let messages = subject.receive(&queue).await;
    let [message] = messages.as_slice() else { panic!("one message, not {messages:?}") };
    assert_eq!(message.body(), Some(body));
    assert_eq!(message.message_id(), sent.message_id());
    assert_eq!(message.md5_of_body(), sent.md5_of_message_body());
    assert_eq!(message.md5_of_body(), Some(crate::queues::message::md5_of(body.as_bytes()).as_str()));
    assert_eq!(message.md5_of_message_attributes(), sent.md5_of_message_attributes());
    assert!(message.md5_of_message_attributes().is_some());
    assert_eq!(message.message_attributes().unwrap()["kind"].string_value(), Some("inbox"));
    assert_eq!(message.message_attributes().unwrap()["raw"].binary_value().unwrap().as_ref(), b"\0\x01\xff");
    assert_eq!(attribute(message, &MessageSystemAttributeName::ApproximateReceiveCount), Some("1"));
    assert!(attribute(message, &MessageSystemAttributeName::SentTimestamp).is_some());
    assert!(attribute(message, &MessageSystemAttributeName::ApproximateFirstReceiveTimestamp).is_some());
    subject.client.delete_message().queue_url(&queue).receipt_handle(handle(message)).send().await.unwrap();
    // Twice is as good as once.
    subject.client.delete_message().queue_url(&queue).receipt_handle(handle(message)).send().await.unwrap();
    subject.pass(3).await;
    assert!(subject.receive(&queue).await.is_empty());
}

pub(super) async fn only_the_attributes_asked_for_come_back(subject: &Subject) {
    let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "0")]).await;
    let send = subject.client.send_message().queue_url(&queue).message_body("x");
    send.message_attributes("a.one", text("1")).message_attributes("b", text("2")).send().await.unwrap();
    let plain = subject.client.receive_message().queue_url(&queue).send().await.unwrap();
    assert!(plain.messages()[0].attributes().is_none_or(std::collections::HashMap::is_empty));
    assert!(plain.messages()[0].message_attributes().is_none_or(std::collections::HashMap::is_empty));
    let some = subject.client.receive_message().queue_url(&queue).message_attribute_names("a.*");
    let some =
        some.message_system_attribute_names(MessageSystemAttributeName::SentTimestamp).send().await.unwrap();
    assert_eq!(some.messages()[0].message_attributes().unwrap().keys().collect::<Vec<_>>(), ["a.one"]);
    assert_eq!(some.messages()[0].attributes().unwrap().len(), 1);
}

pub(super) async fn a_received_message_comes_back_after_its_visibility_time_out(subject: &Subject) {
    let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "2")]).await;
    subject.send(&queue, "x").await;
    let first = subject.receive(&queue).await;
    assert_eq!(first.len(), 1);
    assert!(subject.receive(&queue).await.is_empty());
    subject.pass(3).await;
    let again = subject.receive(&queue).await;
    assert_eq!(attribute(&again[0], &MessageSystemAttributeName::ApproximateReceiveCount), Some("2"));
    assert_eq!(again[0].message_id(), first[0].message_id());
    assert_ne!(handle(&again[0]), handle(&first[0]));
}

pub(super) async fn a_receive_can_have_its_own_visibility_time_out(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    subject.send(&queue, "x").await;
    let receive = subject.client.receive_message().queue_url(&queue).visibility_timeout(1);
    assert_eq!(receive.send().await.unwrap().messages().len(), 1);
    assert!(subject.receive(&queue).await.is_empty());
    subject.pass(2).await;
    assert_eq!(subject.receive(&queue).await.len(), 1);
}

pub(super) async fn a_delayed_message_comes_after_its_delay(subject: &Subject) {
    let queue = subject.queue(&[(QueueAttributeName::DelaySeconds, "2")]).await;
    subject.send(&queue, "by the queue").await;
    subject
        .client
        .send_message()
        .queue_url(&queue)
        .message_body("at once")
        .delay_seconds(0)
        .send()
        .await
        .unwrap();
    subject
        .client
        .send_message()
        .queue_url(&queue)
        .message_body("long")
        .delay_seconds(900)
        .send()
        .await
        .unwrap();
    assert_eq!(bodies(&subject.receive(&queue).await), BTreeSet::from(["at once"]));
    subject.pass(3).await;
    assert_eq!(bodies(&subject.receive(&queue).await), BTreeSet::from(["by the queue"]));
    let error = subject
        .client
        .send_message()
        .queue_url(&queue)
        .message_body("x")
        .delay_seconds(901)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("InvalidParameterValue"));
}

pub(super) async fn a_long_poll_ends_when_a_message_comes(subject: &Subject) {
    let queue = subject.queue(&[(QueueAttributeName::ReceiveMessageWaitTimeSeconds, "20")]).await;
    let poll = subject.client.receive_message().queue_url(&queue).send();
    let (polled, ()) = tokio::join!(poll, subject.send(&queue, "x"));
    assert_eq!(polled.unwrap().messages().len(), 1);
}

pub(super) async fn a_long_poll_ends_when_a_hidden_message_comes_back(subject: &Subject) {
    let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "2")]).await;
    subject.send(&queue, "x").await;
    assert_eq!(subject.receive(&queue).await.len(), 1);
    let poll = subject.client.receive_message().queue_url(&queue).wait_time_seconds(10).send();
    let (polled, ()) = tokio::join!(poll, subject.pass(3));
    assert_eq!(polled.unwrap().messages().len(), 1);
}

pub(super) async fn an_empty_receive_ends_after_its_wait(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    let receive = || subject.client.receive_message().queue_url(&queue);
    assert!(receive().send().await.unwrap().messages().is_empty());
    // As long as the poll had not begun when the clock was moved, the clock is moved again.
    let poll = receive().wait_time_seconds(1).send();
    tokio::pin!(poll);
    let polled = loop {
        tokio::select! {
            polled = &mut poll => break polled,
            () = async { tokio::task::yield_now().await; subject.pass(1).await; tokio::task::yield_now().await } => {}
        }
    };
    assert!(polled.unwrap().messages().is_empty());
}

pub(super) async fn a_receive_out_of_range_is_refused(subject: &Subject) {
    let queue = subject.queue(&[]).await;
    let receive = || subject.client.receive_message().queue_url(&queue);
    for request in [
        receive().max_number_of_messages(11),
        receive().max_number_of_messages(0),
        receive().wait_time_seconds(21),
        receive().visibility_timeout(43_201),
    ] {
        assert_eq!(request.send().await.unwrap_err().code(), Some("InvalidParameterValue"));
    }
}

pub(super) async fn a_wrong_receipt_handle_is_an_error_and_an_old_one_is_not(subject: &Subject) {
    let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "0")]).await;
    subject.send(&queue, "x").await;
    let delete =
        |handle: &str| subject.client.delete_message().queue_url(&queue).receipt_handle(handle).send();
    let error = delete("nonsense").await.unwrap_err().into_service_error();
    assert!(matches!(error, DeleteMessageError::ReceiptHandleIsInvalid(_)), "{error:?}");
    let old = subject.receive(&queue).await;
    delete(handle(&old[0])).await.unwrap();
}
