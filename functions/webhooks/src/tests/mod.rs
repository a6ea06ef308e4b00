mod accepted;
mod quotas;
mod refused;
mod revoked;

use domain::inbox::{Entry, State};
use domain::role::Role;
use runtime::Function;
use serde_json::Value;
use store::inbox;
use testing::{TestApp, voice::VoiceConnection};

use crate::post_call::PostCall;

fn post_call() -> Function {
    Function::endpoint::<PostCall>()
}

async fn start() -> (TestApp, VoiceConnection) {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await.tenant;
    let connection = app.voice_connection(owner).await;
    (app, connection)
}

async fn entries(app: &TestApp, connection: &VoiceConnection, state: State) -> Vec<Entry> {
    inbox::list(&app.table, connection.id, state, None, 100, None).await.unwrap().items
}

/// All messages of the queue.
async fn queued(app: &TestApp) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        let some = app.take_inbox_messages().await;
        if some.is_empty() {
            return all;
        }
        all.extend(some);
    }
}
