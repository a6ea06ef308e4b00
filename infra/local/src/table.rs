//! The embedded DynamoDB: `dynoxide` in this process, served over HTTP for the real SDK client, in a file or
//! in memory.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use dynoxide::{Database, DynoxideError};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::server::Server;

/// The tables of the local account.
#[derive(Clone)]
pub struct Tables {
    database: Database,
}

#[cfg(test)]
impl Tables {
    /// Creates a table by a `CreateTable` request as JSON, unless there is one of its name. Items vanish at the second in
    /// their attribute `expiry`.
    pub(crate) fn create(&self, definition: &Value, expiry: Option<&str>) -> Result<(), TableError> {
        let name = definition["TableName"].as_str().unwrap_or_default();
        if self.indexes(name)?.is_some() {
            return Ok(());
        }
        self.database.create_table(request(definition.clone())?).map_err(error)?;
        if let Some(attribute) = expiry {
            let expiry = json!({
                "TableName": name,
                "TimeToLiveSpecification": { "AttributeName": attribute, "Enabled": true },
            });
            self.database.update_time_to_live(request(expiry)?).map_err(error)?;
        }
        Ok(())
    }
}

/// What the embedded store could not do.
#[derive(Debug, thiserror::Error)]
#[error("the embedded store: {0}")]
pub struct TableError(String);

impl Tables {
    /// Tables that are gone when the process ends.
    ///
    /// # Errors
    /// The store cannot be set up.
    pub fn in_memory() -> Result<Self, TableError> {
        Ok(Self { database: Database::memory().map_err(error)? })
    }

    /// Tables kept in `file`, which need not be there yet; its directory must.
    ///
    /// # Errors
    /// The file cannot be opened, or is not one of the store's.
    pub fn in_file(file: &Path) -> Result<Self, TableError> {
        let path = file.to_str().ok_or_else(|| TableError(format!("{} is not UTF-8", file.display())))?;
        Ok(Self { database: Database::new(path).map_err(error)? })
    }

    /// Names of a table's global indexes; none if there is no such table.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn indexes(&self, table: &str) -> Result<Option<BTreeSet<String>>, TableError> {
        let described = match self.database.describe_table(request(json!({ "TableName": table }))?) {
            Ok(described) => described,
            Err(DynoxideError::ResourceNotFoundException(_)) => return Ok(None),
            Err(other) => return Err(error(other)),
        };
        let described = serde_json::to_value(described).map_err(|error| TableError(error.to_string()))?;
        let indexes = described["Table"]["GlobalSecondaryIndexes"].as_array().into_iter().flatten();
        Ok(Some(indexes.filter_map(|index| index["IndexName"].as_str().map(str::to_owned)).collect()))
    }

    /// Serves the tables over HTTP until `stop` is cancelled.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn serve(&self, address: SocketAddr, stop: CancellationToken) -> io::Result<Server> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let database = self.database.clone();
        let task = tokio::spawn(async move {
            let served = dynoxide::server::serve_with_shutdown(listener, database, stop.cancelled_owned());
            if let Err(error) = served.await {
                tracing::error!(error, "the embedded store's server failed");
            }
        });
        Ok(Server::of_task(address, task))
    }

    /// Deletes expired items now, and says how many.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn sweep(&self) -> Result<usize, TableError> {
        let database = self.database.clone();
        let swept = tokio::task::spawn_blocking(move || database.sweep_ttl()).await;
        swept.map_err(|error| TableError(error.to_string()))?.map_err(error)
    }

    /// Deletes expired items again and again, which DynamoDB does by itself, until `stop` is cancelled.
    pub fn sweep_every(&self, period: Duration, stop: CancellationToken) -> JoinHandle<()> {
        let tables = self.clone();
        tokio::spawn(async move {
            let sweep = async {
                loop {
                    tokio::time::sleep(period).await;
                    match tables.sweep().await {
                        Ok(0) => {}
                        Ok(items) => tracing::debug!(items, "expired items were deleted"),
                        Err(error) => tracing::warn!(%error, "expired items were not deleted"),
                    }
                }
            };
            tokio::select! {
                () = sweep => {}
                () = stop.cancelled() => {}
            }
        })
    }
}

fn request<T: DeserializeOwned>(json: Value) -> Result<T, TableError> {
    serde_json::from_value(json).map_err(|error| TableError(error.to_string().replace("VALIDATION:", "")))
}

fn error(error: DynoxideError) -> TableError {
    TableError(format!("{}: {error}", error.error_type()))
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::Client;
    use aws_sdk_dynamodb::types::AttributeValue;

    use super::*;
    use crate::testing::{ANY_PORT, sdk_config, table_definition};

    async fn client(tables: &Tables, stop: &CancellationToken) -> (Client, Server) {
        let server = tables.serve(ANY_PORT, stop.clone()).await.unwrap();
        (Client::new(&sdk_config(&server.url())), server)
    }

    fn text(value: &str) -> AttributeValue {
        AttributeValue::S(value.to_owned())
    }

    async fn put(client: &Client, id: &str, expiry: i64) {
        let put = client.put_item().table_name("navaia-local").item("PK", text(id)).item("SK", text("x"));
        put.item("expiresAt", AttributeValue::N(expiry.to_string())).send().await.unwrap();
    }

    async fn count(client: &Client) -> i32 {
        client.scan().table_name("navaia-local").send().await.unwrap().count()
    }

    #[tokio::test]
    async fn a_table_in_a_file_is_found_again() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("table.db");
        for round in 1..=2 {
            let stop = CancellationToken::new();
            let tables = Tables::in_file(&file).unwrap();
            tables.create(&table_definition("by-status"), Some("expiresAt")).unwrap();
            let (client, server) = client(&tables, &stop).await;
            put(&client, &format!("item {round}"), 4_000_000_000).await;
            assert_eq!(count(&client).await, round);
            stop.cancel();
            server.stopped().await;
        }
    }

    #[tokio::test]
    async fn a_table_tells_its_indexes() {
        let tables = Tables::in_memory().unwrap();
        assert_eq!(tables.indexes("navaia-local").unwrap(), None);
        tables.create(&table_definition("by-status"), None).unwrap();
        assert_eq!(tables.indexes("navaia-local").unwrap(), Some(BTreeSet::from(["by-status".to_owned()])));
    }

    #[tokio::test]
    async fn expired_items_are_swept() {
        let tables = Tables::in_memory().unwrap();
        tables.create(&table_definition("by-status"), Some("expiresAt")).unwrap();
        let stop = CancellationToken::new();
        let (client, _server) = client(&tables, &stop).await;
        put(&client, "old", 1_000_000_000).await;
        put(&client, "new", 4_000_000_000).await;
        assert_eq!(tables.sweep().await.unwrap(), 1);
        assert_eq!(count(&client).await, 1);

        put(&client, "old", 1_000_000_000).await;
        let sweeper = tables.sweep_every(Duration::from_millis(1), stop.clone());
        while count(&client).await == 2 {
            tokio::task::yield_now().await;
        }
        stop.cancel();
        sweeper.await.unwrap();
    }
}
