//! `POST /v1/auth/register`: create a tenant with its owner, and sign the owner in.

use domain::{
    TenantId,
    email::EmailAddress,
    password::Password,
    phone::Region,
    role::Role,
    tenant::Tenant,
    text::Name,
    throttle::{REGISTRATION, SOURCE_KNOWN_FOR, Source},
    time_zone::TimeZoneName,
    user::User,
};
use jiff::Timestamp;
use runtime::{ApiError, ApiResult, Core, Endpoint, Json, NoPath, NoQuery, Request, Route, access};
use serde::Deserialize;
use store::{
    BatchGet, CommitError, Item, Transaction,
    audit::{Actor, AuditEvent},
    keys,
    throttles::Throttle,
    users::{Credentials, EmailDigest},
};
use utoipa::ToSchema;

use crate::{
    answers::{Registered, SignedIn},
    app::Auth,
    hashing,
    sessions::NewSession,
    throttling::{self, Gate},
    views::{SignedInView, TenantView, TokenView},
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
    tenant_name: Name,
    /// What the person is called.
    name: Name,
    /// What the person signs in with.
    email: EmailAddress,
    /// What the person signs in with as well.
    #[schema(value_type = String, format = "new-password", min_length = 10, max_length = 128)]
    password: Password,
    /// The country whose phone numbers are written without a country code; US if absent.
    default_region: Option<Region>,
    /// The time zone of the business; UTC if absent.
    time_zone: Option<TimeZoneName>,
}

impl Endpoint for Register {
    const NAME: &'static str = "auth-register";
    const ROUTE: Route = Route::post("/v1/auth/register");
    const SUMMARY: &'static str = "Register a tenant and its owner";
    const DESCRIPTION: &'static str = "The e-mail address must not belong to a user of any tenant. How often one \
        network address may register is limited. If the answer is lost, sign in. Sets the refresh cookie.";
    const ERRORS: &'static [(u16, &'static str)] = &[(409, "email_taken"), (429, "too_many_requests")];

    type Access = access::Public;
    type App = Auth;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<Registration>;
    type Answer = Registered;

    async fn handle(app: &Auth, request: Request<Self>) -> ApiResult<Registered> {
        let (core, Json(registration)) = (&app.core, &request.body);
        let personal = [registration.email.as_str(), registration.tenant_name.as_str()];
        let acceptable = registration.password.check_new(&personal);
        acceptable.map_err(|invalid| ApiError::invalid_field("/password", &invalid))?;

        let email = EmailDigest::of(&registration.email);
        let source = Source::of(request.meta.source_address.as_deref());
        let gate = keys::throttle_of_registration(source);
        let mut reads = BatchGet::new();
        let (owner, state) = (reads.get(&keys::email_owner(&email)), reads.get(&gate));
        let mut found = core.table.read(reads).await?;
        let gate = Gate { key: gate, rule: REGISTRATION, state: found.take(&state)? };
        throttling::pass(core, vec![gate]).await?;
        if found.take(&owner)?.is_some() {
            return Err(email_taken());
        }

        let salt = core.random.next_u128().to_be_bytes();
        let digest = hashing::digest(registration.password.clone(), salt).await?;
        let now = core.now();
        let keys_of_tokens = app.keys.get(now).await?;
        let tenant_id = TenantId::register(now, core.random.next_u128());
        let tenant = registration.tenant(now)?;
        let user = registration.owner(core.new_id(), now);
        let session = NewSession::begin(core, tenant_id, user.id, user.role, &request.meta);
        let credentials =
            Credentials { password: digest, password_set_at: now, signed_in_at: Some(now), version: 1 };

        let mut transaction = Transaction::new();
        transaction.create(Item::new(keys::tenant(tenant_id), &tenant)?);
        let email_owner = transaction.create_user(tenant_id, &user, &credentials)?;
        let event = AuditEvent::new(Actor::User(user.id), "tenant.registered", tenant_id);
        transaction.audit(tenant_id, event, core.new_id(), now)?;
        session.create(&mut transaction, core)?;
        transaction.put(known_source(core, &email, source)?);
        match core.table.commit(transaction).await {
            Ok(()) => {}
            Err(CommitError::ConditionFailed(refused)) if refused.contains(email_owner) => {
                return Err(email_taken());
            }
            Err(error) => return Err(error.into()),
        }
        let token = keys_of_tokens.access_token(&session.refresh, now)?;
        let (tenant, user) = (TenantView::new(tenant_id, tenant), user.into());
        let record = SignedInView { tenant, user, token: TokenView::new(token) };
        Ok(Registered(SignedIn { record, cookie: Some(session.cookie()) }))
    }
}

impl Registration {
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
            created_at: now,
            updated_at: now,
            version: 1,
        })
    }

    fn owner(&self, id: domain::ids::UserId, now: Timestamp) -> User {
        User {
            id,
            name: self.name.clone(),
            email: self.email.clone(),
            role: Role::Owner,
            disabled_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }
}

/// Signing in makes the source known to the account, and clears its attempts there.
pub(crate) fn known_source(core: &Core, email: &EmailDigest, source: Source) -> ApiResult<Item<Throttle>> {
    let until = core.now().saturating_add(SOURCE_KNOWN_FOR).unwrap_or(Timestamp::MAX);
    let version = throttling::another_version(core);
    let state = Throttle { attempts: None, known_until: Some(until), version };
    Ok(Item::new(keys::throttle_of_account_from(email, source), &state)?.expiring(until))
}

fn email_taken() -> ApiError {
    ApiError::conflict("email_taken", "Somebody is registered with this e-mail address. Sign in instead.")
}

/// Serves the endpoint.
pub async fn main() -> Result<(), runtime::Error> {
    runtime::serve::<Register>().await
}
