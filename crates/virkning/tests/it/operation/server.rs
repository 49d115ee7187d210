//! PostgreSQL under every command: the main job, moving there and back, and what `doctor` says of a server.

use std::path::Path;
use std::process::Output;

use serde_json::Value;
use virkning_testkit::postgres::new_database;

use super::{command_at, head, ok_at};
use crate::office::{Office, ips_plus, list_file, register_file, text};
use crate::settlement::posted;

/// A data folder whose store lies in a database of its own.
struct Server {
    data: String,
    address: String,
}

impl Server {
    fn new(office: &Office, name: &str) -> Self {
        Self { data: office.path(name), address: new_database().expect("a server for tests") }
    }

    fn run(&self, user: &str, words: &[&str]) -> Output {
        let mut command = command_at(&self.data, user, words);
        command.env("VIRKNING_STORE", &self.address);
        command.output().expect("the program runs")
    }

    fn ok(&self, user: &str, words: &[&str]) -> String {
        let output = self.run(user, words);
        assert!(output.status.success(), "{words:?}: {}{}", text(&output.stderr), text(&output.stdout));
        text(&output.stdout)
    }

    fn head(&self) -> String {
        let said = self.ok("rikke", &["verify"]);
        assert!(said.contains("the same to the last byte"), "{said}");
        said.split_whitespace().last().expect("the head").to_owned()
    }
}

#[test]
fn the_main_job_on_a_server_and_back_to_a_file() {
    let office = Office::empty();
    let server = Server::new(&office, "data");
    let agreement = ips_plus().display().to_string();
    server.ok("anna", &["user", "add", "anna", "--role", "administrator,controller,case-worker,code-keeper"]);
    server.ok("anna", &["user", "add", "bo", "--role", "approver"]);
    server.ok("anna", &["user", "add", "rikke", "--role", "reader"]);
    server.ok("anna", &["seal", &agreement]);
    server.ok("anna", &["register", "import", "--source", "dream", &register_file().display().to_string()]);
    server.ok("anna", &["enrol", &agreement, &list_file().display().to_string()]);
    let settle = ["settle", &agreement, "--measured-year", "2024", "--format", "json"];
    let proposal: Value = serde_json::from_str(&server.ok("anna", &settle)).expect("JSON");
    let id = proposal["id"].as_str().expect("a number").to_owned();
    assert!(!server.run("anna", &["approve", &id]).status.success(), "the author approved");
    server.ok("bo", &["approve", &id]);
    let first = server.ok("anna", &["post", &id]);
    let again = server.ok("anna", &["post", &id]);
    assert!(first.contains("2025-0001") && again.contains("2025-0001"), "{first}{again}");
    let ledger = server.ok("rikke", &["ledger", "--format", "json"]);
    assert!(!Path::new(&server.data).join("virkning.db").exists(), "a file was made beside the server");

    // The same job on a file gives the same money.
    let (other, _) = posted();
    let amounts = |text: &str| -> Vec<String> {
        let ledger: Value = serde_json::from_str(text).expect("JSON");
        let entries = ledger[0]["entries"].as_array().expect("entries").iter();
        entries.map(|entry| format!("{} {} {}", entry["party"], entry["account"], entry["amount"])).collect()
    };
    assert_eq!(amounts(&ledger), amounts(&other.ok("rikke", &["ledger", "--format", "json"])));

    let target = office.path("server.vbk");
    server.ok("anna", &["backup", &target]);
    let kept = server.head();
    let place = office.path("file");
    ok_at(&place, "rikke", &["restore", &target]);
    assert_eq!(head(&office, &place), kept);
    assert_eq!(ok_at(&place, "rikke", &["ledger", "--format", "json"]), ledger);
    assert!(Path::new(&place).join("virkning.db").exists());
}

/// Moving an office from its file to a server: the same rows, digests and event log.
#[test]
fn a_file_moves_to_a_server() {
    let (office, id) = posted();
    let target = office.path("copy.vbk");
    ok_at(&office.path("data"), "anna", &["backup", &target, "--with-keys"]);
    let kept = head(&office, &office.path("data"));
    let server = Server::new(&office, "moved");
    server.ok("anna", &["restore", &target]);
    assert_eq!(server.head(), kept);
    assert!(server.ok("anna", &["post", &id, "--key", "first"]).contains("was posted before"));
    server.ok("anna", &["verify", "--head", &kept]);
    // A server that holds something is not filled a second time, and the new folder does not appear.
    let refused = Server { data: office.path("again"), address: server.address.clone() };
    let output = refused.run("anna", &["restore", &target]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("is not empty"), "{}", text(&output.stderr));
    assert!(!Path::new(&refused.data).exists());
}

/// What a server must be set to, and what of its address may be shown.
#[test]
fn a_server_is_looked_at_and_its_password_is_never_said() {
    let office = Office::empty();
    let server = Server::new(&office, "data");
    server.ok("anna", &["user", "add", "anna", "--role", "controller"]);
    let output = server.run("anna", &["doctor", "--format", "json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found = |key: &str| answer["findings"].as_array().expect("a list").iter().any(|one| one["finding"] == key);
    // The server for tests is fast and forgetful: exactly what an office must not have.
    assert!(found("doctor-server-fsync") && found("doctor-server-pages") && found("doctor-store"), "{answer}");
    assert_eq!(output.status.code(), Some(1));

    let secret = "postgres://anna:hemmelig@localhost:1/virkning?password=hemmelig";
    for words in [&["verify"][..], &["doctor"], &["doctor", "--format", "json"], &["user", "list"]] {
        let mut command = command_at(&server.data, "anna", words);
        let output = command.args(["--store", secret]).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.contains("hemmelig") && said.contains("localhost:1/virkning"), "{said}");
    }
}
