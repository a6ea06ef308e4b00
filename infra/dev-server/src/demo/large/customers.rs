//! Customers by their number: names of all kinds that people have, and some that nobody should have.

use std::collections::BTreeSet;

use anyhow::Context as _;
use domain::{
    customer::{Customer, Profile, Source, Tags},
    email::EmailAddress,
    ids::CustomerId,
    language::Language,
    phone::PhoneNumber,
    text::{Name, Tag},
};
use jiff::Timestamp;

use super::{AGE, Begun, mixed, one_of};

/// Area codes of North America. In each of them, 555-0100 to 555-0199 is kept for fiction. That of the demo itself is
/// not among them.
const AREA_CODES: [u16; 100] = [
    201, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231,
    234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305,
    307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 331, 334, 336, 337,
    339, 347, 351, 352, 360, 361, 386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 417,
    419, 423, 424, 425, 430, 432, 434, 435, 440, 443, 469, 478, 479, 480, 484, 501,
];
const NUMBERS_OF_AREA: u32 = 100;
/// How many there can be.
pub(super) const MOST: u32 = 100 * NUMBERS_OF_AREA;

const GIVEN: [&str; 20] = [
    "Maya", "José", "Siobhán", "Grace", "Łukasz", "Chloë", "Noah", "Zoë", "Björn", "Ana", "Dmitri", "Priya",
    "Kwame", "Ingrid", "Mateo", "Yuki", "Amélie", "Tomáš", "Nguyễn", "Eszter",
];
const FAMILY: [&str; 20] = [
    "Lindqvist",
    "Núñez",
    "O'Neill",
    "Kimani",
    "Wiśniewski",
    "Müller",
    "Okafor",
    "van der Berg",
    "Sørensen",
    "García-López",
    "Ivanova",
    "Raman",
    "Mensah",
    "Åkesson",
    "Fernández",
    "Tanaka",
    "Dubois",
    "Novák",
    "Trần",
    "Szabó",
];
const ARABIC_GIVEN: [&str; 16] = [
    "فاطمة",
    "عمر",
    "ليلى",
    "محمد",
    "نور",
    "خالد",
    "سارة",
    "يوسف",
    "مريم",
    "أحمد",
    "هدى",
    "علي",
    "زينب",
    "حسن",
    "رنا",
    "إبراهيم",
];
const ARABIC_FAMILY: [&str; 12] = [
    "الزهراء",
    "حداد",
    "النجار",
    "العلي",
    "منصور",
    "الخطيب",
    "عبد الرحمن",
    "السعيد",
    "قاسم",
    "البغدادي",
    "شاهين",
    "الأنصاري",
];
/// Left to right and right to left in one line.
const MIXED: [&str; 6] = [
    "Omar عمر Haddad",
    "فاطمة (Fatima) الزهراء",
    "Dr. ليلى Mansour, DDS",
    "شركة Acme 24/7",
    "Yusuf يوسف #3",
    "محمد Ali-علي 2",
];
const EMOJI: [&str; 6] = ["🌻 Grace", "José 👨‍👩‍👧‍👦 Núñez", "Zoë 🇸🇪", "✨ نور ✨", "Mateo 👍🏽", "Yuki ⛩️ Tanaka"];
/// Names that are markup, scripts, templates or formulas to whoever does not take them for names.
const SCRIPTS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "${7*7}",
    "=HYPERLINK(\"https://x.example\",\"here\")",
    "'; DROP TABLE customers; --",
];
/// As long as a name may be.
const LONGEST: usize = 120;

const TAGS: [&str; 5] = ["recall", "family", "orthodontics", "vip", "whitening"];

/// The number of customer `number`.
pub(super) fn phone(number: u32) -> anyhow::Result<PhoneNumber> {
    let area = AREA_CODES.get(usize::try_from(number / NUMBERS_OF_AREA)?).context("no numbers are left")?;
    Ok(PhoneNumber::from_e164(&format!("+1{area}55501{:02}", number % NUMBERS_OF_AREA))?)
}

/// Those with a higher number are newer.
fn made_at(begun: Begun, number: u32) -> Timestamp {
    let step = AGE / i32::try_from(begun.amount.customers.max(1)).unwrap_or(i32::MAX);
    begun.now - AGE + step * i32::try_from(number).unwrap_or(i32::MAX)
}

pub(super) fn id(begun: Begun, number: u32) -> anyhow::Result<CustomerId> {
    Ok(CustomerId::from_parts(made_at(begun, number), u128::from(mixed(number))))
}

pub(super) fn customer(begun: Begun, number: u32) -> anyhow::Result<Customer> {
    let chance = mixed(number);
    let name = name(number)?;
    let source = if name.is_none() { Source::Call } else { Source::Manual };
    let has_email = name.is_some() && chance.is_multiple_of(4);
    let email =
        has_email.then(|| EmailAddress::new(&format!("customer{number}@mail.example"))).transpose()?;
    let language = if is_arabic(number) { "ar" } else { "en" };
    let mut tags = BTreeSet::new();
    for nth in 1..=(chance >> 4) % 3 {
        tags.insert(Tag::new(one_of(&TAGS, chance >> (8 * nth))?)?);
    }
    let profile = Profile {
        name: name.map(|name| Name::new(&name)).transpose()?,
        email,
        language: Some(Language::new(language)?),
        tags: Tags::try_from(tags)?,
        ..Profile::default()
    };
    Ok(Customer::new(id(begun, number)?, phone(number)?, profile, source, made_at(begun, number)))
}

/// Whether a customer speaks Arabic.
pub(super) const fn is_arabic(number: u32) -> bool {
    matches!(number % 20, 8..=14)
}

/// What a customer is called; nothing, if all that is known is that they called.
fn name(number: u32) -> anyhow::Result<Option<String>> {
    let chance = mixed(number);
    let (given, family) = (chance >> 16, chance >> 32);
    Ok(Some(match number % 20 {
        8..=13 => format!("{} {}", one_of(&ARABIC_GIVEN, given)?, one_of(&ARABIC_FAMILY, family)?),
        14 | 15 => one_of(&MIXED, given)?.to_owned(),
        16 => one_of(&EMOJI, given)?.to_owned(),
        17 => longest(given)?,
        18 if number % 100 == 18 => one_of(&SCRIPTS, u64::from(number / 100))?.to_owned(),
        19 => return Ok(None),
        _ => format!("{} {}", one_of(&GIVEN, given)?, one_of(&FAMILY, family)?),
    }))
}

/// A name of as many characters as one may have: of many words, of one, or from right to left.
fn longest(chance: u64) -> anyhow::Result<String> {
    let parts = [GIVEN.join(" "), FAMILY.concat().replace(' ', ""), ARABIC_GIVEN.join(" بن ")];
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let cut: String = one_of(&parts, chance)?.chars().take(LONGEST).collect();
    // A space at the end would be taken away.
    let missing = LONGEST - cut.trim_end().chars().count();
    Ok(cut.trim_end().to_owned() + &"x".repeat(missing))
}
