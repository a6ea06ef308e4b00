//! Every function of every resource, once: the local stack starts them, the tests walk over them, and the OpenAPI
//! document, the deployment template and the events are made from them.

mod packages;

use runtime::{Document, DocumentError, Function};
use utoipa::openapi::OpenApi;

/// The groups of operations in the OpenAPI document.
const TAGS: &[(&str, &str)] = &[
    ("audit", "What was done in the tenant, by whom and to what."),
    ("auth", "Registering, signing in and out, and the sessions of the person who is signed in."),
    ("calls", "Phone calls that voice agents answered or made, with what was said in them."),
    ("customers", "The people who call the business or are called by it."),
    ("meta", "The description of this API."),
    ("operations", "What the voice provider delivered, and what became of it."),
    ("overview", "What a business sees first, and whether anything has changed."),
    ("settings", "The settings of the business, its voice connection and its voice agents."),
];

/// All functions, by name.
pub fn functions() -> Vec<Function> {
    let mut functions = packages::functions();
    functions.sort_by_key(|function| function.name);
    functions
}

/// The OpenAPI document of all endpoints of the API.
///
/// # Errors
/// The endpoints cannot be described in one document.
pub fn openapi() -> Result<OpenApi, DocumentError> {
    let mut document = Document::new();
    for (name, description) in TAGS {
        document.tag(name, description);
    }
    for function in functions() {
        function.describe(&mut document);
    }
    document.finish(env!("CARGO_PKG_VERSION"))
}
