mod get;
mod list;
mod put_customer;

use domain::{
    call::Call,
    customer::{Customer, Profile, Source},
    ids::CustomerId,
    local_day::LocalDay,
    phone::PhoneNumber,
    text::Name,
};
use jiff::civil::date;
use store::Transaction;
use testing::{
    SignedIn, TestApp,
    calls::{self as recorded, record},
    phones::fictional,
};

/// A call at this time; see [`testing::calls::call`].
fn call(at: &str, number: u8) -> Call {
    recorded::call(at.parse().unwrap(), number)
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
