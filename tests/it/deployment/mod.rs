//! The deployment template: valid, and about the same things as the code.

mod alarms;
mod commands;
mod edge;
mod limits;
mod logs;
mod metrics;
mod names;
mod policies;
mod queues;
mod table;

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    process::{self, Command},
};

use serde_json::Value;

use crate::{root, tools::python_tool};

/// The template.
struct Template {
    /// As AWS SAM translates it.
    translated: Value,
}

impl Template {
    /// Reads and translates it; the same template is translated once.
    fn read() -> Self {
        let sources = ["infra/translate.py", "infra/requirements.txt", "template.yaml"];
        let mut hasher = DefaultHasher::new();
        for source in sources {
            fs::read(root().join(source)).unwrap().hash(&mut hasher);
        }
        let kept =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("template-{:x}.json", hasher.finish()));
        let json = fs::read_to_string(&kept).unwrap_or_else(|_| {
            let json = output(python_tool("python").args(["infra/translate.py", "template.yaml"]));
            // Written aside and moved: other tests read it at the same time.
            let aside = kept.with_extension(process::id().to_string());
            fs::write(&aside, &json).unwrap();
            fs::rename(aside, &kept).unwrap();
            json
        });
        Self { translated: serde_json::from_str(&json).unwrap() }
    }

    /// The properties of the resources of a type, by logical id.
    fn resources(&self, kind: &str) -> BTreeMap<&str, &Value> {
        let resources = self.translated["Resources"].as_object().unwrap();
        resources
            .iter()
            .filter(|(_, resource)| resource["Type"] == kind)
            .map(|(id, resource)| (id.as_str(), &resource["Properties"]))
            .collect()
    }

    /// The properties of one resource.
    fn resource(&self, id: &str) -> &Value {
        let resource = &self.translated["Resources"][id]["Properties"];
        assert!(resource.is_object(), "the template has no {id}");
        resource
    }

    /// The functions by their names in the code.
    fn functions(&self) -> BTreeMap<String, (&str, &Value)> {
        self.resources("AWS::Lambda::Function")
            .into_iter()
            .map(|(id, function)| {
                let folder = function["Code"]["S3Key"].as_str().unwrap();
                let name = folder.strip_prefix("target/lambda/").and_then(|rest| rest.strip_suffix('/'));
                (name.unwrap_or(folder).to_owned(), (id, function))
            })
            .collect()
    }
}

/// What the command prints. Fails with all that it said if it fails.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed:\n{said}\n{complained}");
    said.into_owned()
}

#[test]
fn the_template_is_valid_by_cfn_lint() {
    output(python_tool("cfn-lint").arg("template.yaml"));
}

#[test]
fn the_openapi_document_is_valid() {
    output(python_tool("openapi-spec-validator").arg("infra/openapi.json"));
}

#[test]
fn a_first_deployment_that_failed_can_be_repeated() {
    let template = Template::read();
    let named = |resource: &Value| {
        let properties = resource["Properties"].as_object().unwrap();
        let names = ["Name", "QueueName", "TableName", "LogGroupName"];
        names.iter().any(|name| properties.contains_key(*name))
    };
    let resources = template.translated["Resources"].as_object().unwrap();
    let mut kept = Vec::new();
    for (id, resource) in resources.iter().filter(|(_, resource)| named(resource)) {
        // What is left behind by a deployment that was rolled back stands in the way of the next one.
        assert_ne!(resource["DeletionPolicy"], "Retain", "{id}");
        if resource["DeletionPolicy"] == "RetainExceptOnCreate" {
            kept.push(id);
        }
    }
    assert!(kept.iter().any(|id| *id == "TokenSigningSecret"), "{kept:?}");
    assert!(kept.iter().any(|id| *id == "InboxDeadLetterQueue"), "{kept:?}");
}
