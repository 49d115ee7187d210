//! Rows for the finance system: what stands in the file, that vouchers balance, and that no text becomes a formula.

use virkning_model::agreement::AccountHolder;
use virkning_model::id::{AgreementId, BudgetId, PartyId};
use virkning_model::ledger::AccountPurpose;
use virkning_model::{Currency, Money};

use super::*;
use crate::finance::lines::{FinanceEntry, NoLines, lines, reposted};
use crate::finance::mapping::{Mapping, read};

const AARHUS: &str = include_str!("../../../../../agreements/accounts/aarhus.toml");

fn mapping() -> Mapping {
    read(AARHUS).expect("a mapping without mistakes")
}

fn entry(party: &str, budget: Option<&str>, purpose: AccountPurpose, oere: i128) -> FinanceEntry {
    FinanceEntry {
        agreement: AgreementId::new("ips-plus").expect("an agreement"),
        voucher: "2025-0001".to_owned(),
        day: Date::constant(2025, 3, 31),
        accounting_year: 2025,
        measured_year: Some(2024),
        holder: AccountHolder {
            party: PartyId::new(party).expect("a party"),
            budget: budget.map(|budget| BudgetId::new(budget).expect("a budget")),
        },
        purpose,
        amount: Money::from_minor(Currency::DKK, oere),
        text: "IPS-PLUS, måleår 2024".to_owned(),
    }
}

/// A settlement of 58,100.00 kr.: owed by the municipality's central budget to the council.
fn settlement() -> Vec<FinanceEntry> {
    vec![
        entry("aarhus", Some("central"), AccountPurpose::OutcomePaymentPaid, 5_810_000),
        entry("aarhus", Some("central"), AccountPurpose::Payable, -5_810_000),
        entry("rsi", None, AccountPurpose::Receivable, 5_810_000),
        entry("rsi", None, AccountPurpose::OutcomePaymentReceived, -5_810_000),
    ]
}

#[test]
fn a_settlement_as_rows() {
    let mapping = mapping();
    let lines = lines(&mapping, &settlement()).expect("all accounts are there");
    let text = String::from_utf8(mapping.csv.write(&lines)).expect("UTF-8");
    let expected = "\
Bilagsnummer;Bilagsdato;Regnskabsår;Kontostreng;Udvalg;Beløb;Posteringstekst;Aftale;Måleår;Momskode\r
2025-0001;31-03-2025;2025;5.57.73.02-10001.400;Social- og Beskæftigelsesudvalget;58100,00;IPS-PLUS, måleår 2024;ips-plus;2024;0\r
2025-0001;31-03-2025;2025;9.52.59.05-00001.000;Økonomiudvalget;-58100,00;IPS-PLUS, måleår 2024;ips-plus;2024;0\r
2025-0001;31-03-2025;2025;9.28.15.06-00002.000;Økonomiudvalget;58100,00;IPS-PLUS, måleår 2024;ips-plus;2024;0\r
2025-0001;31-03-2025;2025;XG-5090000001-70010;Økonomiudvalget;-58100,00;IPS-PLUS, måleår 2024;ips-plus;2024;0\r
";
    assert_eq!(text, expected);
}

#[test]
fn a_reposting_shows_what_the_money_was_for() {
    let lines = lines(&mapping(), &settlement()).expect("all accounts are there");
    let shown: Vec<(&str, i128)> =
        reposted(&lines).into_iter().map(|line| (line.account.as_str(), line.entry.amount.minor())).collect();
    assert_eq!(shown, [("5.57.73.02-10001.400", 5_810_000), ("XG-5090000001-70010", -5_810_000)]);
}

#[test]
fn debit_and_credit_apart_and_other_letters() {
    let text = AARHUS.replacen(
        "{ title = \"Beløb\", value = \"amount\" },",
        "{ title = \"Debet\", value = \"debit\" }, { title = \"Kredit\", value = \"credit\" },",
        1,
    );
    let text = text.replacen("encoding = \"utf-8\"", "encoding = \"windows-1252\"", 1);
    let text = text.replacen("decimal_mark = \",\"", "decimal_mark = \".\"", 1);
    let mapping = read(&text).expect("a mapping without mistakes");
    let mut entries = settlement();
    entries[0].text = "måleår → 2024".to_owned();
    let bytes = mapping.csv.write(&lines(&mapping, &entries).expect("all accounts are there"));
    let (text, _, damaged) = encoding_rs::WINDOWS_1252.decode(&bytes);
    assert!(!damaged && text.contains("Regnskabsår;") && text.contains(";måleår . 2024;"), "{text}");
    assert!(text.contains(";58100.00;;") && text.contains(";;58100.00;"), "{text}");
}

#[test]
fn rows_of_a_voucher_balance_or_nothing_is_written() {
    let mut entries = settlement();
    entries[3].amount = Money::from_minor(Currency::DKK, -5_809_999);
    let found = lines(&mapping(), &entries).expect_err("one øre is lacking");
    let difference = Money::from_minor(Currency::DKK, 1);
    assert_eq!(found, NoLines::Unbalanced { voucher: "2025-0001".to_owned(), difference });
    // Two vouchers that are wrong by the same do not make each other right.
    let mut two = settlement();
    two.iter_mut().skip(2).for_each(|entry| entry.voucher = "2025-0002".to_owned());
    two[0].amount = Money::from_minor(Currency::DKK, 5_810_001);
    assert!(matches!(lines(&mapping(), &two), Err(NoLines::Unbalanced { .. })));
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let mut entries = settlement();
    entries.extend(settlement());
    for entry in &mut entries {
        entry.holder.party = PartyId::new("region").expect("a party");
    }
    match lines(&mapping(), &entries) {
        Err(NoLines::Missing(missing)) => assert_eq!(missing.len(), 4),
        other => panic!("{other:?}"),
    }
    let euro = Currency::new("EUR").expect("a currency");
    let mut foreign = settlement();
    foreign[1].amount = Money::from_minor(euro, 1);
    let expected = NoLines::Currency { voucher: "2025-0001".to_owned(), currency: euro };
    assert_eq!(lines(&mapping(), &foreign), Err(expected));
}

#[test]
fn nothing_to_write_gives_the_heading() {
    let mapping = mapping();
    let text = String::from_utf8(mapping.csv.write(&[])).expect("UTF-8");
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn texts_are_never_formulas_and_never_break_a_row() {
    let mapping = mapping();
    for (hostile, written) in [
        ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
        ("+45 1", "'+45 1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("a;b\"c", "a;b\"c"),
        ("linje\r\nto", "linje  to"),
    ] {
        let mut entries = settlement();
        entries[0].text = hostile.to_owned();
        let bytes = mapping.csv.write(&lines(&mapping, &entries).expect("all accounts are there"));
        let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes.as_slice());
        let rows: Vec<::csv::StringRecord> =
            reader.records().map(|row| row.expect("a row of the same width")).collect();
        assert_eq!((rows.len(), &rows[0][6]), (4, written), "{hostile:?}");
    }
}

#[test]
fn days_in_every_form() {
    let day = Date::constant(2025, 3, 1);
    for (form, expected) in [
        (RowDate::YearFirst, "2025-03-01"),
        (RowDate::DayFirst, "01-03-2025"),
        (RowDate::DayFirstWithDots, "01.03.2025"),
        (RowDate::YearFirstTogether, "20250301"),
        (RowDate::DayFirstTogether, "01032025"),
    ] {
        assert_eq!(form.write(day), expected);
    }
}

proptest::proptest! {
    /// Whatever is written is read again to the same sums.
    #[test]
    fn sums_survive_the_file(amounts in proptest::collection::vec(-1_000_000_000_i128..1_000_000_000, 1..20)) {
        let mapping = mapping();
        let mut entries = Vec::new();
        for amount in &amounts {
            entries.push(entry("aarhus", Some("central"), AccountPurpose::OutcomePaymentPaid, *amount));
            entries.push(entry("rsi", None, AccountPurpose::OutcomePaymentReceived, -*amount));
        }
        let bytes = mapping.csv.write(&lines(&mapping, &entries).expect("all accounts are there"));
        let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes.as_slice());
        let read: Vec<i128> = reader
            .records()
            .map(|row| row.expect("a row")[5].replace([',', '.'], "").parse().expect("an amount"))
            .collect();
        let expected: Vec<i128> = entries.iter().map(|entry| entry.amount.minor()).collect();
        proptest::prop_assert_eq!(read, expected);
    }
}
