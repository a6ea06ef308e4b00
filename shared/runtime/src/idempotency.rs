//! Requests with an `Idempotency-Key`.

use domain::TenantId;
use jiff::Timestamp;
use store::{
    CommitError, ConditionFailed, StoreError, Table, Transaction,
    idempotency::{Earlier, RETENTION, Remembered, RequestIdentity},
};

use crate::{
    access::Access,
    answer::{Answer, Idempotent},
    endpoint::{Endpoint, Request},
    error::{ApiError, ApiResult},
    principal::Principal,
};

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
