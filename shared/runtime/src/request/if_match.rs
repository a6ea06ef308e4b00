//! What an edit says about the record that it was made from (RFC 9110, section 13.1.1).

/// The versions that a record may have for an edit to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// Any, if there is such a record.
    Any,
    /// One of these.
    OneOf(Vec<u64>),
}

impl IfMatch {
    /// This version only.
    pub fn version(version: u64) -> Self {
        Self::OneOf(vec![version])
    }

    /// Whether a record of this version may be edited.
    pub fn is(&self, version: u64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(versions) => versions.contains(&version),
        }
    }

    /// Whether it names the version before this one, as a client does that sends an edit again.
    pub fn was_before(&self, version: u64) -> bool {
        match self {
            Self::Any => false,
            Self::OneOf(versions) => versions.iter().any(|one| one.checked_add(1) == Some(version)),
        }
    }

    /// The version to try first where the record's own is not known; it is told where it is another.
    pub fn first_guess(&self) -> u64 {
        match self {
            Self::Any => 1,
            Self::OneOf(versions) => versions.first().copied().unwrap_or(1),
        }
    }
}
