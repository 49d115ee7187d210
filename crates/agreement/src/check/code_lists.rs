//! Rules about code lists that measures ask by name: whose codes they are, when they hold, and that somebody asks them.

use virkning_model::code_list::ListedCodes;
use virkning_model::expression::Table;
use virkning_model::source::{SOURCES, source};

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    let asked: Vec<&str> = agreement
        .measures
        .iter()
        .flat_map(|measure| virkning_measure::code_lists(measure.success.as_ref(), measure.value.as_ref()))
        .map(|list| list.name.as_str())
        .collect();
    for (index, term) in agreement.code_lists.iter().enumerate() {
        let name = term.list.name.as_str();
        if source(&term.source).is_some_and(|source| !source.tables.contains(&Table::Week)) {
            let coded = SOURCES.iter().filter(|source| source.tables.contains(&Table::Week));
            let known: Vec<&str> = coded.map(|source| source.name).collect();
            let arguments = [("list", name), ("source", &*term.source), ("known", &*known.join(", "))];
            checker.report(codes::CODE_LIST_WITHOUT_CODES, ("code_list", index, &["source"]), &arguments);
        }
        for (place, row) in term.list.rows.iter().enumerate() {
            let place = (place + 1).to_string();
            if let ListedCodes::Range { first, last } = row.codes
                && first > last
            {
                let arguments = [("first", &*first.to_string()), ("last", &*last.to_string())];
                checker.report(codes::CODES_REVERSED, ("code_list", index, &["rows", &place, "last"]), &arguments);
            }
            if let (Some(from), Some(to)) = (row.valid_from, row.valid_to)
                && from > to
            {
                let arguments = [("from", &*from.to_string()), ("to", &*to.to_string())];
                checker.report(codes::DATES_REVERSED, ("code_list", index, &["rows", &place, "to"]), &arguments);
            }
        }
        if !asked.contains(&name) {
            checker.report(codes::CODE_LIST_UNUSED, ("code_list", index, &["id"]), &[("list", name)]);
        }
    }
}
