//! What is wrong with an input, as data: a stable code, a place, and the words that fill its message. The message and
//! the hint stand in the text files of each language under the code.

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing may be done with the input.
    Error,
    /// It can be used; somebody should look.
    Warning,
}

/// A place in a text. Lines and columns count from 1; columns count characters, the span counts bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// First byte of what is meant.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}

impl Place {
    /// The place of a span of bytes in a text.
    pub fn of_span(text: &str, start: usize, end: usize) -> Self {
        let start = floor_char(text, start);
        let end = floor_char(text, end).max(start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        Self::on_line(text, line, line_start, start, end)
    }

    /// The place of a span of bytes in a text whose lines begin at these bytes, the first at 0: for who asks often.
    pub fn in_lines(text: &str, line_starts: &[usize], start: usize, end: usize) -> Self {
        let start = floor_char(text, start);
        let end = floor_char(text, end).max(start);
        let line = line_starts.partition_point(|line_start| *line_start <= start);
        let line_start = line.checked_sub(1).and_then(|at| line_starts.get(at)).copied().unwrap_or(0);
        Self::on_line(text, line.max(1), line_start, start, end)
    }

    fn on_line(text: &str, line: usize, line_start: usize, start: usize, end: usize) -> Self {
        let column = text[line_start..start].chars().count() + 1;
        Self {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
            start,
            end,
        }
    }
}

fn floor_char(text: &str, mut byte: usize) -> usize {
    byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `A012`: the key of its message and hint in each language.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// The words that fill the message: name and value.
    pub arguments: Vec<(&'static str, String)>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, place: Place) -> Self {
        Self { code, severity: Severity::Error, place, arguments: Vec::new() }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, place: Place) -> Self {
        Self { code, severity: Severity::Warning, place, arguments: Vec::new() }
    }

    /// The same with one more word for its message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters() {
        let text = "æ b\r\nø\n\nlast";
        let check = |start: usize, line: u32, column: u32| {
            let found = Place::of_span(text, start, start + 1);
            assert_eq!((found.line, found.column), (line, column), "byte {start}");
        };
        check(0, 1, 1);
        check(3, 1, 3);
        // The middle of a character is its beginning.
        check(1, 1, 1);
        check(6, 2, 1);
        check(9, 3, 1);
        check(10, 4, 1);
        // Behind the end: the end.
        check(99, 4, 5);
        assert_eq!(Place::of_span("", 0, 1).line, 1);
    }

    proptest! {
        #[test]
        fn both_ways_of_finding_a_place_agree(text in "[aæ\r\n]{0,40}", start in 0_usize..60, length in 0_usize..9) {
            let line_starts: Vec<usize> =
                std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            prop_assert_eq!(
                Place::in_lines(&text, &line_starts, start, start + length),
                Place::of_span(&text, start, start + length)
            );
        }
    }
}
