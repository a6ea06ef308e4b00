//! Making JSON of what is nearly JSON.

/// Why a document is none, and where that shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// Whether it is right as far as it goes.
    pub(crate) cut_off: bool,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The byte of the line, from 1; 0 before the first.
    pub(crate) column: usize,
}

/// What was mended, and where it has become longer.
pub(super) struct Mended {
    pub(super) text: String,
    /// Places in the text behind which it is one byte longer than it was.
    longer_after: Vec<usize>,
}

/// Words that stand for no value, and are none of JSON.
const NO_VALUES: [&str; 5] = ["NaN", "-Infinity", "+Infinity", "Infinity", "undefined"];

/// The text with `null` for what stands for no value, blanks for bare control characters within strings, and without commas
/// behind the last item. Nothing within a string is taken for anything else.
pub(super) fn mended(text: &str) -> Mended {
    let mut mended = Mended { text: String::with_capacity(text.len() + 16), longer_after: Vec::new() };
    let (mut in_string, mut escaped, mut skip_until) = (false, false, 0);
    for (at, c) in text.char_indices() {
        if at < skip_until {
            continue;
        }
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            mended.text.push(if c.is_ascii_control() && c != '\u{7f}' { ' ' } else { c });
            continue;
        }
        let rest = &text[at..];
        if let Some(word) = NO_VALUES.iter().find(|word| rest.starts_with(**word)) {
            mended.text.push_str("null");
            if word.len() < "null".len() {
                mended.longer_after.push(mended.text.len());
            }
            mended.text.extend(std::iter::repeat_n(' ', word.len().saturating_sub("null".len())));
            skip_until = at + word.len();
        } else if c == ',' && rest[1..].trim_start().starts_with(['}', ']']) {
            mended.text.push(' ');
        } else {
            in_string = c == '"';
            mended.text.push(c);
        }
    }
    mended
}

impl Mended {
    /// Where the text that was mended is still wrong.
    pub(super) fn place_of(&self, before: &str, error: &serde_json::Error) -> Malformed {
        let line_start: usize =
            self.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let place = line_start + error.column();
        let longer = self.longer_after.iter().filter(|after| **after <= place).count();
        let bytes = &before.as_bytes()[..place.saturating_sub(longer).min(before.len())];
        let line = 1 + bytes.iter().filter(|b| **b == b'\n').count();
        let column = bytes.iter().rev().take_while(|b| **b != b'\n').count();
        Malformed { cut_off: error.is_eof(), line, column }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::read_document;

    fn read(text: &str) -> Result<Value, super::Malformed> {
        read_document(text.as_bytes(), |json| json.value())
    }

    #[test]
    fn what_writers_get_wrong_costs_nothing() {
        for (text, value) in [
            ("\u{feff}{\"a\":1}", json!({"a": 1})),
            (r#"{"a":NaN,"b":[Infinity,-Infinity,1]}"#, json!({"a": null, "b": [null, null, 1]})),
            (r#"{"a":undefined}"#, json!({"a": null})),
            ("{\"a\":\"x\ty\nz\"}", json!({"a": "x y z"})),
            (r#"{"a":[1,2,],}"#, json!({"a": [1, 2]})),
            (r#"{"a":"NaN, ,] Infinity","b":NaN}"#, json!({"a": "NaN, ,] Infinity", "b": null})),
            (r#"{"a":"\"NaN\\","b":NaN}"#, json!({"a": "\"NaN\\", "b": null})),
        ] {
            assert_eq!(read(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_stays_wrong_says_where_in_the_text_as_it_came() {
        for (text, cut_off, line, column) in [
            ("", true, 1, 0),
            ("{", true, 1, 1),
            ("no", false, 1, 2),
            ("{\n \"a\": x}", false, 2, 7),
            ("{\"a\":NaN,\n\"b\":NaN,\n\"c\":NaN \"d\"}", false, 3, 9),
            ("{\"a\":\"one\ntwo\",\n\"b\" 1}", false, 3, 5),
            ("{\"a\":1", true, 1, 6),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.cut_off, error.line, error.column), (cut_off, line, column), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn json_stays_what_it_is(text in r#"[a-zA-Z ,\]}\t"\\\\]{0,40}"#, number in any::<i32>()) {
            let value = json!({"text": text, "list": [number, text]});
            prop_assert_eq!(read(&value.to_string()), Ok(value));
        }

        #[test]
        fn nothing_makes_it_panic(text in r#"[\[\]{}",:0-9a-zNI\\. é-]{0,80}"#) {
            let _ = read_document(text.as_bytes(), |json| json.written().len());
        }
    }
}
