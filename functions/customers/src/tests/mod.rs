//! Tests of the endpoints on the embedded store.

mod cost;
mod create;
mod delete;
mod faults;
mod fixture;
mod large;
mod list;
mod model;
mod races;
mod read_ahead;
mod recount;
mod restore;
mod search;
mod update;
