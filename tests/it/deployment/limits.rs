//! What a stack may hold, with room below the limits of AWS for what is under way.

use std::fs;

use serde_json::Value;

use super::Template;
use crate::root;

/// `CloudFormation` takes 500 resources.
const RESOURCES: usize = 450;
/// `CloudFormation` takes a template of 1 MB.
const BYTES: usize = 800_000;
/// The longest name of a function or schedule. Roles, whose names are made by `CloudFormation`, take the same.
const NAME: usize = 64;
/// The longest name of a stack that a person may choose.
const STACK_NAME: usize = 32;
/// A region with a name as long as any, for what a whole account has one of.
const REGION: &str = "ap-southeast-1";

#[test]
fn the_template_has_room_to_grow() {
    let template = Template::read();
    let resources = template.translated["Resources"].as_object().unwrap().len();
    let translated = template.translated.to_string().len();
    let written = fs::metadata(root().join("template.yaml")).unwrap().len();
    println!("{resources} resources, {translated} bytes as translated, {written} as it is written");
    assert!(resources <= RESOURCES, "{resources} resources");
    assert!(translated <= BYTES, "{translated} bytes as translated");
    assert!(usize::try_from(written).unwrap() <= BYTES, "{written} bytes as it is written");
    let page = fs::read_to_string(root().join("docs/deployment.md")).unwrap().replace('\n', " ");
    let said = |before: &str| {
        let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("docs/deployment.md: {before}"));
        rest.split(' ').next().unwrap().parse::<usize>().unwrap()
    };
    let is_near = |said: usize, counted: usize| said.abs_diff(counted) * 10 <= counted;
    assert!(is_near(said("The stack has about "), resources), "{resources} resources");
    assert!(
        is_near(said("and its template about "), usize::try_from(written).unwrap() / 1_000),
        "{written} bytes"
    );
}

/// A name as it is in a stack whose own name is as long as can be; nothing for what is named by another resource.
fn in_long_stack(name: &Value) -> Option<String> {
    let stack = "s".repeat(STACK_NAME);
    let name = match (name.as_str(), name["Fn::Sub"].as_str(), name["Ref"].as_str()) {
        (Some(name), _, _) => name.to_owned(),
        (_, Some(pattern), _) => pattern
            .replace("${AWS::StackName}", &stack)
            .replace("${AWS::Region}", REGION)
            .replace("${EdgeKeyGeneration}", "99"),
        (_, _, Some("AWS::StackName")) => stack,
        _ => return None,
    };
    assert!(!name.contains("${"), "{name}: its length is not known");
    Some(name)
}

#[test]
fn names_fit_in_a_stack_with_a_long_name() {
    let template = Template::read();
    let mut named = 0;
    for (id, resource) in template.translated["Resources"].as_object().unwrap() {
        for (property, value) in resource["Properties"].as_object().unwrap() {
            if !property.ends_with("Name") {
                continue;
            }
            let Some(name) = in_long_stack(value) else { continue };
            assert!(name.len() <= NAME, "{id}: {name} has {} letters", name.len());
            named += usize::from(property == "FunctionName");
        }
    }
    assert_eq!(named, catalog::functions().len());
}
