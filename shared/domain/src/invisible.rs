//! Characters that nobody sees.

/// Whether nothing is shown for this character by itself: joiners, marks of the writing direction, soft hyphens,
/// variation selectors, fillers (the property `Default_Ignorable_Code_Point` of Unicode 17).
pub(crate) const fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether there is something to see. The empty pattern of Braille is a symbol, and blank all the same.
pub(crate) fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !is_ignorable(c) && c != '\u{2800}'
}
