//! The files that are made from the functions and checked in.

use crate::root;

#[test]
fn no_generated_file_is_stale() {
    let files = [generate_catalog::files(&root()).unwrap(), generate::files(&root()).unwrap()].concat();
    let stale = generate_catalog::stale(&root(), files).unwrap();
    let paths: Vec<_> = stale.iter().map(|file| &file.path).collect();
    assert!(paths.is_empty(), "run `cargo xtask generate`: {paths:?}");
}
