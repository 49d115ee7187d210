//! Tests of reading lists: rows as text, what becomes of them, and what is refused.

use std::io;

use virkning_model::enrolment::{EnrolmentSet, RuleResult};
use virkning_model::id::{Alias, TermId};
use virkning_testkit::{Synthesis, cohort_plan, sample};

use super::*;

const HEADER: &str = "lobenr;foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;\
                      afbrudt_aarsag;profil_bekraeftet;rehabiliteringsteam;afslutter_stu;psykiatriens_maalgruppe";
const GOOD: &str = "1;2001-05;2023-01-05;2023-01-20;2023-01-25;2023-02-01;;;2023-01-20;nej;nej;nej";

fn key() -> InstallationKey {
    let folder = tempfile::tempdir().expect("a folder");
    let mut zeros = |bytes: &mut [u8]| -> io::Result<()> {
        bytes.fill(7);
        Ok(())
    };
    InstallationKey::load_or_create(&folder.path().join("key"), &mut zeros).expect("made").0
}

fn read_text(text: &str, accept: Option<u64>) -> Result<ListImport, ListError> {
    read_bytes(text.as_bytes(), &ListProfile::built_in(), &sample::agreement(), &key(), accept)
}

fn rows(rows: &[&str]) -> Result<ListImport, ListError> {
    read_text(&format!("{HEADER}\n{}\n", rows.join("\n")), None)
}

/// The participant of serial number 1, whatever else is on the list.
fn one(import: &ListImport) -> &Participant {
    let pseudonym = key().pseudonym("lobenr", "1");
    let listed = import.people.iter().find(|listed| listed.pseudonym == pseudonym).expect("on the list");
    assert_eq!(listed.participant.alias, key().alias(&sample::agreement().id, &pseudonym));
    &listed.participant
}

/// A good row with some fields replaced: place and text.
fn row_with(fields: &[(usize, &str)]) -> String {
    let mut row: Vec<&str> = GOOD.split(';').collect();
    for (at, text) in fields {
        row[*at] = text;
    }
    row.join(";")
}

fn result(participant: &Participant, rule: &str) -> RuleResult {
    participant.rules.iter().find(|(id, _)| id.as_str() == rule).map(|(_, result)| *result).expect("a rule")
}

#[test]
fn who_is_enrolled_and_when() {
    // The agreement counts from accepted and started; the later of both is the day. By hand.
    let check = |fields: &[(usize, &str)], expected: Option<&str>| {
        let import = rows(&[&row_with(fields)]).expect("read");
        let got = one(&import).enrolled_on.map(|day| day.to_string());
        assert_eq!(got.as_deref(), expected, "{fields:?}");
        assert_eq!(import.funnel.enrolled, u64::from(expected.is_some()));
    };
    check(&[], Some("2023-02-01"));
    check(&[(4, "2023-12-20"), (5, "2023-12-31")], Some("2023-12-31"));
    check(&[(4, "2023-12-20"), (5, "2024-01-01")], Some("2024-01-01"));
    check(&[(4, "2024-01-01"), (5, "2023-12-31")], Some("2024-01-01"));
    // Accepted and never begun; begun and never accepted.
    check(&[(5, "")], None);
    check(&[(4, "")], None);
    // The first steps do not count.
    check(&[(2, ""), (3, "")], Some("2023-02-01"));
    // Leaving early changes nothing (intention to treat).
    check(&[(6, "2023-03-01"), (7, "fraflytning")], Some("2023-02-01"));
    // A rule that fails keeps out; one without data does not, and is never passed.
    check(&[(9, "ja")], None);
    check(&[(9, "JA")], None);
    check(&[(8, "nej")], None);
    check(&[(9, "")], Some("2023-02-01"));
    check(&[(8, "")], Some("2023-02-01"));
    check(&[(1, "1990-05")], None);
    check(&[(1, "")], Some("2023-02-01"));
}

#[test]
fn what_rules_say() {
    let check = |fields: &[(usize, &str)], rule: &str, expected: RuleResult| {
        let import = rows(&[&row_with(fields)]).expect("read");
        assert_eq!(result(one(&import), rule), expected, "{fields:?}");
        let counts =
            |counts: &[(TermId, u64)]| counts.iter().filter(|(id, _)| id.as_str() == rule).map(|(_, n)| *n).sum();
        let (refused, not_tested): (u64, u64) = (counts(&import.funnel.refused), counts(&import.funnel.not_tested));
        assert_eq!(refused, u64::from(expected == RuleResult::Failed));
        assert_eq!(not_tested, u64::from(expected == RuleResult::NotTested));
    };
    check(&[], "age", RuleResult::Passed);
    check(&[(1, "2007-03")], "age", RuleResult::Failed);
    check(&[(1, "2007-02")], "age", RuleResult::NotTested);
    check(&[(1, "")], "age", RuleResult::NotTested);
    // Without a day of enrolment the age is tested on the last day that something happened.
    check(&[(1, "1990-05"), (4, ""), (5, "")], "age", RuleResult::Failed);
    check(&[], "profile", RuleResult::Passed);
    check(&[(8, "")], "profile", RuleResult::NotTested);
    check(&[(8, "nej")], "profile", RuleResult::Failed);
    check(&[], "not-finishing-stu", RuleResult::Passed);
    check(&[(10, "j")], "not-finishing-stu", RuleResult::Failed);
    check(&[(10, "  ")], "not-finishing-stu", RuleResult::NotTested);
}

#[test]
fn faulty_rows_are_listed_and_stop_the_list() {
    let check = |row: &str, code: &str, column: &str, excerpt: &str| {
        let error = rows(&[&row_with(&[(0, "2")]), row]).expect_err("refused");
        assert_eq!(error.code(), "L109", "{row}");
        let [problem] = error.problems() else { panic!("one problem: {error}") };
        assert_eq!((problem.code(), problem.line, problem.column.as_str()), (code, 3, column), "{row}");
        assert_eq!(problem.excerpt, excerpt, "{row}");
        // Accepted in exactly their number, the rest is read and the row is reported.
        let text = format!("{HEADER}\n{}\n{row}\n", row_with(&[(0, "2")]));
        let import = read_text(&text, Some(1)).expect("read");
        assert_eq!((import.accepted, import.rejected.len(), import.ignored), (1, 1, 0));
        assert_eq!(read_text(&text, Some(2)).expect_err("refused").code(), "L109");
    };
    check(&row_with(&[(0, "")]), "L002", "lobenr", "");
    check(&row_with(&[(0, "12 34")]), "L007", "lobenr", "99 99");
    check(&row_with(&[(5, "2023-02-30")]), "L009", "udredning_paabegyndt", "2023-02-30");
    check(&row_with(&[(5, "01-02-2023")]), "L009", "udredning_paabegyndt", "01-02-2023");
    check(&row_with(&[(5, "2023-2-1")]), "L009", "udredning_paabegyndt", "2023-2-1");
    check(&row_with(&[(5, "3023-02-01")]), "L009", "udredning_paabegyndt", "3023-02-01");
    check(&row_with(&[(5, "snarest")]), "L009", "udredning_paabegyndt", "AAAAAAA");
    check(&row_with(&[(5, "610190-4321")]), "L009", "udredning_paabegyndt", "999999-9999");
    check(&row_with(&[(1, "2001-13")]), "L010", "foedselsmaaned", "2001-13");
    check(&row_with(&[(1, "2001-05-04")]), "L010", "foedselsmaaned", "2001-05-04");
    check(&row_with(&[(9, "måske")]), "L011", "rehabiliteringsteam", "AAAAA");
    check(&row_with(&[(8, "ja")]), "L009", "profil_bekraeftet", "ja");
    check(&row_with(&[(7, "flyttet")]), "L012", "afbrudt_aarsag", "AAAAAAA");
    check(&row_with(&[(1, "2023-06")]), "L013", "foedselsmaaned", "2023-06");
    check(&row_with(&[(1, "1901-01")]), "L013", "foedselsmaaned", "1901-01");
    check("1;2001-05", "L001", "", "2");
    check(&format!("{GOOD};"), "L001", "", "13");
}

#[test]
fn the_same_person_twice_is_shown_with_both_lines() {
    // Leading zeros are lost in spreadsheets: 0001 is 1.
    let text = [GOOD, &row_with(&[(0, "2")]), &row_with(&[(0, "0001"), (5, "2024-02-01")])];
    let error = rows(&text).expect_err("refused");
    let [problem] = error.problems() else { panic!("one problem: {error}") };
    assert_eq!((problem.code(), problem.line, problem.first_line), ("L008", 4, Some(2)));
    assert_eq!(problem.excerpt, "9999");
    let import = read_text(&format!("{HEADER}\n{}", text.join("\n")), Some(1)).expect("read");
    assert_eq!(
        one(&import).enrolled_on.map(|day| day.to_string()).as_deref(),
        Some("2023-02-01"),
        "the first row holds"
    );
}

#[test]
fn cpr_numbers_as_keys() {
    let header = HEADER.replace("lobenr", "CPR");
    let check = |number: &str, expected: Option<&str>| {
        let text = format!("{header}\n{}\n", row_with(&[(0, number)]));
        match (read_text(&text, None), expected) {
            (Ok(import), None) => {
                assert_eq!(import.key_space, "cpr");
                assert_eq!(import.people[0].pseudonym, key().pseudonym("cpr", "6105014321"));
            }
            (Err(error), Some(code)) => {
                assert_eq!(error.problems()[0].code(), code, "{number}");
                assert!(error.problems()[0].excerpt.bytes().all(|byte| !byte.is_ascii_digit() || byte == b'9'));
            }
            (got, _) => panic!("{number}: {got:?}"),
        }
    };
    // Made-up numbers: day + 60.
    check("6105014321", None);
    check("610501-4321", None);
    check("9102014321", Some("L006"));
    check("6113014321", Some("L006"));
    check("61050143AB", Some("L003"));
    check("610501432", Some("L004"));
    check("61050143210", Some("L005"));
}

#[test]
fn headers_and_files_that_are_refused_whole() {
    let check = |text: &str, code: &str, words: &[&str]| {
        let error = read_text(text, Some(1)).expect_err("refused");
        assert_eq!(error.code(), code, "{text}");
        let arguments = error.arguments();
        for word in words {
            assert!(arguments.iter().any(|(_, value)| value.contains(word)), "{word} in {arguments:?}");
        }
    };
    check("", "L102", &[]);
    check("\n\n", "L102", &[]);
    check(&format!("{}\n{GOOD}", HEADER.replace("lobenr", "nummer")), "L105", &["lobenr / PNR / CPR", "nummer"]);
    let header = HEADER.replace("accepteret", "sagde_ja").replace("rehabiliteringsteam", "team");
    check(&format!("{header}\n{GOOD}"), "L105", &["accepteret, rehabiliteringsteam"]);
    check(&format!("{}\n{GOOD}", HEADER.replace(';', ",")), "L105", &["lobenr / PNR / CPR"]);
    check(&format!("{};Henvist\n{GOOD};", HEADER), "L106", &["Henvist"]);
    check(&format!("{HEADER}\n{GOOD}\n{}\n{GOOD}", row_with(&[(7, "\"aldrig lukket")])), "L107", &["3"]);
    check("PK\u{3}\u{4}\0\0", "L103", &[]);
    check(&format!("{HEADER}\n{GOOD}").replace("nej", "\0"), "L103", &[]);
}

#[test]
fn encodings_line_ends_and_quotes() {
    let text = format!("{HEADER}\n{}\n", row_with(&[(6, "2023-03-01"), (7, "helbred og øvrige årsager")]));
    let reason = |bytes: &[u8]| {
        let import = read_bytes(bytes, &ListProfile::built_in(), &sample::agreement(), &key(), None).expect("read");
        assert_eq!((import.accepted, import.people.len()), (1, 1));
        one(&import).dropped_out.clone().expect("left").reason
    };
    let windows: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).expect("Latin-1")).collect();
    let with_mark = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    let expected = "helbred og øvrige årsager";
    assert_eq!(reason(text.as_bytes()), expected);
    assert_eq!(reason(&windows), expected);
    assert_eq!(reason(&with_mark), expected);
    assert_eq!(reason(text.replace('\n', "\r\n").as_bytes()), expected);
    assert_eq!(reason(text.trim_end().as_bytes()), expected, "no final newline");
    let quoted = text.replace("helbred og øvrige årsager", "\"helbred; \"\"øvrige\"\"\nårsager\"");
    assert_eq!(reason(quoted.as_bytes()), "helbred; \"øvrige\"\nårsager");
}

#[test]
fn bytes_that_fit_no_encoding() {
    let check = |profile: &str, bytes: &[u8], expected: (&str, &str, &str)| {
        let profile = ListProfile::parse(
            &include_str!("../../profiles/enrolment.toml").replace("\"recognise\"", &format!("\"{profile}\"")),
        )
        .expect("a profile");
        let file = [HEADER.as_bytes(), b"\n", bytes, b"\n"].concat();
        let error = read_bytes(&file, &profile, &sample::agreement(), &key(), None).expect_err("refused");
        let arguments = error.arguments();
        let of =
            |name: &str| arguments.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
        assert_eq!((error.code(), of("line"), of("byte")), expected, "{error}");
    };
    check("utf-8", b"12;\xE5", ("L104", "2", "4"));
    check("windows-1252", b"12;\x81", ("L104", "2", "4"));
    // A damaged UTF-8: read as Windows-1252 its æ would be garbled.
    check("recognise", b"\xC3\xA6;\xE5", ("L104", "2", "4"));
}

#[test]
fn lines_are_counted_as_editors_count_them() {
    let bad = row_with(&[(0, "3"), (5, "x")]);
    let quoted = row_with(&[(6, "2023-03-01"), (7, "\"to\nlinjer\"")]);
    for (text, line) in [
        (format!("{HEADER}\n{quoted}\n{bad}\n"), 4),
        (format!("{HEADER}\r\n{quoted}\r\n{bad}\r\n"), 4),
        (format!("{HEADER}\n\n\n{bad}\n"), 4),
        (format!("{HEADER}\r{}\r{bad}", GOOD), 3),
    ] {
        let error = read_text(&text, None).expect_err("refused");
        assert_eq!(error.problems()[0].line, line, "{text:?}");
    }
    // Rows of separators alone are what spreadsheets leave: ignored and counted.
    let import = rows(&[GOOD, ";;;;;;;;;;;", " ; ;;;;;;;;;; "]).expect("read");
    assert_eq!((import.accepted, import.ignored), (1, 2));
    // Nobody at all is a list of nobody.
    let empty = read_text(&format!("{HEADER}\n"), None).expect("read");
    assert_eq!((empty.accepted, empty.funnel.enrolled), (0, 0));
}

#[test]
fn profiles() {
    let good = include_str!("../../profiles/enrolment.toml");
    let check = |from: &str, to: &str, code: &str| {
        assert!(good.contains(from), "{from}");
        let error = ListProfile::parse(&good.replace(from, to)).expect_err("refused");
        assert_eq!(error.code(), code, "{to}: {error}");
    };
    check("separator = \";\"", "separator = \"x\"", "L111");
    check("quote = '\"'", "quote = 'xx'", "L111");
    check("no = [\"nej\", \"n\"]", "no = [\"JA\"]", "L111");
    check("month = \"foedselsmaaned\"", "month = \"a\"\ndate = \"b\"", "L111");
    check("date = \"afbrudt\"", "", "L111");
    check("date = \"YYYY-MM-DD\"", "date = \"MM/DD/YY\"", "L110");
    check("started = ", "begun = ", "L110");
    check("[birth]", "[born]", "L110");
    // Another form of the same list.
    let other = good
        .replace("\"YYYY-MM-DD\"", "\"DD-MM-YYYY\"")
        .replace("separator = \";\"", "separator = \"tab\"")
        .replace("month = \"foedselsmaaned\"", "date = \"Fødselsdato\"")
        .replace("finishing-stu = \"afslutter_stu\"", "finishing-stu = \"\"");
    let profile = ListProfile::parse(&other).expect("a profile");
    let text = "LOBENR\tFØDSELSDATO\thenvist\tvisitationssamtale\taccepteret\tudredning_paabegyndt\tafbrudt\tafbrudt_aarsag\t\
                profil_bekraeftet\trehabiliteringsteam\tpsykiatriens_maalgruppe\n\
                1\t4.5.2001\t5-1-2023\t20/01/2023\t25-01-2023\t1-2-2023\t\t\t20-01-2023\tnej\tnej\n";
    let import = read_bytes(text.as_bytes(), &profile, &sample::agreement(), &key(), None).expect("read");
    let participant = one(&import);
    assert_eq!(participant.enrolled_on.map(|day| day.to_string()).as_deref(), Some("2023-02-01"));
    assert_eq!(participant.age_at_enrolment, Some(21));
    assert_eq!(result(participant, "not-finishing-stu"), RuleResult::NotTested, "the profile says there is no column");
}

#[test]
fn a_cpr_number_tells_the_birth_where_no_column_does() {
    let other = include_str!("../../profiles/enrolment.toml").replace("month = \"foedselsmaaned\"", "");
    let profile = ListProfile::parse(&other).expect("a profile");
    let read_key = |number: &str| {
        let text = format!("{}\n{}\n", HEADER.replace("lobenr", "PNR"), row_with(&[(0, number)]));
        let import = read_bytes(text.as_bytes(), &profile, &sample::agreement(), &key(), None).expect("read");
        import.people[0].participant.age_at_enrolment
    };
    // A replacement number (day + 60) says nothing about the birth. The other date is no person's: 29 February 2004.
    assert_eq!(read_key("6102014321"), None);
    assert_eq!(read_key(&format!("290204{}", "4321")), Some(18));
}

#[test]
fn a_synthetic_list_reads_as_it_was_made() {
    let agreement = sample::agreement();
    let until = virkning_model::period::Week::parse("2031W05").expect("a week");
    let cohort = cohort_plan(&agreement, 2_000);
    let mut synthesis = Synthesis { people: 2_000, seed: 1, until, cohort, with_cpr: false };
    for with_cpr in [false, true] {
        synthesis.with_cpr = with_cpr;
        let mut bytes = Vec::new();
        let summary = synthesis.write_cohort("2026-12-31".parse().expect("a date"), &mut bytes).expect("written");
        let import = read_bytes(&bytes, &ListProfile::built_in(), &agreement, &key(), None).expect("read");
        assert_eq!(import.funnel.enrolled_by_year, summary.enrolled_by_year);
        // The intake of the sample agreement.
        assert_eq!(import.funnel.enrolled_by_year, [(2023, 60), (2024, 80), (2025, 80), (2026, 80)].into());
        assert_eq!(import.accepted, u64::from(summary.listed));
        assert_eq!(import.funnel.listed - import.funnel.admitted, u64::from(summary.refused));
        assert_eq!(import.funnel.declined, u64::from(summary.not_accepted));
        assert_eq!(import.funnel.dropped_out, u64::from(summary.dropped_out));
        let refused: Vec<&str> =
            import.funnel.refused.iter().filter(|(_, count)| *count > 0).map(|(rule, _)| rule.as_str()).collect();
        assert_eq!(refused, ["age", "no-rehabilitation-team", "not-finishing-stu", "not-psychiatry"]);
        assert!(import.funnel.not_tested.iter().any(|(_, count)| *count > 0));
    }
}

#[test]
fn whoever_was_enrolled_stays_in() {
    let first = rows(&[GOOD, &row_with(&[(0, "2")]), &row_with(&[(0, "3")]), &row_with(&[(0, "4"), (5, "")])]);
    let alias = |number: &str| -> Alias { key().alias(&sample::agreement().id, &key().pseudonym("lobenr", number)) };
    let sorted = |numbers: &[&str]| {
        let mut aliases: Vec<Alias> = numbers.iter().map(|number| alias(number)).collect();
        aliases.sort();
        aliases
    };
    let start = merge(&EnrolmentSet::default(), first.expect("read"));
    assert_eq!(start.new, sorted(&["1", "2", "3", "4"]));
    assert_eq!(start.set.enrolled().count(), 3);
    // Later: 1 has left early, 2 is said to be kept out, 3 and 4 are gone, 5 is new.
    let second = rows(&[
        &row_with(&[(6, "2023-05-01"), (7, "anden indsats")]),
        &row_with(&[(0, "2"), (9, "ja")]),
        &row_with(&[(0, "5")]),
    ]);
    let next = merge(&start.set, second.expect("read"));
    assert_eq!(next.new, sorted(&["5"]));
    assert_eq!(next.kept_though_missing, sorted(&["3"]));
    assert_eq!(next.kept_though_not_enrolled, sorted(&["2"]));
    assert_eq!(next.left_out, sorted(&["4"]));
    let changed: Vec<(Alias, Vec<Field>)> =
        next.changed.iter().map(|changed| (changed.alias.clone(), changed.fields.clone())).collect();
    let mut expected = vec![(alias("1"), vec![Field::DroppedOut]), (alias("2"), vec![Field::Rules])];
    expected.sort();
    assert_eq!(changed, expected);
    let enrolled: Vec<Alias> = next.set.enrolled().map(|(participant, _)| participant.alias.clone()).collect();
    assert_eq!(enrolled, sorted(&["1", "2", "3", "5"]));
    assert_eq!(next.pseudonyms.len(), 3);
    // The same list again changes nothing.
    let again = rows(&[
        &row_with(&[(6, "2023-05-01"), (7, "anden indsats")]),
        &row_with(&[(0, "2"), (9, "ja")]),
        &row_with(&[(0, "5")]),
    ]);
    let same = merge(&next.set, again.expect("read"));
    assert_eq!(same.set, next.set);
    assert!(same.new.is_empty() && same.changed.is_empty());
}

#[test]
fn a_list_is_read_from_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.csv");
    let (profile, agreement) = (ListProfile::built_in(), sample::agreement());
    assert_eq!(read(&path, &profile, &agreement, &key(), None).expect_err("refused").code(), "L101");
    std::fs::write(&path, format!("{HEADER}\n{GOOD}\n")).expect("written");
    let import = read(&path, &profile, &agreement, &key(), None).expect("read");
    assert_eq!(import, rows(&[GOOD]).expect("read"));
}

#[test]
fn the_synthetic_list_has_the_columns_of_the_built_in_profile() {
    let profile = ListProfile::built_in();
    for column in profile.rules.keys().map(String::as_str).chain(["some-new-rule"]) {
        let kind = virkning_testkit::ListColumnKind::Exclusion;
        let made = virkning_testkit::ListColumn { column: column.to_owned(), kind };
        assert_eq!(made.header(), profile.rule_column(column));
    }
}

/// An agreement that compares arms and asks who completed.
fn trial() -> Agreement {
    use virkning_model::agreement::{Eligibility, PaidPer};
    let mut agreement = sample::agreement();
    agreement.payments[0].per = PaidPer::Difference;
    agreement.measures[0].eligible = Eligibility::Completed;
    agreement
}

#[test]
fn arms_and_completion_are_read_where_the_agreement_asks_for_them() {
    let header = format!("{HEADER};gruppe;gennemfoert");
    let read = |header: &str, rows: &[&str]| {
        let text = format!("{header}\n{}\n", rows.join("\n"));
        read_bytes(text.as_bytes(), &ListProfile::built_in(), &trial(), &key(), None)
    };
    let import = read(&header, &[&format!("{GOOD};Kontrol;2023-12-01")]).expect("read");
    let participant = one(&import);
    assert!(!participant.arm.is_treatment());
    assert_eq!(participant.completed_on.map(|day| day.to_string()).as_deref(), Some("2023-12-01"));
    assert_eq!((import.funnel.control, import.funnel.completed), (1, 1));
    // Who is not enrolled need not be in an arm yet.
    let referred = row_with(&[(5, "")]);
    assert_eq!(read(&header, &[&format!("{referred};;")]).expect("read").funnel.enrolled, 0);
    let check = |row: String, code: &str, column: &str| {
        let error = read(&header, &[&row]).expect_err(&row);
        let [problem] = error.problems() else { panic!("{row}: {error}") };
        assert_eq!((problem.code(), problem.column.as_str()), (code, column), "{row}");
    };
    check(format!("{GOOD};begge;"), "L014", "gruppe");
    check(format!("{GOOD};;"), "L015", "gruppe");
    check(format!("{GOOD};indsats;2023-01-31"), "L016", "gennemfoert");
    check(format!("{GOOD};indsats;snart"), "L009", "gennemfoert");
    // The columns must be there where they are asked for, and only there.
    let error = read(HEADER, &[GOOD]).expect_err("refused");
    assert_eq!(error.code(), "L105");
    assert_eq!(error.arguments()[0].1, "gennemfoert, gruppe");
    let plain = rows(&[GOOD]).expect("read");
    assert!(one(&plain).arm.is_treatment() && one(&plain).completed_on.is_none());
    // A profile may say that there are none.
    let profile = include_str!("../../profiles/enrolment.toml")
        .replace("completed = \"gennemfoert\"", "completed = \"\"")
        .replace("column = \"gruppe\"", "column = \"\"");
    let profile = ListProfile::parse(&profile).expect("a profile");
    let text = format!("{HEADER}\n{GOOD}\n");
    let import = read_bytes(text.as_bytes(), &profile, &trial(), &key(), None).expect("read");
    assert_eq!((import.funnel.enrolled, import.funnel.control), (1, 0));
}

#[test]
fn a_synthetic_list_of_a_trial_reads_as_it_was_made() {
    let agreement = trial();
    let until = virkning_model::period::Week::parse("2031W05").expect("a week");
    let cohort = cohort_plan(&agreement, 2_000);
    let synthesis = Synthesis { people: 2_000, seed: 1, until, cohort, with_cpr: false };
    let mut bytes = Vec::new();
    synthesis.write_cohort("2026-12-31".parse().expect("a date"), &mut bytes).expect("written");
    let import = read_bytes(&bytes, &ListProfile::built_in(), &agreement, &key(), None).expect("read");
    let funnel = &import.funnel;
    assert!(funnel.control > 0 && funnel.control < funnel.enrolled, "{funnel:?}");
    assert!(funnel.completed > 0 && funnel.completed < funnel.enrolled, "{funnel:?}");
}

#[test]
fn who_it_is_comes_from_lists_keyed_by_cpr_number_only() {
    let people = |key_column: &str, key_text: &str, columns: &str, fields: &str| {
        let header = HEADER.replacen("lobenr", key_column, 1);
        let row = row_with(&[(0, key_text), (1, "")]);
        read_text(&format!("{header}{columns}\n{row}{fields}\n"), None).map(|import| import.people)
    };
    let columns = ";navn;adresse;navne_og_adressebeskyttelse";
    let listed = people("CPR", "610190-4321", columns, ";Karen Testesen;Bakken 1;ja").expect("read");
    let identity = listed[0].identity.as_ref().expect("an identity");
    assert_eq!(identity.cpr.reveal(), "6101904321");
    assert_eq!(identity.name.as_ref().map(|name| name.reveal()), Some("Karen Testesen"));
    assert_eq!(identity.address.as_ref().map(|address| address.reveal()), Some("Bakken 1"));
    assert_eq!(identity.protected, Some(true));
    let said = format!("{listed:?}");
    assert!(!said.contains("4321") && !said.contains("Karen") && !said.contains("Bakken"), "{said}");
    // Without the columns, and with nothing in them.
    for (columns, fields) in [("", ""), (columns, ";;;")] {
        let listed = people("CPR", "6101904321", columns, fields).expect("read");
        let identity = listed[0].identity.as_ref().expect("an identity");
        assert_eq!((&identity.name, &identity.address, identity.protected), (&None, &None, None));
    }
    assert_eq!(people("lobenr", "12", columns, ";Karen Testesen;Bakken 1;ja").expect("read")[0].identity, None);
    let error = people("CPR", "6101904321", columns, ";Karen Testesen;Bakken 1;hemmelig").expect_err("refused");
    assert_eq!(error.problems()[0].code(), "L011");
}

/// One person under two CPR numbers: counted once, under the alias known first. Everything here is by hand.
#[test]
fn linked_numbers_are_one_person() {
    let header = HEADER.replacen("lobenr", "CPR", 1);
    let import = |numbers: &[(&str, &str)]| {
        let rows: Vec<String> =
            numbers.iter().map(|(number, accepted)| row_with(&[(0, number), (1, ""), (4, accepted)])).collect();
        read_text(&format!("{header}\n{}\n", rows.join("\n")), None).expect("read")
    };
    let (first, later, other) = ("6101904321", "6101904399", "6202804322");
    let number = |cpr: &str| key().pseudonym("cpr", cpr);
    let alias = |cpr: &str| key().alias(&sample::agreement().id, &number(cpr));
    let day = |text: &str| text.parse::<jiff::civil::Date>().expect("a date");
    let numbers = [NumberLink { earlier: number(first), later: number(later), from: day("2024-06-01") }];
    let kept = |import: ListImport| {
        let merged = merge(&EnrolmentSet::default(), import);
        let links: std::collections::BTreeMap<_, _> = merged.pseudonyms.into_iter().collect();
        (merged.set, links)
    };
    // The later list has the new number.
    let (old, links) = kept(import(&[(first, "2023-01-25"), (other, "2023-01-25")]));
    let next = import(&[(later, "2023-01-25"), (other, "2023-01-25")]);
    let joined = link(old.clone(), links.clone(), next.clone(), &numbers, day("2024-06-01")).expect("joined");
    assert_eq!((joined.linked, joined.merged), (1, 0));
    assert_eq!(joined.links[&alias(first)], number(later));
    let set = merge(&joined.old, joined.import).set;
    let mut expected = vec![alias(first), alias(other)];
    expected.sort();
    assert_eq!(set.participants.iter().map(|one| one.alias.clone()).collect::<Vec<_>>(), expected);
    // Without the link it is somebody else; a link from a later day is believed where the list has the number.
    assert_eq!(link(old.clone(), links.clone(), next.clone(), &[], day("2024-06-01")).expect("as it was").linked, 0);
    let early = link(old.clone(), links.clone(), next, &numbers, day("2024-05-31")).expect("joined");
    assert_eq!((early.linked, early.links[&alias(first)]), (1, number(first)));
    assert_eq!(early.import.people.iter().filter(|one| one.pseudonym == number(later)).count(), 1);
    // The list still has the old number after the day: the new one is looked for in registers.
    let same = import(&[(first, "2023-01-25"), (other, "2023-01-25")]);
    let late = link(old, links, same, &numbers, day("2024-07-01")).expect("joined");
    assert_eq!((late.linked, late.links[&alias(first)]), (1, number(later)));
    // Both numbers on one list.
    let both = import(&[(first, "2023-01-25"), (later, "2023-01-26")]);
    let twice = link(EnrolmentSet::default(), Default::default(), both.clone(), &numbers, day("2024-07-01"));
    assert!(twice.is_err());
    // Both in the set, from before anybody knew: the one who was enrolled first stays.
    let (old, links) = kept(both);
    assert_eq!(old.participants.len(), 2);
    let joined = link(old, links, import(&[(later, "2023-01-26")]), &numbers, day("2024-07-01")).expect("joined");
    assert_eq!((joined.merged, joined.old.participants.len(), joined.links.len()), (1, 1, 1));
    let set = merge(&joined.old, joined.import).set;
    assert_eq!(set.participants.len(), 1);
}
