//! Statements of banks and finance systems: rows with day, amount and reference, and every row that cannot be read.

use super::*;
use crate::finance::camt;

const PROFILE: &str = include_str!("../../../../../agreements/accounts/bank-statement.toml");

fn profile() -> BankProfile {
    BankProfile::parse(PROFILE).expect("a profile without mistakes")
}

const STATEMENT: &str = "\
Transaktionsnummer;Bogført;Type;Tekst;Reference;Beløb;Saldo\r
;01-04-2025;Primosaldo;;;;1.000.000,00\r
A1;01-04-2025;Overførsel;Havnen, måleår 2024;2025-0001;-58.100,00;941.900,00\r
A2;02-04-2025;Overførsel;Bilag 2025-0002, Havnen;;-1,5;941.898,50\r
;;;;;;\r
A3;03-04-2025;Indbetaling;\"Moder; A/S\";;+12;941.910,50\r
";

fn dkk(oere: i128) -> Money {
    Money::from_minor(Currency::DKK, oere)
}

#[test]
fn a_statement_of_the_bank() {
    let statement = read(STATEMENT.as_bytes(), &profile()).expect("a statement");
    let rows: Vec<(u64, i128, &str, &str)> = statement
        .rows
        .iter()
        .map(|row| (row.line, row.amount.minor(), row.reference.as_str(), row.id.as_str()))
        .collect();
    assert_eq!(rows, [(3, -5_810_000, "2025-0001", "A1"), (4, -150, "", "A2"), (6, 1_200, "", "A3")]);
    assert_eq!((statement.rejected.len(), statement.ignored, statement.total), (0, 2, 5));
    assert_eq!(statement.rows[0].day, Date::constant(2025, 4, 1));
    assert!(statement.rows[0].names("2025-0001") && !statement.rows[0].names("2025-000"));
    // In the text it must stand as a word of its own.
    assert!(statement.rows[1].names("2025-0002") && !statement.rows[1].names("2025-00"));
}

#[test]
fn the_same_file_in_other_letters_and_line_ends() {
    let expected = read(STATEMENT.as_bytes(), &profile()).expect("a statement").rows;
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(STATEMENT);
    let marked = [b"\xEF\xBB\xBF", STATEMENT.as_bytes()].concat();
    let unix = STATEMENT.replace("\r\n", "\n");
    for bytes in [windows.as_ref(), &marked, unix.as_bytes(), unix.trim_end().as_bytes()] {
        assert_eq!(read(bytes, &profile()).expect("a statement").rows, expected);
    }
}

#[test]
fn rows_that_cannot_be_read_are_listed() {
    let check = |row: &str, code: &str, column: &str| {
        let text =
            format!("Transaktionsnummer;Bogført;Type;Tekst;Reference;Beløb;Saldo\n{row}\nA9;01-04-2025;x;;r;1,00;\n");
        let statement = read(text.as_bytes(), &profile()).expect("a statement");
        let problem = &statement.rejected[0];
        assert_eq!((problem.line, problem.code.as_str(), problem.column.as_str()), (2, code, column), "{row}");
        assert_eq!((statement.rows.len(), statement.rejected.len(), statement.total), (1, 1, 2), "{row}");
    };
    check("A1;01-04-2025;x;;r;1,00", "B001", "");
    check("A1;31-02-2025;x;;r;1,00;", "B002", "Bogført");
    check("A1;2025-04-01;x;;r;1,00;", "B002", "Bogført");
    for amount in ["", "x", "1,234", "1.23,00", "1,234.56", "--1", "1.234.5", "0x1", "1e3", "٣"] {
        check(&format!("A1;01-04-2025;x;;r;{amount};"), "B003", "Beløb");
    }
}

#[test]
fn a_number_of_the_bank_stands_once() {
    let twice = STATEMENT.replacen("A2;", "A1;", 1);
    let statement = read(twice.as_bytes(), &profile()).expect("a statement");
    let problem = &statement.rejected[0];
    assert_eq!((problem.line, problem.code.as_str()), (4, "B005"));
    assert_eq!(problem.arguments, [("first".to_owned(), "3".to_owned())]);
}

#[test]
fn amounts_as_the_profile_writes_them() {
    let check = |text: &str, expected: Option<i128>| assert_eq!(amount(text, &profile()), expected, "{text}");
    for (text, expected) in
        [("1.234,56", 123_456), ("1234,5", 123_450), ("-1.234.567", -123_456_700), ("5,00-", -500), ("−0,01", -1)]
    {
        check(text, Some(expected));
    }
    for text in ["12.34", ".5", ",5", "1,", "1,234", "1 234", "12345678901234"] {
        check(text, None);
    }
}

#[test]
fn in_and_out_in_columns_of_their_own_and_payments_without_sign() {
    let apart = PROFILE.replacen("amount = \"Beløb\"", "in = \"Ind\"\nout = \"Ud\"", 1).replacen("id = ", "# id = ", 1);
    let profile_apart = BankProfile::parse(&apart).expect("a profile without mistakes");
    let text = "Bogført;Type;Tekst;Reference;Ind;Ud\n01-04-2025;x;;a;1,00;\n01-04-2025;x;;b;;2,00\n01-04-2025;x;;c;1,00;2,00\n";
    let statement = read(text.as_bytes(), &profile_apart).expect("a statement");
    assert_eq!(statement.rows.iter().map(|row| row.amount).collect::<Vec<_>>(), [dkk(100), dkk(-200)]);
    assert_eq!(statement.rejected[0].code, "B004");
    let unsigned = PROFILE.replacen("outgoing = \"negative\"", "outgoing = \"positive\"", 1);
    let profile_unsigned = BankProfile::parse(&unsigned).expect("a profile without mistakes");
    let statement = read(STATEMENT.as_bytes(), &profile_unsigned).expect("a statement");
    assert_eq!(statement.rows[0].amount, dkk(5_810_000));
}

#[test]
fn rows_without_a_number_of_the_bank_are_told_apart_by_what_they_say() {
    let without = PROFILE.replacen("id = ", "# id = ", 1);
    let profile = BankProfile::parse(&without).expect("a profile without mistakes");
    let row = "01-04-2025;x;tekst;2025-0001;-1,00\n";
    let one = format!("Bogført;Type;Tekst;Reference;Beløb\n{row}");
    let two = format!("{one}{row}02-04-2025;x;;;-1,00\n");
    let ids = |text: &str| {
        let statement = read(text.as_bytes(), &profile).expect("a statement");
        statement.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let (first, second) = (ids(&one), ids(&two));
    // The same row in a later, longer statement is the same; an equal second payment is another.
    assert_eq!(first[0], second[0]);
    assert_ne!(second[0], second[1]);
    assert_eq!(second.len(), 3);
}

#[test]
fn what_is_no_statement_is_refused_whole() {
    let key = |bytes: &[u8]| read(bytes, &profile()).expect_err("no statement").key;
    assert_eq!(key(b""), "B104");
    assert_eq!(key(b"a;b;c\n1;2;3\n"), "B103");
    assert_eq!(key("Bogført\n\"åben".as_bytes()), "L107");
}

#[test]
fn profiles_that_contradict_themselves() {
    let check = |from: &str, to: &str, key: &str| {
        assert!(PROFILE.contains(from), "{from}");
        let refusal = BankProfile::parse(&PROFILE.replacen(from, to, 1)).expect_err(to);
        assert_eq!(refusal.key, key, "{to}");
    };
    check("name = ", "navn = ", "B101");
    check("decimal_mark = \",\"", "decimal_mark = \"x\"", "B102");
    check("thousands_mark = \".\"", "thousands_mark = \",\"", "B102");
    check("amount = \"Beløb\"", "", "B102");
    check("amount = \"Beløb\"", "amount = \"Beløb\"\nin = \"Ind\"", "B102");
    check("reference = \"Reference\"\ntext = \"Tekst\"", "", "B102");
    check("currency = \"DKK\"", "currency = \"kr\"", "B101");
}

const CAMT: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy=\"DKK\">58100.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2025-04-01</Dt></BookgDt>
<AcctSvcrRef>N1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>2025-0001</EndToEndId></Refs>
<RmtInf><Ustrd>Havnen</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy=\"DKK\">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2025-04-02T10:00:00</DtTm></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>2025-0002</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"DKK\">1.00</Amt></TxAmt></AmtDtls></TxDtls>
<TxDtls><Refs><EndToEndId>2025-0003</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"DKK\">2.00</Amt></TxAmt></AmtDtls></TxDtls>
<TxDtls><Refs><EndToEndId>2025-0004</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy=\"DKK\">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2025-04-03</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy=\"DKK\">7</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2025-04-03</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>";

#[test]
fn a_statement_as_camt_053() {
    let statement = camt::read(CAMT.as_bytes()).expect("a statement");
    let rows: Vec<(i128, &str)> =
        statement.rows.iter().map(|row| (row.amount.minor(), row.reference.as_str())).collect();
    assert_eq!(rows, [(-5_810_000, "2025-0001"), (-100, "2025-0002"), (-200, "2025-0003"), (700, "")]);
    assert_eq!(statement.rows[0].id, "N1");
    // A payment of a collected entry that does not say its own amount is not given the whole entry's.
    assert_eq!(statement.rejected.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["B106"]);
    assert_eq!((statement.ignored, statement.total), (1, 6));
}

#[test]
fn what_is_no_camt_053_is_refused() {
    for bad in
        ["", "<a/>", "<Document", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><Document><BkToCstmrStmt/></Document>", "\u{0}"]
    {
        assert!(camt::read(bad.as_bytes()).is_err_and(|refusal| refusal.key == "B105"), "{bad}");
    }
    assert!(camt::read(b"\xFF\xFE").is_err());
    for (from, to) in [("58100.00", "58100.001"), ("DBIT", "debit"), ("2025-04-01", "1.4.2025"), ("Ccy=\"DKK\"", "")] {
        let statement = camt::read(CAMT.replacen(from, to, 1).as_bytes()).expect("a statement");
        assert_eq!(statement.rejected.len(), 2, "{to}");
    }
}
