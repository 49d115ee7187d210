//! Measured outcomes by construction: one tiny career each, and what November 2024 makes of it. The expected answers come
//! from the agreement's words (section 6: a positive ratio in November, or education) and the register's calendar
//! (register facts 1.1: Thursday decides), not from the program.

use super::made::{
    Career, agreement, alias, begun, counts, enrolled, extract, imported, list, sealed_desk, settled, trace,
};

type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [(&'a str, &'a str)], &'a str);

/// Key, what it is about, weeks, ratios, expected record of the trace.
const CASES: &[Case<'_>] = &[
    ("101", "paid hours and nothing else", &[], &[("2024-11", "0.5")], "+ employed"),
    ("102", "the smallest ratio", &[], &[("2024-11", "0.0001")], "+ employed"),
    ("103", "a ratio of nothing", &[], &[("2024-11", "0")], "- none"),
    ("104", "a ratio of nothing with decimals", &[], &[("2024-11", "0.00")], "- none"),
    ("105", "fleksjob with paid hours", &[("2440-2505", "771")], &[("2024-11", "0.33")], "+ employed"),
    ("106", "fleksjob without paid hours", &[("2440-2505", "771")], &[], "- transfer"),
    ("107", "cash benefit beside a small job", &[("2440-2505", "730")], &[("2024-11", "0.05")], "+ employed"),
    ("108", "blank all through", &[], &[], "- none"),
    ("109", "benefits before and after, November blank", &[("2440-2444", "730"), ("2449-2505", "730")], &[], "- none"),
    ("110", "paid hours in October and December only", &[], &[("2024-10", "1"), ("2024-12", "1")], "- none"),
    ("111", "education in the week whose Thursday is 31 October", &[("2444", "651")], &[], "- none"),
    ("112", "education in the week whose Thursday is 7 November", &[("2445", "651")], &[], "+ education"),
    ("113", "education in the week whose Thursday is 28 November", &[("2448", "652")], &[], "+ education"),
    ("114", "education in the week whose Thursday is 5 December", &[("2449", "651")], &[], "- none"),
    ("115", "adult education", &[("2446", "661")], &[], "+ education"),
    ("116", "education as a part of cash benefit", &[("2445-2448", "134")], &[], "- transfer"),
    ("117", "education as a part of education benefit", &[("2445-2448", "724")], &[], "- transfer"),
    ("118", "dead since October", &[("2442-2505", "999")], &[], "- dead"),
    ("119", "abroad since October", &[("2442-2505", "997")], &[], "- abroad"),
    ("120", "dead since October, wages paid late", &[("2442-2505", "999")], &[("2024-11", "0.1")], "+ dead"),
    ("121", "education in one week, benefits in three", &[("2445-2447", "730"), ("2448", "651")], &[], "+ education"),
    ("122", "an unknown code and no hours", &[("2446", "653")], &[], "?code=653 unclarified"),
    ("123", "an unknown code beside paid hours", &[("2446", "653")], &[("2024-11", "0.8")], "+ employed"),
    ("124", "an unknown code beside education", &[("2446", "653"), ("2447", "651")], &[], "+ education"),
    ("125", "an unknown code outside November", &[("2444", "653"), ("2449", "653")], &[], "- none"),
    ("126", "an uncertain code and no hours", &[("2446", "877")], &[], "?code=877 unclarified"),
    ("127", "holiday benefit from a job", &[("2445", "121")], &[], "- none"),
    ("128", "pension", &[("2440-2505", "783")], &[], "- transfer"),
];

#[test]
fn november_by_construction() {
    let office = sealed_desk();
    let careers: Vec<Career<'_>> =
        CASES.iter().map(|(key, _, weeks, ratios, _)| Career { key, weeks, ratios }).collect();
    imported(&office, "dream202502.csv", extract(&careers), &[]);
    // One more on the list than in the extract.
    let mut rows: Vec<String> = CASES.iter().map(|(key, ..)| begun(key, "2023-05-02")).collect();
    rows.push(begun("900", "2023-05-02"));
    enrolled(&office, "liste.csv", list(&rows));

    let proposal = settled(&office);
    let records = trace(&office, &proposal);
    for (key, what, _, _, expected) in CASES {
        assert_eq!(records[&alias(&office, key)], *expected, "{key}: {what}");
    }
    assert_eq!(records[&alias(&office, "900")], "?absent unclarified");
    let with = |mark: &str| CASES.iter().filter(|case| case.4.starts_with(mark)).count() as u64;
    assert_eq!(counts(&proposal), [CASES.len() as u64 + 1, with("+"), with("?") + 1]);
    // 4,150 kroner for each of those in work or education (agreement, section 6).
    assert_eq!(proposal["amount"], format!("{}.00", 4150 * with("+")));
}

#[test]
fn explanations_name_what_decided() {
    let office = sealed_desk();
    let careers: Vec<Career<'_>> =
        CASES.iter().map(|(key, _, weeks, ratios, _)| Career { key, weeks, ratios }).collect();
    imported(&office, "dream202502.csv", extract(&careers), &["--synthetic"]);
    let mut rows: Vec<String> = CASES.iter().map(|(key, ..)| begun(key, "2023-05-02")).collect();
    rows.push(begun("900", "2023-05-02"));
    rows.push(begun("901", "2024-02-01"));
    enrolled(&office, "liste.csv", list(&rows));
    let check = |key: &str, expected: &[&str], absent: &[&str]| {
        let said = office.ok(
            "anna",
            &[
                "explain",
                &agreement(),
                &alias(&office, key),
                "--measured-year",
                "2024",
                "--reason",
                "spørgsmål fra borgeren",
            ],
        );
        // One blank between words, so that the widths of columns do not matter.
        let said =
            said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect::<String>();
        for words in expected {
            assert!(said.contains(words), "{key}: {words:?} is missing in\n{said}");
        }
        for words in absent {
            assert!(!said.contains(words), "{key}: {words:?} stands in\n{said}");
        }
        assert!(!said.contains(&format!(" {key} ")), "{key}: the serial number is shown");
    };
    check(
        "105",
        &["Målet er opfyldt.", "november 2024 0,33 ja", "2024W45 07-11-2024 771 Fleksjob"],
        &["2024W44", "2024W49"],
    );
    check("111", &["Målet er ikke opfyldt.", "2024W45 07-11-2024 blank"], &["2024W44", "651"]);
    check("112", &["Målet er opfyldt.", "2024W45 07-11-2024 651", "november 2024 ingen"], &[]);
    check("122", &["Uafklaret: koden 653 er ukendt", "2024W46 14-11-2024 653 ukendt kode"], &[]);
    check("118", &["Målet er ikke opfyldt.", "Død", "SYNTETISKE DATA"], &[]);
    check("900", &["Uafklaret: findes ikke i udtrækket."], &[]);
    check("901", &["tælles ikke med i dette måleår"], &[]);

    let said = office.refused(
        "anna",
        &["explain", &agreement(), "zzzz-zzzz-zzzz", "--measured-year", "2024", "--reason", "spørgsmål fra borgeren"],
    );
    assert!(said.contains("zzzz-zzzz-zzzz"), "{said}");
}
