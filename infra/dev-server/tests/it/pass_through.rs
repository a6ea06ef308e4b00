//! A portal that another server builds while it is edited.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
};

use reqwest::StatusCode;
use tempfile::tempdir;

use crate::process::DevServer;

/// Reads up to the empty line.
fn head(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut byte = [0];
    while !read.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
        read.push(byte[0]);
    }
    String::from_utf8(read).unwrap()
}

/// Answers with what it was asked for; after an upgrade, says everything again in capitals.
fn portal_server() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let asked = head(&mut stream);
                let line = asked.lines().next().unwrap_or_default();
                if !asked.to_lowercase().contains("upgrade: websocket") {
                    let chunk = format!("{:x}\r\n{line}\r\n0\r\n\r\n", line.len());
                    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nx-from: next\r\n\r\n";
                    return stream.write_all(format!("{chunked}{chunk}").as_bytes()).unwrap();
                }
                let upgraded =
                    "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n";
                stream.write_all(upgraded.as_bytes()).unwrap();
                let mut said = [0; 5];
                while stream.read_exact(&mut said).is_ok() {
                    stream.write_all(&said.to_ascii_uppercase()).unwrap();
                }
            });
        }
    });
    address
}

fn start(portal: SocketAddr) -> (tempfile::TempDir, DevServer) {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &["--portal-from", &portal.to_string()]);
    (directory, server)
}

#[tokio::test]
async fn all_but_the_stacks_own_is_passed_on() {
    let (_directory, server) = start(portal_server());
    let http = simulator::webhook_client().unwrap();
    let url = |path: &str| format!("{}{path}", server.url("apiUrl"));
    let page = http.get(url("/customers/?q=a%20b")).send().await.unwrap();
    assert_eq!(page.headers()["x-from"], "next");
    assert_eq!(page.text().await.unwrap(), "GET /customers/?q=a%20b HTTP/1.1");
    assert_eq!(server.url("portalUrl"), url("/"));
    for (path, status) in [("/v1/customers", 401), ("/v1/nowhere", 404), ("/healthz", 200)] {
        let answer = http.get(url(path)).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
        assert!(!answer.headers().contains_key("x-from"), "{path}");
    }
}

#[tokio::test]
async fn a_web_socket_goes_through() {
    let (_directory, server) = start(portal_server());
    let mut browser = TcpStream::connect(server.url("apiUrl").trim_start_matches("http://")).unwrap();
    let request = "GET /_next/webpack-hmr HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\n\
                   upgrade: websocket\r\n\r\n";
    browser.write_all(request.as_bytes()).unwrap();
    let answer = head(&mut browser);
    assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
    for said in [b"hello", b"again"] {
        browser.write_all(said).unwrap();
        let mut heard = [0; 5];
        browser.read_exact(&mut heard).unwrap();
        assert_eq!(heard, said.to_ascii_uppercase().as_slice());
    }
}

#[tokio::test]
async fn it_is_said_when_nobody_answers() {
    let nobody = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let (_directory, server) = start(nobody);
    let page = simulator::webhook_client().unwrap().get(server.url("apiUrl")).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::BAD_GATEWAY);
    assert!(page.text().await.unwrap().contains(&nobody.to_string()));
}
