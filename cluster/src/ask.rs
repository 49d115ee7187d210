//! Asks everyone in a snapshot a question and brings the answers home: from this process alone by the product's own loop,
//! from the query engine in this process, or from a cluster. The answers are the same to the bit.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use ballista::prelude::SessionContextExt as _;
use ballista_core::extension::SessionConfigExt as _;
use datafusion::arrow::array::{Array, AsArray, PrimitiveArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{ArrowPrimitiveType, Int64Type, UInt32Type};
use datafusion::common::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use futures::StreamExt as _;
use virkning_measure::{Evaluation, MonthSpan, PersonRows, evaluate_all, evaluate_all_values};
use virkning_model::Decimal;
use virkning_model::code_list::CodeList;
use virkning_model::observation::{Outcome, Situation, Unclarified};
use virkning_register::{Loaded, Manifest, Snapshot, SnapshotError};

use crate::answer::{Answer, AnswerReader, OUTCOME, SITUATION, VALUE, text};
use crate::plan::{self, JOBS_FILE, PEOPLE, PERSON, WEEKS_FILE};
use crate::question::{Prepared, Question, QuestionError};

/// The files that a plan reads, and the one that says who the people are.
const PARTS: [&str; 3] = ["people.parquet", WEEKS_FILE, JOBS_FILE];

/// How often a cluster is asked before it is given up: a computer may be lost while the answers are fetched, when the
/// engine holds the work for done.
const TRIES_MAX: u32 = 2;

/// Who computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The product's own loop over the loaded snapshot, on all cores.
    Embedded,
    /// The query engine in this process.
    DataFusion,
    /// The cluster of a scheduler.
    Cluster(SocketAddr),
}

/// What is asked, of whom.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The snapshot's folder, under the same path on every computer.
    pub folder: &'a Path,
    /// What counts as success.
    pub success: Option<&'a str>,
    /// The value.
    pub value: Option<&'a str>,
    /// The window.
    pub window: MonthSpan,
    /// The code list.
    pub codes: CodeList,
    /// In how many parts people are divided.
    pub parts: usize,
    /// How long to wait.
    pub patience: Duration,
}

/// How many people by the texts of outcome and situation.
pub type Counts = BTreeMap<(String, String), u64>;

/// What came of a question.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What was asked.
    pub question: Question,
    /// People in the snapshot.
    pub people: u32,
    /// How many by outcome and situation.
    pub counts: Counts,
    /// Each person's answer, by the person's number; nothing where only counts were asked for.
    pub answers: Option<Vec<Answer>>,
    /// How often the cluster was asked.
    pub tries: u32,
    /// From opening the snapshot to holding all answers.
    pub took: Duration,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The snapshot cannot be used.
    #[error("{0}")]
    Snapshot(#[from] SnapshotError),
    /// The question cannot be asked.
    #[error("{0}")]
    Question(#[from] QuestionError),
    /// The snapshot has a file that the plan does not read.
    #[error("Y010 {part}")]
    UnknownPart {
        /// Its name.
        part: String,
    },
    /// The query engine or a computer of the cluster failed.
    #[error("Y011 {reason}")]
    Engine {
        /// What it said.
        reason: String,
    },
    /// The answers do not fit the snapshot.
    #[error("Y012 {reason}")]
    Answers {
        /// What is wrong.
        reason: String,
    },
    /// There was no answer in time.
    #[error("Y013 {seconds}")]
    Late {
        /// How many seconds were waited.
        seconds: u64,
    },
}

/// Asks everyone; `each` is whether each person's answer is wanted, or only how many.
pub async fn ask(request: &Request<'_>, engine: Engine, each: bool) -> Result<Asked, AskError> {
    let begun = Instant::now();
    let snapshot = Snapshot::open(request.folder)?;
    let manifest = snapshot.manifest();
    if let Some(part) = manifest.parts.iter().find(|part| !PARTS.contains(&part.name.as_str())) {
        return Err(AskError::UnknownPart { part: part.name.clone() });
    }
    let question = Question::new(manifest, request.success, request.value, request.window, request.codes.clone())?;
    let (found, tries) = match engine {
        Engine::Embedded => (Found::Answers(embedded(&snapshot.load()?, &question.prepare()?)), 1),
        Engine::DataFusion | Engine::Cluster(_) => {
            // The executors trust the files; whoever asks has proved them.
            snapshot.verify_files()?;
            planned(request, engine, each, manifest, &question).await?
        }
    };
    let (counts, answers) = match found {
        Found::Answers(answers) => (counted(&answers), each.then_some(answers)),
        Found::Counts(counts) => (counts, None),
    };
    Ok(Asked { people: manifest.people, question, counts, answers, tries, took: begun.elapsed() })
}

enum Found {
    Answers(Vec<Answer>),
    Counts(Counts),
}

/// The same answers by the product's own loop.
pub fn embedded(loaded: &Loaded, prepared: &Prepared) -> Vec<Answer> {
    let (columns, coverage) = (loaded.columns(), loaded.coverage());
    let rows = u32::try_from(loaded.pseudonyms().len()).expect("people are numbered with 32 bits");
    let everyone: Vec<(Option<u32>, MonthSpan)> = (0..rows).map(|row| (Some(row), prepared.window)).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = everyone.len().div_ceil(cores).max(1);
    let some = |people: &[(Option<u32>, MonthSpan)]| {
        let mut evaluations = vec![Evaluation::NOT_IN_EXTRACT; people.len()];
        evaluate_all(&prepared.compiled, &columns, coverage, people, &mut evaluations);
        let mut values: Vec<Result<Decimal, Unclarified>> = Vec::new();
        if prepared.with_value {
            values.resize(people.len(), Err(Unclarified::NotInExtract));
            evaluate_all_values(&prepared.compiled, &columns, coverage, people, &mut values);
        }
        let values = values.into_iter().map(Some).chain(std::iter::repeat(None));
        let answers = evaluations.into_iter().zip(values);
        answers
            .map(|(Evaluation { outcome, situation }, value)| Answer { outcome, situation, value })
            .collect::<Vec<Answer>>()
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = everyone.chunks(share).map(|people| scope.spawn(|| some(people))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("the kernels do not panic")).collect()
    })
}

/// The answers of a plan, asked again if a cluster fails for reasons of its own.
async fn planned(
    request: &Request<'_>,
    engine: Engine,
    each: bool,
    manifest: &Manifest,
    question: &Question,
) -> Result<(Found, u32), AskError> {
    let late = || AskError::Late { seconds: request.patience.as_secs() };
    let all = async {
        let mut tries = 1;
        loop {
            match planned_once(request, engine, each, manifest, question).await {
                Err(AskError::Engine { reason })
                    if tries < TRIES_MAX && engine != Engine::DataFusion && !is_of_the_data(&reason) =>
                {
                    log::warn!("asked again, since: {reason}");
                    tries += 1;
                }
                Err(error) => return Err(error),
                Ok(found) => return Ok((found, tries)),
            }
        }
    };
    tokio::time::timeout(request.patience, all).await.map_err(|_| late())?
}

/// Whether the function refused what it was given: it will do so again.
fn is_of_the_data(reason: &str) -> bool {
    reason.contains("Y00")
}

async fn planned_once(
    request: &Request<'_>,
    engine: Engine,
    each: bool,
    manifest: &Manifest,
    question: &Question,
) -> Result<Found, AskError> {
    let context = context(engine, request.parts).await?;
    // Of whom no file has a row there is nothing to bring together: they are all alike, and the kernel answers once.
    let nobody = question.prepare()?.answer(PersonRows::default());
    if each {
        let plan = plan::answers(&context, request.folder, question).await.map_err(engine_failed)?;
        let mut answers = vec![None; manifest.people as usize];
        let mut reader = AnswerReader::default();
        each_batch(plan, |batch| take_answers(batch, &mut reader, &mut answers)).await?;
        Ok(Found::Answers(answers.into_iter().map(|answer| answer.unwrap_or(nobody)).collect()))
    } else {
        let plan = plan::counts(&context, request.folder, question).await.map_err(engine_failed)?;
        let mut counts = Counts::new();
        each_batch(plan, |batch| take_counts(batch, &mut counts)).await?;
        let answered: u64 = counts.values().sum();
        let rest = u64::from(manifest.people).checked_sub(answered);
        let rest = rest.ok_or_else(|| wrong(format!("{answered} answers for {} people", manifest.people)))?;
        if rest > 0 {
            *counts.entry(key(&nobody)).or_default() += rest;
        }
        Ok(Found::Counts(counts))
    }
}

async fn context(engine: Engine, parts: usize) -> Result<SessionContext, AskError> {
    let Engine::Cluster(scheduler) = engine else {
        return Ok(SessionContext::new_with_config(plan::configured(SessionConfig::new(), parts)));
    };
    // The plan has two stages and nothing to adapt; with the engine's adaptive planner (55.0) a question was seen to wait
    // for ever when an executor had died in the second one.
    let config = SessionConfig::new_with_ballista().with_ballista_adaptive_query_planner(false);
    let config = plan::configured(config, parts);
    let state = SessionStateBuilder::new().with_default_features().with_config(config).build();
    SessionContext::remote_with_state(&format!("df://{scheduler}"), state).await.map_err(engine_failed)
}

async fn each_batch(
    plan: DataFrame,
    mut each: impl FnMut(&RecordBatch) -> Result<(), AskError>,
) -> Result<(), AskError> {
    let mut batches = plan.execute_stream().await.map_err(engine_failed)?;
    while let Some(batch) = batches.next().await {
        each(&batch.map_err(engine_failed)?)?;
    }
    Ok(())
}

fn take_answers(
    batch: &RecordBatch,
    reader: &mut AnswerReader,
    answers: &mut [Option<Answer>],
) -> Result<(), AskError> {
    let people = numbers::<UInt32Type>(batch, PERSON)?;
    let columns = [texts(batch, OUTCOME)?, texts(batch, SITUATION)?, texts(batch, VALUE)?];
    for row in 0..batch.num_rows() {
        let person = people.value(row);
        let answer = reader.answer(columns, row).map_err(|text| wrong(format!("{text} is no answer")))?;
        let place = answers.get_mut(person as usize).ok_or_else(|| wrong(format!("there is no person {person}")))?;
        if place.replace(answer).is_some() {
            return Err(wrong(format!("person {person} was answered twice")));
        }
    }
    Ok(())
}

fn take_counts(batch: &RecordBatch, counts: &mut Counts) -> Result<(), AskError> {
    let people = numbers::<Int64Type>(batch, PEOPLE)?;
    let (outcomes, situations) = (texts(batch, OUTCOME)?, texts(batch, SITUATION)?);
    let mut reader = AnswerReader::default();
    for row in 0..batch.num_rows() {
        let (outcome, situation) = (outcomes.value(row), situations.value(row));
        let read: Result<(Outcome, Situation), String> =
            reader.outcome(outcome).and_then(|outcome| Ok((outcome, reader.situation(situation)?)));
        read.map_err(|text| wrong(format!("{text} is no answer")))?;
        let people = u64::try_from(people.value(row)).map_err(|_| wrong("fewer people than none".to_owned()))?;
        if counts.insert((outcome.to_owned(), situation.to_owned()), people).is_some() {
            return Err(wrong(format!("{outcome} was counted twice")));
        }
    }
    Ok(())
}

fn counted(answers: &[Answer]) -> Counts {
    // Outcomes are few: people are counted by the answer itself before any text is made.
    let mut few: std::collections::HashMap<(Outcome, Situation), (u64, &Answer)> = std::collections::HashMap::new();
    for answer in answers {
        few.entry((answer.outcome, answer.situation)).or_insert((0, answer)).0 += 1;
    }
    few.into_values().map(|(people, answer)| (key(answer), people)).collect()
}

fn key(answer: &Answer) -> (String, String) {
    (text(&answer.outcome), text(&answer.situation))
}

fn numbers<'a, T: ArrowPrimitiveType>(batch: &'a RecordBatch, name: &str) -> Result<&'a PrimitiveArray<T>, AskError> {
    let column = batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<T>());
    column.filter(|column| column.null_count() == 0).ok_or_else(|| wrong(format!("no column {name}")))
}

fn texts<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a StringArray, AskError> {
    let column = batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
    column.ok_or_else(|| wrong(format!("no column {name}")))
}

fn wrong(reason: String) -> AskError {
    AskError::Answers { reason }
}

fn engine_failed(error: DataFusionError) -> AskError {
    AskError::Engine { reason: error.strip_backtrace() }
}
