//! The canonical form: it keeps meaning, prose and comments, and formatting it again changes nothing.

use virkning_agreement::{format, read};

use crate::compare::without_clauses;
use crate::{bad, ips_plus};

fn check(terms: &str, expected: &str) {
    let marked = |terms: &str| {
        bad::minimal().replace("## Underskrifter\n", &format!("## Ekstra\n\n```toml\n{terms}```\n\n## Underskrifter\n"))
    };
    let got = format(&marked(terms)).expect("no errors");
    assert_eq!(got, marked(expected));
    assert_eq!(format(&got).expect("no errors"), got, "formatting again changes nothing");
}

#[test]
fn whole_documents_keep_their_meaning() {
    for text in [bad::minimal(), ips_plus::text()] {
        let formatted = format(&text).expect("no errors");
        assert_eq!(format(&formatted).expect("no errors"), formatted);
        let agreement = |text: &str| without_clauses(read(text).agreement.expect("no errors"));
        assert_eq!(agreement(&formatted), agreement(&text));
        let windows = text.replace('\n', "\r\n");
        assert_eq!(format(&windows).expect("no errors"), formatted);
        assert_eq!(agreement(&windows), agreement(&text));
    }
}

#[test]
fn the_documents_of_the_house_are_canonical() {
    for text in [bad::minimal(), ips_plus::text()] {
        assert_eq!(format(&text).expect("no errors"), text);
    }
}

#[test]
fn keys_are_sorted_and_numbers_grouped() {
    check(
        "[[cost]]\nyears = {to=2025,from=2024}\namount=12000.5\nid='x'\n\n\nlabel = \"X\"\nbearer.budget=\"decentral\"\nbearer.party=\"kommune\"\n[[own_financing]]\nid = \"y\"\namount = 1_2000.5\nholder = \"kommune\"\n[own_financing.years]\nto = 2025\nfrom = 2024\n",
        "[[cost]]\nid = \"x\"\nlabel = \"X\"\nbearer = { party = \"kommune\", budget = \"decentral\" }\namount = 12_000.5\nyears = { from = 2024, to = 2025 }\n\n[[own_financing]]\nid = \"y\"\nholder = \"kommune\"\namount = 12_000.5\nyears = { from = 2024, to = 2025 }\n",
    );
}

#[test]
fn comments_move_with_what_they_explain() {
    check(
        "# om hele vilkåret\n[[role]] # bag overskriften\nresponsibility = \"#1\" # bag ansvaret\n# over navnet\nlabel = \"L\"\nid = \"r\"\n# sidst i blokken\n",
        "# om hele vilkåret\n[[role]]  # bag overskriften\nid = \"r\"\n# over navnet\nlabel = \"L\"\nresponsibility = \"#1\"  # bag ansvaret\n# sidst i blokken\n",
    );
    check(
        "[[meeting]]\nid = \"m\"\nlabel = \"M\"\nmonths = [ # først\n  3, # marts\n  # over september\n  9\n  # til sidst\n]\nmembers = [\"A\"]\n",
        "[[meeting]]\nid = \"m\"\nlabel = \"M\"\nmonths = [\n    # først\n    3,  # marts\n    # over september\n    9,\n    # til sidst\n]\nmembers = [\"A\"]\n",
    );
}

#[test]
fn a_term_may_go_on_in_the_next_block() {
    let text = bad::minimal().replace(
        "label = \"Rådgiver\"\n",
        "label = \"Rådgiver\"\n```\n\nOg så til ansvaret.\n\n```toml\n# hvad rollen svarer for\n",
    );
    let formatted = format(&text).expect("no errors");
    assert_eq!(formatted, text);
    assert_eq!(
        without_clauses(read(&text).agreement.expect("no errors")),
        without_clauses(read(&bad::minimal()).agreement.expect("no errors"))
    );
}

#[test]
fn long_lists_are_written_one_value_a_line() {
    let long = "x".repeat(60);
    check(
        &format!("[[meeting]]\nid = \"m\"\nlabel = \"M\"\nmonths = [3]\nmembers = [\"{long}\", \"{long}\"]\n"),
        &format!(
            "[[meeting]]\nid = \"m\"\nlabel = \"M\"\nmonths = [3]\nmembers = [\n    \"{long}\",\n    \"{long}\",\n]\n"
        ),
    );
}

#[test]
fn a_document_with_errors_has_no_canonical_form() {
    for (name, text) in bad::documents() {
        let is_error = !name.starts_with(['F', 'W', 'X']) && !name.starts_with("M019") && !name.starts_with("M033");
        assert_eq!(format(&text).is_err(), is_error, "{name}");
    }
}
