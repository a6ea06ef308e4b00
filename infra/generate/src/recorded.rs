//! What the functions did in the tests, and whether that is what they may do.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, ensure};
use generate_catalog::{GeneratedFile, read};
use runtime::Function;
use serde::Deserialize;

use crate::{
    files_with,
    permissions::{self, ByFunction, Grants, Permissions},
    template::policy,
};

/// One action of a function on one resource, as the test kit noted it.
#[derive(Debug, Deserialize)]
struct Action {
    function: String,
    service: String,
    action: String,
    /// The index, queue or secret; nothing for the table itself.
    resource: String,
    /// The partition key.
    key: String,
}

/// Something that a function does: the part of the permissions it stands in, the action, and what it is done to.
type Grant = (String, String, String);

/// How what the functions did, noted in this folder, differs from what they may do: a line for each grant.
///
/// # Errors
/// The folder or the permissions cannot be read; nothing was noted at all.
pub fn differences(root: &Path, folder: &Path) -> anyhow::Result<Vec<String>> {
    let permitted = permissions::parse(&read(root, permissions::PATH)?)?;
    let recorded = recorded(folder)?;
    let functions = catalog::functions();
    let mut lines = never_used(&functions, &recorded);
    let names: BTreeSet<&String> = permitted.keys().chain(recorded.keys()).collect();
    for name in names {
        let brought =
            functions.iter().find(|function| function.name == name).map(brought).unwrap_or_default();
        let permitted = permitted.get(name).map(grants).unwrap_or_default();
        let recorded = recorded.get(name).cloned().unwrap_or_default();
        let line = |what: &str, (part, action, pattern): &Grant| {
            format!("{name} {what}: [{name}.{part}] {action} = [\"{pattern}\"]")
        };
        let missing = recorded.iter().filter(|grant| !permitted.contains(grant) && !brought.contains(grant));
        lines.extend(missing.map(|grant| line("does what it may not", grant)));
        let unused = permitted.iter().filter(|grant| !recorded.contains(grant));
        lines.extend(unused.map(|grant| line("may do what no test makes it do", grant)));
    }
    Ok(lines)
}

/// The permissions that are just enough for what the functions did, noted in this folder, and the files made of them.
///
/// # Errors
/// As [`differences`]; or something was done that no policy grants, or not done that the kind of a function stands for.
pub fn accepted(root: &Path, folder: &Path) -> anyhow::Result<Vec<GeneratedFile>> {
    let recorded = recorded(folder)?;
    let functions = catalog::functions();
    let never_used = never_used(&functions, &recorded);
    ensure!(never_used.is_empty(), "{}", never_used.join("\n"));
    let mut accepted = ByFunction::new();
    for function in &functions {
        let brought = brought(function);
        let own = recorded.get(function.name).into_iter().flatten().filter(|grant| !brought.contains(grant));
        let mut permissions = Permissions::default();
        for (part, action, pattern) in own {
            let grants = match part.split_once('.') {
                Some((_, index)) => permissions.index.entry(index.to_owned()).or_default(),
                None if part == "queue" => &mut permissions.queue,
                None if part == "secret" => &mut permissions.secret,
                None => &mut permissions.table,
            };
            grants.entry(action.clone()).or_default().push(pattern.clone());
        }
        accepted.insert(function.name.to_owned(), permissions);
    }
    files_with(root, &accepted)
}

/// What was done, by function, with patterns for names.
fn recorded(folder: &Path) -> anyhow::Result<BTreeMap<String, BTreeSet<Grant>>> {
    let names: BTreeSet<&str> = catalog::functions().iter().map(|function| function.name).collect();
    let mut recorded: BTreeMap<String, BTreeSet<Grant>> = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        for line in fs::read_to_string(entry?.path())?.lines() {
            let action: Action = serde_json::from_str(line).context("a note that cannot be read")?;
            // Tests of the test kit and of the runtime have functions of their own.
            if names.contains(action.function.as_str()) {
                let grant = grant(&action);
                recorded.entry(action.function).or_default().insert(grant);
            }
        }
    }
    ensure!(!recorded.is_empty(), "nothing is noted in {}", folder.display());
    Ok(recorded)
}

/// What the kind of a function brings along and no test made it do: a line for each.
fn never_used(functions: &[Function], recorded: &BTreeMap<String, BTreeSet<Grant>>) -> Vec<String> {
    let mut lines = Vec::new();
    for function in functions {
        let name = function.name;
        let used = recorded.get(name).cloned().unwrap_or_default();
        let unused = brought(function).into_iter().filter(|grant| !used.contains(grant));
        lines.extend(unused.map(|(_, action, pattern)| {
            format!("{name} may do what no test makes it do, as its kind brings it: {action} on {pattern}")
        }));
    }
    lines
}

fn brought(function: &Function) -> BTreeSet<Grant> {
    policy::brought(function)
        .map(|(action, keys)| ("table".to_owned(), action.to_owned(), keys.to_owned()))
        .collect()
}

fn grants(permissions: &Permissions) -> BTreeSet<Grant> {
    let mut all = BTreeSet::new();
    let mut add = |part: &str, grants: &Grants| {
        for (action, names) in grants {
            all.extend(names.iter().map(|name| (part.to_owned(), action.clone(), name.clone())));
        }
    };
    add("table", &permissions.table);
    for (index, grants) in &permissions.index {
        add(&format!("index.{index}"), grants);
    }
    add("queue", &permissions.queue);
    add("secret", &permissions.secret);
    all
}

fn grant(action: &Action) -> Grant {
    let Action { resource, key, .. } = action;
    let (part, name) = match action.service.as_str() {
        "sqs" => ("queue".to_owned(), general(resource, '#', has_no_digit)),
        "secretsmanager" => ("secret".to_owned(), general(resource, '/', has_no_digit)),
        _ if resource.is_empty() => ("table".to_owned(), general(key, '#', is_kind)),
        _ => (format!("index.{resource}"), general(key, '#', is_kind)),
    };
    (part, action.action.clone(), name)
}

/// The name with one `*` in the place of each run of ids, digests, months and the like.
fn general(name: &str, separator: char, is_fixed: fn(&str) -> bool) -> String {
    let mut segments: Vec<&str> =
        name.split(separator).map(|segment| if is_fixed(segment) { segment } else { "*" }).collect();
    segments.dedup_by(|next, before| *next == "*" && *before == "*");
    segments.join(&separator.to_string())
}

/// The longest word that says of which kind items are. Digests and random values are longer, and may be all capitals.
const LONGEST_KIND: usize = 24;

/// Whether a segment of a partition key says of which kind its items are (`shared/store/src/keys.rs`).
fn is_kind(segment: &str) -> bool {
    segment.starts_with(|letter: char| letter.is_ascii_uppercase())
        && segment.len() <= LONGEST_KIND
        && segment.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-')
}

/// Whether a segment of the name of a queue or secret was chosen by us: ids have digits.
fn has_no_digit(segment: &str) -> bool {
    !segment.chars().any(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_digests_and_months_are_generalised() {
        let key = |key: &str| general(key, '#', is_kind);
        assert_eq!(key("T#01K5P1V8W0EXAMP1E0000000AA#AUDIT#2026-09"), "T#*#AUDIT#*");
        assert_eq!(key("T#01K5P1V8W0EXAMP1E0000000AA#CUSTOMER-WORD"), "T#*#CUSTOMER-WORD");
        assert_eq!(key("EMAIL#-8nVw1nYwBrGr34cBzl0Mr3S8vhX"), "EMAIL#*");
        assert_eq!(key("VOICE-HOOK#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "VOICE-HOOK#*");
        assert_eq!(key("C#01K5P1V8W0EXAMP1E0000000AA#INBOX#-"), "C#*#INBOX#*");
        assert_eq!(key("T#01K5P1V8W0EXAMP1E0000000AA#VOICE-CONNECTION-LEASE"), "T#*#VOICE-CONNECTION-LEASE");
        assert_eq!(key("VOICE-AGENT#01K5P1V8W0EXAMP1E0000000AA#agent_1"), "VOICE-AGENT#*");
        assert_eq!(general("voice/01K5P1V8W0EXAMP1E0000000AA", '/', has_no_digit), "voice/*");
        assert_eq!(general("inbox-dead-letter", '#', has_no_digit), "inbox-dead-letter");
    }
}
