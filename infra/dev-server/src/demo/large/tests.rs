use std::collections::{BTreeMap, BTreeSet};

use domain::{call::CallStatus, role::Role};
use jiff::civil::Date;
use store::{
    calls::{self, Filter},
    counters::{self, Counter},
    customers::{self, Lifecycle},
    trends::{self, Trend},
};
use testing::TestApp;

use super::*;

/// More than one batch of each, and of customers not a whole number of batches.
const FEW: Amount = Amount { customers: 60, calls: 90, turns: 12 };

struct Fixture {
    app: TestApp,
    tenant: TenantId,
}

impl Fixture {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let tenant = app.user_of_new_tenant(Role::Owner).await.tenant;
        Self { app, tenant }
    }

    fn now(&self) -> Timestamp {
        self.app.context.clock.now()
    }

    fn zone() -> TimeZoneName {
        TimeZoneName::new("America/New_York").unwrap()
    }

    fn business(&self) -> Arc<Business> {
        Arc::new(Business {
            table: self.app.table.clone(),
            tenant: self.tenant,
            zone: Self::zone(),
            connection: ConnectionId::from_parts(Timestamp::UNIX_EPOCH, 1),
            agent: VoiceAgentId::new("agent_1").unwrap(),
            number: PhoneNumber::from_e164("+12025550100").unwrap(),
        })
    }

    async fn add(&self, amount: Amount) {
        add(&self.business(), amount, self.now(), &|_| {}).await.unwrap();
    }

    async fn customers(&self) -> Vec<domain::customer::Customer> {
        let (mut all, mut next) = (Vec::new(), None);
        loop {
            let page =
                customers::list(&self.app.table, self.tenant, Lifecycle::Live, 200, next).await.unwrap();
            all.extend(page.items);
            next = page.next;
            if next.is_none() {
                return all;
            }
        }
    }

    async fn calls(&self, filter: Filter) -> Vec<CallRecord> {
        let (mut all, mut next) = (Vec::new(), None);
        loop {
            let page = calls::list(&self.app.table, self.tenant, &filter, 200, next).await.unwrap();
            all.extend(page.items);
            next = page.next;
            if next.is_none() {
                return all;
            }
        }
    }

    /// What counts on each day, by what it is called.
    async fn days(&self) -> BTreeMap<Date, Vec<i64>> {
        let (first, last) = (Date::constant(2020, 1, 1), Date::constant(2030, 1, 1));
        let days = trends::read(&self.app.table, self.tenant, first.into(), last.into()).await.unwrap();
        let of = |day: &trends::Day| {
            let calls = CallStatus::ALL.map(|status| day.get(Trend::Calls(status)));
            calls.into_iter().chain([day.get(Trend::NewCustomers)]).collect()
        };
        days.iter().map(|(date, day)| (*date, of(day))).collect()
    }
}

#[tokio::test]
async fn what_is_counted_equals_a_recount() {
    let fixture = Fixture::open().await;
    fixture.add(FEW).await;
    let (customers, calls) = (fixture.customers().await, fixture.calls(Filter::default()).await);
    assert_eq!((customers.len(), calls.len()), (60, 91), "and the longest one");

    let counts = counters::read(&fixture.app.table, fixture.tenant).await.unwrap();
    assert_eq!(counts.get(Counter::Customers), 60);
    let mut days: BTreeMap<Date, Vec<i64>> = BTreeMap::new();
    let mut count = |moment: Timestamp, place: usize| {
        let date = LocalDay::at(moment, &Fixture::zone()).date();
        days.entry(date).or_insert_with(|| vec![0; CallStatus::ALL.len() + 1])[place] += 1;
    };
    for customer in &customers {
        count(customer.created_at, CallStatus::ALL.len());
    }
    for (place, status) in CallStatus::ALL.into_iter().enumerate() {
        let of_status: Vec<_> = calls.iter().filter(|record| record.call.status == status).collect();
        let filter = Filter { status: Some(status), ..Filter::default() };
        assert_eq!(fixture.calls(filter).await.len(), of_status.len(), "{status:?}");
        for record in of_status {
            count(record.call.started_at, place);
        }
    }
    assert_eq!(fixture.days().await, days);
}

#[tokio::test]
async fn there_are_names_of_all_kinds_and_calls_that_ended_in_all_ways() {
    let fixture = Fixture::open().await;
    fixture.add(Amount { customers: 400, ..FEW }).await;
    let customers = fixture.customers().await;
    let names: Vec<_> = customers.iter().filter_map(|customer| customer.profile.name.as_ref()).collect();
    assert!(names.len() < customers.len(), "some only called");
    let has = |is_one: &dyn Fn(&str) -> bool| names.iter().any(|name| is_one(name.as_str()));
    assert!(has(&|name| name.contains("<script>")));
    assert!(has(&|name| name.chars().count() == 120));
    assert!(has(&|name| name.contains('\u{1f33b}')), "emoji");
    assert!(has(&|name| name.starts_with('ف')));
    assert!(has(&|name| name.contains("Omar عمر Haddad")));

    let calls = fixture.calls(Filter::default()).await;
    let statuses: BTreeSet<&str> = calls.iter().map(|record| record.call.status.as_str()).collect();
    assert_eq!(statuses, BTreeSet::from(["busy", "completed", "failed", "no_answer", "voicemail"]));
    let month = fixture.now() - SignedDuration::from_hours(30 * 24);
    assert!(calls.iter().all(|record| (month..fixture.now()).contains(&record.call.started_at)));
    let ids: BTreeSet<_> = customers.iter().map(|customer| customer.id).collect();
    let known = calls.iter().filter(|record| record.call.customer_id.is_some_and(|id| ids.contains(&id)));
    let withheld = calls.iter().filter(|record| record.call.number_withheld);
    assert_eq!(known.count() + withheld.count(), calls.len(), "a call is of a customer or of nobody");

    let (_, details) =
        calls::detailed(&fixture.app.table, fixture.tenant, calls[0].call.id).await.unwrap().unwrap();
    assert_eq!(details.unwrap().turns.len(), 12, "the longest is the newest");
}

#[tokio::test]
async fn another_start_adds_nothing() {
    let fixture = Fixture::open().await;
    fixture.add(FEW).await;
    let before = fixture.app.all_items().await;
    fixture.app.clock.advance(SignedDuration::from_hours(50));
    fixture.add(FEW).await;
    assert_eq!(fixture.app.all_items().await, before);
}

#[tokio::test]
async fn a_start_that_was_ended_in_the_middle_is_gone_on_with() {
    let whole = Fixture::open().await;
    whole.add(FEW).await;
    let cut = Fixture::open().await;
    let begun = Begun { now: cut.now(), amount: FEW };
    let business = cut.business();
    business.add_customers(begun, 0..1).await.unwrap();
    business.add_customers(begun, 1..8).await.unwrap();
    business.add_calls(begun, 0..40).await.unwrap();
    cut.app.clock.advance(SignedDuration::from_hours(50));
    cut.add(FEW).await;
    assert_eq!(cut.days().await, whole.days().await);
    let ids =
        |customers: Vec<domain::customer::Customer>| customers.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(cut.customers().await), ids(whole.customers().await));
}
