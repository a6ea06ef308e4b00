//! `POST /v1/auth/change-password`: set another password.

use domain::{Invalid, InvalidCode, password::Password, throttle::ACCOUNT_FROM_SOURCE};
use http::StatusCode;
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, MAX_AUTH_BYTES, NoContent, NoPath, NoQuery, Principal,
    Request, Route, access,
    log::{SecurityEvent, SecurityWord},
};
use serde::Deserialize;
use store::{
    BatchGet, CommitError, ConditionFailed, Transaction, WriteId,
    audit::{self, Action, AuditEvent},
    credentials::{self, Credentials},
    sessions::{self, SessionRecord},
    tenants,
    throttles::{self, Limit},
    users,
};
use utoipa::ToSchema;

use crate::{
    hashing::{self, Checked},
    sessions::MOST_ENDED,
    throttling::{self, Gate},
};

/// How often it is tried anew because something else of the credentials was changed at the same moment.
const MAX_ATTEMPTS: u32 = 8;
/// The codes of the errors that say that somebody may be guessing.
const WRONG: &str = "wrong_password";
const THROTTLED: &str = "too_many_requests";

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
    const ERRORS: &'static [(u16, &'static str)] = &[(422, WRONG), (429, THROTTLED)];
    const MAX_BODY_BYTES: usize = MAX_AUTH_BYTES;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<Passwords>;
    type Answer = NoContent;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<NoContent> {
        let (caller, Json(passwords)) = (request.principal, request.body);
        let proven = proven(app, caller, &passwords).await;
        if let Err(error) = &proven
            && [WRONG, THROTTLED].contains(&error.code())
        {
            let event = SecurityEvent::new(SecurityWord::PasswordChangeRefused, error.code());
            request.meta.subject.security(event.source(request.meta.source_address.as_deref()));
        }
        let mut before = match proven? {
            Proven::Current(credentials) => credentials,
            Proven::AlreadyChanged(credentials) => {
                end_older(app, caller, &credentials).await?;
                return Ok(NoContent);
            }
        };
        let salt = app.random.next_u128().to_be_bytes();
        let digest = hashing::digest(passwords.new_password, salt).await?;
        for _ in 0..MAX_ATTEMPTS {
            let after = Credentials {
                password: digest.clone(),
                password_set_at: app.now(),
                changed_in: Some(caller.session()),
                version: before.version + 1,
                ..before.clone()
            };
            let Some((refused, guard)) = replace(app, caller, &before, &after).await? else {
                end_older(app, caller, &after).await?;
                return Ok(NoContent);
            };
            // Another password has to be proven anew.
            before = match refused.found::<Credentials>(guard)? {
                Some(now) if now.password == before.password => now,
                _ => return Err(wrong_password()),
            };
        }
        Err(ApiError::unavailable("the user's credentials were replaced again and again"))
    }
}

/// The caller's credentials, when nothing stands against the change.
enum Proven {
    /// The current password was right, and the new one may become one.
    Current(Credentials),
    /// The new password is the current one since this very session changed it: the answer was lost.
    AlreadyChanged(Credentials),
}

async fn proven(app: &Core, caller: Principal, passwords: &Passwords) -> ApiResult<Proven> {
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
        Checked::Right | Checked::RightButOutdated => return Ok(Proven::Current(credentials)),
        Checked::Wrong if credentials.changed_in != Some(caller.session()) => return Err(wrong_password()),
        Checked::Wrong => {}
    }
    match hashing::check(passwords.new_password.clone(), credentials.password.clone()).await? {
        Checked::Wrong => Err(wrong_password()),
        Checked::Right | Checked::RightButOutdated => Ok(Proven::AlreadyChanged(credentials)),
    }
}

/// Replaces the credentials, and ends all other sessions that are there. Gives what stood in the way, if something did.
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
    let sessions = sessions::of_user(&app.table, tenant, user).await?.complete()?;
    let others = sessions.iter().filter(|session| session.id != caller.session());
    for session in others.take(MOST_ENDED) {
        sessions::end_if_any(&mut transaction, tenant, user, session.id);
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

/// Ends the sessions that began beside a change, with what was the password until then. From the change on there can be
/// no more of them ([`credentials`]); those that there were when it began have ended with it.
async fn end_older(app: &Core, caller: Principal, changed: &Credentials) -> ApiResult<()> {
    let (tenant, user) = (caller.tenant(), caller.user());
    let sessions = sessions::of_user(&app.table, tenant, user).await?.complete()?;
    let is_older = |session: &&SessionRecord| {
        session.id != caller.session()
            && session.credentials_version.is_none_or(|version| version < changed.version)
    };
    let older: Vec<_> = sessions.iter().filter(is_older).collect();
    for some in older.chunks(MOST_ENDED) {
        let mut transaction = Transaction::new();
        for session in some {
            sessions::end_if_any(&mut transaction, tenant, user, session.id);
        }
        app.table.commit(transaction).await?;
    }
    Ok(())
}

const WRONG_PASSWORD: Invalid = Invalid::new(InvalidCode::WrongPassword, "must be your current password");

fn wrong_password() -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, WRONG, "This is not your current password.")
        .field("/currentPassword", &WRONG_PASSWORD)
}
