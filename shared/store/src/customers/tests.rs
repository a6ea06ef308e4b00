use std::collections::BTreeSet;

use domain::{
    TenantId,
    customer::{Customer, ExternalId, MAX_OTHER_PHONES, MAX_TAGS, OtherPhone, Profile, Source, Tags},
    email::EmailAddress,
    ids::CustomerId,
    phone::PhoneNumber,
    search,
    text::{Name, Tag},
};
use jiff::Timestamp;

use super::{halfway, replace};
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
            EmailAddress::new(&format!("a{number}.b{number}.c{number}@d{number}.e.example.com")).unwrap(),
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
fn the_largest_edit_fits_into_transactions() {
    let tenant = TenantId::register(Timestamp::UNIX_EPOCH, 1);
    let before = largest(1, "Ana Bela Carla Dora Eva Fina Gina Hilda Irma Jana Kira Lena Mona");
    let after = largest(2, "Olaf Paul Quinn Rolf Sven Timo Urs Viktor Willi Xaver Yann Zeno Adam");
    let between = halfway(tenant, &before, &after).unwrap().expect("too much for one");
    for (before, after) in [(&before, &between), (&between, &after)] {
        let mut transaction = Transaction::new();
        replace(&mut transaction, tenant, before, after).unwrap();
        // One more for the audit log.
        assert!(transaction.count() < Transaction::MAX_WRITES, "{}", transaction.count());
    }
}
