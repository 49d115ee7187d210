//! The linter's rules, good beside bad. Each starts from the good document, which gives no remark.

use super::*;

const BASELINE: (&str, &str) = ("baseline = 0.25\n", "");
const EXPECTED: &str = "expected = { 2025 = 0.50, later = 0.50 }";

fn bonus(rest: &str) -> String {
    format!(
        "[[payment]]\nid = \"bonus\"\nlabel = \"Bonus\"\nfor = \"work-or-education\"\nfrom = {{ party = \"kommune\", budget = \"central\" }}\nto = \"fond\"\norigin = {{ assumed = \"Eksempel\" }}\n{rest}\n"
    )
}

#[test]
fn the_good_document_has_no_remark() {
    check_agreement(&[], "", &[]);
}

#[test]
fn every_code_has_a_document_that_shows_it() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bad");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut shown = Vec::new();
    for path in files {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let code = name.split('-').next().expect("a code").to_owned();
        if !super::super::CODES.contains(&code.as_str()) {
            continue;
        }
        let reading = virkning_agreement::read(&std::fs::read_to_string(&path).expect("a text"));
        assert_eq!(reading.diagnostics, [], "{name}");
        let remarks = match (&reading.agreement, &reading.document) {
            (Some(agreement), _) => review(agreement),
            (_, Some(document)) => review_document(document),
            _ => panic!("{name} is nothing"),
        };
        assert_eq!(codes(&remarks), [code.as_str()], "{name}: {remarks:#?}");
        shown.push(code);
    }
    let missing: Vec<&&str> = super::super::CODES.iter().filter(|code| !shown.contains(&(**code).to_owned())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn payments_that_can_never_be_due() {
    let check = |rest: &str, expected: &[&str]| {
        let remarks = check_agreement(&[], &bonus(rest), expected);
        remarks.first().map(|remark| argument(remark, "reason").to_owned())
    };
    check("per = \"success\"\namount = 100\nminimum_cohort = 10", &[]);
    let reason = check("per = \"success\"\namount = 100\nminimum_cohort = 11", &["W021"]);
    assert_eq!(reason.as_deref(), Some("minimum-cohort"));
    check("per = \"rate\"\nladder = [{ from = 0.50, amount = 1_000 }]", &[]);
    let reason = check("per = \"rate\"\nladder = [{ from = 0.51, amount = 1_000 }]", &["W021"]);
    assert_eq!(reason.as_deref(), Some("below-the-ladder"));
    check("per = \"success\"\namount = 100\ncounted = \"net-of-baseline\"", &[]);
}

#[test]
fn a_limit_below_the_plan() {
    let limit = |amount: u32, rest: &str| format!("[[limit]]\nid = \"ceiling\"\nat_most = {amount}\n{rest}\n");
    check_agreement(&[], &limit(100_000, "per = \"agreement\""), &[]);
    check_agreement(&[], &limit(10_000, "per = \"participant\""), &[]);
    check_agreement(&[], &limit(50_000, "per = \"period\""), &[]);
    let codes_of = |added: &str| codes(&review(&agreement(&[], added)));
    assert!(codes_of(&limit(99_999, "per = \"agreement\"")).contains(&"W022"));
    assert!(codes_of(&limit(9_999, "per = \"participant\"")).contains(&"W022"));
    assert!(codes_of(&limit(49_999, "per = \"period\"")).contains(&"W022"));
    assert!(codes_of(&limit(99_999, "per = \"payer\"\nof = \"kommune\"")).contains(&"W022"));
    assert!(codes_of(&limit(99_999, "per = \"measure\"\nof = \"work-or-education\"")).contains(&"W022"));
}

#[test]
fn cohorts_that_are_too_small() {
    // Independent: 0.25 x 0.25 x 10 = 0.625 against 2.706 x 0.25 x 0.75 = 0.507; with 8 people it is 0.5.
    check_agreement(&[], "", &[]);
    let people = |number: u32| {
        [
            (
                "by_year = { 2024 = 10 }\ntotal = 10".to_owned(),
                format!("by_year = {{ 2024 = {number} }}\ntotal = {number}"),
            ),
            ("amount = 200_000".to_owned(), "amount = 100_000".to_owned()),
            ("total = 200_000".to_owned(), "total = 100_000".to_owned()),
            (
                "holder = { party = \"kommune\", budget = \"decentral\" }\namount = 100_000".to_owned(),
                "holder = { party = \"kommune\", budget = \"decentral\" }\namount = 50_000".to_owned(),
            ),
            ("amount = 100_000\non".to_owned(), "amount = 50_000\non".to_owned()),
            ("on = [2024-01-15]\ntotal = 100_000".to_owned(), "on = [2024-01-15]\ntotal = 50_000".to_owned()),
        ]
    };
    let check = |number: u32, more: &[(&str, &str)], small: bool| {
        let people = people(number);
        let mut replaced: Vec<(&str, &str)> = people.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        replaced.extend(more);
        let remarks = review(&agreement(&replaced, ""));
        assert_eq!(codes(&remarks).contains(&"W026"), small, "{number}: {remarks:#?}");
    };
    check(9, &[], false);
    check(8, &[], true);
    check(20, &[BASELINE], false);
    check(19, &[BASELINE], true);
}

#[test]
fn what_no_effect_pays() {
    // Independent: 0.25 of 0.50 is a half of the plan, 0.26 of 0.50 is more.
    check_agreement(&[], "", &[]);
    let remarks = review(&agreement(&[("baseline = 0.25", "baseline = 0.26")], ""));
    let found = remarks.iter().find(|remark| remark.code == "W027").expect("a remark");
    assert_eq!((argument(found, "amount"), argument(found, "share")), ("52000.00", "0.52"));
}

#[test]
fn expected_rates_follow_from_the_goal() {
    let goal = |target: &str| {
        let target = format!("baseline = 0.25\ntarget = {target}\n");
        review(&agreement(&[("baseline = 0.25\n", &target)], ""))
    };
    assert_eq!(codes(&goal("0.50")), [""; 0]);
    assert_eq!(codes(&goal("0.60")), ["W034"]);
    // 0.50 is what is left of 0.526316 after an overlap of five per cent, but not exactly.
    let after = [
        (EXPECTED, "expected = { 2025 = 0.475, later = 0.475 }"),
        ("baseline = 0.25\n", "baseline = 0.20\ntarget = 0.50\n"),
    ];
    assert!(!codes(&review(&agreement(&after, ""))).contains(&"W034"));
}

#[test]
fn only_those_who_completed() {
    let report = |of: u32| {
        format!(
            "[[actual]]\nid = \"optag\"\nlabel = \"Begyndt\"\nabout = \"intake\"\nas_of = 2025-12-31\nnumber = 10\n\n[[actual]]\nid = \"resultat\"\nlabel = \"I job\"\nabout = \"measure.work-or-education\"\nas_of = 2025-12-31\nnumber = 4\nof = {of}\n"
        )
    };
    check_agreement(&[], &report(10), &[]);
    check_agreement(&[], &report(6), &["W033"]);
}

#[test]
fn a_cap_of_several_methods() {
    let choice = |alternatives: &str| {
        format!(
            "[[choice]]\nid = \"cap\"\nterm = \"limit.return-cap.method\"\nquestion = \"Hvordan regnes loftet?\"\nchosen = \"compound\"\nalternatives = {alternatives}\nbecause = \"Vanligt.\"\n"
        )
    };
    let remarks = check_agreement(&[], &choice("[\"simple\", \"per-year\"]"), &["W032"]);
    // Independent: everyone succeeds, 100,000 kr a year. 100,000 put in, 5 % a year: 105,000 in 2025, 110,250 in 2026, of
    // which 100,000 is paid; the 10,250 left earns 5 %: 10,762.50 in 2027. Simple: 110,000 less 100,000 leaves 10,000 of
    // capital, which earns 500. Per year: 2025 pays nothing, so its return lapses; 105,000 less 100,000 leaves 5,000 and 250.
    let amounts = ["compound", "simple", "per-year"].map(|method| argument(&remarks[0], method));
    assert_eq!(amounts, ["110762.50", "110500.00", "105250.00"]);
}

#[test]
fn sources_and_settlement_days() {
    // November is final in February.
    let settled = |day: &str| [("settled = { month = 3, day = 31, years_later = 1 }", day.to_owned())];
    let check = |day: &str, expected: &[&str]| {
        let settled = settled(day);
        check_agreement(&[(settled[0].0, &settled[0].1)], "", expected);
    };
    check("settled = { month = 2, day = 1, years_later = 1 }", &[]);
    check("settled = { month = 1, day = 31, years_later = 1 }", &["W030"]);
}

#[test]
fn price_levels_are_not_mixed() {
    let phase = "phase_in = { 2024 = 0.5, later = 1 }";
    let year = |year: u32| format!("{phase}\nprice_year = {year}");
    check_agreement(&[(phase, &year(2024))], "", &[]);
    check_agreement(&[(phase, &year(2020))], "", &["W037"]);
    let index = "[[index]]\nid = \"npi\"\nname = \"Nettoprisindeks\"\nkind = \"net-price-index\"\nedition = \"2024-01\"\nby_year = { 2020 = 104, 2024 = 118 }\n";
    check_agreement(&[(phase, &year(2020))], index, &[]);
    let printed = |label: &str| {
        table("t", &format!("unit = 1_000\nunit_label = \"{label}\""), r#"["2024"]"#, &[r#"label = "a", values = [1]"#])
    };
    check_agreement(&[], &printed("1.000 kr. 2024 p/l"), &[]);
    check_agreement(&[], &printed("1.000 kr. 2016 p/l"), &["W037"]);
}

#[test]
fn hours_against_the_net() {
    // The case leaves 95,000 kr: 295,000 saved and 200,000 spent.
    let hours = |hours: u32| {
        format!(
            "[[transaction_cost]]\nid = \"udvikling\"\nlabel = \"Udvikling\"\nparty = \"kommune\"\nphase = \"development\"\nhours = {hours}\nhourly_cost = 500\n"
        )
    };
    check_agreement(&[], &hours(190), &[]);
    check_agreement(&[], &hours(191), &["W035"]);
}
