//! `stage`, `decision`, `calendar`, `portfolio`, `continuation`, `report`: what is asked, and how the answer is written.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use virkning_govern::calendar;
use virkning_govern::record::{Cell, Line, Part};
use virkning_govern::{Dossier, PaperKind, Report, Wanted};

use super::table::{self, Table};
use super::{codes_of, print_json, print_out};
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::write_whole;
use crate::app::governance::render::{ics_of, plain, view_of, words};
use crate::app::governance::{
    AnswerDocument, DecisionDocument, NewDecision, for_the_public, read_dossier, write_paper,
};
use crate::text::Texts;
use crate::world::World;

/// How a paper is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperFormat {
    Text,
    Json,
    Pdf,
    Xlsx,
    Docx,
}

#[derive(Debug, Subcommand)]
pub enum Action {
    Stage(Stage),
    Decision(Decision),
    Calendar(Calendar),
    Portfolio(OfPortfolio),
    Continuation(OfInvestment),
    Report(ReportCommand),
}

#[derive(Args, Debug)]
pub struct Written {
    #[arg(
        long,
        value_enum,
        default_value = "text",
        value_name = "text|json|pdf|xlsx|docx",
        hide_possible_values = true
    )]
    pub format: PaperFormat,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct OfPortfolio {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub written: Written,
}

#[derive(Args, Debug)]
pub struct OfInvestment {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "INVESTMENT")]
    pub subject: String,
    #[command(flatten)]
    pub written: Written,
}

#[derive(Args, Debug)]
pub struct Stage {
    #[command(subcommand)]
    pub action: StageAction,
}

#[derive(Debug, Subcommand)]
pub enum StageAction {
    Board(OfPortfolio),
    Move(StageMove),
    Answer(StageAnswer),
    Keep(StageKeep),
}

#[derive(Args, Debug)]
pub struct StageKeep {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Args, Debug)]
pub struct StageMove {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "IDEA")]
    pub idea: String,
    #[arg(long, value_name = "STAGE")]
    pub to: String,
    #[command(flatten)]
    pub decided: Decided,
}

#[derive(Args, Debug)]
pub struct StageAnswer {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "CALL")]
    pub call: String,
    #[arg(value_name = "IDEA")]
    pub idea: String,
    #[arg(long = "value", value_name = "FIELD=TEXT")]
    pub values: Vec<String>,
    #[arg(long = "score", value_name = "CRITERION=NUMBER")]
    pub scores: Vec<String>,
}

/// What every decision has.
#[derive(Args, Debug)]
pub struct Decided {
    #[arg(long, value_name = "ID")]
    pub id: String,
    #[arg(long, value_name = "FORUM")]
    pub forum: String,
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    #[arg(long, default_value = "approved", value_name = "KIND")]
    pub kind: String,
    #[arg(long, value_name = "TEXT")]
    pub text: String,
    #[arg(long, value_name = "TEXT")]
    pub evidence: Vec<String>,
    #[arg(long = "condition", value_name = "TEXT")]
    pub conditions: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub dissent: Vec<String>,
    #[arg(long = "follow-up", value_name = "TEXT|NAME|DATE")]
    pub follow_up: Vec<String>,
}

#[derive(Args, Debug)]
pub struct Decision {
    #[command(subcommand)]
    pub action: DecisionAction,
}

#[derive(Debug, Subcommand)]
pub enum DecisionAction {
    Add(DecisionAdd),
}

#[derive(Args, Debug)]
pub struct DecisionAdd {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "IDEA")]
    pub about: Vec<String>,
    #[command(flatten)]
    pub decided: Decided,
}

#[derive(Args, Debug)]
pub struct Calendar {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "DATE", requires = "to")]
    pub from: Option<Date>,
    #[arg(long, value_name = "DATE", requires = "from")]
    pub to: Option<Date>,
    #[arg(long, value_name = "FILE")]
    pub ics: Option<PathBuf>,
    #[command(flatten)]
    pub written: Written,
}

#[derive(Args, Debug)]
pub struct ReportCommand {
    #[command(subcommand)]
    pub action: ReportAction,
}

#[derive(Debug, Subcommand)]
pub enum ReportAction {
    Make(ReportMake),
    Text(ReportText),
    Send(ReportSend),
    List(ReportList),
    Compare(ReportCompare),
}

#[derive(Args, Debug)]
pub struct ReportMake {
    #[arg(value_name = "KIND")]
    pub kind: String,
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "INVESTMENT")]
    pub subject: Option<String>,
    #[command(flatten)]
    pub written: Written,
}

#[derive(Args, Debug)]
pub struct ReportText {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "PART")]
    pub part: String,
    #[arg(value_name = "TEXT")]
    pub text: String,
    #[arg(long, value_name = "IDEA")]
    pub about: Option<String>,
}

#[derive(Args, Debug)]
pub struct ReportSend {
    #[arg(value_name = "KIND")]
    pub kind: String,
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(value_name = "INVESTMENT")]
    pub subject: Option<String>,
    #[arg(long, value_name = "ID")]
    pub id: String,
    #[arg(long, value_name = "NAME")]
    pub recipient: String,
}

#[derive(Args, Debug)]
pub struct ReportList {}

#[derive(Args, Debug)]
pub struct ReportCompare {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Does what is asked and prints the answer. Looking makes no data folder where there is none.
pub fn act<'w>(
    wanted: &Action,
    arguments: &super::arguments::Arguments,
    open: &dyn Fn() -> Result<Session<'w>, Failure>,
    world: &dyn World,
    texts: &Texts,
) -> Result<(), Failure> {
    let common = &arguments.common;
    let has_store = common.store.is_some() || common.data.join("virkning.db").exists();
    let dossier = |file: &Path| -> Result<Dossier, Failure> {
        let codes = codes_of(arguments, world)?;
        if has_store {
            open()?.dossier(file, &codes, world.today())
        } else {
            read_dossier(file, &codes, world.today())
        }
    };
    let make = |kind: PaperKind, file: &Path, subject: Option<&str>, days| -> Result<Report, Failure> {
        let (dossier, wanted) = (dossier(file)?, Wanted { kind, subject, days });
        if has_store {
            return open()?.paper(&dossier, &wanted, true);
        }
        let mut report = write_paper(&dossier, &wanted)?;
        if kind == PaperKind::PublicSummary {
            for_the_public(&mut report, u64::from(virkning_register::disclosure::Rule::default().minimum));
        }
        Ok(report)
    };
    match wanted {
        Action::Portfolio(of) => write(&make(PaperKind::Portfolio, &of.file, None, None)?, &of.written, texts),
        Action::Continuation(of) => {
            write(&make(PaperKind::Continuation, &of.file, Some(&of.subject), None)?, &of.written, texts)
        }
        Action::Calendar(of) => {
            let days = of.from.zip(of.to);
            if let Some((from, to)) = days.filter(|(from, to)| from > to) {
                return Err(Refusal::new("calendar-days-reversed").with("from", from).with("to", to).into());
            }
            if let Some(path) = &of.ics {
                return write_ics(&dossier(&of.file)?, days, path, world, texts);
            }
            write(&make(PaperKind::Calendar, &of.file, None, days)?, &of.written, texts)
        }
        Action::Stage(of) => match &of.action {
            StageAction::Board(of) => write(&make(PaperKind::Board, &of.file, None, None)?, &of.written, texts),
            StageAction::Move(of) => {
                let moved = Some(of.to.clone());
                decide(&open()?, &of.file, arguments, world, (vec![of.idea.clone()], moved, &of.decided), texts)
            }
            StageAction::Keep(of) => {
                let kept = open()?.keep_portfolio(&of.file)?;
                let count = kept.len().to_string();
                print_out(&format!("{}\n", texts.with("governance-kept", &[("count", &count)])));
                Ok(())
            }
            StageAction::Answer(of) => {
                let session = open()?;
                let known = session.dossier(&of.file, &codes_of(arguments, world)?, world.today())?;
                let pairs = |given: &[String]| given.iter().map(|one| pair(one)).collect::<Result<Vec<_>, Failure>>();
                let document = AnswerDocument {
                    values: pairs(&of.values)?,
                    scores: pairs(&of.scores)?,
                    received: Some(world.today()),
                };
                let already = session.call_answer(&known, &of.call, &of.idea, &document)?;
                told(if already { "governance-answer-already" } else { "governance-answer-kept" }, &of.idea, texts);
                Ok(())
            }
        },
        Action::Decision(of) => {
            let DecisionAction::Add(of) = &of.action;
            decide(&open()?, &of.file, arguments, world, (of.about.clone(), None, &of.decided), texts)
        }
        Action::Report(of) => match &of.action {
            ReportAction::Make(of) => {
                let subject = of.subject.as_deref();
                write(&make(kind_of(&of.kind)?, &of.file, subject, None)?, &of.written, texts)
            }
            ReportAction::Text(of) => {
                let session = open()?;
                let known = session.dossier(&of.file, &codes_of(arguments, world)?, world.today())?;
                let already = session.report_text(&known, of.about.as_deref(), &of.part, &of.text)?;
                told(if already { "governance-text-already" } else { "governance-text-kept" }, &of.part, texts);
                Ok(())
            }
            ReportAction::Send(of) => {
                let session = open()?;
                let report = make(kind_of(&of.kind)?, &of.file, of.subject.as_deref(), None)?;
                let known = session.dossier(&of.file, &codes_of(arguments, world)?, world.today())?;
                let stored = session.report_send(&known.portfolio.id, &report, &of.id, &of.recipient)?;
                let key = if stored.already {
                    "governance-report-already"
                } else {
                    "governance-report-sent"
                };
                let arguments = [("id", of.id.as_str()), ("content", stored.record.content.as_str())];
                print_out(&format!("{}\n", texts.with(key, &arguments)));
                Ok(())
            }
            ReportAction::List(_) => {
                print_out(&sent_list(&open()?, texts)?);
                Ok(())
            }
            ReportAction::Compare(of) => {
                let session = open()?;
                let known = session.dossier(&of.file, &codes_of(arguments, world)?, world.today())?;
                let (_, changed) = session.report_compare(&of.id, &known)?;
                print_out(&compared(&changed, texts));
                Ok(())
            }
        },
    }
}

fn kind_of(word: &str) -> Result<PaperKind, Failure> {
    let known = || PaperKind::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
    PaperKind::parse(word)
        .ok_or_else(|| Refusal::new("paper-unknown-kind").with("kind", word).with("known", known()).into())
}

fn told(key: &str, id: &str, texts: &Texts) {
    print_out(&format!("{}\n", texts.with(key, &[("id", id)])));
}

fn pair(given: &str) -> Result<(String, String), Failure> {
    let split = given.split_once('=').map(|(name, text)| (name.trim().to_owned(), text.trim().to_owned()));
    split.ok_or_else(|| Refusal::new("governance-pair-invalid").with("given", given).into())
}

/// `what|who|date`, where the day may be missing.
fn task(given: &str) -> Result<(String, String, Option<Date>), Failure> {
    let invalid = || Refusal::new("governance-task-invalid").with("given", given);
    let mut parts = given.split('|').map(str::trim);
    let (what, who) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if what.is_empty() || who.is_empty() {
        return Err(invalid().into());
    }
    let by =
        parts.next().filter(|day| !day.is_empty()).map(|day| day.parse::<Date>().map_err(|_| invalid())).transpose()?;
    Ok((what.to_owned(), who.to_owned(), by))
}

fn decide(
    session: &Session<'_>,
    file: &Path,
    arguments: &super::arguments::Arguments,
    world: &dyn World,
    (about, moves_to, decided): (Vec<String>, Option<String>, &Decided),
    texts: &Texts,
) -> Result<(), Failure> {
    let dossier = session.dossier(file, &codes_of(arguments, world)?, world.today())?;
    let document = DecisionDocument {
        about,
        kind: decided.kind.clone(),
        moves_to,
        text: decided.text.clone(),
        evidence: decided.evidence.clone(),
        conditions: decided.conditions.clone(),
        dissent: decided.dissent.clone(),
        follow_up: decided.follow_up.iter().map(|one| task(one)).collect::<Result<_, _>>()?,
    };
    let new = NewDecision { id: &decided.id, forum: &decided.forum, on: decided.on, document };
    let stored = session.governance_decide(&dossier, &new)?;
    told(
        if stored.already {
            "governance-decision-already"
        } else {
            "governance-decision-kept"
        },
        &decided.id,
        texts,
    );
    Ok(())
}

fn write(report: &Report, written: &Written, texts: &Texts) -> Result<(), Failure> {
    let name = format!("{}-{}", report.kind, report.subject);
    let failed = |error: virkning_report::ReportError| Failure::operating("tried-report", Path::new(&name), error);
    let (bytes, ending) = match written.format {
        PaperFormat::Text => (in_text(report, texts).into_bytes(), "txt"),
        PaperFormat::Json if written.out.is_none() => return print_json(report),
        PaperFormat::Json => {
            let json =
                serde_json::to_vec_pretty(report).map_err(|error| Refusal::new("internal").with("what", error))?;
            (json, "json")
        }
        PaperFormat::Pdf => (virkning_report::statement_pdf(&view_of(report, texts)).map_err(failed)?, "pdf"),
        PaperFormat::Xlsx => (virkning_report::statement_xlsx(&view_of(report, texts)).map_err(failed)?, "xlsx"),
        PaperFormat::Docx => (virkning_report::statement_docx(&view_of(report, texts)).map_err(failed)?, "docx"),
    };
    if written.format == PaperFormat::Text && written.out.is_none() {
        print_out(&String::from_utf8_lossy(&bytes));
        return Ok(());
    }
    let path = written.out.clone().unwrap_or_else(|| format!("{name}.{ending}").into());
    write_whole(&path, &bytes)?;
    print_out(&format!("{}\n", texts.with("statement-written", &[("path", &path.display().to_string())])));
    Ok(())
}

/// A paper as the screen prints it.
fn in_text(report: &Report, texts: &Texts) -> String {
    let mut out = format!("{}\n", words(&report.title, texts));
    let subtitle = words(&report.subtitle, texts);
    if !subtitle.is_empty() {
        out.push_str(&format!("{subtitle}\n"));
    }
    out.push_str(&lines_in_text(&report.facts, texts));
    out.push_str(&lines_in_text(&report.key_figures, texts));
    // The screen draws no charts.
    let says =
        |section: &&virkning_govern::record::Section| section.parts.iter().any(|part| !matches!(part, Part::Chart(_)));
    for section in report.sections.iter().filter(says) {
        out.push_str(&table::heading(&words(&section.heading, texts)));
        for part in &section.parts {
            out.push_str(&part_in_text(part, texts));
        }
    }
    out
}

fn lines_in_text(lines: &[Line], texts: &Texts) -> String {
    let pairs: Vec<(String, String)> = lines
        .iter()
        .map(|line| {
            let value = plain(&line.figure.value, texts);
            let value = match &line.note {
                Some(note) => format!("{value} ({})", words(note, texts)),
                None => value,
            };
            (words(&line.label, texts), value)
        })
        .collect();
    table::facts(&pairs)
}

fn part_in_text(part: &Part, texts: &Texts) -> String {
    match part {
        Part::Text(text) => format!("  {}\n", words(text, texts)),
        Part::Heading(text) => format!("\n  {}\n", words(text, texts)),
        Part::List(points) => points.iter().map(|point| format!("  - {}\n", words(point, texts))).collect(),
        Part::Numbered(points) => {
            (1..).zip(points).map(|(number, point)| format!("  {number}. {}\n", words(point, texts))).collect()
        }
        Part::Facts(lines) => lines_in_text(lines, texts),
        Part::Table(of) => table_in_text(of, texts),
        Part::Chart(_) => String::new(),
        Part::Remark { title, text, .. } => format!("  ! {}\n    {}\n", words(title, texts), words(text, texts)),
    }
}

fn table_in_text(of: &virkning_govern::record::Table, texts: &Texts) -> String {
    let has_figures = |place: usize| {
        let mut cells = of.rows.iter().filter_map(|row| row.cells.get(place));
        cells.any(
            |cell| matches!(cell, Cell::Figure(figure) if !matches!(figure.value, virkning_govern::Value::Text(_))),
        )
    };
    let table = of.columns.iter().enumerate().fold(Table::new(), |table, (place, title)| {
        let title = words(title, texts);
        if has_figures(place) { table.numbers(title) } else { table.words(title) }
    });
    let mut table = table;
    for row in &of.rows {
        if row.is_total {
            table.rule();
        }
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Words(text) => words(text, texts),
            Cell::Figure(figure) => plain(&figure.value, texts),
            Cell::Empty => String::new(),
        });
        table.row(cells.collect());
    }
    let note = of.note.as_ref().map_or_else(String::new, |note| format!("  {}\n", words(note, texts)));
    format!("\n  {}\n{}{note}", words(&of.caption, texts), table.render())
}

/// The calendar as a file that other programs subscribe to.
fn write_ics(
    dossier: &Dossier,
    days: Option<(Date, Date)>,
    path: &Path,
    world: &dyn World,
    texts: &Texts,
) -> Result<(), Failure> {
    let (from, to) = days.unwrap_or((Date::MIN, Date::MAX));
    let events = calendar::events(dossier, from, to);
    write_whole(path, ics_of(dossier, &events, world.now(), texts).as_bytes())?;
    print_out(&format!("{}\n", texts.with("statement-written", &[("path", &path.display().to_string())])));
    Ok(())
}

fn sent_list(session: &Session<'_>, texts: &Texts) -> Result<String, Failure> {
    let heads = ["report-id", "report-kind", "report-subject", "report-recipient", "report-day", "report-content"];
    let mut table = heads.iter().fold(Table::new(), |table, head| table.words(texts.get(head)));
    for sent in session.store.sent_reports()? {
        table.row(vec![
            sent.id.to_string(),
            sent.kind.clone(),
            sent.subject.clone(),
            sent.sent_to.clone(),
            sent.as_of.to_string(),
            sent.content.short().to_owned(),
        ]);
    }
    Ok(table.render())
}

fn compared(changed: &[virkning_govern::compare::Changed], texts: &Texts) -> String {
    if changed.is_empty() {
        return format!("{}\n", texts.get("report-unchanged"));
    }
    let mut table = Table::new()
        .words(texts.get("report-figure"))
        .words(texts.get("report-sent-value"))
        .words(texts.get("report-today-value"));
    for one in changed {
        let shown = |value: &Option<virkning_govern::Value>| {
            value.as_ref().map_or_else(|| "–".to_owned(), |value| plain(value, texts))
        };
        table.row(vec![one.id.clone(), shown(&one.sent), shown(&one.today)]);
    }
    table.render()
}
