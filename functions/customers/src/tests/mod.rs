//! Tests of the endpoints on the embedded store.

mod cost;
mod create;
mod delete;
mod faults;
mod large;
mod list;
mod model;
mod office;
mod races;
mod recount;
mod restore;
mod search;
mod update;
