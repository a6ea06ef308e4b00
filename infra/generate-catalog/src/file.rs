//! Files as they ought to be, compared with those that are there.

use std::{fs, io, path::Path};

use anyhow::Context;

/// A file as it ought to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Its path below the root of the repository.
    pub path: String,
    /// What it holds; `None` if there should be no such file.
    pub text: Option<String>,
}

/// Writes the files that are stale, in their order, and says for each what was done with it.
///
/// # Errors
/// A file cannot be read or written.
pub fn write(root: &Path, files: Vec<GeneratedFile>) -> anyhow::Result<Vec<String>> {
    let mut done = Vec::new();
    for file in stale(root, files)? {
        let path = root.join(&file.path);
        match &file.text {
            Some(text) => {
                path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text))
            }
            None => fs::remove_file(&path),
        }
        .with_context(|| format!("{} cannot be written", path.display()))?;
        done.push(format!("{} {}", if file.text.is_some() { "wrote" } else { "removed" }, file.path));
    }
    Ok(done)
}

/// Those of the files that are not as they ought to be.
///
/// # Errors
/// A file cannot be read.
pub fn stale(root: &Path, files: Vec<GeneratedFile>) -> anyhow::Result<Vec<GeneratedFile>> {
    let mut stale = Vec::new();
    for file in files {
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

/// The text of a file below the root of the repository.
///
/// # Errors
/// It cannot be read.
pub fn read(root: &Path, path: &str) -> anyhow::Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("{path} cannot be read"))
}
