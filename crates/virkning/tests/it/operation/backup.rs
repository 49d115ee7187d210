//! `backup` and `restore`: everything comes back as it was, and nothing of a damaged copy does.

use std::fs;
use std::path::Path;

use super::{at, check_nothing_left, command_at, files, head, ok_at, refused_at};
use crate::office::{Office, text};
use crate::settlement::posted;

fn backup(office: &Office, name: &str) -> String {
    let target = office.path(name);
    ok_at(&office.path("data"), "anna", &["backup", &target]);
    target
}

#[test]
fn everything_comes_back_as_it_was() {
    let (office, id) = posted();
    let ledger = office.ok("rikke", &["ledger", "--format", "json"]);
    for (name, place) in [("copy.vbk", "one"), ("copy", "two")] {
        let target = backup(&office, name);
        let kept = head(&office, &office.path("data"));
        let data = office.path(place);
        let said = ok_at(&data, "rikke", &["restore", &target]);
        assert!(said.contains(&kept) && said.contains("The keys were not in the backup"), "{said}");
        assert_eq!(head(&office, &data), kept);
        assert_eq!(ok_at(&data, "rikke", &["ledger", "--format", "json"]), ledger);
        assert!(fs::read_dir(Path::new(&data).join("keys")).expect("a folder").next().is_none(), "a key came along");
        // Work goes on there.
        let again = ok_at(&data, "anna", &["post", &id, "--key", "first"]);
        assert!(again.contains("was posted before"), "{again}");
        check_nothing_left(&office);
    }
}

#[test]
fn keys_come_along_only_where_an_administrator_asks() {
    let (office, _) = posted();
    let data = office.path("data");
    let target = office.path("keys.vbk");
    refused_at(&data, "rikke", &["backup", &target], &["does not have the role"]);
    refused_at(&data, "bo", &["backup", &target, "--with-keys"], &["does not have the role", "administrator"]);
    refused_at(&data, "nobody", &["backup", &target], &["not declared"]);
    assert!(!Path::new(&target).exists());
    let said = ok_at(&data, "anna", &["backup", &target, "--with-keys"]);
    assert!(said.contains("whoever has this backup can read everything"), "{said}");
    let place = office.path("place");
    ok_at(&place, "anna", &["restore", &target]);
    let key = |folder: &str| fs::read(Path::new(folder).join("keys/pseudonym.key")).expect("the key");
    assert_eq!(key(&place), key(&data));
    use std::os::unix::fs::PermissionsExt as _;
    for path in files(Path::new(&place)) {
        let mode = fs::metadata(&path).expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
    }
    check_nothing_left(&office);
}

/// In each file of a folder, and at many places of a file: found before anything is written, and named.
#[test]
fn a_flipped_bit_is_found_and_nothing_is_restored() {
    let (office, _) = posted();
    let (folder, archive) = (backup(&office, "copy"), backup(&office, "copy.vbk"));
    let place = office.path("place");
    for path in files(Path::new(&folder)) {
        let whole = fs::read(&path).expect("a file");
        if whole.is_empty() {
            continue;
        }
        let name = path.strip_prefix(&folder).expect("a name").display().to_string();
        // A manifest that does not have its hash may be the manifest's fault or the hash's.
        let named = if name == "manifest.sha256" { "manifest.json" } else { name.as_str() };
        for position in [0, whole.len() / 2, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[position] ^= 1;
            fs::write(&path, &changed).expect("a file");
            refused_at(&place, "anna", &["restore", &folder], &["is damaged", named]);
        }
        fs::remove_file(&path).expect("a file");
        let expected = if name.starts_with("manifest") { "is no backup" } else { named };
        refused_at(&place, "anna", &["restore", &folder], &[expected]);
        fs::write(&path, &whole).expect("a file");
    }
    let whole = fs::read(&archive).expect("the archive");
    for number in 0..60 {
        let position = whole.len() / 60 * number + number * 97 % 512;
        let mut changed = whole.clone();
        changed[position] ^= 1 << (number % 8);
        fs::write(&archive, &changed).expect("the archive");
        refused_at(&place, "anna", &["restore", &archive], &["is damaged"]);
    }
    for length in [0, 511, 512, whole.len() / 2, whole.len() - 1] {
        fs::write(&archive, &whole[..length]).expect("the archive");
        refused_at(&place, "anna", &["restore", &archive], &[]);
    }
    assert!(!Path::new(&place).exists(), "something was restored");
    check_nothing_left(&office);
    fs::write(&archive, &whole).expect("the archive");
    ok_at(&place, "anna", &["restore", &archive]);
    ok_at(&office.path("other"), "anna", &["restore", &folder]);
}

/// The row itself is named where a row was changed.
#[test]
fn a_changed_row_is_named() {
    let (office, _) = posted();
    let folder = backup(&office, "copy");
    let path = Path::new(&folder).join("store/users.jsonl");
    let text = fs::read_to_string(&path).expect("rows");
    let wanted = text.lines().position(|line| line.contains("\"dorte\"")).expect("a row") + 1;
    fs::write(&path, text.replace("\"dorte\"", "\"dirte\"")).expect("rows");
    let place = office.path("place");
    let expected = format!("line {wanted} of store/users.jsonl is not what was written");
    refused_at(&place, "anna", &["restore", &folder], &[&expected]);
    // A row that is gone, and one that was added.
    fs::write(&path, text.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>()).expect("rows");
    refused_at(&place, "anna", &["restore", &folder], &["line 1 of store/users.jsonl"]);
    fs::write(&path, format!("{text}{}\n", text.lines().next().expect("a row"))).expect("rows");
    let last = format!("line {} of store/users.jsonl", text.lines().count() + 1);
    refused_at(&place, "anna", &["restore", &folder], &[&last]);
}

#[test]
fn only_an_empty_place_is_filled_and_no_backup_is_overwritten() {
    let (office, _) = posted();
    let (data, target) = (office.path("data"), backup(&office, "copy.vbk"));
    let before = fs::read(&target).expect("the backup");
    refused_at(&data, "anna", &["backup", &target], &["is there already"]);
    assert_eq!(fs::read(&target).expect("the backup"), before);
    refused_at(&data, "anna", &["restore", &target], &["is not empty"]);
    refused_at(&office.path("place"), "anna", &["restore", &office.path("none.vbk")], &["none.vbk"]);
    let empty = office.path("empty");
    fs::create_dir(&empty).expect("a folder");
    refused_at(&office.path("place"), "anna", &["restore", &empty], &["is no backup"]);
    ok_at(&empty, "anna", &["restore", &target]);
}

/// While others go on working each backup is one moment: it verifies, whatever is written meanwhile.
#[test]
fn a_backup_is_one_moment() {
    let (office, _) = posted();
    let data = office.path("data");
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for number in 0..25 {
                ok_at(&data, "anna", &["user", "add", &format!("user{number}"), "--role", "reader"]);
            }
        });
        for number in 0..3 {
            let target = backup(&office, &format!("copy{number}.vbk"));
            ok_at(&office.path(&format!("place{number}")), "rikke", &["restore", &target]);
        }
        writer.join().expect("a writer that ends well");
    });
    head(&office, &data);
}

/// No file may grow beyond a size: the backup is refused as a whole, nothing is left, and the store goes on.
#[test]
fn a_full_disk_leaves_no_half_backup() {
    let (office, _) = posted();
    let data = office.path("data");
    let whole = backup(&office, "whole");
    // An export leaves out what is only for speed: the largest file of both is meant.
    let of_both = files(Path::new(&whole)).into_iter().filter(|path| !path.ends_with("scan.columns"));
    let largest = of_both.map(|path| fs::metadata(path).expect("a file").len()).max();
    let blocks = largest.expect("files") / 2 / 512;
    assert!(blocks > 100, "the limit would hit the store's own log: {blocks}");
    for words in [&["backup", "full.vbk"][..], &["backup", "full"], &["export", "full", "--all"]] {
        let target = office.path(words[1]);
        let mut arguments = vec![words[0], target.as_str()];
        arguments.extend(&words[2..]);
        let inner = command_at(&data, "anna", &arguments);
        let mut limited = std::process::Command::new("sh");
        // A file that would grow too large fails to be written, as on a full volume.
        limited.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), "limited"]);
        limited.arg(inner.get_program()).args(inner.get_args());
        for name in ["VIRKNING_LANG", "VIRKNING_DATA", "VIRKNING_STORE", "VIRKNING_USER"] {
            limited.env_remove(name);
        }
        let output = limited.output().expect("the program runs");
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {said}");
        assert!(said.contains(&target) && said.contains("could not be written"), "{said}");
        assert!(!Path::new(&target).exists(), "{words:?}");
        check_nothing_left(&office);
    }
    head(&office, &data);
    assert!(at(&data, "anna", &["backup", &office.path("later.vbk")]).status.success());
}
