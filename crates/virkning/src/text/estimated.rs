//! Amounts that are estimated, marked as such wherever they are printed.

use virkning_model::agreement::Measure;
use virkning_model::code_list::ListUsed;
use virkning_model::source::is_estimated;

use super::Texts;

/// A measure by its label, which says so where it is read from estimates.
pub fn measure_label(measure: &Measure, texts: &Texts) -> String {
    if is_estimated(&measure.source) {
        texts.with("estimated-measure", &[("label", &measure.label)])
    } else {
        measure.label.clone()
    }
}

/// Which measures are read from estimates, and from which lists; nothing where none is.
pub fn note(measures: &[&Measure], lists: &[ListUsed], texts: &Texts) -> Option<String> {
    if measures.is_empty() {
        return None;
    }
    let labels: Vec<&str> = measures.iter().map(|measure| measure.label.as_str()).collect();
    Some(texts.with("estimated-note", &[("measures", &labels.join("; ")), ("lists", &lists_in_words(lists, texts))]))
}

/// Lists by name, edition and hash.
pub fn lists_in_words(lists: &[ListUsed], texts: &Texts) -> String {
    lists.iter().map(|list| list_in_words(list, texts)).collect::<Vec<_>>().join(", ")
}

/// A list by name, edition and hash.
pub fn list_in_words(list: &ListUsed, texts: &Texts) -> String {
    let words = [("name", list.name.as_str()), ("edition", &list.edition), ("content", list.content.short())];
    texts.with("estimated-list", &words)
}
