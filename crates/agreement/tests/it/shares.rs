//! Payments with several payers and several receivers: how their shares are written, and what a choice about one of
//! them is called.

use virkning_agreement::{format, read};
use virkning_model::Decimal;
use virkning_model::agreement::{Payment, Share};

use crate::bad;

const FROM: &str = "from = { party = \"kommune\", budget = \"central\" }\n";
const TO: &str = "to = \"fond\"\n";
const CHOICE: &str = "term = \"payment.per-success.from.budget\"";

/// The good document with another payer and receiver; every payer's budget has a reason.
fn document(from: &str, to: &str) -> String {
    let text = bad::minimal();
    assert!(text.contains(FROM) && text.contains(TO) && text.contains(CHOICE), "the good document has changed");
    let text = text.replace(FROM, from).replace(TO, &format!("{to}origin = {{ assumed = \"Eksempel\" }}\n"));
    if from.starts_with("from = [") {
        text.replace(CHOICE, "term = \"payment.per-success.from.1.budget\"")
    } else {
        text
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    read(text).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn payment(text: &str) -> Payment {
    let reading = read(text);
    assert_eq!(reading.diagnostics, [], "{text}");
    reading.agreement.expect("no errors").payments.remove(0)
}

fn payers(first: &str, second: &str) -> String {
    format!(
        "from = [\n    {{ party = \"kommune\", budget = \"central\", {first} }},\n    {{ party = \"kommune\", budget = \"decentral\", {second} }},\n]\n"
    )
}

#[test]
fn several_have_decimals_or_parts() {
    let check = |first: &str, second: &str, expected: [Share; 2]| {
        let text = document(&payers(first, second), TO);
        let shares: Vec<Share> = payment(&text).from.iter().map(|payer| payer.share).collect();
        assert_eq!(shares, expected);
        assert_eq!(format(&text).expect("no errors"), text, "it is canonical");
    };
    let decimal = |hundredths| Share::Decimal(Decimal::new(hundredths, 2));
    check("share = 0.75", "share = 0.25", [decimal(75), decimal(25)]);
    check("share = 1", "share = 0", [decimal(100), decimal(0)]);
    check("part = 2", "part = 1", [Share::Parts(2), Share::Parts(1)]);
}

#[test]
fn who_is_alone_has_the_whole() {
    for to in [
        TO,
        "to = { party = \"fond\" }\n",
        "to = { party = \"fond\", share = 1 }\n",
        "to = [{ party = \"fond\", share = 1.00 }]\n",
        "to = [\"fond\"]\n",
        "to = [{ party = \"fond\", part = 3 }]\n",
    ] {
        let text = document(FROM, to);
        let payment = payment(&text);
        assert_eq!((payment.to.len(), payment.to[0].share), (1, Share::WHOLE), "{to}");
        assert_eq!(format(&text).expect("no errors"), text, "{to}");
    }
}

#[test]
fn mistakes_are_told_once() {
    let check =
        |from: &str, to: &str, expected: &[&str]| assert_eq!(codes(&document(from, to)), expected, "{from}{to}");
    let two = |first: &str, second: &str| payers(first, second);
    check(&two("share = 0.75", "share = 0.2499"), TO, &["A073"]);
    check(&two("share = 75", "share = 25"), TO, &["A028", "A028"]);
    check(&two("part = 0", "part = 1"), TO, &["A033"]);
    check(&two("part = 0.5", "part = 1"), TO, &["A033"]);
    check(&two("shaer = 0.5", "share = 0.5"), TO, &["A008"]);
    check(&two("share = \"0.5\"", "share = 0.5"), TO, &["A011"]);
    check("from = []\n", TO, &["A022"]);
    check("from = 5\n", TO, &["A011"]);
    check(FROM, "to = [5]\n", &["A011"]);
    check(FROM, "to = [\"fond\", \"kommune\"]\n", &["A074", "A074"]);
    check(FROM, "to = [{ party = \"fonden\", part = 1 }, { party = \"fond\", part = 1 }]\n", &["A012"]);
    check(FROM, "to = [{ party = \"kommune\", part = 1 }, { party = \"fond\", part = 1 }]\n", &["A043"]);
    check(FROM, "to = [{ party = \"fond\", budget = \"fondens-midler\" }]\n", &["A008"]);
    let budget = "from = [{ party = \"kommune\", budget = \"fondens-midler\" }]\n";
    check(budget, TO, &["A018"]);
    check(
        "from = [{ party = \"kommune\", part = 1 }, { party = \"kommune\", budget = \"central\", part = 1 }]\n",
        TO,
        &["A044", "A062"],
    );
}

/// A budget without a reason is told of each payer, under the path that a choice about it takes.
#[test]
fn a_choice_names_one_of_a_list_by_its_number() {
    let text = document(&payers("part = 1", "part = 2"), TO);
    let text = text.replace(&format!("{TO}origin = {{ assumed = \"Eksempel\" }}\n"), TO);
    let diagnostics = read(&text).diagnostics;
    let told: Vec<_> = diagnostics.iter().map(|told| (told.code, told.arguments.clone())).collect();
    assert_eq!(told, [("W002", vec![("term", "payment.per-success.from.2.budget".to_owned())])]);
    let wrong = text.replace("payment.per-success.from.1.budget", "payment.per-success.from.budget");
    let diagnostics = read(&wrong).diagnostics;
    let suggestion = &diagnostics.iter().find(|told| told.code == "A062").expect("no such term").arguments;
    assert!(suggestion.contains(&("suggestion", "payment.per-success.from.1.budget".to_owned())), "{suggestion:?}");
}
