//! Bytes that may be larger than an item: compressed, and cut into pieces of which each fits into one.

use std::{
    fmt,
    io::{self, Read, Write},
};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use ring::digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::StoreError;

/// The most bytes of one piece: an item has 400 KB, names and keys included.
const PIECE_BYTES: usize = 380_000;
/// The most bytes that are unpacked: more than the largest that is packed.
const MAX_UNPACKED_BYTES: u64 = 64 * 1024 * 1024;

/// A piece, as a binary attribute.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Blob(Vec<u8>);

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

/// The pieces of `bytes`, in order: the same for the same bytes.
pub(crate) fn pack(entity: &'static str, bytes: &[u8]) -> Result<Vec<Blob>, StoreError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    let packed = packed.map_err(|error| unreadable(entity, &error))?;
    Ok(packed.chunks(PIECE_BYTES).map(|piece| Blob(piece.to_vec())).collect())
}

/// The bytes of these pieces. An error if one is missing or damaged.
pub(crate) fn unpack<'a>(
    entity: &'static str,
    pieces: impl IntoIterator<Item = &'a Blob>,
) -> Result<Vec<u8>, StoreError> {
    let packed: Vec<u8> = pieces.into_iter().flat_map(|piece| &piece.0).copied().collect();
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed.as_slice())
        .take(MAX_UNPACKED_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(entity, &error))?;
    Ok(bytes)
}

/// 128 bits of SHA-256, in hexadecimal digits: what names pieces and entries.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA256, bytes);
    digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn unreadable(entity: &'static str, error: &io::Error) -> StoreError {
    StoreError::Unreadable { entity, source: de::Error::custom(error.kind()) }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }

            fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }
        }
        deserializer.deserialize_byte_buf(Visitor).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_again_and_damage_is_noticed() {
        // Bytes that do not compress.
        let bytes: Vec<u8> = std::iter::repeat_with(|| fastrand::u8(..)).take(1_000_000).collect();
        for length in [0, 1, PIECE_BYTES, 1_000_000] {
            let pieces = pack("thing", &bytes[..length]).unwrap();
            assert!(pieces.iter().all(|piece| piece.0.len() <= PIECE_BYTES));
            assert_eq!(unpack("thing", &pieces).unwrap(), &bytes[..length]);
        }
        let mut pieces = pack("thing", &bytes).unwrap();
        assert_eq!(pieces.len(), 3);
        pieces.remove(1);
        assert!(unpack("thing", &pieces).is_err());
        assert!(unpack("thing", []).is_err());
    }
}
