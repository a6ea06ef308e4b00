use proptest::prelude::*;
use serde_json::json;

use super::*;

fn field(json: &'static str) -> Object<'static> {
    Json::document(json).unwrap().object().unwrap()
}

#[test]
fn numbers_come_as_numbers_or_text() {
    for (json, expected) in [
        (r#"{"n":43}"#, Some(43)),
        (r#"{"n":"43"}"#, Some(43)),
        (r#"{"n":43.9}"#, Some(43)),
        (r#"{"n":" 43 "}"#, Some(43)),
        (r#"{"n":4.3e1}"#, Some(43)),
        (r#"{"n":-5}"#, Some(-5)),
        (r#"{"n":1e400}"#, None),
        (r#"{"n":1e20}"#, None),
        (r#"{"n":"x"}"#, None),
        (r#"{"n":[43]}"#, None),
        (r#"{"n":null}"#, None),
        (r#"{"m":43}"#, None),
    ] {
        assert_eq!(field(json).integer("n"), expected, "{json}");
    }
}

#[test]
fn amounts_are_rounded_not_cut() {
    for (json, expected) in [
        (r#"{"n":311.75}"#, Some(312)),
        (r#"{"n":0.4}"#, Some(0)),
        (r#"{"n":"0.5"}"#, Some(1)),
        (r#"{"n":7}"#, Some(7)),
    ] {
        assert_eq!(field(json).get("n").unwrap().rounded(), expected, "{json}");
    }
    assert_eq!(field(r#"{"n":1e20}"#).get("n").unwrap().rounded(), None);
}

#[test]
fn times_come_as_numbers_or_text() {
    let expected = Timestamp::from_second(1_789_990_052).ok();
    for json in [
        r#"{"t":1789990052}"#,
        r#"{"t":"1789990052"}"#,
        r#"{"t":1789990052.75}"#,
        r#"{"t":"2026-09-21T11:27:32Z"}"#,
    ] {
        assert_eq!(field(json).timestamp("t"), expected, "{json}");
    }
    for json in [r#"{"t":0}"#, r#"{"t":-1}"#, r#"{"t":1e18}"#, r#"{"t":"soon"}"#, r#"{"t":true}"#] {
        assert_eq!(field(json).timestamp("t"), None, "{json}");
    }
}

#[test]
fn the_last_of_a_repeated_field_counts_and_escapes_are_read() {
    let object = field(r#"{"a":1,"\u0061":2,"text":"\u0041\n"}"#);
    assert_eq!(object.integer("a"), Some(2));
    assert_eq!(object.text("text").unwrap(), "A\n");
}

#[test]
fn half_a_surrogate_pair_costs_one_character() {
    assert_eq!(field(r#"{"text":"a\ud83db"}"#).text("text").unwrap().replace('\u{fffd}', ""), "ab");
}

#[test]
fn a_list_is_cut_and_says_so() {
    let object = field(r#"{"list":[1,null,2,3,4],"short":[1]}"#);
    let (items, more) = object.list("list", 2);
    assert_eq!((items.into_iter().filter_map(Json::integer).collect::<Vec<_>>(), more), (vec![1, 2], true));
    assert!(!object.list("short", 1).1);
    assert!(object.list("none", 1).0.is_empty());
}

#[test]
fn depth_does_not_matter_for_what_is_not_looked_into() {
    let text = format!(r#"{{"deep":{}{},"a":1}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let object = Json::document(&text).unwrap().object().unwrap();
    assert_eq!(object.integer("a"), Some(1));
    let Value::Array(outermost) = object.get("deep").unwrap().value() else { panic!("no list") };
    assert_eq!(outermost.len(), 1);
}

#[test]
fn a_tree_has_all_that_was_written() {
    let whole = "12345678901234567890123";
    let deep = format!("{}7{}", "[".repeat(100), "]".repeat(100));
    for (written, expected) in [
        (r#""a\ud83db""#.to_owned(), None),
        (r#"{"a\ud83d":"\udc00x","b":[null,1.50,true]}"#.to_owned(), None),
        (whole.to_owned(), Some(json!(whole))),
        ("1e999".to_owned(), Some(json!("1e999"))),
        ("-18446744073709551616".to_owned(), Some(json!("-18446744073709551616"))),
        ("18446744073709551615".to_owned(), Some(json!(u64::MAX))),
        ("0.1".to_owned(), Some(json!(0.1))),
        ("null".to_owned(), Some(Value::Null)),
        (deep.clone(), None),
    ] {
        let value = Json(&written).value();
        assert!(expected.is_none_or(|expected| value == expected), "{written}");
        assert!(written == "null" || !value.is_null(), "{written}");
    }
    assert_eq!(Json(r#"{"a":[null,1.5,true],"b":null}"#).value(), json!({"a": [null, 1.5, true], "b": null}));
    assert_eq!(Json(r#""a\ud83db""#).value().as_str().unwrap().replace('\u{fffd}', ""), "ab");
    assert!(Json(&deep).value().to_string().contains('7'));
}

#[test]
fn half_a_surrogate_pair_in_a_name_costs_that_name_only() {
    let object = field(r#"{"a\ud83d":1,"b":2,"\u0063":3}"#);
    assert_eq!((object.integer("b"), object.integer("c")), (Some(2), Some(3)));
}

#[test]
fn a_boolean_is_one_in_any_writing() {
    for (json, expected) in [
        ("true", Some(true)),
        (r#""True""#, Some(true)),
        ("1", Some(true)),
        (r#""FALSE""#, Some(false)),
        ("0", Some(false)),
        ("2", None),
        (r#""yes""#, None),
        ("[true]", None),
    ] {
        assert_eq!(Json(json).boolean(), expected, "{json}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in r#"[\[\]{}",:0-9a-z\\. -]{0,80}"#) {
        if let Some(json) = Json::document(&text) {
            let _ = (json.text(), json.integer(), json.number(), json.boolean(), json.timestamp(), json.value());
            if let Some(object) = json.object() {
                prop_assert!(object.fields().all(|(name, json)| !name.is_empty() || json.len() > 0));
            }
        }
    }
}
