use proptest::prelude::*;

use super::*;

fn query(typed: &str) -> Option<Query> {
    Query::parse(typed, None)
}

fn matches(typed: &str, words: &BTreeSet<String>) -> bool {
    query(typed).is_some_and(|query| query.matches(words.iter().map(String::as_str)))
}

#[test]
fn further_numbers_take_nothing_from_the_name() {
    let phones: Vec<PhoneNumber> =
        (0..10).map(|number| PhoneNumber::from_e164(&format!("+1202555{number}142")).unwrap()).collect();
    let phones: Vec<&PhoneNumber> = phones.iter().collect();
    let email = EmailAddress::new("a.b.c.d.e@f.g.example.com").unwrap();
    let name = "Ana Bela Carla Dora Eva Fina Gina Hilda Irma Jana Kira Lena Mona Nora";
    let words = words_of(Some(name), Some(&email), &phones);
    assert_eq!(words.len(), max_words(10));
    assert!(max_words(10) <= 36);
    for typed in ["ana", "bela", "nora", "0142", "9142", "a.b.c.d.e@"] {
        assert!(matches(typed, &words), "{typed}");
    }
}

#[test]
fn a_customer_of_whom_the_number_is_known_has_one_word() {
    let phone = PhoneNumber::from_e164("+12025550177").unwrap();
    assert_eq!(words_of(None, None, &[&phone]), BTreeSet::from(["<7710555202".to_owned()]));
}

#[test]
fn an_ordinary_customer_has_few_words() {
    let phone = PhoneNumber::from_e164("+12025550177").unwrap();
    let email = EmailAddress::new("robin.harper@example.com").unwrap();
    let words = words_of(Some("Robin Harper"), Some(&email), &[&phone]);
    let expected =
        ["<7710555202", "examplecom", "harper", "harper@examplecom", "robin", "robinharper@examplecom"];
    assert_eq!(words.iter().collect::<Vec<_>>(), expected);
}

#[test]
fn most_searches_look_one_prefix_up() {
    for (typed, prefixes) in [
        ("robin", vec!["robin"]),
        ("Robin Example", vec!["example"]),
        ("robin.h@", vec!["robinh@"]),
        ("+1 202", vec!["+1202"]),
        ("الراشد", vec!["راشد"]),
        ("0142", vec!["0142", "<2410"]),
        ("mü", vec!["mu"]),
        ("müller", vec!["mueller", "muller"]),
        ("jean-pierre", vec!["jeanpierre", "pierre"]),
    ] {
        assert_eq!(query(typed).unwrap().prefixes().collect::<Vec<_>>(), prefixes, "{typed}");
    }
    assert!(query("robin").unwrap().means_all_it_looks_up());
    assert!(query("0142").unwrap().means_all_it_looks_up());
    assert!(!query("robin example").unwrap().means_all_it_looks_up());
    assert!(!query("jean-pierre").unwrap().means_all_it_looks_up());
}

#[test]
fn only_national_digits_need_a_region() {
    for (typed, needed) in [
        ("robin", false),
        ("0142", false),
        ("+12025550142", false),
        ("robin 2025550142", true),
        ("05012", true),
        ("robin@05012.example", false),
    ] {
        assert_eq!(Query::needs_region(typed), needed, "{typed}");
    }
}

#[test]
fn somebody_met_under_several_words_is_shown_once() {
    for (name, typed) in [("Anna Ann Annabel", "ann"), ("Müller", "müller"), ("Jean-Pierre", "jean-pierre")]
    {
        let words = words_of(Some(name), None, &[]);
        let query = query(typed).unwrap();
        let shown = words.iter().filter(|word| query.shows_at(word, words.iter().map(String::as_str)));
        assert_eq!(shown.count(), 1, "{typed}");
    }
}

#[test]
fn the_long_mark_of_kana_is_a_letter_of_names_and_a_dash_of_numbers() {
    for (name, typed) in [("a-ー0", "ー0"), ("b ー", "ー"), ("0ー5", "0ー5"), ("ルー 7", "ルー")] {
        assert!(matches(typed, &words_of(Some(name), None, &[])), "{typed} of {name}");
    }
    let phone = PhoneNumber::from_e164("+819012345678").unwrap();
    for typed in ["090ー1234ー5678", "1234ー5678", "5678"] {
        let region = crate::phone::Region::new("JP").unwrap();
        let query = Query::parse(typed, Some(&region)).unwrap();
        assert!(query.matches(words_of(None, None, &[&phone]).iter().map(String::as_str)), "{typed}");
    }
}

#[test]
fn names_are_sorted_by_their_words() {
    assert_eq!(in_order("Robin van der Example"), "robin van der example");
    assert_eq!(in_order("Siobhán O'Neill"), "siobhan oneill");
    assert_eq!(in_order("--"), "--");
}

#[test]
fn nothing_typed_is_no_query() {
    for text in ["", "  -- ", "+", "'", "\u{200f}", "@", "<>", ",;", "()"] {
        assert_eq!(query(text), None, "{text}");
    }
}

#[test]
fn debug_does_not_show_what_was_typed() {
    assert_eq!(format!("{:?}", query("Robin Example").unwrap()), "Query(2 terms)");
}

/// Every beginning of at least `letters` letters.
fn beginnings(word: &str, letters: usize) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(start, c)| start + c.len_utf8());
    ends.skip(letters - 1).map(|end| &word[..end])
}

proptest! {
    #[test]
    fn whatever_is_written_down_of_a_name_is_found_by_each_beginning(
        name in "([\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}'’ .-]{1,60}|[a-zA-ZäöüÅøđß' -]{1,60}|[ءئؤاوبلمنعدرش ]{1,60}|[山田太郎王김민수かが ]{1,20}|[ー0-9a -]{1,12})"
    ) {
        let words = words_of(Some(&name), None, &[]);
        prop_assert!(words.len() <= MAX_NAME_WORDS);
        for word in &words {
            prop_assert!(word.chars().count() <= MAX_WORD_LENGTH);
            for typed in beginnings(word, 2) {
                prop_assert!(matches(typed, &words), "{:?} of {:?} in {:?}", typed, name, words);
            }
        }
    }

    #[test]
    fn an_address_is_found_by_each_beginning(
        local in "[a-z0-9]{1,12}([._+-][a-z0-9]{1,8}){0,5}", domain in "([a-z0-9]{1,10}\\.){1,3}[a-z]{2,6}"
    ) {
        let address = format!("{local}@{domain}");
        let words = words_of(None, Some(&EmailAddress::new(&address).unwrap()), &[]);
        prop_assert!(words.len() <= MAX_EMAIL_WORDS);
        for typed in beginnings(&address, 2).chain(beginnings(&domain, 2)) {
            prop_assert!(matches(typed, &words), "{} of {}: {:?}", typed, address, words);
        }
        for word in &words {
            for typed in beginnings(word, 2) {
                prop_assert!(matches(typed, &words), "{} of {}: {:?}", typed, address, words);
            }
        }
    }

    #[test]
    fn a_number_is_found_by_its_last_digits_and_each_international_beginning(digits in "[1-9][0-9]{6,14}") {
        let phone = PhoneNumber::from_e164(&format!("+{digits}")).unwrap();
        let words = found_by(&words_of(None, None, &[&phone]), [&phone]);
        for typed in beginnings(phone.as_str(), 2) {
            // What is dialled between some calling codes and the number is read as not being there.
            let read = PhoneNumber::parse_international(typed);
            if read.is_err() || read.as_ref().is_ok_and(|read| read.as_str() == typed) {
                prop_assert!(matches(typed, &words), "{}", typed);
            }
        }
        let national = phone.national_digits();
        for last in 4..=national.len() {
            prop_assert!(matches(&national[national.len() - last..], &words), "{} of {}", last, national);
        }
    }

    #[test]
    fn four_digits_find_only_those_who_have_them(typed in "[0-9]{4}", digits in "[1-9][0-9]{6,14}") {
        let phone = PhoneNumber::from_e164(&format!("+{digits}")).unwrap();
        let words = found_by(&words_of(None, None, &[&phone]), [&phone]);
        prop_assert_eq!(matches(&typed, &words), phone.national_digits().ends_with(&typed));
    }

    #[test]
    fn whatever_is_typed_is_bounded(typed in any::<String>(), region in prop::sample::select(vec!["US", "SA", "IT"])) {
        let region = crate::phone::Region::new(region).unwrap();
        Query::needs_region(&typed);
        if let Some(query) = Query::parse(&typed, Some(&region)) {
            prop_assert!((1..=4).contains(&query.prefixes().count()));
            prop_assert!(query.prefixes().all(|prefix| !prefix.is_empty() && prefix.chars().count() <= MAX_WORD_LENGTH + 1));
        }
        in_order(&typed);
    }
}
