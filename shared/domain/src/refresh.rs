//! Refresh tokens: what keeps a session going, and how one that was stolen is noticed.
//!
//! Each use exchanges the token for its successor. An answer can get lost, so the one before the present token still
//! gets the same successor for ten seconds. As long the present one stays what it is: several tabs ask at once, and the
//! request of a slow one must not find its token two exchanges behind. Any other token of the session is one that
//! somebody kept: the owner or a thief. Nobody can tell which, so the session ends.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};

use crate::ids::{SessionId, TenantId, UserId};

/// A session ends when it was not used for so long …
const IDLE_LIFE: SignedDuration = SignedDuration::from_hours(24 * 14);
/// … and at the latest so long after signing in.
const WHOLE_LIFE: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long a token that was exchanged gets the same successor again, and how long that successor is not exchanged.
const RETRY_WINDOW: SignedDuration = SignedDuration::from_secs(10);
/// How many sessions a user has at most; signing in once more ends the oldest.
pub const MOST_SESSIONS: usize = 20;

/// When a session ends that began and was last used at these times.
pub fn ends_at(began_at: Timestamp, used_at: Timestamp) -> Timestamp {
    let after = |from: Timestamp, life| from.saturating_add(life).unwrap_or(Timestamp::MAX);
    after(used_at, IDLE_LIFE).min(after(began_at, WHOLE_LIFE))
}

const TOKEN_BYTES: usize = 96;
/// Its length as text.
const TOKEN_CHARACTERS: usize = 128;

/// A refresh token that is ours: one that was just made, or one that [`UnverifiedRefreshToken::judge`] found good.
///
/// As text: base64url of tenant, user and session (16 bytes each), the family (16 random bytes, the same in all tokens
/// of the session) and the secret (32 bytes, another in each).
pub struct RefreshToken {
    tenant: TenantId,
    user: UserId,
    session: SessionId,
    family: [u8; 16],
    secret: [u8; 32],
}

impl RefreshToken {
    /// The first token of a session, of random bytes.
    pub fn first(
        tenant: TenantId,
        user: UserId,
        session: SessionId,
        family: [u8; 16],
        secret: [u8; 32],
    ) -> Self {
        Self { tenant, user, session, family, secret }
    }

    /// The next token of the session.
    #[must_use]
    pub fn successor(&self, secret: [u8; 32]) -> Self {
        let Self { tenant, user, session, family, .. } = *self;
        Self { tenant, user, session, family, secret }
    }

    /// The tenant of the session.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Whose session it is.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The session.
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// What is the same in all tokens of the session. A secret.
    pub fn family(&self) -> &[u8; 16] {
        &self.family
    }

    /// All of it. A secret.
    pub fn to_bytes(&self) -> [u8; TOKEN_BYTES] {
        let mut bytes = [0; TOKEN_BYTES];
        bytes[..16].copy_from_slice(&self.tenant.to_bytes());
        bytes[16..32].copy_from_slice(&self.user.to_bytes());
        bytes[32..48].copy_from_slice(&self.session.to_bytes());
        bytes[48..64].copy_from_slice(&self.family);
        bytes[64..].copy_from_slice(&self.secret);
        bytes
    }

    /// The text that the browser keeps. A secret.
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.to_bytes())
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefreshToken({}, …)", self.session)
    }
}

/// A refresh token as somebody sent it. Until it is judged, everything in it is only claimed.
#[derive(Debug)]
pub struct UnverifiedRefreshToken(RefreshToken);

/// Which session a token says that it belongs to. Good for one thing: to read the record that proves or refutes it.
#[derive(Clone, Copy, Debug)]
pub struct ClaimedSession {
    /// The tenant, claimed.
    pub tenant: TenantId,
    /// The user, claimed.
    pub user: UserId,
    /// The session, claimed.
    pub session: SessionId,
}

/// What the digests that are kept say about a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is the present one.
    Present,
    /// It is the one before.
    Previous,
    /// It is of this session, but neither of the two.
    Family,
    /// It is made up.
    None,
}

/// What a token is good for.
#[derive(Debug)]
pub enum Exchange {
    /// Its successor, which takes its place.
    Rotate(RefreshToken),
    /// Itself: the one before it is still good, and must not become one of long ago.
    Keep(RefreshToken),
    /// The successor that it had already.
    Repeat(RefreshToken),
    /// Nothing, and the session must end: it was exchanged before, by somebody.
    Reused(RefreshToken),
    /// Nothing.
    Refuse,
}

impl UnverifiedRefreshToken {
    /// Reads the text that the browser kept.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != TOKEN_CHARACTERS {
            return None;
        }
        let bytes: [u8; TOKEN_BYTES] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let part = |from: usize| <[u8; 16]>::try_from(&bytes[from..from + 16]).ok();
        Some(Self(RefreshToken {
            tenant: TenantId::claimed(part(0)?),
            user: UserId::from_bytes(part(16)?),
            session: SessionId::from_bytes(part(32)?),
            family: part(48)?,
            secret: bytes[64..].try_into().ok()?,
        }))
    }

    /// Where the proof would be.
    pub fn claimed_session(&self) -> ClaimedSession {
        ClaimedSession { tenant: self.0.tenant, user: self.0.user, session: self.0.session }
    }

    /// All of it, to be digested.
    pub fn to_bytes(&self) -> [u8; TOKEN_BYTES] {
        self.0.to_bytes()
    }

    /// What is the same in all tokens of the session, to be digested.
    pub fn family(&self) -> &[u8; 16] {
        &self.0.family
    }

    /// Judges it by what the record at its claim says. `exchanged_at`: when the present token took the place of the
    /// previous one, if there was one.
    pub fn judge(self, matched: Match, exchanged_at: Option<Timestamp>, now: Timestamp) -> Exchange {
        let within_window = exchanged_at.is_some_and(|at| now.duration_since(at) <= RETRY_WINDOW);
        match matched {
            Match::Present if within_window => Exchange::Keep(self.0),
            Match::Present => Exchange::Rotate(self.0),
            Match::Previous if within_window => Exchange::Repeat(self.0),
            Match::Previous | Match::Family => Exchange::Reused(self.0),
            Match::None => Exchange::Refuse,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn token() -> RefreshToken {
        let now = at("2026-09-21T12:00:00Z");
        RefreshToken::first(
            TenantId::register(now, 1),
            UserId::from_parts(now, 2),
            SessionId::from_parts(now, 3),
            [4; 16],
            [5; 32],
        )
    }

    #[test]
    fn a_token_reads_back_as_written() {
        let text = token().expose();
        assert_eq!(text.len(), TOKEN_CHARACTERS);
        let read = UnverifiedRefreshToken::parse(&text).unwrap();
        assert_eq!(read.to_bytes(), token().to_bytes());
        assert_eq!(read.claimed_session().session, token().session());
        assert_eq!(read.claimed_session().tenant, token().tenant());
        assert_eq!(read.claimed_session().user, token().user());
    }

    #[test]
    fn what_is_no_token_is_not_read() {
        let text = token().expose();
        for text in ["", "x", &text[1..], &format!("{text}A"), &text.replace(&text[..1], "+")] {
            assert!(UnverifiedRefreshToken::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_successor_differs_in_its_secret_only() {
        let next = token().successor([6; 32]);
        assert_eq!(next.to_bytes()[..64], token().to_bytes()[..64]);
        assert_ne!(next.to_bytes()[64..], token().to_bytes()[64..]);
    }

    fn judge(matched: Match, exchanged_at: Option<&str>, now: &str) -> Exchange {
        let token = UnverifiedRefreshToken::parse(&token().expose()).unwrap();
        token.judge(matched, exchanged_at.map(at), at(now))
    }

    #[test]
    fn an_exchanged_token_is_good_again_for_ten_seconds_only() {
        let judge = |matched, now| judge(matched, Some("2026-09-21T12:00:00Z"), now);
        assert!(matches!(judge(Match::Present, "2026-09-25T12:00:00Z"), Exchange::Rotate(_)));
        assert!(matches!(judge(Match::Previous, "2026-09-21T12:00:10Z"), Exchange::Repeat(_)));
        assert!(matches!(judge(Match::Previous, "2026-09-21T11:59:59Z"), Exchange::Repeat(_)));
        assert!(matches!(judge(Match::Previous, "2026-09-21T12:00:10.001Z"), Exchange::Reused(_)));
        assert!(matches!(judge(Match::Family, "2026-09-21T12:00:00Z"), Exchange::Reused(_)));
        assert!(matches!(judge(Match::None, "2026-09-21T12:00:00Z"), Exchange::Refuse));
    }

    #[test]
    fn a_token_stays_as_long_as_the_one_before_is_good() {
        let exchanged_at = Some("2026-09-21T12:00:00Z");
        let present = |now| judge(Match::Present, exchanged_at, now);
        assert!(matches!(present("2026-09-21T12:00:00Z"), Exchange::Keep(_)));
        assert!(matches!(present("2026-09-21T12:00:10Z"), Exchange::Keep(_)));
        assert!(matches!(present("2026-09-21T12:00:10.001Z"), Exchange::Rotate(_)));
        // The first one of a session has none before it.
        assert!(matches!(judge(Match::Present, None, "2026-09-21T12:00:00Z"), Exchange::Rotate(_)));
    }

    #[test]
    fn a_session_ends_idle_or_old() {
        let began = at("2026-01-01T00:00:00Z");
        assert_eq!(ends_at(began, began), at("2026-01-15T00:00:00Z"));
        assert_eq!(ends_at(began, at("2026-03-30T00:00:00Z")), at("2026-04-01T00:00:00Z"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let (token, shown) = (token(), format!("{:?}", UnverifiedRefreshToken(token())));
        assert_eq!(shown, format!("UnverifiedRefreshToken(RefreshToken({}, …))", token.session()));
    }
}
