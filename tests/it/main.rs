//! Tests that cross resources.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod sweeps;
