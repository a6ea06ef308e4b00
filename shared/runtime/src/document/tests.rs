use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

mod other {
    use super::*;

    /// Another thing of the same name.
    #[derive(ToSchema)]
    #[expect(dead_code, reason = "only described")]
    pub(super) enum Thing {
        One,
    }
}

/// A thing.
#[derive(Deserialize, ToSchema)]
#[schema(examples(json!({ "size": 1 })))]
#[expect(dead_code, reason = "only described")]
struct Thing {
    /// Its size
    /// in metres.
    size: u8,
    /// Where it is.
    place: Option<String>,
}

fn finished(document: Document) -> Value {
    serde_json::to_value(document.finish("1").unwrap()).unwrap()
}

#[test]
fn a_second_schema_of_a_name_is_a_mistake() {
    let mut document = Document::new();
    document.register::<Thing>();
    document.register::<Thing>();
    assert!(document.finish("1").is_ok());
    let mut document = Document::new();
    document.register::<Thing>();
    document.register::<other::Thing>();
    let error = document.finish("1").err().unwrap().to_string();
    assert!(error.ends_with("two different schemas are called Thing"), "{error}");
}

#[test]
fn null_is_for_what_is_sent() {
    let place = |document: Document| {
        finished(document)["components"]["schemas"]["Thing"]["properties"]["place"]["type"].clone()
    };
    let mut answered = Document::new();
    answered.json_response::<Thing>("A thing.", &[]);
    assert_eq!(place(answered), "string");
    let mut sent = Document::new();
    sent.json_body::<Thing>(|_| true);
    assert_eq!(place(sent), json!(["string", "null"]));
}

#[test]
fn what_is_not_described_or_shown_is_a_mistake() {
    #[derive(Deserialize, ToSchema)]
    #[expect(dead_code, reason = "only described")]
    struct Bare {
        size: u8,
    }
    let mut document = Document::new();
    document.json_body::<Bare>(|_| true);
    let error = document.finish("1").err().unwrap().to_string();
    assert!(error.contains("Bare has no example"), "{error}");
    assert!(error.contains("the property size of Bare is not described"), "{error}");
    let mut document = Document::new();
    document.json_body::<Thing>(|_| false);
    let error = document.finish("1").err().unwrap().to_string();
    assert!(error.contains("an example of Thing is not accepted"), "{error}");
}

#[test]
fn the_lines_of_a_comment_are_joined() {
    let mut document = Document::new();
    document.register::<Thing>();
    let document = finished(document);
    let size = &document["components"]["schemas"]["Thing"]["properties"]["size"];
    assert_eq!(size["description"], "Its size in metres.");
}
