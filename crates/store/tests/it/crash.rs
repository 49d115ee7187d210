//! A process that is killed while it settles: afterwards each request was done once or not at all, and the same requests
//! again give the stored results.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use virkning_store::Store;

use crate::script::{Backing, Came, Office, Place, agreement};

/// Names the store to the child process.
const STORE: &str = "VIRKNING_STORE_CRASH_TEST";

/// How often the child is killed. Requirement: 200 points over the whole product; these are the store's.
const KILLS: u64 = 20;

/// The requests of a year, in order. They are the same in every run, so that a retry is the same request.
fn requests(year: i16) -> [String; 3] {
    [
        format!("anna propose p-{year} {year} content-{year}"),
        format!("bo approve p-{year} content-{year}"),
        format!("anna post key-{year} p-{year} content-{year} 100 on={}-03-31", year + 1),
    ]
}

/// Not a test by itself: the process that is killed. Without its environment it does nothing.
#[test]
fn child() {
    let Ok(path) = std::env::var(STORE) else { return };
    let store = Store::open(path).unwrap();
    let office = Office { place: Place::new(Backing::Memory), store };
    for year in 1000..9000 {
        for request in requests(year) {
            office.act(&request);
        }
    }
}

/// Small steps of a multiplicative generator (Park and Miller): the points of killing are the same in every run, as far
/// as the machine allows.
fn next(seed: &mut u64) -> u64 {
    *seed = *seed * 48_271 % 2_147_483_647;
    *seed
}

fn run_and_kill(path: &Path, after: Duration) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture"])
        .env(STORE, path)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn killed_at_any_point_each_request_is_done_once_or_not_at_all() {
    let office = Office::new();
    let Office { place, store } = office;
    let path = store.path().to_path_buf();
    drop(store);
    let (mut seed, mut posted) = (20_250_331, 0);
    for kill in 0..KILLS {
        run_and_kill(&path, Duration::from_micros(20_000 + next(&mut seed) % 80_000));
        let store = Store::open(&path).unwrap();
        let verification = store.verify().unwrap();
        assert_eq!(verification.faults, [], "after kill {kill}");
        let postings = store.postings(&agreement()).unwrap();
        assert!(postings.len() >= posted, "what was posted stays posted");
        posted = postings.len();
    }
    assert!(posted > 0, "the child came to post something before it was killed");
    let office = place.office();
    let before = office.contents();
    for year in (1000..).take(posted) {
        let [_, _, post] = requests(year);
        let number = format!("{}-0001", year + 1);
        assert_eq!(office.act(&post), Came::Already(number));
    }
    assert_eq!(office.contents(), before, "the same requests again change nothing");
    // What was interrupted goes on where it stood.
    let year = 1000 + i16::try_from(posted).unwrap();
    for request in requests(year) {
        office.act(&request);
    }
    assert_eq!(office.store.postings(&agreement()).unwrap().len(), posted + 1);
    assert_eq!(office.store.verify().unwrap().faults, []);
}
