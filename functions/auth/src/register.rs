//! `POST /v1/auth/register`: create a tenant with its owner, and sign the owner in.

use domain::{
    TenantId,
    email::EmailAddress,
    ids::UserId,
    password::Password,
    phone::Region,
    role::Role,
    tenant::Tenant,
    text::Name,
    throttle::{REGISTRATION, Source},
    time_zone::TimeZoneName,
    user::User,
};
use http::StatusCode;
use jiff::Timestamp;
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, MAX_AUTH_BYTES, Meta, NoPath, NoQuery, Request, Route, access,
    log::SecurityWord,
};
use serde::Deserialize;
use store::{
    BatchGet, CommitError, Transaction, WriteId,
    audit::{self, Action, Actor, AuditEvent},
    credentials::Credentials,
    email_owners::{self, EmailDigest},
    tenants,
    throttles::{self, Limit},
    users,
};
use utoipa::ToSchema;

use crate::{
    answers::{Registered, SignedIn},
    app::Registrar,
    device::Device,
    hashing,
    sessions::NewSession,
    throttling::{self, Gate},
    views::{SignedInView, TenantView, TokenView},
    visitor::Visitor,
};

/// Registers a tenant.
pub struct Register;

/// A business that begins to use the product, and the person who answers for it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({
    "tenantName": "Harbour Dental",
    "name": "Robin Example",
    "email": "robin@example.com",
    "password": "correct horse battery staple",
    "defaultRegion": "US",
    "timeZone": "America/New_York",
})))]
pub struct Registration {
    /// What the business is called.
    pub(crate) tenant_name: Name,
    /// What the person is called.
    pub(crate) name: Name,
    /// What the person signs in with.
    pub(crate) email: EmailAddress,
    /// What the person signs in with as well.
    #[schema(value_type = String, format = "new-password", min_length = 10, max_length = 128)]
    pub(crate) password: Password,
    /// The country whose phone numbers are written without a country code; US if absent.
    pub(crate) default_region: Option<Region>,
    /// The time zone of the business; UTC if absent.
    pub(crate) time_zone: Option<TimeZoneName>,
}

impl Endpoint for Register {
    const NAME: &'static str = "auth-register";
    const ROUTE: Route = Route::post("/v1/auth/register");
    const SUMMARY: &'static str = "Register a tenant and its owner";
    const DESCRIPTION: &'static str = "The e-mail address must not belong to a user of any tenant. How often one \
        network address may register is limited. If the answer is lost, sign in. Sets the refresh cookie. Where \
        registration is closed, as the version tells, nobody may.";
    const ERRORS: &'static [(u16, &'static str)] =
        &[(403, "registration_closed"), (409, "email_taken"), (429, "too_many_requests")];
    const MAX_BODY_BYTES: usize = MAX_AUTH_BYTES;
    const COOKIES: bool = true;

    type Access = access::Public;
    type App = Registrar;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<Registration>;
    type Answer = Registered;

    async fn handle(app: &Registrar, request: Request<Self>) -> ApiResult<Registered> {
        let (Json(registration), meta) = (&request.body, &request.meta);
        let visitor = Visitor { app: &app.entrance, email: &EmailDigest::of(&registration.email), meta };
        let outcome = register(app, registration, meta).await;
        match &outcome {
            Ok(_) => visitor.leaves(SecurityWord::Registered, "registered").await,
            Err(error) if REFUSALS.contains(&error.code()) => {
                visitor.leaves(SecurityWord::RegistrationRefused, error.code()).await;
            }
            // What is wrong with the request itself, or with us, tells nothing about who sent it.
            Err(_) => {}
        }
        outcome
    }
}

/// The errors that say that somebody may not register.
const REFUSALS: [&str; 3] = ["registration_closed", "email_taken", "too_many_requests"];

async fn register(app: &Registrar, registration: &Registration, meta: &Meta) -> ApiResult<Registered> {
    let Registrar { entrance: app, registration: policy } = app;
    if *policy == runtime::Registration::Closed {
        return Err(closed());
    }
    let core = &app.auth.core;
    registration.check_password()?;
    let source = Source::of(app.edge.source_address(meta));
    let former = registration.email.in_ascii().as_ref().map(EmailDigest::of);
    let applicant = Applicant { email: EmailDigest::of(&registration.email), former, source };
    if applicant.count_attempt(core).await? == Address::Taken {
        return Err(email_taken());
    }

    let business = NewBusiness::begin(core, registration).await?;
    let token_keys = app.auth.keys.get(core.now()).await?;
    let session = NewSession::begin(core, business.id, &business.owner, &business.credentials, meta);
    let mut transaction = Transaction::new();
    let email = business.create(&mut transaction, core, &session)?;
    match core.table.commit(transaction).await {
        Ok(()) => {}
        Err(CommitError::ConditionFailed(failed)) if failed.contains(email) => return Err(email_taken()),
        Err(error) => return Err(error.into()),
    }
    meta.subject.tenant(business.id);
    meta.subject.user(business.owner.id);

    let device = Device::read(meta, token_keys.devices()).unwrap_or_else(|| Device::new(core));
    let device = device.cookie_after_sign_in(&applicant.email, token_keys.devices());
    let token = token_keys.access_token(&session.refresh, core.now())?;
    let tenant = TenantView::new(business.id, business.tenant);
    let record = SignedInView { tenant, user: business.owner.into(), token: TokenView::new(token) };
    Ok(Registered(SignedIn { record, cookies: vec![session.cookie(), device] }))
}

/// Who asks, before it is known whether they may register.
struct Applicant {
    email: EmailDigest,
    /// The address as it may have been registered before its spellings were one.
    former: Option<EmailDigest>,
    source: Source,
}

/// Whether an e-mail address can be registered.
#[derive(PartialEq, Eq)]
enum Address {
    Free,
    Taken,
}

impl Applicant {
    /// Counts the attempt, before anything is told about the e-mail address.
    async fn count_attempt(&self, core: &Core) -> ApiResult<Address> {
        let limit = Limit::Registration(self.source);
        let mut reads = BatchGet::new();
        let owners = [Some(&self.email), self.former.as_ref()].into_iter().flatten();
        let owners: Vec<_> = owners.map(|email| email_owners::batch_get(&mut reads, email)).collect();
        let state = throttles::batch_get(&mut reads, &limit);
        let mut found = core.table.read(reads).await?;
        let gate = Gate { limit, rule: REGISTRATION, state: found.take(&state)? };
        throttling::pass(core, vec![gate]).await?;
        for owner in &owners {
            if found.take(owner)?.is_some() {
                return Ok(Address::Taken);
            }
        }
        Ok(Address::Free)
    }
}

/// A tenant that is about to be made, with its owner.
pub(crate) struct NewBusiness {
    pub(crate) id: TenantId,
    pub(crate) tenant: Tenant,
    pub(crate) owner: User,
    pub(crate) credentials: Credentials,
}

impl NewBusiness {
    pub(crate) async fn begin(core: &Core, registration: &Registration) -> ApiResult<Self> {
        let salt = core.random.next_u128().to_be_bytes();
        let password = hashing::digest(registration.password.clone(), salt).await?;
        let now = core.now();
        Ok(Self {
            id: TenantId::register(now, core.random.next_u128()),
            tenant: registration.tenant(now)?,
            owner: registration.owner(core.new_id(), now),
            credentials: Credentials {
                password,
                password_set_at: now,
                signed_in_at: Some(now),
                changed_in: None,
                version: 1,
            },
        })
    }

    /// Makes it, with the first session of its owner. Gives the write that is refused if the e-mail address is taken.
    pub(crate) fn create(
        &self,
        transaction: &mut Transaction,
        core: &Core,
        session: &NewSession,
    ) -> ApiResult<WriteId> {
        let Self { id, tenant, owner, credentials } = self;
        tenants::create(transaction, *id, tenant)?;
        let email = users::create(transaction, *id, owner, credentials)?;
        let event = AuditEvent::new(Actor::User(owner.id), Action::TenantRegistered, id);
        audit::record(transaction, *id, event, core.new_id(), core.now())?;
        session.create(transaction, core)?;
        Ok(email)
    }
}

impl Registration {
    /// Whether the password may become one.
    pub(crate) fn check_password(&self) -> ApiResult<()> {
        let acceptable =
            self.password.check_new(&[self.name.as_str(), self.email.as_str(), self.tenant_name.as_str()]);
        acceptable.map_err(|invalid| ApiError::invalid_field("/password", &invalid))
    }

    fn tenant(&self, now: Timestamp) -> ApiResult<Tenant> {
        Ok(Tenant {
            name: self.tenant_name.clone(),
            time_zone: match &self.time_zone {
                Some(time_zone) => time_zone.clone(),
                None => TimeZoneName::new("UTC").map_err(ApiError::internal)?,
            },
            default_region: match &self.default_region {
                Some(region) => region.clone(),
                None => Region::new("US").map_err(ApiError::internal)?,
            },
            collected_data: None,
            created_at: now,
            updated_at: now,
            version: 1,
        })
    }

    fn owner(&self, id: UserId, now: Timestamp) -> User {
        User {
            id,
            name: self.name.clone(),
            email: self.email.clone(),
            role: Role::Owner,
            language: None,
            time_zone: None,
            disabled_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }
}

fn closed() -> ApiError {
    let detail = "Nobody can register here. Ask who runs this service for an account.";
    ApiError::new(StatusCode::FORBIDDEN, "registration_closed", detail)
}

pub(crate) fn email_taken() -> ApiError {
    ApiError::conflict("email_taken", "Somebody is registered with this e-mail address. Sign in instead.")
}
