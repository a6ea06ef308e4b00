//! What the benchmark compares with: an empty function and the SDK floor.
