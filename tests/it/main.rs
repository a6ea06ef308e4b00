//! Tests that cross resources.
