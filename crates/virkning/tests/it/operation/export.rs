//! `export --all`: open formats with a dictionary, and nothing that leads from an alias to a person.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{files, ok_at, refused_at};
use crate::settlement::posted;

#[test]
fn an_export_is_open_and_holds_no_links() {
    let (office, id) = posted();
    let data = office.path("data");
    let plain = office.path("plain");
    let said = ok_at(&data, "anna", &["export", "--all", &plain]);
    assert!(said.contains("Nothing in it connects aliases"), "{said}");
    refused_at(&data, "bo", &["export", "--all", &office.path("linked"), "--with-links"], &["administrator"]);
    refused_at(&data, "rikke", &["export", "--all", &office.path("linked")], &["does not have the role"]);
    ok_at(&data, "anna", &["export", "--all", &office.path("linked"), "--with-links"]);

    let read = |folder: &str, name: &str| fs::read_to_string(Path::new(&office.path(folder)).join(name)).ok();
    assert!(read("plain", "store/enrolment_links.jsonl").is_none());
    let links = read("linked", "store/enrolment_links.jsonl").expect("the links");
    let pseudonyms: Vec<String> = links
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).expect("JSON")["pseudonym"].as_str().expect("a text").to_owned()
        })
        .collect();
    assert!(pseudonyms.len() > 10, "{links}");
    let proposals = read("plain", "store/proposals.jsonl").expect("the proposals");
    assert!(proposals.contains(&id), "{proposals}");
    let key = fs::read_to_string(Path::new(&data).join("keys/pseudonym.key")).expect("the key");
    let mut kinds = std::collections::BTreeSet::new();
    for path in files(Path::new(&plain)) {
        kinds.insert(path.extension().expect("an ending").to_string_lossy().into_owned());
        let bytes = String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned();
        assert!(!bytes.contains(key.trim()), "{}", path.display());
        for pseudonym in &pseudonyms {
            assert!(!bytes.contains(pseudonym.as_str()), "{} holds a pseudonym", path.display());
        }
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>().join(" "), "csv json jsonl parquet sha256 sums txt");
}

/// Every column of every file of rows stands in the dictionary, in both languages.
#[test]
fn the_dictionary_names_every_column() {
    let (office, _) = posted();
    let out = office.path("out");
    ok_at(&office.path("data"), "anna", &["export", "--all", &out, "--with-links"]);
    for language in ["da", "en"] {
        let dictionary = fs::read_to_string(Path::new(&out).join(format!("dictionary.{language}.csv"))).expect("one");
        assert!(!dictionary.contains('['), "a text is missing:\n{dictionary}");
        let mut columns = 0;
        for path in files(&Path::new(&out).join("store")) {
            let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with(".jsonl"))
            else {
                continue;
            };
            let text = fs::read_to_string(&path).expect("rows");
            let Some(first) = text.lines().next() else { continue };
            let row: Value = serde_json::from_str(first).expect("JSON");
            for column in row.as_object().expect("an object").keys() {
                assert!(dictionary.contains(&format!("store/{name};{column};")), "{language}: {name} {column}");
                columns += 1;
            }
        }
        assert!(columns > 60, "only {columns} columns");
        assert!(dictionary.contains("snapshots/*/weeks.parquet;code;uint16;"), "{dictionary}");
    }
}

#[test]
fn an_export_is_no_backup() {
    let (office, _) = posted();
    let out = office.path("out");
    ok_at(&office.path("data"), "anna", &["export", "--all", &out]);
    refused_at(&office.path("place"), "anna", &["restore", &out], &["is an export, not a backup"]);
}
