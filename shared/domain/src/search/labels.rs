//! What is written before numbers and addresses to say what they are, and comes along when they are pasted.

use std::{collections::BTreeSet, sync::LazyLock};

use super::{
    letters::{Spelling, fold},
    numbers::{MIN_WHOLE, digits_of},
};

/// What says that a number or an address follows. Marks in them do not count: `E-mail`, `Tel.`.
const LABELS: [&str; 97] = [
    "tel",
    "tél",
    "tlf",
    "tfno",
    "telf",
    "ph",
    "phone",
    "telephone",
    "téléphone",
    "telefon",
    "telefono",
    "teléfono",
    "telefone",
    "telefoon",
    "puhelin",
    "mobile",
    "mob",
    "mobil",
    "mobiel",
    "móvil",
    "cell",
    "cel",
    "cellphone",
    "celular",
    "cellulare",
    "portable",
    "handy",
    "gsm",
    "cep",
    "fax",
    "telefax",
    "télécopie",
    "number",
    "numéro",
    "número",
    "numero",
    "rufnummer",
    "telefonnummer",
    "handynummer",
    "phonenumber",
    "whatsapp",
    "wa",
    "sms",
    "mail",
    "email",
    "emailaddress",
    "emailadresse",
    "courriel",
    "correo",
    "correoelectrónico",
    "тел",
    "телефон",
    "моб",
    "факс",
    "почта",
    "τηλ",
    "τηλέφωνο",
    "κιν",
    "טל",
    "טלפון",
    "נייד",
    "هاتف",
    "الهاتف",
    "جوال",
    "الجوال",
    "رقم",
    "الرقم",
    "موبايل",
    "الموبايل",
    "محمول",
    "المحمول",
    "تلفون",
    "تليفون",
    "واتساب",
    "واتس",
    "فاكس",
    "بريد",
    "البريد",
    "ايميل",
    "الايميل",
    "تلفن",
    "موبائل",
    "فون",
    "फ़ोन",
    "मोबाइल",
    "电话",
    "電話",
    "手机",
    "휴대폰",
    "전화",
    "☎",
    "☏",
    "📞",
    "📱",
    "📠",
    "📧",
    "✉",
];

/// What stands with a label and is none by itself: `Phone no.`, `Adresse e-mail`, البريد الإلكتروني.
const BESIDE_LABELS: [&str; 9] =
    ["no", "nr", "n", "num", "address", "adresse", "electrónico", "إلكتروني", "الإلكتروني"];

static FOLDED: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| LABELS.iter().map(|text| folded(text)).collect());
static FOLDED_BESIDE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| BESIDE_LABELS.iter().map(|text| folded(text)).collect());

/// Without marks, accents and capitals.
fn folded(text: &str) -> String {
    fold(text, Spelling::Plain)
}

/// Whether a word is a label, or several: `Tel/Fax`.
fn is_label(word: &str) -> bool {
    let mut each = word.split(['/', '&', '+']).map(folded).filter(|part| !part.is_empty()).peekable();
    each.peek().is_some() && each.all(|part| FOLDED.contains(&part))
}

/// What is before a colon that only says what follows, with what follows: any one word, or a label with marks in it.
pub(super) fn split(token: &str) -> (Option<&str>, &str) {
    let Some((label, rest)) = token.split_once(':') else { return (None, token) };
    let word = label.trim_end_matches('.');
    let is_word = !word.is_empty() && word.chars().all(char::is_alphabetic);
    if is_word || is_label(label) { (Some(word), rest) } else { (None, token) }
}

/// What is before the digits of a number, with the number: `Tel.030…`. Without a mark between them it may be one word.
pub(super) fn split_from_number(token: &str) -> (Option<&str>, &str) {
    let start = token.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('));
    match start.and_then(|start| token.split_at_checked(start)) {
        Some((label, rest))
            if !label.ends_with(char::is_alphanumeric)
                && is_label(label)
                && digits_of(rest).len() >= MIN_WHOLE
                && !rest.contains('@') =>
        {
            (Some(label), rest)
        }
        _ => (None, token),
    }
}

/// The words without the label that they end with.
pub(super) fn without_last(words: &str) -> &str {
    let (mut rest, mut has_label) = (words.trim_end(), false);
    while let Some(word) = rest.rsplit(' ').next().filter(|word| !word.is_empty()) {
        if is_label(word) {
            has_label = true;
        } else if !FOLDED_BESIDE.contains(&folded(word)) {
            break;
        }
        rest = rest.strip_suffix(word).unwrap_or_default().trim_end();
    }
    if has_label { rest } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_told_from_what_follows() {
        for (token, label, rest) in [
            ("Tel:", Some("Tel"), ""),
            ("Tel.:0143", Some("Tel"), "0143"),
            ("E-mail:robin@example.com", Some("E-mail"), "robin@example.com"),
            ("Tel/Fax:", Some("Tel/Fax"), ""),
            ("sip:robin", Some("sip"), "robin"),
            ("Jean-Pierre:", None, "Jean-Pierre:"),
            (":", None, ":"),
            ("robin", None, "robin"),
        ] {
            assert_eq!(split(token), (label, rest), "{token}");
        }
        assert_eq!(split_from_number("Tel.0301234567"), (Some("Tel."), "0301234567"));
        for token in
            ["tel0301234567", "0301234567", "x12", "room.12", "(030)", "+49", "mail.20301234567@example.com"]
        {
            assert_eq!(split_from_number(token), (None, token), "{token}");
        }
    }

    #[test]
    fn words_are_left_without_the_label_that_they_end_with() {
        for (words, rest) in [
            ("Robin Tel.", "Robin"),
            ("Robin Phone No.", "Robin"),
            ("Adresse e-mail", ""),
            ("رقم الهاتف", ""),
            ("البريد الإلكتروني", ""),
            ("Robin No", "Robin No"),
            ("Tel Aviv", "Tel Aviv"),
            ("Robin", "Robin"),
            ("", ""),
        ] {
            assert_eq!(without_last(words), rest, "{words}");
        }
    }
}
