//! Why a value was refused.

use std::borrow::Cow;

/// A value that cannot be accepted, said as a rule about the value ("must be …").
///
/// The text goes to the person who sent the value and may reach a log, so it never repeats the value itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(Cow<'static, str>);

impl Invalid {
    /// A refusal that states a fixed rule.
    pub const fn rule(rule: &'static str) -> Self {
        Self(Cow::Borrowed(rule))
    }

    /// A refusal whose rule holds a figure, such as a limit.
    pub fn because(rule: impl Into<String>) -> Self {
        Self(Cow::Owned(rule.into()))
    }
}
