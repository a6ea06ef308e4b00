//! Identities: ULIDs (<https://github.com/ulid/spec>) that know what they identify.
//!
//! An id is 26 characters of Crockford base 32 in upper case. Its first 48 bits are a UTC instant in milliseconds, so
//! ids sort by the time they were made.

use std::{borrow::Cow, cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use ulid::Ulid;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{Invalid, InvalidCode};

/// The identity of one `K`.
pub struct Id<K> {
    ulid: Ulid,
    kind: PhantomData<fn() -> K>,
}

/// What an id can identify.
pub trait Kind {
    /// The word for it in error texts, in lower case.
    const NAME: &'static str;
}

/// Declares a kind and the alias of its id.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $id:ident $name:literal;)*) => {$(
        #[doc = concat!("Marks the identity of a ", $name, ".")]
        #[derive(Debug)]
        pub enum $kind {}
        impl Kind for $kind {
            const NAME: &'static str = $name;
        }
        $(#[$doc])*
        pub type $id = Id<$kind>;
    )*};
}

kinds! {
    /// A person who signs in.
    UserKind UserId "user";
    /// One sign-in of a user on one device.
    SessionKind SessionId "session";
    /// Somebody the tenant's voice agents talk to.
    CustomerKind CustomerId "customer";
    /// One phone call, or one attempt at it.
    CallKind CallId "call";
    /// One ElevenLabs workspace: API key, webhook secret and base URL.
    ConnectionKind ConnectionId "voice connection";
    /// Words of a customer that were written before the edit that gave them.
    WordSetKind WordSetId "set of words";
    /// An entry of the audit log.
    AuditKind AuditId "audit entry";
}

impl<K> Id<K> {
    /// An id from the time it is made at and 80 random bits (the upper bits of `random` are dropped).
    /// Times before 1970 count as 1970.
    pub fn from_parts(made_at: Timestamp, random: u128) -> Self {
        let milliseconds = u64::try_from(made_at.as_millisecond()).unwrap_or(0);
        Self::from_ulid(Ulid::from_parts(milliseconds, random))
    }

    const fn from_ulid(ulid: Ulid) -> Self {
        Self { ulid, kind: PhantomData }
    }

    /// When the id was made, to the millisecond.
    pub fn made_at(&self) -> Timestamp {
        i64::try_from(self.ulid.timestamp_ms())
            .ok()
            .and_then(|milliseconds| Timestamp::from_millisecond(milliseconds).ok())
            .unwrap_or(Timestamp::MAX)
    }

    /// The 128 bits.
    pub fn to_bytes(&self) -> [u8; 16] {
        self.ulid.to_bytes()
    }

    /// The id of these 128 bits.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self::from_ulid(Ulid::from_bytes(bytes))
    }

    /// A number below `shards`, the same for the same id, spread evenly: which shard of a counter it counts in.
    pub fn shard(&self, shards: u8) -> u8 {
        // The last byte is random in every id that we make.
        self.to_bytes()[15] % shards.max(1)
    }
}

fn parse_ulid(text: &str, name: &str) -> Result<Ulid, Invalid> {
    let refused =
        || Invalid::because(InvalidCode::NotAnId, format!("must be a {name} id: 26 characters of base 32"));
    let ulid = Ulid::from_string(text).map_err(|_| refused())?;
    // The decoder takes other spellings too; two of one key must not exist.
    if ulid.to_string() == text { Ok(ulid) } else { Err(refused()) }
}

impl<K: Kind> FromStr for Id<K> {
    type Err = Invalid;

    /// Reads an id in either case, as Crockford's base 32 is meant to be read: keys are made of what it is shown as.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        parse_ulid(&text.to_ascii_uppercase(), K::NAME).map(Self::from_ulid)
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ulid.array_to_str(&mut [0; 26]))
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.ulid == other.ulid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ulid.cmp(&other.ulid)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.ulid.hash(state);
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

fn ulid_schema(name: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(format!("The id of a {name} (a ULID).")))
        .pattern(Some("^[0-7][0-9A-HJKMNP-TV-Z]{25}$"))
        .into()
}

impl<K: Kind> PartialSchema for Id<K> {
    fn schema() -> RefOr<Schema> {
        ulid_schema(K::NAME)
    }
}
impl<K: Kind> ToSchema for Id<K> {
    /// Each kind has a schema of its own, such as `CustomerId`.
    fn name() -> Cow<'static, str> {
        let words = K::NAME.split(' ').map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{}{rest}", first.to_uppercase())
        });
        words.chain(["Id".to_owned()]).collect()
    }
}

/// The identity of a tenant: one business that uses the product.
///
/// There is no way to read one from text that a caller sent: it is not `FromStr` and not `Deserialize`. It comes from
/// the claims of a verified session, from an item of our own table ([`TenantId::from_own_record`]), or from
/// registration, which makes it. A refresh token claims one, in a type that says so
/// ([`crate::refresh::ClaimedSession`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantId(Ulid);

impl TenantId {
    /// The id of a tenant that is being created now.
    pub fn register(now: Timestamp, random: u128) -> Self {
        Self(Id::<UserKind>::from_parts(now, random).ulid)
    }

    /// The tenant named by a record that we wrote ourselves and that a caller cannot have written: an item of the
    /// table, or the claims of an access token whose signature was checked.
    pub fn from_own_record(text: &str) -> Result<Self, Invalid> {
        parse_ulid(text, "tenant").map(Self)
    }

    /// The tenant that a refresh token names, before anything proves it.
    pub(crate) fn claimed(bytes: [u8; 16]) -> Self {
        Self(Ulid::from_bytes(bytes))
    }

    /// The 128 bits.
    pub fn to_bytes(&self) -> [u8; 16] {
        self.0.to_bytes()
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.array_to_str(&mut [0; 26]))
    }
}

impl fmt::Debug for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for TenantId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl PartialSchema for TenantId {
    fn schema() -> RefOr<Schema> {
        ulid_schema("tenant")
    }
}
impl ToSchema for TenantId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_written_and_keeps_its_time() {
        let made_at = "2026-09-21T13:20:12.345Z".parse::<Timestamp>().unwrap();
        let id = CustomerId::from_parts(made_at, 42);
        assert_eq!(id.to_string().parse::<CustomerId>().unwrap(), id);
        assert_eq!(id.made_at(), made_at);
        assert_eq!(CustomerId::from_bytes(id.to_bytes()), id);
    }

    #[test]
    fn an_id_is_one_in_either_case_and_shown_in_upper_case() {
        let id = CallId::from_parts(Timestamp::UNIX_EPOCH, u128::MAX);
        assert_eq!(id.to_string().to_lowercase().parse::<CallId>().unwrap(), id);
        assert_eq!(id.to_string(), id.to_string().to_uppercase());
        assert!(TenantId::from_own_record(&id.to_string().to_lowercase()).is_err());
    }

    #[test]
    fn what_is_no_id_is_refused() {
        assert!("".parse::<CallId>().is_err());
        assert!("01ARZ3NDEKTSV4RRFFQ69G5FAVX".parse::<CallId>().is_err());
        assert!("81ARZ3NDEKTSV4RRFFQ69G5FAV".parse::<CallId>().is_err());
    }

    #[test]
    fn each_kind_of_id_has_a_schema_of_its_own() {
        assert_eq!(CustomerId::name(), "CustomerId");
        assert_eq!(ConnectionId::name(), "VoiceConnectionId");
    }

    #[test]
    fn ids_sort_by_time() {
        let early = UserId::from_parts(Timestamp::from_millisecond(1).unwrap(), u128::MAX);
        let late = UserId::from_parts(Timestamp::from_millisecond(2).unwrap(), 0);
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }
}
