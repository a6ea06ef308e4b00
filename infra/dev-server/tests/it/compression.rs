//! Compressed answers over HTTP.

use std::io::Read as _;

use flate2::read::GzDecoder;
use reqwest::StatusCode;
use serde_json::json;
use tempfile::tempdir;

use crate::{process::DevServer, running::PASSWORD};

#[tokio::test]
async fn a_large_answer_is_compressed_unless_it_holds_a_token() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &[]);
    // It asks for no coding by itself, and reads none.
    let http = simulator::webhook_client().unwrap();
    let document = || http.get(server.url("openapiUrl"));
    let bare = document().send().await.unwrap();
    assert!(!bare.headers().contains_key("content-encoding"));
    let bare = bare.bytes().await.unwrap();
    let compressed = document().header("accept-encoding", "gzip, deflate, br, zstd").send().await.unwrap();
    assert_eq!(compressed.headers()["content-encoding"], "gzip");
    assert_eq!(compressed.headers()["vary"], "accept-encoding");
    let bytes = compressed.bytes().await.unwrap();
    assert!(bytes.len() * 5 < bare.len(), "{} of {} bytes", bytes.len(), bare.len());
    let mut read = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut read).unwrap();
    assert!(read == bare, "it is not the same document");

    // With names as long as they may be, more than what else would be compressed.
    let long = "فاطمة".repeat(24);
    let register =
        json!({ "tenantName": long, "name": long, "email": "a@example.com", "password": PASSWORD });
    let url = format!("{}/v1/auth/register", server.url("apiUrl"));
    let registered = http.post(url).json(&register).header("accept-encoding", "gzip").send().await.unwrap();
    assert_eq!(registered.status(), StatusCode::CREATED);
    assert!(!registered.headers().contains_key("content-encoding"));
    assert!(registered.bytes().await.unwrap().len() > 1024);
}
