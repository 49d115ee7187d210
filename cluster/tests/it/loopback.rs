//! A scheduler and two executors on this machine: one of them dies in the middle of the work, and the answers are those of
//! the product's own loop, to the bit.

use std::path::Path;
use std::time::Duration;

use crate::processes::{Cluster, Process, program, run, wait_for};
use crate::support::snapshot;

/// People enough that the work lasts while it is looked for.
const PEOPLE: u32 = 20_000;

/// What all of this may take.
const LONGEST: Duration = Duration::from_secs(240);

const SUCCESS: &str = "any(job.ratio > 0) or any(week.state = education)";
const VALUE: &str = "mean(job.ratio)";

fn measure(snapshot: &Path) -> Vec<&str> {
    let snapshot = snapshot.to_str().expect("a path that we made");
    vec!["--snapshot", snapshot, "--success", SUCCESS, "--value", VALUE, "--from", "2024-06", "--to", "2024-11"]
}

/// The parts of a stage of the work of which an executor has left something in its folder.
fn begun(work: &Path, stage: &str) -> usize {
    let folders = |path: &Path| {
        let entries = std::fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    folders(work).iter().map(|job| folders(&job.join(stage)).len()).sum()
}

/// The moments at which an executor dies: while people's rows are gathered, and while they are answered. Then it takes
/// answers that were finished with it, and rows that others still need.
const MOMENTS: [(&str, usize); 2] = [("1", 4), ("2", 3)];

#[test]
fn one_of_two_executors_dies_in_the_middle() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = snapshot(folder.path(), PEOPLE, 21);
    let expected_file = folder.path().join("embedded.csv");
    let mut embedded = program(&["ask", "--format", "json", "--engine", "embedded", "--answers"]);
    let embedded = run(embedded.arg(&expected_file).args(measure(&snapshot)), LONGEST);
    assert!(embedded.status.success(), "{}", String::from_utf8_lossy(&embedded.stderr));
    let embedded: serde_json::Value = serde_json::from_slice(&embedded.stdout).expect("JSON");
    let expected = read(&expected_file);
    assert_eq!(expected.lines().count(), PEOPLE as usize + 1);

    let cluster = Cluster::start(folder.path(), 6);
    let (second, _) = cluster.executor("second");
    for (moment, (stage, parts)) in MOMENTS.into_iter().enumerate() {
        let (mut first, first_work) = cluster.executor(&format!("first-{moment}"));
        let found_file = folder.path().join(format!("cluster-{moment}.csv"));
        let mut question = cluster.question(&measure(&snapshot));
        question.args(["--log", "warn", "--answers"]).arg(&found_file);
        let finished_before = gathered_by(&second);
        let asking = std::thread::spawn(move || run(&mut question, LONGEST));
        // In the middle: the first has made things that are still needed, and there is more to do.
        wait_for(LONGEST, "some work to be done", || (begun(&first_work, stage) >= parts).then_some(()));
        first.kill();
        assert!(!asking.is_finished(), "the work was over before the executor died");

        let asked = asking.join().expect("asked");
        let failed = String::from_utf8_lossy(&asked.stderr);
        assert!(asked.status.success(), "{failed}\n{}\n{}", cluster.scheduler.said(), second.said());
        let asked: serde_json::Value = serde_json::from_slice(&asked.stdout).expect("JSON");
        // The cluster recovers by itself; only what it holds for finished, and died before it was fetched, is asked anew.
        let tries = asked["tries"].as_u64().expect("a number");
        assert!(tries == 1 || stage == "2" && tries == 2, "{tries} tries in stage {stage}: {failed}");
        let found = read(&found_file);
        assert!(expected == found, "{}", first_difference(&expected, &found));
        assert_eq!(embedded["counts"], asked["counts"]);

        // What the first had gathered was gathered again: the second has gathered everything.
        let said = cluster.scheduler.said();
        let (gathered, all) = (gathered_by(&second) - finished_before, parts_of_the_plan(&said));
        assert!(all > 10 && gathered >= all, "{gathered} of {all}: {}", second.said());
    }

    // The one that is left counts alone, and the counts are the same.
    let counted = run(&mut cluster.question(&measure(&snapshot)), LONGEST);
    assert!(counted.status.success(), "{}", String::from_utf8_lossy(&counted.stderr));
    let counted: serde_json::Value = serde_json::from_slice(&counted.stdout).expect("JSON");
    assert_eq!(counted["counts"], embedded["counts"]);
}

/// The parts of the first stage, which gathers rows, that an executor of one core says it has finished.
fn gathered_by(executor: &Process) -> usize {
    executor.said().lines().filter(|line| line.contains("Finished task") && line.contains("/1.")).count()
}

/// In how many parts the files are read, as the plan in the scheduler's log says.
fn parts_of_the_plan(log: &str) -> usize {
    let sources = log.split("Submitting execution graph").nth(1).expect("a plan").split("file_groups={").skip(1);
    let parts = sources.map(|source| source.split(' ').next().and_then(|number| number.parse::<usize>().ok()));
    parts.map(|parts| parts.expect("a number of groups")).sum()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("read")
}

fn first_difference(expected: &str, found: &str) -> String {
    let pair = expected.lines().zip(found.lines()).find(|(expected, found)| expected != found);
    format!("expected and found: {pair:?}")
}

#[test]
fn addresses_that_others_reach_are_refused() {
    let refused = |words: &[&str]| {
        let output = run(&mut program(words), LONGEST);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.contains("Y020")), (Some(1), true), "{words:?}: {said}");
    };
    refused(&["scheduler", "--listen", "0.0.0.0:50050"]);
    refused(&["executor", "--work", "nowhere", "--listen", "[::]:50051"]);
    refused(&["executor", "--work", "nowhere", "--scheduler", "8.8.8.8:50050"]);
    refused(&["ask", "--snapshot", "s", "--success", SUCCESS, "--from", "2024-11", "--scheduler", "8.8.8.8:50050"]);
    assert!(!Path::new("nowhere").exists());
}

#[test]
fn who_waits_in_vain_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = snapshot(folder.path(), 50, 22);
    let told = |cluster: &Cluster, code: &str| {
        let mut question = cluster.question(&measure(&snapshot));
        let output = run(question.args(["--patience", "3"]), LONGEST);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.contains(code)), (Some(1), true), "{said}");
    };
    let mut cluster = Cluster::start(folder.path(), 6);
    // Nobody computes.
    told(&cluster, "Y013");
    // Nobody listens.
    cluster.scheduler.kill();
    told(&cluster, "Y011");
}
