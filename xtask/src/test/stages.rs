//! What there is to run.

use std::time::Duration;

use super::{browser, container, contract, dependencies, fresh_machine, rust, skip::require_node};
use crate::{limit::Limit, portal, tools};

/// A part of the tests with a name and a limit of its own.
pub(super) struct Stage {
    pub(super) name: &'static str,
    /// What it is, in a few words.
    pub(super) about: &'static str,
    /// The limit: several times what it takes on two quiet cores, so that only what hangs reaches it.
    pub(super) minutes: u64,
    /// Whether it is left out unless `--all` or its name is given.
    pub(super) is_long: bool,
    /// Whether it may be left out, for a reason, in continuous integration.
    pub(super) may_be_skipped: bool,
    run: fn(Limit, &[String]) -> anyhow::Result<()>,
}

impl Stage {
    /// Runs it within its limit; the arguments are for the test runner.
    pub(super) fn run(&self, arguments: &[String]) -> anyhow::Result<()> {
        (self.run)(Limit::of(Duration::from_secs(60 * self.minutes)), arguments)
    }

    const fn new(
        name: &'static str,
        about: &'static str,
        minutes: u64,
        run: fn(Limit, &[String]) -> anyhow::Result<()>,
    ) -> Self {
        Self { name, about, minutes, is_long: false, may_be_skipped: false, run }
    }

    const fn long(self) -> Self {
        Self { is_long: true, ..self }
    }

    const fn may_be_skipped(self) -> Self {
        Self { may_be_skipped: true, ..self }
    }
}

/// All of them, in the order in which they run.
pub(super) const STAGES: &[Stage] = &[
    Stage::new("tools", "what the other stages use is installed below target/tools", 15, |limit, _| {
        tools::install(limit)
    }),
    Stage::new("format", "rustfmt has nothing to change", 2, |limit, _| rust::format(limit)),
    Stage::new("dependencies", "licences, bans, sources, and none that is not used", 10, |limit, _| {
        dependencies::check(limit)
    }),
    Stage::new("advisories", "no dependency has a known weakness", 3, |limit, _| {
        dependencies::advisories(limit)
    })
    .may_be_skipped(),
    Stage::new("lints", "everything compiles, and clippy has nothing to say", 25, |limit, _| {
        rust::build(limit)
    }),
    Stage::new("rust", "the Rust tests", 25, rust::tests),
    Stage::new("lambda", "every function under cargo lambda", 20, rust::lambda),
    Stage::new("deployed", "the deployed template in an emulator of AWS", 15, rust::deployed),
    Stage::new("permissions", "functions may do what they do, no less and no more", 15, |limit, _| {
        rust::permissions(limit)
    }),
    Stage::new("contract", "the OpenAPI document is sound, and what answers keeps to it", 15, |limit, _| {
        contract::check(limit)
    }),
    Stage::new(
        "portal",
        "lint, types and unit tests of the portal, and its build within its budgets",
        15,
        |limit, _| portal(limit),
    ),
    Stage::new("browser", "the portal's flows and accessibility in a real browser", 30, |limit, _| {
        browser::flows(limit)
    })
    .may_be_skipped(),
    Stage::new(
        "container",
        "the image, built, started with compose and used in a browser",
        50,
        |limit, _| container::check(limit),
    )
    .long(),
    Stage::new("matrices", "the long tests: many callers, and what dies at any moment", 20, rust::matrices)
        .long(),
    Stage::new("hostile", "strangers do their worst while tenants work", 15, rust::hostile).long(),
    Stage::new("looks", "the portal's pages in every language, colours and width", 30, |limit, _| {
        browser::every_look(limit)
    })
    .may_be_skipped()
    .long(),
    Stage::new(
        "large",
        "the portal with 10,000 customers and a call of 500 turns, and Lighthouse",
        30,
        |limit, _| browser::large(limit),
    )
    .may_be_skipped()
    .long(),
    Stage::new("fresh-machine", "the README's two commands, with nothing installed", 60, |limit, _| {
        fresh_machine::check(limit)
    })
    .long(),
];

fn portal(limit: Limit) -> anyhow::Result<()> {
    require_node()?;
    portal::check(limit)
}
