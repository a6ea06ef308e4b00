//! A fake of AWS Secrets Manager: the AWS JSON 1.1 protocol for the real SDK client, kept in one file that
//! only its owner can read, or in memory.
//!
//! Values are text; the current one and the one before can be read. Requests are idempotent by
//! `ClientRequestToken`, a deletion is final. Other operations and members are refused.

mod error;
mod operations;
mod vault;

#[cfg(test)]
mod conformance;

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::server::Server;
use vault::Vault;

/// All secrets of the local account.
#[derive(Clone)]
pub struct Secrets {
    shared: Arc<Shared>,
}

struct Shared {
    clock: Arc<dyn Clock>,
    /// Where the secrets are kept; in memory only if absent.
    file: Option<PathBuf>,
    vault: Mutex<Vault>,
}

impl Secrets {
    /// Secrets that are gone when the process ends.
    pub fn in_memory(clock: Arc<dyn Clock>) -> Self {
        Self { shared: Arc::new(Shared { clock, file: None, vault: Mutex::default() }) }
    }

    /// Secrets kept in `file`, which need not be there yet; its directory must.
    ///
    /// # Errors
    /// The file cannot be read, or is not one of ours.
    pub fn in_file(file: PathBuf, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let vault = match std::fs::read(&file) {
            // The parser's own message could quote a secret.
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("{} is not a secrets file of this version", file.display()),
                )
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vault::default(),
            Err(error) => return Err(error),
        };
        Ok(Self { shared: Arc::new(Shared { clock, file: Some(file), vault: Mutex::new(vault) }) })
    }

    /// Serves the secrets over HTTP until `stop` is cancelled.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn serve(&self, address: SocketAddr, stop: CancellationToken) -> io::Result<Server> {
        Server::start(address, Arc::new(operations::Endpoint { secrets: self.clone() }), stop).await
    }
}

/// Replaces the file as a whole, readable by its owner only: whoever dies in between leaves the old one.
fn keep(vault: &Vault, file: &Path) -> io::Result<()> {
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Temporary files are created with mode 0600.
    let mut next = tempfile::NamedTempFile::new_in(directory)?;
    serde_json::to_writer(&mut next, vault)?;
    next.flush()?;
    next.as_file().sync_all()?;
    next.persist(file)?;
    Ok(())
}
