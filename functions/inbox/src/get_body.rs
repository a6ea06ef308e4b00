//! `GET /v1/operations/inbox/{entryId}/body`: what was delivered, word for word.

use domain::{
    ids::ConnectionId,
    inbox::{Entry, EntryId},
};
use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, Ok200, Request, Route, access};
use serde::{Deserialize, Serialize};
use store::{Transaction, audit::Action, inbox};
use utoipa::{IntoParams, ToSchema};

use crate::find::find;

/// The most bytes of one answer: as JSON, a byte may take six, and an answer has at most 6 MB.
const MAX_PART_BYTES: usize = 512 * 1024;

/// Shows what was delivered.
pub struct GetInboxBody;

/// Which entry.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct EntryPath {
    /// The entry, by its id within its connection.
    #[param(value_type = String)]
    entry_id: EntryId,
}

/// Which part.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BodyQuery {
    /// The connection of the entry. It may be left out if only one connection has an entry of this id.
    connection_id: Option<ConnectionId>,
    /// The byte to begin at: the nextOffset of the answer before. The first one if absent.
    #[serde(default)]
    #[param(value_type = Option<u64>)]
    offset: u64,
}

/// What was delivered, or a part of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxBodyView {
    /// The id of the entry.
    #[schema(value_type = String)]
    entry_id: EntryId,
    /// Its connection.
    connection_id: ConnectionId,
    /// Number of bytes in all.
    body_bytes: usize,
    /// The text from that byte on. Bytes that are no UTF-8 are shown as replacement characters.
    text: String,
    /// Where to go on. Absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
}

impl Endpoint for GetInboxBody {
    const NAME: &'static str = "operations-get-inbox-body";
    const ROUTE: Route = Route::get("/v1/operations/inbox/{entryId}/body");
    const SUMMARY: &'static str = "Read what the voice provider delivered";
    const DESCRIPTION: &'static str = "The body as it came, with all that people said in it: that somebody read it is \
        written to the audit log. Only what came through the tenant's own connection and is not in another tenant's \
        call can be read.";
    const ERRORS: &'static [(u16, &'static str)] = &[(404, "not_found")];

    type Access = access::Admin;
    type App = Core;
    type Path = EntryPath;
    type Query = BodyQuery;
    type Body = NoBody;
    type Answer = Ok200<InboxBodyView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let tenant = request.principal.tenant();
        let entry = find(&app.table, tenant, &request.path.entry_id, request.query.connection_id).await?;
        request.meta.subject.entry(&entry);
        let Entry { id, connection_id, tenant: of_call, .. } = entry;
        if of_call.is_some_and(|of_call| of_call != tenant) {
            return Err(ApiError::not_found("inbox entry"));
        }
        let loaded = inbox::load(&app.table, connection_id, &id).await?;
        let loaded = loaded.filter(|loaded| loaded.entry.pieces > 0);
        let loaded = loaded.ok_or_else(|| ApiError::not_found("body of the inbox entry"))?;
        let body = loaded.body().map_err(|_| ApiError::not_found("body of the inbox entry"))?;

        let mut transaction = Transaction::new();
        app.audit(&mut transaction, &request.principal, Action::InboxBodyRead, &id, Vec::new())?;
        let nothing_to_refuse = |_: &_| Ok(ApiError::internal("an audit entry was refused"));
        app.commit(transaction, nothing_to_refuse).await?;

        let (part, next_offset) = part(&body, request.query.offset);
        let text = String::from_utf8_lossy(part).into_owned();
        Ok(Ok200(InboxBodyView { entry_id: id, connection_id, body_bytes: body.len(), text, next_offset }))
    }
}

/// At most so many bytes from this one on, without cutting a character in two, and where to go on.
fn part(body: &[u8], offset: u64) -> (&[u8], Option<usize>) {
    let start = usize::try_from(offset).map_or(body.len(), |offset| offset.min(body.len()));
    let mut end = body.len().min(start.saturating_add(MAX_PART_BYTES));
    let is_inside = |at: usize| body.get(at).is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000);
    // A character has at most four bytes.
    for _ in 0..3 {
        if end < body.len() && end > start + 1 && is_inside(end) {
            end -= 1;
        }
    }
    (&body[start..end], (end < body.len()).then_some(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_body_comes_in_parts_that_make_the_whole() {
        for body in [
            "é".repeat(MAX_PART_BYTES),
            format!("a{}", "\u{1f600}".repeat(MAX_PART_BYTES / 2)),
            String::new(),
        ] {
            let (mut read, mut offset) = (String::new(), 0_u64);
            loop {
                let (part, next) = part(body.as_bytes(), offset);
                assert!(part.len() <= MAX_PART_BYTES);
                read.push_str(std::str::from_utf8(part).unwrap());
                match next {
                    Some(next) => offset = next as u64,
                    None => break,
                }
            }
            assert_eq!(read, body);
        }
        assert_eq!(part(b"abc", u64::MAX), (&b""[..], None));
        assert_eq!(part(&[0x80; MAX_PART_BYTES + 5], 0).1, Some(MAX_PART_BYTES - 3));
    }
}
