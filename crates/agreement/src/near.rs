//! "Did you mean": the known word that is nearest to a misspelt one.

/// The nearest known word, if it is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = match word.chars().count() {
        0..=2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, left out, changed or swapped with their neighbour.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.to_lowercase().chars().collect();
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let width = right.len() + 1;
    let mut table: Vec<usize> = vec![0; (left.len() + 1) * width];
    for row in 0..=left.len() {
        for column in 0..=right.len() {
            table[row * width + column] = if row == 0 || column == 0 {
                row + column
            } else {
                let same = left[row - 1] == right[column - 1];
                let changed = table[(row - 1) * width + column - 1] + usize::from(!same);
                let added = table[row * width + column - 1] + 1;
                let dropped = table[(row - 1) * width + column] + 1;
                let swapped =
                    row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
                let best = changed.min(added).min(dropped);
                if swapped { best.min(table[(row - 2) * width + column - 2] + 1) } else { best }
            };
        }
    }
    table[left.len() * width + right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_not() {
        let check = |word, expected: Option<&str>| {
            assert_eq!(nearest(word, ["amount", "origin", "label", "to", "from"]), expected, "{word}");
        };
        check("amuont", Some("amount"));
        check("amounts", Some("amount"));
        check("Label", Some("label"));
        check("form", Some("from"));
        check("beløb", None);
        check("zz", None);
    }
}
