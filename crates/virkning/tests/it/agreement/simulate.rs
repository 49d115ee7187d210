//! `simulate` as users meet it: the same numbers in every format and language, and what is refused.

use super::*;

fn assumptions() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assumptions/ips-plus.md").display().to_string()
}

fn small(more: &[&str]) -> Output {
    let file = assumptions();
    let words = ["simulate", &file, "--paths", "400"].into_iter().chain(more.iter().copied()).collect::<Vec<_>>();
    run(&words)
}

fn column<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let columns = answer["columns"].as_array().expect("columns");
    columns.iter().find(|column| column["name"] == name).unwrap_or_else(|| panic!("no {name}"))
}

/// With an agreement alone nothing is uncertain: the plan.
#[test]
fn an_agreement_alone_is_its_plan() {
    let answer = answer(&["simulate", &document(), "--format", "json"], 0);
    assert_eq!(answer["paths"], 1);
    assert_eq!(column(&answer, "payment.outcome-payment")["spread"]["mean"]["value"], 3_167_280.0);
    assert_eq!(column(&answer, "balance.aarhus")["spread"]["p50"]["value"], -33_280.0);
    assert_eq!(answer["fairness"]["deadweight"][0]["without_effect"], 1_680_750.0);
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_threads() {
    let one = small(&["--format", "json", "--threads", "1"]);
    let two = small(&["--format", "json", "--threads", "2"]);
    assert_eq!(one.status.code(), Some(0), "{}", text(&one.stderr));
    assert_eq!(one.stdout, two.stdout);
    assert_ne!(small(&["--format", "json", "--seed", "77"]).stdout, one.stdout);
}

#[test]
fn people_read_it_in_both_languages() {
    let file = assumptions();
    for (language, words) in [
        (
            "da",
            [
                "Risiko før underskrift: IPS-PLUS",
                "Intern rente pr. år",
                "Hvem betaler det sig at tage ind?",
                "Forsvarlig pris",
            ],
        ),
        (
            "en",
            [
                "Risk before signing: IPS-PLUS",
                "Internal rate of return",
                "Whom does it pay to take in?",
                "Defensible price",
            ],
        ),
    ] {
        let output = run(&["--lang", language, "simulate", &file, "--paths", "300"]);
        let printed = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        words.iter().for_each(|word| assert!(printed.contains(word), "{word} is missing:\n{printed}"));
        assert!(!printed.contains("[simulate-"), "{printed}");
    }
}

#[test]
fn raw_draws_and_csv() {
    let office = Office::empty();
    let path = office.path("draws.parquet");
    let output = small(&["--draws", &path, "--format", "csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    assert!(lines.starts_with("name;mean;mean_error;deviation;p10;p50;p90;none\n"), "{lines}");
    assert!(lines.contains("\nreturn.rsi;"), "{lines}");
    let bytes = fs::read(&path).expect("the draws");
    assert_eq!((&bytes[..4], &bytes[bytes.len() - 4..]), (&b"PAR1"[..], &b"PAR1"[..]));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let output = run(&["--lang", "da", "simulate", &bad("U008-impossible-distribution.md")]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.contains("U008") && told.contains("triangle"), "{told}");
    assert_eq!(run(&["simulate", &bad("A012-unknown-party.md")]).status.code(), Some(1));
    assert_eq!(run(&["simulate", "no-such-file.md"]).status.code(), Some(1));
}
