//! The part of a file that is written by this program, between two marks.

use anyhow::{Context, ensure};

const BEGIN: &str = "generated, do not edit:";
const END: &str = "end of what is generated";

/// The text with this section in the place of the one between its marks. Marks are comments on lines of their own.
pub(crate) fn replace(text: &str, section: &str) -> anyhow::Result<String> {
    let is_mark = |line: &str, mark: &str| line.trim_start().starts_with('#') && line.contains(mark);
    let lines: Vec<&str> = text.lines().collect();
    let begin = lines.iter().position(|line| is_mark(line, BEGIN));
    let end = lines.iter().position(|line| is_mark(line, END));
    let begin = begin.with_context(|| format!("a comment with “{BEGIN}” is missing"))?;
    let end = end.with_context(|| format!("a comment with “{END}” is missing"))?;
    ensure!(begin < end, "the marks of the generated part are in the wrong order");
    let mut replaced: Vec<&str> = lines[..=begin].to_vec();
    replaced.extend(section.lines());
    replaced.extend(&lines[end..]);
    Ok(replaced.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let text = "a\n  # generated, do not edit: by x\nold\nolder\n  # end of what is generated\nb\n";
        let replaced = replace(text, "new\n").unwrap();
        assert_eq!(replaced, "a\n  # generated, do not edit: by x\nnew\n  # end of what is generated\nb\n");
        assert_eq!(replace(&replaced, "new\n").unwrap(), replaced);
    }

    #[test]
    fn a_file_without_marks_is_refused() {
        assert!(replace("a\n", "new").is_err());
        assert!(replace("# end of what is generated\n# generated, do not edit: x\n", "new").is_err());
    }
}
