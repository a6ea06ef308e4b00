//! The numbering plans of all countries, as far as they are needed to read a number.
//!
//! The library brings more: how numbers are printed, and examples. What is left here is made of it by
//! `cargo xtask generate`.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use prost::Message;
use rlibphonenumber::{PhoneMetadataCollection, PhoneNumberUtil};

/// A `PhoneMetadataCollection` in base64, in lines.
const PLANS: &str = include_str!("numbering_plans.base64");

/// What reads numbers. `None` if the file were damaged, which a test would tell: then no number is one.
pub(super) static READER: LazyLock<Option<PhoneNumberUtil>> = LazyLock::new(|| {
    let bytes = STANDARD_NO_PAD.decode(PLANS.lines().collect::<String>()).ok()?;
    PhoneNumberUtil::new_for_metadata(PhoneMetadataCollection::decode(bytes.as_slice()).ok()?).ok()
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rlibphonenumber::{
        PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region, get_national_significant_number_owned,
    };

    use super::*;

    /// What is read of a text: the number in E.164, its national digits, whether it is possible, and whether it is given out.
    fn read(
        reader: &PhoneNumberUtil,
        text: &str,
        region: Option<Region>,
    ) -> Option<(String, String, bool, bool)> {
        let number = reader.parse(text, region).ok()?;
        Some((
            reader.format(&number, PhoneNumberFormat::E164).into_owned(),
            get_national_significant_number_owned(&number),
            reader.is_possible_number_with_reason(&number).is_ok(),
            reader.is_valid_number(&number),
        ))
    }

    fn same(text: &str, region: Option<Region>) {
        let ours = READER.as_ref().unwrap();
        assert_eq!(read(ours, text, region), read(&PHONE_NUMBER_UTIL, text, region), "{text} in {region:?}");
    }

    #[test]
    fn examples_of_every_country_are_read_as_the_library_reads_them() {
        let mut count = 0;
        for region in PHONE_NUMBER_UTIL.get_supported_regions() {
            for kind in [PhoneNumberType::Mobile, PhoneNumberType::FixedLine, PhoneNumberType::TollFree] {
                let Some(example) =
                    PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, kind).ok()
                else {
                    continue;
                };
                for format in
                    [PhoneNumberFormat::E164, PhoneNumberFormat::International, PhoneNumberFormat::National]
                {
                    same(&PHONE_NUMBER_UTIL.format(&example, format), Some(region));
                    count += 1;
                }
            }
        }
        assert!(count > 1_500, "{count}");
    }

    proptest! {
        #[test]
        fn any_digits_are_read_as_the_library_reads_them(
            text in "(\\+|00|0)?[1-9][0-9 -]{3,16}",
            region in prop::sample::select(vec!["US", "GB", "SA", "DE", "IT", "MX", "BR", "AR", "JO", "AU", "KZ"]),
        ) {
            same(&text, region.parse().ok());
            same(&text, None);
        }
    }
}
