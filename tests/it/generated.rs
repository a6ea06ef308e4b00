//! The files that are made from the functions and checked in.

use generate::Kind;

use crate::root;

#[test]
fn no_generated_file_is_stale() {
    for kind in Kind::ALL {
        let stale = generate::stale(&root(), kind).unwrap();
        let paths: Vec<_> = stale.iter().map(|file| &file.path).collect();
        assert!(paths.is_empty(), "run `cargo xtask generate`: {paths:?}");
    }
}
