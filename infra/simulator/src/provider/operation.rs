//! The operations of the provider's API, named as in its SDK.

macro_rules! operations {
    ($($variant:ident => $name:literal,)*) => {
        /// One operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Operation { $($variant),* }

        impl Operation {
            /// Every operation's name.
            pub(crate) const NAMES: &[&str] = &[$($name),*];

            /// The name, for the log and for fault rules.
            pub(crate) fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

operations! {
    CreateAgent => "create_agent",
    ListAgents => "list_agents",
    GetAgent => "get_agent",
    UpdateAgent => "update_agent",
    DeleteAgent => "delete_agent",
    CreateTool => "create_tool",
    ListTools => "list_tools",
    GetTool => "get_tool",
    UpdateTool => "update_tool",
    DeleteTool => "delete_tool",
    CreateSecret => "create_secret",
    ListSecrets => "list_secrets",
    UpdateSecret => "update_secret",
    DeleteSecret => "delete_secret",
    ImportPhoneNumber => "import_phone_number",
    ListPhoneNumbers => "list_phone_numbers",
    ListPhoneNumbersPaged => "list_phone_numbers_paged",
    GetPhoneNumber => "get_phone_number",
    UpdatePhoneNumber => "update_phone_number",
    DeletePhoneNumber => "delete_phone_number",
    CreateWebhook => "create_webhook",
    ListWebhooks => "list_webhooks",
    UpdateWebhook => "update_webhook",
    DeleteWebhook => "delete_webhook",
    GetSettings => "get_settings",
    UpdateSettings => "update_settings",
    ListConversations => "list_conversations",
    GetConversation => "get_conversation",
    GetConversationAudio => "get_conversation_audio",
    DeleteConversation => "delete_conversation",
    TwilioOutboundCall => "twilio_outbound_call",
    SipTrunkOutboundCall => "sip_trunk_outbound_call",
}

impl Operation {
    /// Whether it starts a telephone call.
    pub(crate) fn dials(self) -> bool {
        matches!(self, Self::TwilioOutboundCall | Self::SipTrunkOutboundCall)
    }
}
