//! Paths of terms, as choices, amendments and remarks write them: the table, what names the term where the table has
//! several, keys, and numbers from one in lists: `payment.outcome-payment.from.2.budget`, `intake.by_year.2024`,
//! `signature.1.office`.

use crate::shape;
use crate::tree::{Table, Term, Value};

/// The term that a path names, and the keys that are left of it.
pub(crate) fn term_at<'a, 'b>(terms: &'a [Term], path: &'b str) -> Option<(&'a Term, Vec<&'b str>)> {
    let (index, keys) = index_at(terms, path)?;
    Some((&terms[index], keys))
}

/// The place of the term among all terms, and the keys that are left of the path.
pub(crate) fn index_at<'b>(terms: &[Term], path: &'b str) -> Option<(usize, Vec<&'b str>)> {
    let mut parts = path.split('.');
    let table = shape::table(parts.next()?)?;
    let mut of_table = terms.iter().enumerate().filter(|(_, term)| term.table == table.name);
    let (index, _) = if !table.many {
        of_table.next()?
    } else if table.shape.key("id").is_some() {
        let id = parts.next()?;
        of_table.find(|(_, term)| term.id() == Some(id))?
    } else {
        of_table.nth(parts.next()?.parse::<usize>().ok()?.checked_sub(1)?)?
    };
    Some((index, parts.collect()))
}

/// The value at a path.
pub(crate) fn value_at<'a>(terms: &'a [Term], path: &str) -> Option<&'a Value> {
    let (term, keys) = term_at(terms, path)?;
    term.at(&keys)
}

/// Whether one of two paths is the other or a part of it.
pub(crate) fn touches(one: &str, other: &str) -> bool {
    let is_part =
        |whole: &str, part: &str| part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    is_part(one, other) || is_part(other, one)
}

/// The path of a term among those of its document.
pub(crate) fn of_term(terms: &[Term], term: &Term) -> String {
    let Some(table) = shape::table(&term.table).filter(|table| table.many) else { return term.table.clone() };
    if table.shape.key("id").is_some() {
        return format!("{}.{}", term.table, term.id().unwrap_or_default());
    }
    let before = terms.iter().filter(|other| other.table == term.table && other.span.start < term.span.start);
    format!("{}.{}", term.table, before.count() + 1)
}

/// What people call a term.
pub(crate) fn label(term: &Term) -> Option<&str> {
    ["label", "short_name", "name", "question"].iter().find_map(|key| term.get(key)?.text())
}

/// Every path of the document, for a suggestion.
pub(crate) fn all(terms: &[Term]) -> Vec<String> {
    let mut all = Vec::new();
    for term in terms {
        below(&term.body, &of_term(terms, term), &mut all);
    }
    all
}

fn below(body: &Table, above: &str, all: &mut Vec<String>) {
    for entry in &body.entries {
        let path = format!("{above}.{}", entry.key);
        if let Some(inner) = entry.value.table() {
            below(inner, &path, all);
        }
        for (number, value) in (1..).zip(entry.value.list().unwrap_or_default()) {
            if let Some(inner) = value.table() {
                below(inner, &format!("{path}.{number}"), all);
            }
        }
        all.push(path);
    }
}
