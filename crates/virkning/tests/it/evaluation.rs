//! `evaluate` and `allocate` on files: what is hidden before the lock, what is kept after it, what cannot be estimated, and
//! lots that anybody can draw again. Numbers are those of other programs on the same data.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::office::Office;

/// The trial of job training, with a name for each person, as a municipality would deliver it: semicolons and commas.
fn trial(office: &Office, name: &str, backwards: bool) -> String {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stats/tests/reference/data/nsw.csv");
    let text = fs::read_to_string(source).expect("the data");
    let mut lines = text.lines();
    let head = lines.next().expect("a head").replace(',', ";");
    let mut rows: Vec<String> = lines
        .enumerate()
        .map(|(row, line)| format!("p{row:04};{}", line.replace(',', ";").replace('.', ",")))
        .collect();
    if backwards {
        rows.reverse();
    }
    let path = office.path(name);
    fs::write(&path, format!("person;{head}\n{}\n", rows.join("\n"))).expect("a file");
    path
}

fn plan(office: &Office, name: &str, estimator: &str, more: &str) -> String {
    let path = office.path(name);
    let text = format!(
        r#"# Jobtræning

Virker træningen på indtægten?

```toml
[evaluation]
id = "jobtraening"
title = "Jobtræning 1978"
question = "Tjener de, der fik træning, mere?"
design = "random"
estimand = "treated"
estimator = "{estimator}"
sign = "treated-less-control"
seed = 7
decimals = 2

[data]
unit = "person"
arm = "treat"
treated = "1"
control = "0"
outcome = "re78"
covariates = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"]

[power]
spread = 6500
```
{more}"#
    );
    fs::write(&path, text).expect("a plan");
    path
}

fn office() -> Office {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "controller"]);
    office.ok("anna", &["user", "add", "bo", "--role", "approver"]);
    office
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is a number"))
}

fn near(value: &Value, expected: f64) {
    let value = number(value);
    assert!((value - expected).abs() <= 1e-7 * expected.abs(), "{value} is not {expected}");
}

/// What statsmodels, scipy or R gave: see crates/stats/tests/reference.
fn reference(name: &str) -> f64 {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stats/tests/reference/results.tsv");
    let text = fs::read_to_string(source).expect("the results");
    let line = text.lines().find(|line| line.split('\t').next() == Some(name)).expect(name);
    line.split('\t').nth(1).and_then(|value| value.parse().ok()).expect(line)
}

#[test]
fn outcomes_stay_hidden_until_the_plan_is_locked() {
    let office = office();
    let (data, plan) = (trial(&office, "data.csv", false), plan(&office, "plan.md", "ancova", ""));
    // A file without the outcome is enough: it is not read.
    let blind = office.path("blind.csv");
    let text = fs::read_to_string(&data).expect("data");
    let without: String = text.lines().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{}", line.rsplit_once(';').expect("columns").0);
        all
    });
    fs::write(&blind, without).expect("a file");
    let before = office.json("anna", &["evaluate", "check", &plan, "--dataset", &blind, "--format", "json"]);
    assert_eq!((&before["treated"], &before["control"], &before["small"]), (&185.into(), &260.into(), &false.into()));
    let said = office.ok("anna", &["--lang", "en", "evaluate", "check", &plan, "--dataset", &data]);
    assert!(said.contains("not yet: outcomes stay hidden") && !said.contains("Effect\n"), "{said}");
    let refused = office.refused("anna", &["--lang", "en", "evaluate", "run", &plan, "--dataset", &data]);
    assert!(refused.contains("not locked"), "{refused}");
    office.ok("anna", &["evaluate", "lock", &plan]);
    let report = office.json("anna", &["evaluate", "run", &plan, "--dataset", &data, "--format", "json"]);
    near(&report["answer"]["estimate"], reference("nsw.ancova.estimate"));
    near(&report["answer"]["standard_error"], reference("nsw.ancova.HC3"));
    assert_eq!(report["estimate"], format!("{:.2}", reference("nsw.ancova.estimate")));
    // The same people in another order are the same data: nothing new is kept.
    let backwards = trial(&office, "backwards.csv", true);
    let again = office.json("anna", &["evaluate", "run", &plan, "--dataset", &backwards, "--format", "json"]);
    assert_eq!(again, report);
    let listed = office.ok("anna", &["--lang", "en", "evaluate", "list"]);
    assert_eq!(listed.matches("jobtraening").count(), 1, "{listed}");
    // A plan that is changed after outcomes were seen says why, and every later result says so too.
    let changed = self::plan(&office, "plan.md", "lin", "");
    let refused = office.refused("anna", &["--lang", "en", "evaluate", "lock", &changed]);
    assert!(refused.contains("its outcomes have been seen"), "{refused}");
    office.ok("anna", &["evaluate", "lock", &changed, "--reason", "arms differ in slope"]);
    let said = office.ok("anna", &["--lang", "en", "evaluate", "run", &changed, "--dataset", &data]);
    assert!(said.contains("had been run 1 times. Reason: arms differ in slope"), "{said}");
    let refused = office.refused("anna", &["--lang", "en", "evaluate", "show", "1", "--for", "public"]);
    assert!(refused.contains("about no agreement"), "{refused}");
    assert!(office.ok("anna", &["--lang", "en", "verify"]).contains("Everything fits"), "the store is whole");
}

#[test]
fn every_estimator_answers_or_says_why_not() {
    for estimator in
        ["difference", "ancova", "lin", "ipw", "aipw", "entropy-balancing", "nearest-neighbour", "coarsened-exact"]
    {
        let office = office();
        let (data, plan) = (trial(&office, "data.csv", false), plan(&office, "plan.md", estimator, ""));
        office.ok("anna", &["evaluate", "lock", &plan]);
        let report = office.json("anna", &["evaluate", "run", &plan, "--dataset", &data, "--format", "json"]);
        let answer = &report["answer"];
        if estimator == "coarsened-exact" {
            // Sturges' intervals of nine covariates leave few cells with both arms; whatever comes is balanced or refused.
            assert!(["estimated", "not-estimable"].contains(&answer["is"].as_str().expect("a word")), "{answer}");
            continue;
        }
        assert_eq!(answer["is"], "estimated", "{estimator}: {answer}");
        // The trial's effect is about 1,794: every way to adjust a randomised trial comes near it.
        let estimate = number(&answer["estimate"]);
        assert!((1_000.0..2_600.0).contains(&estimate), "{estimator}: {estimate}");
    }
}

/// The balance as a picture: two markers for each covariate after weighting, and those of the legend; the figures of the alternative
/// text are those of the table.
#[test]
fn balance_is_drawn() {
    let office = office();
    let (data, plan) = (trial(&office, "data.csv", false), plan(&office, "plan.md", "entropy-balancing", ""));
    let (before, after) = (office.path("before.svg"), office.path("after.svg"));
    let read = |path: &str| fs::read_to_string(path).expect("the picture");
    let checked = ["evaluate", "check", &plan, "--dataset", &data, "--plot", &before, "--format", "json"];
    let checked = office.json("anna", &checked);
    assert_eq!(read(&before).matches("<circle").count(), 8 + 1, "one for each covariate and one in the legend");
    office.ok("anna", &["evaluate", "lock", &plan]);
    office.ok("anna", &["evaluate", "run", &plan, "--dataset", &data]);
    office.ok("anna", &["--lang", "en", "evaluate", "show", "1", "--plot", &after]);
    let picture = read(&after);
    assert_eq!(picture.matches("<circle").count(), 2 * (8 + 1));
    for covariate in ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"] {
        assert!(picture.contains(&format!(">{covariate}<")), "{covariate}");
    }
    let largest = format!("before {:.3}, after 0.000", number(&checked["largest"]));
    assert!(picture.contains(&largest), "{largest} in {picture}");
    assert!(picture.contains("At most 0.250 is accepted"), "{picture}");
}

#[test]
fn arms_that_nobody_can_compare_give_no_number() {
    let office = office();
    let mut text = String::from("person;treat;x;re78\n");
    for row in 0..40 {
        let _ = writeln!(text, "p{row:02};{};{};{}", row / 20, row, row % 7);
    }
    let data = office.path("apart.csv");
    fs::write(&data, text).expect("data");
    let path = plan(&office, "plan.md", "ipw", "");
    let text = fs::read_to_string(&path).expect("a plan");
    let covariates = text.lines().find(|line| line.starts_with("covariates")).expect("covariates").to_owned();
    fs::write(&path, text.replace(&covariates, "covariates = [\"x\"]")).expect("a plan");
    office.ok("anna", &["evaluate", "lock", &path]);
    let said = office.ok("anna", &["--lang", "en", "evaluate", "run", &path, "--dataset", &data]);
    assert!(said.contains("Not estimable: the covariates tell the arms apart"), "{said}");
    assert!(!said.contains("Estimate that is paid on"), "{said}");
    // The reader is told in his own language.
    let said = office.ok("anna", &["evaluate", "show", "1"]);
    assert!(said.contains("Kan ikke estimeres: kovariaterne skiller grupperne helt ad"), "{said}");
}

#[test]
fn faulty_plans_and_rows_are_told() {
    let office = office();
    let data = trial(&office, "data.csv", false);
    let wrong = plan(&office, "wrong.md", "magic", "");
    let refused = office.refused("anna", &["--lang", "en", "evaluate", "check", &wrong, "--dataset", &data]);
    assert!(refused.contains("line 12") && refused.contains("magic"), "{refused}");
    let plan = plan(&office, "plan.md", "ancova", "");
    let text = fs::read_to_string(&data).expect("data");
    let broken = office.path("broken.csv");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[3] = lines[3].replacen(';', ";9", 1);
    lines[5] = lines[5].replacen("p0004;1;33", "p0004;1;x", 1);
    let again = lines[7].clone();
    lines.push(again);
    fs::write(&broken, lines.join("\n")).expect("a file");
    let refused = office.refused("anna", &["--lang", "en", "evaluate", "check", &plan, "--dataset", &broken]);
    for said in ["broken.csv:4", "broken.csv:6", "broken.csv:447", "evaluation-row-arm", "evaluation-row-twice"] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    // A CPR number is refused and said nowhere; this one has a day above 60, as test numbers have.
    let number = format!("{}{}", "610190", "1234");
    let named = office.path("named.csv");
    fs::write(&named, text.replacen("p0004", &number, 1)).expect("a file");
    let refused = office.refused("anna", &["--lang", "en", "evaluate", "check", &plan, "--dataset", &named]);
    assert!(refused.contains("named.csv:6") && refused.contains("this is a CPR number"), "{refused}");
    assert!(!refused.contains(&number), "{refused}");
    let short = office.path("short.csv");
    fs::write(&short, "person;treat\np1;1\n").expect("a file");
    let refused = office.refused("anna", &["--lang", "en", "evaluate", "check", &plan, "--dataset", &short]);
    assert!(refused.contains("has no column “age”. It has: person, treat"), "{refused}");
}

const ALLOCATION: &str = r#"
```toml
[allocation]
arms = ["treatment", "control"]
ratio = [1, 1]
block_sizes = [4, 6]
strata = ["by"]
places = [["nord"], ["syd"]]
```
"#;

#[test]
fn a_lot_is_drawn_once_and_can_be_drawn_again() {
    let office = office();
    let plan_file = plan(&office, "plan.md", "difference", ALLOCATION);
    let list = office.path("people.csv");
    let mut text = String::from("person;by\n");
    for person in 0..60 {
        let _ = writeln!(text, "q{person:02};{}", if person % 3 == 0 { "nord" } else { "syd" });
    }
    fs::write(&list, &text).expect("a list");
    let out = office.path("arms.csv");
    office.ok("anna", &["allocate", "people", &plan_file, &list, "--out", &out]);
    let drawn = fs::read_to_string(&out).expect("a list");
    for (by, people) in [("nord", 20), ("syd", 40)] {
        let rows: Vec<&str> = drawn.lines().filter(|line| line.starts_with(by)).collect();
        let treated = rows.iter().filter(|row| row.contains(";treatment;")).count();
        assert_eq!(rows.len(), people);
        // Whole blocks are even; the last one may be cut.
        assert!(treated.abs_diff(people / 2) <= 3, "{by}: {treated}");
    }
    // The order of the list decides nothing.
    let mut rows: Vec<&str> = text.lines().skip(1).collect();
    rows.reverse();
    fs::write(&list, format!("person;by\n{}\n", rows.join("\n"))).expect("a list");
    let said = office.ok("bo", &["--lang", "en", "allocate", "check", "1", "--list", &list]);
    assert!(said.contains("comes out as it was sealed"), "{said}");
    let said = office.ok("anna", &["--lang", "en", "allocate", "people", &plan_file, &list, "--out", &out]);
    assert!(said.contains("was drawn already"), "{said}");
    assert_eq!(fs::read_to_string(&out).expect("a list"), drawn);
    // Another seed is another lot: nobody draws until he likes what he sees.
    let text = fs::read_to_string(&plan_file).expect("a plan").replace("seed = 7", "seed = 8");
    fs::write(&plan_file, text).expect("a plan");
    let refused = office.refused("anna", &["--lang", "en", "allocate", "people", &plan_file, &list, "--out", &out]);
    assert!(refused.contains("another lot was drawn (allocation 1)"), "{refused}");
    let log = office.ok("anna", &["--lang", "en", "log", "show"]);
    assert!(log.contains("random allocation drawn"), "{log}");
}

#[test]
fn a_longer_list_of_places_begins_with_the_shorter_one() {
    let office = office();
    let plan_file = plan(&office, "plan.md", "difference", ALLOCATION);
    let places = |count: &str| {
        let out = office.path(&format!("{count}.csv"));
        office.ok("anna", &["allocate", "places", &plan_file, "--places", count, "--out", &out]);
        fs::read_to_string(out).expect("a list")
    };
    let (short, long) = (places("10"), places("25"));
    for by in ["nord", "syd"] {
        let of = |list: &str| -> Vec<String> {
            list.lines().filter(|line| line.starts_with(by)).map(str::to_owned).collect()
        };
        assert_eq!(of(&short), of(&long)[..10]);
        assert_eq!(of(&long).len(), 25);
    }
    let said = office.ok("bo", &["--lang", "en", "allocate", "check", "2"]);
    assert!(said.contains("comes out as it was sealed"), "{said}");
}
