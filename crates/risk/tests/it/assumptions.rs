//! Documents of assumptions: the project's own are good, and each mistake gives its code at its place.

use virkning_risk::{CODES, agreement_named, read};

use crate::support::*;

#[test]
fn the_documents_of_the_project_are_good() {
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("assumptions")).unwrap() {
        let path = format!("assumptions/{}", entry.unwrap().file_name().to_string_lossy());
        let text = text(&path);
        let named = agreement_named(&text).flatten().unwrap_or_else(|| panic!("{path} names no agreement"));
        let reading = read(&text, &agreement(named.trim_start_matches("../")));
        assert_eq!(reading.diagnostics, [], "{path}");
        assert!(reading.assumptions.unwrap().guesses() > 0, "{path}");
        seen += 1;
    }
    assert!(seen >= 1);
}

#[test]
fn an_agreement_is_no_document_of_assumptions() {
    assert_eq!(agreement_named(&text("agreements/aarhus/ips-plus.md")), None);
}

fn check(blocks: &str, code: &str, line: u32) {
    let text = format!("# Test\n\n```toml\n[assumptions]\nagreement = \"a.md\"\n\n{blocks}\n```\n");
    let reading = read(&text, &ips_plus());
    let told: Vec<(&str, u32)> = reading.diagnostics.iter().map(|told| (told.code, told.place.line)).collect();
    assert_eq!(told, [(code, line)], "{blocks}");
    assert!(reading.assumptions.is_none());
    assert!(CODES.contains(&code));
}

const ORIGIN: &str = "origin = { assumed = \"en prøve\" }";

#[test]
fn each_mistake_has_its_code() {
    let uncertain = |keys: &str| format!("[[uncertain]]\nid = \"x\"\nlabel = \"X\"\n{keys}\n{ORIGIN}");
    check("[[nonsense]]\nid = \"x\"", "U001", 7);
    check("[[pilot]]\npeople = 3", "U001", 7);
    check(&uncertain("of = \"delay\"\nfast = 1\ndistribution = { kind = \"fixed\", value = 3 }"), "U002", 11);
    check(&uncertain("of = \"delay\""), "U003", 7);
    check(&uncertain("of = \"delay\"\ndistribution = 3"), "U004", 11);
    check(&uncertain("of = \"weather\""), "U005", 10);
    check(&uncertain("of = \"recruitment\"\ndistribution = { kind = \"gauss\", mean = 1 }"), "U005", 11);
    check(
        &uncertain("of = \"success\"\nmeasure = \"no-such\"\ndistribution = { kind = \"beta\", like = 9 }"),
        "U006",
        11,
    );
    check(&uncertain("of = \"cost\"\ncost = \"no-such\"\ndistribution = { kind = \"fixed\", value = 1 }"), "U006", 11);
    check(&format!("[[leaving]]\nid = \"x\"\nlabel = \"X\"\nyearly = 1.5\nthen = \"baseline\"\n{ORIGIN}"), "U007", 10);
    let upside_down = "distribution = { kind = \"triangle\", low = 2, mode = 1, high = 3 }";
    check(&uncertain(&format!("of = \"recruitment\"\n{upside_down}")), "U008", 11);
    check(&uncertain("of = \"delay\"\ndistribution = { kind = \"fixed\", value = 300 }"), "U008", 11);
    let one = uncertain("of = \"delay\"\ndistribution = { kind = \"fixed\", value = 3 }");
    let other = "[[uncertain]]\nid = \"x\"\nlabel = \"Y\"\nof = \"recruitment\"\ndistribution = { kind = \"fixed\", value = 1 }";
    check(&format!("{one}\n{other}\n{ORIGIN}"), "U009", 14);
    check(&format!("{one}\n{}", one.replace("\"x\"", "\"y\"")), "U010", 13);
    let third = one.replace("\"x\"", "\"z\"").replace("\"delay\"", "\"recruitment\"").replace("= 3 }", "= 1 }");
    let second = one.replace("\"x\"", "\"y\"").replace("\"delay\"", "\"saving\"").replace("= 3 }", "= 1 }");
    let pair =
        |one: &str, other: &str| format!("[[correlation]]\nbetween = [\"{one}\", \"{other}\"]\nvalue = -0.9\n{ORIGIN}");
    let three = format!("{one}\n{second}\n{third}\n{}\n{}\n{}", pair("x", "y"), pair("x", "z"), pair("y", "z"));
    check(&three, "U011", 33);
    let cause =
        |id: &str| format!("[[leaving]]\nid = \"{id}\"\nlabel = \"X\"\nyearly = 0.7\nthen = \"baseline\"\n{ORIGIN}");
    check(&format!("{}\n{}", cause("a"), cause("b")), "U012", 13);
    let kind = "[[kind]]\nid = \"k\"\nlabel = \"K\"\nshare = 0.4\nsuccess = 0.5\nwithout = 0.2";
    check(&format!("{kind}\n{ORIGIN}"), "U012", 7);
    let value = "[[value]]\nmeasure = \"work-or-education\"\ndeviation = 1\ncorrelation = 0\ncontrols = 1";
    check(&format!("{value}\n{ORIGIN}"), "U013", 8);
}
