//! What functions have queued.

use serde_json::Value;

use crate::app::TestApp;

impl TestApp {
    /// Takes the messages that wait in the queue of the inbox: at most ten, in no order.
    pub async fn take_inbox_messages(&self) -> Vec<Value> {
        let queue = self.context.environment.require(runtime::environment::INBOX_QUEUE_URL).unwrap();
        let sqs = self.aws.sqs();
        let received =
            sqs.receive_message().queue_url(&queue).max_number_of_messages(10).send().await.unwrap();
        let mut bodies = Vec::new();
        for message in received.messages() {
            bodies.push(serde_json::from_str(message.body().unwrap()).unwrap());
            let handle = message.receipt_handle().unwrap();
            sqs.delete_message().queue_url(&queue).receipt_handle(handle).send().await.unwrap();
        }
        bodies
    }
}
