//! What the product relies on in SQS, asked through the real SDK client. Every check is a function over a
//! client, so that the same suite runs against the fake (with a clock it moves) and against a reference (with
//! real waiting): `SQS_REFERENCE_URL=http://127.0.0.1:5000 cargo test -p local-services reference -- --ignored`.
//! moto 5.2 agrees but for three checks in which it is laxer than the service: attribute values out of range, the
//! source of a dead letter, and attributes that count towards a message's size.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_sqs::operation::delete_message::DeleteMessageError;
use aws_sdk_sqs::operation::send_message_batch::SendMessageBatchError;
use aws_sdk_sqs::types::{
    Message, MessageAttributeValue, MessageSystemAttributeName, QueueAttributeName,
    SendMessageBatchRequestEntry,
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
}

/// The ARN of the queue at this URL.
fn arn(url: &str) -> String {
    let mut parts = url.rsplit('/');
    let (name, account) = (parts.next().unwrap(), parts.next().unwrap());
    format!("arn:aws:sqs:{}:{account}:{name}", crate::REGION)
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

mod deliveries;
mod fake_only;
mod sizes;
mod whole_queues;

use deliveries::*;
use sizes::*;
use whole_queues::*;

/// Makes of every check a test against the fake, and of all of them one against a reference.
macro_rules! suite {
    ($($check:ident,)*) => {
        mod the_fake {
            use super::*;

            $(#[tokio::test]
            async fn $check() {
                super::$check(&Subject::fake().await).await;
            })*
        }

        #[tokio::test]
        #[ignore = "needs the URL of a reference in SQS_REFERENCE_URL when it is compiled"]
        async fn a_reference_behaves_the_same() {
            let Some(url) = option_env!("SQS_REFERENCE_URL") else { panic!("SQS_REFERENCE_URL is not set") };
            let client = Client::new(&sdk_config(url));
            let subject = Subject { client, time: Passing::Real, _server: None };
            let mut different = Vec::new();
            $(if AssertUnwindSafe($check(&subject)).catch_unwind().await.is_err() {
                different.push(stringify!($check));
            })*
            assert!(different.is_empty(), "{different:#?}");
        }
    };
}

suite! {
    a_queue_is_created_once_and_found_by_name,
    wrong_attributes_are_refused,
    a_queue_that_is_not_there_is_an_error_everywhere,
    a_message_arrives_whole_and_is_gone_after_its_deletion,
    only_the_attributes_asked_for_come_back,
    a_received_message_comes_back_after_its_visibility_time_out,
    a_receive_can_have_its_own_visibility_time_out,
    a_delayed_message_comes_after_its_delay,
    a_message_received_too_often_moves_to_the_dead_letter_queue,
    a_dead_letter_queue_must_exist,
    a_long_poll_ends_when_a_message_comes,
    a_long_poll_ends_when_a_hidden_message_comes_back,
    an_empty_receive_ends_after_its_wait,
    a_receive_out_of_range_is_refused,
    a_batch_sends_each_entry,
    a_batch_that_is_wrong_as_a_whole_sends_nothing,
    a_message_may_weigh_one_mebibyte_and_no_more,
    a_wrong_receipt_handle_is_an_error_and_an_old_one_is_not,
    the_group_of_a_message_on_a_standard_queue_is_kept,
}
