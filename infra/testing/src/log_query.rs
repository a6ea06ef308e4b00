//! Queries of the runbook, as CloudWatch Logs Insights answers them, as far as tests ask.

use std::fs;

use serde_json::Value;

/// The lines that a query of the runbook lets through: what stands behind its `filter`.
pub struct LogQuery(Vec<Condition>);

/// One of those that are joined by `or`.
enum Condition {
    /// `field = "ID"`
    Is(String),
    /// `(ispresent(field) and strcontains("ID", field) = 1)`
    IsPartOfId(String),
}

impl LogQuery {
    /// The query of this name.
    pub fn named(name: &str) -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/runbook.md");
        let runbook = fs::read_to_string(path).unwrap();
        let (_, after) =
            runbook.split_once(&format!("Saved query **{name}**:")).expect("there is no such query");
        let query = after.split("```").nth(1).unwrap();
        let filters: Vec<_> = query.lines().filter_map(|line| line.strip_prefix("| filter ")).collect();
        let [filter] = filters[..] else { panic!("{name} has {} filters", filters.len()) };
        Self(filter.split(" or ").map(Condition::read).collect())
    }

    /// Whether a line is found, with this in the place of `ID`.
    pub fn finds(&self, line: &Value, id: &str) -> bool {
        self.0.iter().any(|condition| match condition {
            Condition::Is(field) => line[field] == id,
            Condition::IsPartOfId(field) => line[field].as_str().is_some_and(|part| id.contains(part)),
        })
    }
}

impl Condition {
    fn read(text: &str) -> Self {
        if let Some(field) = text.strip_suffix(" = \"ID\"") {
            return Self::Is(field.to_owned());
        }
        let inner = text.strip_prefix("(ispresent(").and_then(|rest| rest.strip_suffix(") = 1)"));
        let parts = inner.and_then(|inner| inner.split_once(") and strcontains(\"ID\", "));
        match parts {
            Some((present, field)) if present == field => Self::IsPartOfId(field.to_owned()),
            _ => panic!("tests do not understand this: {text}"),
        }
    }
}
