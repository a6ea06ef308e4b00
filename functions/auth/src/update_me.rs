//! `PATCH /v1/auth/me`: change what is known about oneself.

use domain::{
    language::Language,
    patch::Patch,
    text::Name,
    time_zone::TimeZoneName,
    user::{Changes, User},
};
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, MAX_AUTH_BYTES, NoPath, NoQuery, Request, Route, Versioned,
    access,
};
use serde::Deserialize;
use store::{ConditionFailed, StoreError, Transaction, WriteId, audit::Action, users};
use utoipa::ToSchema;

use crate::views::UserView;

/// Changes the caller's own user.
pub struct UpdateMe;

/// What to change. What is left out stays, and null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "name": "Robin Example", "language": "ar", "timeZone": null })))]
pub struct MeEdit {
    /// What the person is called. It cannot be cleared.
    #[serde(default, deserialize_with = "domain::patch::not_null")]
    #[schema(value_type = Name, required = false)]
    name: Patch<Name>,
    /// The language that the person reads.
    #[serde(default)]
    #[schema(value_type = Option<Language>)]
    language: Patch<Language>,
    /// The time zone that the person is in.
    #[serde(default)]
    #[schema(value_type = Option<TimeZoneName>)]
    time_zone: Patch<TimeZoneName>,
}

impl Endpoint for UpdateMe {
    const NAME: &'static str = "auth-update-me";
    const ROUTE: Route = Route::patch("/v1/auth/me");
    const SUMMARY: &'static str = "Change your name, language and time zone";
    const DESCRIPTION: &'static str = "Null clears the language and the time zone. An edit that changes nothing makes no \
        new version.";
    const CONDITIONAL: bool = true;

    const MAX_BODY_BYTES: usize = MAX_AUTH_BYTES;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<MeEdit>;
    type Answer = Versioned<UserView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (caller, Json(edit)) = (request.principal, request.body);
        let (tenant, id) = (caller.tenant(), caller.user());
        let changes = edit.changes()?;
        let before = users::get(&app.table, tenant, id).await?.ok_or_else(missing)?;
        let after = before.edited(changes, app.now());
        let must_write = request.meta.must_write(before.version, after.version);
        if must_write.map_err(|error| error.current(&UserView::from(before.clone())))? {
            let mut transaction = Transaction::new();
            let write = users::replace(&mut transaction, tenant, &before, &after)?;
            let fields = after.fields_changed_since(&before);
            app.audit(&mut transaction, &caller, Action::UserUpdated, id, fields)?;
            app.commit(transaction, |failed| explain(failed, write)).await?;
        }
        Ok(UserView::versioned(after))
    }
}

impl MeEdit {
    fn changes(self) -> ApiResult<Changes> {
        let Self { name, language, time_zone } = self;
        let name = name.required().map_err(|rule| ApiError::invalid_field("/name", &rule))?;
        Ok(Changes { name, language, time_zone })
    }
}

/// The user was changed at the same moment.
fn explain(failed: &ConditionFailed, write: WriteId) -> Result<ApiError, StoreError> {
    Ok(match failed.found::<User>(write)? {
        Some(current) => ApiError::stale(current.version).current(&UserView::from(current)),
        None => missing(),
    })
}

fn missing() -> ApiError {
    ApiError::internal("a live session belongs to nobody")
}
