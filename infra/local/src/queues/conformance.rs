//! What the product relies on in SQS, asked through the real SDK client. Every check is a function over a client,
//! so that the same suite runs against the fake (with a clock it moves) and against a reference (with real waiting):
//! `SQS_REFERENCE_URL=http://127.0.0.1:5000 cargo test -p dev-server reference -- --ignored`.
//! moto 5.2 agrees but for four checks in which it is laxer than the service: attribute values out of range, visibility
//! of a message not in flight, the source of a dead letter, and attributes that count towards a message's size.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_sqs::operation::change_message_visibility::ChangeMessageVisibilityError;
use aws_sdk_sqs::operation::delete_message::DeleteMessageError;
use aws_sdk_sqs::operation::send_message_batch::SendMessageBatchError;
use aws_sdk_sqs::types::{
    ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry, Message, MessageAttributeValue,
    MessageSystemAttributeName, QueueAttributeName, SendMessageBatchRequestEntry,
};
use futures_util::FutureExt as _;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::{MAXIMUM_MESSAGE_BYTES, Queues, ReceiveOptions};
use crate::clock::ManualClock;
use crate::random;
use crate::server::Server;
use crate::testing::{ANY_PORT, Passing, sdk_config};

struct Subject {
    client: Client,
    time: Passing,
    _server: Option<Server>,
}

impl Subject {
    async fn fake() -> Self {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let queues = Queues::new(Arc::clone(&clock) as _, CancellationToken::new());
        let server = queues.serve(ANY_PORT).await.unwrap();
        let client = Client::new(&sdk_config(&server.url()));
        Self { client, time: Passing::Manual(clock), _server: Some(server) }
    }

    async fn queue(&self, attributes: &[(QueueAttributeName, &str)]) -> String {
        self.named_queue(&format!("q-{}", random::uuid()), attributes).await
    }

    async fn named_queue(&self, name: &str, attributes: &[(QueueAttributeName, &str)]) -> String {
        let mut create = self.client.create_queue().queue_name(name);
        for (attribute, value) in attributes {
            create = create.attributes(attribute.clone(), *value);
        }
        create.send().await.unwrap().queue_url.unwrap()
    }

    async fn send(&self, queue: &str, body: &str) {
        self.client.send_message().queue_url(queue).message_body(body).send().await.unwrap();
    }

    /// Up to ten messages that can be had at once, with all attributes.
    async fn receive(&self, queue: &str) -> Vec<Message> {
        let request = self.client.receive_message().queue_url(queue).max_number_of_messages(10);
        let request = request.message_system_attribute_names(MessageSystemAttributeName::All);
        request.message_attribute_names("All").send().await.unwrap().messages.unwrap_or_default()
    }

    async fn pass(&self, seconds: u64) {
        self.time.pass(Duration::from_secs(seconds)).await;
    }

    async fn attribute(&self, queue: &str, name: QueueAttributeName) -> Option<String> {
        let request = self.client.get_queue_attributes().queue_url(queue).attribute_names(name.clone());
        request.send().await.unwrap().attributes.unwrap_or_default().remove(&name)
    }
}

fn bodies(messages: &[Message]) -> BTreeSet<&str> {
    messages.iter().map(|message| message.body().unwrap()).collect()
}

fn attribute<'m>(message: &'m Message, name: &MessageSystemAttributeName) -> Option<&'m str> {
    message.attributes.as_ref()?.get(name).map(String::as_str)
}

fn handle(message: &Message) -> &str {
    message.receipt_handle().unwrap()
}

fn text(value: &str) -> MessageAttributeValue {
    MessageAttributeValue::builder().data_type("String").string_value(value).build().unwrap()
}

fn entry(id: &str, body: &str) -> SendMessageBatchRequestEntry {
    SendMessageBatchRequestEntry::builder().id(id).message_body(body).build().unwrap()
}

/// Makes of every check a test against the fake, and of all of them one against a reference.
macro_rules! suite {
    ($($(#[$documentation:meta])* async fn $name:ident($subject:ident: &Subject) $body:block)*) => {
        mod checks {
            use super::*;
            $($(#[$documentation])* pub(super) async fn $name($subject: &Subject) $body)*
        }

        $(#[tokio::test] async fn $name() { checks::$name(&Subject::fake().await).await; })*

        #[tokio::test]
        #[ignore = "needs the URL of a reference in SQS_REFERENCE_URL when it is compiled"]
        async fn a_reference_behaves_the_same() {
            let url = option_env!("SQS_REFERENCE_URL").expect("SQS_REFERENCE_URL is set");
            let client = Client::new(&sdk_config(url));
            let subject = Subject { client, time: Passing::Real, _server: None };
            let mut different = Vec::new();
            $(if AssertUnwindSafe(checks::$name(&subject)).catch_unwind().await.is_err() {
                different.push(stringify!($name));
            })*
            assert!(different.is_empty(), "{different:#?}");
        }
    };
}

suite! {
    async fn a_queue_is_created_once_and_found_by_name(subject: &Subject) {
        let name = format!("q-{}", random::uuid());
        let url = subject.named_queue(&name, &[(QueueAttributeName::VisibilityTimeout, "45")]).await;
        assert_eq!(subject.named_queue(&name, &[(QueueAttributeName::VisibilityTimeout, "45")]).await, url);
        let found = subject.client.get_queue_url().queue_name(&name).send().await.unwrap();
        assert_eq!(found.queue_url(), Some(url.as_str()));
        let listed = subject.client.list_queues().queue_name_prefix(&name).send().await.unwrap();
        assert_eq!(listed.queue_urls(), [url.clone()]);
        assert_eq!(subject.attribute(&url, QueueAttributeName::VisibilityTimeout).await.as_deref(), Some("45"));
        assert!(subject.attribute(&url, QueueAttributeName::QueueArn).await.unwrap().ends_with(&format!(":{name}")));

        let other = subject.client.create_queue().queue_name(&name);
        let error = other.attributes(QueueAttributeName::VisibilityTimeout, "46").send().await.unwrap_err();
        assert!(error.into_service_error().is_queue_name_exists());
    }

    async fn attributes_can_be_changed_and_wrong_ones_are_refused(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        let set = |name, value: &str| subject.client.set_queue_attributes().queue_url(&queue).attributes(name, value).send();
        set(QueueAttributeName::DelaySeconds, "7").await.unwrap();
        assert_eq!(subject.attribute(&queue, QueueAttributeName::DelaySeconds).await.as_deref(), Some("7"));
        let error = set(QueueAttributeName::VisibilityTimeout, "43201").await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidAttributeValue"));
        let error = set(QueueAttributeName::from("Colour"), "blue").await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidAttributeName"));
    }

    async fn a_queue_that_is_not_there_is_an_error_everywhere(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        subject.client.delete_queue().queue_url(&queue).send().await.unwrap();
        let client = &subject.client;
        assert!(client.get_queue_url().queue_name("nowhere").send().await.unwrap_err().into_service_error().is_queue_does_not_exist());
        assert!(client.send_message().queue_url(&queue).message_body("x").send().await.unwrap_err().into_service_error().is_queue_does_not_exist());
        assert!(client.receive_message().queue_url(&queue).send().await.unwrap_err().into_service_error().is_queue_does_not_exist());
        assert!(client.purge_queue().queue_url(&queue).send().await.unwrap_err().into_service_error().is_queue_does_not_exist());
        let batch = client.send_message_batch().queue_url(&queue).entries(entry("a", "x"));
        assert!(batch.send().await.unwrap_err().into_service_error().is_queue_does_not_exist());
    }

    async fn a_message_arrives_whole_and_is_gone_after_its_deletion(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        let body = "{\"call\":\"ملاحظة ✓\"}\n";
        let number = MessageAttributeValue::builder().data_type("Number").string_value("4").build().unwrap();
        let binary = MessageAttributeValue::builder().data_type("Binary").binary_value(aws_sdk_sqs::primitives::Blob::new(*b"\0\x01\xff")).build().unwrap();
        let send = subject.client.send_message().queue_url(&queue).message_body(body);
        let sent = send.message_attributes("kind", text("inbox")).message_attributes("attempt", number).message_attributes("raw", binary).send().await.unwrap();
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
        assert_eq!(subject.attribute(&queue, QueueAttributeName::ApproximateNumberOfMessagesNotVisible).await.as_deref(), Some("0"));
    }

    async fn only_the_attributes_asked_for_come_back(subject: &Subject) {
        let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "0")]).await;
        let send = subject.client.send_message().queue_url(&queue).message_body("x");
        send.message_attributes("a.one", text("1")).message_attributes("b", text("2")).send().await.unwrap();
        let plain = subject.client.receive_message().queue_url(&queue).send().await.unwrap();
        assert!(plain.messages()[0].attributes().is_none_or(std::collections::HashMap::is_empty));
        assert!(plain.messages()[0].message_attributes().is_none_or(std::collections::HashMap::is_empty));
        let some = subject.client.receive_message().queue_url(&queue).message_attribute_names("a.*");
        let some = some.message_system_attribute_names(MessageSystemAttributeName::SentTimestamp).send().await.unwrap();
        assert_eq!(some.messages()[0].message_attributes().unwrap().keys().collect::<Vec<_>>(), ["a.one"]);
        assert_eq!(some.messages()[0].attributes().unwrap().len(), 1);
    }

    async fn a_received_message_comes_back_after_its_visibility_time_out(subject: &Subject) {
        let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "2")]).await;
        subject.send(&queue, "x").await;
        let first = subject.receive(&queue).await;
        assert_eq!(first.len(), 1);
        assert!(subject.receive(&queue).await.is_empty());
        assert_eq!(subject.attribute(&queue, QueueAttributeName::ApproximateNumberOfMessagesNotVisible).await.as_deref(), Some("1"));
        subject.pass(3).await;
        let again = subject.receive(&queue).await;
        assert_eq!(attribute(&again[0], &MessageSystemAttributeName::ApproximateReceiveCount), Some("2"));
        assert_eq!(again[0].message_id(), first[0].message_id());
        assert_ne!(handle(&again[0]), handle(&first[0]));
    }

    async fn a_receive_can_have_its_own_visibility_time_out(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        subject.send(&queue, "x").await;
        let receive = subject.client.receive_message().queue_url(&queue).visibility_timeout(1);
        assert_eq!(receive.send().await.unwrap().messages().len(), 1);
        assert!(subject.receive(&queue).await.is_empty());
        subject.pass(2).await;
        assert_eq!(subject.receive(&queue).await.len(), 1);
    }

    async fn visibility_can_be_given_up_and_prolonged(subject: &Subject) {
        let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "2")]).await;
        subject.send(&queue, "x").await;
        let change = |message: &Message, seconds| {
            subject.client.change_message_visibility().queue_url(&queue).receipt_handle(handle(message)).visibility_timeout(seconds).send()
        };
        let received = subject.receive(&queue).await;
        change(&received[0], 0).await.unwrap();
        let received = subject.receive(&queue).await;
        change(&received[0], 60).await.unwrap();
        subject.pass(3).await;
        assert!(subject.receive(&queue).await.is_empty());
        change(&received[0], 0).await.unwrap();
        assert_eq!(subject.receive(&queue).await.len(), 1);
    }

    async fn visibility_of_a_message_that_is_not_in_flight_cannot_be_changed(subject: &Subject) {
        let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "1")]).await;
        subject.send(&queue, "x").await;
        let received = subject.receive(&queue).await;
        let change = |seconds| subject.client.change_message_visibility().queue_url(&queue).receipt_handle(handle(&received[0])).visibility_timeout(seconds).send();
        let error = change(43_201).await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidParameterValue"));
        subject.pass(2).await;
        let error = change(5).await.unwrap_err().into_service_error();
        assert!(matches!(error, ChangeMessageVisibilityError::MessageNotInflight(_)), "{error:?}");
    }

    async fn a_delayed_message_comes_after_its_delay(subject: &Subject) {
        let queue = subject.queue(&[(QueueAttributeName::DelaySeconds, "2")]).await;
        subject.send(&queue, "by the queue").await;
        subject.client.send_message().queue_url(&queue).message_body("at once").delay_seconds(0).send().await.unwrap();
        subject.client.send_message().queue_url(&queue).message_body("long").delay_seconds(900).send().await.unwrap();
        assert_eq!(bodies(&subject.receive(&queue).await), BTreeSet::from(["at once"]));
        assert_eq!(subject.attribute(&queue, QueueAttributeName::ApproximateNumberOfMessagesDelayed).await.as_deref(), Some("2"));
        subject.pass(3).await;
        assert_eq!(bodies(&subject.receive(&queue).await), BTreeSet::from(["by the queue"]));
        let error = subject.client.send_message().queue_url(&queue).message_body("x").delay_seconds(901).send().await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidParameterValue"));
    }

    async fn a_message_received_too_often_moves_to_the_dead_letter_queue(subject: &Subject) {
        let dead = subject.queue(&[]).await;
        let dead_arn = subject.attribute(&dead, QueueAttributeName::QueueArn).await.unwrap();
        let policy = format!("{{\"deadLetterTargetArn\":\"{dead_arn}\",\"maxReceiveCount\":2}}");
        let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "1"), (QueueAttributeName::RedrivePolicy, &policy)]).await;
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
        assert_eq!(sources.queue_urls(), [queue.clone()]);
    }

    async fn a_dead_letter_queue_must_exist(subject: &Subject) {
        let create = subject.client.create_queue().queue_name(format!("q-{}", random::uuid()));
        let policy = "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:nowhere\",\"maxReceiveCount\":2}";
        assert!(create.attributes(QueueAttributeName::RedrivePolicy, policy).send().await.is_err());
    }

    async fn a_long_poll_ends_when_a_message_comes(subject: &Subject) {
        let queue = subject.queue(&[(QueueAttributeName::ReceiveMessageWaitTimeSeconds, "20")]).await;
        let poll = subject.client.receive_message().queue_url(&queue).send();
        let (polled, ()) = tokio::join!(poll, subject.send(&queue, "x"));
        assert_eq!(polled.unwrap().messages().len(), 1);
    }

    async fn a_long_poll_ends_when_a_hidden_message_comes_back(subject: &Subject) {
        let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "2")]).await;
        subject.send(&queue, "x").await;
        assert_eq!(subject.receive(&queue).await.len(), 1);
        let poll = subject.client.receive_message().queue_url(&queue).wait_time_seconds(10).send();
        let (polled, ()) = tokio::join!(poll, subject.pass(3));
        assert_eq!(polled.unwrap().messages().len(), 1);
    }

    async fn an_empty_receive_ends_after_its_wait(subject: &Subject) {
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

    async fn a_receive_out_of_range_is_refused(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        let receive = || subject.client.receive_message().queue_url(&queue);
        for request in [receive().max_number_of_messages(11), receive().max_number_of_messages(0), receive().wait_time_seconds(21), receive().visibility_timeout(43_201)] {
            assert_eq!(request.send().await.unwrap_err().code(), Some("InvalidParameterValue"));
        }
    }

    async fn batches_send_delete_and_change_each_entry(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        let send = subject.client.send_message_batch().queue_url(&queue);
        let late = SendMessageBatchRequestEntry::builder().id("late").message_body("late").delay_seconds(901).build().unwrap();
        let sent = send.entries(entry("a", "one")).entries(entry("b", "two")).entries(late).send().await.unwrap();
        assert_eq!(sent.successful().iter().map(|entry| entry.id()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(sent.failed()[0].id(), "late");
        assert!(sent.failed()[0].sender_fault());
        assert_eq!(sent.failed()[0].code(), "InvalidParameterValue");

        let mut received = subject.receive(&queue).await;
        while received.len() < 2 {
            received.extend(subject.receive(&queue).await);
        }
        let change = |id: &str, handle: &str| ChangeMessageVisibilityBatchRequestEntry::builder().id(id).receipt_handle(handle).visibility_timeout(0).build().unwrap();
        let changed = subject.client.change_message_visibility_batch().queue_url(&queue);
        let changed = changed.entries(change("a", handle(&received[0]))).entries(change("b", "nonsense")).send().await.unwrap();
        assert_eq!(changed.successful()[0].id(), "a");
        assert_eq!(changed.failed()[0].code(), "ReceiptHandleIsInvalid");

        let again = subject.receive(&queue).await;
        assert_eq!(again.len(), 1);
        let delete = |id: &str, handle: &str| DeleteMessageBatchRequestEntry::builder().id(id).receipt_handle(handle).build().unwrap();
        let deleted = subject.client.delete_message_batch().queue_url(&queue);
        let deleted = deleted.entries(delete("a", handle(&again[0]))).entries(delete("b", handle(&received[1]))).entries(delete("c", "nonsense"));
        let deleted = deleted.send().await.unwrap();
        assert_eq!(deleted.successful().len(), 2);
        assert_eq!(deleted.failed()[0].id(), "c");
        assert_eq!(subject.attribute(&queue, QueueAttributeName::ApproximateNumberOfMessagesNotVisible).await.as_deref(), Some("0"));
    }

    async fn a_batch_that_is_wrong_as_a_whole_sends_nothing(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        let send = |entries: Vec<SendMessageBatchRequestEntry>| async {
            let request = subject.client.send_message_batch().queue_url(&queue).set_entries(Some(entries));
            request.send().await.unwrap_err().into_service_error()
        };
        let eleven = (0..11).map(|id| entry(&id.to_string(), "x")).collect();
        assert!(matches!(send(eleven).await, SendMessageBatchError::TooManyEntriesInBatchRequest(_)));
        assert!(matches!(send(vec![entry("a", "x"), entry("a", "y")]).await, SendMessageBatchError::BatchEntryIdsNotDistinct(_)));
        assert!(matches!(send(vec![]).await, SendMessageBatchError::EmptyBatchRequest(_)));
        assert!(matches!(send(vec![entry("no spaces", "x")]).await, SendMessageBatchError::InvalidBatchEntryId(_)));
        let half = "x".repeat(MAXIMUM_MESSAGE_BYTES / 2 + 1);
        assert!(matches!(send(vec![entry("a", &half), entry("b", &half)]).await, SendMessageBatchError::BatchRequestTooLong(_)));
        assert!(subject.receive(&queue).await.is_empty());
    }

    async fn a_message_may_weigh_one_mebibyte_and_no_more(subject: &Subject) {
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

    async fn a_wrong_receipt_handle_is_an_error_and_an_old_one_is_not(subject: &Subject) {
        let queue = subject.queue(&[(QueueAttributeName::VisibilityTimeout, "0")]).await;
        subject.send(&queue, "x").await;
        let delete = |handle: &str| subject.client.delete_message().queue_url(&queue).receipt_handle(handle).send();
        let error = delete("nonsense").await.unwrap_err().into_service_error();
        assert!(matches!(error, DeleteMessageError::ReceiptHandleIsInvalid(_)), "{error:?}");
        let old = subject.receive(&queue).await;
        delete(handle(&old[0])).await.unwrap();
    }

    async fn a_purge_empties_the_queue(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        subject.send(&queue, "x").await;
        subject.client.purge_queue().queue_url(&queue).send().await.unwrap();
        assert!(subject.receive(&queue).await.is_empty());
    }

    async fn a_fifo_queue_keeps_the_order_of_a_group_and_drops_duplicates(subject: &Subject) {
        let name = format!("q-{}.fifo", random::uuid());
        let queue = subject.named_queue(&name, &[(QueueAttributeName::FifoQueue, "true"), (QueueAttributeName::VisibilityTimeout, "2")]).await;
        let send = |body: &str, group: &str| subject.client.send_message().queue_url(&queue).message_body(body).message_group_id(group).message_deduplication_id(body).send();
        for (body, group) in [("a1", "a"), ("a2", "a"), ("b1", "b"), ("a1", "a")] {
            send(body, group).await.unwrap();
        }
        let one = || subject.client.receive_message().queue_url(&queue).send();
        let first = one().await.unwrap();
        assert_eq!(first.messages()[0].body(), Some("a1"));
        // Group a waits for its first message; group b does not.
        assert_eq!(bodies(&subject.receive(&queue).await), BTreeSet::from(["b1"]));
        subject.client.delete_message().queue_url(&queue).receipt_handle(handle(&first.messages()[0])).send().await.unwrap();
        assert_eq!(bodies(&subject.receive(&queue).await), BTreeSet::from(["a2"]));
        let plain = subject.client.send_message().queue_url(&queue).message_body("x").send().await.unwrap_err();
        assert_eq!(plain.code(), Some("MissingParameter"));
    }

    async fn the_group_of_a_message_on_a_standard_queue_is_kept(subject: &Subject) {
        let queue = subject.queue(&[]).await;
        subject.client.send_message().queue_url(&queue).message_body("x").message_group_id("tenant-1").send().await.unwrap();
        let received = subject.receive(&queue).await;
        assert_eq!(attribute(&received[0], &MessageSystemAttributeName::MessageGroupId), Some("tenant-1"));
    }
}

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
