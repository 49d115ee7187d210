//! The command line: it reads what is asked, calls the use case, and prints the answer in the user's language. Answers go
//! to standard output, everything else to standard error. Exit codes: 0 done, 1 refused or failed, 2 not understood.

mod allocate;
mod arguments;
mod ask;
mod claim;
mod complaint;
pub(crate) mod evaluate;
#[cfg(test)]
mod exits;
mod governance;
mod ladder;
mod money;
mod operation;
pub(crate) mod print;
mod privacy;
mod progress;
mod record;
mod serve;
mod settings;
mod table;

pub use complaint::say;

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use self::arguments::{Action, Arguments, Audience, DeliveryFormat, Format, PlanFormat, Reading, StatementFormat};
use crate::app::check::{Checked, check_files, read_agreement};
use crate::app::editions::OfAgreement;
use crate::app::enrol::EnrolmentList;
use crate::app::explain::Question;
use crate::app::failure::{Document, Failure, Refusal};
use crate::app::folder::{read_text, write_whole};
use crate::app::observations::ObservationFiles;
use crate::app::overlap::OverlapWith;
use crate::app::register::{ImportOptions, SynthesisRequest};
use crate::app::{Session, diff, example, expected, head, json, plan, simulate, template, user};
use crate::text::{Texts, format, term};
use crate::world::{RealWorld, World};

/// Runs one command and gives its exit code.
pub fn run(words: &[String]) -> u8 {
    let language = arguments::language(words, std::env::var("VIRKNING_LANG").ok().as_deref());
    let texts = Texts::new(language);
    match arguments::read(words, &texts) {
        Reading::Help(help) => {
            print_out(&help);
            0
        }
        Reading::Refusal(why) => {
            eprintln!("{why}");
            2
        }
        Reading::Arguments(arguments) => {
            use_threads(&arguments);
            let world = RealWorld::new(arguments.common.date);
            match act(&arguments, &world, &texts) {
                Ok(code) => code,
                Err(failure) => {
                    eprint!("{}", complaint::say(&failure, &texts));
                    1
                }
            }
        }
    }
}

/// All cores, or as many threads as were asked for. No answer depends on it.
fn use_threads(arguments: &Arguments) {
    if let Some(threads) = arguments.common.threads {
        // It fails where the pool is there already, which has done no harm.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
    }
}

/// What a command leaves to print, and whether it succeeded.
fn act(arguments: &Arguments, world: &dyn World, texts: &Texts) -> Result<u8, Failure> {
    let open = || open(arguments, world);
    match &arguments.action {
        Action::Check(wanted) => return check(wanted, arguments, texts),
        Action::Fmt(wanted) => return format_files(wanted, texts),
        Action::New(wanted) => new(wanted, texts)?,
        Action::Diff(wanted) => {
            let difference = match &wanted.new {
                Some(new) => diff::diff_files(&wanted.old, new, &codes_of(arguments, world)?)?,
                None => open()?.diff_sealed(&wanted.old)?,
            };
            match wanted.format {
                Format::Text => print_out(&print::diff(&difference, texts)),
                Format::Json => print_json(&json::diff(&difference))?,
            }
        }
        Action::Schema(wanted) if wanted.reference => {
            print_out(&virkning_agreement::reference_markdown(&|way| term::words(way, texts)));
        }
        Action::Schema(_) => print_json(&virkning_agreement::schema(&|way| term::words(way, texts)))?,
        Action::Plan(wanted) => {
            let (_, agreement) = read_agreement(&wanted.file, &codes_of(arguments, world)?)?;
            let planned = plan::plan(&agreement)?;
            match wanted.format {
                PlanFormat::Text => print_out(&print::plan(&agreement, &planned, texts)),
                PlanFormat::Json => print_json(&json::plan(&agreement, &planned))?,
                PlanFormat::Csv => print_out(&json::plan_csv(&agreement, &planned)),
            }
        }
        Action::Simulate(wanted) => {
            let chosen = simulate::Chosen {
                paths: wanted.paths,
                seed: wanted.seed,
                terms: wanted.terms,
                draws: wanted.draws.as_deref(),
            };
            let simulated = simulate::simulate(&wanted.file, &chosen, &codes_of(arguments, world)?)?;
            match wanted.format {
                PlanFormat::Text => print_out(&print::simulated(&simulated, texts)),
                PlanFormat::Json => print_json(&json::simulated(&simulated))?,
                PlanFormat::Csv => print_out(&print::simulated_csv(&simulated)),
            }
        }
        Action::FollowUp(wanted) => {
            if let Some(year) = wanted.measured_year {
                let followed = open()?.followed(&wanted.file, year, &wanted.snapshot)?;
                match wanted.format {
                    Format::Text => print_out(&print::followed(&followed, texts)),
                    Format::Json => print_json(&json::followed(&followed))?,
                }
                return Ok(0);
            }
            let (_, agreement) = read_agreement(&wanted.file, &codes_of(arguments, world)?)?;
            let followed = virkning_engine::plan::follow_up(&agreement);
            match wanted.format {
                Format::Text => print_out(&print::follow_up(&agreement, &followed, texts)),
                Format::Json => print_json(&json::follow_up(&agreement, &followed))?,
            }
        }
        Action::Seal(wanted) => print_out(&print::sealed(&open()?.seal(&wanted.file)?, texts)),
        Action::User(wanted) => users(&open()?, &wanted.action, texts)?,
        Action::Register(wanted) => register(&open()?, &wanted.action, texts)?,
        Action::Codes(wanted) => codes(&open()?, &wanted.action, texts)?,
        Action::Enrol(wanted) => {
            let session = open()?;
            let list = EnrolmentList { path: &wanted.list, profile: wanted.profile.as_deref() };
            let before = |others: &[OverlapWith]| print_out(&print::overlap_of_enrolment(others, texts));
            let enrolled = session.enrol(&wanted.file, list, wanted.accept_faulty, &before)?;
            print_out(&print::enrolled(&enrolled, texts));
            privacy::note_source(&session, &enrolled.source, texts)?;
        }
        Action::Evaluate(wanted) => evaluate::act(&open()?, &wanted.action, texts)?,
        Action::Allocate(wanted) => allocate::act(&open()?, &wanted.action, texts)?,
        Action::Claim(wanted) => claim::act(&open()?, &wanted.action, texts)?,
        Action::Overlap(wanted) => overlap(&open()?, wanted, texts)?,
        Action::Settle(wanted) => {
            let Some(measured_year) = wanted.measured_year else {
                settle_example(wanted, &codes_of(arguments, world)?, texts)?;
                return Ok(0);
            };
            let session = open()?;
            let observations = ObservationFiles {
                paths: &wanted.observations,
                profile: wanted.profile.as_deref(),
                synthetic: wanted.synthetic,
            };
            let stored = session.settle(&wanted.file, measured_year, &wanted.snapshot, observations, wanted.draft)?;
            show(&session, &stored, wanted.format, texts)?;
            for used in stored.proposal.inputs.overlaps.iter().filter(|used| used.term.is_none()) {
                eprintln!("{}", texts.with("overlap-silent-note", &[("with", used.with.as_str())]));
            }
            let month = virkning_model::period::Month::of(stored.proposal.due);
            if world.today() < month.first_day() {
                let words = [
                    ("year", stored.proposal.measured_year.to_string()),
                    ("settled", format::month(texts, month)),
                    ("today", format::date(texts, world.today())),
                ];
                let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
                eprintln!("{}", texts.with("settle-early", &words));
            }
        }
        Action::Show(wanted) => {
            let session = open()?;
            let stored = session.show(&wanted.id)?;
            show(&session, &stored, wanted.format, texts)?;
        }
        Action::Approve(wanted) => {
            let session = open()?;
            let decision = session.approve(&wanted.id, wanted.content.as_deref())?;
            print_out(&print::approved(&decision, texts));
        }
        Action::Propose(wanted) => print_out(&print::proposed(&open()?.propose(&wanted.id)?, texts)),
        Action::Void(wanted) => print_out(&print::voided(&open()?.void(&wanted.id, &wanted.reason)?, texts)),
        Action::Restate(wanted) => {
            let session = open()?;
            let stored = session.restate(&wanted.file, &wanted.snapshot, wanted.on, wanted.draft)?;
            show(&session, &stored, wanted.format, texts)?;
        }
        Action::Release(wanted) => {
            let session = open()?;
            for stored in session.release(&wanted.id, wanted.on)? {
                show(&session, &stored, wanted.format, texts)?;
            }
        }
        Action::Closing(wanted) => {
            let session = open()?;
            for stored in session.closing(&wanted.file, wanted.on)? {
                show(&session, &stored, wanted.format, texts)?;
            }
        }
        Action::Instalment(wanted) => {
            let session = open()?;
            let (agreement, posted) = session.instalment(
                &wanted.file,
                &wanted.tranche,
                wanted.agreed,
                wanted.paid_on,
                wanted.key.as_deref(),
            )?;
            print_out(&print::posted(&agreement, &posted, texts));
        }
        Action::Refuse(wanted) => {
            let decision = open()?.refuse(&wanted.id, &wanted.reason)?;
            print_out(&print::refused(&decision, texts));
        }
        Action::Post(wanted) => {
            let session = open()?;
            let posted = session.post(&wanted.id, wanted.key.as_deref())?;
            let agreement = session.agreement_of(&session.show(&wanted.id)?.proposal)?;
            print_out(&print::posted(&agreement, &posted, texts));
        }
        Action::Statement(wanted) => write_statement(&open()?, wanted, texts)?,
        Action::Explain(wanted) => {
            let session = open()?;
            let question = Question {
                alias: &wanted.alias,
                measured_year: wanted.measured_year,
                measure: wanted.measure.as_ref(),
                month: wanted.month,
                snapshots: &wanted.snapshot,
                reason: &wanted.reason,
            };
            match session.explain_services(&wanted.file, question)? {
                Some(services) => print_out(&print::services_explained(&services, texts)),
                None => {
                    let explained = session.explain(&wanted.file, question)?;
                    print_out(&print::explained(&explained, wanted.measured_year, texts));
                }
            }
        }
        Action::Ledger(wanted) => {
            let session = open()?;
            let ledger = session.ledger(wanted.agreement.as_ref())?;
            match wanted.format {
                Format::Text => print_out(&print::ledger(&ledger, texts)),
                Format::Json => print_json(&json::ledger(&ledger))?,
            }
        }
        Action::Operation(wanted) => return operation::act(wanted, &arguments.common, &open, world, texts),
        Action::Verify(wanted) => return verify(wanted, &open, texts),
        Action::Privacy(wanted) => return privacy::act(wanted, &open, texts),
        Action::Payments(wanted) => return money::payments(&open()?, &wanted.action, texts),
        Action::Account(wanted) => money::account(&open()?, wanted, texts)?,
        Action::Compare(wanted) => money::compare(&open()?, wanted, texts)?,
        Action::Budget(wanted) => money::budget(&open()?, wanted, texts)?,
        Action::Settings(wanted) => settings::act(&open()?, &wanted.action, texts)?,
        Action::Governance(wanted) => governance::act(wanted, arguments, &open, world, texts)?,
        Action::Record(wanted) => record::act(&open()?, &wanted.action, texts)?,
        Action::Serve(wanted) => serve::act(wanted, arguments, texts)?,
    }
    Ok(0)
}

/// Checks everything that is stored; or an exported log, without opening anything.
fn verify<'w>(
    wanted: &arguments::Verify,
    open: &dyn Fn() -> Result<Session<'w>, Failure>,
    texts: &Texts,
) -> Result<u8, Failure> {
    let kept = wanted.head.as_deref().map(|given| head::kept_head(given, wanted.key.as_deref())).transpose()?;
    if let Some(path) = &wanted.log {
        let checked = head::check_log(path, kept.as_ref())?;
        print_out(&print::checked_log(&checked, texts));
        return Ok(u8::from(matches!(checked, head::CheckedLog::Broken(_))));
    }
    let report = open()?.verify(kept.as_ref())?;
    print_out(&print::verified(&report, texts));
    Ok(u8::from(!report.holds()))
}

/// The data folder and the store that the user named.
fn open<'w>(arguments: &Arguments, world: &'w dyn World) -> Result<Session<'w>, Failure> {
    let common = &arguments.common;
    Session::open(&common.data, common.store.as_ref(), common.user.as_deref(), world)
}

/// The code list of the store, or the built-in one where there is no data folder yet: looking makes nothing.
fn codes_of(arguments: &Arguments, world: &dyn World) -> Result<virkning_model::code_list::CodeList, Failure> {
    if arguments.common.store.is_none() && !arguments.common.data.join("virkning.db").exists() {
        return Ok(virkning_register::codes::built_in());
    }
    Ok(open(arguments, world)?.codes()?.list)
}

/// Checks documents, each alone and against each other. With a list of accepted warnings, any other is a failure, and so
/// is one that is no longer given.
fn check(wanted: &arguments::Check, arguments: &Arguments, texts: &Texts) -> Result<u8, Failure> {
    let codes = codes_of(arguments, &RealWorld::new(arguments.common.date))?;
    let checked = check_files(&wanted.files, &codes)?;
    let differences = match &wanted.expected {
        Some(path) => Some(expected::read(path)?.differences(&checked)),
        None => None,
    };
    match wanted.format {
        Format::Json => print_json(&json::check(&checked, differences.as_deref(), texts))?,
        Format::Text => {
            for file in &checked {
                print_out(&print::checked(file, texts));
            }
            if let Some(differences) = &differences {
                print_out(&print::unexpected(differences, texts));
            }
        }
    }
    let unexpected = differences.is_some_and(|differences| !differences.is_empty());
    Ok(u8::from(unexpected || checked.iter().any(Checked::has_errors)))
}

fn format_files(wanted: &arguments::Fmt, texts: &Texts) -> Result<u8, Failure> {
    let mut differs = false;
    for path in &wanted.files {
        let text = read_text(path)?;
        let canonical = virkning_agreement::format(&text).map_err(|diagnostics| {
            Failure::Document(Document { path: path.clone(), text: text.clone(), diagnostics })
        })?;
        if wanted.check {
            if canonical != text {
                differs = true;
                eprintln!("{}", texts.with("fmt-differs", &[("path", &path.display().to_string())]));
            }
        } else if wanted.write {
            if canonical != text {
                write_whole(path, canonical.as_bytes())?;
            }
        } else {
            print_out(&canonical);
        }
    }
    Ok(u8::from(differs))
}

/// Starts an agreement from a template, or tells which templates there are.
fn new(wanted: &arguments::New, texts: &Texts) -> Result<(), Failure> {
    let (Some(id), Some(name)) = (&wanted.id, &wanted.template) else {
        let templates = virkning_agreement::TEMPLATES.iter().map(|template| template.name);
        let pairs: Vec<(String, String)> =
            templates.map(|name| (name.to_owned(), texts.get(&format!("template-{name}")))).collect();
        print_out(&table::facts(&pairs));
        return Ok(());
    };
    match &wanted.out {
        None => print_out(&template::start(id, name)?),
        Some(path) => {
            template::start_in_file(id, name, path)?;
            print_out(&format!("{}\n", texts.with("new-written", &[("path", &path.display().to_string())])));
        }
    }
    Ok(())
}

fn users(session: &Session<'_>, action: &arguments::UserAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        arguments::UserAction::Add(wanted) => {
            let roles = user::roles(&wanted.roles)?;
            let name = wanted.full_name.as_deref().unwrap_or(wanted.name.as_str());
            print_out(&print::user_added(
                &session.user_add(&wanted.name, name, &roles, wanted.person.as_ref())?,
                texts,
            ));
        }
        arguments::UserAction::Grant(wanted) => {
            let granted = session.user_grant(&wanted.name, &wanted.agreement, &user::roles(&wanted.roles)?)?;
            print_out(&print::user_granted(&granted.record, texts));
        }
        arguments::UserAction::Link(wanted) => {
            let path = session.user_link(&wanted.name)?;
            let hours = user::LINK_HOURS.to_string();
            let words = [("user", wanted.name.as_str()), ("path", &path), ("hours", &hours)];
            print_out(&format!("{}\n", texts.with("user-link", &words)));
        }
        arguments::UserAction::List => print_out(&print::users(&session.store.users()?, texts)),
    }
    Ok(())
}

fn register(session: &Session<'_>, action: &arguments::RegisterAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        arguments::RegisterAction::Synthesize(wanted) => {
            let request = SynthesisRequest {
                people: wanted.persons,
                seed: wanted.seed,
                until: wanted.until,
                yearly: wanted.editions.is_some(),
                edition: wanted.edition,
                agreement: &wanted.agreement,
                out: &wanted.out,
                with_cpr: wanted.cpr,
                as_sas: wanted.format == DeliveryFormat::Sas7bdat,
            };
            if let Some(extract) = wanted.source {
                let made = session.synthesize_extract(&request, extract)?;
                made.iter().for_each(|made| print_out(&print::made_extract(made, texts)));
                return Ok(());
            }
            session.synthesize(&request, &mut |made| print_out(&print::made_edition(made, texts)))?;
        }
        arguments::RegisterAction::Import(wanted) => {
            let options = ImportOptions {
                source: &wanted.source,
                edition: wanted.edition,
                as_of: wanted.as_of,
                covers_from: wanted.covers_from,
                profile: wanted.profile.as_deref(),
                accept_faulty: wanted.accept_faulty,
                synthetic: wanted.synthetic,
                memory_bytes: wanted.memory,
                stop: None,
            };
            if wanted.source != "dream" {
                let first = wanted.files.first().map_or(Path::new(""), |file| file.as_path());
                let bar = progress::Bar::new(first, texts);
                let outcome = session.import_events(&wanted.files, &options, &mut |progress| bar.show(progress))?;
                bar.finish();
                print_out(&print::imported(&outcome, texts));
                return privacy::note_source(session, &wanted.source, texts);
            }
            for file in &wanted.files {
                let bar = progress::Bar::new(file, texts);
                let outcome = session.import(file, &options, &mut |progress| bar.show(progress))?;
                bar.finish();
                print_out(&print::imported(&outcome, texts));
            }
            privacy::note_source(session, &wanted.source, texts)?;
        }
        arguments::RegisterAction::Compare(wanted) => {
            let of = wanted.agreement.as_deref().zip(wanted.reason.as_deref());
            let of = of.map(|(subject, reason)| OfAgreement { subject, reason });
            let compared = session.compare_editions(&wanted.old, &wanted.new, of)?;
            match wanted.format {
                PlanFormat::Text => print_out(&print::editions(&compared, texts)),
                PlanFormat::Json => print_json(&json::editions(&compared))?,
                PlanFormat::Csv => print_out(&print::editions_csv(&compared)),
            }
        }
        arguments::RegisterAction::Show(wanted) => {
            let manifests = match &wanted.snapshot {
                Some(id) => vec![session.manifest(id)?],
                None => session.snapshots()?,
            };
            match (wanted.format, &wanted.snapshot) {
                (Format::Json, Some(_)) => print_json(&manifests.first())?,
                (Format::Json, None) => print_json(&manifests)?,
                (Format::Text, Some(_)) => {
                    for manifest in &manifests {
                        print_out(&print::manifest(manifest, texts));
                        let (resting, newer) = (session.resting_on(manifest)?, session.newer_than(manifest)?);
                        print_out(&print::resting_on(&resting, newer.as_ref(), texts));
                    }
                }
                (Format::Text, None) => {
                    print_out(&print::snapshots(&manifests, texts));
                    for manifest in &manifests {
                        if let Some(newer) = session.newer_than(manifest)? {
                            print_out(&print::newer_snapshot(&manifest.snapshot, &newer, texts));
                        }
                    }
                }
            }
        }
        arguments::RegisterAction::Ask(wanted) => ask::act(session, wanted, texts)?,
        arguments::RegisterAction::Ladder(wanted) => ladder::act(session, wanted, texts)?,
    }
    Ok(())
}

fn codes(session: &Session<'_>, action: &arguments::CodesAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        arguments::CodesAction::Map(wanted) => {
            let mapped = session.codes_map(&wanted.source, wanted.code, &wanted.category, wanted.from)?;
            print_out(&print::mapped(&mapped, texts));
        }
        arguments::CodesAction::List(wanted) => {
            if wanted.source != "dream" {
                return Err(Refusal::new("source-unknown").with("source", &wanted.source).into());
            }
            print_out(&print::codes(&session.codes()?.list, texts));
        }
    }
    Ok(())
}

fn overlap(session: &Session<'_>, wanted: &arguments::Overlap, texts: &Texts) -> Result<(), Failure> {
    let found = session.overlap(&wanted.subject, wanted.people)?;
    // A list of people is for the department alone, whoever the figures would be for.
    let audience = if wanted.people { Audience::Municipality } else { wanted.audience };
    let figures = session.overlap_figures(&found, audience.into())?;
    match wanted.format {
        Format::Text => print_out(&print::overlaps(&found, wanted.people, &figures, texts)),
        Format::Json => print_json(&json::overlaps(&found, wanted.people, &figures))?,
    }
    Ok(())
}

fn show(
    session: &Session<'_>,
    stored: &crate::app::settle::StoredProposal,
    format: Format,
    texts: &Texts,
) -> Result<(), Failure> {
    let agreement = session.agreement_of(&stored.proposal)?;
    match format {
        Format::Json => print_json(&json::settlement(&agreement, stored)),
        Format::Text => {
            print_out(&print::settlement(&agreement, stored, texts));
            for (used, newest) in session.newer_editions(&stored.proposal.inputs)? {
                eprintln!("{}", print::newer_edition(&used, &newest, texts));
            }
            Ok(())
        }
    }
}

/// The settlements of a worked example; nothing is opened and nothing is stored.
fn settle_example(
    wanted: &arguments::Settle,
    codes: &virkning_model::code_list::CodeList,
    texts: &Texts,
) -> Result<(), Failure> {
    let name = wanted.example.as_deref().unwrap_or_default();
    let computed = example::compute(&wanted.file, name, codes)?;
    match wanted.format {
        Format::Json => print_json(&json::example(&computed)),
        Format::Text => {
            print_out(&print::example(&computed, texts));
            Ok(())
        }
    }
}

fn write_statement(session: &Session<'_>, wanted: &arguments::Statement, texts: &Texts) -> Result<(), Failure> {
    let view = session.statement(&wanted.id, wanted.audience.into(), texts)?;
    let failed =
        |error: virkning_report::ReportError| Failure::operating("tried-report", Path::new(wanted.id.as_str()), error);
    let (bytes, ending) = match wanted.format {
        StatementFormat::Pdf => (virkning_report::statement_pdf(&view).map_err(failed)?, "pdf"),
        StatementFormat::Xlsx => (virkning_report::statement_xlsx(&view).map_err(failed)?, "xlsx"),
        StatementFormat::Json => {
            let json =
                serde_json::to_vec_pretty(&view).map_err(|error| Refusal::new("internal").with("what", error))?;
            (json, "json")
        }
    };
    if wanted.format == StatementFormat::Json && wanted.out.is_none() {
        print_out(&format!("{}\n", String::from_utf8_lossy(&bytes)));
        return Ok(());
    }
    let path = wanted.out.clone().unwrap_or_else(|| format!("{}.{ending}", wanted.id).into());
    write_whole(&path, &bytes)?;
    print_out(&format!("{}\n", texts.with("statement-written", &[("path", &path.display().to_string())])));
    Ok(())
}

/// Prints to standard output. A reader that has gone away, such as `head`, is no failure.
fn print_out(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn print_json<T: Serialize>(value: &T) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Refusal::new("internal").with("what", error))?;
    print_out(&format!("{text}\n"));
    Ok(())
}
