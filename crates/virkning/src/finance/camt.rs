//! A bank statement as ISO 20022 BankToCustomerStatement, camt.053, versions 02 to 08: the booked entries with their
//! references. Read by the names of its elements, whatever the version's namespace.

use jiff::civil::Date;
use roxmltree::{Document, Node};
use virkning_model::{Currency, Money};

use super::bank::{BankRow, BankStatement, tell_apart};
use crate::app::failure::{Refusal, RowProblem};
use crate::app::folder::hash;

/// The largest statement in bytes.
const CAMT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Reads the booked movements of a statement. An entry of several payments gives one row for each of them.
///
/// # Errors
/// Why the file is no such statement.
pub fn read(bytes: &[u8]) -> Result<BankStatement, Refusal> {
    let unreadable = |reason: String| Refusal::new("B105").with("reason", reason);
    if bytes.len() > CAMT_BYTES_MAX {
        return Err(unreadable(format!("{} > {CAMT_BYTES_MAX} bytes", bytes.len())));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    // No document type declaration is taken: entities could make a small file large.
    let document = Document::parse(text).map_err(|error| unreadable(error.to_string()))?;
    let is_statement = document.root_element().children().any(|node| node.tag_name().name() == "BkToCstmrStmt");
    if !is_statement {
        return Err(unreadable("BkToCstmrStmt".to_owned()));
    }
    let (mut rows, mut rejected, mut ignored, mut total) = (Vec::new(), Vec::new(), 0, 0);
    for entry in document.descendants().filter(|node| node.tag_name().name() == "Ntry") {
        let line = u64::from(document.text_pos_at(entry.range().start).row);
        let payments: Vec<Node<'_, '_>> = below(entry, &["NtryDtls", "TxDtls"]);
        let several = payments.len() > 1;
        let parts = if payments.is_empty() {
            vec![None]
        } else {
            payments.into_iter().map(Some).collect::<Vec<Option<Node<'_, '_>>>>()
        };
        for payment in parts {
            total += 1;
            if status(entry) != "BOOK" {
                ignored += 1;
                continue;
            }
            match row(entry, payment, several, line) {
                Ok(row) => rows.push(row),
                Err(problem) => rejected.push(problem),
            }
        }
    }
    let (rows, twice) = tell_apart(rows);
    rejected.extend(twice);
    rejected.sort_by_key(|problem| problem.line);
    Ok(BankStatement { file: hash(bytes), rows, rejected, ignored, total })
}

/// `BOOK` or another: a text up to version 02, a code inside from version 08 on.
fn status<'a>(entry: Node<'a, '_>) -> &'a str {
    text_of(entry, &["Sts", "Cd"]).or_else(|| text_of(entry, &["Sts"])).unwrap_or("BOOK")
}

/// One movement. What an entry says of itself holds for a payment only where it collects no others.
fn row(entry: Node<'_, '_>, payment: Option<Node<'_, '_>>, several: bool, line: u64) -> Result<BankRow, RowProblem> {
    let wrong = |column: &str, excerpt: &str| RowProblem {
        file: String::new(),
        line,
        column: column.to_owned(),
        excerpt: excerpt.chars().take(20).collect(),
        code: "B106".to_owned(),
        arguments: vec![("element".to_owned(), column.to_owned())],
    };
    let inside = |names: &[&str]| payment.and_then(|payment| text_of(payment, names));
    let day = text_of(entry, &["BookgDt", "Dt"]).or_else(|| text_of(entry, &["BookgDt", "DtTm"])).unwrap_or_default();
    let date: Date = day.get(..10).unwrap_or(day).parse().map_err(|_| wrong("BookgDt", day))?;
    // A payment has its own amount where an entry collects several.
    let own = payment.and_then(|payment| {
        below(payment, &["AmtDtls", "TxAmt", "Amt"]).into_iter().chain(below(payment, &["Amt"])).next()
    });
    let whole = below(entry, &["Amt"]).into_iter().next().filter(|_| !several);
    let node = own.or(whole).ok_or_else(|| wrong("Amt", ""))?;
    let said = node.text().unwrap_or_default().trim();
    let currency = node.attribute("Ccy").and_then(Currency::new).ok_or_else(|| wrong("Ccy", said))?;
    let amount =
        said.parse().ok().and_then(|value| Money::exact(currency, value).ok()).ok_or_else(|| wrong("Amt", said))?;
    let indicator = inside(&["CdtDbtInd"]).or_else(|| text_of(entry, &["CdtDbtInd"])).unwrap_or_default();
    let amount = match indicator {
        "CRDT" => amount,
        "DBIT" => -amount,
        other => return Err(wrong("CdtDbtInd", other)),
    };
    let id = inside(&["Refs", "AcctSvcrRef"])
        .or_else(|| text_of(entry, &["AcctSvcrRef"]).filter(|_| !several))
        .unwrap_or_default();
    let reference = inside(&["Refs", "EndToEndId"]).filter(|reference| *reference != "NOTPROVIDED");
    Ok(BankRow {
        line,
        day: date,
        amount,
        reference: reference.unwrap_or_default().to_owned(),
        text: inside(&["RmtInf", "Ustrd"]).or_else(|| text_of(entry, &["AddtlNtryInf"])).unwrap_or_default().to_owned(),
        id: id.to_owned(),
    })
}

/// The elements that a path of names leads to.
fn below<'a, 'i>(node: Node<'a, 'i>, names: &[&str]) -> Vec<Node<'a, 'i>> {
    let mut found = vec![node];
    for name in names {
        found = found.iter().flat_map(|node| node.children()).filter(|node| node.tag_name().name() == *name).collect();
    }
    found
}

/// The text of the first element that a path of names leads to.
fn text_of<'a>(node: Node<'a, '_>, names: &[&str]) -> Option<&'a str> {
    below(node, names).first().and_then(|node| node.text()).map(str::trim).filter(|text| !text.is_empty())
}
