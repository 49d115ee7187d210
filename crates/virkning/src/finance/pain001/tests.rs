//! The message read back with an XML reader: every element stands where pain.001.001.03 has it, and says what the payment
//! says. The order and number of elements are those of the message's schema (ISO 20022, pain.001.001.03.xsd, 2009), for
//! the elements that are written.

use roxmltree::{Document, Node};
use virkning_model::id::PartyId;
use virkning_model::origin::Origin;

use super::*;

/// An element, and how often it stands at least and at most.
type Element = (&'static str, usize, usize);

/// Each type's elements in their order, with how often they stand: the part of the schema that is used.
const SCHEMA: [(&str, &[Element]); 17] = [
    ("Document", &[("CstmrCdtTrfInitn", 1, 1)]),
    ("CstmrCdtTrfInitn", &[("GrpHdr", 1, 1), ("PmtInf", 1, usize::MAX)]),
    ("GrpHdr", &[("MsgId", 1, 1), ("CreDtTm", 1, 1), ("NbOfTxs", 1, 1), ("CtrlSum", 0, 1), ("InitgPty", 1, 1)]),
    (
        "PmtInf",
        &[
            ("PmtInfId", 1, 1),
            ("PmtMtd", 1, 1),
            ("NbOfTxs", 0, 1),
            ("CtrlSum", 0, 1),
            ("PmtTpInf", 0, 1),
            ("ReqdExctnDt", 1, 1),
            ("Dbtr", 1, 1),
            ("DbtrAcct", 1, 1),
            ("DbtrAgt", 1, 1),
            ("ChrgBr", 0, 1),
            ("CdtTrfTxInf", 1, usize::MAX),
        ],
    ),
    (
        "CdtTrfTxInf",
        &[("PmtId", 1, 1), ("Amt", 1, 1), ("CdtrAgt", 0, 1), ("Cdtr", 0, 1), ("CdtrAcct", 0, 1), ("RmtInf", 0, 1)],
    ),
    ("PmtTpInf", &[("SvcLvl", 0, 1)]),
    ("SvcLvl", &[("Cd", 1, 1)]),
    ("InitgPty", PARTY),
    ("Dbtr", PARTY),
    ("Cdtr", PARTY),
    ("PstlAdr", &[("Ctry", 0, 1)]),
    ("DbtrAcct", &[("Id", 1, 1)]),
    ("CdtrAcct", &[("Id", 1, 1)]),
    ("DbtrAgt", &[("FinInstnId", 1, 1)]),
    ("CdtrAgt", &[("FinInstnId", 1, 1)]),
    ("FinInstnId", &[("BIC", 0, 1), ("Othr", 0, 1)]),
    ("Amt", &[("InstdAmt", 1, 1)]),
];

const PARTY: &[Element] = &[("Nm", 0, 1), ("PstlAdr", 0, 1), ("Id", 0, 1)];

fn check_schema(node: Node<'_, '_>) {
    let name = node.tag_name().name();
    let children: Vec<&str> = node.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect();
    if let Some((_, expected)) = SCHEMA.iter().find(|(known, _)| *known == name) {
        let mut left = children.as_slice();
        for (child, least, most) in *expected {
            let count = left.iter().take_while(|found| *found == child).count();
            assert!((*least..=*most).contains(&count), "{count} {child} in {name}");
            left = &left[count..];
        }
        assert!(left.is_empty(), "{left:?} in {name}");
    }
    for child in node.children().filter(Node::is_element) {
        assert_eq!(child.tag_name().namespace(), Some(NAMESPACE));
        check_schema(child);
    }
}

fn holder(party: &str, name: &str, bank: BankAccount) -> Holder {
    Holder {
        party: PartyId::new(party).expect("a party"),
        name: name.to_owned(),
        cvr: Some("12345678".to_owned()),
        bank,
        country: "DK".to_owned(),
        origin: Origin::Assumed { why: "a test".to_owned() },
    }
}

fn aarhus() -> Holder {
    let bank = BankAccount::danish("9999", "1").expect("an account");
    holder("aarhus", "Aarhus Kommune", bank)
}

fn fund() -> Holder {
    let bank = BankAccount::Iban { iban: "DK5000400440116243".to_owned(), bic: Some("DABADKKK".to_owned()) };
    holder("dsi", "Den Sociale Investeringsfond <& Søn>", bank)
}

fn transfer<'a>(reference: &str, day: Date, oere: i128, from: &'a Holder, to: &'a Holder) -> CreditTransfer<'a> {
    CreditTransfer {
        reference: reference.to_owned(),
        day,
        amount: Money::from_minor(Currency::DKK, oere),
        from,
        to,
        text: "Havnen, måleår 2024".to_owned(),
    }
}

fn order<'a>(sender: &'a Holder, transfers: Vec<CreditTransfer<'a>>) -> PaymentOrder<'a> {
    PaymentOrder {
        message: "virkning-2025-0007".to_owned(),
        made_at: "2025-03-20T09:30:15Z".parse().expect("a moment"),
        sender,
        characters: CharacterSet::Danish,
        transfers,
    }
}

const MARCH: Date = Date::constant(2025, 3, 31);
const APRIL: Date = Date::constant(2025, 4, 30);

/// The text that a path of names leads to below a node.
fn at<'a>(node: Node<'a, 'a>, path: &str) -> &'a str {
    let end = path.split('/').fold(node, |node, name| {
        let found = node.children().find(|child| child.tag_name().name() == name);
        found.unwrap_or_else(|| panic!("no {name} on the way {path}"))
    });
    end.text().unwrap_or_default()
}

fn all<'a>(document: &'a Document<'a>, name: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.tag_name().name() == name).collect()
}

#[test]
fn every_field_says_what_the_payment_says() {
    let (aarhus, fund) = (aarhus(), fund());
    let made = order(
        &aarhus,
        vec![
            transfer("2025-0003", APRIL, 1, &aarhus, &fund),
            transfer("2025-0001", MARCH, 5_810_000, &aarhus, &fund),
            transfer("2025-0002", MARCH, 99_999_999_999, &aarhus, &fund),
        ],
    );
    let xml = pain001(&made).expect("a good order");
    let document = Document::parse(&xml).expect("well-formed XML");
    assert_eq!(document.root_element().tag_name().namespace(), Some(NAMESPACE));
    check_schema(document.root_element());
    let header = all(&document, "GrpHdr")[0];
    for (path, expected) in [
        ("MsgId", "virkning-2025-0007"),
        ("CreDtTm", "2025-03-20T09:30:15Z"),
        ("NbOfTxs", "3"),
        // 58,100.00 + 999,999,999.99 + 0.01
        ("CtrlSum", "1000058100.00"),
        ("InitgPty/Nm", "Aarhus Kommune"),
        ("InitgPty/Id/OrgId/Othr/Id", "12345678"),
    ] {
        assert_eq!(at(header, path), expected, "{path}");
    }
    let blocks = all(&document, "PmtInf");
    assert_eq!(blocks.len(), 2);
    for (path, march, april) in [
        ("PmtInfId", "virkning-2025-0007-1", "virkning-2025-0007-2"),
        ("PmtMtd", "TRF", "TRF"),
        ("NbOfTxs", "2", "1"),
        ("CtrlSum", "1000058099.99", "0.01"),
        ("PmtTpInf/SvcLvl/Cd", "NURG", "NURG"),
        ("ReqdExctnDt", "2025-03-31", "2025-04-30"),
        ("Dbtr/Nm", "Aarhus Kommune", "Aarhus Kommune"),
        ("DbtrAcct/Id/Othr/Id", "99990000000001", "99990000000001"),
        ("DbtrAcct/Id/Othr/SchmeNm/Cd", "BBAN", "BBAN"),
        ("DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED", "NOTPROVIDED"),
        ("ChrgBr", "SHAR", "SHAR"),
    ] {
        assert_eq!((at(blocks[0], path), at(blocks[1], path)), (march, april), "{path}");
    }
    let first = all(&document, "CdtTrfTxInf")[0];
    for (path, expected) in [
        ("PmtId/EndToEndId", "2025-0001"),
        ("Amt/InstdAmt", "58100.00"),
        ("CdtrAgt/FinInstnId/BIC", "DABADKKK"),
        ("Cdtr/Nm", "Den Sociale Investeringsfond .+ Søn."),
        ("Cdtr/PstlAdr/Ctry", "DK"),
        ("CdtrAcct/Id/IBAN", "DK5000400440116243"),
        ("RmtInf/Ustrd", "Havnen, måleår 2024"),
    ] {
        assert_eq!(at(first, path), expected, "{path}");
    }
    assert_eq!(all(&document, "InstdAmt")[0].attribute("Ccy"), Some("DKK"));
}

#[test]
fn euro_goes_by_the_rules_of_sepa() {
    let (aarhus, fund) = (aarhus(), fund());
    let mut in_euro = transfer("2025-0001", MARCH, 100, &aarhus, &fund);
    in_euro.amount = Money::from_minor(Currency::new("EUR").expect("a currency"), 100);
    let mut made = order(&aarhus, vec![in_euro, transfer("2025-0002", MARCH, 100, &aarhus, &fund)]);
    made.characters = CharacterSet::Sepa;
    let xml = pain001(&made).expect("a good order");
    let document = Document::parse(&xml).expect("well-formed XML");
    check_schema(document.root_element());
    let blocks = all(&document, "PmtInf");
    let service: Vec<(&str, &str)> =
        blocks.iter().map(|block| (at(*block, "PmtTpInf/SvcLvl/Cd"), at(*block, "ChrgBr"))).collect();
    assert_eq!(service, [("SEPA", "SLEV"), ("NURG", "SHAR")]);
    assert_eq!(at(all(&document, "CdtTrfTxInf")[0], "RmtInf/Ustrd"), "Havnen, maaleaar 2024");
}

#[test]
fn references_amounts_and_accounts_are_checked() {
    let (aarhus, fund) = (aarhus(), fund());
    let good = |reference: &str| transfer(reference, MARCH, 100, &aarhus, &fund);
    let refused = |transfers: Vec<CreditTransfer<'_>>| pain001(&order(&aarhus, transfers)).expect_err("no payment");
    let reference = |text: &str| text.to_owned();
    assert_eq!(refused(Vec::new()), NoOrder::Nothing);
    assert_eq!(refused(vec![good("æ")]), NoOrder::Reference { reference: reference("æ") });
    assert_eq!(refused(vec![good("1"), good("1")]), NoOrder::ReferenceTwice { reference: reference("1") });
    for oere in [0, -1, 100_000_000_000] {
        let wrong = transfer("1", MARCH, oere, &aarhus, &fund);
        let amount = wrong.amount;
        assert_eq!(refused(vec![wrong]), NoOrder::Amount { reference: reference("1"), amount });
    }
    let same = transfer("1", MARCH, 100, &aarhus, &aarhus);
    assert_eq!(refused(vec![same]), NoOrder::SameAccount { reference: reference("1") });
    let mut long = order(&aarhus, vec![good("1")]);
    long.message = "x".repeat(36);
    assert_eq!(pain001(&long), Err(NoOrder::Reference { reference: "x".repeat(36) }));
    long.message = "x".repeat(35);
    let xml = pain001(&long).expect("a good order");
    assert!(xml.contains(&format!("<PmtInfId>{}-1</PmtInfId>", "x".repeat(30))));
}

#[test]
fn the_same_order_gives_the_same_bytes() {
    let (aarhus, fund) = (aarhus(), fund());
    let made = order(&aarhus, vec![transfer("1", MARCH, 100, &aarhus, &fund)]);
    assert_eq!(pain001(&made), pain001(&made.clone()));
}
