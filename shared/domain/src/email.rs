//! E-mail addresses.

use std::{borrow::Cow, fmt};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{Invalid, InvalidCode, invisible::is_ignorable, stored::Stored};

/// The longest address (RFC 5321, section 4.5.3.1.3).
const MAX_BYTES: usize = 254;

/// An e-mail address (RFC 5321, at most 254 characters), kept in one spelling: composed, in lower case, with a domain
/// in the letters of its language, not as `xn--`, and without quotes and escapes that say nothing.
///
/// The standard lets a server tell apart the case of the part before the `@`; none in use does, and people type it
/// either way, so both are one address here. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Accepts an address without display name or comments, and with a domain that is no number. Full-width letters and
    /// marks, as keyboards of East Asia type them, are those of ASCII.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        const REFUSED: Invalid =
            Invalid::new(InvalidCode::NotAnEmail, "must be an e-mail address, such as robin@example.com");
        // Before anything is made of it: composing takes as long as the text is.
        let trimmed = text.trim();
        if trimmed.len() > 4 * MAX_BYTES {
            return Err(REFUSED);
        }
        // Marks of the direction come along when an address is copied, and nobody sees them.
        let narrow: String = trimmed.chars().filter(|c| !is_ignorable(*c)).map(narrow).collect();
        let (local, domain) = narrow.rsplit_once('@').ok_or(REFUSED)?;
        let domain = spelled_out(domain).ok_or(REFUSED)?;
        let local = match unquoted(local) {
            Some(content) => quoted_if_needed(&in_one_case(&content)),
            None => in_one_case(local),
        };
        let address = format!("{local}@{domain}");
        let options = email_address::Options::default()
            .with_required_tld()
            .without_domain_literal()
            .without_display_text();
        let is_address = email_address::EmailAddress::parse_with_options(&address, options).is_ok();
        if !is_address || address.len() > MAX_BYTES || address.chars().any(char::is_whitespace) {
            return Err(REFUSED);
        }
        Ok(Self(address))
    }

    /// The same address with its domain in ASCII, where that is another spelling. It was kept as an address of its own
    /// before both were known to be one.
    #[must_use]
    pub fn in_ascii(&self) -> Option<Self> {
        let (local, domain) = self.0.rsplit_once('@').filter(|(_, domain)| !domain.is_ascii())?;
        let domain = uts46(domain)?;
        Some(Self(format!("{local}@{domain}")))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn in_one_case(local: &str) -> String {
    local.to_lowercase().nfc().collect()
}

/// What is between the quotes of a quoted local part, with its escapes taken off: quotes and escapes are no part of the name
/// that they write down (RFC 5321, section 4.1.2).
fn unquoted(local: &str) -> Option<String> {
    let quoted = local.strip_prefix('"')?.strip_suffix('"')?;
    let mut chars = quoted.chars();
    let mut content = String::with_capacity(quoted.len());
    while let Some(c) = chars.next() {
        match c {
            // A quote that is not escaped would end it: this is none.
            '"' => return None,
            '\\' => content.push(chars.next()?),
            c => content.push(c),
        }
    }
    Some(content)
}

/// The name as it is written: without quotes where it needs none, else with as few escapes as it can do with.
fn quoted_if_needed(content: &str) -> String {
    // Quotes that are a part of the name are escaped like all others.
    if !content.starts_with('"') && email_address::EmailAddress::is_valid_local_part(content) {
        return content.to_owned();
    }
    let mut quoted = String::with_capacity(content.len() + 2);
    quoted.push('"');
    for c in content.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

/// A full-width character as the one of ASCII that it stands for. Keyboards of Turkish put a dot on the capital of `i`.
fn narrow(c: char) -> char {
    /// How far they are apart.
    const WIDE: u32 = 0xFEE0;
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - WIDE).unwrap_or(c),
        'İ' => 'i',
        c => c,
    }
}

/// A domain in ASCII, as it is looked up (UTS 46); `None` where it cannot be one.
fn uts46(domain: &str) -> Option<String> {
    let ascii =
        Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow, DnsLength::Verify);
    let is_of_a_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    ascii.ok().map(Cow::into_owned).filter(|ascii| ascii.chars().all(is_of_a_name))
}

/// A domain in the letters of its language; `None` where it is none. What ends in a number is an address of a machine.
fn spelled_out(domain: &str) -> Option<String> {
    let ascii = uts46(domain)?;
    let (_, last) = ascii.rsplit_once('.')?;
    if is_number(last) {
        return None;
    }
    let (unicode, read) = Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
    read.ok().map(|()| unicode.into_owned())
}

/// Whether it is decimal or, after 0x, hexadecimal.
fn is_number(label: &str) -> bool {
    let digits = label.strip_prefix("0x").unwrap_or(label);
    label.bytes().all(|byte| byte.is_ascii_digit())
        || digits.len() < label.len() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What was kept in another spelling is left in it.
impl Stored for EmailAddress {
    fn stored(text: String) -> Self {
        Self(text)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

impl PartialSchema for EmailAddress {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("idn-email".to_owned())))
            .description(Some(
                "An e-mail address, in lower case. A domain that is given as xn-- is spelled out.",
            ))
            .max_length(Some(254))
            .into()
    }
}
impl ToSchema for EmailAddress {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_does_not_make_a_second_address() {
        assert_eq!(EmailAddress::new(" Robin@Example.COM ").unwrap().as_str(), "robin@example.com");
    }

    #[test]
    fn spellings_of_one_address_are_one() {
        for (text, kept) in [
            ("Jose\u{301}@Example.com", "jos\u{e9}@example.com"),
            ("robin＠example.com", "robin@example.com"),
            ("ｒｏｂｉｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "robin@example.com"),
            ("robin@example。com", "robin@example.com"),
            ("robin@xn--bcher-kva.example", "robin@b\u{fc}cher.example"),
            ("robin@XN--BCHER-KVA.example", "robin@b\u{fc}cher.example"),
            ("robin@BÜCHER.example", "robin@b\u{fc}cher.example"),
            ("robin@bu\u{308}cher.example", "robin@b\u{fc}cher.example"),
            ("robin@straße.example", "robin@straße.example"),
            ("\u{200e}robin@example.com\u{200f}", "robin@example.com"),
            ("\u{202a}robin@example.com\u{202c}", "robin@example.com"),
            ("\u{feff}rob\u{ad}in@exam\u{200b}ple.com", "robin@example.com"),
            ("İrem@example.com", "irem@example.com"),
            ("robin@xn--mgbh0fb.xn--kgbechtv", "robin@مثال.إختبار"),
            (r#""robin"@example.com"#, "robin@example.com"),
            (r#""Robin"@Example.com"#, "robin@example.com"),
            (r#""r\o\b\i\n"@example.com"#, "robin@example.com"),
            ("＂ｒｏｂｉｎ＂＠example.com", "robin@example.com"),
            ("\"Jose\\\u{301}\"@example.com", "jos\u{e9}@example.com"),
            (r#""robin.example"@example.com"#, "robin.example@example.com"),
            (r#""robin+a"@example.com"#, "robin+a@example.com"),
            // These need their quotes.
            (r#""robin..a"@example.com"#, r#""robin..a"@example.com"#),
            (r#"".robin"@example.com"#, r#"".robin"@example.com"#),
            (r#""r\obin@\Home"@example.com"#, r#""robin@home"@example.com"#),
            (r#""robin\,a"@example.com"#, r#""robin,a"@example.com"#),
            (r#""a\"b\\c"@example.com"#, r#""a\"b\\c"@example.com"#),
            // Quotes of the name itself are not those around it.
            (r#""\"robin\""@example.com"#, r#""\"robin\""@example.com"#),
            (r#""\"\r\obin\""@example.com"#, r#""\"robin\""@example.com"#),
        ] {
            assert_eq!(EmailAddress::new(text).unwrap().as_str(), kept, "{text}");
        }
    }

    #[test]
    fn the_spelling_in_ascii_is_the_other_one() {
        let address = EmailAddress::new("robin@bücher.example").unwrap();
        let ascii = address.in_ascii().unwrap();
        assert_eq!(ascii.as_str(), "robin@xn--bcher-kva.example");
        assert_eq!(EmailAddress::new(ascii.as_str()), Ok(address));
        assert_eq!(EmailAddress::new("jos\u{e9}@example.com").unwrap().in_ascii(), None);
        assert_eq!(
            EmailAddress::stored("robin@xn--bcher-kva.example".to_owned()),
            ascii,
            "is kept as it was"
        );
        let quoted = EmailAddress::stored(r#""robin"@example.com"#.to_owned());
        assert_eq!(quoted.as_str(), r#""robin"@example.com"#, "is kept as it was");
    }

    #[test]
    fn a_machine_has_no_address() {
        for domain in
            ["1.2.3.4", "example.123", "１.２.３.４", "0x7f.1", "example.0x1f", "[127.0.0.1]", "[IPv6:::1]"]
        {
            assert!(EmailAddress::new(&format!("a@{domain}")).is_err(), "{domain}");
        }
        for domain in ["163.com", "4chan.example", "a_b.example.com", "x.xn--p1ai"] {
            assert!(EmailAddress::new(&format!("a@{domain}")).is_ok(), "{domain}");
        }
    }

    #[test]
    fn what_is_no_plain_address_is_refused() {
        for text in
            ["", "robin", "robin@localhost", "Robin <robin@example.com>", "a b@example.com", "a@[127.0.0.1]"]
                .into_iter()
                .chain([
                    "@example.com",
                    "a@",
                    "a@@b.example",
                    "a@b..example",
                    "a@example.com.",
                    "a@example.com?subject=hi",
                    "a@example.com#x",
                    "a@example.com/x",
                    "a@exam%ple.com",
                    "a@exam$ple.com",
                    "a@example.com:25",
                    "a@example.com>",
                    "a@xn--.example",
                    "a@xn--0.example",
                    r#"""@example.com"#,
                    r#""@example.com"#,
                    r#""a@example.com"#,
                    r#""a\"@example.com"#,
                    r#""a"b"@example.com"#,
                    r#"a."b"@example.com"#,
                    r#""a b"@example.com"#,
                    r#""a\ b"@example.com"#,
                ])
        {
            assert!(EmailAddress::new(text).is_err(), "{text}");
        }
        assert!(EmailAddress::new(&format!("{}@example.com", "a".repeat(250))).is_err());
    }

    /// An address that is accepted must read back from where it is kept, as it is.
    fn reads_back(text: &str) -> Result<(), TestCaseError> {
        let Ok(address) = EmailAddress::new(text) else { return Ok(()) };
        prop_assert_eq!(EmailAddress::new(address.as_str()), Ok(address), "{}", text);
        Ok(())
    }

    #[test]
    fn letters_whose_lower_case_is_another_kind_of_text_read_back() {
        for text in
            ["İsmail@example.com", "a@İstanbul.example", "ΑΣ@example.com", "ẞ@example.com", "Ⱥ@example.com"]
        {
            reads_back(text).unwrap();
        }
        // `İ` is two characters of three bytes in lower case.
        let longest = format!("{}@{}.example", "Ⱥ".repeat(32), "İ".repeat(31));
        reads_back(&longest).unwrap();
    }

    proptest! {
        #[test]
        fn what_is_accepted_reads_back(
            local in r"[\PC]{1,12}",
            domain in r"\PC{1,8}(\.\PC{1,6}){0,2}",
        ) {
            reads_back(&format!("{local}@{domain}"))?;
            reads_back(&format!("{local}@Example.com"))?;
            reads_back(&format!("Robin@{domain}.Com"))?;
            reads_back(&format!("\"{local}\"@example.com"))?;
        }

        /// Whatever is escaped that need not be, it is the same address.
        #[test]
        fn quotes_and_escapes_make_no_second_address(
            name in prop::collection::vec((r#"[a-z0-9.@",\\ü]"#, any::<bool>()), 1..12),
        ) {
            let written = |escape_more: bool| {
                let parts = name.iter().map(|(c, more)| {
                    let escaped = c == "\"" || c == "\\" || (escape_more && *more);
                    format!("{}{c}", if escaped { "\\" } else { "" })
                });
                EmailAddress::new(&format!("\"{}\"@example.com", parts.collect::<String>()))
            };
            let address = written(false);
            prop_assert_eq!(&written(true), &address);
            let plain: String = name.iter().map(|(c, _)| c.as_str()).collect();
            if let (false, Ok(bare)) = (plain.starts_with('"'), EmailAddress::new(&format!("{plain}@example.com"))) {
                prop_assert_eq!(address, Ok(bare));
            }
        }
    }
}
