//! Every function of every resource, once: the local stack starts them, the tests walk over them, and the OpenAPI
//! document, the deployment template and the events are made from them.

use runtime::{Document, Function};
use utoipa::openapi::OpenApi;

/// All functions, by name.
pub fn functions() -> Vec<Function> {
    let mut functions = [
        auth::functions(),
        calls::functions(),
        customers::functions(),
        webhooks::functions(),
        inbox::functions(),
        meta::functions(),
        settings::functions(),
    ]
    .concat();
    functions.sort_by_key(|function| function.name);
    functions
}

/// The OpenAPI document of all endpoints of the API.
pub fn openapi() -> OpenApi {
    let mut document = Document::new();
    for function in functions() {
        function.describe(&mut document);
    }
    document.finish(env!("CARGO_PKG_VERSION"))
}
