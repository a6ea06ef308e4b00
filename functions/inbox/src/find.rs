//! One entry of the inbox, by its id.

use domain::{
    TenantId,
    ids::ConnectionId,
    inbox::{Entry, EntryId},
};
use runtime::{ApiError, ApiResult};
use store::{Table, inbox, voice};

/// An entry of a connection whose credentials are the tenant's.
pub(crate) async fn find(
    table: &Table,
    tenant: TenantId,
    id: &EntryId,
    wanted: Option<ConnectionId>,
) -> ApiResult<Entry> {
    for connection in voice::owned_connections(table, tenant).await?.items {
        if wanted.is_none_or(|wanted| wanted == connection.id)
            && let Some(entry) = inbox::get(table, connection.id, id).await?
        {
            return Ok(entry);
        }
    }
    Err(ApiError::not_found("inbox entry"))
}
