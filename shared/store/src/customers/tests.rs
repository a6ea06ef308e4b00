use std::collections::BTreeSet;

use domain::{
    TenantId,
    customer::{Customer, ExternalId, MAX_OTHER_PHONES, MAX_TAGS, OtherPhone, Profile, Source, Tags},
    email::EmailAddress,
    ids::{CustomerId, WordSetId},
    phone::PhoneNumber,
    search,
    text::{Name, Tag},
};
use jiff::Timestamp;

use super::replace;
use crate::Transaction;

/// A customer with as much as there may be of what has entries of its own: words, numbers, tags.
fn largest(number: usize, names: &str) -> Customer {
    let phone = |index| PhoneNumber::from_e164(&format!("+1202555{number}{index:03}")).unwrap();
    let tags: BTreeSet<Tag> =
        (0..MAX_TAGS).map(|tag| Tag::new(&format!("{number}-{tag}")).unwrap()).collect();
    let profile = Profile {
        external_id: Some(ExternalId::new(&format!("crm:{number}")).unwrap()),
        name: Some(Name::new(names).unwrap()),
        email: Some(
            EmailAddress::new(&format!(
                "a{number}.b{number}.c{number}@d{number}.e{number}.example{number}.com"
            ))
            .unwrap(),
        ),
        tags: Tags::try_from(tags).unwrap(),
        ..Profile::default()
    };
    let id = CustomerId::from_parts(Timestamp::UNIX_EPOCH, 1);
    let mut customer = Customer::new(id, phone(0), profile, Source::Manual, Timestamp::UNIX_EPOCH);
    customer.other_phones = (1..=MAX_OTHER_PHONES)
        .map(|index| OtherPhone { phone: phone(index), label: None, extension: None })
        .collect();
    assert_eq!(customer.words().len(), search::max_words(1 + MAX_OTHER_PHONES));
    customer
}

#[test]
fn the_largest_edit_fits_into_a_transaction_without_its_new_words() {
    let tenant = TenantId::register(Timestamp::UNIX_EPOCH, 1);
    let before = largest(1, "Ana Bela Carla Dora Eva Fina Gina Hilda Irma Jana Kira Lena Mona");
    let after = largest(2, "Olaf Paul Quinn Rolf Sven Timo Urs Viktor Willi Xaver Yann Zeno Adam");
    let count = |after: &Customer| {
        let mut transaction = Transaction::new();
        replace(&mut transaction, tenant, &before, after).unwrap();
        // One more for the audit log.
        transaction.count() + 1
    };
    let set = WordSetId::from_parts(Timestamp::UNIX_EPOCH, 2);
    let in_a_set = Customer { word_set: Some(set), ..after.clone() };
    // The customer, ten numbers each way, the words and the tags each way, the external id each way, the counter, the audit log.
    assert_eq!(count(&after), 1 + 20 + 56 + 40 + 2 + 1 + 1);
    assert_eq!(count(&in_a_set), 1 + 20 + 28 + 40 + 2 + 1 + 1);
    assert!(count(&in_a_set) <= Transaction::MAX_WRITES);
}
