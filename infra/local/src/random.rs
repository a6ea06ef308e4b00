//! Random identifiers for what the local services hand out.

use ring::rand::{SecureRandom, SystemRandom};

/// Sixteen random bytes.
pub(crate) fn bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    // The system's generator fails only where a process cannot run at all; identifiers that repeat would then
    // be the smallest trouble.
    let _ = SystemRandom::new().fill(&mut bytes);
    bytes
}

/// A random UUID, version 4.
pub(crate) fn uuid() -> String {
    let mut bytes = bytes();
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = hex(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// `length` random letters and digits, at most 16.
pub(crate) fn letters(length: usize) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    bytes().iter().take(length).map(|byte| char::from(ALPHABET[usize::from(*byte) % 62])).collect()
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
