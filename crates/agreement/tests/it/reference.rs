//! The reference: every table and key has an example, and all examples together are one agreement and one paper that read.

use virkning_agreement::{format, print, print_document, read, reference, reference_markdown};
use virkning_model::Agreement;

use crate::compare::without_clauses;

/// Tables of a published paper that an agreement does not have.
const OF_PAPERS: &[&str] = &["document", "project"];

/// Tables of a portfolio that an agreement does not have.
const OF_PORTFOLIOS: &[&str] =
    &["portfolio", "stage", "forum", "gate", "idea", "call", "answer", "decision", "note", "fact", "budget_round"];

fn document(title: &str, tables: impl Fn(&str) -> bool) -> String {
    let blocks = reference().into_iter().filter(|table| tables(table.name));
    let blocks: Vec<String> = blocks.map(|table| format!("```toml\n{}```\n", table.example)).collect();
    format!("# {title}\n\n{}", blocks.join("\n"))
}

/// All examples of the reference that belong in an agreement, as one.
pub fn whole() -> String {
    document("Hele sproget", |table| !OF_PAPERS.contains(&table) && !OF_PORTFOLIOS.contains(&table))
}

fn agreement(text: &str) -> Agreement {
    let reading = read(text);
    assert_eq!(reading.diagnostics, []);
    reading.agreement.expect("no errors")
}

#[test]
fn the_examples_are_one_agreement_that_reads_and_prints() {
    let text = whole();
    let first = without_clauses(agreement(&text));
    assert_eq!(without_clauses(agreement(&print(&first))), first);
    assert_eq!(format(&text).expect("no errors"), text, "the examples are canonical");
}

#[test]
fn the_examples_of_papers_are_one_paper_that_reads_and_prints() {
    let text = document("Et papir", |table| OF_PAPERS.contains(&table) || ["claim", "printed"].contains(&table))
        .replace("says = \"business_case.savings - business_case.costs > 0\"", "says = \"printed.costs.1.2027 > 0\"")
        .replace("is = \"cost.salaries.*\"", "is = \"printed.costs.1.*\"");
    let reading = read(&text);
    assert_eq!(reading.diagnostics, []);
    assert!(reading.agreement.is_none());
    let paper = reading.document.expect("no errors");
    assert_eq!(paper.projects.len(), 2);
    assert_eq!(paper.projects[1].capital, None, "not stated");
    let printed = print_document(&paper);
    let again = read(&printed);
    assert_eq!(again.diagnostics, [], "{printed}");
    let again = again.document.expect("no errors");
    assert_eq!((again.name, again.projects.len()), (paper.name, 2));
    assert_eq!(
        again.claims.iter().map(|claim| &claim.says).collect::<Vec<_>>(),
        paper.claims.iter().map(|claim| &claim.says).collect::<Vec<_>>()
    );
    assert_eq!(
        again.printed.iter().map(|table| &table.rows).collect::<Vec<_>>(),
        paper.printed.iter().map(|table| &table.rows).collect::<Vec<_>>()
    );
}

/// Every key of every table, also inside others, stands in the example of its table.
#[test]
fn every_key_has_an_example() {
    let mut missing = Vec::new();
    for table in reference() {
        assert!(!table.example.is_empty(), "{} has no example", table.name);
        for key in &table.keys {
            let name = key.way.last().expect("a key");
            let written = [format!("{name} = "), format!("{name}.")];
            if *name != "origin" && !written.iter().any(|written| table.example.contains(written.as_str())) {
                missing.push(format!("{}.{}", table.name, key.way.join(".")));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_reference_is_a_page_of_tables() {
    let page = reference_markdown(&|way| Some(format!("words of {}", way.join(" "))));
    for part in [
        "## `[[payment]]`",
        "| **`per`** | `success`, `participant`, `unit`, `rate`, `estimate`, `saving`, `difference` | words of payment per |",
        "| `ladder.from` | number | words of payment ladder from |",
        "- `per = \"rate\"` needs `ladder` and may have `minimum`.",
        "- In `window`: `at_months` needs `months`.",
        "Needed: in every agreement that pays for results.",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

/// The page for people shows terms that the language has: every block is read alone, and only what it leaves out or what
/// stands in another block is missing.
#[test]
fn the_page_for_people_writes_the_language_as_it_is() {
    const LEFT_OUT: &[&str] = &["A009", "A010", "A012", "A013", "A014", "A015", "A079", "A080", "A081", "A106"];
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/LANGUAGE.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let blocks: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() > 15);
    let mut wrong = Vec::new();
    for block in blocks.into_iter().filter(|block| block.starts_with('[')) {
        for told in read(&format!("```toml\n{block}```\n")).diagnostics {
            if !LEFT_OUT.contains(&told.code) {
                wrong.push(format!("{} {:?} in {block}", told.code, told.arguments));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_examples_of_portfolios_are_one_portfolio_that_reads() {
    let text = document("En portefølje", |table| OF_PORTFOLIOS.contains(&table));
    let reading = read(&text);
    assert_eq!(reading.diagnostics, []);
    assert!(reading.agreement.is_none() && reading.document.is_none());
    let portfolio = reading.portfolio.expect("no errors");
    assert_eq!(portfolio.ideas.len(), 2);
    assert_eq!(portfolio.answers[0].scores.len(), 1);
    assert_eq!(format(&text).expect("no errors"), text, "the examples are canonical");
}

/// What a term of a portfolio names must exist, and nothing of an agreement belongs in it.
#[test]
fn a_portfolio_names_what_there_is() {
    let text = document("En portefølje", |table| OF_PORTFOLIOS.contains(&table));
    let check = |from: &str, to: &str, code: &str| {
        assert!(text.contains(from), "{from}");
        let codes: Vec<&str> = read(&text.replacen(from, to, 1)).diagnostics.iter().map(|told| told.code).collect();
        assert_eq!(codes, [code], "{from} -> {to}");
    };
    check("forum = \"council\"", "forum = \"counsel\"", "A081");
    check("idea = \"mentors\"", "idea = \"mentor\"", "A081");
    check("field = \"who\"", "field = \"whom\"", "A081");
    check("chosen = \"same-year\"", "chosen = \"some-year\"", "A081");
    check("stage = \"3a\"", "stage = \"3c\"", "A017");
    check("[[note]]", "[[goal]]", "A077");
}
