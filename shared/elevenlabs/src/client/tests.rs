use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, Uri},
    response::Response,
};
use domain::call::{Stage, VoiceAgentId};
use jiff::Timestamp;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;
use crate::fixtures;

/// A request as the provider saw it.
#[derive(Clone, Debug)]
struct Seen {
    uri: Uri,
    headers: HeaderMap,
}

/// Answers in turn; the last one for good. `None` never answers.
type Script = Vec<Option<Response<Body>>>;

/// A provider that follows a script and writes down what it was asked.
async fn provider(script: Script) -> (ApiClient, Arc<Mutex<Vec<Seen>>>) {
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let answers = Arc::new(Mutex::new(script.into_iter()));
    let log = Arc::clone(&seen);
    let router = Router::new().fallback(move |request: Request| {
        log.lock().unwrap().push(Seen { uri: request.uri().clone(), headers: request.headers().clone() });
        let answer = answers.lock().unwrap().next().expect("no more answers in the script");
        async move {
            match answer {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = BaseUrl::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (client(base_url), seen)
}

fn client(base_url: BaseUrl) -> ApiClient {
    let http = HttpClient::with_timeout(Duration::from_millis(500)).unwrap();
    let policy = RetryPolicy {
        attempts: 3,
        first_pause: Duration::from_millis(2),
        longest_pause: Duration::from_millis(10),
    };
    ApiClient::new(http, base_url, SecretString::from("sk_s3cret")).with_retry(policy)
}

fn answer(status: u16, body: impl Into<Body>) -> Option<Response<Body>> {
    let answer = Response::builder().status(status).header("x-trace-id", "trace-1");
    Some(answer.body(body.into()).unwrap())
}

fn fixture(status: u16, name: &str) -> Option<Response<Body>> {
    answer(status, fixtures::read(&format!("api/{name}.json")))
}

fn conversation() -> ConversationId {
    ConversationId::new("conv_1").unwrap()
}

async fn refusal(answer: Option<Response<Body>>) -> Refusal {
    let (client, seen) = provider(vec![answer]).await;
    match client.get_conversation(&conversation()).await {
        Err(ApiError::Refused(refusal)) => {
            assert_eq!(seen.lock().unwrap().len(), 1);
            refusal
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_conversation_is_read_with_the_key() {
    let (client, seen) = provider(vec![fixture(200, "conversation_get.processing")]).await;
    let conversation = client.get_conversation(&conversation()).await.unwrap();
    assert_eq!(conversation.conversation_id.as_str(), "conv_0901navaiatest0000000000012");
    assert_eq!(conversation.report.stage, Stage::Processing);
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].uri, "/v1/convai/conversations/conv_1");
    assert_eq!(seen[0].headers["xi-api-key"], "sk_s3cret");
}

#[tokio::test]
async fn a_list_is_read_page_by_page_and_filtered() {
    let (client, seen) = provider(vec![
        fixture(200, "conversations_list.response"),
        answer(
            200,
            r#"{"conversations":[{"conversation_id":"c"},{},null],"next_cursor":"x","has_more":false}"#,
        ),
        answer(200, r#"{"detail":"moved"}"#),
    ])
    .await;
    let filter = ConversationFilter {
        agent_id: VoiceAgentId::new("agent_1").ok(),
        started_after: Timestamp::from_second(1_789_990_000).ok(),
        started_before: Timestamp::from_second(1_789_999_000).ok(),
        variable: Some(("attempt_id".to_owned(), "a b&c".to_owned())),
        page_size: Some(255),
        cursor: Some("cursor=1".to_owned()),
    };
    let page = client.list_conversations(&filter).await.unwrap();
    let stages: Vec<_> = page.conversations.iter().map(|conversation| conversation.stage).collect();
    assert_eq!(stages, [Stage::Final, Stage::Final, Stage::Initiated, Stage::Processing]);
    assert_eq!(page.next_cursor.as_deref(), Some("cursor_0000000000000001"));
    assert_eq!(
        seen.lock().unwrap()[0].uri,
        "/v1/convai/conversations?agent_id=agent_1&call_start_after_unix=1789990000\
         &call_start_before_unix=1789999000&dynamic_variable_params=attempt_id%3Aeq%3Aa+b%26c\
         &page_size=100&cursor=cursor%3D1"
    );

    let last = client.list_conversations(&ConversationFilter::default()).await.unwrap();
    assert_eq!((last.conversations.len(), last.next_cursor), (1, None));
    assert_eq!(seen.lock().unwrap()[1].uri, "/v1/convai/conversations");
    let error = client.list_conversations(&ConversationFilter::default()).await.unwrap_err();
    assert!(matches!(error, ApiError::Unreadable(_)), "{error:?}");
}

#[tokio::test]
async fn every_shape_of_error_is_read() {
    let wrong_key = refusal(fixture(401, "error.401")).await;
    assert_eq!(wrong_key.legacy_status.as_deref(), Some("invalid_api_key"));
    assert_eq!((wrong_key.code.as_deref(), wrong_key.trace_id.as_deref()), (None, Some("trace-1")));
    assert_eq!(wrong_key.class(), Class::Authentication);

    let set_up = refusal(fixture(400, "error.400.provider_config")).await;
    assert_eq!(set_up.legacy_status.as_deref(), Some("invalid_provider_config"));
    assert_eq!(set_up.class(), Class::Rejected);

    let invalid = refusal(fixture(422, "error.422")).await;
    assert_eq!(invalid.message.as_deref(), Some("body.to_number: Field required"));
    assert_eq!(invalid.class(), Class::Rejected);

    let text = refusal(answer(404, r#"{"detail":"Not found"}"#)).await;
    assert_eq!((text.message.as_deref(), text.class()), (Some("Not found"), Class::NotFound));

    let page = refusal(answer(403, "<html>Forbidden</html>")).await;
    assert_eq!(
        (page.message.as_deref(), page.class()),
        (Some("<html>Forbidden</html>"), Class::Authentication)
    );

    let spent = refusal(answer(401, r#"{"detail":{"code":"unauthorized","status":"quota_exceeded"}}"#)).await;
    assert_eq!(spent.class(), Class::Payment);

    assert_eq!(refusal(answer(402, "")).await.class(), Class::Payment);
    assert_eq!(refusal(answer(302, "")).await.class(), Class::Rejected);
}

#[tokio::test]
async fn what_may_pass_is_asked_again() {
    let (client, seen) = provider(vec![
        fixture(429, "error.429"),
        answer(503, "oops"),
        fixture(200, "conversation_get.processing"),
    ])
    .await;
    assert!(client.get_conversation(&conversation()).await.is_ok());
    assert_eq!(seen.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn patience_ends() {
    let script = (0..4).map(|_| fixture(429, "error.429")).collect();
    let (client, seen) = provider(script).await;
    let error = client.get_conversation(&conversation()).await.unwrap_err();
    assert_eq!(error.class(), Class::Throttled);
    assert_eq!(
        error.to_string(),
        "the voice provider answered 429 Too Many Requests concurrent_limit_exceeded"
    );
    assert_eq!(seen.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_silent_provider_is_given_up() {
    let (client, seen) = provider(vec![None, None, None]).await;
    let error = client.get_conversation(&conversation()).await.unwrap_err();
    assert!(matches!(error, ApiError::TimedOut), "{error:?}");
    assert_eq!((error.class(), seen.lock().unwrap().len()), (Class::Unavailable, 3));
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let error = client(base_url).get_conversation(&conversation()).await.unwrap_err();
    assert!(matches!(error, ApiError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_unreadable_and_not_asked_for_again() {
    let (client, seen) = provider(vec![answer(200, "{\"conversation_id\":")]).await;
    let error = client.get_conversation(&conversation()).await.unwrap_err();
    assert!(matches!(error, ApiError::Unreadable(_)), "{error:?}");
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_broken() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = [0; 4_096];
            let _ = connection.read(&mut request).await;
            let _ = connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"conv").await;
        }
    });
    let error = client(base_url).get_conversation(&conversation()).await.unwrap_err();
    assert!(matches!(error, ApiError::Broken(_)), "{error:?}");
}

#[test]
fn the_key_and_the_address_asked_for_stay_out_of_texts() {
    let client = client(BaseUrl::parse("http://127.0.0.1:1/").unwrap());
    let shown = format!("{client:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(shown.contains("http://127.0.0.1:1"), "{shown}");
}
