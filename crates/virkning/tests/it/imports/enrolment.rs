//! Enrolment lists written by hand: the funnel by construction, who is enrolled and when, what is refused with its line,
//! and what a later list changes.

use super::made::{
    Career, LIST_HEADER, agreement, alias, begun, changed, counts, enrolled, extract, imported, list, sealed_desk,
    settled, trace, write,
};
use crate::office::{Office, text};

/// The numbers of an answer: a line that begins with these words ends with the number.
fn number(said: &str, label: &str) -> Vec<u64> {
    let line = said.lines().find(|line| line.trim_start().starts_with(label));
    let line = line.unwrap_or_else(|| panic!("{label:?} is missing in {said}"));
    let rest = line.trim_start().trim_start_matches(label);
    rest.split_whitespace().map(|word| word.parse().unwrap_or_else(|_| panic!("{label:?}: {line}"))).collect()
}

#[test]
fn the_funnel_by_construction() {
    let office = sealed_desk();
    let day = |name: &'static str, value: &'static str| (name, value);
    let rows = [
        // Enrolled: two who stay, one who left.
        begun("1", "2023-05-02"),
        begun("2", "2024-01-15"),
        changed("3", &[day("afbrudt", "2023-08-01"), day("afbrudt_aarsag", "flyttet")]),
        // Kept out by a rule each, one of them by two.
        changed("4", &[day("rehabiliteringsteam", "ja")]),
        changed("5", &[day("afslutter_stu", "ja"), day("psykiatriens_maalgruppe", "J")]),
        changed("6", &[day("profil_bekraeftet", "nej")]),
        changed("7", &[day("foedselsmaaned", "1990-01")]),
        // Without data: enrolled all the same, and counted as not tested.
        changed("8", &[day("misbrug_vurderet", ""), day("rehabiliteringsteam", "")]),
        changed("9", &[day("foedselsmaaned", "")]),
        // Said no after the talk; accepted and not begun; begun and not accepted; referred only.
        changed("10", &[day("accepteret", ""), day("udredning_paabegyndt", "")]),
        changed("11", &[day("udredning_paabegyndt", "")]),
        changed("12", &[day("accepteret", "")]),
        changed("13", &[day("visitationssamtale", ""), day("accepteret", ""), day("udredning_paabegyndt", "")]),
    ];
    // Rows without any text are no rows.
    let said = enrolled(
        &office,
        "liste.csv",
        format!("{};;\n;;;;;;;;;;;;;\n\n", list(&rows).trim_end().to_owned() + "\n;;;;;;;;;;;"),
    );
    let check = |label: &str, expected: &[u64]| assert_eq!(number(&said, label), expected, "{label}: {said}");
    check("Henvist", &[13]);
    check("Visitationssamtale", &[12]);
    check("Opfylder reglerne", &[9]);
    check("Accepteret", &[6]);
    check("Takket nej", &[1]);
    check("Påbegyndt (optaget)", &[5]);
    check("Heraf afbrudt (bliver i gruppen)", &[1]);
    // Refused and not tested, rule by rule.
    check("Er fyldt 16 og højst 29 år, når udredningen begynder", &[1, 1]);
    check("Modtager hjælp efter serviceloven eller beskæftigelsesloven", &[0, 0]);
    check("Hører til målgruppen efter en samlet vurdering i", &[1, 0]);
    check("Et eventuelt misbrug kan rummes i projektet og hindrer ikke", &[0, 1]);
    check("Sagen er ikke besluttet forelagt rehabiliteringsteamet", &[1, 1]);
    check("Er ikke ved at afslutte en særligt tilrettelagt", &[1, 0]);
    check("Hører ikke umiddelbart til psykiatriens målgruppe", &[1, 0]);
    // Planned by the agreement's section 2, and begun.
    check("2023 ", &[60, 4]);
    check("2024 ", &[80, 1]);
    assert!(said.contains("5 deltagere er optaget"), "{said}");
}

#[test]
fn ages_at_the_borders() {
    // 16 to 29, both included, on the day of the start: agreement, section 2. Refused and not tested.
    let check = |birth: &str, start: &str, expected: [u64; 2]| {
        let office = sealed_desk();
        let row = changed("1", &[("foedselsmaaned", birth), ("accepteret", start), ("udredning_paabegyndt", start)]);
        let said = enrolled(&office, "liste.csv", list(&[row]));
        assert_eq!(number(&said, "Er fyldt 16 og højst 29 år, når udredningen begynder"), expected, "{birth} {start}");
        assert_eq!(number(&said, "Påbegyndt (optaget)"), [1 - expected[0]], "{birth} {start}");
    };
    check("2007-08", "2023-07-31", [1, 0]);
    check("2007-08", "2023-08-15", [0, 1]);
    check("2007-08", "2023-09-01", [0, 0]);
    check("1993-08", "2023-07-31", [0, 0]);
    check("1993-08", "2023-08-15", [0, 1]);
    check("1993-08", "2023-09-01", [1, 0]);
}

#[test]
fn the_last_day_of_the_year_counts_and_the_first_does_not() {
    let office = sealed_desk();
    let careers = ["1", "2", "3"].map(|key| Career { key, weeks: &[], ratios: &[("2024-11", "1")] });
    imported(&office, "dream202502.csv", extract(&careers), &[]);
    // Accepted before and begun on the day; the third is accepted on the last day and begins on the first.
    let third = changed("3", &[("accepteret", "2023-12-31"), ("udredning_paabegyndt", "2024-01-01")]);
    enrolled(&office, "liste.csv", list(&[begun("1", "2023-12-31"), begun("2", "2024-01-01"), third]));
    let proposal = settled(&office);
    assert_eq!(counts(&proposal), [1, 1, 0]);
    let records = trace(&office, &proposal);
    assert_eq!(records.keys().collect::<Vec<_>>(), [&alias(&office, "1")]);
}

#[test]
fn a_later_list_keeps_whom_it_does_not_have() {
    let office = sealed_desk();
    let careers = ["1", "2", "3"].map(|key| Career { key, weeks: &[], ratios: &[("2024-11", "1")] });
    imported(&office, "dream202502.csv", extract(&careers), &[]);
    let first = list(&[begun("1", "2023-05-02"), begun("2", "2023-06-01"), begun("3", "2023-07-01")]);
    let said = enrolled(&office, "liste.csv", &first);
    assert!(said.contains("udgave 1 af listen: 3 nye, 0 ændrede, 0 beholdt"), "{said}");
    let before = settled(&office);
    assert_eq!(counts(&before), [3, 3, 0]);

    // The same again, and with other line ends, changes nothing.
    for same in [first.clone(), first.replace('\n', "\r\n"), format!("\u{feff}{first}")] {
        let said = enrolled(&office, "liste.csv", same);
        assert!(said.contains("i forvejen som udgave 1"), "{said}");
    }
    // One is gone, one has left early, one would no longer be let in: all three stay in the cohort.
    let left = changed(
        "2",
        &[("accepteret", "2023-06-01"), ("udredning_paabegyndt", "2023-06-01"), ("afbrudt", "2023-09-01")],
    );
    let out =
        changed("3", &[("accepteret", "2023-07-01"), ("udredning_paabegyndt", "2023-07-01"), ("afslutter_stu", "ja")]);
    let said = enrolled(&office, "liste.csv", list(&[left, out, begun("4", "2023-08-01")]));
    assert!(said.contains("4 deltagere er optaget"), "{said}");
    assert!(said.contains("udgave 2 af listen: 1 nye, 2 ændrede, 2 beholdt"), "{said}");
    let after = settled(&office);
    // The fourth is in no extract: unclarified, never a failure.
    assert_eq!(counts(&after), [4, 3, 1]);
    assert_eq!(trace(&office, &after)[&alias(&office, "4")], "?absent unclarified");
    assert_eq!(office.refused("bo", &["approve", &super::made::word(&before["id"])]).matches("Afvist").count(), 1);
}

fn refused(office: &Office, bytes: impl AsRef<[u8]>, options: &[&str]) -> String {
    let path = write(office, "liste.csv", bytes);
    let said = office.refused("anna", &[&["enrol", &agreement(), &path], options].concat());
    // Nothing of it is kept.
    let settled = office.refused("anna", &["settle", &agreement(), "--measured-year", "2024"]);
    assert!(settled.contains("enrol"), "{settled}");
    said
}

#[test]
fn faulty_rows_are_named_with_their_line() {
    let office = sealed_desk();
    let check = |row: String, code: &str, expected: &[&str]| {
        let said = refused(&office, list(&[begun("1", "2023-05-02"), row, begun("3", "2023-05-02")]), &[]);
        assert!(said.contains(&format!("liste.csv:3: {code} ")), "{code}: {said}");
        for words in expected {
            assert!(said.contains(words), "{code}: {words:?} is missing in {said}");
        }
    };
    check(begun("2", "2023-02-31"), "L009", &["accepteret", "2023-02-31", "YYYY-MM-DD"]);
    check(begun("2", "02-05-2023"), "L009", &["02-05-2023"]);
    check(begun("2", "2023-13-01"), "L009", &["2023-13-01"]);
    check(begun("2", "i morgen"), "L009", &["accepteret"]);
    check(changed("2", &[("foedselsmaaned", "2000-06-15")]), "L010", &["foedselsmaaned", "YYYY-MM"]);
    check(changed("2", &[("foedselsmaaned", "2000-13")]), "L010", &["2000-13"]);
    check(changed("2", &[("foedselsmaaned", "2030-01")]), "L013", &["foedselsmaaned"]);
    check(changed("2", &[("afslutter_stu", "måske")]), "L011", &["afslutter_stu", "ja, j, nej, n"]);
    check(changed("2", &[("afbrudt_aarsag", "flyttet")]), "L012", &["afbrudt_aarsag"]);
    check(changed("2", &[("profil_bekraeftet", "ja")]), "L009", &["profil_bekraeftet"]);
    check(begun("", "2023-05-02"), "L002", &["lobenr"]);
    check(begun("4 2", "2023-05-02"), "L007", &["lobenr"]);
    // The same person twice: shown with the first line, and never enrolled twice.
    check(begun("1", "2023-06-01"), "L008", &["linje 2"]);
    check(begun("0001", "2023-06-01"), "L008", &["linje 2"]);
    check("2;2000-06".to_owned(), "L001", &["2", "14"]);
}

#[test]
fn the_same_person_is_enrolled_once() {
    let office = sealed_desk();
    let rows = list(&[begun("1", "2023-05-02"), begun("1", "2024-02-01"), begun("2", "2023-05-02")]);
    refused(&office, &rows, &[]);
    refused(&office, &rows, &["--accept-faulty", "2"]);
    let path = write(&office, "liste.csv", &rows);
    let said = office.ok("anna", &["enrol", &agreement(), &path, "--accept-faulty", "1"]);
    assert!(said.contains("2 deltagere er optaget") && said.contains("2 rækker godtaget, 1 afvist"), "{said}");
    // The first row counts.
    assert_eq!(number(&said, "2023 "), [60, 2]);
    assert_eq!(number(&said, "2024 "), [80, 0]);
}

#[test]
fn lists_that_are_refused_whole() {
    let office = sealed_desk();
    let good = list(&[begun("1", "2023-05-02")]);
    let check = |bytes: &[u8], expected: &[&str]| {
        let said = refused(&office, bytes, &[]);
        for words in expected {
            assert!(said.contains(words), "{words:?} is missing in {said}");
        }
    };
    check(b"", &["tom"]);
    check(b"PK\x03\x04\0\0", &["tekstfil"]);
    check(good.replacen("accepteret", "godkendt", 1).as_bytes(), &["kolonnen accepteret", "godkendt"]);
    check(good.replacen("lobenr", "nummer", 1).as_bytes(), &["lobenr / PNR / CPR"]);
    check(good.replacen("afslutter_stu", "stu", 1).as_bytes(), &["afslutter_stu"]);
    check(good.replace(';', ",").as_bytes(), &["kolonnerne"]);
    check(good.replacen("henvist", "accepteret", 1).as_bytes(), &["accepteret", "to gange"]);
    check(format!("{LIST_HEADER}\n\"1;2\n").as_bytes(), &["Linje 2", "anførselstegn"]);
    check(b"lobenr;foed\xc3\xb8dt;\xf8\n", &["Linje 1, byte 17"]);
    for (path, options) in [("/nothing/liste.csv", &[][..]), ("/tmp", &[]), ("/tmp", &["--profile", "/nothing.toml"])] {
        let said = office.refused("anna", &[&["enrol", &agreement(), path], options].concat());
        assert!(said.contains(path) || said.contains("/nothing.toml"), "{said}");
    }
}

#[test]
fn a_list_may_come_before_the_seal() {
    let office = Office::empty();
    office.ok("anna", &["user", "add", "anna", "--role", "controller,case-worker"]);
    let said = enrolled(&office, "liste.csv", list(&[begun("1", "2023-05-02")]));
    assert!(said.contains("1 deltagere er optaget"), "{said}");
    let said = office.refused("anna", &["settle", &agreement(), "--measured-year", "2024"]);
    assert!(said.contains("ikke forseglet"), "{said}");
}

#[test]
fn danish_letters_of_windows() {
    // »Sværger« in a reason and »påbegyndt« in a header, as UTF-8, with a byte-order mark, and as Windows-1252.
    let profile = include_str!("../../../../register/profiles/enrolment.toml")
        .replace("udredning_paabegyndt", "udredning_påbegyndt");
    let reason = [("afbrudt", "2023-09-01"), ("afbrudt_aarsag", "særforløb på Ærø, åbent")];
    let text_of = list(&[changed("1", &reason)]).replace("udredning_paabegyndt", "udredning_påbegyndt");
    let western: Vec<u8> =
        text_of.chars().map(|character| u8::try_from(u32::from(character)).expect("Latin-1")).collect();
    let mut versions = Vec::new();
    for bytes in [text_of.clone().into_bytes(), format!("\u{feff}{text_of}").into_bytes(), western] {
        let office = sealed_desk();
        imported(&office, "dream202502.csv", extract(&[]), &[]);
        let (list, profile) = (write(&office, "liste.csv", &bytes), write(&office, "profil.toml", &profile));
        let output = office.run("anna", &["enrol", &agreement(), &list, "--profile", &profile]);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(said.contains("1 deltagere er optaget"), "{said}");
        versions.push(office.ok(
            "anna",
            &[
                "explain",
                &agreement(),
                &alias(&office, "1"),
                "--measured-year",
                "2024",
                "--reason",
                "spørgsmål fra borgeren",
            ],
        ));
    }
    for said in versions {
        assert!(said.contains("særforløb på Ærø, åbent"), "{said}");
    }
}
