//! What differs between two texts, line by line: shown when a document is no longer the one that was sealed.

/// One line that only one of the two texts has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDifference {
    /// Whether the old text or the new one has it.
    pub side: Side,
    /// Its number in that text, from 1.
    pub line: u32,
    /// The line itself.
    pub text: String,
}

/// Which text a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Only in the old text.
    Old,
    /// Only in the new text.
    New,
}

/// The lines that differ, in the order of the texts; an old line comes before the new one that takes its place. Line
/// ends and blanks at them do not count.
pub fn difference(old: &str, new: &str) -> Vec<LineDifference> {
    let old: Vec<&str> = old.lines().map(str::trim_end).collect();
    let new: Vec<&str> = new.lines().map(str::trim_end).collect();
    let start = old.iter().zip(&new).take_while(|(left, right)| left == right).count();
    let end =
        old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(left, right)| left == right).count();
    let (old_middle, new_middle) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let kept = common(old_middle, new_middle);
    let mut lines = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for (old_kept, new_kept) in kept.into_iter().chain([(old_middle.len(), new_middle.len())]) {
        lines.extend((old_at..old_kept).map(|at| line(Side::Old, start + at, old_middle[at])));
        lines.extend((new_at..new_kept).map(|at| line(Side::New, start + at, new_middle[at])));
        (old_at, new_at) = (old_kept + 1, new_kept + 1);
    }
    lines
}

fn line(side: Side, at: usize, text: &str) -> LineDifference {
    LineDifference { side, line: u32::try_from(at + 1).unwrap_or(u32::MAX), text: text.to_owned() }
}

/// Pairs of places of a longest common subsequence. Texts beyond some thousand differing lines share none: the whole
/// middle is then told as changed, which keeps the table small.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > 16_000_000 {
        return Vec::new();
    }
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for row in (0..old.len()).rev() {
        for column in (0..new.len()).rev() {
            longest[row * width + column] = if old[row] == new[column] {
                longest[(row + 1) * width + column + 1] + 1
            } else {
                longest[(row + 1) * width + column].max(longest[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < old.len() && column < new.len() {
        if old[row] == new[column] {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if longest[(row + 1) * width + column] >= longest[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &[&str]) {
        let shown: Vec<String> = difference(old, new)
            .iter()
            .map(|line| format!("{}{} {}", if line.side == Side::Old { '-' } else { '+' }, line.line, line.text))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn only_what_differs_is_told() {
        check("a\nb\nc\n", "a\nb\nc\n", &[]);
        check("a\r\nb\r\n", "a\nb\n", &[]);
        check("a\namount = 4_150\nc", "a\namount = 4_019\nc", &["-2 amount = 4_150", "+2 amount = 4_019"]);
        check("a\nc", "a\nb\nc", &["+2 b"]);
        check("a\nb\nc\nd", "b\nc\nx\nd", &["-1 a", "+3 x"]);
        check("", "a", &["+1 a"]);
    }
}
