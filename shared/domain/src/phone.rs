//! Phone numbers in E.164 form.

mod beginning;
mod numbering_plans;

use std::{fmt, sync::LazyLock};

use rlibphonenumber::{
    NumberLengthType, PhoneNumberFormat, Region as LibraryRegion, get_national_significant_number_owned,
};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use self::numbering_plans::READER;
use crate::{Invalid, InvalidCode};

/// A number that can be dialled from anywhere: `+`, country calling code, national number; 7 to 15 digits
/// (ITU-T E.164). `Debug` shows the last two digits only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

const REFUSED: Invalid = Invalid::new(
    InvalidCode::NotAPhoneNumber,
    "must be a phone number that can be dialled, such as +12025550142",
);

/// The digits of the shortest national numbers that anybody is called at.
const MIN_NATIONAL_DIGITS: usize = 3;

impl PhoneNumber {
    /// Reads a number as a person writes it: international with `+` or `00`, or national as dialled in `region`.
    ///
    /// Its length and shape must be possible for its country; whether a carrier has assigned it is not asked, since
    /// new ranges open faster than tables are renewed.
    pub fn parse(text: &str, region: &Region) -> Result<Self, Invalid> {
        if text.len() > 64 {
            return Err(REFUSED);
        }
        let number = Self::parse_in(text, region.code().parse().ok());
        // Not every country dials abroad with 00, but people everywhere write it.
        match text.trim_start().strip_prefix("00") {
            Some(rest) if number.is_err() => Self::parse_in(&format!("+{rest}"), None),
            _ => number,
        }
    }

    fn parse_in(text: &str, region: Option<LibraryRegion>) -> Result<Self, Invalid> {
        let reader = READER.as_ref().ok_or(REFUSED)?;
        let number = reader.parse(text, region).map_err(|_| REFUSED)?;
        if reader.is_possible_number_with_reason(&number) != Ok(NumberLengthType::IsPossible) {
            return Err(REFUSED);
        }
        Self::from_e164(&reader.format(&number, PhoneNumberFormat::E164))
    }

    /// Refuses what is no national number in any country.
    pub fn require_possible_national(text: &str) -> Result<(), Invalid> {
        let digits = text.chars().filter(|c| c.is_numeric()).count();
        if text.len() <= 64 && digits >= MIN_NATIONAL_DIGITS { Ok(()) } else { Err(REFUSED) }
    }

    /// Reads the numbering plans now, which the first number to be read would wait for otherwise.
    pub fn warm_up() {
        LazyLock::force(&READER);
    }

    /// Whether the text says its country itself: only then it means the same everywhere.
    pub fn is_international(text: &str) -> bool {
        text.trim_start().starts_with(['+', '\u{ff0b}'])
    }

    /// Reads a number that begins with `+`, with or without punctuation.
    pub fn parse_international(text: &str) -> Result<Self, Invalid> {
        if text.len() > 64 || !Self::is_international(text) {
            return Err(REFUSED);
        }
        Self::parse_in(text, None)
    }

    /// Accepts what already is E.164, to the letter.
    pub fn from_e164(text: &str) -> Result<Self, Invalid> {
        let digits = text.strip_prefix('+').ok_or(REFUSED)?;
        let well_formed = (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if well_formed { Ok(Self(text.to_owned())) } else { Err(REFUSED) }
    }

    /// `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits without the `+`.
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// The number as it is dialled inside its country, without the trunk prefix.
    pub fn national_digits(&self) -> String {
        let read = READER.as_ref().and_then(|reader| {
            let number = reader.parse(&self.0, None).ok()?;
            Some(get_national_significant_number_owned(&number))
        });
        read.unwrap_or_else(|| self.digits().to_owned())
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::from_e164(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+…{}", &self.0[self.0.len() - 2..])
    }
}

impl PartialSchema for PhoneNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A phone number in E.164 form."))
            .pattern(Some("^\\+[1-9][0-9]{6,14}$"))
            .into()
    }
}
impl ToSchema for PhoneNumber {}

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
    /// Accepts two capital letters of a country that has phone numbers.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let capitals = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
        if capitals && COUNTRIES.split(' ').any(|country| country == text) {
            return Ok(Self(text.to_owned()));
        }
        Err(Invalid::new(
            InvalidCode::NotACountry,
            "must be a country code of ISO 3166-1, such as US, GB or SA",
        ))
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
            .description(Some("A country of ISO 3166-1 (alpha-2)."))
            .format(Some(SchemaFormat::Custom("country-code".to_owned())))
            .pattern(Some("^[A-Z]{2}$"))
            .into()
    }
}
impl ToSchema for Region {}

#[cfg(test)]
mod tests {
    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::*;

    fn us() -> Region {
        Region::new("US").unwrap()
    }

    #[test]
    fn every_way_to_write_a_number_is_one_number() {
        let expected = PhoneNumber::from_e164("+12025550142").unwrap();
        for text in ["+1 202-555-0142", "(202) 555-0142", "2025550142", "1-202-555-0142", "+1.202.555.0142"] {
            assert_eq!(PhoneNumber::parse(text, &us()).unwrap(), expected, "{text}");
        }
        let saudi = PhoneNumber::parse("٠٥٠ ١٢٣ ٤٥٦٧", &Region::new("SA").unwrap()).unwrap();
        assert_eq!(saudi.as_str(), "+966501234567");
        assert_eq!(saudi.national_digits(), "501234567");
        for text in ["00 966 50 123 4567", "00966501234567"] {
            assert_eq!(PhoneNumber::parse(text, &us()).unwrap(), saudi, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for text in
            ["", "anonymous", "12", "+1202555", "+999999999999999999", "911", "tel:abc", "00", "00 12"]
        {
            assert!(PhoneNumber::parse(text, &us()).is_err(), "{text}");
        }
        assert!(PhoneNumber::from_e164("+0123456789").is_err());
        assert!(PhoneNumber::from_e164("12025550142").is_err());
    }

    #[test]
    fn a_region_is_a_country_with_phones() {
        for code in ["US", "GB", "SA", "AE", "JO", "EG", "DE"] {
            assert_eq!(Region::new(code).unwrap().code(), code);
        }
        for code in ["XX", "ZZ", "AA", "us", "USA", "", "U", "٠٠", "1A"] {
            assert!(Region::new(code).is_err(), "{code}");
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

    #[test]
    fn debug_hides_the_number() {
        assert_eq!(format!("{:?}", PhoneNumber::from_e164("+12025550142").unwrap()), "+…42");
    }
}
