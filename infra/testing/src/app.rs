//! An application under test.

use std::{
    collections::{BTreeMap, HashMap},
    net::SocketAddr,
    sync::Arc,
};

use aws_sdk_dynamodb::types::AttributeValue;
use clients::{Aws, AwsSettings};
use jiff::Timestamp;
use local_services::{clock::SystemClock as LocalClock, queues::Queues, secrets::Secrets};
use runtime::{
    Environment, FixedClock, FixedRandom, Function, FunctionContext,
    log::{RequestLog, Silent},
};
use secrecy::SecretString;
use serde_json::json;
use store::Table;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{permissions::Recorder, request::messages_event};

/// The time at which tests begin: a Monday noon in UTC.
pub const NOW: &str = "2026-09-21T12:00:00Z";
/// Where workspaces of the voice provider may be. Nothing listens there.
const VOICE_API_URLS: &str =
    "https://api.elevenlabs.io,https://api.eu.residency.elevenlabs.io,http://127.0.0.1:9";

/// A table, queues and secrets of its own, and what functions need to reach them.
pub struct TestApp {
    /// What functions are started with.
    pub context: FunctionContext,
    /// The clock of the functions.
    pub clock: Arc<FixedClock>,
    /// The table of the functions.
    pub table: Table,
    /// Clients of the local services, for looks behind the scenes.
    pub aws: Aws,
    /// The variables of the functions.
    pub variables: Vec<(String, String)>,
    recorder: Option<Recorder>,
    stop: CancellationToken,
}

/// What a test may replace before functions are started.
pub struct TestAppOptions {
    /// Variables in addition to the usual ones, or in their place.
    pub variables: Vec<(String, String)>,
    /// Takes the lines of the requests.
    pub request_log: Arc<dyn RequestLog>,
}

impl Default for TestAppOptions {
    fn default() -> Self {
        Self { variables: Vec::new(), request_log: Arc::new(Silent) }
    }
}

impl TestApp {
    /// Starts the services and creates the table, the queue and the secrets that every deployment has.
    pub async fn start() -> Self {
        Self::start_with(TestAppOptions::default()).await
    }

    /// The same with other options.
    pub async fn start_with(options: TestAppOptions) -> Self {
        let stop = CancellationToken::new();
        let any_port: SocketAddr = ([127, 0, 0, 1], 0).into();

        let listener = TcpListener::bind(any_port).await.unwrap();
        let dynamodb = listener.local_addr().unwrap();
        let database = dynoxide::Database::memory().unwrap();
        let stopped = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = dynoxide::server::serve_on(listener, database) => {}
                () = stopped.cancelled() => {}
            }
        });
        let queues = Queues::new(Arc::new(LocalClock), stop.clone());
        let sqs = queues.serve(any_port).await.unwrap().address();
        let secrets = Secrets::in_memory(Arc::new(LocalClock));
        let secrets_manager = secrets.serve(any_port, stop.clone()).await.unwrap().address();

        let aws = Aws::new(AwsSettings {
            region: "us-east-1".to_owned(),
            access_key_id: "local".to_owned(),
            secret_access_key: SecretString::from("local"),
            session_token: None,
            endpoint: None,
            dynamodb_endpoint: Some(format!("http://{dynamodb}")),
            sqs_endpoint: Some(format!("http://{sqs}")),
            secrets_manager_endpoint: Some(format!("http://{secrets_manager}")),
        });
        let table_name = "navaia-test-table";
        store::schema::create_table(&aws.dynamodb(), table_name).await.unwrap();
        let inbox = aws.sqs().create_queue().queue_name("inbox").send().await.unwrap();
        let secret_store = clients::Secrets::new(aws.secrets_manager());
        for name in ["navaia/test/cursor-key", "navaia/test/token-signing"] {
            secret_store
                .create(name, &SecretString::from("local-secret-of-sixty-four-characters"))
                .await
                .unwrap();
        }

        let mut variables: Vec<(String, String)> = [
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", "local".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
            ("AWS_ENDPOINT_URL_DYNAMODB", format!("http://{dynamodb}")),
            ("AWS_ENDPOINT_URL_SQS", format!("http://{sqs}")),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", format!("http://{secrets_manager}")),
            ("TABLE_NAME", table_name.to_owned()),
            ("SECRET_PREFIX", "navaia/test/".to_owned()),
            ("INBOX_QUEUE_URL", inbox.queue_url().unwrap_or_default().to_owned()),
            ("POST_CALL_URL", "https://hooks.example/".to_owned()),
            ("VOICE_API_URLS", VOICE_API_URLS.to_owned()),
            ("REGISTRATION", "open".to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        variables.extend(options.variables);

        let clock = Arc::new(FixedClock::at(NOW.parse::<Timestamp>().unwrap()));
        let context = FunctionContext::new(
            Environment::given(variables.clone()),
            clock.clone(),
            Arc::new(FixedRandom::default()),
            options.request_log,
        )
        .unwrap();
        let table = context.table().unwrap();
        let recorder = Recorder::start(&variables, &stop).await;
        Self { context, clock, table, aws, variables, recorder, stop }
    }

    /// What this function is started with.
    pub fn context_of(&self, function: &Function) -> FunctionContext {
        match &self.recorder {
            None => self.context.clone(),
            Some(recorder) => recorder.context_of(function, &self.context),
        }
    }
}

impl TestApp {
    /// All items of the table as text, in no order: to see that nothing changed.
    pub async fn all_items(&self) -> Vec<String> {
        self.items().await.attributes().map(in_order).collect()
    }

    /// Hands the messages of a queue to its consumer until none is left. Fails if one cannot be handled.
    pub async fn drain(&self, queue: &str, consumer: &Function) {
        let sqs = self.aws.sqs();
        let url = sqs.get_queue_url().queue_name(queue).send().await.unwrap().queue_url.unwrap();
        loop {
            let request = sqs.receive_message().queue_url(&url).max_number_of_messages(10);
            let received = request.message_attribute_names("All").send().await.unwrap();
            if received.messages().is_empty() {
                return;
            }
            for message in received.messages() {
                let body = serde_json::from_str(message.body().unwrap()).unwrap();
                let mut event = messages_event(&[body]);
                let record = &mut event["Records"][0];
                record["messageId"] = message.message_id().into();
                for (name, attribute) in message.message_attributes().into_iter().flatten() {
                    let (kind, value) = (attribute.data_type(), attribute.string_value());
                    record["messageAttributes"][name] = json!({
                        "dataType": kind, "stringValue": value,
                        "stringListValues": [], "binaryListValues": [],
                    });
                }
                let answer = self.invoke(consumer, event).await;
                assert_eq!(answer["batchItemFailures"], json!([]), "a message of {queue} was not handled");
                let handle = message.receipt_handle().unwrap();
                sqs.delete_message().queue_url(&url).receipt_handle(handle).send().await.unwrap();
            }
        }
    }
}

/// Attributes in the order of their names, so that equal items are equal texts.
fn in_order(attributes: &HashMap<String, AttributeValue>) -> String {
    let ordered: BTreeMap<_, String> = attributes
        .iter()
        .map(|(name, value)| {
            let value = value.as_m().map_or_else(|_| format!("{value:?}"), in_order);
            (name, value)
        })
        .collect();
    format!("{ordered:?}")
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl std::fmt::Debug for TestApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestApp")
    }
}
