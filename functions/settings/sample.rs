//! What the sweeps need of settings.

use serde_json::json;
use settings::voice::{put_credentials::PutVoiceCredentials, register_agent::RegisterVoiceAgent};
use testing::{Sample, SignedIn, TestApp, TestRequest};

pub(crate) async fn sample(app: &TestApp, owner: &SignedIn) -> Sample {
    let credentials = TestRequest::new().by(owner).json(&json!({ "apiKey": "sim-sample-only" }));
    let connection = app.send::<PutVoiceCredentials>(credentials).await;
    for agent in ["agent_of_settings_1", "agent_of_settings_2"] {
        let agent = TestRequest::new().by(owner).json(&json!({ "agentId": agent, "name": "Reception" }));
        assert_eq!(app.send::<RegisterVoiceAgent>(agent).await.status, 201);
    }
    Sample::new()
        .id("connectionId", connection.body["id"].as_str().unwrap())
        .id("agentId", "agent_of_settings_1")
        // The provider's ids, which name nothing of ours before.
        .chosen_id::<RegisterVoiceAgent>("agentId")
        .chosen_id::<RegisterVoiceAgent>("phoneNumberId")
        // Credentials are stored as a whole, whatever was there.
        .without_version::<PutVoiceCredentials>()
}
