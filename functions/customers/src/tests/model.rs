//! Random sequences of work, compared with what a table in a notebook would hold.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    fixture::{Fixture, id_of, phone},
    recount,
};

/// How many customers a sequence handles at most, and how many numbers they share.
const CUSTOMERS: usize = 6;
const PHONES: u32 = 5;
const TAGS: [&str; 3] = ["new", "vip", "vip 2"];

#[derive(Clone, Debug)]
enum Step {
    Create { phone: u32, name: &'static str },
    Update { customer: usize, edit: Edit, stale: bool },
    Delete { customer: usize, stale: bool },
    Restore { customer: usize },
}

#[derive(Clone, Debug)]
struct Edit {
    phone: Option<u32>,
    name: Option<&'static str>,
    email: Option<Option<&'static str>>,
    tags: Option<Vec<&'static str>>,
}

/// A customer in the notebook.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    phone: u32,
    name: String,
    email: Option<String>,
    tags: Vec<&'static str>,
    version: u64,
    deleted: bool,
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Robin Example",
        "Robin Robinson",
        "José Núñez",
        "أحمد",
        "Sam O'Neill van der Long Name",
    ])
}

fn edit() -> impl Strategy<Value = Edit> {
    let email = prop::option::of(prop::sample::select(vec!["robin@example.com", "sam@example.org"]));
    let tags = prop::option::of(prop::sample::subsequence(TAGS.to_vec(), 0..=TAGS.len()));
    (prop::option::of(0..PHONES), prop::option::of(name()), prop::option::of(email), tags)
        .prop_map(|(phone, name, email, tags)| Edit { phone, name, email, tags })
}

fn step() -> impl Strategy<Value = Step> {
    let stale = prop::bool::weighted(0.1);
    prop_oneof![
        3 => (0..PHONES, name()).prop_map(|(phone, name)| Step::Create { phone, name }),
        4 => (0..CUSTOMERS, edit(), stale)
            .prop_map(|(customer, edit, stale)| Step::Update { customer, edit, stale }),
        3 => (0..CUSTOMERS, stale).prop_map(|(customer, stale)| Step::Delete { customer, stale }),
        3 => (0..CUSTOMERS).prop_map(|customer| Step::Restore { customer }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_everything_fits_together(steps in prop::collection::vec(step(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let fixture = Fixture::open().await;
            let mut notebook: Vec<(String, Line)> = Vec::new();
            for step in steps {
                carry_out(&fixture, &mut notebook, step).await;
            }
            recount::check(&fixture.app.table, fixture.person.tenant).await;
            compare(&fixture, &notebook).await;
        });
    }
}

async fn carry_out(fixture: &Fixture, notebook: &mut Vec<(String, Line)>, step: Step) {
    let owner_of = |notebook: &[(String, Line)], phone: u32| {
        notebook.iter().find(|(_, line)| line.phone == phone && !line.deleted).map(|(id, _)| id.clone())
    };
    match step {
        Step::Create { phone: number, name } => {
            if notebook.len() == CUSTOMERS {
                return;
            }
            let owner = owner_of(notebook, number);
            let answer = fixture.try_create(&json!({ "phone": phone(number), "name": name })).await;
            assert_eq!(answer.status, if owner.is_some() { 409 } else { 201 });
            if owner.is_none() {
                let (name, tags) = (name.to_owned(), Vec::new());
                let line = Line { phone: number, name, email: None, tags, version: 1, deleted: false };
                notebook.push((id_of(&answer.body).to_owned(), line));
            }
        }
        Step::Update { customer, edit, stale } => {
            let Some((id, line)) = notebook.get(customer).cloned() else { return };
            let mut body = serde_json::Map::new();
            let mut after = line.clone();
            if let Some(number) = edit.phone {
                body.insert("phone".to_owned(), json!(phone(number)));
                after.phone = number;
            }
            if let Some(name) = edit.name {
                body.insert("name".to_owned(), json!(name));
                name.clone_into(&mut after.name);
            }
            if let Some(email) = edit.email {
                body.insert("email".to_owned(), json!(email));
                after.email = email.map(str::to_owned);
            }
            if let Some(tags) = edit.tags {
                body.insert("tags".to_owned(), json!(tags));
                after.tags = tags;
            }
            let owner = owner_of(notebook, after.phone);
            let version = if stale { line.version + 7 } else { line.version };
            let answer = fixture.update(&id, version, &Value::Object(body)).await;
            let expected = match () {
                () if line.deleted => 410,
                () if stale => 412,
                () if after == line => 200,
                () if owner.is_some_and(|owner| owner != id) => 409,
                () => {
                    after.version += 1;
                    notebook[customer].1 = after;
                    200
                }
            };
            assert_eq!(answer.status, expected, "{answer:?}");
        }
        Step::Delete { customer, stale } => {
            let Some((id, line)) = notebook.get(customer).cloned() else { return };
            let version = if stale { line.version + 7 } else { line.version };
            let answer = fixture.delete(&id, version).await;
            let expected = match () {
                // The version it has now is one more than that it was deleted from.
                () if line.deleted => 410,
                () if stale => 412,
                () => {
                    notebook[customer].1 = Line { version: line.version + 1, deleted: true, ..line };
                    204
                }
            };
            assert_eq!(answer.status, expected, "{answer:?}");
        }
        Step::Restore { customer } => {
            let Some((id, line)) = notebook.get(customer).cloned() else { return };
            let owner = owner_of(notebook, line.phone);
            let answer = fixture.restore(&id).await;
            let expected = match () {
                () if !line.deleted => 200,
                () if owner.is_some() => 409,
                () => {
                    notebook[customer].1 = Line { version: line.version + 1, deleted: false, ..line };
                    200
                }
            };
            assert_eq!(answer.status, expected, "{answer:?}");
        }
    }
}

/// The lists show what the notebook holds, and each is found by its number.
async fn compare(fixture: &Fixture, notebook: &[(String, Line)]) {
    for (query, deleted) in [("", false), ("deleted=true", true)] {
        let page = fixture.list(query).await;
        let listed: BTreeMap<&str, Line> = page.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let text = |field: &str| item[field].as_str().map(str::to_owned);
                let number = (0..PHONES).find(|number| item["phone"] == phone(*number)).unwrap();
                let tags = item["tags"].as_array().unwrap();
                let line = Line {
                    phone: number,
                    name: text("name").unwrap(),
                    email: text("email"),
                    tags: TAGS.into_iter().filter(|tag| tags.contains(&json!(tag))).collect(),
                    version: item["version"].as_u64().unwrap(),
                    deleted: item["deletedAt"].is_string(),
                };
                (id_of(item), line)
            })
            .collect();
        let expected: BTreeMap<&str, Line> = notebook
            .iter()
            .filter(|(_, line)| line.deleted == deleted)
            .map(|(id, line)| (id.as_str(), line.clone()))
            .collect();
        assert_eq!(listed, expected);
    }
    for number in 0..PHONES {
        let digits = phone(number);
        let found = fixture.walk(&format!("q={}", digits.trim_start_matches('+'))).await.0;
        let owners: Vec<&String> = notebook
            .iter()
            .filter(|(_, line)| line.phone == number && !line.deleted)
            .map(|(id, _)| id)
            .collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), owners);
    }
}
