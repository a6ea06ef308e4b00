//! A stranger behind the address that the tenants have, as in one café, who tries passwords at all of them.

use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode};
use serde_json::json;

use crate::process::DevServer;

const PAUSE: Duration = Duration::from_millis(50);

/// What came of the guesses.
#[derive(Default)]
pub(super) struct Guesses {
    pub(super) wrong: usize,
    /// Not looked at: there had been too many.
    pub(super) slowed_down: usize,
}

/// Guesses until then.
pub(super) async fn guess(server: &DevServer, until: Instant, victims: &[String]) -> Guesses {
    let http = Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/v1/auth/login", server.url("apiUrl"));
    let mut guesses = Guesses::default();
    for (number, victim) in victims.iter().cycle().enumerate() {
        if Instant::now() >= until {
            break;
        }
        let guess = json!({ "email": victim, "password": format!("Winter{number}!! of ours") });
        match http.post(&url).json(&guess).send().await.unwrap().status() {
            StatusCode::UNAUTHORIZED => guesses.wrong += 1,
            StatusCode::TOO_MANY_REQUESTS => guesses.slowed_down += 1,
            status => panic!("{status}"),
        }
        tokio::time::sleep(PAUSE).await;
    }
    guesses
}
