//! The voucher of a settlement inside the municipality: its sums, its account strings, and that it is a PDF.

use virkning_model::Currency;
use virkning_model::agreement::AccountHolder;
use virkning_model::id::{AgreementId, BudgetId, PartyId};
use virkning_model::ledger::AccountPurpose;
use virkning_report::CellValue;

use super::*;
use crate::finance::lines::{FinanceEntry, lines, reposted};
use crate::finance::mapping;
use crate::text::Language;

const AARHUS: &str = include_str!("../../../../../agreements/accounts/aarhus.toml");
const IPS_PLUS: &str = include_str!("../../../../../agreements/aarhus/ips-plus.md");

/// Entries of two budgets and two years: a settlement of 58,100.00 kr., and 4,150.00 kr. too much that comes back.
fn entries() -> Vec<FinanceEntry> {
    let entry = |party: &str, budget: Option<&str>, purpose, oere: i128, year: i16| FinanceEntry {
        agreement: AgreementId::new("ips-plus").expect("an agreement"),
        voucher: "2025-0001".to_owned(),
        day: Date::constant(2025, 3, 31),
        accounting_year: year,
        measured_year: Some(2024),
        holder: AccountHolder {
            party: PartyId::new(party).expect("a party"),
            budget: budget.map(|budget| BudgetId::new(budget).expect("a budget")),
        },
        purpose,
        amount: Money::from_minor(Currency::DKK, oere),
        text: "IPS-PLUS, måleår 2024".to_owned(),
    };
    use AccountPurpose::{OutcomePaymentPaid, OutcomePaymentReceived, Payable, Receivable};
    vec![
        entry("aarhus", Some("central"), OutcomePaymentPaid, 5_810_000, 2025),
        entry("aarhus", Some("central"), Payable, -5_810_000, 2025),
        entry("rsi", None, Receivable, 5_810_000, 2025),
        entry("rsi", None, OutcomePaymentReceived, -5_810_000, 2025),
        entry("aarhus", Some("decentral"), OutcomePaymentPaid, -415_000, 2026),
        entry("rsi", None, OutcomePaymentReceived, 415_000, 2026),
    ]
}

fn voucher(language: Language) -> Statement {
    let mapping = mapping::read(AARHUS).expect("a mapping without mistakes");
    let agreement = virkning_agreement::read(IPS_PLUS).agreement.expect("an agreement without mistakes");
    let lines = lines(&mapping, &entries()).expect("all accounts are there");
    let content = crate::app::folder::hash(b"proposal");
    let act = |act: &str, name: &str| [act.to_owned(), name.to_owned(), "20. marts 2025".to_owned()];
    let material = RepostingMaterial {
        number: "2025-0001",
        agreement: &agreement,
        what: "Resultatbetaling, måleår 2024 · afregnes marts 2025",
        day: Date::constant(2025, 3, 31),
        lines: reposted(&lines),
        mapping: &mapping,
        decided: Some(("ips-plus-2024-7f3a9c01", &content)),
        acts: vec![act("Lavet af", "Anna Andersen"), act("Godkendt af", "Bo Berg"), act("Bogført af", "Dorte Dam")],
        synthetic: true,
    };
    reposting(&material, &Texts::new(language))
}

fn table(statement: &Statement) -> &Table {
    match &statement.sections[0].blocks[0] {
        Block::Table(table) => table,
        other => panic!("no table: {other:?}"),
    }
}

#[test]
fn both_sides_add_up_and_stand_on_their_accounts() {
    let statement = voucher(Language::Danish);
    let table = table(&statement);
    let accounts: Vec<&str> = table.rows.iter().map(|row| row.cells[0].text.as_str()).collect();
    assert_eq!(
        accounts,
        ["5.57.73.02-10001.400", "XG-5090000001-70010", "5.38.45.01-20001.400", "XG-5090000001-70010"]
    );
    let total = table.total.as_ref().expect("a total");
    // 58,100.00 + 4,150.00 on each side.
    assert_eq!([total[3].value, total[4].value], [CellValue::Money(6_225_000), CellValue::Money(6_225_000)]);
    assert_eq!(statement.key_figures[2].value.text, "2025, 2026");
    assert_eq!(statement.issuer, "Aarhus Kommune");
}

#[test]
fn it_is_a_document_in_both_languages_that_says_what_is_made_up() {
    for language in [Language::Danish, Language::English] {
        let statement = voucher(language);
        let said = serde_json::to_string(&statement).expect("a view is data");
        assert!(!said.contains("[reposting-") && !said.contains("[statement-"), "{said}");
        assert!(statement.sections[0].blocks.iter().any(|block| matches!(block, Block::Callout(_))));
        let pdf = virkning_report::statement_pdf(&statement).expect("a whole view");
        if let Ok(folder) = std::env::var("VIRKNING_KEEP_DOCUMENTS") {
            let path = std::path::Path::new(&folder).join(format!("reposting-{}.pdf", language.code()));
            std::fs::write(path, pdf).expect("the folder is there");
        }
    }
}
