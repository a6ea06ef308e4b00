//! `docs/adding-a-resource.md` can be followed: the lines that it names are there, once, and the files that it adds are
//! not. Where it was followed, as a trial, there is nothing left to look at.

use std::fs;

use crate::root;

/// A block of code of the page, with the paragraph above it.
struct Block {
    introduction: String,
    language: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut paragraph, mut inside) = (Vec::new(), String::new(), false);
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            inside = !inside;
            if inside {
                let introduction = std::mem::take(&mut paragraph);
                blocks.push(Block { introduction, language: language.to_owned() });
            }
        } else if !inside && line.is_empty() {
            if lines.peek().is_some_and(|next| !next.starts_with("```")) {
                paragraph.clear();
            }
        } else if !inside {
            paragraph += &format!("{line} ");
        }
    }
    blocks
}

/// What stands between the first and the last back quote.
fn quoted(text: &str) -> &str {
    let begin = text.find('`').unwrap() + 1;
    &text[begin..text.rfind('`').unwrap()]
}

#[test]
fn the_page_about_resources_can_be_followed() {
    if root().join("functions/notes").exists() {
        return;
    }
    let page = fs::read_to_string(root().join("docs/adding-a-resource.md")).unwrap();
    let (mut file, mut edits, mut added) = (String::new(), 0, 0);
    for Block { introduction, language } in blocks(&page) {
        if language == "sh" {
            continue;
        }
        if let Some((before, _)) = introduction.split_once("`, new:") {
            let path = before.rsplit('`').next().unwrap();
            assert!(!root().join(path).exists(), "{path} is there already");
            added += 1;
            continue;
        }
        let named = introduction.split('`').find(|part| root().join(part).is_file());
        file = named.map_or(file, str::to_owned);
        let place = ["in place of ", "after "].iter().find_map(|word| introduction.split_once(word));
        let (_, lines) = place.unwrap_or_else(|| panic!("neither new nor after: {introduction}"));
        let lines: Vec<&str> = match language.as_str() {
            "rust" => quoted(lines).split("`, `").map(str::trim).collect(),
            _ => vec![quoted(lines).trim()],
        };
        let text = fs::read_to_string(root().join(&file)).unwrap();
        let text: Vec<&str> = text.lines().map(str::trim).collect();
        let places = text.windows(lines.len()).filter(|window| *window == lines).count();
        assert_eq!(places, 1, "{file}: {lines:?} is not there once");
        edits += 1;
    }
    assert!(edits > 5 && added > 5, "{edits} edits and {added} files: is the page read right?");
}
