//! The files that are made from the functions and checked in. A test fails when one is stale.
//!
//! | File | Made from |
//! |---|---|
//! | `functions/*/src/bin/*.rs`, `[[bin]]` in `functions/*/Cargo.toml` | the functions |
//! | `infra/openapi.json` | the endpoints |
//! | `template.yaml` | `infra/base.template.yaml`, the functions, `infra/functions.toml`, `infra/permissions.toml`, `infra/edge`, `portal/headers.json`, the portal's pages |
//! | `Cargo.toml`, the section "routes" | the routes, for `cargo lambda watch` |
//! | `shared/domain/src/phone/numbering_plans.base64` | the library of phone numbers |
//! | `events/*.json` | the functions; bodies, queries and parameters that were edited by hand stay |
//!
//! `infra/permissions.toml` is made from what the functions did in the tests ([`recorded`]); here it only loses what
//! belongs to no function.

mod binaries;
mod configuration;
mod events;
mod example;
mod numbering_plans;
mod permissions;
pub mod recorded;
mod router;
mod template;

use std::path::Path;

use generate_catalog::{GeneratedFile, read, section};
use runtime::Function;

/// The files for the repository at `root`, in the order in which they are to be written.
///
/// # Errors
/// A file that the result depends on cannot be read or used.
pub fn files(root: &Path) -> anyhow::Result<Vec<GeneratedFile>> {
    let mut permissions = permissions::parse(&read(root, permissions::PATH)?)?;
    permissions.retain(|name, _| catalog::functions().iter().any(|function| function.name == name));
    files_with(root, &permissions)
}

fn files_with(root: &Path, permissions: &permissions::ByFunction) -> anyhow::Result<Vec<GeneratedFile>> {
    let functions = catalog::functions();
    let configurations = configuration::parse(&read(root, configuration::PATH)?)?;
    let template = template::template(root, &functions, &configurations, permissions)?;
    let openapi = catalog::openapi()?.to_pretty_json()? + "\n";
    let mut files = vec![
        GeneratedFile { path: "infra/openapi.json".to_owned(), text: Some(openapi) },
        GeneratedFile { path: permissions::PATH.to_owned(), text: Some(permissions::write(permissions)) },
        GeneratedFile { path: template::PATH.to_owned(), text: Some(template) },
        section::file(root, "Cargo.toml", "routes", &router::routes(&functions))?,
    ];
    files.extend(events::files(root, &functions)?);
    files.extend(binaries::files(root, &functions)?);
    files.push(numbering_plans::file(root)?);
    Ok(files)
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
