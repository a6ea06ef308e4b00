//! Phone numbers set aside for fiction: nobody is ever reached by one of them.

use super::draw::Draw;

/// A number that belongs to nobody: North America's 555-0100 to 555-0199, or Ofcom's drama numbers (01632 960000 to
/// 960999, mobiles 07700 900000 to 900999).
pub fn fictional_number(draw: &mut Draw) -> String {
    const AREA_CODES: [&str; 6] = ["202", "212", "312", "415", "512", "617"];
    match draw.below(4) {
        0 => format!("+441632960{:03}", draw.below(1_000)),
        1 => format!("+447700900{:03}", draw.below(1_000)),
        _ => {
            let area_code = draw.pick(&AREA_CODES).copied().unwrap_or("202");
            format!("+1{area_code}55501{:02}", draw.below(100))
        }
    }
}

/// What telephone networks hand on when the caller hides the number. `+266696687` is "ANONYMOUS" on a keypad.
pub fn withheld_number(draw: &mut Draw) -> String {
    const PLACEHOLDERS: [&str; 4] = ["", "anonymous", "+266696687", "Restricted"];
    draw.pick(&PLACEHOLDERS).copied().unwrap_or_default().to_owned()
}

/// The country of a number as the telephone company's callback names it; empty when unknown.
pub fn country(number: &str) -> &'static str {
    const PREFIXES: [(&str, &str); 5] =
        [("+44", "GB"), ("+1", "US"), ("+966", "SA"), ("+971", "AE"), ("+61", "AU")];
    PREFIXES.iter().find(|(prefix, _)| number.starts_with(prefix)).map_or("", |(_, country)| country)
}

#[cfg(test)]
mod tests {
    use super::super::draw::CallSeed;
    use super::*;

    #[test]
    fn only_numbers_set_aside_for_fiction_are_drawn() {
        let mut draw = CallSeed::derive(1, &[]).draw("numbers");
        for _ in 0..500 {
            let number = fictional_number(&mut draw);
            let fictional = (number.starts_with("+1") && number.len() == 12 && &number[5..10] == "55501")
                || (number.starts_with("+441632960") && number.len() == 13)
                || (number.starts_with("+447700900") && number.len() == 13);
            assert!(fictional, "{number}");
        }
    }
}
