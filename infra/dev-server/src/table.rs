//! The table of the stack.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context as _, ensure};
use clients::Aws;
use local_services::table::Tables;
use store::schema::Index;

/// Its name.
pub(crate) const NAME: &str = "navaia-local";

/// The embedded store, in a file of this directory or in memory.
pub(crate) fn open(directory: Option<&Path>) -> anyhow::Result<Tables> {
    Ok(match directory {
        Some(directory) => Tables::in_file(&directory.join("table.sqlite"))?,
        None => Tables::in_memory()?,
    })
}

/// Creates the table, or finds the one of an earlier start.
pub(crate) async fn create(aws: &Aws, tables: &Tables) -> anyhow::Result<()> {
    store::schema::create_table(&aws.dynamodb(), NAME).await.context("the table cannot be created")?;
    fits(&tables.indexes(NAME)?.unwrap_or_default())
}

/// An earlier version may have made the table with other indexes: functions would fail when they use one.
fn fits(indexes: &BTreeSet<String>) -> anyhow::Result<()> {
    let wanted: BTreeSet<String> = Index::ALL.iter().map(|index| index.name().to_owned()).collect();
    ensure!(
        *indexes == wanted,
        "the data was made by another version of Navaia: its table has the indexes {indexes:?}, not {wanted:?} \
         (delete the data directory, or choose another with --data-dir)"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_another_version_is_refused_with_what_to_do() {
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let own = Index::ALL.map(Index::name);
        assert!(fits(&of(&own)).is_ok());
        let more: Vec<_> = own.into_iter().chain(["by-colour"]).collect();
        for other in [&own[1..], &more, &[]] {
            let error = fits(&of(other)).unwrap_err().to_string();
            assert!(error.contains("--data-dir"), "{error}");
        }
    }
}
