//! Codes that the code list does not know: counted, shown, mapped by two people in a dated edition, and then decided.

use super::made::{Career, alias, begun, counts, enrolled, extract, imported, list, sealed_desk, settled, word};

#[test]
fn two_people_map_a_code() {
    let office = sealed_desk();
    let map =
        |user: &str, category: &str, from: &str| office.ok(user, &["codes", "map", "653", category, "--from", from]);
    let check = |said: &str, expected: &str| assert!(said.contains(expected), "{said}");
    check(&map("anna", "education", "2024-01-01"), "venter på en anden bruger");
    check(&map("anna", "education", "2024-01-01"), "venter på en anden bruger");
    // Another day is another mapping, and confirms nothing; another category takes the place of what waits.
    check(&map("bo", "education", "2024-06-01"), "venter på en anden bruger");
    check(&map("bo", "sickness", "2024-01-01"), "venter på en anden bruger");
    check(&map("bo", "sickness", "2024-01-01"), "venter på en anden bruger");
    check(&map("anna", "education", "2024-01-01"), "venter på en anden bruger");
    check(&office.ok("anna", &["codes", "list"]), "2015-11");
    check(&map("bo", "education", "2024-01-01"), "Ny udgave af kodelisten: 2015-11+1.");
    let listed = office.ok("anna", &["codes", "list"]);
    check(&listed, "2015-11+1");
    let row = listed.lines().find(|line| line.trim_start().starts_with("653")).expect("the code");
    for words in ["education", "01-01-2024"] {
        check(row, words);
    }
    // What stands in the list is not asked again: another edition would undo the approvals that rest on this one.
    for user in ["anna", "bo"] {
        check(&map(user, "education", "2024-01-01"), "står allerede i kodelisten, udgave 2015-11+1; intet er ændret");
    }
    check(&office.ok("anna", &["codes", "list"]), "udgave 2015-11+1");
    // It may be said otherwise later, by two again.
    check(&map("anna", "sickness", "2024-01-01"), "venter på en anden bruger");
    check(&map("bo", "sickness", "2024-01-01"), "Ny udgave af kodelisten: 2015-11+2.");
}

#[test]
fn mappings_that_are_refused() {
    let office = sealed_desk();
    office.ok("anna", &["user", "add", "carl", "--role", "reader"]);
    let check = |user: &str, words: &[&str], code: i32, expected: &[&str]| {
        let output = office.run(user, &[&["codes", "map"], words].concat());
        let said = crate::office::text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {said}");
        for expected in expected {
            assert!(said.contains(expected), "{words:?}: {expected:?} is missing in {said}");
        }
    };
    // An unknown category is answered with the known ones.
    check(
        "anna",
        &["653", "eductaion", "--from", "2024-01-01"],
        1,
        &["eductaion", "education", "sickness", "cash_benefit"],
    );
    check("anna", &["0", "education", "--from", "2024-01-01"], 2, &["0"]);
    check("anna", &["1000", "education", "--from", "2024-01-01"], 2, &["1000"]);
    check("anna", &["653", "education"], 2, &["--from"]);
    check("anna", &["653", "education", "--from", "1 January"], 2, &["1 January"]);
    check("anna", &["653", "education", "--from", "2024-01-01", "--source", "bef"], 1, &["bef"]);
    check("carl", &["653", "education", "--from", "2024-01-01"], 1, &["carl"]);
    check("dora", &["653", "education", "--from", "2024-01-01"], 1, &["dora"]);
    assert!(office.ok("anna", &["codes", "list"]).contains("2015-11"));
}

#[test]
fn an_unclarified_person_becomes_clarified() {
    // One in work, one on benefits, one of whom only the unknown code is known: by construction 3 eligible.
    let careers = [
        Career { key: "11", weeks: &[], ratios: &[("2024-11", "1")] },
        Career { key: "12", weeks: &[("2440-2505", "730")], ratios: &[] },
        Career { key: "13", weeks: &[("2445-2448", "653")], ratios: &[] },
    ];
    let rows: Vec<String> = careers.iter().map(|career| begun(career.key, "2023-05-02")).collect();
    let check = |category: &str, from: &str, expected: [u64; 3]| {
        let office = sealed_desk();
        let manifest = imported(&office, "dream202502.csv", extract(&careers), &[]);
        assert_eq!(
            manifest["unknown_codes"],
            serde_json::json!([{"code": 653, "status": null, "people": 1, "weeks": 4}])
        );
        enrolled(&office, "liste.csv", list(&rows));
        let before = settled(&office);
        assert_eq!(counts(&before), [3, 1, 1]);
        assert_eq!(before["unclarified_people"], serde_json::json!([alias(&office, "13")]));
        let id = word(&before["id"]);
        let said = office.refused("bo", &["approve", &id]);
        assert!(said.contains(&id), "{said}");
        for user in ["anna", "bo"] {
            office.ok(user, &["codes", "map", "653", category, "--from", from]);
        }
        let after = settled(&office);
        assert_ne!(word(&after["id"]), id);
        assert_eq!(counts(&after), expected, "{category} from {from}");
        // The first proposal was made with another code list: it can no longer be approved.
        office.refused("bo", &["approve", &id]);
        if expected[2] == 0 {
            office.ok("bo", &["approve", &word(&after["id"])]);
            office.ok("bo", &["post", &word(&after["id"])]);
            assert_eq!(word(&settled(&office)["id"]), word(&after["id"]));
        }
    };
    check("education", "2024-01-01", [3, 2, 0]);
    check("cash_benefit", "2024-01-01", [3, 1, 0]);
    // From the third Thursday of November on: the first two weeks stay unknown, but education in the others decides.
    check("education", "2024-11-18", [3, 2, 0]);
    check("cash_benefit", "2024-11-18", [3, 1, 1]);
    check("education", "2024-12-01", [3, 1, 1]);
}

#[test]
fn unknown_and_uncertain_codes_are_counted_and_shown() {
    let office = sealed_desk();
    let careers = [
        Career { key: "11", weeks: &[("2440-2442", "653"), ("2450", "653")], ratios: &[] },
        Career { key: "12", weeks: &[("2445", "653"), ("2446-2447", "877")], ratios: &[] },
        Career { key: "13", weeks: &[("2445", "888")], ratios: &[] },
    ];
    let manifest = imported(&office, "dream202502.csv", extract(&careers), &[]);
    let expected = serde_json::json!([
        {"code": 653, "status": null, "people": 2, "weeks": 5},
        {"code": 877, "status": "uncertain", "people": 1, "weeks": 2},
        {"code": 888, "status": null, "people": 1, "weeks": 1},
    ]);
    assert_eq!(manifest["unknown_codes"], expected);
    let said = office.ok("anna", &["register", "show", &word(&manifest["snapshot"])]);
    for words in ["653", "877", "888"] {
        assert!(said.contains(words), "{words} is missing in {said}");
    }
}
