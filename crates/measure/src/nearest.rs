//! Which of several known words is most like a misspelt one.

/// The known word with the smallest edit distance, the first among equals; nothing if none is known.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A hostile word may be long; no known word is, so its beginning is enough.
    let word: Vec<char> = word.to_lowercase().chars().take(64).collect();
    known.into_iter().min_by_key(|candidate| distance(&word, candidate))
}

fn distance(word: &[char], candidate: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (line, letter) in candidate.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in word.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[word.len()]
}
