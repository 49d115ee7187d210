//! Registers: made-up extracts, import of real ones, and what a snapshot holds.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use virkning_model::id::SnapshotId;
use virkning_model::period::{Month, Week};
use virkning_register::events::{EventProfile, EventRequest};
use virkning_register::{ImportError, ImportRequest, Imported, Manifest, Profile, Progress, Snapshot};
use virkning_store::{Actor, NewSnapshot};
use virkning_testkit::sas::CsvAsSas;
use virkning_testkit::{Extract, Synthesis, cohort_plan};

use super::check::read_agreement;
use super::failure::{Failure, Refusal, RowProblem, Rows};
use super::folder::{read_text, write_whole};
use super::{Session, coded};

/// What to make up.
pub struct SynthesisRequest<'a> {
    /// How many people.
    pub people: u32,
    /// The seed.
    pub seed: u64,
    /// The last week.
    pub until: Week,
    /// Whether one edition a year is wanted, or the latest only.
    pub yearly: bool,
    /// One edition only.
    pub edition: Option<Month>,
    /// The agreement that the cohort list is to fit.
    pub agreement: &'a Path,
    /// Where to write.
    pub out: &'a Path,
    /// Whether the key is a fictitious CPR number.
    pub with_cpr: bool,
    /// Whether the extract is written as a SAS data set instead of as text.
    pub as_sas: bool,
}

/// The files of one made-up edition.
#[derive(Debug)]
pub struct MadeEdition {
    /// The edition.
    pub edition: Month,
    /// The extract.
    pub register: PathBuf,
    /// The cohort list as it stood then.
    pub list: PathBuf,
    /// Bytes of the extract.
    pub size_bytes: u64,
    /// Rows of the list.
    pub listed: u64,
}

/// What an import did.
#[derive(Debug)]
pub enum ImportOutcome {
    /// A new snapshot.
    New(Box<Manifest>),
    /// The same facts were imported before.
    Already(SnapshotId),
}

/// What to import.
pub struct ImportOptions<'a> {
    /// The register.
    pub source: &'a str,
    /// The edition, where the file name does not say it.
    pub edition: Option<Month>,
    /// The day up to which data reach, where the last week does not say it.
    pub as_of: Option<Date>,
    /// The first day that an extract of events covers, where the rows do not say it.
    pub covers_from: Option<Date>,
    /// A profile of one's own.
    pub profile: Option<&'a Path>,
    /// Exactly so many faulty rows are accepted.
    pub accept_faulty: Option<u64>,
    /// Whether the data are made up.
    pub synthetic: bool,
    /// How many bytes of memory the import may take.
    pub memory_bytes: u64,
    /// Set by somebody who wants it to stop; nothing of it is left then.
    pub stop: Option<Arc<AtomicBool>>,
}

/// The name that stands for standard input and output.
pub const STANDARD: &str = "-";

impl Session<'_> {
    /// Makes extracts and cohort lists of people who do not exist.
    pub fn synthesize(
        &self,
        request: &SynthesisRequest<'_>,
        made: &mut dyn FnMut(&MadeEdition),
    ) -> Result<Vec<MadeEdition>, Failure> {
        let (_, agreement) = read_agreement(request.agreement, &self.codes()?.list)?;
        let synthesis = Synthesis {
            people: request.people,
            seed: request.seed,
            until: request.until,
            cohort: cohort_plan(&agreement, request.people),
            with_cpr: request.with_cpr,
        };
        let editions = match request.edition {
            Some(edition) => vec![edition],
            None if request.yearly => synthesis.editions_yearly(),
            None => vec![synthesis.edition_latest()],
        };
        if request.out == Path::new(STANDARD) && request.as_sas {
            // Its beginning is written when its end is known.
            return Err(Refusal::new("synthesize-sas-file").into());
        }
        if request.out == Path::new(STANDARD) {
            return stream_edition(&synthesis, &editions).map(|()| Vec::new());
        }
        std::fs::create_dir_all(request.out)
            .map_err(|error| Failure::operating("tried-make-folder", request.out, error))?;
        let mut all = Vec::new();
        for edition in editions {
            let files = write_edition(&synthesis, edition, request)?;
            made(&files);
            all.push(files);
        }
        Ok(all)
    }

    /// Makes an extract of events of the same made-up people.
    pub fn synthesize_extract(
        &self,
        request: &SynthesisRequest<'_>,
        extract: Extract,
    ) -> Result<Vec<MadeExtract>, Failure> {
        let (_, agreement) = read_agreement(request.agreement, &self.codes()?.list)?;
        let synthesis = Synthesis {
            people: request.people,
            seed: request.seed,
            until: request.until,
            cohort: cohort_plan(&agreement, request.people),
            with_cpr: request.with_cpr,
        };
        let editions = match request.edition {
            Some(edition) => vec![edition],
            None if request.yearly => synthesis.editions_yearly(),
            None => vec![synthesis.edition_latest()],
        };
        std::fs::create_dir_all(request.out)
            .map_err(|error| Failure::operating("tried-make-folder", request.out, error))?;
        editions.into_iter().map(|edition| write_extract(&synthesis, extract, edition, request.out)).collect()
    }

    /// Imports one extract as an immutable snapshot.
    pub fn import(
        &self,
        file: &Path,
        options: &ImportOptions<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<ImportOutcome, Failure> {
        let actor = self.actor()?;
        let profile = match options.profile {
            Some(path) => Profile::parse(&read_text(path)?),
            None => Profile::built_in(options.source),
        };
        let profile = profile.map_err(|error| coded(error.code(), error.arguments()))?;
        let codes = self.codes_recorded()?;
        let (key, _) = self.key()?;
        let request = ImportRequest {
            file,
            destination: &self.folder.snapshots(),
            profile: &profile,
            codes: &codes.list,
            key: &key,
            edition: options.edition,
            as_of: options.as_of,
            accept_faulty: options.accept_faulty,
            synthetic: options.synthetic,
            threads: None,
            memory_bytes: options.memory_bytes,
        };
        let imported = if file == Path::new(STANDARD) {
            virkning_register::import::import_stream(&request, Box::new(std::io::stdin()), 0, progress)
        } else {
            import_file(&request, options.stop.clone(), progress)
        };
        let imported = imported.map_err(|error| import_failure(file, &error))?;
        self.record(&actor, imported)
    }

    /// Imports one extract of events, of one or several files, as an immutable snapshot.
    pub fn import_events(
        &self,
        files: &[PathBuf],
        options: &ImportOptions<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<ImportOutcome, Failure> {
        let actor = self.actor()?;
        let profile = match options.profile {
            Some(path) => EventProfile::parse(&read_text(path)?),
            None => EventProfile::built_in(options.source),
        };
        let profile = profile.map_err(|error| coded(error.code(), error.arguments()))?;
        let (key, _) = self.key()?;
        let request = EventRequest {
            files,
            destination: &self.folder.snapshots(),
            profile: &profile,
            key: &key,
            edition: options.edition,
            as_of: options.as_of,
            covers_from: options.covers_from,
            accept_faulty: options.accept_faulty,
            synthetic: options.synthetic,
            stop: options.stop.as_deref(),
        };
        let first = files.first().map_or(Path::new(""), PathBuf::as_path);
        let imported =
            virkning_register::events::import(&request, progress).map_err(|error| import_failure(first, &error))?;
        self.record(&actor, imported)
    }

    /// Records a snapshot that is there.
    fn record(&self, actor: &Actor, imported: Imported) -> Result<ImportOutcome, Failure> {
        let (id, already) = match &imported {
            Imported::New(manifest) => (manifest.snapshot.clone(), false),
            Imported::Already(id) => (id.clone(), true),
        };
        // A crash between the two may have left a snapshot that the store does not know: it is recorded now.
        let folder = self.folder.snapshot(&id);
        let snapshot = Snapshot::open(&folder)?;
        let manifest = snapshot.manifest();
        let bytes = serde_json::to_vec(manifest).map_err(|error| Refusal::new("internal").with("what", error))?;
        self.store.snapshot_add(
            actor,
            NewSnapshot {
                id: &id,
                source: &manifest.source,
                edition: &manifest.edition.to_string(),
                as_of: manifest.as_of,
                content: &manifest.content_hash,
                manifest: &bytes,
                path: &format!("snapshots/{id}"),
            },
        )?;
        Ok(match imported {
            Imported::New(manifest) if !already => ImportOutcome::New(manifest),
            _ => ImportOutcome::Already(id),
        })
    }

    /// All snapshots, the oldest first.
    pub fn snapshots(&self) -> Result<Vec<Manifest>, Failure> {
        let records = self.store.snapshots()?;
        records.iter().map(|record| self.manifest(&record.id)).collect()
    }

    /// What a snapshot holds, which must be what was recorded of it.
    pub fn manifest(&self, id: &SnapshotId) -> Result<Manifest, Failure> {
        let record = self.store.snapshot(id)?.ok_or_else(|| Refusal::new("snapshot-unknown").with("snapshot", id))?;
        let snapshot = Snapshot::open(&self.folder.snapshot(id))?;
        let recorded: Manifest = serde_json::from_slice(&record.manifest)
            .map_err(|error| Refusal::new("record-unreadable").with("what", "manifest").with("why", error))?;
        if *snapshot.manifest() != recorded {
            let path = snapshot.folder().join("manifest.json");
            return Err(Refusal::new("damaged-file").with("path", path.display()).into());
        }
        Ok(recorded)
    }
}

/// Imports a file whose bytes end, with an error, as soon as somebody wants it to stop.
fn import_file(
    request: &ImportRequest<'_>,
    stop: Option<Arc<AtomicBool>>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    let Some(stop) = stop else { return virkning_register::import::import(request, progress) };
    let failed = |source| ImportError::Io { path: request.file.to_owned(), source };
    let file = File::open(request.file).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    virkning_register::import::import_stream(request, Box::new(Stoppable { file, stop }), length, progress)
}

struct Stoppable {
    file: File,
    stop: Arc<AtomicBool>,
}

impl Read for Stoppable {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            // Not `Interrupted`: readers take that for an invitation to try again.
            return Err(std::io::ErrorKind::ConnectionAborted.into());
        }
        self.file.read(bytes)
    }
}

/// Writes the extract of one edition to standard output, row by row; no list and no sidecar.
fn stream_edition(synthesis: &Synthesis, editions: &[Month]) -> Result<(), Failure> {
    let [edition] = editions else { return Err(Refusal::new("synthesize-one-edition").into()) };
    let tried = |error: std::io::Error| Failure::operating("tried-write", Path::new(STANDARD), error);
    let mut out = std::io::stdout().lock();
    synthesis.write_register(*edition, &mut out).map_err(tried)?;
    out.flush().map_err(tried)
}

/// A made-up extract of events.
#[derive(Debug)]
pub struct MadeExtract {
    /// The file.
    pub path: PathBuf,
    /// Its rows.
    pub rows: u64,
}

fn write_extract(synthesis: &Synthesis, extract: Extract, edition: Month, out: &Path) -> Result<MadeExtract, Failure> {
    let path = out.join(extract.file_name(edition));
    let tried = |error: std::io::Error| Failure::operating("tried-write", &path, error);
    let mut file = BufWriter::with_capacity(1 << 20, File::create(&path).map_err(tried)?);
    let summary = synthesis.write_extract(extract, edition, &mut file).map_err(tried)?;
    file.flush().map_err(tried)?;
    let sidecar = serde_json::json!({
        "synthetic": true,
        "seed": synthesis.seed,
        "generator": concat!("virkning ", env!("CARGO_PKG_VERSION")),
        "covers_from": summary.covers_from.to_string(),
        "as_of": summary.as_of.to_string(),
    });
    let mut name = path.clone().into_os_string();
    name.push(".meta.json");
    write_whole(Path::new(&name), format!("{sidecar}\n").as_bytes())?;
    Ok(MadeExtract { path, rows: summary.rows })
}

fn write_edition(
    synthesis: &Synthesis,
    edition: Month,
    request: &SynthesisRequest<'_>,
) -> Result<MadeEdition, Failure> {
    let name = format!("{:04}{:02}", edition.year(), edition.month());
    let ending = if request.as_sas { "sas7bdat" } else { "csv" };
    let register = request.out.join(format!("dream{name}.{ending}"));
    let list = request.out.join(format!("deltagere{name}.csv"));
    let tried = |path: &Path, error: std::io::Error| Failure::operating("tried-write", path, error);
    let file = File::create(&register).map_err(|error| tried(&register, error))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    if request.as_sas {
        let mut sas = CsvAsSas::new(out);
        synthesis.write_register(edition, &mut sas).map_err(|error| tried(&register, error))?;
        out = sas.finish().map_err(|error| tried(&register, error))?;
    } else {
        synthesis.write_register(edition, &mut out).map_err(|error| tried(&register, error))?;
    }
    out.flush().map_err(|error| tried(&register, error))?;
    drop(out);
    let size_bytes = std::fs::metadata(&register).map_err(|error| tried(&register, error))?.len();
    let mut text = Vec::new();
    let summary = synthesis.write_cohort(edition.first_day(), &mut text).map_err(|error| tried(&list, error))?;
    write_whole(&list, &text)?;
    let sidecar = serde_json::json!({
        "synthetic": true,
        "seed": synthesis.seed,
        "generator": concat!("virkning ", env!("CARGO_PKG_VERSION")),
    });
    let sidecar_path = request.out.join(format!("dream{name}.{ending}.meta.json"));
    write_whole(&sidecar_path, format!("{sidecar}\n").as_bytes())?;
    Ok(MadeEdition { edition, register, list, size_bytes, listed: u64::from(summary.listed) })
}

fn import_failure(path: &Path, error: &ImportError) -> Failure {
    let problems = error.problems();
    if problems.is_empty() {
        return coded(error.code(), error.arguments()).into();
    }
    let problems = problems.iter().map(|problem| RowProblem {
        file: problem.file.clone().unwrap_or_default(),
        line: problem.line,
        column: problem.column.clone().unwrap_or_default(),
        excerpt: problem.excerpt.clone(),
        code: problem.fault.code().to_owned(),
        arguments: owned(problem.arguments()),
    });
    Failure::Rows(Rows { path: path.to_owned(), problems: problems.collect() })
}

/// Arguments with names of their own.
pub fn owned(arguments: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
