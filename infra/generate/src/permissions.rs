//! Whether what functions may do is what they do: the policies against the requests that the tests made.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, ensure};
use runtime::Function;
use serde::Deserialize;

use crate::{
    needs::{Grants, Needs},
    template::policy,
};

/// One action of a function on one resource, as the test kit noted it.
#[derive(Debug, Deserialize)]
struct Seen {
    function: String,
    service: String,
    action: String,
    resource: String,
    key: String,
}

/// Something that a function may do: the part of its needs it stands in, the action, and what it may be done to.
type Grant = (String, String, String);

/// What is wrong, a line for each function and grant.
///
/// # Errors
/// The folder or the needs cannot be read; nothing was noted at all.
pub fn differences(root: &Path, folder: &Path) -> anyhow::Result<Vec<String>> {
    let text = fs::read_to_string(root.join(crate::needs::PATH)).context(crate::needs::PATH)?;
    let needs = crate::needs::read(&text)?;
    let seen = read(folder)?;
    ensure!(!seen.is_empty(), "nothing is noted in {}", folder.display());
    let none = Needs::default();
    let mut differences = Vec::new();
    for function in catalog::functions() {
        let mut used: BTreeMap<Grant, bool> = grants(&function, needs.get(function.name).unwrap_or(&none))
            .into_iter()
            .map(|grant| (grant, false))
            .collect();
        let mut missing = BTreeSet::new();
        for seen in seen.iter().filter(|seen| seen.function == function.name) {
            let (part, name) = place(seen);
            let mut granted = false;
            for ((granted_part, action, pattern), used) in &mut used {
                if *granted_part == part && *action == seen.action && matches(pattern, &name) {
                    (*used, granted) = (true, true);
                }
            }
            if !granted {
                let pattern = general(&part, &name);
                missing.insert((part, seen.action.clone(), pattern));
            }
        }
        let name = function.name;
        let mut tell = |what: &str, (part, action, pattern): &Grant| {
            differences.push(format!("{name} {what}: [{name}.{part}] {action} = [\"{pattern}\"]"));
        };
        missing.iter().for_each(|grant| tell("does what it may not", grant));
        used.iter()
            .filter(|(_, used)| !**used)
            .for_each(|(grant, _)| tell("may do what no test makes it do", grant));
    }
    Ok(differences)
}

fn read(folder: &Path) -> anyhow::Result<Vec<Seen>> {
    let mut seen = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let text = fs::read_to_string(entry?.path())?;
        for line in text.lines() {
            seen.push(serde_json::from_str(line).context("a note that cannot be read")?);
        }
    }
    Ok(seen)
}

/// Everything that a function may do on the table, queues and secrets.
fn grants(function: &Function, needs: &Needs) -> Vec<Grant> {
    let mut all = Vec::new();
    let mut add = |part: &str, grants: &Grants| {
        for (action, names) in grants {
            all.extend(names.iter().map(|name| (part.to_owned(), action.clone(), name.clone())));
        }
    };
    add("table", &policy::table_grants(function, needs));
    for (index, grants) in &needs.index {
        add(&format!("index.{index}"), grants);
    }
    add("queue", &needs.queue);
    add("secret", &needs.secret);
    all
}

/// The part of the needs that speaks of this, and the name that it speaks of.
fn place(seen: &Seen) -> (String, String) {
    match seen.service.as_str() {
        "sqs" => ("queue".to_owned(), seen.resource.clone()),
        "secretsmanager" => ("secret".to_owned(), seen.resource.clone()),
        _ if seen.resource.is_empty() => ("table".to_owned(), seen.key.clone()),
        _ => (format!("index.{}", seen.resource), seen.key.clone()),
    }
}

/// Whether the pattern, in which `*` stands for any text, is for this name.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|end| {
            (0..=end.len()).any(|cut| end.is_char_boundary(cut) && matches(rest, &end[cut..]))
        }),
    }
}

/// The name with `*` in the place of ids, digests, months and the like: what to write into the needs.
fn general(part: &str, name: &str) -> String {
    let is_fixed = |segment: &str| match part {
        "queue" | "secret" => !segment.chars().any(|letter| letter.is_ascii_digit()),
        _ => segment.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-'),
    };
    let separator = if part == "secret" { "/" } else { "#" };
    let segments: Vec<&str> =
        name.split(separator).map(|segment| if is_fixed(segment) { segment } else { "*" }).collect();
    segments.join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches("T#*#CUSTOMER", "T#01K5#CUSTOMER"));
        assert!(matches("T#*#SESSION#*", "T#01K5#SESSION#01K6"));
        assert!(matches("cursor-key", "cursor-key"));
        assert!(!matches("T#*#CUSTOMER", "T#01K5#CUSTOMER-WORD"));
        assert!(!matches("T#*#CUSTOMER", "EMAIL#x#CUSTOMER"));
    }

    #[test]
    fn ids_digests_and_months_are_generalised() {
        assert_eq!(general("table", "T#01K5P1V8W0EXAMP1E0000000AA#AUDIT#2026-09"), "T#*#AUDIT#*");
        assert_eq!(general("table", "T#01K5P1V8W0EXAMP1E0000000AA#CUSTOMER-WORD"), "T#*#CUSTOMER-WORD");
        assert_eq!(general("table", "EMAIL#-8nVw1nYwBrGr34cBzl0Mr3S8vhX"), "EMAIL#*");
        assert_eq!(general("secret", "voice/01K5P1V8W0EXAMP1E0000000AA"), "voice/*");
        assert_eq!(general("queue", "inbox-dead-letter"), "inbox-dead-letter");
    }
}
