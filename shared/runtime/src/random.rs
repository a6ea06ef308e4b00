//! Where random bits come from.

use std::sync::atomic::{AtomicU64, Ordering};

use ring::rand::SecureRandom;

/// A source of random bits.
pub trait Random: Send + Sync + 'static {
    /// Sixteen random bytes as a number.
    fn next_u128(&self) -> u128;

    /// Thirty-two random bytes, enough for a token nobody can guess.
    fn next_token(&self) -> [u8; 32] {
        let mut token = [0; 32];
        token[..16].copy_from_slice(&self.next_u128().to_be_bytes());
        token[16..].copy_from_slice(&self.next_u128().to_be_bytes());
        token
    }
}

/// The operating system's generator, fit for secrets.
#[derive(Clone, Debug)]
pub struct SystemRandom(ring::rand::SystemRandom);

impl SystemRandom {
    pub fn new() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Default for SystemRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for SystemRandom {
    #[expect(
        clippy::expect_used,
        reason = "a system that has no entropy cannot go on; the runtime answers 500"
    )]
    fn next_u128(&self) -> u128 {
        let mut bytes = [0; 16];
        self.0.fill(&mut bytes).expect("the operating system gives random bytes");
        u128::from_be_bytes(bytes)
    }
}

/// The same numbers in every run, all different, for tests.
#[derive(Debug, Default)]
pub struct FixedRandom(AtomicU64);

impl Random for FixedRandom {
    fn next_u128(&self) -> u128 {
        // The odd multiplier spreads consecutive numbers over all bits (splitmix64's constant).
        let number = self.0.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let spread = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (u128::from(spread) << 64) | u128::from(number)
    }
}
