//! Every parser that reads what comes from outside, by the name of its target: what the fuzzer calls, and what the tests
//! call with the corpus. A target gives bytes to the entry that the product uses, and asks of the answer what is promised.

use std::io::Write as _;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use virkning::app::package::PackageReader;
use virkning::finance::{bank, camt, mapping};
use virkning_model::Agreement;
use virkning_model::enrolment::EnrolmentSet;
use virkning_register::list::{self, ListProfile};
use virkning_register::observations::{ReadAs, Reader, Request};
use virkning_register::{ImportRequest, InstallationKey, MEMORY_BYTES, Profile, Snapshot, codes};

/// A target's name, and what it does to the bytes.
type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("agreement", agreement),
    ("agreement-figures", agreement_figures),
    ("archive", archive),
    ("bank-csv", bank_csv),
    ("bank-profile", bank_profile),
    ("camt", camt),
    ("claims", claims),
    ("code-list", code_list),
    ("dream", dream),
    ("dream-profile", dream_profile),
    ("enrolment", enrolment),
    ("enrolment-profile", enrolment_profile),
    ("expression", expression),
    ("head", head),
    ("log", log),
    ("mapping", mapping_file),
    ("observations", observations),
    ("package", package),
    ("parquet", parquet),
    ("snapshot-manifest", snapshot_manifest),
    ("trace", trace),
];

/// The agreement that lists and observations are read for.
static AGREEMENT: LazyLock<Agreement> = LazyLock::new(|| {
    let text = include_str!("../../agreements/aarhus/ips-plus.md");
    virkning_agreement::read(text).agreement.expect("the agreement of the tree is sound")
});

static KEY: LazyLock<InstallationKey> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let key = InstallationKey::load_or_create(&folder.path().join("pseudonym.key"), &mut |bytes| {
        bytes.fill(7);
        Ok(())
    });
    key.expect("a key").0
});

fn text(bytes: &[u8], read: impl FnOnce(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read(text);
    }
}

/// What is canonical stays as it is.
fn agreement(bytes: &[u8]) {
    text(bytes, |text| {
        let _ = virkning_agreement::read(text);
        if let Ok(canonical) = virkning_agreement::format(text) {
            assert_eq!(virkning_agreement::format(&canonical).as_ref(), Ok(&canonical));
        }
    });
}

fn agreement_figures(bytes: &[u8]) {
    text(bytes, |text| {
        let _ = virkning_agreement::parse_figures(text);
        if let Ok(claim) = virkning_agreement::parse_claim(text) {
            let printed = virkning_agreement::print_claim(&claim);
            assert_eq!(virkning_agreement::parse_claim(&printed).as_ref(), Ok(&claim), "{printed}");
        }
    });
}

/// What is printed is read as the same.
fn expression(bytes: &[u8]) {
    text(bytes, |text| {
        for source in virkning_model::source::SOURCES {
            if let Ok(expression) = virkning_measure::parse(text, source) {
                let printed = virkning_measure::print(&expression);
                assert_eq!(virkning_measure::parse(&printed, source).as_ref(), Ok(&expression), "{printed}");
            }
            let _ = virkning_measure::parse_value(text, source);
        }
    });
}

/// What is written is read as the same.
fn code_list(bytes: &[u8]) {
    text(bytes, |text| {
        if let Ok(list) = codes::read_csv("dream", text) {
            let written = codes::write_csv(&list);
            assert_eq!(codes::read_csv("dream", &written).as_ref(), Ok(&list), "{written}");
        }
    });
}

fn dream_profile(bytes: &[u8]) {
    text(bytes, |text| drop(Profile::parse(text)));
}

fn enrolment_profile(bytes: &[u8]) {
    text(bytes, |text| drop(ListProfile::parse(text)));
}

fn bank_profile(bytes: &[u8]) {
    text(bytes, |text| drop(bank::BankProfile::parse(text)));
}

fn mapping_file(bytes: &[u8]) {
    text(bytes, |text| drop(mapping::read(text)));
}

fn bank_csv(bytes: &[u8]) {
    static PROFILE: LazyLock<bank::BankProfile> = LazyLock::new(|| {
        let text = include_str!("../../agreements/accounts/bank-statement.toml");
        bank::BankProfile::parse(text).expect("the profile of the tree is sound")
    });
    let _ = bank::read(bytes, &PROFILE);
}

fn camt(bytes: &[u8]) {
    let _ = camt::read(bytes);
}

/// No row of a list is lost: everyone is read, refused or ignored.
fn enrolment(bytes: &[u8]) {
    let _ = list::read_bytes(bytes, &ListProfile::built_in(), &AGREEMENT, &KEY, None);
}

fn observations(bytes: &[u8]) {
    reported(bytes, ReadAs::Observations { measured_year: 2024 });
}

fn claims(bytes: &[u8]) {
    reported(bytes, ReadAs::Claims);
}

fn reported(bytes: &[u8], read_as: ReadAs) {
    let set = EnrolmentSet { participants: Vec::new() };
    let profile = ListProfile::built_in();
    let request = Request { agreement: &AGREEMENT, set: &set, key: &KEY, identifiers: &profile.keys, read_as };
    let mut reader = Reader::new(request);
    if reader.read_bytes("reported.csv", bytes).is_ok() {
        let _ = reader.finish(true);
    }
}

fn trace(bytes: &[u8]) {
    let _ = virkning_engine::read_trace(bytes);
}

fn head(bytes: &[u8]) {
    text(bytes, |text| {
        if let Ok(head) = text.parse::<virkning_store::SignedHead>() {
            let _ = head.verify(None);
        }
        let _ = text.parse::<virkning_store::Head>();
        let _ = text.parse::<virkning_store::PublicKey>();
    });
}

fn log(bytes: &[u8]) {
    let _ = virkning_store::verify_log(bytes, None);
}

/// A folder of the target's own, which every call writes anew.
struct Place(Mutex<tempfile::TempDir>);

impl Place {
    fn new() -> Self {
        Place(Mutex::new(tempfile::tempdir().expect("a folder")))
    }

    fn with<T>(&self, work: impl FnOnce(&Path) -> T) -> T {
        work(self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).path())
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::File::create(path).and_then(|mut file| file.write_all(bytes)).expect("a file of the test");
}

/// A delivery: header and rows, through the import as it is, but for the files that it would write.
fn dream(bytes: &[u8]) {
    static PLACE: LazyLock<Place> = LazyLock::new(Place::new);
    PLACE.with(|folder| {
        let file = folder.join("dream202502.csv");
        write(&file, bytes);
        let snapshots = folder.join("snapshots");
        let _ = std::fs::remove_dir_all(&snapshots);
        let _ = virkning_register::import::import(&delivery(&file, &snapshots, &DREAM, &CODES), &mut |_| ());
    });
}

static DREAM: LazyLock<Profile> = LazyLock::new(|| Profile::built_in("dream").expect("a built-in profile"));
static CODES: LazyLock<virkning_model::code_list::CodeList> = LazyLock::new(codes::built_in);

fn delivery<'a>(
    file: &'a Path,
    destination: &'a Path,
    profile: &'a Profile,
    codes: &'a virkning_model::code_list::CodeList,
) -> ImportRequest<'a> {
    ImportRequest {
        file,
        destination,
        profile,
        codes,
        key: &KEY,
        edition: None,
        as_of: None,
        accept_faulty: None,
        synthetic: true,
        threads: Some(1),
        memory_bytes: MEMORY_BYTES,
    }
}

/// A small snapshot, made once.
struct Made {
    folder: tempfile::TempDir,
    manifest: serde_json::Value,
}

static SNAPSHOT: LazyLock<Mutex<Made>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("dream202502.csv");
    write(&file, include_bytes!("../corpus/dream/two-people.csv"));
    let made = folder.path().join("made");
    virkning_register::import::import(&delivery(&file, &made, &DREAM, &CODES), &mut |_| ()).expect("a snapshot");
    let snapshot = Snapshot::list(&made).expect("snapshots").remove(0);
    let text = std::fs::read(snapshot.folder().join("manifest.json")).expect("a manifest");
    let own = folder.path().join("own");
    std::fs::rename(snapshot.folder(), &own).expect("the snapshot");
    Mutex::new(Made { folder, manifest: serde_json::from_slice(&text).expect("JSON") })
});

fn snapshot(work: impl FnOnce(&Path, &serde_json::Value)) {
    let made = SNAPSHOT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    work(&made.folder.path().join("own"), &made.manifest);
}

/// The people of a snapshot, with a manifest that fits their size: a file that nobody has looked at before.
fn parquet(bytes: &[u8]) {
    snapshot(|folder, manifest| {
        let whole = std::fs::read(folder.join("weeks.parquet")).expect("a file of the test");
        write(&folder.join("weeks.parquet"), bytes);
        let mut manifest = manifest.clone();
        for part in manifest["parts"].as_array_mut().into_iter().flatten() {
            if part["name"] == "weeks.parquet" {
                part["size_bytes"] = bytes.len().into();
            }
        }
        write(&folder.join("manifest.json"), manifest.to_string().as_bytes());
        if let Ok(snapshot) = Snapshot::open(folder) {
            let _ = snapshot.load();
            let _ = snapshot.verify();
        }
        write(&folder.join("weeks.parquet"), &whole);
    });
}

fn snapshot_manifest(bytes: &[u8]) {
    snapshot(|folder, _| {
        write(&folder.join("manifest.json"), bytes);
        if let Ok(snapshot) = Snapshot::open(folder) {
            let _ = snapshot.manifest().columns.coverage();
            let _ = snapshot.verify();
        }
    });
}

/// A backup in one file.
fn archive(bytes: &[u8]) {
    static PLACE: LazyLock<Place> = LazyLock::new(Place::new);
    PLACE.with(|folder| {
        let file = folder.join("backup.vbk");
        write(&file, bytes);
        if let Ok(package) = PackageReader::open(&file) {
            let _ = package.check();
        }
    });
}

/// A package in a folder: the bytes are its manifest.
fn package(bytes: &[u8]) {
    static PLACE: LazyLock<Place> = LazyLock::new(Place::new);
    PLACE.with(|folder| {
        write(&folder.join("manifest.json"), bytes);
        let hash = virkning_store::content_hash(bytes);
        write(&folder.join("manifest.sha256"), format!("{hash}  manifest.json\n").as_bytes());
        if let Ok(package) = PackageReader::open(folder) {
            let _ = package.check();
        }
    });
}
