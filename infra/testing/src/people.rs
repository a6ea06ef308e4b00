//! People who are signed in.

use domain::{
    TenantId,
    ids::{SessionId, UserId},
    phone::Region,
    role::Role,
    tenant::Tenant,
    text::Name,
    time_zone::TimeZoneName,
};
use jiff::SignedDuration;
use runtime::bearer::SigningKey;
use store::{
    Transaction,
    sessions::{self, SessionRecord},
    tenants,
};

use crate::app::TestApp;

/// A person with a session, and an access token for it.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub tenant: TenantId,
    pub user: UserId,
    pub session: SessionId,
    /// What the person may do.
    pub role: Role,
    pub token: String,
}

impl TestApp {
    /// Somebody of a new tenant.
    pub async fn user_of_new_tenant(&self, role: Role) -> SignedIn {
        let now = self.context.clock.now();
        let tenant = TenantId::register(now, self.context.random.next_u128());
        let record = Tenant {
            name: Name::new("Harbour Dental").unwrap(),
            time_zone: TimeZoneName::new("America/New_York").unwrap(),
            default_region: Region::new("US").unwrap(),
            collected_data: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let mut transaction = Transaction::new();
        tenants::create(&mut transaction, tenant, &record).unwrap();
        self.table.commit(transaction).await.unwrap();
        self.user_of(tenant, role).await
    }

    /// Somebody of this tenant.
    pub async fn user_of(&self, tenant: TenantId, role: Role) -> SignedIn {
        let now = self.context.clock.now();
        let user = UserId::from_parts(now, self.context.random.next_u128());
        let session = SessionId::from_parts(now, self.context.random.next_u128());
        let record = SessionRecord {
            id: session,
            user_id: user,
            role,
            credentials_version: None,
            created_at: now,
            last_used_at: now,
            ends_at: now + SignedDuration::from_hours(24 * 365),
            user_agent: None,
            family_digest: "none".to_owned(),
            refresh_digest: "none".to_owned(),
            previous_refresh_digest: None,
            rotated_at: now,
            version: 1,
        };
        let key = SigningKey::from_seed(&[7; 32]).unwrap();
        let mut transaction = Transaction::new();
        sessions::create(&mut transaction, tenant, &record).unwrap();
        self.table.commit(transaction).await.unwrap();
        sessions::put_token_key(&self.table, &key.public_half(now)).await.unwrap();
        let token = key.sign(tenant, user, session, now).unwrap();
        SignedIn { tenant, user, session, role, token }
    }

    /// A fresh access token for the same session, after time has passed.
    pub fn token_for(&self, person: &SignedIn) -> String {
        let key = SigningKey::from_seed(&[7; 32]).unwrap();
        key.sign(person.tenant, person.user, person.session, self.context.clock.now()).unwrap()
    }
}
