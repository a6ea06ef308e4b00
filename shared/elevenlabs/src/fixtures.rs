//! The recorded payloads, for tests.

/// The bytes of a file below `tests/fixtures/elevenlabs`.
pub(crate) fn read(path: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/elevenlabs");
    std::fs::read(format!("{folder}/{path}")).unwrap_or_else(|error| panic!("{path}: {error}"))
}
