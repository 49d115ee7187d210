//! Claims about one subject, and documents about the same investment.

use virkning_model::claim::PublishedDocument;

use super::super::{Reviewed, compare};
use super::*;

#[test]
fn claims_are_computed() {
    let project = "[[project]]\nid = \"a\"\nname = \"A\"\nsavings = 10_000\nparticipants = 10\n\n";
    let check = |says: &str, expected: &[&str]| check_paper(&format!("{project}{}", claim(says)), expected);
    check("project.a.savings / project.a.participants = 1_000", &[]);
    check("project.a.savings = 2 * (3_000 + 2_000)", &[]);
    check("project.a.savings - 10_000 >= 0", &[]);
    check("project.a.savings > 10_000", &["F001"]);
    check("project.a.savings != 10_000", &["F001"]);
    check("1 / (project.a.participants - 10) = 1", &["F002"]);
    check("project.a.savings / 3 = project.a.participants / 4", &["F007"]);
    // A number with decimals stands for what rounds to it; a whole number does not.
    check("4 / 7 = 0.57", &[]);
    check("4 / 7 = 0.56", &["F001"]);
    check("4 / 7 = 1", &["F001"]);
    let remarks = check("project.a.savings = 9_000", &["F001"]);
    assert_eq!((argument(&remarks[0], "left"), argument(&remarks[0], "right")), ("10000", "9000"));
    assert_eq!(remarks[0].term, "claim.udsagn");
}

#[test]
fn claims_about_one_subject_agree() {
    let check = |one: &str, other: &str, expected: &[&str]| {
        let blocks = format!("{}{}", said("en", "emnet", one, ""), said("to", "emnet", other, ""));
        check_paper(&blocks, expected)
    };
    check("2026", "2026", &[]);
    check("2026", "2027", &["F004"]);
    check("\"Aarhus Kommune\"", "\"aarhus  kommune.\"", &[]);
    check("\"RSI, DSI\"", "\"RSI, DSI, Bikubenfonden\"", &["F004"]);
    check("2026-05-01", "2026", &[]);
    check("2026-05-01", "2026-06-01", &["F004"]);
    check("2026", "\"2026\"", &["F004"]);
    let rounded = format!("{}{}", said("en", "x", "16.0", ""), said("to", "x", "15.96", "rounding = 0.05"));
    check_paper(&rounded, &[]);
    let units =
        format!("{}{}", said("en", "x", "5.5", "unit = \"mmol/mol\""), said("to", "x", "6.8", "unit = \"point\""));
    check_paper(&units, &["F008"]);
}

#[test]
fn claims_agree_with_the_term() {
    check_agreement(&[], &said("a", "intake.total", "10", ""), &[]);
    check_agreement(&[], &said("a", "intake.total", "12", ""), &["F005"]);
    check_agreement(&[], &said("a", "measure.work-or-education.expected.2025", "0.5", ""), &[]);
    check_agreement(&[], &said("a", "measure.work-or-education.expected.later", "0.45", ""), &["F005"]);
    check_agreement(&[], &said("a", "limit.return-cap.method", "\"compound\"", ""), &[]);
    check_agreement(&[], &said("a", "limit.return-cap.method", "\"simple\"", ""), &["F005"]);
    check_agreement(&[], &said("a", "agreement.to", "2027", ""), &[]);
    check_agreement(&[], &said("a", "business_case.break_even_year", "2026", ""), &["F005"]);
    // Two claims that both contradict the term are each told once.
    let both = format!("{}{}", said("a", "intake.total", "12", ""), said("b", "intake.total", "14", ""));
    check_agreement(&[], &both, &["F005", "F005"]);
}

fn project(rest: &str) -> PublishedDocument {
    paper(&format!("[[project]]\nid = \"p\"\nname = \"Job til unge\"\n{rest}\n"))
}

#[test]
fn papers_about_one_investment_agree() {
    let check = |one: &str, other: &str, expected: &[&str]| {
        let (one, other) = (project(one), project(other));
        let remarks = compare(&[], &[&one, &other]);
        let codes: Vec<&str> = remarks.iter().map(|(_, remark)| remark.code).collect();
        assert_eq!(codes, expected, "{remarks:#?}");
        assert!(remarks.iter().all(|(of, _)| *of == Reviewed::Document(1)));
    };
    check("capital = 16_000_000", "capital = 16_000_000", &[]);
    check("capital = 16_000_000", "capital = 15_933_563", &["F031"]);
    check("period = { from = 2023, to = 2025 }", "period = { from = 2023, to = 2024 }", &["F030"]);
    check("participants = 25", "participants = 15", &["F032"]);
    // Numbers of different units are no two numbers of one thing.
    check("participants = 25\nunit = \"family\"", "participants = 60\nunit = \"person\"", &["F033"]);
    check("follow_up_to = 2029", "follow_up_to = 2028", &["F034"]);
    check("capital = 1_000_000", "participants = 5", &[]);
}

#[test]
fn names_and_aliases_say_that_it_is_the_same() {
    let named = |name: &str, rest: &str, capital: u32| {
        paper(&format!("[[project]]\nid = \"x{capital}\"\nname = \"{name}\"\n{rest}\ncapital = {capital}\n"))
    };
    let check = |one: PublishedDocument, other: PublishedDocument, expected: usize| {
        assert_eq!(compare(&[], &[&one, &other]).len(), expected);
    };
    check(named("Havnen", "", 1), named("HAVNEN", "", 2), 1);
    check(named("Havnen", "", 1), named("Housing First", "aliases = [\"Havnen\"]", 2), 1);
    check(named("Havnen", "", 1), named("Hjem", "", 2), 0);
    check(named("Havnen", "agreement = \"a\"", 1), named("Havnen", "agreement = \"b\"", 2), 0);
}

#[test]
fn papers_against_the_agreement() {
    let agreement = agreement(&[], "");
    let check = |rest: &str, expected: &[&str]| {
        let paper = project(rest);
        let codes: Vec<&str> = compare(&[&agreement], &[&paper]).iter().map(|(_, remark)| remark.code).collect();
        assert_eq!(codes, expected);
    };
    check("capital = 100_000\nparticipants = 10\nperiod = { from = 2024, to = 2024 }\nfollow_up_to = 2026", &[]);
    check("capital = 110_000", &["F031"]);
    check("participants = 12", &["F032"]);
    check("period = { from = 2024, to = 2025 }", &["F030"]);
    check("follow_up_to = 2025", &["F034"]);
}

/// A paper from before an amendment says what was agreed then.
#[test]
fn an_amendment_contradicts_nobody() {
    let amended = agreement(
        &[("by_year = { 2024 = 10 }\ntotal = 10", "by_year = { 2024 = 10 }\ntotal = 10")],
        "[[amendment]]\nid = \"faerre\"\nfrom = 2025-01-01\nbecause = \"Der er færre.\"\nchanges = [{ term = \"intake.total\", was = 10, becomes = 8 }, { term = \"intake.by_year.2024\", was = 10, becomes = 8 }]\n",
    );
    let check = |published: &str, participants: u32, expected: usize| {
        let text = format!(
            "# P\n\n```toml\n[document]\nid = \"p\"\nname = \"P\"\npublished = {published}\ncurrency = \"DKK\"\nprice_level = 2024\n\n[[project]]\nid = \"p\"\nname = \"Job til unge\"\nparticipants = {participants}\n```\n"
        );
        let paper = virkning_agreement::read(&text).document.expect("a paper");
        assert_eq!(compare(&[&amended], &[&paper]).len(), expected, "{published} {participants}");
    };
    check("2024-06-01", 10, 0);
    check("2025-06-01", 8, 0);
    check("2025-06-01", 10, 1);
    check("2024-06-01", 8, 1);
}

#[test]
fn an_overlap_that_only_one_knows() {
    let one = agreement(&[("with = \"Et andet tilbud\"", "with = \"Vejen videre\"")], "");
    let mut other = agreement(
        &[("overlap = { with = \"Et andet tilbud\", participants = 0.10, credited_elsewhere = 0.50 }\n", "")],
        "",
    );
    other.name = "Vejen videre".to_owned();
    other.id = virkning_model::id::AgreementId::new("vejen-videre").expect("an identifier");
    let remarks = compare(&[&one, &other], &[]);
    assert_eq!(remarks.len(), 1);
    assert_eq!((remarks[0].0, remarks[0].1.code), (Reviewed::Agreement(1), "W031"));
    let mut knows = other.clone();
    knows.business_case = one.business_case.clone();
    assert!(compare(&[&one, &knows], &[]).is_empty());
}

#[test]
fn a_price_level_that_is_not_stated() {
    let silent = |blocks: &str| {
        let text = format!(
            "# P\n\n```toml\n[document]\nid = \"p\"\nname = \"P\"\ncurrency = \"DKK\"\nprice_level = \"not-stated\"\n\n{blocks}\n```\n"
        );
        codes(&review_document(&virkning_agreement::read(&text).document.expect("a paper")))
    };
    assert_eq!(silent("[[project]]\nid = \"p\"\nname = \"P\"\ncapital = 1\n"), ["F022"]);
    assert_eq!(silent("[[project]]\nid = \"p\"\nname = \"P\"\nparticipants = 1\n"), [""; 0]);
}
