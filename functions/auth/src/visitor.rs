//! What the log says about somebody at the door.

use runtime::{
    Meta,
    log::{SecurityEvent, SecurityWord},
};
use store::email_owners::EmailDigest;

use crate::app::Entrance;

/// Somebody who wants to sign in or to register.
pub(crate) struct Visitor<'a> {
    pub(crate) app: &'a Entrance,
    pub(crate) email: &'a EmailDigest,
    pub(crate) meta: &'a Meta,
}

impl Visitor<'_> {
    /// Leaves a security event: the account under our key, the network, and the reason.
    pub(crate) async fn leaves(&self, word: SecurityWord, reason: &'static str) {
        let event = SecurityEvent::new(word, reason)
            .account(self.app.auth.keys.account(self.email).await)
            .source(self.app.edge.source_address(self.meta));
        self.meta.subject.security(event);
    }
}
