//! Phone numbers that nobody has.

/// A number of the range reserved for fiction in North America (555-0100 to 555-0199): `index` from 0 to 99.
pub fn fictional(index: u8) -> String {
    format!("+1202555{:04}", 100 + u16::from(index % 100))
}
