//! What a customer said about itself on the phone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Customer;
use crate::{email::EmailAddress, ids::CallId, language::Language, text::Name};

/// What was heard in a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// What the customer is called.
    pub name: Option<Name>,
    /// Where it gets mail.
    pub email: Option<EmailAddress>,
    /// The language it prefers to speak.
    pub language: Option<Language>,
}

/// Which fields of a customer are as they were told on the phone, until a person changes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// In which call the name was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ToldIn>,
    /// In which call the address was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<ToldIn>,
    /// In which call the language was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<ToldIn>,
}

/// The call in which something was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToldIn {
    /// The call.
    pub call_id: CallId,
    /// When the call started.
    pub at: Timestamp,
}

impl Heard {
    /// Whether nothing was.
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.email.is_none() && self.language.is_none()
    }
}

impl Told {
    /// Whether nothing is as it was told.
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.email.is_none() && self.language.is_none()
    }

    /// What a person has changed is not as it was told any more.
    pub(super) fn forget(&mut self, fields: &[&str]) {
        for (field, told) in
            [("name", &mut self.name), ("email", &mut self.email), ("language", &mut self.language)]
        {
            if fields.contains(&field) {
                *told = None;
            }
        }
    }
}

impl Customer {
    /// Fills in what is empty by what was heard in a call; says whether that was anything. No new version is made of it.
    pub fn fill(&mut self, heard: &Heard, told_in: ToldIn) -> bool {
        let filled = [
            fill(&mut self.profile.name, &heard.name, &mut self.told.name, told_in),
            fill(&mut self.profile.email, &heard.email, &mut self.told.email, told_in),
            fill(&mut self.profile.language, &heard.language, &mut self.told.language, told_in),
        ];
        filled.contains(&true)
    }

    /// The next version, with what was empty filled in; `None` if there is nothing to fill in.
    pub fn filled(&self, heard: &Heard, told_in: ToldIn, now: Timestamp) -> Option<Self> {
        let mut next = self.next_version(now);
        next.fill(heard, told_in).then_some(next)
    }
}

fn fill<T: Clone>(
    field: &mut Option<T>,
    heard: &Option<T>,
    told: &mut Option<ToldIn>,
    told_in: ToldIn,
) -> bool {
    if field.is_some() || heard.is_none() {
        return false;
    }
    field.clone_from(heard);
    *told = Some(told_in);
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        customer::{CustomerEdit, Profile, Source},
        ids::CustomerId,
        phone::PhoneNumber,
    };

    fn told_in() -> ToldIn {
        ToldIn { call_id: CallId::from_parts(Timestamp::UNIX_EPOCH, 7), at: Timestamp::UNIX_EPOCH }
    }

    fn robin() -> Heard {
        Heard {
            name: Name::new("Robin").ok(),
            email: EmailAddress::new("robin@example.com").ok(),
            language: Language::new("ar").ok(),
        }
    }

    fn customer(profile: Profile) -> Customer {
        let phone = PhoneNumber::from_e164("+12025550142").unwrap();
        let id = CustomerId::from_parts(Timestamp::UNIX_EPOCH, 1);
        Customer::new(id, phone, profile, Source::Call, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn only_what_is_empty_is_filled_in_and_marked() {
        let typed = Profile { name: Name::new("Sam").ok(), ..Profile::default() };
        let filled = customer(typed).filled(&robin(), told_in(), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(filled.profile.name.as_ref().unwrap().as_str(), "Sam");
        assert_eq!((filled.profile.email.as_ref(), filled.version), (robin().email.as_ref(), 2));
        assert_eq!(filled.told, Told { name: None, email: Some(told_in()), language: Some(told_in()) });
        assert_eq!(filled.filled(&robin(), told_in(), Timestamp::UNIX_EPOCH), None, "once");
        assert_eq!(
            customer(Profile::default()).filled(&Heard::default(), told_in(), Timestamp::UNIX_EPOCH),
            None
        );
    }

    #[test]
    fn an_edit_by_a_person_removes_the_mark_of_what_it_changes() {
        let filled = customer(Profile::default()).filled(&robin(), told_in(), Timestamp::UNIX_EPOCH).unwrap();
        let edit: CustomerEdit =
            serde_json::from_value(json!({"name": "Robin Example", "email": null, "language": "ar"}))
                .unwrap();
        let edited = filled.edited(edit, None, Timestamp::UNIX_EPOCH).unwrap().customer;
        assert_eq!(edited.told, Told { language: Some(told_in()), ..Told::default() });
        let stored = serde_json::to_value(&edited).unwrap();
        assert_eq!(
            stored["told"],
            json!({"language": {"callId": told_in().call_id, "at": "1970-01-01T00:00:00Z"}})
        );
        assert_eq!(serde_json::from_value::<Customer>(stored).unwrap(), edited);
        assert!(!serde_json::to_string(&customer(Profile::default())).unwrap().contains("told"));
    }
}
