//! The operations of the provider's API, named as in its SDK.

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    ListConversations,
    GetConversation,
}

impl Operation {
    /// Every operation's name.
    pub(crate) const NAMES: &[&str] = &[Self::ListConversations.as_str(), Self::GetConversation.as_str()];

    /// The name, for the log and for fault rules.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ListConversations => "list_conversations",
            Self::GetConversation => "get_conversation",
        }
    }
}
