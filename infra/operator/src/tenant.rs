//! The first owner of a tenant: an invitation, and the link that accepts it.

use std::fmt;

use anyhow::{Context as _, anyhow, bail, ensure};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use clap::Args;
use domain::{email::EmailAddress, phone::Region, text::Name};
use jiff::Timestamp;
use runtime::{Core, Variable};
use store::{
    email_owners::{self, EmailDigest},
    invitations::{self, Invitation, TokenDigest},
};

/// Where people reach the portal.
pub const PORTAL_URL: Variable = Variable { name: "PORTAL_URL", purpose: "Where people reach the portal" };

/// The page that accepts.
const PAGE: &str = "invitation/";

/// A tenant that is to be.
#[derive(Clone, Debug, Args)]
pub struct NewTenant {
    /// What its owner will sign in with
    #[arg(long, value_parser = EmailAddress::new)]
    pub email: EmailAddress,
    /// What the business is called; its owner can change that [default: the domain of the e-mail address]
    #[arg(long, value_parser = Name::new)]
    pub name: Option<Name>,
    /// The country whose phone numbers are written without a country code
    #[arg(long, default_value = "US", value_parser = Region::new)]
    pub region: Region,
}

impl NewTenant {
    fn name(&self) -> anyhow::Result<Name> {
        if let Some(name) = &self.name {
            return Ok(name.clone());
        }
        let domain = self.email.as_str().rsplit('@').next().unwrap_or_default();
        Name::new(domain).map_err(|invalid| anyhow!("{domain}: {invalid}")).context("say --name")
    }
}

/// What is sent to the owner. Nobody can be told it again.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// The page, with the token behind the number sign: browsers send that part to nobody.
    pub url: String,
    /// Until when it is good.
    pub ends_at: Timestamp,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("ends_at", &self.ends_at).finish_non_exhaustive()
    }
}

/// Invites somebody to be the first owner of a tenant. The tenant is made when they accept.
pub async fn create(core: &Core, portal_url: &str, tenant: &NewTenant) -> anyhow::Result<Link> {
    let portal_url = checked(portal_url)?;
    let name = tenant.name()?;
    for email in [Some(tenant.email.clone()), tenant.email.in_ascii()].into_iter().flatten() {
        let owner = email_owners::get(&core.table, &EmailDigest::of(&email)).await?;
        ensure!(owner.is_none(), "somebody signs in with this e-mail address already");
    }
    let invitation = Invitation::new(tenant.email.clone(), name, tenant.region.clone(), core.now());
    let token = URL_SAFE_NO_PAD.encode(core.random.next_token());
    if !invitations::create(&core.table, &TokenDigest::of(&token), &invitation).await? {
        bail!("there is an invitation with this token: the random numbers are none");
    }
    Ok(Link { url: format!("{portal_url}{PAGE}#token={token}"), ends_at: invitation.ends_at })
}

/// The address, with a slash at its end. The token must not go over a network that others read.
fn checked(portal_url: &str) -> anyhow::Result<String> {
    let is_local =
        ["http://localhost:", "http://127.0.0.1:"].iter().any(|start| portal_url.starts_with(start));
    ensure!(
        portal_url.starts_with("https://") || is_local,
        "the portal's address begins with https://, or is one of this machine"
    );
    ensure!(!portal_url.contains(['#', '?']), "the portal's address has no query and no fragment");
    Ok(format!("{}/", portal_url.trim_end_matches('/')))
}
