//! The files that are made from the functions and checked in. A test fails when one is stale.
//!
//! | File | Made from |
//! |---|---|
//! | `infra/openapi.json` | the endpoints |
//! | `template.yaml`, between its two marks | the functions and `infra/functions.toml` |
//! | `Cargo.toml`, between its two marks | the routes, for `cargo lambda watch` |
//! | `events/*.json` | the functions; bodies, queries and parameters that were edited by hand stay |

mod events;
mod example;
pub mod needs;
pub mod permissions;
mod router;
mod section;
mod template;

use std::{fs, io, path::Path};

use anyhow::Context;
use runtime::Function;

pub use needs::Needs;

/// A file as it ought to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Its path below the root of the repository.
    pub path: String,
    /// What it holds; `None` if there should be no such file.
    pub text: Option<String>,
}

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// The OpenAPI document.
    Openapi,
    /// The functions of the deployment template.
    Template,
    /// An event for every function.
    Events,
    /// The routes that `cargo lambda watch` serves.
    Router,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Openapi, Self::Template, Self::Events, Self::Router];
}

/// The files of a kind for the repository at `root`.
///
/// # Errors
/// A file that the result depends on cannot be read or used.
pub fn files(root: &Path, kind: Kind) -> anyhow::Result<Vec<GeneratedFile>> {
    let functions = catalog::functions();
    match kind {
        Kind::Openapi => {
            let mut text = catalog::openapi()?.to_pretty_json()?;
            text.push('\n');
            Ok(vec![GeneratedFile { path: "infra/openapi.json".to_owned(), text: Some(text) }])
        }
        Kind::Template => {
            let needs = needs::read(&read(root, needs::PATH)?)?;
            let section = template::functions(&functions, &needs)?;
            Ok(vec![with_section(root, "template.yaml", &section)?])
        }
        Kind::Router => Ok(vec![with_section(root, "Cargo.toml", &router::routes(&functions))?]),
        Kind::Events => events::files(root, &functions),
    }
}

/// Writes the files of a kind and gives the paths of those that were stale.
///
/// # Errors
/// As [`files`]; or a file cannot be written.
pub fn write(root: &Path, kind: Kind) -> anyhow::Result<Vec<String>> {
    let stale = stale(root, kind)?;
    for file in &stale {
        let path = root.join(&file.path);
        match &file.text {
            Some(text) => fs::write(&path, text),
            None => fs::remove_file(&path),
        }
        .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(stale.into_iter().map(|file| file.path).collect())
}

/// The files of a kind that are not as they ought to be.
///
/// # Errors
/// As [`files`].
pub fn stale(root: &Path, kind: Kind) -> anyhow::Result<Vec<GeneratedFile>> {
    let mut stale = Vec::new();
    for file in files(root, kind)? {
        let present = match fs::read_to_string(root.join(&file.path)) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", file.path)),
        };
        if present != file.text {
            stale.push(file);
        }
    }
    Ok(stale)
}

fn with_section(root: &Path, path: &str, section: &str) -> anyhow::Result<GeneratedFile> {
    let text = section::replace(&read(root, path)?, section).with_context(|| path.to_owned())?;
    Ok(GeneratedFile { path: path.to_owned(), text: Some(text) })
}

fn read(root: &Path, path: &str) -> anyhow::Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("{path} cannot be read"))
}

/// The name of a function or queue as a logical id of the template: `customers-create` is `CustomersCreate`.
pub fn logical_id(name: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    name.split('-').filter_map(capitalised).collect()
}

/// The words that name a function in prose: its summary, with the path that it serves.
fn described(function: &Function) -> String {
    function.summary.replace('"', "'")
}
