//! `PATCH /v1/settings`: change the settings of the tenant.

use domain::{
    Invalid,
    patch::Patch,
    phone::Region,
    tenant::{Changes, Tenant},
    text::Name,
    time_zone::TimeZoneName,
};
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, NoPath, NoQuery, Request, Route, Versioned, access,
};
use serde::Deserialize;
use store::{ConditionFailed, StoreError, Transaction, WriteId, audit::Action, tenants};
use utoipa::ToSchema;

use crate::{get, settings_view::SettingsView};

/// Changes the settings.
pub struct UpdateSettings;

/// What to change. What is left out stays. Nothing can be cleared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "timeZone": "Asia/Riyadh", "defaultRegion": "SA" })))]
pub struct SettingsEdit {
    /// What the business is called.
    #[serde(default, deserialize_with = "domain::patch::not_null")]
    #[schema(value_type = Name, required = false)]
    name: Patch<Name>,
    /// The time zone of the business.
    #[serde(default, deserialize_with = "domain::patch::not_null")]
    #[schema(value_type = TimeZoneName, required = false)]
    time_zone: Patch<TimeZoneName>,
    /// The country whose phone numbers are written without a country code. Numbers on record stay as they are.
    #[serde(default, deserialize_with = "domain::patch::not_null")]
    #[schema(value_type = Region, required = false)]
    default_region: Patch<Region>,
}

impl Endpoint for UpdateSettings {
    const NAME: &'static str = "settings-update";
    const ROUTE: Route = Route::patch("/v1/settings");
    const SUMMARY: &'static str = "Change the settings of the business";
    const DESCRIPTION: &'static str = "An edit that changes nothing makes no new version.";
    const CONDITIONAL: bool = true;

    type Access = access::Admin;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<SettingsEdit>;
    type Answer = Versioned<SettingsView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, now) = (request.principal.tenant(), app.now());
        let Json(edit) = request.body;
        let changes = edit.changes()?;

        let before = get::read(app, tenant).await?;
        let after = before.edited(changes, now);
        if request.meta.must_write(before.version, after.version)? {
            let mut transaction = Transaction::new();
            let write = tenants::replace(&mut transaction, tenant, &before, &after)?;
            let fields = after.fields_changed_since(&before);
            app.audit(&mut transaction, &request.principal, Action::SettingsUpdated, tenant, fields)?;
            app.commit(transaction, |failed| explain(failed, write)).await?;
        }
        Ok(SettingsView::answer(after))
    }
}

/// The settings were changed at the same moment.
pub(crate) fn explain(failed: &ConditionFailed, write: WriteId) -> Result<ApiError, StoreError> {
    Ok(match failed.found::<Tenant>(write)? {
        Some(current) => ApiError::stale(current.version),
        None => ApiError::tenant_missing(),
    })
}

impl SettingsEdit {
    fn changes(self) -> ApiResult<Changes> {
        let Self { name, time_zone, default_region } = self;
        let refused = |pointer: &'static str| move |rule: Invalid| ApiError::invalid_field(pointer, &rule);
        Ok(Changes {
            name: name.required().map_err(refused("/name"))?,
            time_zone: time_zone.required().map_err(refused("/timeZone"))?,
            default_region: default_region.required().map_err(refused("/defaultRegion"))?,
        })
    }
}
