//! Tests on the embedded store.

use auth::{accept_invitation::AcceptInvitation, register::Register};
use clap::Parser;
use runtime::{App as _, Core};
use serde_json::json;
use testing::{TestApp, TestAppOptions, TestRequest, TestResponse};

use super::{Link, NewTenant, create};

const PORTAL: &str = "https://portal.example.com";
const PASSWORD: &str = "correct horse battery";

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    tenant: NewTenant,
}

fn typed(arguments: &[&str]) -> Result<NewTenant, clap::Error> {
    Command::try_parse_from(["tenant"].iter().chain(arguments)).map(|command| command.tenant)
}

async fn closed() -> TestApp {
    let variables = vec![("REGISTRATION".to_owned(), "closed".to_owned())];
    TestApp::start_with(TestAppOptions { variables, ..TestAppOptions::default() }).await
}

async fn invite(app: &TestApp, portal: &str, arguments: &[&str]) -> anyhow::Result<Link> {
    create(&Core::start(&app.context)?, portal, &typed(arguments)?).await
}

fn token(link: &Link) -> &str {
    link.url.strip_prefix(PORTAL).unwrap().strip_prefix("/invitation/#token=").unwrap()
}

async fn accept(app: &TestApp, token: &str) -> TestResponse {
    let acceptance = json!({ "token": token, "name": "Robin Example", "password": PASSWORD });
    app.send::<AcceptInvitation>(TestRequest::new().json(&acceptance)).await
}

#[tokio::test]
async fn the_link_makes_the_tenant_that_was_typed() {
    let app = closed().await;
    let arguments = ["--email", "robin@harbour.example", "--name", "Harbour Dental", "--region", "gb"];
    let link = invite(&app, PORTAL, &arguments).await.unwrap();
    let token = token(&link);
    assert!(token.len() >= 43, "256 bits in base64url");
    assert!(!app.all_items().await.iter().any(|item| item.contains(token)), "only its digest is kept");
    assert!(!format!("{link:?}").contains(token));
    let answer = accept(&app, token).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let tenant = &answer.body["tenant"];
    assert_eq!((&tenant["name"], &tenant["defaultRegion"]), (&json!("Harbour Dental"), &json!("GB")));
    assert_eq!(answer.body["user"]["email"], "robin@harbour.example");
}

#[tokio::test]
async fn who_is_not_named_is_called_by_the_domain_and_every_link_is_another() {
    let app = closed().await;
    let first = invite(&app, &format!("{PORTAL}/"), &["--email", "robin@harbour.example"]).await.unwrap();
    let second = invite(&app, PORTAL, &["--email", "robin@harbour.example"]).await.unwrap();
    assert_ne!(first, second);
    let answer = accept(&app, token(&first)).await;
    assert_eq!(answer.body["tenant"]["name"], "harbour.example");
    assert_eq!(answer.body["tenant"]["defaultRegion"], "US");
    assert_eq!(accept(&app, token(&second)).await.error(), (409, "email_taken"));
}

#[tokio::test]
async fn nobody_is_invited_twice_over() {
    let app = TestApp::start().await;
    let registration = json!({
        "tenantName": "Harbour", "name": "Robin", "email": "robin@b\u{fc}cher.example", "password": PASSWORD,
    });
    assert_eq!(app.send::<Register>(TestRequest::new().json(&registration)).await.status, 201);
    let before = app.all_items().await;
    for email in ["robin@b\u{fc}cher.example", "Robin@xn--bcher-kva.example"] {
        let refused = invite(&app, PORTAL, &["--email", email]).await.unwrap_err();
        assert!(refused.to_string().contains("already"), "{refused}");
    }
    assert_eq!(app.all_items().await, before, "nothing was written");
}

#[tokio::test]
async fn a_link_goes_over_no_open_network() {
    let app = closed().await;
    let arguments = ["--email", "robin@harbour.example"];
    for portal in [
        "http://portal.example.com",
        "portal.example.com",
        "",
        "https://portal.example.com/?a=b",
        "https://p.example/#x",
    ] {
        assert!(invite(&app, portal, &arguments).await.is_err(), "{portal}");
    }
    for portal in ["https://portal.example.com", "http://localhost:8787/", "http://127.0.0.1:8787"] {
        assert!(invite(&app, portal, &arguments).await.is_ok(), "{portal}");
    }
}

#[test]
fn what_is_typed_is_checked_before_anything_is_done() {
    for wrong in [
        &["--email", "nobody"][..],
        &["--email", "a@example.com", "--region", "XX"],
        &["--email", "a@example.com", "--name", " "],
        &["--name", "Harbour"],
    ] {
        assert!(typed(wrong).is_err(), "{wrong:?}");
    }
}
