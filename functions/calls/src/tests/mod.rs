mod get;
mod list;
mod put_customer;

use domain::{
    call::{Call, CallDetails, CallStatus, Channel, ConversationId, Direction, Evidence, VoiceAgentId},
    customer::{Customer, Profile, Source},
    ids::{CallId, ConnectionId, CustomerId},
    local_day::LocalDay,
    phone::PhoneNumber,
    text::Name,
};
use jiff::{Timestamp, civil::date};
use store::{
    Transaction,
    calls::{self, CallRecord},
};
use testing::{SignedIn, TestApp, phones::fictional};

/// An inbound conversation that began at this time; `number` tells the calls of a test apart.
fn call(at: &str, number: u8) -> Call {
    let started_at: Timestamp = at.parse().unwrap();
    Call {
        id: CallId::from_parts(started_at, u128::from(number) << 72 | u128::from(number)),
        conversation_id: Some(ConversationId::new(&format!("conv_{number}")).unwrap()),
        connection_id: ConnectionId::from_parts(started_at, 1),
        agent_id: VoiceAgentId::new("agent_1").unwrap(),
        customer_id: None,
        customer_chosen: false,
        candidates: Vec::new(),
        channel: Some(Channel::Phone),
        direction: Some(Direction::Inbound),
        status: CallStatus::Completed,
        from: Some(PhoneNumber::from_e164(&fictional(number)).unwrap()),
        to: None,
        number_withheld: false,
        reported_from: None,
        reported_to: None,
        started_at,
        accepted_at: None,
        duration_seconds: Some(61),
        failure: None,
        summary_title: None,
        successful: None,
        language: None,
        cost: None,
        call_sid: None,
        carrier: None,
        answered_by: None,
        has_audio: false,
        version: 1,
        created_at: started_at,
        updated_at: started_at,
        evidence: Evidence::default(),
    }
}

/// Records a call of this person's tenant.
async fn record(app: &TestApp, person: &SignedIn, call: Call, details: Option<&CallDetails>) -> CallId {
    let id = call.id;
    let details_at = match details {
        None => None,
        Some(details) => {
            let conversation = call.conversation_id.as_ref().unwrap();
            Some(calls::put_details(&app.table, person.tenant, conversation, details).await.unwrap())
        }
    };
    let mut transaction = Transaction::new();
    calls::create(&mut transaction, person.tenant, &CallRecord { call, details_at, day: None }).unwrap();
    app.table.commit(transaction).await.unwrap();
    id
}

/// A customer of this person's tenant with a name.
async fn named_customer(app: &TestApp, person: &SignedIn, number: u8, name: &str) -> CustomerId {
    let now = app.context.clock.now();
    let id = CustomerId::from_parts(now, u128::from(number));
    let phone = PhoneNumber::from_e164(&fictional(number)).unwrap();
    let profile = Profile { name: Some(Name::new(name).unwrap()), ..Profile::default() };
    let customer = Customer::new(id, phone, profile, Source::Manual, now);
    let mut transaction = Transaction::new();
    store::customers::create(&mut transaction, person.tenant, &customer, LocalDay::from(date(2026, 9, 21)))
        .unwrap();
    app.table.commit(transaction).await.unwrap();
    id
}

/// A customer of this person's tenant, deleted or not.
async fn customer(app: &TestApp, person: &SignedIn, number: u8, deleted: bool) -> CustomerId {
    let now = app.context.clock.now();
    let id = CustomerId::from_parts(now, u128::from(number));
    let phone = PhoneNumber::from_e164(&fictional(number)).unwrap();
    let customer = Customer::new(id, phone, Profile::default(), Source::Manual, now);
    let mut transaction = Transaction::new();
    store::customers::create(&mut transaction, person.tenant, &customer, LocalDay::from(date(2026, 9, 21)))
        .unwrap();
    app.table.commit(transaction).await.unwrap();
    if deleted {
        let gone = Customer { deleted_at: Some(now), version: 2, ..customer.clone() };
        let mut transaction = Transaction::new();
        store::customers::delete(&mut transaction, person.tenant, &customer, &gone).unwrap();
        app.table.commit(transaction).await.unwrap();
    }
    id
}
