//! Extracts of DREAM as they may be delivered: what is read of them, when two files are the same facts, and what is
//! refused, with its line. Nothing of a refused file stays.

use serde_json::{Value, json};

use super::made::{desk, folder_names, import, imported, refused, snapshot_in, snapshots, word, write};

/// Padded blanks, stray spaces, weeks of two centuries, both names of industry columns, columns that nobody reads.
const SMALL: &str = "\
lobenr,kon,y_9952, y_0001 ,y_2445,y_2446,grad_2024_10,grad_2024_11,branche_2024_10,br_2024_11 ,alder9131
00000011,1,   ,730,730,730,,0.25,,841100,12.5
00000012,2,111,   , 651 ,   ,1,1,  ,   ,9.1
00000013,2,   ,   ,   ,653,   ,   ,,,30
";

#[test]
fn what_an_extract_holds() {
    let office = desk();
    let manifest = imported(&office, "dream202502.csv", SMALL, &["--synthetic"]);
    let expected = [
        ("/source", json!("dream")),
        ("/edition", json!("2025-02")),
        // The Sunday of the last week column.
        ("/as_of", json!("2024-11-17")),
        ("/synthetic", json!(true)),
        ("/key_space", json!("lobenr")),
        ("/code_list", json!("2015-11")),
        ("/columns/total", json!(11)),
        ("/columns/weeks", json!([["1999W52", "2000W01"], ["2024W45", "2024W46"]])),
        ("/columns/ratio_months", json!([["2024-10", "2024-11"]])),
        ("/columns/industry_months", json!([["2024-10", "2024-11"]])),
        ("/columns/ignored", json!(["kon", "alder9131"])),
        ("/rows", json!(3)),
        ("/accepted", json!(3)),
        ("/rejected", json!(0)),
        ("/people", json!(3)),
        // 730 in 2000W01, 730 in two weeks, 111, 651, 653.
        ("/week_runs", json!(5)),
        // Month 2024-11 of the first; both months of the second with the same ratio.
        ("/job_runs", json!(2)),
        ("/unknown_codes", json!([{"code": 653, "status": null, "people": 1, "weeks": 1}])),
        ("/files/0/name", json!("dream202502.csv")),
        ("/files/0/size_bytes", json!(SMALL.len())),
    ];
    for (place, value) in expected {
        assert_eq!(manifest.pointer(place), Some(&value), "{place}");
    }
    let id = word(&manifest["snapshot"]);
    assert_eq!(id, format!("dream-2025-02-{}", &word(&manifest["content_hash"])[..8]));
    let said = office.ok("anna", &["register", "show", &id]);
    for words in [
        "2025-02",
        "17. november 2024",
        "1999W52 – 2000W01, 2024W45 – 2024W46",
        "653",
        "kon, alder9131",
        "3 i filen, 3 godtaget, 0 afvist",
    ] {
        assert!(said.contains(words), "{words:?} is missing in {said}");
    }
    assert!(office.ok("anna", &["register", "show"]).contains(&id));
    let said = office.refused("anna", &["register", "show", "dream-2025-02-00000000"]);
    assert!(said.contains("dream-2025-02-00000000"), "{said}");
}

#[test]
fn week_53_where_there_is_one() {
    // ISO years of 53 weeks: register facts 1.3.
    let office = desk();
    for (week, edition) in [("y_1553", "2016-02"), ("y_2053", "2021-02"), ("y_2653", "2027-02")] {
        let manifest = imported(&office, "uge53.csv", format!("lobenr,{week}\n1,730\n"), &["--edition", edition]);
        let year = format!("20{}W53", &week[2..4]);
        assert_eq!(manifest["columns"]["weeks"], json!([[year, year]]));
    }
    for week in ["y_2553", "y_2453", "y_2400", "y_2454"] {
        let said = refused(&office, "uge53.csv", format!("lobenr,{week}\n1,730\n"), &["--edition", "2027-02"]);
        assert!(said.contains(week), "{said}");
    }
}

#[test]
fn the_same_facts_are_imported_once() {
    let office = desk();
    let first = imported(&office, "dream202502.csv", SMALL, &[]);
    let first = word(&first["snapshot"]);
    let lines: Vec<&str> = SMALL.lines().collect();
    let turned = [lines[0], lines[3], lines[1], lines[2]].join("\n") + "\n";
    let quoted = SMALL.replace("00000012,2,111", "\"00000012\",\"2\",\"111\"");
    let same: [(&str, Vec<u8>); 10] = [
        ("the same bytes", SMALL.into()),
        ("rows in another order", turned.clone().into()),
        ("line ends of Windows", SMALL.replace('\n', "\r\n").into()),
        ("no final newline", SMALL.trim_end().into()),
        ("Windows, no final newline, another order", turned.trim_end().replace('\n', "\r\n").into()),
        ("a byte-order mark", format!("\u{feff}{SMALL}").into()),
        ("quotes", quoted.into()),
        ("capital letters in the header", SMALL.replacen("lobenr,kon,y_9952", "LOBENR,KON,Y_9952", 1).into()),
        ("leading zeros lost", SMALL.replace("000000", "").into()),
        ("blanks instead of padding", SMALL.replace("   ,", ",").into()),
    ];
    for (what, bytes) in same {
        let (code, said) = import(&office, "dream202502.csv", bytes, &[]);
        assert_eq!(
            (code, snapshot_in(&said, "Allerede indlæst som ").as_deref()),
            (0, Some(first.as_str())),
            "{what}: {said}"
        );
    }
    assert_eq!(snapshots(&office), [first.as_str()]);
    let other = [
        ("another code", SMALL.replace("653", "652"), "2025-02"),
        ("another ratio", SMALL.replace("0.25", "0.26"), "2025-02"),
        ("another person", SMALL.replace("00000013", "00000014"), "2025-02"),
        ("nobody of them", SMALL.replace("00000013,2,   ,   ,   ,653,   ,   ,,,30\n", ""), "2025-02"),
        ("another edition", SMALL.to_owned(), "2025-03"),
        ("another week", SMALL.replace("y_2446", "y_2447"), "2025-02"),
    ];
    for (what, text, edition) in &other {
        let manifest = imported(&office, "udtraek.csv", text, &["--edition", edition]);
        assert_ne!(word(&manifest["snapshot"]), first, "{what}");
    }
    assert_eq!(snapshots(&office).len(), 1 + other.len());
}

/// A profile as a supplier of another format would get it.
fn profile(changes: &[(&str, &str)]) -> String {
    let built_in = include_str!("../../../../register/profiles/dream.toml");
    changes.iter().fold(built_in.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

const PERCENT: [(&str, &str); 3] = [
    ("separator = \",\"", "separator = \"semicolon\""),
    ("decimal_mark = \".\"", "decimal_mark = \",\""),
    ("ratio_scale = \"fraction\"", "ratio_scale = \"percent\""),
];

#[test]
fn ratios_as_the_profile_writes_them() {
    let office = desk();
    let percent = write(&office, "procent.toml", profile(&PERCENT));
    let fraction = "lobenr,y_2446,grad_2024_11\n1,,0.5\n2,,1\n3,730,0.0725\n";
    let first = imported(&office, "dream202502.csv", fraction, &[]);
    // The same facts in percent, with decimal comma and semicolon.
    let (code, said) = import(
        &office,
        "dream202502.csv",
        "lobenr;y_2446;grad_2024_11\n1;;50,0\n2;;100\n3;730;7,25\n",
        &["--profile", &percent],
    );
    assert_eq!((code, snapshot_in(&said, "Allerede indlæst som ")), (0, Some(word(&first["snapshot"]))), "{said}");

    let check = |rows: &str, options: &[&str], expected: &[&str]| {
        let said = refused(&office, "dream202502.csv", rows, options);
        for words in expected {
            assert!(said.contains(words), "{rows:?}: {words:?} is missing in {said}");
        }
    };
    let with_profile = ["--profile", percent.as_str()];
    check("lobenr,y_2446,grad_2024_11\n1,,50\n", &[], &["R010", ":2:", "50"]);
    check("lobenr,y_2446,grad_2024_11\n1,,-0.5\n", &[], &["R0", ":2:"]);
    check("lobenr,y_2446,grad_2024_11\n1,,\"0,5\"\n", &[], &["R009", ":2:", "0,5"]);
    check("lobenr,y_2446,grad_2024_11\n1,,1.234.5\n", &[], &["R009", ":2:"]);
    check("lobenr,y_2446,grad_2024_11\n1,,NaN\n", &[], &["R009", ":2:"]);
    check("lobenr;y_2446;grad_2024_11\n1;;0.5\n", &with_profile, &["R009", ":2:", "0.5"]);
    check("lobenr;y_2446;grad_2024_11\n1;;150\n", &with_profile, &["R010", ":2:", "150"]);
    // The file of one profile read with the other is refused whole: no column has the key's name.
    check(fraction, &with_profile, &["lobenr"]);
}

#[test]
fn letters_are_never_garbled() {
    let office = desk();
    let western = write(&office, "western.toml", profile(&[("encoding = \"utf-8\"", "encoding = \"windows-1252\"")]));
    let western = ["--profile", western.as_str()];
    // »køn« with the byte F8 of Windows-1252, in the header and in a cell that nobody reads.
    let header = b"lobenr,k\xf8n,y_2446\n1,1,730\n";
    let cell = b"lobenr,by,y_2446\n1,\xc5rhus,730\n";
    let said = refused(&office, "dream202502.csv", header, &[]);
    assert!(said.contains("Linje 1, byte 9") && said.contains("F8"), "{said}");
    let said = refused(&office, "dream202502.csv", cell, &[]);
    assert!(said.contains("Linje 2, byte 3") && said.contains("C5"), "{said}");
    let manifest = imported(&office, "dream202502.csv", header, &western);
    assert_eq!(manifest["columns"]["ignored"], json!(["køn"]));
    let (code, said) = import(&office, "dream202502.csv", cell, &western);
    assert_eq!((code, said.contains("Allerede")), (0, true), "{said}");
    // The byte 81 is in neither.
    let said = refused(&office, "dream202502.csv", b"lobenr,by,y_2446\n1,\x81,730\n", &western);
    assert!(said.contains("Linje 2, byte 3"), "{said}");
}

const HEADER: &str = "lobenr,y_2445,y_2446,grad_2024_11,branche_2024_11";

#[test]
fn faulty_rows_are_named_with_their_line() {
    let office = desk();
    let check = |row: &str, code: &str, column: &str| {
        let text = format!("{HEADER}\n1,,730,,\n{row}\n3,,730,,\n");
        let said = refused(&office, "dream202502.csv", &text, &[]);
        assert!(said.contains(&format!("dream202502.csv:3: {code} ")), "{row:?}: {said}");
        assert!(said.contains(column), "{row:?}: {column} is missing in {said}");
        assert!(said.contains("--accept-faulty 1"), "{row:?}: {said}");
    };
    check("2,,730,", "R001", "4 / 5");
    check("2,,730,,,", "R001", "6 / 5");
    check("2", "R001", "1 / 5");
    check(",,730,,", "R002", "lobenr");
    check("   ,,730,,", "R002", "lobenr");
    check("4 2,,730,,", "R007", "lobenr");
    check("2,1x3,730,,", "R008", "y_2445");
    check("2,,1000,,", "R008", "y_2446");
    check("2,,-5,,", "R008", "y_2446");
    check("2,,73.0,,", "R008", "y_2446");
    check("2,,730,1.5,", "R010", "grad_2024_11");
    check("2,,730,x,", "R009", "grad_2024_11");
    check("2,,730,,84x", "R011", "branche_2024_11");
    check("1,,111,,", "R012", "allerede en række");
    check("01,,111,,", "R012", "allerede en række");
    check("2,,\"730\"x,,", "R013", "y_2446");
}

#[test]
fn exactly_the_accepted_number_of_faulty_rows() {
    let office = desk();
    let text = format!("{HEADER}\n1,,730,,\n2,1x3,730,,\n3,,730,,\n4,,730\n1,,111,,\n");
    for options in [&[][..], &["--accept-faulty", "0"], &["--accept-faulty", "2"], &["--accept-faulty", "4"]] {
        let said = refused(&office, "dream202502.csv", &text, options);
        assert!(said.contains("3 rækker kan ikke bruges") && said.contains("--accept-faulty 3"), "{options:?}: {said}");
    }
    let manifest = imported(&office, "dream202502.csv", &text, &["--accept-faulty", "3"]);
    assert_eq!([&manifest["rows"], &manifest["accepted"], &manifest["rejected"]], [&json!(5), &json!(2), &json!(3)]);
    let lines: Vec<(&Value, &Value)> =
        manifest["problems"].as_array().expect("a list").iter().map(|row| (&row["line"], &row["code"])).collect();
    assert_eq!(lines, [(&json!(3), &json!("R008")), (&json!(5), &json!("R001")), (&json!(6), &json!("R012"))]);
    let said = office.ok("anna", &["register", "show", &word(&manifest["snapshot"])]);
    assert!(said.contains("5 i filen, 2 godtaget, 3 afvist"), "{said}");
    // No faulty row where one is accepted is another number too.
    refused(&office, "dream202503.csv", format!("{HEADER}\n1,,730,,\n"), &["--accept-faulty", "1"]);
    // The first row of a person counts, wherever the second stands.
    let (code, said) = import(&office, "dream202502.csv", format!("{HEADER}\n3,,730,,\n1,,730,,\n"), &[]);
    assert_eq!((code, said.contains("Allerede indlæst som")), (0, true), "{said}");
}

#[test]
fn files_that_are_refused_whole() {
    let office = desk();
    let good = format!("{HEADER}\n1,,730,,\n");
    let check = |name: &str, bytes: &[u8], options: &[&str], expected: &[&str]| {
        let said = refused(&office, name, bytes, options);
        for words in expected {
            assert!(said.contains(words), "{name} {options:?}: {words:?} is missing in {said}");
        }
    };
    let good = good.as_bytes();
    check("udtraek.csv", good, &[], &["udtraek.csv", "--edition"]);
    check("dream202413.csv", good, &[], &["--edition"]);
    check("dream202410.csv", good, &[], &["2024-10", "2024W46"]);
    check("dream202502.csv", b"", &[], &["tom"]);
    check("dream202502.csv", b"\xef\xbb\xbf", &[], &["tom"]);
    check("dream202502.csv", b"PK\x03\x04\0\0\0\0", &[], &["ikke tekst"]);
    check("dream202502.csv", b"person,y_2446\n1,730\n", &[], &["lobenr, PNR"]);
    check("dream202502.csv", b"lobenr;y_2446\n1;730\n", &[], &["lobenr, PNR", "separator"]);
    // No header at all: the first person stands where the names should.
    check("dream202502.csv", b"1,,,730\n2,,,730\n", &[], &["lobenr, PNR"]);
    check("dream202502.csv", b"lobenr,grad_2024_11\n1,0.5\n", &[], &["y_2448"]);
    check("dream202502.csv", b"lobenr,y_2446,Y_2446\n1,730,730\n", &[], &["Y_2446"]);
    check("dream202502.csv", b"lobenr,y_2446,grad_2024_13\n1,730,1\n", &[], &["grad_2024_13"]);
    check("dream202502.csv", b"lobenr,y_2446\n\"1,730\n", &[], &["anførselstegn"]);
    check("dream202502.csv", good, &["--profile", "/nothing/here.toml"], &["/nothing/here.toml"]);
    let broken = write(&office, "profil.toml", "name = ");
    check("dream202502.csv", good, &["--profile", &broken], &["Profilen"]);
    write(&office, "dream202501.csv.meta.json", "{");
    check("dream202501.csv", good, &[], &["dream202501.csv.meta.json"]);

    let sources = [
        (vec!["--source", "dream", "/nothing/dream202502.csv"], "/nothing/dream202502.csv"),
        (vec!["--source", "dream", "/tmp", "--edition", "2025-02"], "/tmp"),
        (vec!["--source", "bef", "/tmp"], "bef"),
    ];
    for (words, expected) in sources {
        let said = office.refused("anna", &[&["register", "import"], &words[..]].concat());
        assert!(said.contains(expected), "{words:?}: {said}");
    }
    assert_eq!(snapshots(&office), [""; 0]);
    assert_eq!(folder_names(&format!("{}/snapshots", office.path("data"))), [""; 0]);
}

#[test]
fn a_file_without_people_is_a_valid_answer() {
    let office = desk();
    let manifest = imported(&office, "dream202502.csv", format!("{HEADER}\n"), &[]);
    assert_eq!(
        [&manifest["rows"], &manifest["people"], &manifest["week_runs"]],
        [0, 0, 0].map(|zero| json!(zero)).each_ref()
    );
    let (code, said) = import(&office, "dream202502.csv", HEADER, &[]);
    assert_eq!((code, said.contains("Allerede indlæst som")), (0, true), "{said}");
}

#[test]
fn several_files_and_editions() {
    let office = desk();
    let older = write(&office, "dream202402.csv", "lobenr,y_2346\n1,730\n");
    let newer = write(&office, "dream202502.csv", "lobenr,y_2446\n1,730\n");
    let faulty = write(&office, "dream202503.csv", "lobenr,y_2446\n1,7x0\n");
    let never = write(&office, "dream202504.csv", "lobenr,y_2446\n1,730\n");
    fn import<'a>(files: &[&'a str]) -> Vec<&'a str> {
        [&["register", "import", "--source", "dream"], files].concat()
    }
    // The newer first: the order of import is not the order of editions.
    let said = office.ok("anna", &import(&[&newer, &older]));
    assert_eq!(said.matches("Indlæst som").count(), 2, "{said}");
    let listed = snapshots(&office);
    assert_eq!(listed.iter().map(|id| &id[..13]).collect::<Vec<_>>(), ["dream-2025-02", "dream-2024-02"]);
    // A refused file stops what follows; what was imported before it stays.
    let said = office.refused("anna", &import(&[&newer, &faulty, &never]));
    assert!(said.contains("dream202503.csv:2: R008"), "{said}");
    assert_eq!(snapshots(&office), listed);
    let output = office.run("anna", &import(&[]));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_the_data_reach_to_can_be_stated() {
    let office = desk();
    let text = "lobenr,y_2446\n1,730\n";
    let manifest = imported(&office, "dream202502.csv", text, &["--as-of", "2024-11-14"]);
    assert_eq!(manifest["as_of"], "2024-11-14");
    // The sidecar of a synthetic file says so; without it, and without the option, data count as real.
    let manifest = imported(&office, "dream202503.csv", text, &[]);
    assert_eq!(manifest["synthetic"], false);
    write(&office, "dream202504.csv.meta.json", r#"{"synthetic": true, "seed": 7}"#);
    let manifest = imported(&office, "dream202504.csv", text, &[]);
    assert_eq!((&manifest["synthetic"], &manifest["made_by"]["seed"]), (&json!(true), &json!(7)));
}
