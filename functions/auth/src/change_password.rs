//! `POST /v1/auth/change-password`: set another password.

use domain::{Invalid, InvalidCode, password::Password, throttle::ACCOUNT_FROM_SOURCE};
use http::StatusCode;
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, MAX_AUTH_BYTES, NoContent, NoPath, NoQuery, Principal,
    Request, Route, access,
};
use serde::Deserialize;
use store::{
    BatchGet, CommitError, ConditionFailed, Transaction, WriteId,
    audit::{self, Action, AuditEvent},
    credentials::{self, Credentials},
    sessions, tenants,
    throttles::{self, Limit},
    users,
};
use utoipa::ToSchema;

use crate::{
    hashing::{self, Checked},
    throttling::{self, Gate},
};

/// How often it is tried anew because the user signed in somewhere at the same moment.
const MAX_ATTEMPTS: u32 = 8;

/// Changes the caller's password.
pub struct ChangePassword;

/// The current and the new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({
    "currentPassword": "correct horse battery staple",
    "newPassword": "another horse battery staple",
})))]
pub struct Passwords {
    /// The current password.
    current_password: Password,
    /// The new password.
    #[schema(value_type = String, format = "new-password", min_length = 10, max_length = 128)]
    new_password: Password,
}

impl Endpoint for ChangePassword {
    const NAME: &'static str = "auth-change-password";
    const ROUTE: Route = Route::post("/v1/auth/change-password");
    const SUMMARY: &'static str = "Change your password";
    const DESCRIPTION: &'static str = "Ends all of your other sessions. How often the current password may be wrong \
        is limited.";
    const ERRORS: &'static [(u16, &'static str)] = &[(422, "wrong_password"), (429, "too_many_requests")];
    const MAX_BODY_BYTES: usize = MAX_AUTH_BYTES;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<Passwords>;
    type Answer = NoContent;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<NoContent> {
        let (caller, Json(passwords)) = (request.principal, request.body);
        let mut before = proven(app, caller, &passwords).await?;
        let salt = app.random.next_u128().to_be_bytes();
        let digest = hashing::digest(passwords.new_password, salt).await?;
        for _ in 0..MAX_ATTEMPTS {
            let after = Credentials {
                password: digest.clone(),
                password_set_at: app.now(),
                version: before.version + 1,
                ..before.clone()
            };
            let Some((refused, guard)) = replace(app, caller, &before, &after).await? else {
                return Ok(NoContent);
            };
            // Signing in leaves the password as it is; anything else has to be proven anew.
            before = match refused.found::<Credentials>(guard)? {
                Some(now) if now.password == before.password => now,
                Some(now) if now.password == digest => return Ok(NoContent),
                _ => return Err(wrong_password()),
            };
        }
        Err(ApiError::unavailable("the user's credentials were replaced again and again"))
    }
}

/// The caller's credentials, once the current password was right and the new one may become one.
async fn proven(app: &Core, caller: Principal, passwords: &Passwords) -> ApiResult<Credentials> {
    let (tenant, user) = (caller.tenant(), caller.user());
    let limit = Limit::User(tenant, user);
    let mut reads = BatchGet::new();
    let wanted_user = users::batch_get(&mut reads, tenant, user);
    let wanted_tenant = tenants::batch_get(&mut reads, tenant);
    let wanted_credentials = credentials::batch_get(&mut reads, tenant, user);
    let wanted_throttle = throttles::batch_get(&mut reads, &limit);
    let mut found = app.table.read(reads).await?;
    let missing = || ApiError::internal("a live session belongs to nobody");
    let record = found.take(&wanted_user)?.ok_or_else(missing)?;
    let business = found.take(&wanted_tenant)?.ok_or_else(missing)?;
    let credentials = found.take(&wanted_credentials)?.ok_or_else(missing)?;

    let refused = |invalid: &Invalid| ApiError::invalid_field("/newPassword", invalid);
    let acceptable = passwords.new_password.check_new(&[
        record.name.as_str(),
        record.email.as_str(),
        business.name.as_str(),
    ]);
    acceptable.map_err(|invalid| refused(&invalid))?;
    if passwords.new_password.expose() == passwords.current_password.expose() {
        return Err(refused(&Invalid::new(InvalidCode::SamePassword, "must differ from the current one")));
    }

    let gate = Gate { limit, rule: ACCOUNT_FROM_SOURCE, state: found.take(&wanted_throttle)? };
    throttling::pass(app, vec![gate]).await?;
    match hashing::check(passwords.current_password.clone(), credentials.password.clone()).await? {
        Checked::Wrong => Err(wrong_password()),
        Checked::Right | Checked::RightButOutdated => Ok(credentials),
    }
}

/// Replaces the credentials and ends all other sessions. Gives what stood in the way, if something did.
async fn replace(
    app: &Core,
    caller: Principal,
    before: &Credentials,
    after: &Credentials,
) -> ApiResult<Option<(ConditionFailed, WriteId)>> {
    let (tenant, user) = (caller.tenant(), caller.user());
    let mut transaction = Transaction::new();
    let guard = credentials::replace(&mut transaction, tenant, user, before, after)?;
    // One that cannot be read would outlive the password.
    for session in sessions::of_user(&app.table, tenant, user).await?.complete()? {
        if session.id != caller.session() {
            sessions::end_if_any(&mut transaction, tenant, user, session.id);
        }
    }
    let event = AuditEvent::new(caller.actor(), Action::UserPasswordChanged, user).fields(vec!["password"]);
    audit::record(&mut transaction, tenant, event, app.new_id(), app.now())?;
    throttles::clear(&mut transaction, &Limit::User(tenant, user));
    match app.table.commit(transaction).await {
        Ok(()) => Ok(None),
        Err(CommitError::ConditionFailed(refused)) => Ok(Some((refused, guard))),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}

const WRONG_PASSWORD: Invalid = Invalid::new(InvalidCode::WrongPassword, "must be your current password");

fn wrong_password() -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_password", "This is not your current password.")
        .field("/currentPassword", &WRONG_PASSWORD)
}
