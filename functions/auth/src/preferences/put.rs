//! `PUT /v1/auth/me/preferences`: keep what the person has set up in the portal.

use domain::preferences::{Document, Preferences};
use http::StatusCode;
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, NoPath, NoQuery, Request, Route, Versioned, access,
};
use serde::Deserialize;
use store::preferences;
use utoipa::ToSchema;

use super::PreferencesView;

/// Replaces the caller's preferences.
pub struct PutPreferences;

/// Another document in place of the one that is kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "document": { "customers": { "columns": ["name", "phone"] } } })))]
pub struct PreferencesToKeep {
    /// What is to be kept: JSON of at most 16384 bytes.
    document: Document,
}

impl Endpoint for PutPreferences {
    const NAME: &'static str = "auth-put-preferences";
    const ROUTE: Route = Route::put("/v1/auth/me/preferences");
    const SUMMARY: &'static str = "Replace your preferences";
    const DESCRIPTION: &'static str = "The document is kept as it is; only the portal knows what is in it. The same \
        document makes no new version.";
    const CONDITIONAL: bool = true;
    const ERRORS: &'static [(u16, &'static str)] = &[(413, "too_large")];

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<PreferencesToKeep>;
    type Answer = Versioned<PreferencesView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, user) = (request.principal.tenant(), request.principal.user());
        let Json(PreferencesToKeep { document }) = request.body;
        if !document.fits() {
            return Err(too_large());
        }
        let before = preferences::get(&app.table, tenant, user).await?;
        let after = before.replaced(document, app.now());
        let must_write = request.meta.must_write(before.version, after.version);
        let must_write = must_write.map_err(|error| error.current(&PreferencesView::from(before.clone())))?;
        if must_write && !preferences::replace(&app.table, tenant, user, &before, &after).await? {
            // Somebody was faster, unless it is what we wrote ourselves, before the answer was lost.
            let current = preferences::get(&app.table, tenant, user).await?;
            if current != after {
                return Err(stale(current));
            }
        }
        Ok(PreferencesView::versioned(after))
    }
}

fn stale(current: Preferences) -> ApiError {
    ApiError::stale(current.version).current(&PreferencesView::from(current))
}

fn too_large() -> ApiError {
    let words = format!("The document would have more than {} bytes.", Document::MAX_BYTES);
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", words)
}
