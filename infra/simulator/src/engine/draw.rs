//! Where every "random" id, text and figure comes from.
//!
//! A [`CallSeed`] is the SHA-256 digest of the simulator's seed and of what names the call (workspace, direction,
//! numbers, how many such calls came before). It does not depend on other calls, so calls that run at the same time
//! get the same ids and texts whatever their order. Each purpose draws from its own `ChaCha8` stream: one more draw
//! for a text never changes an id.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use ring::digest::{Context, SHA256};

const ID_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const HEX_ALPHABET: &[u8; 16] = b"0123456789abcdef";

/// What a call, or another numbered thing, draws from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallSeed([u8; 32]);

impl CallSeed {
    /// The seed of the thing that `parts` name, below the simulator's `seed`.
    pub fn derive(seed: u64, parts: &[&str]) -> Self {
        let mut digest = Context::new(&SHA256);
        digest.update(&seed.to_le_bytes());
        for part in parts {
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            digest.update(&(part.len() as u64).to_le_bytes());
            digest.update(part.as_bytes());
        }
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest.finish().as_ref());
        Self(bytes)
    }

    /// The stream of draws for one purpose.
    pub fn draw(&self, purpose: &str) -> Draw {
        let mut digest = Context::new(&SHA256);
        digest.update(&self.0);
        digest.update(purpose.as_bytes());
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest.finish().as_ref());
        Draw(ChaCha8Rng::from_seed(bytes))
    }

    /// The first eight bytes, for counting by seed without keeping what it was derived from.
    pub fn short(&self) -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.0[..8]);
        u64::from_le_bytes(bytes)
    }
}

/// A stream of draws.
#[derive(Debug)]
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// A number from 0 up to, not including, `bound`; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        let product = u64::from(self.0.next_u32()) * u64::from(bound);
        (product >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// A fraction from 0 up to, not including, 1.
    pub fn fraction(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / (f64::from(u32::MAX) + 1.0)
    }

    /// True with probability `probability` (0 to 1).
    pub fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// One of `choices`; `None` when there are none.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        choices.get(self.below(u32::try_from(choices.len()).unwrap_or(u32::MAX)) as usize)
    }

    /// `prefix` followed by `length` characters of the provider's id alphabet.
    pub fn id(&mut self, prefix: &str, length: usize) -> String {
        self.text(prefix, length, ID_ALPHABET)
    }

    /// `prefix` followed by `length` lower-case hexadecimal digits.
    pub fn hex(&mut self, prefix: &str, length: usize) -> String {
        self.text(prefix, length, HEX_ALPHABET)
    }

    fn text(&mut self, prefix: &str, length: usize, alphabet: &[u8]) -> String {
        let mut text = String::with_capacity(prefix.len() + length);
        text.push_str(prefix);
        for _ in 0..length {
            if let Some(character) = self.pick(alphabet) {
                text.push(char::from(*character));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_draws_in_every_version() {
        let seed = CallSeed::derive(7, &["workspace", "+12025550142"]);
        assert_eq!(seed.draw("ids").id("conv_", 28), "conv_4xbxw8e2yfzzq0r59mkk9xkmeesc");
        assert_ne!(seed.draw("ids").id("", 28), seed.draw("texts").id("", 28));
    }

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(CallSeed::derive(1, &["ab", "c"]), CallSeed::derive(1, &["a", "bc"]));
        assert_ne!(CallSeed::derive(1, &["a"]), CallSeed::derive(2, &["a"]));
    }

    #[test]
    fn draws_stay_within_their_bounds() {
        let mut draw = CallSeed::derive(1, &[]).draw("bounds");
        for _ in 0..1_000 {
            assert!(draw.below(3) < 3);
            assert!((5..=6).contains(&draw.between(5, 6)));
            assert!((0.0..1.0).contains(&draw.fraction()));
        }
        assert_eq!(draw.pick::<u8>(&[]), None);
    }
}
