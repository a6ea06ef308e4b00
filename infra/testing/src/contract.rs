//! Whether an answer keeps to what its endpoint declares in the OpenAPI document.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use jsonschema::Validator;
use runtime::Function;
use serde_json::{Value, json};

use crate::request::TestResponse;

/// What an endpoint declares, by status.
struct Contract(BTreeMap<u16, Declared>);

struct Declared {
    /// The content type and the schema of the body; `None` if there is no body.
    body: Option<(String, Validator)>,
    /// The headers that must be there, in lower case.
    headers: Vec<String>,
}

/// Fails when the answer is not one that the function declares.
pub(crate) fn check(function: &Function, answer: &TestResponse) {
    let Some(contract) = contract(function) else { return };
    if let Err(reason) = contract.check(answer) {
        panic!("{} answered what it does not declare: {reason}\n{answer:#?}", function.name);
    }
}

/// The contract of a function, made once in a process.
fn contract(function: &Function) -> Option<Arc<Contract>> {
    static CONTRACTS: Mutex<BTreeMap<&str, Arc<Contract>>> = Mutex::new(BTreeMap::new());
    let mut contracts = CONTRACTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(contract) = contracts.get(function.name) {
        return Some(contract.clone());
    }
    let document = serde_json::to_value(function.contract()?.unwrap()).unwrap();
    let contract = Arc::new(Contract::of(&document));
    contracts.insert(function.name, contract.clone());
    Some(contract)
}

impl Contract {
    /// The contract of the only operation of a document.
    fn of(document: &Value) -> Self {
        let paths = document["paths"].as_object().unwrap().values();
        let operation = paths.flat_map(|path| path.as_object().unwrap().values()).next().unwrap();
        let responses = operation["responses"].as_object().unwrap();
        let declared = responses.iter().map(|(status, response)| {
            let response = resolved(document, response);
            (status.parse().unwrap(), Declared::of(document, response))
        });
        Self(declared.collect())
    }

    fn check(&self, answer: &TestResponse) -> Result<(), String> {
        let declared = self.0.get(&answer.status).ok_or_else(|| format!("the status {}", answer.status))?;
        for name in &declared.headers {
            if !answer.headers.contains_key(name) {
                return Err(format!("no header {name}"));
            }
        }
        let content_type = answer.headers.get("content-type");
        match &declared.body {
            None if content_type.is_none() && answer.body.is_null() => Ok(()),
            None => Err("a body".to_owned()),
            Some((expected, schema)) => {
                if content_type != Some(expected) {
                    return Err(format!("the content type {content_type:?}"));
                }
                let mistakes: Vec<String> = schema
                    .iter_errors(&answer.body)
                    .map(|mistake| format!("{} at \"{}\"", mistake, mistake.instance_path()))
                    .collect();
                if mistakes.is_empty() { Ok(()) } else { Err(mistakes.join("; ")) }
            }
        }
    }
}

impl Declared {
    fn of(document: &Value, response: &Value) -> Self {
        let headers = response["headers"].as_object().into_iter().flatten();
        let body = response["content"].as_object().and_then(|content| content.iter().next());
        Self {
            headers: headers
                .map(|(name, _)| name.to_lowercase())
                .filter(|name| !["set-cookie", "idempotency-replayed"].contains(&name.as_str()))
                .collect(),
            body: body.map(|(kind, content)| (kind.clone(), validator(document, &content["schema"]))),
        }
    }
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

/// A validator that also refuses what the schema does not name: clients pass over it, but here it was forgotten.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut components = document["components"].clone();
    let mut schema = schema.clone();
    closed(&mut schema, false);
    for named in components["schemas"].as_object_mut().unwrap().values_mut() {
        closed_below(named);
    }
    let schema = json!({ "allOf": [schema], "components": components });
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

/// Closes objects where they are used: one that is put together from several is closed as a whole.
fn closed(schema: &mut Value, is_part: bool) {
    let holds_members =
        schema.get("$ref").is_some() || schema.get("properties").is_some() || schema.get("allOf").is_some();
    closed_below(schema);
    if holds_members && !is_part && schema.get("additionalProperties").is_none() {
        schema["unevaluatedProperties"] = json!(false);
    }
}

fn closed_below(schema: &mut Value) {
    for parts in ["allOf", "oneOf", "anyOf"] {
        for part in schema.get_mut(parts).and_then(Value::as_array_mut).into_iter().flatten() {
            closed(part, parts == "allOf");
        }
    }
    for property in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        closed(property.1, false);
    }
    for below in ["items", "additionalProperties"] {
        if let Some(below) = schema.get_mut(below).filter(|below| below.is_object()) {
            closed(below, false);
        }
    }
}
