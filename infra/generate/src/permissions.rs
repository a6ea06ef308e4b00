//! What each function may do beside what its kind brings along: recorded in the tests, reviewed like a snapshot.

use std::{collections::BTreeMap, fmt::Write};

use anyhow::Context;
use serde::Deserialize;

/// The file, below the root of the repository.
pub(crate) const PATH: &str = "infra/permissions.toml";

/// The longest line that is not broken.
const WIDTH: usize = 110;

const HEADER: &str = "\
# What each function may do: recorded in the tests by `cargo xtask permissions --accept`, do not edit. `cargo xtask test`
# compares it with what the functions do, in both directions. Read a difference like code: it is what AWS will allow.
#
# [<function>.table]          action = partition keys, `*` for any text. A transaction needs the actions that it is made of.
# [<function>.index.<index>]  the same on an index
# [<function>.queue]          action = queues, \"<name>-dead-letter\" for the dead letters of one
# [<function>.secret]         action = secrets, without the prefix of the deployment
#
# Not listed, as they follow from the function: reading the session and the public keys (endpoints that ask for a role),
# the idempotency record (endpoints that take a key), receiving from a consumer's own queue, logs, traces.
# Partition keys of tenants begin with `T#<tenant>#`; the others are global and belong to few functions.
";

/// What one function may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Permissions {
    /// Actions on the table, each with the partition keys that it may touch.
    #[serde(default)]
    pub(crate) table: Grants,
    /// Actions on indexes, by index.
    #[serde(default)]
    pub(crate) index: BTreeMap<String, Grants>,
    /// Actions on queues, each with the names of the queues.
    #[serde(default)]
    pub(crate) queue: Grants,
    /// Actions on secrets, each with the names of the secrets after the deployment's prefix.
    #[serde(default)]
    pub(crate) secret: Grants,
}

/// What may be touched, in order, by action: `GetItem = ["T#*#CUSTOMER"]`.
pub(crate) type Grants = BTreeMap<String, Vec<String>>;

/// Permissions by function.
pub(crate) type ByFunction = BTreeMap<String, Permissions>;

/// Reads the file.
pub(crate) fn parse(text: &str) -> anyhow::Result<ByFunction> {
    toml::from_str(text).with_context(|| PATH.to_owned())
}

/// The text of the file.
pub(crate) fn write(permissions: &ByFunction) -> String {
    let mut text = HEADER.to_owned();
    for (function, permissions) in permissions {
        let mut table = |name: &str, grants: &Grants| {
            if !grants.is_empty() {
                _ = writeln!(text, "\n[{function}.{name}]");
            }
            for (action, names) in grants {
                text += &line(action, names);
            }
        };
        table("table", &permissions.table);
        for (index, grants) in &permissions.index {
            table(&format!("index.{index}"), grants);
        }
        table("queue", &permissions.queue);
        table("secret", &permissions.secret);
    }
    text
}

fn line(action: &str, names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let line = format!("{action} = [{}]\n", quoted.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    format!("{action} = [\n    {},\n]\n", quoted.join(",\n    "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let grants = |action: &str, list: &[&str]| Grants::from([(action.to_owned(), names(list))]);
        let many: Vec<String> = (0..20).map(|number| format!("T#*#KIND-{number}")).collect();
        let permissions = Permissions {
            table: Grants::from([("PutItem".to_owned(), many)]),
            index: BTreeMap::from([("by-due".to_owned(), grants("Query", &["DUE#INBOX#*"]))]),
            queue: grants("SendMessage", &["inbox"]),
            secret: grants("GetSecretValue", &["cursor-key", "voice/*"]),
        };
        let all = ByFunction::from([("inbox-sweeper".to_owned(), permissions)]);
        assert_eq!(parse(&write(&all)).unwrap(), all);
    }
}
