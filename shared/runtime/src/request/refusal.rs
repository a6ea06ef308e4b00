//! One field that cannot be accepted: where it is, and the rule that it breaks.

use std::fmt;

use domain::{Invalid, InvalidCode};
use serde::de::{Error, Expected, Unexpected};

use crate::error::{FieldError, Params};

/// A pointer has so many characters at most.
const MAX_POINTER_CHARACTERS: usize = 100;

/// Why a value was not read. It never holds the value.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The innermost segment first.
    path: Vec<String>,
    /// In a box, so that every result stays small.
    invalid: Box<Invalid>,
    allowed: &'static [&'static str],
    is_missing: bool,
}

impl Refusal {
    pub(super) fn new(invalid: Invalid) -> Self {
        Self { path: Vec::new(), invalid: Box::new(invalid), allowed: &[], is_missing: false }
    }

    /// A member that is required and not there.
    pub(super) fn missing(name: &str) -> Self {
        let path = vec![name.to_owned()];
        Self { path, is_missing: true, ..Self::new(Invalid::required()) }
    }

    /// What is there more than once, where one of it would be lost.
    pub(super) fn given_twice() -> Self {
        Self::new(Invalid::new(InvalidCode::Duplicate, "must not be given twice"))
    }

    /// The same, one level further from the root.
    pub(super) fn below(mut self, segment: impl Into<String>) -> Self {
        self.path.push(segment.into());
        self
    }

    /// The same as a refusal of this member, unless it says itself which member it is about.
    pub(super) fn of_member(self, name: &str) -> Self {
        if self.path.is_empty() { self.below(name) } else { self }
    }

    /// The segments from the root.
    pub(super) fn path(&self) -> Vec<String> {
        self.path.iter().rev().cloned().collect()
    }

    pub(super) fn is_missing(&self) -> bool {
        self.is_missing
    }

    /// The refusal as the caller is told of it, where the root is written as `root` and paths are JSON pointers.
    pub(super) fn field_error(&self, root: &str) -> FieldError {
        let segments: String = self
            .path
            .iter()
            .rev()
            .map(|segment| format!("/{}", segment.replace('~', "~0").replace('/', "~1")))
            .collect();
        let pointer = shortened(match root {
            "" => segments,
            root => format!("{root}{}", segments.trim_start_matches('/')),
        });
        let params = Params { allowed: self.allowed.to_vec(), ..Params::of(&self.invalid) };
        FieldError { pointer, code: self.invalid.code(), params, detail: self.invalid.to_string() }
    }
}

/// A pointer that is no longer than any of a field that there is. It may repeat names that a stranger made up.
fn shortened(pointer: String) -> String {
    match pointer.char_indices().nth(MAX_POINTER_CHARACTERS) {
        None => pointer,
        Some(_) => pointer.chars().take(MAX_POINTER_CHARACTERS - 1).chain(['…']).collect(),
    }
}

impl Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = format!("{message:#}");
        let invalid = text.parse().unwrap_or_else(|()| {
            let rule = if text.starts_with("must ") { text } else { NOT_AS_DESCRIBED.to_owned() };
            Invalid::because(InvalidCode::WrongFormat, rule)
        });
        Self::new(invalid)
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(expectation(InvalidCode::WrongType, &expected.to_string()))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let code = match unexpected {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => InvalidCode::OutOfRange,
            _ => InvalidCode::WrongFormat,
        };
        Self::new(expectation(code, &expected.to_string()))
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::new(expectation(InvalidCode::WrongFormat, &expected.to_string()))
    }

    fn unknown_variant(_: &str, allowed: &'static [&'static str]) -> Self {
        let rule = format!("must be one of {}", allowed.join(", "));
        Self { allowed, ..Self::new(Invalid::because(InvalidCode::NotAnOption, rule)) }
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::new(Invalid::new(InvalidCode::UnknownField, "is not a field of this request")).below(field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::missing(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::given_twice().below(field)
    }
}

/// The rule of what has no words for it.
const NOT_AS_DESCRIBED: &str = "must be as the description of the API says";

/// The rule behind what a type of Rust expects. The words of serde are for programmers in Rust: none is passed on.
fn expectation(code: InvalidCode, expected: &str) -> Invalid {
    let whole = |min: u64, max: u64| {
        Invalid::because(code, format!("must be a whole number from {min} to {max}")).min(min).max(max)
    };
    match expected {
        "u8" => whole(0, u8::MAX.into()),
        "u16" => whole(0, u16::MAX.into()),
        "u32" => whole(0, u32::MAX.into()),
        "u64" | "usize" => Invalid::new(code, "must be a whole number of 0 or more").min(0),
        "i8" | "i16" | "i32" | "i64" | "isize" => Invalid::new(code, "must be a whole number"),
        "f32" | "f64" => Invalid::new(code, "must be a number"),
        "a boolean" => Invalid::new(code, "must be true or false"),
        "a map" => Invalid::new(code, "must be an object"),
        "a sequence" => Invalid::new(code, "must be a list"),
        "a string" | "a borrowed string" | "a string or bytes" | "a character" => {
            Invalid::new(code, "must be a string")
        }
        "a JSON value" => Invalid::new(code, "must be a JSON value"),
        text if text.starts_with("struct ") || text.contains("tagged enum") => {
            Invalid::new(code, "must be an object")
        }
        text if text.starts_with("tuple ") || text.starts_with("an array ") => {
            Invalid::new(code, "must be a list")
        }
        text if text.starts_with("must ") => Invalid::because(code, text),
        _ => Invalid::new(code, NOT_AS_DESCRIBED),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.invalid.fmt(f)
    }
}

impl std::error::Error for Refusal {}
