//! `POST /v1/auth/login`: sign in with e-mail address and password.

use std::sync::Arc;

use domain::{
    TenantId,
    email::EmailAddress,
    ids::UserId,
    password::Password,
    tenant::Tenant,
    throttle::{ACCOUNT_FROM_SOURCE, DeviceId, SOURCE, Source, of_strangers},
    user::User,
};
use futures_util::future::join_all;
use http::StatusCode;
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, MAX_AUTH_BYTES, Meta, NoPath, NoQuery, Request, Route, access,
    log::SecurityWord,
    metric::{self, Metric},
};
use serde::Deserialize;
use store::{
    BatchGet, Transaction,
    audit::Action,
    credentials::{self, Credentials},
    email_owners::{self, EmailDigest},
    tenants,
    throttles::{self, Limit},
    users,
};
use utoipa::ToSchema;

use crate::{
    answers::SignedIn,
    app::{Auth, Entrance},
    device::{self, Device},
    hashing::{self, Checked},
    keys::TokenKeys,
    sessions::{NewSession, end, make_room},
    throttling::{self, Gate},
    views::{SignedInView, TenantView, TokenView},
    visitor::Visitor,
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
        and Retry-After says how long to wait. Attempts that fail are counted for each network address, for each account \
        from one address, and for each account from all who did not sign in to it on this device before, as a second \
        cookie tells; whoever did is counted by the device alone.";
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
        let device = device_of(&app.auth, &request.meta).await?;
        let known = device.as_ref().filter(|(device, keys)| device.knows(&email, keys.devices()));
        let attempt = match known {
            Some((device, _)) => Attempt::OnKnownDevice { email: &email, device: device.id() },
            None => Attempt::OfStranger { email: &email, source },
        };
        let former = sign_in.email.in_ascii().as_ref().map(EmailDigest::of);
        let visitor = Visitor { app, email: &email, meta: &request.meta };
        let location = match attempt.count(core, former.as_ref()).await {
            Ok(location) => location,
            Err(error) => {
                if error.status() == StatusCode::TOO_MANY_REQUESTS {
                    // Nobody looked whether it was right, so it counts as no failure: a program that goes on with an old
                    // password wakes nobody.
                    visitor.leaves(SecurityWord::SignInThrottled, error.code()).await;
                }
                return Err(error);
            }
        };

        let mut proof = Proof::new(sign_in.password);
        for _ in 0..MAX_ATTEMPTS {
            let person = Person::read(core, location).await?;
            let checked = proof.check(person.as_ref()).await?;
            let reason = if person.is_some() { "wrong_password" } else { "unknown_account" };
            if let Some(person) = &person {
                request.meta.subject.tenant(person.tenant);
                request.meta.subject.user(person.user.id);
            }
            let (Some(person), Checked::Right | Checked::RightButOutdated) = (person, checked) else {
                metric::count(Self::NAME, Metric::SignInsFailed, core.now());
                visitor.leaves(SecurityWord::SignInFailed, reason).await;
                return Err(invalid_credentials());
            };
            if person.user.disabled_at.is_some() {
                // That was no guess: it is told, and not counted as one.
                visitor.leaves(SecurityWord::SignInFailed, "user_disabled").await;
                return Err(user_disabled());
            }
            let renewed = proof.renewed(core, checked).await?;
            let begun = Beginning { app: &app.auth, meta: &request.meta, renewed }.carry_out(person).await?;
            let Some(Begun { record, session, keys }) = begun else { continue };
            attempt.succeeded(core).await;
            let device = device.map_or_else(|| Device::new(core), |(device, _)| device);
            let device = device.cookie_after_sign_in(&email, keys.devices());
            return Ok(SignedIn { record, cookies: vec![session.cookie(), device] });
        }
        Err(ApiError::unavailable("the user's credentials were replaced again and again"))
    }
}

/// The device that the request comes from, if somebody signed in on it before.
async fn device_of(app: &Auth, meta: &Meta) -> ApiResult<Option<(Device, Arc<TokenKeys>)>> {
    if !device::is_sent(meta) {
        return Ok(None);
    }
    let keys = app.keys.get(app.core.now()).await?;
    Ok(Device::read(meta, keys.devices()).map(|device| (device, keys)))
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

    /// A digest with today's parameters, if the one that it was compared with is older.
    async fn renewed(&self, core: &Core, checked: Checked) -> ApiResult<Option<String>> {
        if checked != Checked::RightButOutdated {
            return Ok(None);
        }
        let salt = core.random.next_u128().to_be_bytes();
        Ok(Some(hashing::digest(self.password.clone(), salt).await?))
    }
}

/// An attempt to sign in, by what it counts towards.
enum Attempt<'a> {
    /// On a device that signed in to the account before: nobody else's attempts matter.
    OnKnownDevice { email: &'a EmailDigest, device: DeviceId },
    /// By somebody who may be anybody.
    OfStranger { email: &'a EmailDigest, source: Source },
}

impl Attempt<'_> {
    /// Counts it, before anything is known about the password. Gives where the user is; a place where nobody is if the
    /// address is unknown. `former` is the address as it may have been registered before its spellings were one.
    async fn count(&self, core: &Core, former: Option<&EmailDigest>) -> ApiResult<(TenantId, UserId)> {
        let now = core.now();
        let mut reads = BatchGet::new();
        let (Self::OnKnownDevice { email, .. } | Self::OfStranger { email, .. }) = self;
        let owner = email_owners::batch_get(&mut reads, email);
        let former = former.map(|former| email_owners::batch_get(&mut reads, former));
        let limits = self.limits();
        let wanted: Vec<_> = limits.iter().map(|limit| throttles::batch_get(&mut reads, limit)).collect();
        let mut found = core.table.read(reads).await?;

        let mut gates: Vec<Gate> = Vec::with_capacity(limits.len());
        for (limit, wanted) in limits.into_iter().zip(&wanted) {
            let rule = match &limit {
                Limit::Source(_) => SOURCE,
                // How much it may be depends on what the first gate says of this source.
                Limit::Account(_) => of_strangers(gates.first().and_then(Gate::attempts), now),
                _ => ACCOUNT_FROM_SOURCE,
            };
            gates.push(Gate { limit, rule, state: found.take(wanted)? });
        }
        throttling::pass(core, gates).await?;

        let owner = match (found.take(&owner)?, former) {
            (None, Some(former)) => found.take(&former)?,
            (owner, _) => owner,
        };
        Ok(match owner {
            Some(owner) => (owner.tenant, owner.user_id),
            // As many reads are made for nobody as for somebody.
            None => (TenantId::register(now, core.random.next_u128()), core.new_id()),
        })
    }

    /// The one that is for this account alone comes first.
    fn limits(&self) -> Vec<Limit> {
        match self {
            Self::OnKnownDevice { email, device } => vec![Limit::AccountOn((*email).clone(), *device)],
            Self::OfStranger { email, source } => vec![
                Limit::AccountFrom((*email).clone(), *source),
                Limit::Source(*source),
                Limit::Account((*email).clone()),
            ],
        }
    }

    /// It was no guess: it counts towards nothing. That is no reason to refuse the sign-in.
    async fn succeeded(&self, core: &Core) {
        let now = core.now();
        let forgiven = self.limits().into_iter().map(|limit| async move {
            match limit {
                Limit::Source(_) => throttles::give_back(&core.table, &limit, &SOURCE, now).await,
                Limit::Account(_) => {
                    throttles::give_back(&core.table, &limit, &of_strangers(None, now), now).await
                }
                _ => throttles::forget(&core.table, &limit).await,
            }
        });
        for error in join_all(forgiven).await.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "An attempt that succeeded still counts");
        }
    }
}

/// Somebody who can sign in.
pub(crate) struct Person {
    pub(crate) tenant: TenantId,
    pub(crate) business: Tenant,
    pub(crate) user: User,
    pub(crate) credentials: Credentials,
}

impl Person {
    /// Who is at a location.
    pub(crate) async fn read(core: &Core, (tenant, user): (TenantId, UserId)) -> ApiResult<Option<Self>> {
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
pub(crate) struct Beginning<'a> {
    pub(crate) app: &'a Auth,
    pub(crate) meta: &'a Meta,
    /// A new digest of the password, if the present one is outdated.
    pub(crate) renewed: Option<String>,
}

/// A session that has begun.
pub(crate) struct Begun {
    pub(crate) record: SignedInView,
    pub(crate) session: NewSession,
    pub(crate) keys: Arc<TokenKeys>,
}

impl Beginning<'_> {
    /// Begins the session. `None` if the user or the credentials were changed since they were read: they are read once
    /// more when the session is there, for whoever changed them to find ([`credentials`]).
    pub(crate) async fn carry_out(self, person: Person) -> ApiResult<Option<Begun>> {
        let core = &self.app.core;
        let Person { tenant, business, user, credentials } = person;
        let now = core.now();
        let keys = self.app.keys.get(now).await?;
        let session = NewSession::begin(core, tenant, &user, &credentials, self.meta);

        let mut transaction = Transaction::new();
        session.create(&mut transaction, core)?;
        core.table.commit(transaction).await?;
        if !is_unchanged(core, tenant, &user, &credentials).await? {
            end(core, tenant, user.id, session.record.id, Action::SessionRevoked).await?;
            return Ok(None);
        }
        // The session is there; the next sign-in does what this one could not.
        let (room, noted) = tokio::join!(
            make_room(core, tenant, user.id, session.record.id),
            credentials::note_sign_in(&core.table, tenant, user.id, &credentials, self.renewed, now),
        );
        if let Err(error) = room {
            tracing::warn!(%error, "A user may have too many sessions");
        }
        if let Err(error) = noted {
            tracing::warn!(%error, "A sign-in is not noted");
        }
        let token = TokenView::new(keys.access_token(&session.refresh, now)?);
        let record = SignedInView { tenant: TenantView::new(tenant, business), user: user.into(), token };
        Ok(Some(Begun { record, session, keys }))
    }
}

/// Whether the user and the credentials are still of the versions that were read.
async fn is_unchanged(
    core: &Core,
    tenant: TenantId,
    user: &User,
    credentials: &Credentials,
) -> ApiResult<bool> {
    let mut reads = BatchGet::new();
    let user_now = users::batch_get(&mut reads, tenant, user.id);
    let credentials_now = credentials::batch_get(&mut reads, tenant, user.id);
    let mut found = core.table.read(reads).await?;
    let (user_now, credentials_now) = (found.take(&user_now)?, found.take(&credentials_now)?);
    Ok(user_now.is_some_and(|now| now.version == user.version)
        && credentials_now.is_some_and(|now| now.version == credentials.version))
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
