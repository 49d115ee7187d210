//! The program killed in the middle of its work: afterwards the state is exactly before or after, and the same command
//! does the rest.

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::made::{
    Career, agreement, begun, desk, enrolled, extract, folder_names, imported, list, sealed_desk, settled, snapshots,
    word,
};
use crate::office::Office;

/// Delays from a fixed seed, as shares of a whole: a linear congruential generator (Knuth, MMIX).
struct Shares(u64);

impl Iterator for Shares {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some((self.0 >> 40) as f64 / (1_u64 << 24) as f64)
    }
}

/// At how many moments a command is killed: more where a run takes everything.
fn moments() -> usize {
    if std::env::var_os("VIRKNING_TEST_EVERYTHING").is_some() { 24 } else { 10 }
}

/// Starts a command, kills it after a while, and says whether it had ended before.
fn killed_after(office: &Office, user: &str, words: &[&str], delay: Duration) -> bool {
    let mut command = office.command(user, words);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
    sleep(delay);
    // SIGKILL: nothing of the program runs any more.
    let ended = child.try_wait().expect("a state").is_some();
    child.kill().expect("killed");
    child.wait().expect("ended");
    ended
}

#[test]
fn an_import_that_is_killed() {
    let office = desk();
    let mut words = vec!["register", "synthesize", "--persons", "1500", "--seed", "3", "--until", "2025W05"];
    let (out, document) = (office.path("register"), agreement());
    words.extend(["--edition", "2025-02", "--agreement", &document, "--out", &out]);
    office.ok("anna", &words);
    let file = format!("{out}/dream202502.csv");
    let import = ["register", "import", "--source", "dream", file.as_str()];
    let fresh = || {
        let _ = fs::remove_dir_all(office.path("data"));
        office.ok("anna", &["user", "add", "anna", "--role", "controller"]);
    };
    fresh();
    let begin = Instant::now();
    office.ok("anna", &import);
    let whole = begin.elapsed();

    let mut seen = [0, 0];
    for share in Shares(1).take(moments()) {
        fresh();
        let ended = killed_after(&office, "anna", &import, whole.mul_f64(share * 1.05));
        // Whole or not visible at all.
        let listed = office.json("anna", &["register", "show", "--format", "json"]);
        let listed = listed.as_array().expect("a list").len();
        assert!(listed == 1 || !ended, "a finished import is not there");
        seen[usize::from(listed == 1)] += 1;
        for folder in folder_names(&office.path("data/snapshots")).iter().filter(|name| !name.starts_with('.')) {
            let inside = folder_names(&office.path(&format!("data/snapshots/{folder}")));
            assert_eq!(inside, ["jobs.parquet", "manifest.json", "people.parquet", "scan.columns", "weeks.parquet"]);
        }
        office.ok("anna", &["verify"]);
        // The same command again leaves one snapshot, known to the store, and nothing else.
        office.ok("anna", &import);
        assert_eq!(snapshots(&office).len(), 1);
        let loose = folder_names(&office.path("data"));
        assert!(loose.iter().all(|name| !name.contains(".part") && !name.contains(".tmp")), "{loose:?}");
        assert_eq!(folder_names(&office.path("data/keys")), ["pseudonym.key"]);
    }
    office.ok("anna", &["verify"]);
    assert!(seen[0] >= 3, "hardly any import was killed before its end: {seen:?}");
}

#[test]
fn a_posting_that_is_killed() {
    let office = sealed_desk();
    let careers =
        [Career { key: "1", weeks: &[], ratios: &[("2024-11", "1")] }, Career { key: "2", weeks: &[], ratios: &[] }];
    imported(&office, "dream202502.csv", extract(&careers), &[]);
    enrolled(&office, "liste.csv", list(&[begun("1", "2023-05-02"), begun("2", "2023-05-02")]));
    let proposal = settled(&office);
    let id = word(&proposal["id"]);
    office.ok("bo", &["approve", &id]);
    // One person in work at 4,150 kroner.
    assert_eq!(proposal["amount"], "4150.00");

    let post = ["post", id.as_str(), "--key", "bank-2025-03"];
    let (data, ready) = (office.path("data"), office.path("ready"));
    fs::rename(&data, &ready).expect("renamed");
    let fresh = || {
        let _ = fs::remove_dir_all(&data);
        let copied = std::process::Command::new("cp").args(["-a", &ready, &data]).status().expect("copied");
        assert!(copied.success());
    };
    fresh();
    let begin = Instant::now();
    office.ok("bo", &post);
    let whole = begin.elapsed();

    // Each posting has a debit and a credit in both parties' books, under the number of its voucher.
    let vouchers = || -> Vec<String> {
        let ledgers = office.json("anna", &["ledger", "ips-plus", "--format", "json"]);
        let entries = ledgers.as_array().into_iter().flatten().filter_map(|ledger| ledger["entries"].as_array());
        entries.flatten().map(|entry| word(&entry["voucher"])).collect()
    };
    let whole_vouchers = vouchers();
    assert_eq!(whole_vouchers.len(), 4);
    let mut seen = [0, 0];
    for share in Shares(2).take(moments()) {
        fresh();
        let ended = killed_after(&office, "bo", &post, whole.mul_f64(share * 1.1));
        let posted = vouchers();
        assert!(posted == whole_vouchers || (posted.is_empty() && !ended), "{posted:?}, ended: {ended}");
        seen[usize::from(!posted.is_empty())] += 1;
        office.ok("anna", &["verify"]);
        // The same request gives the same posting, whether it is made now or was stored.
        assert!(office.ok("bo", &post).contains(&whole_vouchers[0]));
        assert_eq!(vouchers(), whole_vouchers);
        office.ok("anna", &["verify"]);
    }
    assert!(seen[0] >= 2, "hardly any posting was killed before its end: {seen:?}");
}
