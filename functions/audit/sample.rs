//! What the sweeps need of the audit log: two entries, for a list of two pages.

use audit::list::ListAudit;
use domain::ids::AuditId;
use store::{
    Transaction,
    audit::{Action, Actor, AuditEvent, record},
};
use testing::{Sample, SignedIn, TestApp};

pub(crate) async fn sample(app: &TestApp, owner: &SignedIn) -> Sample {
    let now = app.context.clock.now();
    let mut transaction = Transaction::new();
    for number in 1..=2 {
        let event = AuditEvent::new(Actor::User(owner.user), Action::UserUpdated, owner.user);
        record(&mut transaction, owner.tenant, event, AuditId::from_parts(now, number), now).unwrap();
    }
    app.table.commit(transaction).await.unwrap();
    // The log outlives what it is about: an id in its filters need not be that of anything.
    Sample::new().chosen_id::<ListAudit>("actorId").chosen_id::<ListAudit>("subjectId")
}
