//! Files depend on each other in one direction.
//!
//! A file depends on those whose items its paths name: in `use` declarations, and wherever else a path begins with
//! `crate`, `super`, `self` or a child module. A path is followed through re-exports to the file that defines the item,
//! so a module that only gathers its children (`pub use self::child::Thing`) stands in nobody's way. What only tests see
//! is left out: `#[cfg(test)]` items and the files of `#[cfg(test)] mod`.

mod paths;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use self::paths::Source;

/// Folders whose files import each other in no circle, beside those of the packages under `functions/`.
const WITHOUT_CIRCLES: &[&str] = &[
    "shared/clients/src",
    "shared/domain/src",
    "shared/elevenlabs/src",
    "shared/runtime/src",
    "shared/store/src/table",
];

/// Folders that import nothing of their package but themselves and the file that gathers them.
const APART: &[&str] = &["shared/store/src/table"];

/// Where a module is in its package: `["table", "key"]`.
type Module = Vec<String>;

/// The modules of a package that are files.
struct Package(BTreeMap<Module, Source>);

impl Package {
    /// The package with these files, named by their path below `src`.
    fn of(files: &[(String, String)]) -> Self {
        let mut modules: BTreeMap<Module, Source> = files
            .iter()
            .filter(|(file, _)| !file.starts_with("bin/") && file != "main.rs")
            .map(|(file, text)| (module(file), Source::read(text)))
            .collect();
        let mut tests = Vec::new();
        for (module, source) in &modules {
            tests.extend(source.test_modules.iter().map(|name| child(module, std::slice::from_ref(name))));
        }
        modules.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
        Self(modules)
    }

    /// What each module depends on.
    fn dependencies(&self) -> BTreeMap<&Module, BTreeSet<&Module>> {
        let of = |(module, source): (&'_ Module, &'_ Source)| {
            let mut targets = BTreeSet::new();
            for (inline, path) in &source.paths {
                targets.extend(self.definition(module, inline, path, 0));
            }
            for used in &source.uses {
                let target = self.definition(module, &used.inline, &used.path, 0);
                targets.extend(target.filter(|target| !(used.is_public && target.starts_with(module))));
            }
            targets.remove(module);
            targets
        };
        self.0.iter().map(|(module, source)| (module, of((module, source)))).collect()
    }

    /// The module that defines what `path` names, as it is written in `module`. `None`: another package's, or a local
    /// name. `steps` ends what re-exports itself.
    fn definition(
        &self,
        module: &[String],
        inline: &[String],
        path: &[String],
        steps: u8,
    ) -> Option<&Module> {
        let (first, rest) = path.split_first()?;
        let mut place = child(module, inline);
        let mut rest = rest;
        match first.as_str() {
            "crate" => place.clear(),
            "self" => {}
            "super" => {
                place.pop();
                while let Some((_, after)) = rest.split_first().filter(|(next, _)| *next == "super") {
                    place.pop();
                    rest = after;
                }
            }
            _ if self.0.contains_key(&child(&place, std::slice::from_ref(first))) => rest = path,
            _ => return None,
        }
        let whole = child(&place, rest);
        let length = (0..=whole.len()).rev().find(|length| self.0.contains_key(&whole[..*length]))?;
        let (found, source) = self.0.get_key_value(&whole[..length])?;
        let Some((name, after)) = whole[length..].split_first() else { return Some(found) };
        let passed_on = source.uses.iter().find(|used| used.inline.is_empty() && used.name == *name);
        let target = passed_on.filter(|_| steps < 16).and_then(|used| {
            self.definition(found, &used.inline, &[used.path.as_slice(), after].concat(), steps + 1)
        });
        Some(target.unwrap_or(found))
    }

    /// A circle of modules below `root`, if there is one.
    fn circle(&self, root: &[String]) -> Option<Vec<&Module>> {
        let dependencies = self.dependencies();
        let mut done = BTreeSet::new();
        let inside = dependencies.keys().copied().filter(|module| module.starts_with(root));
        inside.into_iter().find_map(|start| walk(start, root, &dependencies, &mut Vec::new(), &mut done))
    }
}

/// Goes on from `at`, where `way` has led, until it comes back to itself.
fn walk<'a>(
    at: &'a Module,
    root: &[String],
    dependencies: &BTreeMap<&'a Module, BTreeSet<&'a Module>>,
    way: &mut Vec<&'a Module>,
    done: &mut BTreeSet<&'a Module>,
) -> Option<Vec<&'a Module>> {
    if let Some(start) = way.iter().position(|module| *module == at) {
        let mut circle = way.split_off(start);
        circle.push(at);
        return Some(circle);
    }
    if !done.contains(at) {
        way.push(at);
        for next in dependencies[at].iter().filter(|next| next.starts_with(root)) {
            if let Some(circle) = walk(next, root, dependencies, way, done) {
                return Some(circle);
            }
        }
        way.pop();
        done.insert(at);
    }
    None
}

fn child(module: &[String], path: &[String]) -> Module {
    [module, path].concat()
}

/// The module of a file: `table/key.rs` is `["table", "key"]`, and `lib.rs` is the package.
fn module(file: &str) -> Module {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if path == "lib" { Module::new() } else { path.split('/').map(str::to_owned).collect() }
}

fn shown(modules: &[&Module]) -> String {
    modules.iter().map(|module| format!("crate::{}", module.join("::"))).collect::<Vec<_>>().join(" → ")
}

/// The package of a folder, and the module that the folder is in it.
fn package(folder: &str) -> (Package, Module) {
    let (package, below) = folder.split_once("/src").unwrap();
    let src = super::root().join(package).join("src");
    let mut files = Vec::new();
    collect(&src, "", &mut files);
    assert!(!files.is_empty(), "{folder}");
    (Package::of(&files), below.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

fn collect(folder: &Path, below: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        let name = format!("{below}{}", name.to_str().unwrap());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if name.ends_with(".rs") {
            files.push((name, fs::read_to_string(path).unwrap()));
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let functions = generate_catalog::packages(&crate::root()).unwrap();
    let functions = functions.iter().map(|package| format!("{}/{package}/src", generate_catalog::FOLDER));
    for folder in WITHOUT_CIRCLES.iter().map(|folder| (*folder).to_owned()).chain(functions) {
        let (package, root) = package(&folder);
        let circle = package.circle(&root);
        assert!(circle.is_none(), "{folder}: {}", shown(&circle.unwrap()));
    }
}

#[test]
fn the_engine_of_the_store_imports_no_entity_and_no_key() {
    for folder in APART {
        let (package, root) = package(folder);
        let dependencies = package.dependencies();
        assert!(dependencies.keys().any(|module| **module == root), "{folder}");
        for (module, targets) in dependencies.into_iter().filter(|(module, _)| module.starts_with(&root)) {
            for target in targets {
                assert!(target.starts_with(&root), "{}", shown(&[module, target]));
            }
        }
    }
}

/// The circle of a package with these files.
fn circle_of(files: &[(&str, &str)]) -> Option<String> {
    let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Package::of(&files).circle(&[]).map(|circle| shown(&circle))
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let found = Some("crate::a → crate::b → crate::a".to_owned());
    for (a, b) in [
        ("use crate::b::B;", "use crate::a::A;"),
        ("use super::b::{C, B as D};", "use crate::{a::{self, A}, lib};"),
        ("fn f() { crate::b::f('\"', \"}\") }", "/// Text.\nfn g<'a>() -> super::a::A<'a> {}"),
        ("mod inner { use super::super::b::B; }", "use crate::A;"),
        ("pub use crate::b::B;", "pub(crate) use crate::a::*;"),
    ] {
        let lib = "mod a;\nmod b;\npub use self::a::A;";
        assert_eq!(circle_of(&[("lib.rs", lib), ("a.rs", a), ("b.rs", b)]), found, "{a} {b}");
    }
}

#[test]
fn what_is_no_circle_is_not_taken_for_one() {
    let gathers = ("a.rs", "mod b;\nmod c;\npub use self::{b::B, c::C};\n#[cfg(test)]\nmod tests;");
    let children = [
        ("a/b.rs", "use super::C;\n// use super::d;\nconst TEXT: &str = r#\"crate::a::b\"#;"),
        (
            "a/c.rs",
            "use std::fmt;\n#[cfg(test)]\nuse super::B;\n#[cfg(test)]\nmod tests { use super::super::B; }",
        ),
        ("a/tests.rs", "use super::*;\nuse crate::a::b::B;"),
        ("lib.rs", "mod a;\nfn f() { a::B::new(); }"),
    ];
    assert_eq!(circle_of(&[&[gathers], children.as_slice()].concat()), None);
    // A parent that uses its child, and not only gathers it, must not be used by the child.
    let uses = ("a.rs", "mod b;\nuse self::b::B;\nstruct A(B);");
    let circle = circle_of(&[("lib.rs", "mod a;"), uses, ("a/b.rs", "use super::A;")]);
    assert_eq!(circle, Some("crate::a → crate::a::b → crate::a".to_owned()));
}
