//! Requests with an `Idempotency-Key`.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use domain::TenantId;
use jiff::Timestamp;
use ring::digest;
use store::{
    CommitError, ConditionFailed, StoreError, Table, Transaction,
    idempotency::{Earlier, RETENTION, Remembered, RequestIdentity},
};

use crate::{
    access::Access,
    answer::{Answer, Idempotent},
    endpoint::Endpoint,
    error::{ApiError, ApiResult, FieldError},
    request::{Principal, Request},
};

/// The header (draft-ietf-httpapi-idempotency-key-header).
const HEADER: &str = "idempotency-key";

/// Reads the key of a request; what it asks for is told by a digest of its body.
pub(crate) fn identity(
    operation: &'static str,
    headers: &http::HeaderMap,
    body: &[u8],
) -> ApiResult<Option<RequestIdentity>> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let key = value
        .to_str()
        .ok()
        .map(|text| text.trim().trim_matches('"'))
        .filter(|key| (1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or_else(|| {
            ApiError::invalid(vec![FieldError {
                pointer: "Idempotency-Key".to_owned(),
                detail: "must be 1 to 128 visible ASCII characters, such as a UUID".to_owned(),
            }])
        })?;
    let fingerprint = STANDARD_NO_PAD.encode(digest::digest(&digest::SHA256, body));
    Ok(Some(RequestIdentity { operation, key: key.to_owned(), fingerprint }))
}

impl<E: Endpoint> Request<E>
where
    E::Access: Access<Context = Principal>,
{
    /// Commits the transaction of a request, once however often the request is sent with the same key.
    ///
    /// `explain` turns a refusal for another reason into an error.
    pub async fn commit<A: Answer>(
        &self,
        table: &Table,
        mut transaction: Transaction,
        answer: A,
        now: Timestamp,
        explain: impl FnOnce(&ConditionFailed) -> Result<ApiError, StoreError>,
    ) -> ApiResult<Idempotent<A>> {
        let remembered = match &self.meta.identity {
            None => None,
            Some(identity) => {
                let answer = remember(identity, &answer, now)?;
                let tenant: TenantId = self.principal.tenant();
                Some((transaction.remember(tenant, identity, &answer, now)?, identity))
            }
        };
        let refused = match table.commit(transaction).await {
            Ok(()) => return Ok(Idempotent::Fresh(answer)),
            Err(CommitError::Store(error)) => return Err(error.into()),
            Err(CommitError::ConditionFailed(refused)) => refused,
        };
        if let Some((write, identity)) = remembered {
            match store::idempotency::earlier(&refused, write, identity)? {
                Some(Earlier::Same(earlier)) => return Ok(Idempotent::Replay(earlier)),
                Some(Earlier::Different) => {
                    return Err(ApiError::new(
                        http::StatusCode::UNPROCESSABLE_ENTITY,
                        "idempotency_key_reused",
                        "This Idempotency-Key was sent before with another body.",
                    ));
                }
                None => {}
            }
        }
        Err(explain(&refused)?)
    }
}

fn remember<A: Answer>(identity: &RequestIdentity, answer: &A, now: Timestamp) -> ApiResult<Remembered> {
    let rendered = answer.render()?;
    Ok(Remembered {
        fingerprint: identity.fingerprint.clone(),
        status: A::STATUS.as_u16(),
        body: rendered.body.unwrap_or_default(),
        headers: rendered.headers,
        forgotten_at: now.saturating_add(RETENTION).unwrap_or(Timestamp::MAX),
    })
}
