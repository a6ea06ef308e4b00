//! The test kit: an application on an embedded store, builders, fixed time and ids.
