//! `POST /v1/auth/accept-invitation`: become the first owner of a tenant, by a link that the operator of the service made.

use std::fmt;

use domain::{
    password::Password,
    text::Name,
    throttle::{SOURCE, Source},
    time_zone::TimeZoneName,
};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Json, MAX_AUTH_BYTES, NoPath, NoQuery, Request, Route, access,
    log::{SecurityEvent, SecurityWord},
};
use serde::Deserialize;
use store::{
    BatchGet, CommitError, Transaction,
    email_owners::{self, EmailDigest},
    invitations::{self, Accepted, Invitation, TokenDigest},
    throttles::{self, Limit},
};
use utoipa::ToSchema;

use crate::{
    answers::{Registered, SignedIn},
    app::Entrance,
    device::Device,
    hashing::{self, Checked},
    login::{Beginning, Begun, Person},
    register::{NewBusiness, Registration, email_taken},
    sessions::NewSession,
    throttling::{self, Gate},
    views::{SignedInView, TenantView, TokenView},
    visitor::Visitor,
};

/// For how long sending it again is taken for a retry whose answer was lost. Later, one signs in.
const RETRIED_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// Accepts an invitation.
pub struct AcceptInvitation;

/// The token of an invitation's link, and who the person is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({
    "token": "q83vEjRWeJC83v_-zPmZ9w3lHhC8b0p1XJ2Jm4i0a1E",
    "name": "Robin Example",
    "password": "correct horse battery staple",
    "timeZone": "America/New_York",
})))]
pub struct Acceptance {
    /// What stands behind the number sign in the link.
    #[schema(value_type = String, format = "password", min_length = 1, max_length = 128)]
    token: Token,
    /// What the person is called.
    name: Name,
    /// What the person will sign in with, beside the address that was invited.
    #[schema(value_type = String, format = "new-password", min_length = 10, max_length = 128)]
    password: Password,
    /// The time zone of the business; UTC if absent.
    time_zone: Option<TimeZoneName>,
}

/// The token as it was sent; no log shows it.
#[derive(Deserialize)]
#[serde(transparent)]
struct Token(Password);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Endpoint for AcceptInvitation {
    const NAME: &'static str = "auth-accept-invitation";
    const ROUTE: Route = Route::post("/v1/auth/accept-invitation");
    const SUMMARY: &'static str = "Accept an invitation";
    const DESCRIPTION: &'static str = "Creates the tenant of the invitation with its owner, also where registration \
        is closed, and sets the refresh cookie. The token is good once and for seven days; an unknown one is answered \
        like one that is used or too old. If the answer is lost, the same request within ten minutes signs in. \
        Attempts that fail are counted for each network address, together with those of signing in.";
    const ERRORS: &'static [(u16, &'static str)] =
        &[(410, "invitation_ended"), (409, "email_taken"), (429, "too_many_requests")];
    const MAX_BODY_BYTES: usize = MAX_AUTH_BYTES;
    const COOKIES: bool = true;

    type Access = access::Public;
    type App = Entrance;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<Acceptance>;
    type Answer = Registered;

    async fn handle(app: &Entrance, request: Request<Self>) -> ApiResult<Registered> {
        let (Json(acceptance), meta) = (request.body, &request.meta);
        // What no password may be needs no invitation to be refused.
        let acceptable = acceptance.password.check_new(&[acceptance.name.as_str()]);
        acceptable.map_err(|invalid| ApiError::invalid_field("/password", &invalid))?;
        let limit = Limit::Source(Source::of(app.edge.source_address(meta)));
        let token = TokenDigest::of(acceptance.token.0.expose());
        let invitation = match invitation(&app.auth.core, &limit, &token).await {
            Ok(invitation) => invitation,
            Err(error) => {
                if REFUSALS.contains(&error.code()) {
                    // Whose it would have been, nobody knows.
                    let event = SecurityEvent::new(SecurityWord::RegistrationRefused, error.code());
                    meta.subject.security(event.source(app.edge.source_address(meta)));
                }
                return Err(error);
            }
        };
        let email = EmailDigest::of(&invitation.email);
        let visitor = Visitor { app, email: &email, meta };
        let outcome = Guest { visitor: &visitor, token, invitation }.accept(acceptance).await;
        match &outcome {
            Ok(_) => forgive(&app.auth.core, &limit).await,
            Err(error) if REFUSALS.contains(&error.code()) => {
                visitor.leaves(SecurityWord::RegistrationRefused, error.code()).await;
            }
            // What is wrong with the request itself, or with us, tells nothing about who sent it.
            Err(_) => {}
        }
        outcome
    }
}

/// The errors that say that somebody may not accept.
const REFUSALS: [&str; 3] = ["invitation_ended", "email_taken", "too_many_requests"];

/// Counts an attempt, and gives the invitation of this token, unless it has ended.
async fn invitation(core: &Core, limit: &Limit, token: &TokenDigest) -> ApiResult<Invitation> {
    let mut reads = BatchGet::new();
    let invitation = invitations::batch_get(&mut reads, token);
    let state = throttles::batch_get(&mut reads, limit);
    let mut found = core.table.read(reads).await?;
    let gate = Gate { limit: limit.clone(), rule: SOURCE, state: found.take(&state)? };
    throttling::pass(core, vec![gate]).await?;
    let now = core.now();
    found.take(&invitation)?.filter(|invitation| may_be_sent(invitation, now)).ok_or_else(ended)
}

/// Whether its token may be sent: it is not too old, and was not used, or only just.
fn may_be_sent(invitation: &Invitation, now: Timestamp) -> bool {
    let was_just_used = |accepted: Accepted| now.duration_since(accepted.at) < RETRIED_WITHIN;
    now < invitation.ends_at && invitation.accepted.is_none_or(was_just_used)
}

/// It was no guess. That it still counts is no reason to refuse it.
async fn forgive(core: &Core, limit: &Limit) {
    if let Err(error) = throttles::give_back(&core.table, limit, &SOURCE, core.now()).await {
        tracing::warn!(%error, "An attempt that succeeded still counts");
    }
}

/// Somebody with the token of an invitation.
struct Guest<'a> {
    visitor: &'a Visitor<'a>,
    token: TokenDigest,
    invitation: Invitation,
}

impl Guest<'_> {
    async fn accept(self, acceptance: Acceptance) -> ApiResult<Registered> {
        let (app, meta) = (&self.visitor.app.auth, self.visitor.meta);
        let core = &app.core;
        if let Some(accepted) = self.invitation.accepted {
            return self.sign_in(accepted, acceptance.password).await;
        }
        let registration = acceptance.registration(&self.invitation);
        registration.check_password()?;
        self.require_no_former_owner(core).await?;

        let business = NewBusiness::begin(core, &registration).await?;
        let keys = app.keys.get(core.now()).await?;
        let session = NewSession::begin(core, business.id, &business.owner, &business.credentials, meta);
        let mut transaction = Transaction::new();
        let email = business.create(&mut transaction, core, &session)?;
        let accepted = Accepted { tenant: business.id, user_id: business.owner.id, at: core.now() };
        let acceptance = invitations::accept(&mut transaction, &self.token, &self.invitation, accepted)?;
        match core.table.commit(transaction).await {
            Ok(()) => {}
            Err(CommitError::ConditionFailed(refused)) if refused.contains(acceptance) => {
                let other = refused.found::<Invitation>(acceptance)?.and_then(|now| now.accepted);
                return self.sign_in(other.ok_or_else(ended)?, registration.password).await;
            }
            Err(CommitError::ConditionFailed(refused)) if refused.contains(email) => {
                return Err(email_taken());
            }
            Err(error) => return Err(error.into()),
        }
        meta.subject.tenant(business.id);
        meta.subject.user(business.owner.id);
        self.visitor.leaves(SecurityWord::Registered, "invited").await;
        let token = TokenView::new(keys.access_token(&session.refresh, core.now())?);
        let tenant = TenantView::new(business.id, business.tenant);
        let record = SignedInView { tenant, user: business.owner.into(), token };
        Ok(self.signed_in(Begun { record, session, keys }))
    }

    /// The address may have been registered before its spellings were one; the transaction knows nothing of that one.
    async fn require_no_former_owner(&self, core: &Core) -> ApiResult<()> {
        let Some(former) = self.invitation.email.in_ascii() else { return Ok(()) };
        match email_owners::get(&core.table, &EmailDigest::of(&former)).await? {
            Some(_) => Err(email_taken()),
            None => Ok(()),
        }
    }

    /// For somebody who just accepted and does not know it: their password shows that it was they.
    async fn sign_in(self, accepted: Accepted, password: Password) -> ApiResult<Registered> {
        let (app, meta) = (&self.visitor.app.auth, self.visitor.meta);
        let person = Person::read(&app.core, (accepted.tenant, accepted.user_id)).await?.ok_or_else(ended)?;
        let checked = hashing::check(password, person.credentials.password.clone()).await?;
        if checked == Checked::Wrong || person.user.disabled_at.is_some() {
            return Err(ended());
        }
        meta.subject.tenant(person.tenant);
        meta.subject.user(person.user.id);
        let begun = Beginning { app, meta, renewed: None }.carry_out(person).await?.ok_or_else(ended)?;
        Ok(self.signed_in(begun))
    }

    fn signed_in(&self, Begun { record, session, keys }: Begun) -> Registered {
        let Visitor { app, email, meta } = self.visitor;
        let device = Device::read(meta, keys.devices()).unwrap_or_else(|| Device::new(&app.auth.core));
        let device = device.cookie_after_sign_in(email, keys.devices());
        Registered(SignedIn { record, cookies: vec![session.cookie(), device] })
    }
}

impl Acceptance {
    fn registration(self, invitation: &Invitation) -> Registration {
        Registration {
            tenant_name: invitation.tenant_name.clone(),
            name: self.name,
            email: invitation.email.clone(),
            password: self.password,
            default_region: Some(invitation.default_region.clone()),
            time_zone: self.time_zone,
        }
    }
}

fn ended() -> ApiError {
    let detail = "This link was used, is older than seven days, or is not whole. Ask for another one.";
    ApiError::new(StatusCode::GONE, "invitation_ended", detail)
}
