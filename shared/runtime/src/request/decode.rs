//! Reading a type such that all wrong fields are told at once.
//!
//! Serde stops at the first field that it cannot read. So what was refused is noted and passed over, and the rest is
//! read again, until nothing is left to refuse. A type needs nothing for that but to be `Deserialize`.

use serde::de::DeserializeOwned;

use super::{
    decoder::{Decoder, Notation, Skips},
    refusal::Refusal,
    tree::Tree,
};

/// Reads a `T`, or says what is wrong with it: at most `limit` fields.
///
/// `required` gives the members that the object at a path must have: serde names only the first one that is missing.
pub(super) fn decode<T: DeserializeOwned>(
    tree: &Tree,
    notation: Notation,
    limit: usize,
    required: impl Fn(&[String]) -> Vec<String>,
) -> Result<T, Vec<Refusal>> {
    let mut skips = Skips::default();
    let mut refusals: Vec<Refusal> = Vec::new();
    while refusals.len() < limit {
        let refusal = match T::deserialize(Decoder::new(tree, &skips, notation)) {
            Ok(value) if refusals.is_empty() => return Ok(value),
            Ok(_) => break,
            Err(refusal) => refusal,
        };
        let mut path = refusal.path();
        if refusal.is_missing() {
            let name = path.pop().unwrap_or_default();
            let mut names = required(&path);
            if !names.contains(&name) {
                names.push(name);
            }
            // What is there and was refused is passed over, and so it seems to be missing.
            names.retain(|name| !tree.has_member(&path, name));
            refusals.extend(names.iter().map(|name| {
                path.iter().rev().fold(Refusal::missing(name), |refusal, segment| refusal.below(segment))
            }));
        } else {
            refusals.push(refusal);
        }
        // Of an object without a required member nothing more can be said.
        if path.is_empty() || !skips.add(&path) {
            break;
        }
    }
    refusals.truncate(limit);
    Err(refusals)
}
