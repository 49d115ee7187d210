//! The portfolio as its secretariat meets it: the board, moves through gates, decisions, the calendar, papers in every
//! format and both languages, texts, and reports that are sent and compared.

use std::path::Path;

use crate::office::{Office, program, text};

fn portfolio() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/portfolio/aarhus.md").display().to_string()
}

/// A command on a day, with its exit code and everything that it said.
fn on(office: &Office, day: &str, words: &[&str]) -> (Option<i32>, String) {
    let mut command = program();
    command.args(["--data", &office.path("data"), "--as", "ann", "--lang", "da", "--date", day]).args(words);
    let output = command.output().expect("the program runs");
    (output.status.code(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
}

fn ok(office: &Office, day: &str, words: &[&str]) -> String {
    let (code, said) = on(office, day, words);
    assert_eq!(code, Some(0), "{words:?}: {said}");
    said
}

fn refused(office: &Office, words: &[&str]) -> String {
    let (code, said) = on(office, TODAY, words);
    assert_eq!(code, Some(1), "{words:?}: {said}");
    said
}

const TODAY: &str = "2024-06-30";

/// Looking makes no data folder, and every kind of paper comes in both languages without a text that lacks.
#[test]
fn every_paper_comes_in_both_languages() {
    let office = Office::empty();
    let file = portfolio();
    for (word, kind) in virkning_govern::PaperKind::WORDS {
        let subject = match kind {
            virkning_govern::PaperKind::Investor => Some("rsi"),
            virkning_govern::PaperKind::Continuation => Some("sammen-om-diabetes"),
            kind if kind.needs_subject() => Some("ips-plus"),
            _ => None,
        };
        for language in ["da", "en"] {
            let mut command = program();
            command.args(["--data", &office.path("data"), "--lang", language, "--date", TODAY]);
            let output =
                command.args(["report", "make", word, &file]).args(subject).output().expect("the program runs");
            let said = text(&output.stdout);
            assert!(output.status.success(), "{word} {language}: {}", text(&output.stderr));
            for key in ["paper-", "govern-", "{ $", "finding:"] {
                assert!(!said.contains(key), "{word} {language}: {key} in {said}");
            }
        }
    }
    assert!(!Path::new(&office.path("data")).join("virkning.db").exists());
}

#[test]
fn papers_are_files_that_office_programs_open() {
    let office = Office::empty();
    let file = portfolio();
    let check = |format: &str, magic: &[u8]| {
        let out = office.path(&format!("papir.{format}"));
        ok(&office, "2024-05-28", &["continuation", &file, "udvidet-ips", "--format", format, "--out", &out]);
        let bytes = std::fs::read(&out).expect("the file");
        assert!(bytes.starts_with(magic), "{format}");
        let again = office.path(&format!("igen.{format}"));
        ok(&office, "2024-05-28", &["continuation", &file, "udvidet-ips", "--format", format, "--out", &again]);
        assert!(bytes == std::fs::read(&again).expect("the file"), "the same bytes: {format}");
    };
    check("pdf", b"%PDF-");
    check("xlsx", b"PK");
    check("docx", b"PK");
    let record = ok(&office, "2024-05-28", &["continuation", &file, "udvidet-ips", "--format", "json"]);
    let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
    assert_eq!(record["kind"], "continuation");
    let out = office.path("kalender.ics");
    ok(&office, "2024-01-01", &["calendar", &file, "--ics", &out]);
    let calendar = std::fs::read_to_string(&out).expect("the calendar");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.contains("UID:din-vej-i-job.expiry@virkning"));
}

#[test]
fn an_idea_moves_through_its_gates() {
    let office = Office::empty();
    let file = portfolio();
    ok(&office, TODAY, &["user", "add", "ann", "--role", "controller"]);
    let to_four =
        ["stage", "move", &file, "ips-plus", "--to", "4", "--id", "b-2", "--forum", "alderman", "--text", "I gang"];
    let told = refused(&office, &to_four);
    assert!(told.contains("underskrifter") && !told.contains("business case"), "{told}");
    let signed = [
        "decision",
        "add",
        &file,
        "--about",
        "ips-plus",
        "--id",
        "b-1",
        "--forum",
        "alderman",
        "--kind",
        "signed",
        "--text",
        "Underskrevet",
        "--follow-up",
        "Send kopi|Sekretariatet|2023-01-15",
    ];
    ok(&office, TODAY, &signed);
    ok(&office, TODAY, &to_four);
    // The same again is the same; another under its name is refused.
    ok(&office, TODAY, &to_four);
    refused(&office, &["decision", "add", &file, "--id", "b-1", "--forum", "council", "--text", "Andet"]);
    let board = ok(&office, TODAY, &["stage", "board", &file]);
    assert!(board.contains("Underskrevet") && board.contains("Send kopi"), "{board}");
    refused(
        &office,
        &["stage", "move", &file, "ips-plus", "--to", "4", "--id", "b-3", "--forum", "alderman", "--text", "Igen"],
    );
    refused(
        &office,
        &["stage", "move", &file, "ips-plus", "--to", "7", "--id", "b-3", "--forum", "alderman", "--text", "Syv"],
    );
    refused(&office, &["decision", "add", &file, "--id", "b-4", "--forum", "folketinget", "--text", "?"]);
    ok(&office, TODAY, &["verify"]);
}

#[test]
fn a_call_is_answered_in_full() {
    let office = Office::empty();
    let file = portfolio();
    ok(&office, TODAY, &["user", "add", "ann", "--role", "controller"]);
    let told = refused(&office, &["stage", "answer", &file, "autumn-2021", "tuba", "--value", "measure=Trivsel"]);
    assert!(told.contains("target-group"), "{told}");
    let mut words = vec!["stage", "answer", &file, "autumn-2021", "tuba", "--score", "documented=2.5"];
    for value in [
        "target-group=Unge",
        "intervention=Samtaler",
        "participants=120",
        "period=2023-2025",
        "follow-up=2026",
        "economy=3,2 mio. kr.",
        "anchoring=Brøndby",
        "measure=Trivsel",
    ] {
        words.extend(["--value", value]);
    }
    ok(&office, TODAY, &words);
    let board = ok(&office, TODAY, &["stage", "board", &file]);
    assert!(board.contains("3,2 mio. kr.") && board.contains("2,5"), "{board}");
    refused(&office, &["stage", "answer", &file, "autumn-2021", "tuba", "--value", "colour=blå"]);
}

#[test]
fn a_sent_report_is_frozen_and_compared() {
    let office = Office::empty();
    let file = portfolio();
    ok(&office, TODAY, &["user", "add", "ann", "--role", "controller"]);
    let on = |day: &str, words: &[&str]| ok(&office, day, words);
    on("2024-05-28", &["report", "text", &file, "voices", "Det hjalp, at nogen ringede.", "--about", "udvidet-ips"]);
    let sheet = on("2024-05-28", &["report", "make", "fact-sheet", &file, "udvidet-ips"]);
    assert!(sheet.contains("Det hjalp, at nogen ringede."), "{sheet}");
    on(
        "2024-05-28",
        &["report", "send", "continuation", &file, "sammen-om-diabetes", "--id", "r-1", "--recipient", "Byrådet"],
    );
    let same = on("2024-05-28", &["report", "compare", "r-1", &file]);
    assert!(same.contains("Ingen tal er ændret"), "{same}");
    // A month later the figures of June are there.
    let later = on("2024-06-27", &["report", "compare", "r-1", &file]);
    assert!(later.contains("sammen-om-diabetes.recruitment.started") && later.contains("124"), "{later}");
    let list = on("2024-06-27", &["report", "list"]);
    assert!(list.contains("r-1") && list.contains("Byrådet"), "{list}");
    refused(&office, &["report", "compare", "r-2", &file]);
    refused(&office, &["report", "text", &file, "poem", "…"]);
}

/// What is asked wrongly is told with what there is.
#[test]
fn mistakes_are_told_with_what_there_is() {
    let office = Office::empty();
    let file = portfolio();
    let check = |words: &[&str], said: &str| {
        let told = refused(&office, words);
        assert!(told.contains(said), "{words:?}: {told}");
    };
    check(&["report", "make", "poem", &file], "fact-sheet");
    check(&["report", "make", "fact-sheet", &file], "hvilken investering");
    check(&["report", "make", "fact-sheet", &file, "hav"], "havnen");
    check(&["continuation", &file, "havnen"], "[continuation]");
    check(&["continuation", &file, "tuba"], "ingen aftale");
    check(&["report", "make", "investor", &file, "nobody"], "rsi");
    check(&["calendar", &file, "--from", "2024-02-01", "--to", "2024-01-01"], "Byt om");
    let agreement = crate::office::ips_plus().display().to_string();
    check(&["portfolio", &agreement], "ikke en portefølje");
    ok(&office, TODAY, &["check", &file]);
}

/// Pages of a PDF: its objects say of each that it is one.
fn pages(pdf: &[u8]) -> usize {
    let mark = b"/Type/Page";
    let at = |place: &usize| pdf[*place..].starts_with(mark) && pdf.get(place + mark.len()) != Some(&b's');
    (0..pdf.len()).filter(at).count()
}

fn pdf(office: &Office, words: &[&str]) -> Vec<u8> {
    let out = office.path("papir.pdf");
    ok(office, TODAY, &[words, &["--format", "pdf", "--out", &out]].concat());
    std::fs::read(&out).expect("the file")
}

/// ISO 14289-1 as far as the file itself tells: tagged, with a title that is shown, a language, and headers of tables.
#[test]
fn every_paper_is_readable_for_everyone() {
    let office = Office::empty();
    let file = portfolio();
    for (word, kind) in virkning_govern::PaperKind::WORDS {
        let subject: &[&str] = match kind {
            virkning_govern::PaperKind::Investor => &["rsi"],
            virkning_govern::PaperKind::Continuation => &["sammen-om-diabetes"],
            kind if kind.needs_subject() => &["ips-plus"],
            _ => &[],
        };
        let bytes = pdf(&office, &[&["report", "make", word, &file], subject].concat());
        let says = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        for text in [
            "/StructTreeRoot",
            "/Marked true",
            "/Lang(da)",
            "/DisplayDocTitle true",
            "<pdfuaid:part>1</pdfuaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
        ] {
            assert!(says(text), "{word}: {text}");
        }
        assert!(!says("/S/Table") || (says("/S/TH") && says("/Scope/Column")), "{word}: a table without headers");
        assert!(!says("/S/Figure") || says("/Alt"), "{word}: a picture without words");
        assert!(pages(&bytes) > 0, "{word}");
    }
}

#[test]
fn fact_sheets_and_notes_have_two_pages() {
    let office = Office::empty();
    let file = portfolio();
    let check = |kind: &str, subject: &str| {
        let count = pages(&pdf(&office, &["report", "make", kind, &file, subject]));
        assert!((1..=2).contains(&count), "{kind} {subject}: {count} pages");
    };
    for subject in [
        "havnen",
        "hjem-job-og-helhed",
        "dialog-mod-vold",
        "ungifokus",
        "laer-for-livet",
        "sammen-om-diabetes",
        "ips-plus",
        "udvidet-ips",
    ] {
        check("fact-sheet", subject);
    }
    for subject in ["dialog-mod-vold", "sammen-om-diabetes", "udvidet-ips"] {
        check("continuation", subject);
    }
}

/// Every block of terms stands in the paper, and each office signs.
#[test]
fn the_agreement_ready_to_sign_has_every_term() {
    let office = Office::empty();
    let text = std::fs::read_to_string(crate::office::ips_plus()).expect("the agreement");
    // A term begins with its table in brackets; a table inside a term has a dot in its name.
    let mut in_block = false;
    let terms = text
        .lines()
        .filter(|line| {
            in_block ^= line.starts_with("```");
            let table = line.trim_matches(['[', ']']);
            let is_term = !["actual", "claim", "example", "printed", "sensitivity"].contains(&table);
            in_block && line.starts_with('[') && is_term && !line.contains('.') && line.trim_end().ends_with(']')
        })
        .count();
    let record = ok(&office, TODAY, &["report", "make", "agreement", &portfolio(), "ips-plus", "--format", "json"]);
    assert!(terms > 30, "{terms}");
    assert_eq!(record.matches("\"terms:").count(), terms);
    let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
    assert_eq!(record["signatures"].as_array().map(Vec::len), Some(2));
    let said = ok(&office, TODAY, &["report", "make", "agreement", &portfolio(), "ips-plus"]);
    for words in ["IPS-PLUS", "4.150", "Ikke forseglet endnu", "Rådet for Sociale Investeringer"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let bytes = pdf(&office, &["report", "make", "agreement", &portfolio(), "ips-plus"]);
    assert!(pages(&bytes) > 3);
}

#[test]
fn the_portfolio_is_kept_for_the_browser() {
    let office = Office::empty();
    let file = portfolio();
    ok(&office, TODAY, &["user", "add", "ann", "--role", "controller"]);
    let documents = std::fs::read_dir(Path::new(&file).with_file_name("../aarhus")).expect("a folder").count();
    let said = ok(&office, TODAY, &["stage", "keep", &file]);
    assert!(said.contains(&format!("{} dokumenter er gemt", documents + 1)), "{said}");
    let store = virkning_store::Store::open(Path::new(&office.path("data")).join("virkning.db")).expect("a store");
    assert_eq!(store.portfolio_documents().expect("a store").len(), documents + 1);
    // The same again keeps nothing twice, and an agreement is no portfolio.
    ok(&office, TODAY, &["stage", "keep", &file]);
    assert_eq!(store.portfolio_documents().expect("a store").len(), documents + 1);
    let told = refused(&office, &["stage", "keep", &crate::office::ips_plus().display().to_string()]);
    assert!(told.contains("er ikke en portefølje"), "{told}");
}
