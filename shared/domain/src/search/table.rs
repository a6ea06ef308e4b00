//! What is typed and what is found, as a table: it is tested, and `docs/search.md` is made of it.

mod rows;

use std::{collections::BTreeSet, fmt::Write as _, fs};

use self::rows::{Person, Row, SECTIONS};
use super::{Query, found_by, words_of};
use crate::{
    email::EmailAddress,
    invisible::is_ignorable,
    phone::{PhoneNumber, Region},
};

impl Row {
    fn finds(&self, typed: &str) -> bool {
        let email = self.person.email.map(|email| EmailAddress::new(email).unwrap());
        let phones: Vec<PhoneNumber> =
            self.person.phones.iter().map(|phone| PhoneNumber::from_e164(phone).unwrap()).collect();
        let written_down =
            words_of(Some(self.person.name), email.as_ref(), &phones.iter().collect::<Vec<_>>());
        let words: BTreeSet<String> = found_by(&written_down, &phones);
        let region = Query::needs_region(typed).then(|| Region::new(self.region).unwrap());
        let Some(query) = Query::parse(typed, region.as_ref()) else { return false };
        let words = words.iter().map(String::as_str);
        let is_looked_up = words.clone().any(|word| query.shows_at(word, words.clone()));
        assert!(
            !query.matches(words.clone()) || is_looked_up,
            "{typed} means somebody whom it does not look up"
        );
        query.matches(words)
    }
}

#[test]
fn what_is_typed_finds_what_is_meant() {
    let mut wrong = String::new();
    for row in SECTIONS.iter().flat_map(|(_, rows)| *rows) {
        for (typed, expected) in [(row.found, true), (row.not_found, false)] {
            for typed in typed.iter().filter(|typed| row.finds(typed) != expected) {
                let missing = if expected { "does not find" } else { "finds" };
                writeln!(wrong, "{typed} {missing} {} {:?}", row.person.name, row.person.phones).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_page_of_the_search_is_made_of_this_table() {
    let made = page();
    if include_str!("../../../../docs/search.md") != made {
        let file = std::env::temp_dir().join("navaia-search.md");
        fs::write(&file, made).unwrap();
        panic!(
            "docs/search.md is not what the table says. To renew it: cp {} docs/search.md",
            file.display()
        );
    }
}

const INTRODUCTION: &str = "\
# What a search finds

What is typed into the search of customers (`q` of `GET /v1/customers`), and who is found. Made of the table that the
tests of the search go through (`shared/domain/src/search/table/rows.rs`); a test compares this page with it.

- What is typed are the beginnings of words, in any order; each must be found. Case, accents, Arabic vowel signs and
  what nobody sees do not matter. The first six terms count.
- Names are found by each of their words, and by each part of a word with a hyphen, an apostrophe or a capital inside,
  whether the parts are typed as one, with a mark or with a space between them. So are names with small words before
  them (Al, Abd, Mc, van der, عبد) or behind them (الدين, Ullah), initials, and each part of a name in Han or Hangul.
  Whoever types an article, or son or father of, is also understood without it.
- Letters with two spellings are found by both: Müller by `muller` and `mueller`.
- At most 12 words of a name are kept: the first two and the last ones, before what is between them and small words.
- E-mail addresses are found by their beginning, by each of the last parts before the `@`, and by their domain. Marks in
  them may be left out.
- What only says that a number or an address follows is passed over: `Tel.:`, `E-mail:`, رقم الهاتف.
- A number may be typed as it may be written down, with letters for digits (`1-800-FLOWERS`) and in the forms that
  Mexico, Brazil, Argentina and Italy have given up.
- Phone numbers are found by their beginning, with `+` or `00` or, from five digits on, as they are dialled in the
  business's own country; and by their last digits, at least four. An extension is passed over.
- A customer is found by at most 28 words: 12 of the name, 6 of the address, one of each of ten numbers.
";

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (title, rows) in SECTIONS {
        write!(page, "\n## {title}\n\n| Who | In | Found by | Not found by |\n|---|---|---|---|\n").unwrap();
        for Row { person, region, found, not_found } in *rows {
            let (who, found, not_found) = (person.shown(), shown(found), shown(not_found));
            writeln!(page, "| {who} | {region} | {found} | {not_found} |").unwrap();
        }
    }
    page
}

impl Person {
    fn shown(&self) -> String {
        let name = Some(self.name).filter(|name| !name.is_empty());
        let all: Vec<&str> = name.into_iter().chain(self.email).chain(self.phones.iter().copied()).collect();
        shown(&all)
    }
}

/// Texts in code spans. What nobody sees is shown by its code point.
fn shown(texts: &[&str]) -> String {
    let spans = texts.iter().map(|text| {
        let mut shown = String::new();
        for c in text.chars() {
            if is_ignorable(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
        }
        if shown.contains('`') { format!("`` {shown} ``") } else { format!("`{shown}`") }
    });
    spans.collect::<Vec<_>>().join(", ")
}
