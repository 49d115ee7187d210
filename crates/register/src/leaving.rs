//! Who has left the population, as data beside the code list: which of its categories, and which codes of a category that
//! mixes things. The code list and its editions stay as they are.

use virkning_model::code_list::{LeavingList, LeavingRow};
use virkning_model::observation::Leaving;

use crate::codes::CodeListError;

const BUILT_IN: &str = include_str!("../data/left_population.csv");

const COLUMNS: [&str; 4] = ["how", "category", "code", "edition"];

/// The list that is built in.
pub fn built_in() -> LeavingList {
    read_csv(BUILT_IN).expect("the built-in list is read by a test")
}

/// Reads a list from CSV with a header; lines that begin with `#` are comments.
///
/// # Errors
/// As a code list: an unreadable file, a missing column, a value that cannot stand in its column, no row.
pub fn read_csv(text: &str) -> Result<LeavingList, CodeListError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| CodeListError::Unreadable { reason: error.to_string() };
    let header = reader.headers().map_err(unreadable)?.clone();
    let mut places = [0; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let found = header.iter().position(|name| name.trim() == column);
        *place = found.ok_or(CodeListError::MissingColumn { column })?;
    }
    let mut list = LeavingList { edition: String::new(), rows: Vec::new() };
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        let value = |column: usize| record.get(places[column]).unwrap_or_default().trim();
        let invalid =
            |column: usize| CodeListError::Invalid { line, column: COLUMNS[column], value: value(column).to_owned() };
        let how = Leaving::ALL.into_iter().find(|how| how.name() == value(0)).ok_or_else(|| invalid(0))?;
        let category = Some(value(1)).filter(|text| !text.is_empty()).ok_or_else(|| invalid(1))?;
        let code = match value(2) {
            "" => None,
            text => Some(text.parse().ok().filter(|code| (1..=999).contains(code)).ok_or_else(|| invalid(2))?),
        };
        if value(3).is_empty() || !list.rows.is_empty() && value(3) != list.edition {
            return Err(invalid(3));
        }
        value(3).clone_into(&mut list.edition);
        list.rows.push(LeavingRow { how, category: category.to_owned(), code });
    }
    if list.rows.is_empty() {
        return Err(CodeListError::Empty);
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn the_built_in_list_splits_the_pensions() {
        let (list, codes) = (built_in(), codes::built_in());
        let day = jiff::civil::date(2024, 11, 7);
        let check = |code: u16, expected: Option<Leaving>| {
            let how = codes.category(code, day).and_then(|category| list.how(code, category));
            assert_eq!(how, expected, "{code}");
        };
        check(997, Some(Leaving::Emigrated));
        check(998, Some(Leaving::OldAgePension));
        check(999, Some(Leaving::Dead));
        for stays in [0, 130, 651, 781, 783, 870, 996] {
            check(stays, None);
        }
    }

    #[test]
    fn bad_lists() {
        let check = |rows: &str, expected: &str| {
            let error = read_csv(&format!("how,category,code,edition\n{rows}")).expect_err("refused");
            assert_eq!(error.code(), expected, "{rows}");
        };
        check("", "R165");
        check("moved,dead,,1\n", "R163");
        check("dead,,,1\n", "R163");
        check("dead,dead,1000,1\n", "R163");
        check("dead,dead,,\n", "R163");
        check("dead,dead,,1\nemigrated,emigrated,,2\n", "R163");
        assert_eq!(read_csv("how,category\n").expect_err("refused").code(), "R162");
    }
}
