//! Whatever is wrong with a request, the answer says the rule, in words of the API and not of the language that it is
//! written in.
//!
//! Fields come from the `OpenAPI` document, at every depth, so that one that is added is tried as well.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testing::{TestApp, TestRequest, TestResponse};

use crate::{
    bounds::{by, token},
    sweeps::{carries, endpoints, example},
};

/// How deep objects lie in each other at most.
const DEPTH: usize = 5;

/// What only says something to whoever knows Rust.
const WORDS_OF_RUST: [&str; 24] = [
    "struct", "sequence", "map", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64", "usize",
    "isize", "bool", "enum", "variant", "tuple", "newtype", "expected", "visitor", "borrowed", "serde",
];

fn assert_plain(what: &str, answer: &TestResponse) {
    assert!(answer.status < 500, "{what}: {answer:?}");
    if !matches!(answer.status, 400 | 422) {
        return;
    }
    let errors = answer.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(answer.status != 422 || !errors.is_empty(), "{what}: {answer:?}");
    for error in errors {
        let rule = error["detail"].as_str().unwrap();
        let is_a_rule = rule.starts_with("must ") && !rule.contains("as the description");
        assert!(is_a_rule || rule == "is not a field of this request", "{what}: {error}");
    }
    let details = errors.iter().map(|error| &error["detail"]);
    for text in details.chain([&answer.body["detail"], &answer.body["title"]]).filter_map(Value::as_str) {
        assert!(
            !text.contains('`') && !text.contains("invalid type") && !text.contains("::"),
            "{what}: {text}"
        );
        let words = text.split(|c: char| !c.is_alphanumeric());
        let of_rust: Vec<_> = words.filter(|word| WORDS_OF_RUST.contains(word)).collect();
        assert!(of_rust.is_empty(), "{what}: {text}");
    }
}

/// Where something is in a body.
type Place = Vec<String>;

/// The schema itself, where it is named.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap(),
        None => schema,
    }
}

/// The places below a schema.
#[derive(Default)]
struct Places {
    all: BTreeSet<Place>,
    /// Those of objects.
    objects: BTreeSet<Place>,
    /// Those where anything may be: in an object of which the schema says no more.
    free: BTreeSet<Place>,
}

impl Places {
    fn add(&mut self, document: &Value, schema: &Value, at: &Place) {
        if at.len() > DEPTH {
            return;
        }
        let schema = resolved(document, schema);
        self.all.insert(at.clone());
        for key in ["allOf", "oneOf", "anyOf"] {
            for part in schema[key].as_array().into_iter().flatten() {
                self.add(document, part, at);
            }
        }
        let below = |path: &[&str]| -> Place {
            at.iter().cloned().chain(path.iter().map(|segment| (*segment).to_owned())).collect()
        };
        let more = &schema["additionalProperties"];
        if schema["properties"].is_object() || more.is_object() || *more == true {
            self.objects.insert(at.clone());
        }
        for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
            self.add(document, schema, &below(&[name]));
        }
        if more.is_object() {
            self.add(document, more, &below(&["plan"]));
        }
        if *more == true {
            for path in [&["a"] as &[&str], &["a", "b"], &["a", "0", "b"], &["a", "0", "0", "b", "0", "c"]] {
                self.all.insert(below(path));
                self.free.insert(below(path));
            }
        }
        if schema["items"].is_object() {
            self.add(document, &schema["items"], &below(&["0"]));
        }
    }
}

fn body_schema<'a>(document: &'a Value, function: &runtime::Function) -> Option<&'a Value> {
    let operations =
        document["paths"].as_object()?.values().flat_map(|path| path.as_object().into_iter().flatten());
    let name = function.name.replace('-', "_");
    let operation =
        operations.map(|(_, operation)| operation).find(|one| one["operationId"] == name.as_str())?;
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    schema.is_object().then_some(schema)
}

/// The body with this value at a place; what is on the way there is made where it is missing.
fn with(mut body: Value, place: &[String], value: Value) -> Value {
    match place {
        [] => value,
        [first, rest @ ..] if first == "0" => {
            let element = body.as_array().and_then(|list| list.first()).cloned().unwrap_or_default();
            json!([with(element, rest, value)])
        }
        [first, rest @ ..] => {
            if !body.is_object() {
                body = json!({});
            }
            body[first] = with(body[first].take(), rest, value);
            body
        }
    }
}

/// The text of a body in which the member at a place is given twice.
fn twice(body: &Value, place: &[String]) -> String {
    let Some((first, rest)) = place.split_first() else { return body.to_string() };
    if first == "0" {
        return format!("[{}]", twice(&body[0], rest));
    }
    let members = body.as_object().into_iter().flatten().flat_map(|(name, value)| {
        let is_it = name == first;
        let text = if is_it { twice(value, rest) } else { value.to_string() };
        let member = format!("{}:{text}", json!(name));
        std::iter::repeat_n(member, if is_it && rest.is_empty() { 2 } else { 1 })
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn pointer(place: &[String]) -> String {
    place.iter().map(|segment| format!("/{segment}")).collect()
}

fn wrong_values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(7),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!("2026-11-26"),
        json!("2026-11-26T10:00:00"),
        json!([]),
        json!([1]),
        json!([[]]),
        json!(["x", "x"]),
        json!([null]),
        json!({}),
        json!({ "x": 1 }),
        json!({ "": {} }),
    ]
}

/// An endpoint that takes JSON.
struct Described {
    function: runtime::Function,
    token: Option<String>,
    request: TestRequest,
    /// Its example.
    body: Value,
    places: Places,
}

async fn described(app: &TestApp) -> Vec<Described> {
    let document = serde_json::to_value(catalog::openapi().unwrap()).unwrap();
    let mut found = Vec::new();
    for (function, least) in endpoints() {
        let Some(schema) = body_schema(&document, &function) else { continue };
        let token = token(app, &function, least).await;
        let (request, body) = example(&function);
        let mut places = Places::default();
        places.add(&document, schema, &Place::new());
        found.push(Described { function, token, request, body, places });
    }
    found
}

#[tokio::test]
async fn wrong_values_are_told_the_rule() {
    let app = TestApp::start().await;
    let (mut tried, mut refused) = (0, 0);
    for Described { function, token, request, body, places } in described(&app).await {
        for place in &places.all {
            for value in wrong_values() {
                let what = format!("{}: {value} at {}", function.name, pointer(place));
                let request = by(request.clone(), token.as_ref()).json(&with(body.clone(), place, value));
                let answer = app.send_to(&function, request).await;
                assert_plain(&what, &answer);
                tried += 1;
                refused += usize::from(answer.status == 422);
            }
        }
    }
    assert!(tried > 1_000 && refused > tried / 2, "{refused} of {tried}");
}

#[tokio::test]
async fn a_list_is_no_object_and_a_member_is_given_once_at_any_depth() {
    let app = TestApp::start().await;
    let (mut lists, mut repeated, mut free) = (0, 0, 0);
    for Described { function, token, request, body, places } in described(&app).await {
        for place in &places.objects {
            let members = body.pointer(&pointer(place)).and_then(Value::as_object);
            let members: Vec<Value> =
                members.into_iter().flat_map(|object| object.values().cloned()).collect();
            for list in [json!([]), json!(members), json!(["x", "2026-01-01T00:00:00Z", null])] {
                let request =
                    by(request.clone(), token.as_ref()).json(&with(body.clone(), place, list.clone()));
                let answer = app.send_to(&function, request).await;
                let what = format!("{}: {list} at {}: {answer:?}", function.name, pointer(place));
                assert_eq!(answer.status, 422, "{what}");
                let errors = answer.body["errors"].as_array().unwrap();
                let own = errors.iter().find(|error| error["pointer"] == pointer(place).as_str());
                assert_eq!(own.unwrap_or_else(|| panic!("{what}"))["detail"], "must be an object", "{what}");
                lists += 1;
            }
        }
        for place in places.all.iter().filter(|place| place.last().is_some_and(|name| name != "0")) {
            let is_free = places.free.contains(place);
            let example = body.pointer(&pointer(place)).cloned();
            let is_right = is_free || example.is_some();
            let text = twice(&with(body.clone(), place, example.unwrap_or_else(|| json!("x"))), place);
            let request = by(request.clone(), token.as_ref())
                .header("content-type", "application/json")
                .text(text.clone());
            let answer = app.send_to(&function, request).await;
            let what = format!("{}: {} twice: {answer:?}", function.name, pointer(place));
            assert_eq!(answer.status, 422, "{what}");
            // Of a value that is wrong as well, that is told first.
            let is_told = |error: &Value| {
                let told = error["pointer"].as_str().unwrap();
                told.starts_with(&pointer(place)) && (!is_right || error["code"] == "duplicate")
            };
            assert!(answer.body["errors"].as_array().unwrap().iter().any(is_told), "{what}: {text}");
            repeated += 1;
            free += usize::from(is_free);
        }
    }
    assert!(lists > 30 && repeated > 50 && free > 3, "{lists}, {repeated}, {free}");
}

#[tokio::test]
async fn wrong_parameters_and_headers_are_told_the_rule() {
    let app = TestApp::start().await;
    let mut refused = 0;
    for (function, least) in endpoints() {
        let token = token(&app, &function, least).await;
        let (request, _) = example(&function);
        let mut requests: Vec<(String, TestRequest)> = Vec::new();
        for name in carries(&function, "query") {
            for value in
                ["abc", "", "-1", "1.5", "99999999999999999999", "[]", "%7B%7D", "2026-11-26", "TRUE", "%00"]
            {
                let query = format!("{name}={value}");
                requests.push((query.clone(), request.clone().query(query)));
            }
            let query = format!("{name}=abc&{name}=abc");
            requests.push((query.clone(), request.clone().query(query)));
        }
        requests.push(("unknown".to_owned(), request.clone().query("no_such=1")));
        for value in ["3", "x", "\"a\"", "\"1\",x", ""] {
            requests.push((format!("If-Match: {value}"), request.clone().header("if-match", value)));
        }
        for value in ["", "a b", "\"", "x\"y"] {
            requests.push((
                format!("Idempotency-Key: {value}"),
                request.clone().header("idempotency-key", value),
            ));
        }
        for (what, request) in requests {
            let answer = app.send_to(&function, by(request, token.as_ref())).await;
            assert_plain(&format!("{}: {what}", function.name), &answer);
            refused += usize::from(answer.status == 422);
        }
    }
    assert!(refused > 100, "{refused}");
}
