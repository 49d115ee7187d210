//! Files of the finance office: an account mapping and statements of the bank, read from disk and refused like other input
//! with file, line and excerpt.

use std::path::Path;

use super::failure::{Document, Failure, Refusal, Rows};
use super::folder::read_text;
use crate::finance::bank::{self, BankProfile, BankStatement};
use crate::finance::camt;
use crate::finance::mapping::{self, Mapping};

/// Reads an account mapping that must be without mistakes.
pub fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let text = read_text(path)?;
    mapping::read(&text).map_err(|diagnostics| Failure::Document(Document { path: path.to_owned(), text, diagnostics }))
}

/// Reads a statement: camt.053 where the file ends in `.xml`, else CSV by a profile. Rows that cannot be read stop it
/// unless `accept_faulty` is exactly their number; then they are left out, and the answer still lists them.
pub fn read_statement(
    path: &Path,
    profile: Option<&Path>,
    accept_faulty: Option<u64>,
) -> Result<BankStatement, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::operating("tried-read", path, error))?;
    let statement = match profile {
        Some(profile) => bank::read(&bytes, &BankProfile::parse(&read_text(profile)?)?)?,
        None if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xml")) => camt::read(&bytes)?,
        None => return Err(Refusal::new("statement-without-profile").with("path", path.display()).into()),
    };
    let faulty = statement.rejected.len() as u64;
    if faulty > 0 && accept_faulty != Some(faulty) {
        return Err(Failure::Rows(Rows { path: path.to_owned(), problems: statement.rejected }));
    }
    Ok(statement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_by_their_kind_and_with_an_accepted_number_of_faults() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("a file");
            path
        };
        let profile = write("p.toml", include_str!("../../../../agreements/accounts/bank-statement.toml"));
        let rows = "Transaktionsnummer;Bogført;Type;Tekst;Reference;Beløb\nA;01-04-2025;x;;r;1\nB;01-04-2025;x;;r;y\n";
        let csv = write("s.csv", rows);
        let read = |accepted| read_statement(&csv, Some(&profile), accepted);
        assert!(matches!(read(None), Err(Failure::Rows(rows)) if rows.problems.len() == 1));
        assert!(matches!(read(Some(2)), Err(Failure::Rows(_))));
        assert_eq!(read(Some(1)).expect("a statement").rows.len(), 1);
        assert!(matches!(read_statement(&csv, None, None), Err(Failure::Refused(why)) if why.key.ends_with("profile")));
        let xml = write("s.XML", "<Document><BkToCstmrStmt/></Document>");
        assert_eq!(read_statement(&xml, None, None).expect("a statement").total, 0);
        let mapping = write("m.toml", "[mapping]\nname = 1\n");
        assert!(matches!(read_mapping(&mapping), Err(Failure::Document(found)) if found.diagnostics[0].code == "K001"));
    }
}
