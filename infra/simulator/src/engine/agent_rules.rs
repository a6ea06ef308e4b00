//! Why a conversation does not start: what the agent asks for and what the call gives do not fit.

use std::collections::BTreeSet;

use serde_json::Value;

use super::call::{AgentFacts, ClientData};

/// The provider's error code of a conversation that could not start.
pub const START_FAILED: i64 = 1008;

/// The reason why `agent` cannot start with `client_data`, in the provider's words; `None` when it can.
/// Agents without a known configuration start with anything.
pub fn start_error(agent: &AgentFacts, client_data: Option<&ClientData>) -> Option<String> {
    let empty = ClientData::default();
    let client_data = client_data.unwrap_or(&empty);
    if let Some(error) = &client_data.error {
        return Some(error.clone());
    }
    agent.config.as_object()?;
    if let Some(leaf) = forbidden_override(&agent.config, &client_data.config_override) {
        return Some(format!("Override for field '{leaf}' is not allowed by config."));
    }
    let overridden = client_data.config_override.pointer("/agent/first_message").and_then(Value::as_str);
    let configured = agent.config.pointer("/conversation_config/agent/first_message").and_then(Value::as_str);
    let prompt = agent.config.pointer("/conversation_config/agent/prompt/prompt").and_then(Value::as_str);
    let mut in_tools = BTreeSet::new();
    agent.tools.iter().for_each(|tool| variables_in_tool(tool, &mut in_tools));
    let places = [
        ("first message", variables_in_text(overridden.or(configured).unwrap_or_default())),
        ("prompt", variables_in_text(prompt.unwrap_or_default())),
        ("tools", in_tools),
    ];
    for (place, wanted) in places {
        let missing: Vec<String> = wanted
            .into_iter()
            .filter(|name| !name.starts_with("system__") && !client_data.dynamic_variables.contains_key(name))
            .map(|name| format!("'{name}'"))
            .collect();
        if !missing.is_empty() {
            return Some(format!(
                "Missing required dynamic variables in {place}: {{{}}}",
                missing.join(", ")
            ));
        }
    }
    None
}

/// The first overridden leaf that the agent's settings do not switch on. `asr.keywords` is ignored, not refused.
fn forbidden_override(config: &Value, config_override: &Value) -> Option<String> {
    let allowed = config.pointer("/platform_settings/overrides/conversation_config_override");
    let mut open = vec![(String::new(), config_override, allowed)];
    while let Some((path, given, allowed)) = open.pop() {
        match given {
            Value::Null => {}
            Value::Object(fields) => {
                for (name, value) in fields {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    open.push((path, value, allowed.and_then(|allowed| allowed.get(name))));
                }
            }
            _ if path == "asr.keywords" || allowed == Some(&Value::Bool(true)) => {}
            _ => return Some(path.rsplit('.').next().unwrap_or_default().to_owned()),
        }
    }
    None
}

/// The names in double braces.
fn variables_in_text(text: &str) -> BTreeSet<String> {
    text.split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"))
        .map(|(name, _)| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The variables that a tool's parameters and headers are bound to.
fn variables_in_tool(tool: &Value, found: &mut BTreeSet<String>) {
    match tool {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("dynamic_variable" | "variable_name", Value::String(variable))
                        if !variable.is_empty() =>
                    {
                        found.insert(variable.clone());
                    }
                    // What a tool assigns is an outcome, not a need.
                    ("assignments", _) => {}
                    _ => variables_in_tool(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| variables_in_tool(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn agent(first_message: &str) -> AgentFacts {
        AgentFacts {
            agent_id: "agent_1".to_owned(),
            config: json!({
                "conversation_config": { "agent": { "first_message": first_message } },
                "platform_settings": { "overrides": { "conversation_config_override": {
                    "agent": { "first_message": true, "language": false } } } },
            }),
            ..AgentFacts::default()
        }
    }

    fn variables(value: Value) -> ClientData {
        ClientData::read(&json!({ "dynamic_variables": value }))
    }

    #[test]
    fn a_variable_of_the_first_message_must_be_given() {
        let agent = agent("Hello {{customer_name}}, about {{appointment_time}} on {{system__time}}");
        let error = start_error(&agent, Some(&variables(json!({ "customer_name": "Sam" }))));
        assert_eq!(
            error.as_deref(),
            Some("Missing required dynamic variables in first message: {'appointment_time'}")
        );
        let given = variables(json!({ "customer_name": "Sam", "appointment_time": "nine" }));
        assert_eq!(start_error(&agent, Some(&given)), None);
    }

    #[test]
    fn a_variable_of_an_attached_tool_must_be_given() {
        let mut agent = agent("Hello");
        agent.tools = vec![json!({ "tool_config": {
            "assignments": [{ "dynamic_variable": "booking_id" }],
            "api_schema": { "request_headers": { "X-Token": { "variable_name": "secret__tenant_token" } } },
        } })];
        let error = start_error(&agent, None);
        assert_eq!(
            error.as_deref(),
            Some("Missing required dynamic variables in tools: {'secret__tenant_token'}")
        );
    }

    #[test]
    fn an_override_must_be_switched_on() {
        let overriding = |value: Value| ClientData::read(&json!({ "conversation_config_override": value }));
        let allowed = overriding(json!({ "agent": { "first_message": "Hi", "language": null } }));
        assert_eq!(start_error(&agent("Hello"), Some(&allowed)), None);
        let refused = overriding(json!({ "agent": { "language": "ar" } }));
        let error = start_error(&agent("Hello"), Some(&refused));
        assert_eq!(error.as_deref(), Some("Override for field 'language' is not allowed by config."));
    }

    #[test]
    fn an_agent_of_unknown_configuration_starts_with_anything() {
        assert_eq!(start_error(&AgentFacts::default(), None), None);
    }
}
