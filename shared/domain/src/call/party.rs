//! Whose number a call shows.

use serde::{Deserialize, Serialize};

use super::reported_number::{Numbering, ReportedNumber};
use crate::{phone::PhoneNumber, text::Text};

/// The person at the other end of a call, as far as the telephone network says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Party {
    /// A number that can be called back.
    Number(PhoneNumber),
    /// No number, or one that stands for "no number". Calls of withheld numbers never belong to one customer.
    Withheld,
    /// A number that is not understood, as it was reported.
    NotUnderstood(Text<128>),
}

impl Party {
    /// The person behind the number that is reported, where nothing is known of the line.
    pub fn from_reported(text: &str) -> Self {
        Self::on_line(&[text], &Numbering::default())
    }

    /// The person behind what is reported in several places, the best one first. What is said outright to be hidden counts, and
    /// so does what can be called; of what cannot be understood, or is not there, another place may know more. The tenant's own
    /// number is never the person's.
    pub fn on_line(reported: &[&str], numbering: &Numbering) -> Self {
        let mut not_understood = None;
        for text in reported.iter().filter(|text| !text.trim().is_empty()) {
            match ReportedNumber::read(text, numbering) {
                ReportedNumber::Number(number) if numbering.is_ours(&number) => {
                    return crate::text::kept(text).map_or(Self::Withheld, Self::NotUnderstood);
                }
                ReportedNumber::Number(number) => return Self::Number(number),
                ReportedNumber::Hidden if ReportedNumber::is_absent(text) => {}
                ReportedNumber::Hidden if not_understood.is_none() => return Self::Withheld,
                ReportedNumber::Hidden => {}
                ReportedNumber::NotUnderstood(text) => {
                    not_understood.get_or_insert(text);
                }
            }
        }
        not_understood.map_or(Self::Withheld, Self::NotUnderstood)
    }

    /// The same person, where more is known of the line.
    #[must_use]
    pub fn understood(self, numbering: &Numbering) -> Self {
        match self {
            Self::NotUnderstood(text) => Self::on_line(&[text.as_str()], numbering),
            Self::Number(number) if numbering.is_ours(&number) => {
                Self::on_line(&[number.as_str()], numbering)
            }
            person => person,
        }
    }

    /// The number, if there is one.
    pub fn number(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Number(number) => Some(number),
            Self::Withheld | Self::NotUnderstood(_) => None,
        }
    }

    /// What was reported and is not understood.
    pub fn not_understood(&self) -> Option<&Text<128>> {
        match self {
            Self::NotUnderstood(text) => Some(text),
            Self::Number(_) | Self::Withheld => None,
        }
    }
}

/// The number that `text` holds in international form, if it is one that can be dialled.
pub fn dialable(text: &str) -> Option<PhoneNumber> {
    match ReportedNumber::read(text, &Numbering::default()) {
        ReportedNumber::Number(number) => Some(number),
        ReportedNumber::Hidden | ReportedNumber::NotUnderstood(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Numbering {
        Numbering { ours: PhoneNumber::from_e164("+12025550160").ok(), ..Numbering::default() }
    }

    fn number(reported: &[&str]) -> Option<String> {
        Party::on_line(reported, &ours()).number().map(|number| number.as_str().to_owned())
    }

    #[test]
    fn another_place_counts_where_one_is_not_understood() {
        assert_eq!(number(&["1001", "+12025550171"]).as_deref(), Some("+12025550171"));
        assert_eq!(number(&["", "+12025550171"]).as_deref(), Some("+12025550171"));
        assert_eq!(number(&["front desk", "2025550171"]).as_deref(), Some("+12025550171"));
        for nothing in ["unknown", "null", "unavailable", "0", "-"] {
            assert_eq!(number(&[nothing, "+12025550171"]).as_deref(), Some("+12025550171"), "{nothing}");
            assert_eq!(Party::on_line(&[nothing, "anonymous"], &ours()), Party::Withheld, "{nothing}");
            assert_eq!(Party::on_line(&[nothing], &ours()), Party::Withheld, "{nothing}");
        }
        // What the telephone network says outright is not overruled.
        assert_eq!(Party::on_line(&["anonymous", "+12025550171"], &ours()), Party::Withheld);
        assert_eq!(
            Party::on_line(&["1001", "anonymous"], &ours()).not_understood().unwrap().as_str(),
            "1001"
        );
        assert_eq!(Party::on_line(&[], &ours()), Party::Withheld);
    }

    #[test]
    fn the_tenant_s_own_number_is_never_the_person() {
        for text in ["+12025550160", "12025550160", "sip:+12025550160@pbx.example"] {
            let person = Party::on_line(&[text, "+12025550161"], &ours());
            assert_eq!(person.not_understood().unwrap().as_str(), text);
        }
        let person = Party::from_reported("+12025550160").understood(&ours());
        assert_eq!(person.not_understood().unwrap().as_str(), "+12025550160");
    }

    #[test]
    fn the_tenant_s_own_number_is_known_in_its_other_forms() {
        for (ours, reported) in [
            ("+5491123450171", "+541123450171"),
            ("+541123450171", "+5491123450171"),
            ("+541123450171", "+54 11 15 2345 0171"),
            ("+525512345678", "+5215512345678"),
            ("+5215512345678", "+525512345678"),
            ("+5511981234567", "+551181234567"),
            ("+551181234567", "+5511981234567"),
            ("+390612340042", "+39612340042"),
            ("+39612340042", "+390612340042"),
            ("+393471234567", "+3903471234567"),
        ] {
            let numbering = Numbering { ours: PhoneNumber::from_e164(ours).ok(), ..Numbering::default() };
            let person = Party::on_line(&[reported, "+12025550161"], &numbering);
            assert_eq!(person.not_understood().unwrap().as_str(), reported, "{ours}");
            let person = Party::from_reported(reported).understood(&numbering);
            assert!(person.number().is_none(), "{reported} at {ours}: {person:?}");
        }
        // A neighbour's is another one.
        let numbering =
            Numbering { ours: PhoneNumber::from_e164("+5491123450171").ok(), ..Numbering::default() };
        assert!(Party::on_line(&["+541123450172"], &numbering).number().is_some());
    }

    #[test]
    fn what_is_not_understood_may_be_once_the_line_is_known() {
        let person = Party::from_reported("2025550171");
        assert_eq!(person.not_understood().unwrap().as_str(), "2025550171");
        assert_eq!(person.understood(&ours()).number().unwrap().as_str(), "+12025550171");
        assert_eq!(Party::Withheld.understood(&ours()), Party::Withheld);
    }
}
