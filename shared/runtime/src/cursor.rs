//! Cursors of lists: where a page ended, sealed for the caller to bring back.
//!
//! A cursor is encrypted and bound to the tenant, the list and its filters (ChaCha20-Poly1305, RFC 8439): it shows no
//! key, cannot be made up, and means nothing anywhere else. The filters are the whole query but `limit` and `cursor`,
//! so a filter that is added to a list is bound without a line of code.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clients::Secrets;
use domain::{Invalid, InvalidCode, TenantId};
use http::StatusCode;
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest,
    error::Unspecified,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    environment::{ConfigError, SECRET_PREFIX, Variable},
    error::{ApiError, ApiResult},
    function_context::FunctionContext,
    random::Random,
};

/// Name of the secret that cursors are sealed with, after the prefix of the deployment.
pub const SECRET: &str = "cursor-key";

/// Seals and opens cursors.
#[derive(Clone)]
pub struct Cursors {
    secrets: Secrets,
    secret_name: String,
    random: Arc<dyn Random>,
}

/// The list that a cursor belongs to.
#[derive(Clone, Debug)]
pub struct List<'a> {
    pub tenant: TenantId,
    /// The name of the endpoint.
    pub endpoint: &'static str,
    /// Its filters, written in a way that is the same for the same filters.
    pub filters: &'a str,
}

impl Cursors {
    /// The variables that [`Cursors::start`] reads.
    pub const VARIABLES: &'static [Variable] = &[SECRET_PREFIX];

    /// Prepares sealing. The key is read when the first cursor is sealed or opened: most lists fit on a page.
    pub fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let secret_name = context.secret_name(SECRET)?;
        Ok(Self { secrets: context.secrets(), secret_name, random: context.random.clone() })
    }

    /// Seals a position.
    pub async fn seal<P: Serialize>(&self, list: &List<'_>, position: &P) -> ApiResult<String> {
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&self.random.next_u128().to_be_bytes()[..NONCE_LEN]);
        self.key().await?.seal(list, position, nonce)
    }

    /// Seals the position of the next page, if there is one.
    pub async fn seal_next<P: Serialize>(
        &self,
        list: &List<'_>,
        next: Option<&P>,
    ) -> ApiResult<Option<String>> {
        match next {
            None => Ok(None),
            Some(position) => self.seal(list, position).await.map(Some),
        }
    }

    /// Opens the cursor that a caller brought back, if there is one. A cursor of another tenant or list is refused
    /// like one that was made up.
    pub async fn open<P: DeserializeOwned>(
        &self,
        list: &List<'_>,
        cursor: Option<&str>,
    ) -> ApiResult<Option<P>> {
        let Some(cursor) = cursor else { return Ok(None) };
        let refused = || {
            const RULE: Invalid = Invalid::new(
                InvalidCode::NotACursor,
                "must be the nextCursor of a page of this list with the same filters",
            );
            ApiError::new(StatusCode::BAD_REQUEST, "cursor_refused", "Start again from the first page.")
                .field("?cursor", &RULE)
        };
        let sealed = SealedCursor::parse(cursor).ok_or_else(refused)?;
        sealed.open(&self.key().await?, list).map(Some).ok_or_else(refused)
    }

    async fn key(&self) -> ApiResult<CursorKey> {
        let secret =
            self.secrets.get(&self.secret_name).await?.ok_or_else(|| {
                ApiError::internal("the secret that cursors are sealed with does not exist")
            })?;
        CursorKey::of(&secret)
            .map_err(|_| ApiError::internal("the secret that cursors are sealed with is no key"))
    }
}

/// What cursors are sealed with.
pub struct CursorKey(LessSafeKey);

impl CursorKey {
    /// The key of a secret, which is random text of any length: its digest is a key.
    pub fn of(secret: &SecretString) -> Result<Self, Unspecified> {
        let key = digest::digest(&digest::SHA256, secret.expose_secret().as_bytes());
        UnboundKey::new(&CHACHA20_POLY1305, key.as_ref()).map(LessSafeKey::new).map(Self)
    }

    /// Seals a position. No two cursors of a key may have the same nonce.
    pub fn seal<P: Serialize>(
        &self,
        list: &List<'_>,
        position: &P,
        nonce: [u8; NONCE_LEN],
    ) -> ApiResult<String> {
        let mut sealed = serde_json::to_vec(position).map_err(ApiError::internal)?;
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), list.bound(), &mut sealed)
            .map_err(|_| ApiError::internal("a cursor could not be sealed"))?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }
}

/// A cursor as it is brought back. Who sealed it, and for which list, is not known.
pub struct SealedCursor {
    nonce: [u8; NONCE_LEN],
    sealed: Vec<u8>,
}

impl SealedCursor {
    /// Reads what may be one.
    pub fn parse(cursor: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        Some(Self { nonce: *nonce, sealed: sealed.to_vec() })
    }

    /// The position, if this key sealed it for this list.
    pub fn open<P: DeserializeOwned>(mut self, CursorKey(key): &CursorKey, list: &List<'_>) -> Option<P> {
        let nonce = Nonce::assume_unique_for_key(self.nonce);
        let opened = key.open_in_place(nonce, list.bound(), &mut self.sealed).ok()?;
        serde_json::from_slice(opened).ok()
    }
}

/// The parameters of a query that say which list it is: all but those that say which page. The same for the same
/// filters, however they are ordered and escaped.
pub(crate) fn filters(query: &str) -> String {
    let page = |name: &str| name == "limit" || name == "cursor";
    let mut filters: Vec<_> =
        form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !page(name)).collect();
    filters.sort_unstable();
    form_urlencoded::Serializer::new(String::new()).extend_pairs(filters).finish()
}

impl List<'_> {
    fn bound(&self) -> Aad<Vec<u8>> {
        let mut bound = self.tenant.to_bytes().to_vec();
        bound.extend_from_slice(self.endpoint.as_bytes());
        bound.push(0);
        bound.extend_from_slice(self.filters.as_bytes());
        Aad::from(bound)
    }
}

impl std::fmt::Debug for Cursors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cursors")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_all_of_the_query_but_the_page() {
        assert_eq!(filters("q=robin+a&limit=5&tag=vip&cursor=x"), filters("tag=vip&q=rob%69n%20a"));
        assert_eq!(filters("limit=5&%63ursor=x"), "");
        let all = ["", "q=a", "q=b", "q=a&tag=b", "tag=a&tag=b", "tag=a", "q=a%26tag%3Db", "q="];
        for (number, one) in all.iter().enumerate() {
            for other in &all[number + 1..] {
                assert_ne!(filters(one), filters(other), "{one} {other}");
            }
        }
    }
}
