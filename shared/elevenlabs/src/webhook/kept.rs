//! Keeping texts of others within their limits, and noting when something is left out.

use domain::text::{Text, kept_and_cut};

use crate::lenient::Object;

/// Remembers whether anything did not fit.
#[derive(Default)]
pub(super) struct Keeper {
    pub(super) cut: bool,
}

impl Keeper {
    pub(super) fn text<const MAX: usize>(&mut self, text: &str) -> Option<Text<MAX>> {
        let (kept, cut) = kept_and_cut(text);
        self.cut |= cut;
        kept
    }

    /// An id, which is kept as it is or not at all: what is left of one that is cut may be another's.
    pub(super) fn id<const MAX: usize>(&mut self, text: &str) -> Option<Text<MAX>> {
        let id = Text::new(text).ok();
        self.cut |= id.is_none();
        id
    }

    pub(super) fn field<const MAX: usize>(&mut self, object: &Object<'_>, name: &str) -> Option<Text<MAX>> {
        object.text(name).and_then(|text| self.text(&text))
    }
}
