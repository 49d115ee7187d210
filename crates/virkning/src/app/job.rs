//! Long work, done by the server beside its pages: what a job takes, how it is run, and what came of it. A job is run as
//! the user who asked for it; what he may not do is refused when it runs, too.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};
use virkning_model::period::Month;
use virkning_register::{MEMORY_BYTES, Progress};
use virkning_store::{Job, JobState, NewJob, Role, Store};

use super::Session;
use super::failure::{Failure, Refusal};
use super::folder::Folder;
use super::register::{ImportOptions, ImportOutcome};
use super::simulated::{SimulationWork, Told};
use crate::world::World;

/// A job at which nobody has been seen for so long was interrupted, in seconds.
pub const LOST_SECONDS: i64 = 60;

/// How often a job says how far it is, in seconds.
const SAID_SECONDS: i64 = 2;

/// Faulty rows that are kept of an import that was refused.
const ROWS_KEPT: usize = 500;

/// Files of jobs that ended without being done are kept so long, to be run again.
const KEPT_DAYS: i64 = 7;

/// Who asks for an import.
const IMPORTERS: &[Role] = &[Role::Controller, Role::CaseWorker, Role::CodeKeeper];

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Work {
    /// The import of a register edition.
    RegisterImport(ImportWork),
    /// The simulation of an agreement.
    Simulation(SimulationWork),
}

/// The import of a register edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportWork {
    /// Where the file lies: below the folder of uploads or of the inbox.
    pub file: PathBuf,
    /// Whether the file was sent, and goes when the job is done; a file of the inbox stays.
    pub was_sent: bool,
    /// The register, or the built-in profile.
    pub source: String,
    /// The edition, where the file's name does not say it: `2025-02`.
    pub edition: Option<String>,
    /// Exactly so many faulty rows are accepted.
    pub accept_faulty: Option<u64>,
    /// Whether the data are made up.
    pub synthetic: bool,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "kebab-case")]
pub enum Came {
    /// A new snapshot.
    Imported {
        /// Its identifier.
        snapshot: String,
        /// Rows of the file.
        rows: u64,
        /// Rows that were left out.
        rejected: u64,
        /// People.
        people: u64,
    },
    /// The same facts were imported before.
    Already {
        /// Under this identifier.
        snapshot: String,
    },
    /// A simulation.
    Simulated(Told),
    /// A rule or the input stood in the way.
    Refused {
        /// The key of its message.
        key: String,
        /// The words that fill it.
        arguments: Vec<(String, String)>,
    },
    /// The file has faulty rows.
    Rows {
        /// How many.
        count: u64,
        /// The first of them.
        rows: Vec<FaultyRow>,
    },
    /// The machine failed.
    Failed,
}

/// A faulty row, as it is kept: never an identifier in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultyRow {
    /// Its line.
    pub line: u64,
    /// The column, where one is meant.
    pub column: String,
    /// What stands there.
    pub excerpt: String,
    /// The code of the message.
    pub code: String,
    /// The words that fill it.
    pub arguments: Vec<(String, String)>,
}

impl Session<'_> {
    /// Asks for an import.
    pub fn job_import(&self, work: &ImportWork) -> Result<Job, Failure> {
        let subject = work.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let input = json_of(&Work::RegisterImport(work.clone()))?;
        let new = NewJob { kind: "edition", subject: &subject, input: &input, on: None };
        Ok(self.store.job_add(&self.actor()?, IMPORTERS, new)?)
    }

    /// What a job takes; nothing where an earlier program wrote it otherwise.
    pub fn work_of(&self, job: &Job) -> Option<Work> {
        serde_json::from_str(&job.input).ok()
    }

    /// What came of a job.
    pub fn came_of(&self, job: &Job) -> Option<Came> {
        serde_json::from_str(job.outcome.as_deref()?).ok()
    }

    /// The files that somebody has put into the inbox on the server, by name.
    pub fn inbox(&self) -> Result<Vec<String>, Failure> {
        let folder = self.folder.inbox();
        let failed = |error| Failure::operating("tried-read", &folder, error);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_file = entry.file_type().map_err(failed)?.is_file();
            if is_file && !name.starts_with('.') && !name.ends_with(".meta.json") {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Puts a file that was sent into a folder of its own, under the name that its sender gave it: the name of an extract
    /// says its edition.
    pub fn keep_upload(&self, path: &Path, name: &str) -> Result<PathBuf, Failure> {
        let mut folder = path.to_owned().into_os_string();
        folder.push(".d");
        let folder = PathBuf::from(folder);
        let failed = |error| Failure::operating("tried-write", &folder, error);
        std::fs::create_dir(&folder).map_err(failed)?;
        let file = folder.join(name);
        std::fs::rename(path, &file).map_err(failed)?;
        Ok(file)
    }
}

pub(super) fn json_of(value: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|error| Refusal::new("internal").with("what", error))
}

/// Takes up the next job and does it. Gives whether there was one.
pub fn run_next(folder: &Folder, store: &Arc<Store>, world: &dyn World) -> Result<bool, Failure> {
    let now = world.now();
    let Some(job) = store.job_take(now, now - LOST_SECONDS.seconds())? else { return Ok(false) };
    let session = Session::authenticated(folder.clone(), store.clone(), job.user.clone(), world);
    let stop = Arc::new(AtomicBool::new(false));
    let mut said = Said { job: job.number, store, world, stop: stop.clone(), last: now };
    let work: Result<Work, Failure> =
        serde_json::from_str(&job.input).map_err(|_| Refusal::new("job-unreadable").with("job", job.number).into());
    let came = work.and_then(|work| match work {
        Work::RegisterImport(work) => import(&session, &work, &mut said),
        Work::Simulation(work) => session.simulate_as_asked(&work, &mut |done, all| said.heard(done, all)),
    });
    let (state, came) = match came {
        Ok(came) => (JobState::Done, Some(came)),
        Err(_) if stop.load(Ordering::Relaxed) => (JobState::Cancelled, None),
        Err(failure) => (JobState::Failed, Some(told(&job, failure))),
    };
    let outcome = came.as_ref().map(json_of).transpose()?;
    store.job_end(job.number, state, outcome.as_deref(), world.now())?;
    tidy_uploads(folder, store, world.now())?;
    Ok(true)
}

/// What a failure leaves for the page of the job. What failed inside is told to the server's log.
fn told(job: &Job, failure: Failure) -> Came {
    match failure {
        Failure::Refused(refusal) => Came::Refused { key: refusal.key, arguments: refusal.arguments },
        Failure::Rows(rows) => {
            let count = rows.problems.len() as u64;
            let kept = rows.problems.into_iter().take(ROWS_KEPT).map(|row| FaultyRow {
                line: row.line,
                column: row.column,
                excerpt: row.excerpt,
                code: row.code,
                arguments: row.arguments,
            });
            Came::Rows { count, rows: kept.collect() }
        }
        Failure::Document(_) => Came::Failed,
        Failure::Operating(operating) => {
            let (tried, path) = (operating.tried, operating.path.display());
            eprintln!("virkning: job {}: {tried} {path}: {}", job.number, operating.source);
            Came::Failed
        }
    }
}

/// Says now and then how far a job is, and hears whether it is to stop.
struct Said<'a> {
    job: u64,
    store: &'a Store,
    world: &'a dyn World,
    stop: Arc<AtomicBool>,
    last: Timestamp,
}

impl Said<'_> {
    /// Says how far it is, and ends the work where somebody has asked for that.
    fn heard(&mut self, done: u64, total: u64) -> Result<(), Failure> {
        self.say(done, total);
        match self.stop.load(Ordering::Relaxed) {
            true => Err(Refusal::new("job-stopped").with("job", self.job).into()),
            false => Ok(()),
        }
    }

    fn say(&mut self, done: u64, total: u64) {
        let now = self.world.now();
        if now.duration_since(self.last).as_secs().abs() < SAID_SECONDS {
            return;
        }
        self.last = now;
        // A store that cannot be written at the moment is asked again in two seconds; the work goes on.
        if self.store.job_progress(self.job, done, total, now).unwrap_or(false) {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

fn import(session: &Session<'_>, work: &ImportWork, said: &mut Said<'_>) -> Result<Came, Failure> {
    if !work.file.is_file() {
        return Err(Refusal::new("job-file-gone").with("path", work.file.display()).into());
    }
    let month = |text: &str| Month::parse(text).ok_or_else(|| Refusal::new("job-edition-invalid"));
    let edition = work.edition.as_deref().map(month).transpose()?;
    let options = ImportOptions {
        source: &work.source,
        edition,
        as_of: None,
        covers_from: None,
        profile: None,
        accept_faulty: work.accept_faulty,
        synthetic: work.synthetic,
        memory_bytes: MEMORY_BYTES,
        stop: Some(said.stop.clone()),
    };
    let mut progress = |progress: Progress| said.say(progress.bytes, progress.bytes_total);
    let outcome = match work.source.as_str() {
        "dream" => session.import(&work.file, &options, &mut progress)?,
        _ => session.import_events(std::slice::from_ref(&work.file), &options, &mut progress)?,
    };
    if work.was_sent {
        remove_upload(&work.file);
    }
    Ok(match outcome {
        ImportOutcome::Already(snapshot) => Came::Already { snapshot: snapshot.to_string() },
        ImportOutcome::New(manifest) => Came::Imported {
            snapshot: manifest.snapshot.to_string(),
            rows: manifest.rows,
            rejected: manifest.rejected,
            people: manifest.people.into(),
        },
    })
}

/// The file goes, and the folder that it had for itself.
fn remove_upload(file: &Path) {
    // Whatever stays is found by `tidy_uploads`.
    let _ = std::fs::remove_file(file);
    let _ = file.parent().map(std::fs::remove_dir);
}

/// Files that were sent go when no job needs them any more: it is done, or it ended days ago, or there is none.
pub fn tidy_uploads(folder: &Folder, store: &Store, now: Timestamp) -> Result<(), Failure> {
    let oldest = now - (KEPT_DAYS * 24).hours();
    let needed: Vec<PathBuf> = store
        .jobs(None, u32::MAX)?
        .iter()
        .filter(|job| job.state != JobState::Done && job.ended.is_none_or(|ended| ended > oldest))
        .filter_map(|job| serde_json::from_str(&job.input).ok())
        .filter_map(|work| match work {
            Work::RegisterImport(work) => Some(work.file),
            Work::Simulation(_) => None,
        })
        .collect();
    let uploads = folder.uploads();
    let failed = |error| Failure::operating("tried-read", &uploads, error);
    for entry in std::fs::read_dir(&uploads).map_err(failed)?.flatten() {
        let path = entry.path();
        // A plain file is one that is just being sent.
        let is_needed = needed.iter().any(|file| file.parent() == Some(path.as_path()));
        if path.is_dir() && !is_needed {
            // Whatever cannot be removed is tried again after the next job.
            let _ = std::fs::remove_dir_all(&path);
        }
    }
    Ok(())
}
