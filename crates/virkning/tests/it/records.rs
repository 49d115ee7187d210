//! Documents for the case file as users meet them: PDFs with what they were made of, the case system's number, signed
//! copies, and a package in which no person can be found.

use std::fs;
use std::io::Read as _;

use serde_json::{Value, json};

use crate::office::{Office, check_shape, ips_plus};

/// An office in which 2024 is settled, approved and posted, and the number of the proposal.
fn posted() -> (Office, String) {
    let office = Office::enrolled();
    let agreement = ips_plus().display().to_string();
    let proposal = office.json("anna", &["settle", &agreement, "--measured-year", "2024", "--format", "json"]);
    let id = proposal["id"].as_str().expect("a number").to_owned();
    office.ok("bo", &["approve", &id]);
    office.ok("bo", &["post", &id, "--key", "first"]);
    (office, id)
}

const CASE: [&str; 4] = ["--case", "2025-012345", "--kle", "15.20.00"];

fn make(office: &Office, kind: &str, id: &str, out: &str) -> String {
    office.ok("anna", &[&["record", "make", kind, id][..], &CASE, &["--out", out]].concat())
}

fn records(office: &Office) -> Value {
    office.json("anna", &["record", "list", "--format", "json"])
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn every_kind_of_document_is_an_archive_with_what_it_was_made_of() {
    let (office, id) = posted();
    for (kind, of, file) in [
        ("agreement", "ips-plus", "aftalegrundlag.md"),
        ("statement", id.as_str(), "afregning.json"),
        ("decision", id.as_str(), "afgoerelser.json"),
    ] {
        let path = office.path(&format!("{kind}.pdf"));
        let said = make(&office, kind, of, &path);
        let pdf = fs::read(&path).expect("the document was written");
        assert!(said.contains("2025-012345") && said.contains("15.20.00"), "{said}");
        for text in
            ["<pdfaid:part>3</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", file, "metadata.json", "Sag 2025-012345"]
        {
            assert!(contains(&pdf, text), "{kind}: {text}");
        }
        // The same again is the same document.
        assert!(make(&office, kind, of, &path).starts_with("Findes allerede"), "{kind}");
        assert_eq!(fs::read(&path).expect("the document was written"), pdf, "{kind}");
    }
    let list = records(&office);
    let shape = json!([{
        "record": "text", "agreement": "text", "kind": "text", "subject": "text", "title": "text", "date": "date",
        "case_number": "text", "kle": "text", "content": "hash", "made_of": "hash", "journal_number": "text?",
        "signed": ["hash"],
    }]);
    check_shape(&list, &shape);
    assert_eq!(list.as_array().map(Vec::len), Some(3));
    assert!(office.ok("rikke", &["record", "list"]).contains("Afregningsbilag"));
    // Under another case it is another document, for its metadata say so.
    let other =
        office.ok("anna", &["record", "make", "agreement", "ips-plus", "--case", "2025-2", "--kle", "15.20.00"]);
    assert!(other.starts_with("Lavet"), "{other}");
    office.ok("anna", &["verify"]);
}

#[test]
fn the_case_systems_number_and_a_signed_copy_come_back() {
    let (office, id) = posted();
    let path = office.path("bilag.pdf");
    make(&office, "statement", &id, &path);
    let record = records(&office)[0]["record"].as_str().expect("a name").to_owned();
    assert!(office.ok("anna", &["record", "journal", &record, "D2025-77"]).contains("D2025-77"));
    assert!(office.ok("anna", &["record", "journal", &record, "D2025-77"]).contains("allerede"));
    let made = fs::read(&path).expect("the document was written");
    let write = |name: &str, bytes: &[u8]| {
        let path = office.path(name);
        fs::write(&path, bytes).expect("a file");
        path
    };
    let length = made.len();
    let update = format!(
        "\n9 0 obj\n<</Type/Sig/ByteRange [0 {} {} 30]/Contents<00>>>\nendobj\nstartxref\n123\n%%EOF\n",
        length + 20,
        length + 40
    );
    let update = update.as_bytes();
    let signed = write("underskrevet.pdf", &[made.as_slice(), update].concat());
    // Neither the document as it was made nor one that only grew is a signed copy.
    let grown = [made.as_slice(), b"\n9 0 obj\nendobj\nstartxref\n123\n%%EOF\n"].concat();
    for (name, bytes) in [("uden.pdf", made.clone()), ("voksede.pdf", grown)] {
        let refusal = office.refused("bo", &["record", "signed", &record, &write(name, &bytes)]);
        assert!(refusal.contains("ingen underskrift"), "{name}: {refusal}");
    }
    assert!(office.ok("bo", &["record", "signed", &record, &signed]).contains("taget imod"));
    assert!(office.ok("bo", &["record", "signed", &record, &signed]).contains("allerede"));
    let mut changed = made.clone();
    changed[200] ^= 1;
    for (name, bytes) in [
        ("andet.pdf", [changed.as_slice(), update].concat()),
        ("afkortet.pdf", made[..made.len() - 9].to_vec()),
        ("tom.pdf", Vec::new()),
    ] {
        let refusal = office.refused("bo", &["record", "signed", &record, &write(name, &bytes)]);
        assert!(refusal.contains("begynder ikke som"), "{name}: {refusal}");
    }
    let said = &records(&office)[0];
    assert_eq!((said["journal_number"].as_str(), said["signed"].as_array().map(Vec::len)), (Some("D2025-77"), Some(1)));
    // A damaged file is found when it is needed.
    let kept = office.path(&format!("data/records/{}.pdf", said["content"].as_str().expect("a hash")));
    fs::write(kept, changed).expect("a file");
    assert!(office.refused("bo", &["record", "signed", &record, &signed]).contains("er ikke længere det"));
    let verified = office.run("anna", &["verify"]);
    assert_eq!(verified.status.code(), Some(1));
    assert!(crate::office::text(&verified.stdout).contains(&record));
}

#[test]
fn what_cannot_be_made_is_refused() {
    let office = Office::enrolled();
    let refused = |words: &[&str]| office.refused("anna", &[&["record"], words].concat());
    let cpr = ["make", "agreement", "ips-plus", "--case", "700101-1234", "--kle", "15.20.00"];
    let refusal = refused(&cpr);
    assert!(refusal.contains("Sagsnummeret") && !refusal.contains("700101"), "{refusal}");
    let kle = ["make", "agreement", "ips-plus", "--case", "2025-1", "--kle", "15.20"];
    assert!(refused(&kle).contains("KLE"));
    let unknown = ["make", "agreement", "havnen", "--case", "2025-1", "--kle", "15.20.00"];
    assert!(refused(&unknown).contains("havnen"));
    let version = ["make", "agreement", "ips-plus", "--of-version", "7", "--case", "2025-1", "--kle", "15.20.00"];
    assert!(refused(&version).contains("ips-plus"));
    assert!(
        refused(&["journal", "r-0", "D-1"]).contains("S050") || refused(&["journal", "r-0", "D-1"]).contains("r-0")
    );
    assert!(refused(&["journal", "r-0", "700101-1234"]).contains("…"));
    let reader = office.refused("rikke", &[&["record", "make", "agreement", "ips-plus"][..], &CASE].concat());
    assert!(reader.contains("rikke"), "{reader}");
    assert_eq!(records(&office), json!([]));
}

/// All files of a package, by name.
fn files_of(zip: &str) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(fs::File::open(zip).expect("a file")).expect("an archive");
    (0..archive.len())
        .map(|place| {
            let mut file = archive.by_index(place).expect("an entry");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("an entry that can be read");
            (file.name().expect("a plain name").into_owned(), bytes)
        })
        .collect()
}

/// What a file says: the text of a PDF as far as a reader of PDF is installed, and other files as they are.
fn said(name: &str, bytes: &[u8], office: &Office) -> String {
    if !name.ends_with(".pdf") {
        return String::from_utf8(bytes.to_vec()).expect("text");
    }
    let path = office.path("one.pdf");
    fs::write(&path, bytes).expect("a file");
    match std::process::Command::new("pdftotext").args([&path, "-"]).output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
        Err(_) => String::new(),
    }
}

#[test]
fn a_package_for_an_access_request_names_nobody() {
    let (office, id) = posted();
    make(&office, "statement", &id, &office.path("bilag.pdf"));
    office.refused("anna", &["approve", &id]);
    let zip = office.path("aktindsigt.zip");
    let printed = office.ok("anna", &["record", "package", "ips-plus", "--out", &zip]);
    assert!(printed.contains("aktindsigt.zip"), "{printed}");
    let files = files_of(&zip);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for expected in ["indeks.pdf", "indeks.json", "aftalegrundlag-1.pdf", "aftalegrundlag-1.md", "haendelseslog.csv"] {
        assert!(names.contains(&expected), "{names:?}");
    }
    assert!(names.contains(&format!("afgoerelse-{id}.pdf").as_str()), "{names:?}");
    let (_, index) = files.iter().find(|(name, _)| name == "indeks.json").expect("an index");
    let index: Value = serde_json::from_slice(index).expect("JSON");
    let listed = index["files"].as_array().expect("files").len();
    let left_out = index["left_out"].as_array().expect("a list");
    // The index itself is in the archive twice and not among what it lists.
    assert_eq!(listed + 2, files.len());
    assert_eq!(names.contains(&format!("afregningsbilag-{id}.pdf").as_str()), left_out.is_empty());
    // Everybody who is enrolled, by the alias and the pseudonym that the store has.
    let aliases = aliases(&office);
    assert!(aliases.len() > 50, "the aliases were not read");
    for (name, bytes) in &files {
        let text = said(name, bytes, &office);
        for alias in &aliases {
            assert!(!text.contains(alias.as_str()), "{name} names {alias}");
        }
        for user in ["anna", "bo", "dorte", "rikke", "root"] {
            let apart = |letter: char| !letter.is_alphanumeric();
            assert!(!text.split(apart).any(|word| word == user), "{name} names {user}");
        }
        let ten_digits = |word: &str| word.len() == 10 && word.bytes().all(|byte| byte.is_ascii_digit());
        assert!(!text.split(|letter: char| !letter.is_alphanumeric()).any(ten_digits), "{name}");
        let hyphened = text.split_whitespace().any(|word| {
            word.split_once('-').is_some_and(|(day, number)| {
                let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
                day.len() == 6 && number.len() == 4 && digits(day) && digits(number)
            })
        });
        assert!(!hyphened, "{name}");
    }
    // The log is there, with the refused attempt, and without who tried.
    let (_, log) = files.iter().find(|(name, _)| name == "haendelseslog.csv").expect("a log");
    let log = String::from_utf8_lossy(log);
    assert!(log.contains("agreement-seal") && log.contains("refused S015"), "{log}");
    assert!(!log.contains("user-add"), "{log}");
    // A folder must be new.
    let folder = office.path("data");
    assert!(office.refused("anna", &["record", "package", "ips-plus", "--out", &folder]).contains("findes allerede"));
}

/// The aliases of everybody enrolled, from the trace that names each of them.
fn aliases(office: &Office) -> Vec<String> {
    let folder = fs::read_dir(office.path("data/traces")).expect("traces");
    let mut aliases = Vec::new();
    for path in folder.flatten().map(|entry| entry.path()) {
        let text = fs::read_to_string(path).expect("a trace");
        let is_alias = |word: &&str| {
            let parts: Vec<&str> = word.split('-').collect();
            parts.len() == 3 && parts.iter().all(|part| part.len() == 4)
        };
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
        aliases.extend(words.filter(is_alias).map(str::to_owned));
    }
    aliases.sort();
    aliases.dedup();
    aliases
}
