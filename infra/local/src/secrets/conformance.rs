//! What the product relies on in Secrets Manager, asked through the real SDK client. Every check is a
//! function over a client, so that the same suite runs against a reference:
//! `SECRETS_REFERENCE_URL=http://127.0.0.1:5000 cargo test -p local-services reference -- --ignored`. moto 5.2
//! agrees.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::ProvideErrorMetadata as _;
use futures_util::FutureExt as _;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::Secrets;
use crate::clock::ManualClock;
use crate::random;
use crate::testing::{ANY_PORT, sdk_config};

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH))
}

async fn client_of(secrets: &Secrets) -> Client {
    let server = secrets.serve(ANY_PORT, CancellationToken::new()).await.unwrap();
    Client::new(&sdk_config(&server.url()))
}

fn fresh_name() -> String {
    format!("navaia/{}", random::uuid())
}

async fn current(client: &Client, name: &str) -> String {
    client.get_secret_value().secret_id(name).send().await.unwrap().secret_string.unwrap()
}

/// Makes of every check a test against the fake, and of all of them one against a reference.
macro_rules! suite {
    ($($check:ident,)*) => {
        mod the_fake {
            use super::*;

            $(#[tokio::test]
            async fn $check() {
                super::$check(&client_of(&Secrets::in_memory(clock())).await).await;
            })*
        }

        #[tokio::test]
        #[ignore = "needs the URL of a reference in SECRETS_REFERENCE_URL when it is compiled"]
        async fn a_reference_behaves_the_same() {
            let Some(url) = option_env!("SECRETS_REFERENCE_URL") else { panic!("SECRETS_REFERENCE_URL is not set") };
            let client = Client::new(&sdk_config(url));
            let mut different = Vec::new();
            $(if AssertUnwindSafe($check(&client)).catch_unwind().await.is_err() {
                different.push(stringify!($check));
            })*
            assert!(different.is_empty(), "{different:#?}");
        }
    };
}

suite! {
    a_secret_is_created_and_read_by_name_and_arn,
    a_new_value_makes_the_old_one_previous,
    a_repeated_put_is_recognised_by_its_token,
    a_name_is_given_once,
    what_is_not_there_is_not_found,
    a_forced_deletion_is_final_and_frees_the_name,
}

async fn a_secret_is_created_and_read_by_name_and_arn(client: &Client) {
    let name = fresh_name();
    let created = client.create_secret().name(&name).secret_string("s3cret").send().await.unwrap();
    let arn = created.arn().unwrap();
    assert!(arn.contains(&format!(":secret:{name}-")));
    for id in [name.as_str(), arn] {
        let read = client.get_secret_value().secret_id(id).send().await.unwrap();
        assert_eq!(read.secret_string(), Some("s3cret"));
        assert_eq!(read.version_id(), created.version_id());
        assert_eq!(read.version_stages(), ["AWSCURRENT"]);
        assert_eq!(read.name(), Some(name.as_str()));
    }
}

async fn a_new_value_makes_the_old_one_previous(client: &Client) {
    let name = fresh_name();
    let first = client.create_secret().name(&name).secret_string("one").send().await.unwrap();
    let second = client.put_secret_value().secret_id(&name).secret_string("two").send().await.unwrap();
    assert_eq!(second.version_stages(), ["AWSCURRENT"]);
    assert_eq!(current(client, &name).await, "two");
    let previous =
        client.get_secret_value().secret_id(&name).version_stage("AWSPREVIOUS").send().await.unwrap();
    assert_eq!(previous.secret_string(), Some("one"));
    assert_eq!(previous.version_id(), first.version_id());
    client.put_secret_value().secret_id(&name).secret_string("three").send().await.unwrap();
    assert_eq!(current(client, &name).await, "three");
    let previous =
        client.get_secret_value().secret_id(&name).version_stage("AWSPREVIOUS").send().await.unwrap();
    assert_eq!(previous.secret_string(), Some("two"));
    assert_eq!(previous.version_id(), second.version_id());
    assert_eq!(previous.version_stages(), ["AWSPREVIOUS"]);
}

async fn a_repeated_put_is_recognised_by_its_token(client: &Client) {
    let (name, token) = (fresh_name(), random::uuid());
    client.create_secret().name(&name).secret_string("zero").send().await.unwrap();
    let put = |value: &str| {
        client.put_secret_value().secret_id(&name).client_request_token(&token).secret_string(value).send()
    };
    assert_eq!(put("one").await.unwrap().version_id(), Some(token.as_str()));
    assert_eq!(put("one").await.unwrap().version_id(), Some(token.as_str()));
    assert!(put("two").await.unwrap_err().into_service_error().is_resource_exists_exception());
    assert_eq!(current(client, &name).await, "one");
}

async fn a_name_is_given_once(client: &Client) {
    let (name, token) = (fresh_name(), random::uuid());
    let create = |value: &str| {
        client.create_secret().name(&name).client_request_token(&token).secret_string(value).send()
    };
    let first = create("one").await.unwrap();
    let error = create("two").await.unwrap_err().into_service_error();
    assert!(error.is_resource_exists_exception(), "{error:?}");
    let other = client.create_secret().name(&name).secret_string("one").send().await.unwrap_err();
    assert!(other.into_service_error().is_resource_exists_exception());
    let kept = client.get_secret_value().secret_id(&name).send().await.unwrap();
    assert_eq!((kept.arn(), kept.secret_string()), (first.arn(), Some("one")));
}

async fn what_is_not_there_is_not_found(client: &Client) {
    let name = fresh_name();
    let error = client.get_secret_value().secret_id(&name).send().await.unwrap_err();
    assert!(error.into_service_error().is_resource_not_found_exception());
    let error = client.put_secret_value().secret_id(&name).secret_string("x").send().await.unwrap_err();
    assert!(error.into_service_error().is_resource_not_found_exception());
    client.create_secret().name(&name).secret_string("x").send().await.unwrap();
    let error =
        client.get_secret_value().secret_id(&name).version_stage("AWSPREVIOUS").send().await.unwrap_err();
    assert!(error.into_service_error().is_resource_not_found_exception());
}

async fn a_forced_deletion_is_final_and_frees_the_name(client: &Client) {
    let name = fresh_name();
    client.create_secret().name(&name).secret_string("one").send().await.unwrap();
    client.delete_secret().secret_id(&name).force_delete_without_recovery(true).send().await.unwrap();
    let error = client.get_secret_value().secret_id(&name).send().await.unwrap_err();
    assert!(error.into_service_error().is_resource_not_found_exception());
    client.create_secret().name(&name).secret_string("two").send().await.unwrap();
    assert_eq!(current(client, &name).await, "two");
}

/// Not every reference knows these limits.
#[tokio::test]
async fn a_value_of_more_than_64_kib_and_an_odd_name_are_refused() {
    let client = client_of(&Secrets::in_memory(clock())).await;
    let create =
        |name: &str, bytes: usize| client.create_secret().name(name).secret_string("x".repeat(bytes)).send();
    create("fits", 65_536).await.unwrap();
    assert!(create("large", 65_537).await.unwrap_err().into_service_error().is_invalid_parameter_exception());
    assert!(create("odd name", 1).await.is_err());
}

#[tokio::test]
async fn a_create_repeated_with_its_token_gives_the_same_answer() {
    let client = client_of(&Secrets::in_memory(clock())).await;
    let token = random::uuid();
    let create = || client.create_secret().name("s").client_request_token(&token).secret_string("one").send();
    assert_eq!(create().await.unwrap().arn(), create().await.unwrap().arn());
}

#[tokio::test]
async fn a_put_repeated_after_later_ones_changes_nothing() {
    let client = client_of(&Secrets::in_memory(clock())).await;
    client.create_secret().name("s").secret_string("zero").send().await.unwrap();
    let token = random::uuid();
    let put =
        || client.put_secret_value().secret_id("s").client_request_token(&token).secret_string("one").send();
    put().await.unwrap();
    for value in ["two", "three"] {
        client.put_secret_value().secret_id("s").secret_string(value).send().await.unwrap();
    }
    assert!(put().await.unwrap().version_stages().is_empty());
    assert_eq!(current(&client, "s").await, "three");
}

#[tokio::test]
async fn what_is_left_out_is_refused_and_changes_nothing() {
    let client = client_of(&Secrets::in_memory(clock())).await;
    client.create_secret().name("s").secret_string("one").send().await.unwrap();
    let pending = client.put_secret_value().secret_id("s").secret_string("two").version_stages("AWSPENDING");
    assert_eq!(pending.send().await.unwrap_err().code(), Some("SerializationException"));
    let deletion = client.delete_secret().secret_id("s").send().await.unwrap_err();
    assert!(deletion.into_service_error().is_invalid_parameter_exception());
    let list = client.list_secrets().send().await.unwrap_err();
    assert_eq!(list.code(), Some("UnknownOperationException"));
    assert_eq!(current(&client, "s").await, "one");
}

#[tokio::test]
async fn secrets_survive_in_a_file_that_only_its_owner_can_read() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("secrets.json");
    let client = client_of(&Secrets::in_file(file.clone(), clock()).unwrap()).await;
    client.create_secret().name("s").secret_string("one").send().await.unwrap();
    client.put_secret_value().secret_id("s").secret_string("two").send().await.unwrap();

    let again = client_of(&Secrets::in_file(file.clone(), clock()).unwrap()).await;
    assert_eq!(current(&again, "s").await, "two");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let left: Vec<_> =
        std::fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["secrets.json"]);
}

#[test]
fn a_file_that_is_not_ours_is_refused_without_being_quoted() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("secrets.json");
    std::fs::write(&file, "{\"secrets\": \"s3cret\"}").unwrap();
    let error = Secrets::in_file(file, clock()).err().unwrap().to_string();
    assert!(error.contains("is not a secrets file") && !error.contains("s3cret"));
}

#[tokio::test]
async fn a_secret_that_could_not_be_written_is_not_there() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("gone").join("secrets.json");
    let client = client_of(&Secrets::in_file(file, clock()).unwrap()).await;
    let error = client.create_secret().name("s").secret_string("one").send().await.unwrap_err();
    assert!(error.into_service_error().is_internal_service_error());
    let error = client.get_secret_value().secret_id("s").send().await.unwrap_err();
    assert!(error.into_service_error().is_resource_not_found_exception());
}
