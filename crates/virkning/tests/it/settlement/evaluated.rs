//! A settlement that pays on the estimate of a locked evaluation: it waits for it, pays it, and is computed again from the
//! plan and the data that were kept. Amounts are by hand.

use std::fs;

use serde_json::json;

use super::reported::{ARMS, observations, office, post, settle};
use super::{check_refused, id_of};

/// Half of what is spent counts (a weighted combination), so that the estimate differs from the plain difference.
pub(crate) const PLAN: &str = r#"
# Evaluering af overførsler 2024

```toml
[evaluation]
id = "overfoersler-2024"
title = "Overførsler 2024"
question = "Bruger indsatsgruppen mindre?"
design = "random"
estimand = "everybody"
estimator = "difference"
agreement = "proeve"
measure = "transfers"
measured_year = 2024
decimals = 2
seed = 4711

[data]
unit = "alias"
arm = "arm"
treated = "treatment"
control = "control"
outcome = { outcome = 0.5 }

[power]
spread = 30
```
"#;

/// Treated 60 and 80, controls 100 and 140: half of 120 less half of 70 is 25. Paid is half of 25 for each of two.
#[test]
fn an_estimate_is_paid_on() {
    let (office, document) = office(ARMS);
    let plan = office.path("plan.md");
    fs::write(&plan, PLAN).expect("a plan");
    let rows = [
        "1;transfers;2024;;;60;indsats;;",
        "2;transfers;2024;;;80;indsats;;",
        "3;transfers;2024;;;100;kontrol;;",
        "4;transfers;2024;;;140;kontrol;;",
    ];
    let file = observations(&office, "2024.csv", &rows);
    let run = ["evaluate", "run", &plan, "--agreement", &document, "--observations", &file];
    check_refused(&office, "anna", &run, &["is not locked as it stands"]);
    let checked = office.ok("anna", &["--lang", "en", "evaluate", "check", &plan, "--agreement", &document]);
    assert!(checked.contains("outcomes stay hidden") && checked.contains("These are small groups"), "{checked}");
    office.ok("anna", &["evaluate", "lock", &plan]);
    let waits = ["settle", &document, "--measured-year", "2024", "--observations", &file];
    check_refused(&office, "anna", &waits, &["overfoersler-2024", "has given no estimate"]);
    let shown = office.ok("anna", &[&["--lang", "en"], &run[..]].concat());
    assert!(shown.contains("Estimate that is paid on") && shown.contains("25"), "{shown}");

    let proposal = settle(&office, &document, "2024", &file);
    assert_eq!(proposal["amount"], "25.00");
    let expected = json!({ "kind": "shared", "without": 95, "with": 70, "units": 2, "share": 0.5, "carried_in": "0.00",
        "carried_out": "0.00" });
    assert_eq!(proposal["lines"][0]["basis"], expected);
    let shown = office.ok("anna", &["--lang", "en", "show", &id_of(&proposal)]);
    assert!(shown.contains("overfoersler-2024"), "the proposal names the evaluation: {shown}");
    post(&office, &proposal);
    let printed = office.json("anna", &["--lang", "en", "statement", &id_of(&proposal), "--format", "json"]);
    let printed = printed.to_string();
    assert!(
        printed.contains("is settled by the estimate 25.00 of a locked evaluation (overfoersler-2024 "),
        "the printed statement names the evaluation: {printed}"
    );
    let proof = office.ok("anna", &["--lang", "en", "verify"]);
    assert_eq!(proof.matches("computed again, the same to the last byte").count(), 1, "{proof}");

    // The kept data have been touched: the settlement no longer follows from what is kept.
    let folder = office.path("data/evaluations");
    let kept = fs::read_dir(&folder).expect("a folder").next().expect("data").expect("an entry").path();
    let text = fs::read_to_string(&kept).expect("text");
    fs::write(&kept, text.replace("140", "240")).expect("written");
    let output = office.run("anna", &["--lang", "en", "verify"]);
    assert_eq!(output.status.code(), Some(1), "what was touched is found");
}

/// A control spent 60 more than was known: the same locked plan gives 40 on the data that are known now, half of 150 less
/// half of 70, and the posted year is restated by that alone. Another text of the plan restates nothing.
#[test]
fn a_plan_that_is_run_again_restates_with_a_cause_of_its_own() {
    let (office, document) = office(ARMS);
    let plan = office.path("plan.md");
    fs::write(&plan, PLAN).expect("a plan");
    let rows = |last: &str| {
        ["1;transfers;2024;;;60;indsats;;", "2;transfers;2024;;;80;indsats;;", "3;transfers;2024;;;100;kontrol;;"]
            .into_iter()
            .map(str::to_owned)
            .chain([format!("4;transfers;2024;;;{last};kontrol;;")])
            .collect::<Vec<String>>()
    };
    let file_of = |name: &str, last: &str| {
        let rows = rows(last);
        observations(&office, name, &rows.iter().map(String::as_str).collect::<Vec<&str>>())
    };
    let (first, second) = (file_of("2024.csv", "140"), file_of("again.csv", "200"));
    office.ok("anna", &["evaluate", "lock", &plan]);
    let run =
        |file: &str| office.ok("anna", &["evaluate", "run", &plan, "--agreement", &document, "--observations", file]);
    run(&first);
    let proposal = settle(&office, &document, "2024", &first);
    assert_eq!(proposal["amount"], "25.00");
    post(&office, &proposal);
    check_refused(&office, "anna", &["restate", &document], &["comes out otherwise"]);

    run(&second);
    let restated = office.json("anna", &["restate", &document, "--on", "2026-06-30", "--format", "json"]);
    assert_eq!(restated["payable"], "15.00", "{restated}");
    let year = &restated["restated"][0];
    assert_eq!(year["amount"], "15.00");
    let causes = year["causes"].as_array().expect("causes");
    assert_eq!(causes.len(), 1, "{causes:?}");
    assert_eq!(causes[0]["cause"], "evaluation");
    assert_eq!(causes[0]["old"], proposal["inputs"]["evaluations"]);
    assert_ne!(causes[0]["new"], causes[0]["old"]);
    let shown = office.ok("anna", &["--lang", "en", "show", &id_of(&restated)]);
    assert!(shown.contains("the locked evaluation was run again and gives another estimate"), "{shown}");
    post(&office, &restated);
    let proof = office.ok("anna", &["--lang", "en", "verify"]);
    assert_eq!(proof.matches("computed again, the same to the last byte").count(), 2, "{proof}");
    check_refused(&office, "anna", &["restate", &document], &["comes out otherwise"]);

    // All of what is spent counts: another text, which is no correction of what was known.
    fs::write(&plan, PLAN.replace("outcome = 0.5", "outcome = 1.0")).expect("a plan");
    office.ok("anna", &["evaluate", "lock", &plan, "--reason", "aftalt"]);
    run(&second);
    check_refused(&office, "anna", &["restate", &document], &["comes out otherwise"]);
}

#[test]
fn who_is_in_a_trial_and_elsewhere() {
    let (office, document) = office(ARMS);
    let said = office.ok("anna", &["--lang", "en", "allocate", "trial", &document]);
    assert!(said.contains("Nobody of either arm is in another investment"), "{said}");
    let own = said.lines().find(|line| line.contains("This trial")).expect("the trial's own row");
    assert_eq!(own.split_whitespace().filter(|word| *word == "2").count(), 2, "two in each arm: {own}");
}
