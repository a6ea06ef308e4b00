//! Tests of the endpoints on the embedded store.

mod create;
