//! A stranger behind the address that the tenants have, as in one café, who tries passwords at all of them.

use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode};
use serde_json::json;

use crate::process::DevServer;

const PAUSE: Duration = Duration::from_millis(20);
/// So many are never looked at, from one address and at these accounts.
const MOST: usize = 400;

/// What came of the guesses.
#[derive(Default)]
pub(super) struct Guesses {
    pub(super) wrong: usize,
    /// Not looked at: there had been too many.
    pub(super) slowed_down: usize,
}

/// Guesses until one has to wait: from then on so does whoever is not known there. Gives how many were looked at.
pub(super) async fn guess_until_slowed_down(server: &DevServer, victims: &[String]) -> usize {
    let guesses = guess(server, victims, |guesses| guesses.slowed_down == 0 && guesses.wrong < MOST).await;
    assert_eq!(guesses.slowed_down, 1, "{} guesses were looked at", guesses.wrong);
    guesses.wrong
}

/// Guesses until then.
pub(super) async fn guess_until(server: &DevServer, victims: &[String], until: Instant) -> Guesses {
    guess(server, victims, |_| Instant::now() < until).await
}

async fn guess(server: &DevServer, victims: &[String], goes_on: impl Fn(&Guesses) -> bool) -> Guesses {
    let http = Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/v1/auth/login", server.url("apiUrl"));
    let mut guesses = Guesses::default();
    for (number, victim) in victims.iter().cycle().enumerate() {
        if !goes_on(&guesses) {
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
