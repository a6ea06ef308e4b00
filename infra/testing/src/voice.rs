//! Voice connections, their agents, and deliveries of the provider.

use domain::{TenantId, call::VoiceAgentId, ids::ConnectionId, text::Name, voice::HookId};
use elevenlabs::{credentials::Credentials, signature};
use jiff::Timestamp;
use secrecy::SecretString;
use store::{
    Transaction,
    voice::{self, Connection, VoiceAgent},
};

use crate::{app::TestApp, request::TestRequest};

/// The secret that the recorded payloads are signed with.
pub const WEBHOOK_SECRET: &str = "wsec_navaia_test_only_0000000000000001";

#[derive(Clone, Debug)]
pub struct VoiceConnection {
    pub id: ConnectionId,
    /// The tenant whose credentials it has.
    pub owner: TenantId,
    /// What its webhook URL ends with.
    pub hook_id: HookId,
}

impl TestApp {
    /// A connection whose deliveries are signed with [`WEBHOOK_SECRET`]. Its provider cannot be reached.
    pub async fn voice_connection(&self, owner: TenantId) -> VoiceConnection {
        self.voice_connection_to(owner, "http://127.0.0.1:9").await
    }

    /// The same with a provider at this URL.
    pub async fn voice_connection_to(&self, owner: TenantId, base_url: &str) -> VoiceConnection {
        let now = self.context.clock.now();
        let random = self.context.random.next_u128();
        let id = ConnectionId::from_parts(now, random);
        let mut token = [0; 32];
        token[..16].copy_from_slice(&random.to_be_bytes());
        let connection = Connection {
            trunk: None,
            id,
            name: Name::new("Main workspace").unwrap(),
            base_url: base_url.to_owned(),
            hook_id: HookId::from_token(token),
            has_webhook_secret: true,
            previous_webhook_secret_until: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let mut transaction = Transaction::new();
        voice::create_connection(&mut transaction, owner, &connection).unwrap();
        self.table.commit(transaction).await.unwrap();
        self.voice_credentials(id, &[WEBHOOK_SECRET]).await;
        VoiceConnection { id, owner, hook_id: connection.hook_id }
    }

    /// Gives a connection these webhook secrets: the current one, then the one before it.
    pub async fn voice_credentials(&self, connection: ConnectionId, secrets: &[&str]) {
        let mut secrets = secrets.iter().map(|secret| SecretString::from(*secret));
        let credentials = Credentials {
            api_key: SecretString::from("an-api-key"),
            webhook_secret: secrets.next(),
            previous_webhook_secret: secrets.next(),
            previous_webhook_secret_until: Some(Timestamp::MAX),
        };
        let name = self.context.secret_name(&Credentials::secret_name(connection)).unwrap();
        self.context.secrets().put(&name, &credentials.to_secret().unwrap()).await.unwrap();
    }

    /// Registers a voice agent of a connection for a tenant.
    pub async fn voice_agent(&self, tenant: TenantId, connection: ConnectionId, agent: &str) {
        let agent = VoiceAgent {
            agent_id: VoiceAgentId::new(agent).unwrap(),
            connection_id: connection,
            name: Name::new("Reception").unwrap(),
            phone_number: None,
            phone_number_id: None,
            provider: None,
            created_at: self.context.clock.now(),
            version: 1,
        };
        let mut transaction = Transaction::new();
        voice::register_agent(&mut transaction, tenant, &agent).unwrap();
        self.table.commit(transaction).await.unwrap();
    }
}

impl VoiceConnection {
    /// A delivery of the provider through this connection, signed at this time.
    pub fn delivery(&self, body: &str, signed_at: Timestamp) -> TestRequest {
        let header = signature::sign(&SecretString::from(WEBHOOK_SECRET), body.as_bytes(), signed_at);
        self.delivery_with(body, header)
    }

    /// A delivery with this signature header.
    pub fn delivery_with(&self, body: &str, header: impl Into<String>) -> TestRequest {
        self.unsigned_delivery(body).header(signature::HEADER, header)
    }

    /// A delivery without a signature.
    pub fn unsigned_delivery(&self, body: &str) -> TestRequest {
        TestRequest::new()
            .path("hookId", self.hook_id.as_str())
            .header("content-type", "application/json")
            .text(body)
    }
}

/// A recorded payload of the provider, such as `webhooks/post_call_audio.tiny.json`.
pub fn recorded_payload(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/elevenlabs/");
    std::fs::read_to_string(format!("{folder}{name}")).unwrap()
}
