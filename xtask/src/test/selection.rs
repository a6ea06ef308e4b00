//! Which stages to run.

use clap::{Args, builder::PossibleValuesParser};

use super::stages::{STAGES, Stage};

/// What to test.
#[derive(Args, Default)]
pub(crate) struct Test {
    /// Run the long stages, too
    #[arg(long, conflicts_with_all = ["only", "arguments"])]
    all: bool,
    /// Run only this stage, or these with commas between; can be repeated
    #[arg(
        long,
        value_name = "STAGE",
        value_delimiter = ',',
        value_parser = PossibleValuesParser::new(STAGES.iter().map(|stage| stage.name)),
    )]
    only: Vec<String>,
    /// Show the stages
    #[arg(long)]
    pub(super) list: bool,
    /// What `--only rust` was called
    #[arg(long, hide = true)]
    fast: bool,
    /// What `--only lambda` was called
    #[arg(long, hide = true)]
    lambda: bool,
    /// What `--only deployed` was called
    #[arg(long, hide = true)]
    deployed: bool,
    /// What `--only permissions` was called
    #[arg(long, hide = true)]
    permissions: bool,
    /// More options for `cargo nextest run`; without `--only`, they are for the stage `rust` alone
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(super) arguments: Vec<String>,
}

impl Test {
    /// The stages, in the order in which they run.
    pub(super) fn stages(&self) -> Vec<&'static Stage> {
        let names = self.names();
        let chosen = |stage: &&Stage| {
            if names.is_empty() { self.all || !stage.is_long } else { names.contains(&stage.name) }
        };
        STAGES.iter().filter(chosen).collect()
    }

    /// Those that were named; none stands for a whole size.
    fn names(&self) -> Vec<&str> {
        let former = [
            (self.fast, "rust"),
            (self.lambda, "lambda"),
            (self.deployed, "deployed"),
            (self.permissions, "permissions"),
        ];
        let former = former.into_iter().filter_map(|(given, name)| given.then_some(name));
        let names: Vec<&str> = self.only.iter().map(String::as_str).chain(former).collect();
        if names.is_empty() && !self.arguments.is_empty() { vec!["rust"] } else { names }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        test: Test,
    }

    fn chosen(arguments: &[&str]) -> Vec<&'static str> {
        let line = Line::try_parse_from(["test"].iter().chain(arguments)).unwrap();
        line.test.stages().iter().map(|stage| stage.name).collect()
    }

    #[test]
    fn stages_are_chosen_by_name_or_by_size() {
        assert_eq!(chosen(&["--only", "rust"]), ["rust"]);
        assert_eq!(
            chosen(&["--only", "rust,format", "--only", "fresh-machine"]),
            ["format", "rust", "fresh-machine"]
        );
        assert_eq!(chosen(&["--fast"]), ["rust"]);
        assert_eq!(chosen(&["--deployed"]), ["deployed"]);
        assert_eq!(chosen(&["--all"]).len(), STAGES.len());
        let usual = chosen(&[]);
        assert!(usual.contains(&"contract") && !usual.contains(&"fresh-machine"), "{usual:?}");
    }

    #[test]
    fn options_of_the_test_runner_are_for_the_rust_tests() {
        assert_eq!(chosen(&["--", "customers"]), ["rust"]);
        assert_eq!(chosen(&["--only", "lambda", "--", "--no-capture"]), ["lambda"]);
    }

    #[test]
    fn an_unknown_stage_is_refused_with_the_names_of_all() {
        let error = Line::try_parse_from(["test", "--only", "contrac"]).err().unwrap().to_string();
        for stage in STAGES {
            assert!(error.contains(stage.name), "{error}");
        }
    }
}
