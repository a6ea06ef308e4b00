//! Tests of the endpoints on the embedded store.

mod create;
mod delete;
mod list;
mod model;
mod office;
mod races;
mod recount;
mod restore;
mod search;
mod update;
