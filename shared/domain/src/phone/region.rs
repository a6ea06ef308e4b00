//! Countries and territories as people of a business name them.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{Invalid, InvalidCode};

/// The countries and territories that have a calling code. The library knows them as well, but only after reading the
/// numbering plans of all of them, which takes 2 ms of CPU: too much for who only looks at a setting.
const COUNTRIES: &str = "\
    AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER \
    ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE \
    IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV \
    LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK \
    SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA \
    VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A country or territory that numbers without a country code are read in (ISO 3166-1 alpha-2, such as `SA`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

impl Region {
    /// Accepts two letters, in any case, of a country that has phone numbers.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        const UNITED_KINGDOM: Invalid =
            Invalid::new(InvalidCode::NotACountry, "must be GB for the United Kingdom (ISO 3166-1)");
        const REFUSED: Invalid = Invalid::new(
            InvalidCode::NotACountry,
            "must be a country code of ISO 3166-1, such as US, GB or SA",
        );
        let code = text.to_ascii_uppercase();
        if code.len() == 2 && COUNTRIES.split(' ').any(|country| country == code) {
            return Ok(Self(code));
        }
        Err(if code == "UK" { UNITED_KINGDOM } else { REFUSED })
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Region {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl PartialSchema for Region {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A country of ISO 3166-1 (alpha-2). It is kept in capitals."))
            .format(Some(SchemaFormat::Custom("country-code".to_owned())))
            .pattern(Some("^[A-Za-z]{2}$"))
            .into()
    }
}
impl ToSchema for Region {}

#[cfg(test)]
mod tests {
    use rlibphonenumber::{PHONE_NUMBER_UTIL, Region as LibraryRegion};

    use super::*;

    #[test]
    fn a_region_is_a_country_with_phones() {
        for code in ["US", "GB", "SA", "AE", "JO", "EG", "DE"] {
            assert_eq!(Region::new(code).unwrap().code(), code);
            assert_eq!(Region::new(&code.to_lowercase()).unwrap().code(), code);
        }
        for code in ["XX", "ZZ", "AA", "USA", "", "U", "٠٠", "1A", "ſa"] {
            assert!(Region::new(code).is_err(), "{code}");
        }
    }

    #[test]
    fn who_writes_uk_is_told_what_it_is_called() {
        for code in ["UK", "uk"] {
            assert!(Region::new(code).unwrap_err().to_string().contains("GB"), "{code}");
        }
    }

    #[test]
    fn the_countries_are_those_of_the_library() {
        let capitals = || 'A'..='Z';
        for code in capitals().flat_map(|first| capitals().map(move |second| format!("{first}{second}"))) {
            let plan = code.parse::<LibraryRegion>().ok();
            let plan = plan.and_then(|region| PHONE_NUMBER_UTIL.get_country_code_for_region(region));
            assert_eq!(Region::new(&code).is_ok(), plan.is_some(), "{code}");
        }
    }
}
