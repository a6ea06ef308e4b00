//! Text that others said or wrote, cut to what is kept.

use crate::text::Text;

/// The first `MAX` characters of the text, trimmed; control characters become spaces, line breaks stay in long text.
/// `None` when nothing is left.
pub fn kept<const MAX: usize>(text: &str) -> Option<Text<MAX>> {
    let multi_line = MAX > 200;
    let clean: String = text
        .trim()
        .chars()
        .take(MAX)
        .map(|c| if c.is_control() && !(multi_line && c == '\n') { ' ' } else { c })
        .collect();
    Text::new(&clean).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_and_cleaned() {
        assert_eq!(kept::<5>("  a\tb\ncdef").unwrap().as_str(), "a b c");
        assert_eq!(kept::<300>("a\nb\u{0}").unwrap().as_str(), "a\nb");
        assert!(kept::<5>("\u{0}\u{1}").is_none());
    }
}
