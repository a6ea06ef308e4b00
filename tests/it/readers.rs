//! The readers of what comes from outside, over random bytes and over what they accept with some of it changed.

use domain::role::Role;
use http::{HeaderMap, HeaderValue, header};
use proptest::prelude::*;
use runtime::bearer::Authenticator;
use testing::{TestApp, TestRequest, readers::READERS};

use crate::sweeps::{Owner, carries, endpoints};

/// Bytes put in the place of others, at places that are drawn.
fn changed(seed: &str, changes: &[(prop::sample::Index, Vec<u8>, usize)]) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for (place, instead, length) in changes {
        let start = place.index(bytes.len() + 1);
        let end = (start + length).min(bytes.len());
        drop(bytes.splice(start..end, instead.iter().copied()));
    }
    bytes
}

fn any_change() -> impl Strategy<Value = (prop::sample::Index, Vec<u8>, usize)> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u0000",
        "\\ud800",
        "null",
        "true",
        "-",
        "1e999",
        "NaN",
        "\u{feff}",
        "\u{202e}",
        "\u{301}",
        "=",
        ";",
        "+",
        "00",
        "\n",
        "\0",
        "9223372036854775808",
        "{\"a\":1,\"a\":2}",
    ]);
    let token = token.prop_map(|token| token.as_bytes().to_vec());
    let bytes = prop_oneof![token, prop::collection::vec(any::<u8>(), 0..4)];
    (any::<prop::sample::Index>(), bytes, 0_usize..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn whatever_is_sent_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
        READERS.iter().for_each(|reader| (reader.read)(&bytes));
    }

    #[test]
    fn what_was_changed_on_its_way_is_read_or_refused(
        changes in prop::collection::vec(any_change(), 0..6),
    ) {
        let each = |reader: &testing::readers::Reader| {
            (reader.seeds)().iter().for_each(|seed| (reader.read)(&changed(seed, &changes)));
        };
        READERS.iter().for_each(each);
    }
}

/// Those of access tokens and of cursors are right as they are, and nothing near them is.
#[test]
fn what_was_not_changed_is_read_and_what_is_near_it_too() {
    for reader in READERS {
        for seed in (reader.seeds)() {
            (reader.read)(seed.as_bytes());
            near(&seed).iter().for_each(|text| (reader.read)(text.as_bytes()));
        }
    }
}

/// Texts like this one with one character changed, left out or added.
fn near(text: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for (place, _) in text.char_indices().step_by(7) {
        let (before, after) = text.split_at(place);
        let other = if after.starts_with('A') { 'B' } else { 'A' };
        let rest = after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        texts.push(format!("{before}{other}{rest}"));
        texts.push(format!("{before}{rest}"));
        texts.push(format!("{before}A{after}"));
    }
    texts
}

#[tokio::test]
async fn no_token_near_a_right_one_is_right() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let authenticator = Authenticator::new(app.table.clone(), app.context.clock.clone());
    let status = async |token: &str| {
        let value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value)]);
        authenticator.authenticate(&headers).await.map_or_else(|error| error.status().as_u16(), |_| 200)
    };
    assert_eq!(status(&person.token).await, 200);
    for token in near(&person.token) {
        assert_eq!(status(&token).await, 401, "{token}");
    }
    assert_eq!(status(&person.token).await, 200);
}

#[tokio::test]
async fn no_cursor_is_made_up() {
    let app = TestApp::start().await;
    let Owner { person, .. } = Owner::of_samples(&app).await;
    let (list, _) = endpoints().find(|(function, _)| function.name == "customers-list").unwrap();
    assert!(carries(&list, "query").contains("cursor"));
    let page = app.send_to(&list, TestRequest::new().by(&person).query("limit=1")).await;
    let right = page.body["nextCursor"].as_str().unwrap();
    let made_up = near(right)
        .into_iter()
        .chain(near(&"A".repeat(140)))
        .chain(["", "=", "%00", "%F0%9F%A6%80", "null"].map(str::to_owned));
    for cursor in made_up {
        let request = TestRequest::new().by(&person).query(format!("cursor={cursor}"));
        assert_eq!(app.send_to(&list, request).await.error(), (400, "cursor_refused"), "{cursor}");
    }
}

#[test]
fn every_reader_has_a_target() {
    let manifest = std::fs::read_to_string(crate::root().join("fuzz/Cargo.toml")).unwrap();
    let named: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .skip(1)
        .collect();
    let readers: Vec<&str> = READERS.iter().map(|reader| reader.name).collect();
    assert_eq!(named, readers);
    for name in named {
        assert!(crate::root().join(format!("fuzz/fuzz_targets/{name}.rs")).exists(), "{name}");
    }
}
