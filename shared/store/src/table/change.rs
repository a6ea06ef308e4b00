//! What an edit changes in an item.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::item::Item;

/// The update that makes one item of another.
///
/// It names what differs and leaves the rest alone: what a newer version of the product has added to an item is still
/// there when an older one has edited it.
pub(super) struct Change {
    /// The update expression.
    pub(super) expression: String,
    /// The names that it uses.
    pub(super) names: HashMap<String, String>,
    /// The values that it uses.
    pub(super) values: HashMap<String, AttributeValue>,
}

impl Change {
    pub(super) fn between<R>(before: &Item<R>, after: Item<R>) -> Self {
        let (mut set, mut remove) = (Vec::new(), Vec::new());
        let (mut names, mut values) = (HashMap::new(), HashMap::new());
        let gone = before.attributes.keys().filter(|name| !after.attributes.contains_key(*name));
        for (number, name) in gone.enumerate() {
            remove.push(format!("#r{number}"));
            names.insert(format!("#r{number}"), name.clone());
        }
        let mut differing: Vec<_> = after
            .attributes
            .into_iter()
            .filter(|(name, value)| before.attributes.get(name) != Some(value))
            .collect();
        differing.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        for (number, (name, value)) in differing.into_iter().enumerate() {
            set.push(format!("#s{number} = :s{number}"));
            names.insert(format!("#s{number}"), name);
            values.insert(format!(":s{number}"), value);
        }
        let clauses = [("SET", set), ("REMOVE", remove)].into_iter().filter(|(_, terms)| !terms.is_empty());
        let clauses: Vec<String> =
            clauses.map(|(verb, terms)| format!("{verb} {}", terms.join(", "))).collect();
        Self { expression: clauses.join(" "), names, values }
    }
}

/// The attributes that make one item of another.
#[cfg(test)]
pub(crate) fn names_changed<R>(before: &Item<R>, after: Item<R>) -> Vec<String> {
    let mut names: Vec<String> = Change::between(before, after).names.into_values().collect();
    names.sort_unstable();
    names
}
