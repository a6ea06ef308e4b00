//! Tests of the endpoints on the embedded store.

mod bulk;
mod compression;
mod cost;
mod create;
mod delete;
mod faults;
mod fixture;
mod large;
mod largest_edit;
mod list;
mod lookups;
mod model;
mod numbers;
mod put_by_external_id;
mod races;
mod read_ahead;
mod recount;
mod restore;
mod search;
mod spellings;
mod tolerance;
mod update;
mod written_numbers;
