//! The names of fields and the words for outcomes, as the code has them, against `docs/LOGGING.md`.

use std::{collections::BTreeSet, fs, path::Path};

use crate::root;

/// The sources of what runs in Lambda, without their tests.
fn sources() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                walk(&path, found);
            } else if name.ends_with(".rs") && name != "tests.rs" {
                found.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut found = Vec::new();
    for folder in ["functions", "shared"] {
        walk(&root().join(folder), &mut found);
    }
    found
}

/// What stands between the brackets of each event.
fn events(source: &str) -> Vec<&str> {
    let mut events = Vec::new();
    for level in ["error!(", "warn!(", "info!(", "debug!(", "trace!("] {
        for (at, opening) in source.match_indices(&format!("tracing::{level}")) {
            let rest = &source[at + opening.len()..];
            let (mut depth, mut quoted) = (1, false);
            let end = rest.find(|letter: char| {
                quoted ^= letter == '"';
                depth += i32::from(!quoted && letter == '(') - i32::from(!quoted && letter == ')');
                depth == 0
            });
            events.push(&rest[..end.unwrap()]);
        }
    }
    events
}

/// The names of the fields of an event, whose message stands last.
fn fields(event: &str) -> Vec<String> {
    let fields = event.rsplit_once('"').and_then(|(start, _)| start.rsplit_once('"')).unwrap().0;
    let names = fields.split(',').map(|field| field.split('=').next().unwrap().trim());
    let names = names.map(|name| name.trim_start_matches(['%', '?']).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

fn is_told(word: &str) -> bool {
    fs::read_to_string(root().join("docs/LOGGING.md")).unwrap().contains(&format!("`{word}`"))
}

#[test]
fn every_field_of_an_event_is_in_the_rules_and_in_camel_case() {
    let sources = sources();
    let events: Vec<_> = sources.iter().flat_map(|source| events(source)).collect();
    assert!(events.len() > 20, "{events:?}");
    let named: BTreeSet<_> = events.into_iter().flat_map(fields).collect();
    assert!(named.contains("expiresAt"), "{named:?}");
    for name in named {
        let is_camel_case = name.starts_with(|letter: char| letter.is_ascii_lowercase())
            && name.chars().all(|letter| letter.is_ascii_alphanumeric());
        assert!(is_camel_case, "{name}");
        assert!(is_told(&name), "{name} is not in docs/LOGGING.md");
    }
}

#[test]
fn every_message_is_a_sentence_that_says_nothing_of_its_own() {
    for source in sources() {
        for event in events(&source) {
            let message = event.rsplit('"').nth(1).unwrap();
            assert!(message.starts_with(|letter: char| letter.is_ascii_uppercase()), "{message}");
            assert!(!message.contains('{'), "{message}: what differs goes into fields");
        }
    }
}

#[test]
fn the_runbook_looks_for_messages_that_are_written() {
    let runbook = fs::read_to_string(root().join("docs/runbook.md")).unwrap();
    let sources = sources();
    let mut asked = 0;
    for rest in runbook.split("message = \"").skip(1) {
        let message = format!("\"{}\"", rest.split('"').next().unwrap());
        let is_written =
            sources.iter().flat_map(|source| events(source)).any(|event| event.contains(&message));
        assert!(is_written, "nothing writes {message}");
        asked += 1;
    }
    assert!(asked >= 3, "{asked}");
}

#[test]
fn every_outcome_is_in_the_rules() {
    let sources = sources();
    let mut words = BTreeSet::new();
    for source in &sources {
        for (at, call) in source.match_indices("subject.outcome(") {
            let argument = &source[at + call.len()..];
            let argument = &argument[..argument.find(';').unwrap()];
            words.extend(argument.split('"').skip(1).step_by(2));
        }
    }
    assert!(words.len() >= 10, "{words:?}");
    for word in words.iter().copied().chain(["processed", "ignored", "unclaimed", "unreadable"]) {
        assert!(is_told(word), "{word} is not in docs/LOGGING.md");
    }
}
