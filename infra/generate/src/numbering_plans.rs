//! The numbering plans of phone numbers, without what is not needed to read one.

use std::{path::Path, process::Command};

use anyhow::{Context as _, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use generate_catalog::GeneratedFile;
use prost::Message as _;
use rlibphonenumber::{PhoneMetadata, PhoneMetadataCollection, PhoneNumberDesc};
use serde_json::Value;

const PATH: &str = "shared/domain/src/phone/numbering_plans.base64";
/// The library that they come with, and where they are in it.
const LIBRARY: &str = "rlibphonenumber";
const PLANS: &str = "src/generated/metadata/metadata.bin";
const LINE_LENGTH: usize = 120;

pub(crate) fn file(root: &Path) -> anyhow::Result<GeneratedFile> {
    let plans = std::fs::read(library(root)?.join(PLANS)).context("the numbering plans cannot be read")?;
    let mut plans = PhoneMetadataCollection::decode(plans.as_slice())?;
    plans.metadata.iter_mut().for_each(reduce);
    let text = STANDARD_NO_PAD.encode(plans.encode_to_vec());
    let lines: Vec<&str> =
        text.as_bytes().chunks(LINE_LENGTH).map(std::str::from_utf8).collect::<Result<_, _>>()?;
    Ok(GeneratedFile { path: PATH.to_owned(), text: Some(lines.join("\n") + "\n") })
}

/// Leaves what says how a number is dialled, how long it may be, and which ones are given out.
#[expect(deprecated, reason = "the library warns of them where it has moved them elsewhere, after reading")]
fn reduce(plan: &mut PhoneMetadata) {
    let without_example =
        |kind: Option<PhoneNumberDesc>| kind.map(|kind| PhoneNumberDesc { example_number: None, ..kind });
    *plan = PhoneMetadata {
        id: std::mem::take(&mut plan.id),
        country_code: plan.country_code,
        international_prefix: plan.international_prefix.take(),
        national_prefix: plan.national_prefix.take(),
        national_prefix_for_parsing: plan.national_prefix_for_parsing.take(),
        national_prefix_transform_rule: plan.national_prefix_transform_rule.take(),
        preferred_international_prefix: plan.preferred_international_prefix.take(),
        preferred_extn_prefix: plan.preferred_extn_prefix.take(),
        main_country_for_code: plan.main_country_for_code,
        leading_digits: plan.leading_digits.take(),
        mobile_number_portable_region: plan.mobile_number_portable_region,
        same_mobile_and_fixed_line_pattern: plan.same_mobile_and_fixed_line_pattern,
        general_desc: without_example(plan.general_desc.take()),
        fixed_line: without_example(plan.fixed_line.take()),
        mobile: without_example(plan.mobile.take()),
        toll_free: without_example(plan.toll_free.take()),
        premium_rate: without_example(plan.premium_rate.take()),
        shared_cost: without_example(plan.shared_cost.take()),
        personal_number: without_example(plan.personal_number.take()),
        voip: without_example(plan.voip.take()),
        pager: without_example(plan.pager.take()),
        uan: without_example(plan.uan.take()),
        voicemail: without_example(plan.voicemail.take()),
        ..PhoneMetadata::default()
    };
}

/// Where cargo has the source of the library.
fn library(root: &Path) -> anyhow::Result<std::path::PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    // It fetches what no build here has needed yet: it wants the libraries of every platform.
    let output = cargo.current_dir(root).args(["metadata", "--format-version", "1", "--locked"]);
    let output = output.output().context("cargo cannot be asked where libraries are")?;
    ensure!(
        output.status.success(),
        "cargo does not tell where libraries are: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("cargo tells of no packages")?;
    let library = packages.iter().find(|package| package["name"] == LIBRARY);
    let manifest = library.and_then(|package| package["manifest_path"].as_str());
    let folder = manifest.and_then(|manifest| Path::new(manifest).parent());
    Ok(folder.with_context(|| format!("{LIBRARY} is not a dependency"))?.to_owned())
}
