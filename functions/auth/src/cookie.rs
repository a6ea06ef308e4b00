//! The cookie of the refresh token.
//!
//! The `__Host-` prefix makes browsers refuse it from any other host and over plain HTTP (RFC 6265bis §4.1.3.2);
//! `HttpOnly` keeps it from scripts, `SameSite=Strict` from requests that other sites cause.

use domain::refresh::{RefreshToken, UnverifiedRefreshToken};
use jiff::SignedDuration;
use runtime::Meta;

const NAME: &str = runtime::REFRESH_COOKIE;
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Strict";

/// Sets it for so long.
pub(crate) fn set(token: &RefreshToken, life: SignedDuration) -> String {
    let seconds = life.as_secs().max(0);
    format!("{NAME}={}; Max-Age={seconds}; {ATTRIBUTES}", token.expose())
}

/// Takes it away.
pub(crate) fn clear() -> String {
    format!("{NAME}=; Max-Age=0; {ATTRIBUTES}")
}

/// Whether there is one, whatever is in it.
pub(crate) fn is_sent(meta: &Meta) -> bool {
    meta.cookie(NAME).is_some()
}

/// The token in it.
pub(crate) fn read(meta: &Meta) -> Option<UnverifiedRefreshToken> {
    UnverifiedRefreshToken::parse(meta.cookie(NAME)?)
}
