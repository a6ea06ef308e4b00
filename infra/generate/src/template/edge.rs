//! What the edge does beside passing on: its functions, and the portal's response headers.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use anyhow::{Context, bail, ensure};
use generate_catalog::read;
use serde::Deserialize;

/// The portal's response headers, which the local stack reads as well.
const HEADERS_PATH: &str = "portal/headers.json";
/// The portal's pages: a folder with a `page.tsx` is one, and a name in parentheses is no part of the address.
const PAGES_FOLDER: &str = "portal/src/app";
/// The functions by what they do, with their logical ids.
const FUNCTIONS: [(&str, &str); 3] = [("pages", "Pages"), ("status", "Status"), ("viewer", "Viewer")];
const NO_PAGES: &str = "const PAGES = [];";
/// The longest code of a function (Amazon `CloudFront` developer guide, "Quotas").
const FUNCTION_BYTES: usize = 10_240;
/// Headers of a policy beside those of security, and the longest value of one (the same).
const CUSTOM_HEADERS: usize = 10;
const HEADER_BYTES: usize = 1783;
/// Told by each file itself, as its upload says: a header of the policy would be on the answer for a missing one too.
const BY_FILE: &str = "cache-control";

#[derive(Deserialize)]
struct Headers {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    path: String,
    headers: BTreeMap<String, String>,
}

/// The resources, for the repository at `root`.
pub(crate) fn resources(root: &Path) -> anyhow::Result<String> {
    let mut yaml = String::new();
    for (name, id) in FUNCTIONS {
        function(&mut yaml, name, id, &code(root, name)?)?;
    }
    headers_policy(&mut yaml, &serde_json::from_str(&read(root, HEADERS_PATH)?).context(HEADERS_PATH)?)?;
    Ok(yaml)
}

fn code(root: &Path, name: &str) -> anyhow::Result<String> {
    let path = format!("infra/edge/{name}.js");
    let code = read(root, &path)?;
    if !code.contains(NO_PAGES) {
        return Ok(code);
    }
    let mut pages = Vec::new();
    pages_below(&root.join(PAGES_FOLDER), "/", &mut pages)?;
    ensure!(!pages.is_empty(), "{PAGES_FOLDER} has no pages");
    pages.sort();
    let list = pages.iter().fold(String::new(), |list, page| list + "\n  '" + page + "',");
    Ok(code.replace(NO_PAGES, &format!("const PAGES = [{list}\n];")))
}

fn pages_below(folder: &Path, address: &str, pages: &mut Vec<String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == "page.tsx" {
            pages.push(address.to_owned());
        } else if entry.path().is_dir() {
            ensure!(!name.starts_with(['[', '@']), "{name}: the edge knows pages with one address only");
            let is_group = name.starts_with('(');
            let below = if is_group { address.to_owned() } else { format!("{address}{name}/") };
            pages_below(&entry.path(), &below, pages)?;
        }
    }
    Ok(())
}

fn function(yaml: &mut String, name: &str, id: &str, code: &str) -> anyhow::Result<()> {
    ensure!(code.len() <= FUNCTION_BYTES, "infra/edge/{name}.js is too long for the edge");
    _ = write!(
        yaml,
        r#"
  {id}EdgeFunction:
    Type: AWS::CloudFront::Function
    Properties:
      # One account has them for all its regions.
      Name: !Sub ${{AWS::StackName}}-${{AWS::Region}}-{name}
      AutoPublish: true
      FunctionConfig:
        Comment: infra/edge/{name}.js
        Runtime: cloudfront-js-2.0
      FunctionCode: |
"#
    );
    for line in code.lines() {
        _ = writeln!(yaml, "{}", format!("        {line}").trim_end());
    }
    Ok(())
}

fn headers_policy(yaml: &mut String, headers: &Headers) -> anyhow::Result<()> {
    let mut all = BTreeMap::new();
    for rule in &headers.rules {
        let others: BTreeMap<_, _> = rule.headers.iter().filter(|(name, _)| *name != BY_FILE).collect();
        if rule.path == "/*" {
            all.extend(others);
        } else if let Some((name, _)) = others.first_key_value() {
            bail!("{HEADERS_PATH}: the edge has {name} for all paths or for none, not for {}", rule.path);
        }
    }
    _ = write!(
        yaml,
        r#"
  PortalHeaders:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: !Sub ${{AWS::StackName}}-${{AWS::Region}}-portal
        Comment: portal/headers.json
        SecurityHeadersConfig:
"#
    );
    let mut custom = Vec::new();
    for (name, value) in all {
        ensure!(value.len() <= HEADER_BYTES, "{HEADERS_PATH}: {name} is too long for the edge");
        match security_header(name, value)? {
            Some(lines) => {
                for line in lines {
                    _ = writeln!(yaml, "          {line}");
                }
            }
            None => custom.push((name, value)),
        }
    }
    ensure!(custom.len() <= CUSTOM_HEADERS, "{HEADERS_PATH} has too many headers for the edge");
    *yaml += "        CustomHeadersConfig:\n          Items:\n";
    for (name, value) in custom {
        _ = write!(
            yaml,
            "            - Header: {name}\n              Value: \"{value}\"\n              Override: true\n"
        );
    }
    Ok(())
}

/// The lines of a header that a policy has a place of its own for.
fn security_header(name: &str, value: &str) -> anyhow::Result<Option<Vec<String>>> {
    let (title, own) = match name {
        "content-security-policy" => {
            ("ContentSecurityPolicy", Some(format!("ContentSecurityPolicy: \"{value}\"")))
        }
        "referrer-policy" => ("ReferrerPolicy", Some(format!("ReferrerPolicy: {value}"))),
        "x-content-type-options" => {
            ensure!(value == "nosniff", "{HEADERS_PATH}: {name} is nosniff or nothing");
            ("ContentTypeOptions", None)
        }
        "strict-transport-security" => {
            let age = value.strip_prefix("max-age=").filter(|age| age.parse::<u32>().is_ok());
            let age = age.with_context(|| format!("{HEADERS_PATH}: {name} has an age and nothing else"))?;
            ("StrictTransportSecurity", Some(format!("AccessControlMaxAgeSec: {age}")))
        }
        _ => return Ok(None),
    };
    let mut lines = vec![format!("{title}:"), "  Override: true".to_owned()];
    lines.extend(own.map(|own| format!("  {own}")));
    Ok(Some(lines))
}
