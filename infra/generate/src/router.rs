//! The routes of the API for `cargo lambda watch`
//! (<https://www.cargo-lambda.info/commands/watch.html>, "HTTP routes").

use runtime::{Function, Trigger};

/// The array `router` of `[workspace.metadata.lambda.watch]`, one route a line, sorted by path and method.
pub(crate) fn routes(functions: &[Function]) -> String {
    let mut routes: Vec<_> = functions
        .iter()
        .filter_map(|function| match function.trigger {
            Trigger::Api { route, .. } => Some((route.path, route.method, function.name)),
            _ => None,
        })
        .collect();
    routes.sort_unstable();
    let mut text = "[workspace.metadata.lambda.watch]\nrouter = [\n".to_owned();
    for (path, method, function) in routes {
        let method = method.as_str();
        text +=
            &format!("    {{ path = \"{path}\", methods = [\"{method}\"], function = \"{function}\" }},\n");
    }
    text + "]\n"
}
