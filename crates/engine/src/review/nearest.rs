//! The known word that lies nearest to an unknown one, for hints.

/// The nearest of the known words, where it is near enough to be a slip of the pen: a third of its letters at most.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let best = known.map(|known| (distance(word, known), known)).min_by_key(|(distance, _)| *distance);
    best.filter(|(distance, known)| *distance * 3 <= known.chars().count()).map(|(_, known)| known)
}

/// Letters to insert, delete or replace (Levenshtein 1966).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (place, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = place + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}
