//! Posting once, under the caller's key, whoever comes first; and the ledger that it leads to.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{approved, check_refused, id_of, posted, proposed, settle};
use crate::office::{Office, check_shape, text};

fn entries(office: &Office) -> Vec<Value> {
    let ledger = office.json("rikke", &["ledger", "--format", "json"]);
    ledger[0]["entries"].as_array().expect("a list").clone()
}

#[test]
fn before_it_is_approved_nothing_is_posted() {
    let (office, id) = proposed();
    check_refused(
        &office,
        "bo",
        &["post", &id, "--key", "first"],
        &["is proposed and cannot be posted", "virkning approve"],
    );
    assert!(entries(&office).is_empty());
}

#[test]
fn the_same_call_again_changes_nothing() {
    let (office, id) = approved();
    let first = office.ok("bo", &["--lang", "en", "post", &id, "--key", "first"]);
    assert!(first.contains("is posted with voucher 2025-0001"), "{first}");
    let (before, proof) = (entries(&office), office.ok("anna", &["verify"]));
    for user in ["bo", "anna"] {
        let again = office.ok(user, &["--lang", "en", "post", &id, "--key", "first"]);
        assert!(again.contains("was posted before with voucher 2025-0001"), "{again}");
    }
    assert_eq!(entries(&office), before);
    assert_eq!(office.ok("anna", &["verify"]), proof, "the event log has grown");
}

#[test]
fn without_a_key_the_same_holds() {
    let (office, id) = approved();
    office.ok("bo", &["post", &id]);
    assert!(office.ok("bo", &["--lang", "en", "post", &id]).contains("was posted before"));
    assert_eq!(entries(&office).len(), 4);
}

#[test]
fn another_key_is_told_who_won() {
    let (office, id) = posted();
    check_refused(
        &office,
        "bo",
        &["post", &id, "--key", "second"],
        &["already posted as voucher 2025-0001", "“first”"],
    );
    assert_eq!(entries(&office).len(), 4);
}

#[test]
fn who_may_not_post_is_refused() {
    let (office, id) = approved();
    check_refused(&office, "rikke", &["post", &id], &["“rikke” does not have the role"]);
    check_refused(&office, "nobody", &["post", &id], &["“nobody” is not declared"]);
    assert!(entries(&office).is_empty());
}

/// Several processes at the same moment, each with a key of its own: one posting, and the others are told of it.
#[test]
fn of_several_who_post_at_once_one_wins() {
    let check = |keys: [&str; 4], expected_winners: usize| {
        let (office, id) = approved();
        let running: Vec<_> = keys
            .iter()
            .map(|key| {
                let mut command = office.command("bo", &["--lang", "en", "post", &id, "--key", key]);
                command
                    .stdout(std::process::Stdio::piped())
                    .stderr(std::process::Stdio::piped())
                    .spawn()
                    .expect("it starts")
            })
            .collect();
        let answers: Vec<_> = running.into_iter().map(|child| child.wait_with_output().expect("an answer")).collect();
        let winners = answers.iter().filter(|answer| answer.status.success()).count();
        assert_eq!(winners, expected_winners, "{answers:?}");
        for answer in &answers {
            let said = text(&answer.stdout) + &text(&answer.stderr);
            assert!(said.contains("2025-0001"), "{said}");
        }
        assert_eq!(entries(&office).len(), 4);
        office.ok("anna", &["verify"]);
    };
    check(["a", "b", "c", "d"], 1);
    check(["a", "a", "a", "a"], 4);
}

#[test]
fn the_ledger_balances_and_has_its_documented_shape() {
    let (office, id) = posted();
    let proposal = office.json("bo", &["show", &id, "--format", "json"]);
    let ledger = office.json("rikke", &["ledger", "--format", "json"]);
    check_shape(
        &ledger,
        &json!([{
            "agreement": "text",
            "entries": [{ "voucher": "text", "date": "date", "kind": "text", "proposal": "text?", "measured_year": "count?",
                "accounting_year": "count", "party": "text", "budget": "text?", "account": "text", "tranche": "text?", "amount": "amount", "balance": "amount", "posted_by": "text" }],
            "balances": [{ "party": "text", "budget": "text?", "account": "text", "tranche": "text?", "amount": "amount" }],
        }]),
    );
    let sum = |key: &str| -> Decimal {
        let rows = ledger[0][key].as_array().expect("a list");
        rows.iter().map(|row| row["amount"].as_str().expect("an amount").parse::<Decimal>().expect("a number")).sum()
    };
    assert_eq!((sum("entries"), sum("balances")), (Decimal::ZERO, Decimal::ZERO));
    let entries = ledger[0]["entries"].as_array().expect("a list");
    let paid = entries.iter().find(|entry| entry["party"] == "aarhus").expect("the payer's entry");
    assert_eq!((&paid["amount"], &paid["budget"]), (&proposal["amount"], &json!("central")));
    let received = entries.iter().find(|entry| entry["account"] == "outcome-payment-received");
    let received = received.expect("the receiver's entry");
    assert_eq!(received["party"], "rsi");
    assert_eq!(received["amount"], format!("-{}", proposal["amount"].as_str().expect("an amount")));
    for entry in entries {
        assert_eq!(
            (&entry["voucher"], &entry["date"], &entry["proposal"]),
            (&json!("2025-0001"), &json!("2025-03-31"), &json!(id))
        );
        assert_eq!((&entry["measured_year"], &entry["posted_by"]), (&json!(2024), &json!("bo")));
    }
    assert_eq!(office.json("rikke", &["ledger", "ips-plus", "--format", "json"]), ledger);
    check_refused(&office, "rikke", &["ledger", "nothing-here"], &["nothing-here", "virkning seal"]);
}

/// Both parties are one municipality: it is a reposting between budgets.
#[test]
fn the_voucher_is_a_reposting() {
    let (office, id) = approved();
    let said = office.ok("bo", &["post", &id]);
    assert!(said.contains("Omposteringsbilag 2025-0001 · 31. marts 2025"), "{said}");
}

#[test]
fn a_posted_year_is_not_settled_again() {
    let (office, id) = posted();
    office.ok("anna", &["codes", "map", "653", "education", "--from", "2011-01-03"]);
    office.ok("bo", &["codes", "map", "653", "education", "--from", "2011-01-03"]);
    let again = settle(&office, "2024");
    assert_eq!((id_of(&again), again["state"].as_str()), (id, Some("posted")));
    assert_eq!(entries(&office).len(), 4);
}
