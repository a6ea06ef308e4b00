//! What a function is called where it is deployed.

use std::sync::OnceLock;

use crate::environment::Environment;

/// The variable in which Lambda gives the name of a deployed function.
pub(crate) const FUNCTION_NAME: &str = "AWS_LAMBDA_FUNCTION_NAME";

/// What a function is called in its log lines, and so in its metrics, whose only dimension it is. In Lambda that is the
/// name it is deployed under, which begins with the stack's: metrics know no stack, and one account may hold several.
/// Elsewhere it is its name in the code.
pub(crate) fn deployed_name(function: &'static str) -> &'static str {
    static DEPLOYED: OnceLock<Option<String>> = OnceLock::new();
    let deployed = DEPLOYED.get_or_init(|| Environment::of_process().get(FUNCTION_NAME));
    deployed.as_deref().unwrap_or(function)
}
