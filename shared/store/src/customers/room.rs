//! How much fits onto a page.

use std::io;

use serde::Serialize;

/// How many bytes of records one page may have. Lambda lets a function answer with 6 MiB, and a page has little else in
/// it.
const BYTES: usize = 5 * 1024 * 1024;

/// The room that is left on a page.
pub(super) struct Room(usize);

impl Room {
    pub(super) const fn of_page() -> Self {
        Self(BYTES)
    }

    /// Takes the room of this record if there is enough. A record is far smaller than a page, so the first one fits.
    pub(super) fn takes(&mut self, record: &impl Serialize) -> bool {
        let left = size(record).and_then(|size| self.0.checked_sub(size));
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// How large a record is in the answer of a function: as JSON, in a text of JSON.
fn size(record: &impl Serialize) -> Option<usize> {
    let mut size = Size(0);
    serde_json::to_writer(&mut size, record).ok()?;
    Some(size.0)
}

/// Counts what is written, with the backslashes that it gets in a text of JSON.
struct Size(usize);

impl io::Write for Size {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() + bytes.iter().filter(|byte| matches!(byte, b'"' | b'\\')).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_the_size_that_it_has_in_an_answer() {
        for text in ["", "Robin", "\"", "a\\b\nc\t", "ن👩‍🔬"] {
            let record = [text];
            let json = serde_json::to_string(&record).unwrap();
            let in_answer = serde_json::to_string(&json).unwrap();
            assert_eq!(size(&record), Some(in_answer.len() - "\"\"".len()), "{text:?}");
        }
    }

    #[test]
    fn what_does_not_fit_takes_the_rest() {
        let mut room = Room::of_page();
        let half = "a".repeat(BYTES / 2 - 4);
        assert!(room.takes(&half) && room.takes(&half));
        assert!(!room.takes(&1));
        assert!(!room.takes(&half));
    }
}
