//! `PUT /v1/settings/collected-data`: say what becomes of collected data.

use domain::collected_data::CollectedDataMapping;
use runtime::{ApiResult, Core, Endpoint, Json, NoPath, NoQuery, Request, Route, Versioned, access};
use store::{Transaction, audit::Action, tenants};

use super::CollectedDataView;
use crate::{get::read, update::explain};

/// Replaces the mapping of collected data.
pub struct PutCollectedData;

impl Endpoint for PutCollectedData {
    const NAME: &'static str = "settings-put-collected-data";
    const ROUTE: Route = Route::put("/v1/settings/collected-data");
    const SUMMARY: &'static str = "Say what becomes of the data that voice agents collect";
    const DESCRIPTION: &'static str = "It holds for calls that end from now on. Fields of a customer are filled in \
        where they are empty, and marked as told on the phone. One that is the same makes no new version.";
    const CONDITIONAL: bool = true;

    type Access = access::Admin;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<CollectedDataMapping>;
    type Answer = Versioned<CollectedDataView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let tenant = request.principal.tenant();
        let Json(mapping) = request.body;
        let before = read(app, tenant).await?;
        let after = before.with_mapping(mapping, app.now());
        if request.meta.must_write(before.version, after.version)? {
            let mut transaction = Transaction::new();
            let write = tenants::replace(&mut transaction, tenant, &before, &after)?;
            let fields = after.fields_changed_since(&before);
            app.audit(&mut transaction, &request.principal, Action::SettingsUpdated, tenant, fields)?;
            app.commit(transaction, |failed| explain(failed, write)).await?;
        }
        Ok(CollectedDataView::answer(&after))
    }
}
