//! `POST /v1/auth/login`: sign in with e-mail address and password.

use domain::{
    TenantId,
    email::EmailAddress,
    ids::UserId,
    password::Password,
    tenant::Tenant,
    throttle::{ACCOUNT_FROM_SOURCE, SOURCE, Source, of_strangers},
    user::User,
};
use http::StatusCode;
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, MAX_AUTH_BYTES, Meta, NoPath, NoQuery, Request, Route, access,
};
use serde::Deserialize;
use store::{
    BatchGet, CommitError, Transaction,
    credentials::{self, Credentials},
    email_owners::{self, EmailDigest},
    sessions, tenants,
    throttles::{self, Limit},
    users,
};
use utoipa::ToSchema;

use crate::{
    answers::SignedIn,
    app::{Auth, Entrance},
    hashing::{self, Checked},
    sessions::{NewSession, make_room},
    throttling::{self, Gate},
    views::{SignedInView, TenantView, TokenView},
};

/// How often signing in is tried anew because the user or the credentials were changed at the same moment.
const MAX_ATTEMPTS: u32 = 16;

/// Signs somebody in.
pub struct Login;

/// What a person signs in with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "email": "robin@example.com", "password": "correct horse battery staple" })))]
pub struct SignIn {
    /// The e-mail address of the user.
    email: EmailAddress,
    /// The password of the user.
    password: Password,
}

impl Endpoint for Login {
    const NAME: &'static str = "auth-login";
    const ROUTE: Route = Route::post("/v1/auth/login");
    const SUMMARY: &'static str = "Sign in";
    const DESCRIPTION: &'static str = "Sets the refresh cookie. A user has at most 20 sessions: a new one ends the \
        oldest. An unknown e-mail address is answered like a wrong password. After many attempts the answer is 429, \
        and Retry-After says how long to wait. Attempts are counted for each network address, for each account from \
        one address, and for each account from all addresses that did not sign in to it in the last 30 days.";
    const ERRORS: &'static [(u16, &'static str)] =
        &[(401, "invalid_credentials"), (403, "user_disabled"), (429, "too_many_requests")];
    const MAX_BODY_BYTES: usize = MAX_AUTH_BYTES;
    const COOKIES: bool = true;

    type Access = access::Public;
    type App = Entrance;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<SignIn>;
    type Answer = SignedIn<SignedInView>;

    async fn handle(app: &Entrance, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (core, Json(sign_in)) = (&app.auth.core, request.body);
        let email = EmailDigest::of(&sign_in.email);
        let source = Source::of(app.edge.source_address(&request.meta));
        let location = count_attempt(core, &email, source).await?;

        let mut proof = Proof::new(sign_in.password);
        for _ in 0..MAX_ATTEMPTS {
            let person = Person::read(core, location).await?;
            let checked = proof.check(person.as_ref()).await?;
            let (Some(person), Checked::Right | Checked::RightButOutdated) = (person, checked) else {
                return Err(invalid_credentials());
            };
            if person.user.disabled_at.is_some() {
                return Err(user_disabled());
            }
            let after = proof.renewed(core, &person.credentials, checked).await?;
            let change = Change { email: &email, source, after: &after };
            if let Some(answer) = change.carry_out(&app.auth, person, &request.meta).await? {
                return Ok(answer);
            }
        }
        Err(ApiError::unavailable("the user's credentials were replaced again and again"))
    }
}

/// A password that somebody proves themselves with.
struct Proof {
    password: Password,
    /// The digest that it was last compared with, and the outcome: comparing is slow on purpose.
    last: Option<(String, Checked)>,
}

impl Proof {
    fn new(password: Password) -> Self {
        Self { password, last: None }
    }

    /// Whether it is the password of this person. Takes as long where there is nobody.
    async fn check(&mut self, person: Option<&Person>) -> ApiResult<Checked> {
        let digest = person.map_or(hashing::NOBODY, |person| &person.credentials.password);
        let checked = match &self.last {
            Some((last, checked)) if last == digest => *checked,
            _ => hashing::check(self.password.clone(), digest.to_owned()).await?,
        };
        self.last = Some((digest.to_owned(), checked));
        Ok(checked)
    }

    /// The credentials after the sign-in, with a digest of today's parameters.
    async fn renewed(&self, core: &Core, before: &Credentials, checked: Checked) -> ApiResult<Credentials> {
        let password = match checked {
            Checked::RightButOutdated => {
                let salt = core.random.next_u128().to_be_bytes();
                hashing::digest(self.password.clone(), salt).await?
            }
            Checked::Right | Checked::Wrong => before.password.clone(),
        };
        let signed_in_at = Some(core.now());
        Ok(Credentials { password, signed_in_at, version: before.version + 1, ..before.clone() })
    }
}

/// Counts the attempt, before anything is known about the password. Gives where the user is; a place where nobody is
/// if the address is unknown.
async fn count_attempt(core: &Core, email: &EmailDigest, source: Source) -> ApiResult<(TenantId, UserId)> {
    let now = core.now();
    let from_source = Limit::AccountFrom(email.clone(), source);
    let (of_source, of_account) = (Limit::Source(source), Limit::Account(email.clone()));
    let mut reads = BatchGet::new();
    let owner = email_owners::batch_get(&mut reads, email);
    let wanted = [&from_source, &of_source, &of_account].map(|limit| throttles::batch_get(&mut reads, limit));
    let mut found = core.table.read(reads).await?;

    let gate = Gate { limit: from_source, rule: ACCOUNT_FROM_SOURCE, state: found.take(&wanted[0])? };
    let strangers = (!gate.is_known(now)).then(|| of_strangers(gate.attempts(), now));
    let mut gates = vec![gate, Gate { limit: of_source, rule: SOURCE, state: found.take(&wanted[1])? }];
    if let Some(rule) = strangers {
        gates.push(Gate { limit: of_account, rule, state: found.take(&wanted[2])? });
    }
    throttling::pass(core, gates).await?;

    Ok(match found.take(&owner)? {
        Some(owner) => (owner.tenant, owner.user_id),
        // As many reads are made for nobody as for somebody.
        None => (TenantId::register(now, core.random.next_u128()), core.new_id()),
    })
}

/// Somebody who can sign in.
struct Person {
    tenant: TenantId,
    business: Tenant,
    user: User,
    credentials: Credentials,
}

impl Person {
    /// Who is at a location.
    async fn read(core: &Core, (tenant, user): (TenantId, UserId)) -> ApiResult<Option<Self>> {
        let mut reads = BatchGet::new();
        let business = tenants::batch_get(&mut reads, tenant);
        let record = users::batch_get(&mut reads, tenant, user);
        let credentials = credentials::batch_get(&mut reads, tenant, user);
        let mut found = core.table.read(reads).await?;
        let person = (found.take(&business)?, found.take(&record)?, found.take(&credentials)?);
        Ok(match person {
            (Some(business), Some(user), Some(credentials)) => {
                Some(Self { tenant, business, user, credentials })
            }
            _ => None,
        })
    }
}

/// A sign-in whose password was right.
struct Change<'a> {
    email: &'a EmailDigest,
    source: Source,
    /// The user's credentials from now on.
    after: &'a Credentials,
}

impl Change<'_> {
    /// Begins the session. `None` if the user or the credentials were changed since they were read.
    async fn carry_out(
        &self,
        app: &Auth,
        person: Person,
        meta: &Meta,
    ) -> ApiResult<Option<SignedIn<SignedInView>>> {
        let core = &app.core;
        let Person { tenant, business, user, credentials: before } = person;
        let now = core.now();
        let token_keys = app.keys.get(now).await?;
        let session = NewSession::begin(core, tenant, user.id, user.role, meta);
        let others = sessions::of_user(&core.table, tenant, user.id).await?.items;

        let mut transaction = Transaction::new();
        let guards = [
            credentials::replace(&mut transaction, tenant, user.id, &before, self.after)?,
            users::require_unchanged(&mut transaction, tenant, &user),
        ];
        session.create(&mut transaction, core)?;
        make_room(&mut transaction, core, tenant, &others)?;
        throttling::make_known(&mut transaction, core, self.email, self.source)?;
        match core.table.commit(transaction).await {
            Ok(()) => {}
            Err(CommitError::ConditionFailed(refused))
                if guards.iter().any(|guard| refused.contains(*guard)) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        }
        let token = TokenView::new(token_keys.access_token(&session.refresh, now)?);
        let record = SignedInView { tenant: TenantView::new(tenant, business), user: user.into(), token };
        Ok(Some(SignedIn { record, cookie: Some(session.cookie()) }))
    }
}

fn invalid_credentials() -> ApiError {
    ApiError::new(
        StatusCode::UNAUTHORIZED,
        "invalid_credentials",
        "The e-mail address or the password is wrong.",
    )
    .header(http::header::WWW_AUTHENTICATE, "Bearer")
}

fn user_disabled() -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "user_disabled", "An administrator has disabled this user.")
}
