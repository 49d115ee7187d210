//! Registre: which editions there are, what was wrong in them, and codes that nobody knows; the form by which an edition is
//! imported as a job; and two editions held against each other.

use maud::{Markup, html};
use virkning_model::Money;
use virkning_model::id::{AgreementId, SnapshotId};
use virkning_model::period::Month;
use virkning_register::Manifest;
use virkning_register::comparison::{Change, Changed, Record};
use virkning_register::events::EventProfile;
use virkning_report::{Cell, Column, Fact, Row, Table};

use super::job;
use crate::app::editions::{ComparedEditions, YearEffect};
use crate::app::failure::{Failure, Refusal};
use crate::app::job::ImportWork;
use crate::text::{format, register_in_words};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{choice, empty, field, labelled_input, note, warning};
use crate::web::request::Asked;
use crate::web::routes::{Area, IMPORT_REGISTERS, READ_MONEY};
use crate::web::view;

/// Jobs that are shown beside the editions.
const JOBS_SHOWN: u32 = 5;

/// All snapshots, the newest first, and the form by which one more comes.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let mut manifests = asked.session.snapshots()?;
    manifests.reverse();
    let jobs = asked.session.store.jobs(Some(&asked.standing.user.id), JOBS_SHOWN)?;
    let body = html! {
        @if manifests.is_empty() { (empty(&asked.text("web-registers-none"), &asked.text("job-registers-none-what"))) }
        @if asked.standing.is_any(IMPORT_REGISTERS) {
            details class="do" open[manifests.is_empty()] { summary { (asked.text("job-import")) } (import_form(asked)?) }
        }
        @if !jobs.is_empty() { section { h2 { (asked.text("job-title")) } (job::table(asked, &jobs)) } }
        (compare_form(asked, &manifests))
        @for manifest in &manifests { (one(asked, manifest)) }
    };
    Ok(asked_page(asked, Head::of(Area::Registers, asked.text("web-registers")), body))
}

/// Asks for an import of a file that was sent, or that lies in the inbox.
pub fn import(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let arrived = asked.arrived;
    let (file, was_sent) = match (arrived.file("fil"), arrived.field("indbakke")) {
        (Some(sent), _) => (asked.session.keep_upload(sent.keep(), &sent.name)?, true),
        (None, "") => return Err(Refusal::new("upload-no-file").into()),
        (None, chosen) => {
            let known = asked.session.inbox()?;
            let name = known.into_iter().find(|name| name == chosen);
            let name = name.ok_or_else(|| Refusal::new("job-file-gone").with("path", chosen))?;
            (asked.session.folder.inbox().join(name), false)
        }
    };
    let source = arrived.field("register");
    if source != "dream" && !EventProfile::is_built_in(source) {
        return Err(Refusal::new("job-register-unknown").with("register", source).into());
    }
    let edition = Some(arrived.field("udgave").trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    if edition.as_deref().is_some_and(|text| Month::parse(text).is_none()) {
        return Err(Refusal::new("job-edition-invalid").into());
    }
    let work = ImportWork {
        file,
        was_sent,
        source: source.to_owned(),
        edition,
        accept_faulty: None,
        synthetic: arrived.field("syntetisk") == "ja",
    };
    let job = asked.session.job_import(&work)?;
    Ok(Answer::go(format!("/job?nr={}&udfoert=job-asked", job.number)))
}

fn import_form(asked: &Asked<'_>) -> Result<Markup, Failure> {
    let text = |key: &str| asked.text(key);
    let inbox = asked.session.inbox()?;
    let mut files = vec![(String::new(), text("job-inbox-choose"))];
    files.extend(inbox.iter().map(|name| (name.clone(), name.clone())));
    let mut sources = vec![("dream".to_owned(), register_in_words("dream", asked.texts))];
    sources.extend(EventProfile::names().map(|name| (name.to_owned(), register_in_words(name, asked.texts))));
    Ok(html! {
        p { (text("job-import-what")) }
        form class="narrow" method="post" action="/registre" enctype="multipart/form-data" {
            // The key stands before the file: nothing is taken before it is known whose it is.
            input type="hidden" name="form-key" value=(asked.standing.login.form_key);
            (choice("register", "register", &text("job-register"), &sources, "dream"))
            (labelled_input("udgave", "month", &text("job-edition"), Some(&text("job-edition-hint")), "", false))
            div class="form-group-checkbox" {
                input class="form-checkbox" type="checkbox" id="syntetisk" name="syntetisk" value="ja";
                label class="form-label" for="syntetisk" { (text("job-synthetic")) }
            }
            @if !inbox.is_empty() { (choice("indbakke", "indbakke", &text("job-inbox"), &files, "")) }
            (field("fil", &text("job-file"), Some(&text("job-file-hint")), html! {
                input class="form-input" type="file" id="fil" name="fil" aria-describedby="fil-hint" required[inbox.is_empty()];
            }))
            button class="button button-primary" type="submit" { (text("job-import-do")) }
        }
    })
}

/// Which two editions are to be compared; only where there are two.
fn compare_form(asked: &Asked<'_>, manifests: &[Manifest]) -> Markup {
    if manifests.len() < 2 {
        return html! {};
    }
    let options: Vec<(String, String)> = manifests
        .iter()
        .map(|manifest| {
            let register = register_in_words(crate::app::registers::register_of(manifest), asked.texts);
            (manifest.snapshot.to_string(), format!("{register} {} ({})", manifest.edition, manifest.snapshot))
        })
        .collect();
    let (newest, before) = (&options[0].0, &options[1].0);
    html! {
        section {
            h2 { (asked.text("job-compare")) }
            form class="inline-form" method="get" action="/registre/sammenlign" {
                (choice("foer", "foer", &asked.text("editions-old"), &options, before))
                (choice("nu", "nu", &asked.text("editions-new"), &options, newest))
                button class="button button-secondary" type="submit" { (asked.text("draft-compare")) }
            }
        }
    }
}

/// Two editions of a register: what differs, with small counts hidden, and what it means for posted settlements.
pub fn compare(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let snapshot = |field: &str| {
        let text = asked.arrived.field(field);
        SnapshotId::new(text).map_err(|_| Refusal::new("snapshot-unknown").with("snapshot", text))
    };
    let compared = asked.session.compare_editions(&snapshot("foer")?, &snapshot("nu")?, None)?;
    let register = register_in_words(&compared.register, asked.texts);
    let (old, new) = (compared.old.edition.to_string(), compared.new.edition.to_string());
    let title = asked.texts.with("editions-title", &[("register", &register), ("old", &old), ("new", &new)]);
    let body = html! {
        @if compared.old.synthetic || compared.new.synthetic { (note("", &asked.text("statement-synthetic"))) }
        (view::facts(&people(asked, &compared)))
        @if compared.found.changes.is_empty() { p { (asked.text("editions-no-changes")) } } @else {
            section { h2 { (asked.text("editions-changes")) } (view::table_named(&changes(asked, &compared), &asked.text("editions-changes"))) }
            @if let Some(months) = months(asked, &compared) { section { h2 { (asked.text("editions-months")) } (view::table_named(&months, &asked.text("editions-months"))) } }
            @if !compared.found.codes.is_empty() { section { h2 { (asked.text("editions-codes")) } (view::table_named(&codes(asked, &compared), &asked.text("editions-codes"))) } }
        }
        @if compared.found.hidden { p class="note" { (asked.text("editions-hidden")) } }
        section { h2 { (asked.text("editions-effects")) } (effects(asked, &compared)) }
    };
    let crumbs = vec![("/registre".to_owned(), asked.text("web-registers"))];
    Ok(asked_page(asked, Head { crumbs, ..Head::of(Area::Registers, title) }, body))
}

fn shown(asked: &Asked<'_>, count: Option<u64>) -> String {
    count.map_or_else(|| asked.text("editions-hidden-mark"), |count| format::count(asked.texts.language(), count))
}

fn people(asked: &Asked<'_>, compared: &ComparedEditions) -> Vec<Fact> {
    let found = &compared.found;
    let pairs = [
        ("editions-old", Some(found.people_before)),
        ("editions-new", Some(found.people_now)),
        ("editions-both", found.both),
        ("editions-added", found.added),
        ("editions-gone", found.gone),
        ("editions-corrected", found.corrected),
    ];
    pairs.map(|(key, count)| Fact::new(asked.text(key), shown(asked, count))).to_vec()
}

fn kind(asked: &Asked<'_>, record: Record, change: Change) -> String {
    asked.texts.with("editions-kind", &[("record", record.as_str()), ("change", change.as_str())])
}

fn counts(asked: &Asked<'_>, changed: Option<&Changed>) -> [Cell; 2] {
    [changed.map(|changed| changed.people), changed.map(|changed| changed.records)]
        .map(|count| Cell::text(shown(asked, count)))
}

fn changes(asked: &Asked<'_>, compared: &ComparedEditions) -> Table {
    let mut columns = vec![Column::text(asked.text("editions-what"))];
    columns.extend(["editions-people", "editions-records"].map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new("", columns);
    table.rows = compared
        .found
        .changes
        .iter()
        .map(|((record, change), changed)| {
            let [people, records] = counts(asked, changed.as_ref());
            Row::from(vec![Cell::text(kind(asked, *record, *change)), people, records])
        })
        .collect();
    table
}

/// The months of what both editions cover; what is new lies after the earlier one.
fn months(asked: &Asked<'_>, compared: &ComparedEditions) -> Option<Table> {
    let mut rows: Vec<_> = compared.found.months.iter().filter(|((_, change, _), _)| *change != Change::New).collect();
    if rows.is_empty() {
        return None;
    }
    rows.sort_by_key(|((record, change, month), _)| (*month, *record, *change));
    let mut columns = ["editions-month", "editions-what"].map(|key| Column::short(asked.text(key))).to_vec();
    columns.extend(["editions-people", "editions-records"].map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new("", columns);
    for ((record, change, month), changed) in rows {
        let [people, records] = counts(asked, changed.as_ref());
        let month = Cell::text(format::month(asked.texts, *month));
        table.rows.push(Row::from(vec![month, Cell::text(kind(asked, *record, *change)), people, records]));
    }
    Some(table)
}

fn codes(asked: &Asked<'_>, compared: &ComparedEditions) -> Table {
    let keys = ["editions-code-before", "editions-code-now", "editions-people", "editions-weeks"];
    let mut table = Table::new("", keys.map(|key| Column::figure(asked.text(key))).to_vec());
    let code = |code: u16| Cell::text(if code == 0 { asked.text("editions-blank") } else { format!("{code:03}") });
    for ((old, new), changed) in &compared.found.codes {
        let [people, weeks] = counts(asked, changed.as_ref());
        table.rows.push(Row::from(vec![code(*old), code(*new), people, weeks]));
    }
    table
}

fn effects(asked: &Asked<'_>, compared: &ComparedEditions) -> Markup {
    // What is posted in an investment is for those who see its money.
    let sees = |agreement: &AgreementId| asked.standing.is_any_on(agreement, READ_MONEY);
    let own: Vec<&YearEffect> = compared.effects.iter().filter(|effect| sees(&effect.agreement)).collect();
    let not_computed = compared.not_computed.iter().filter(|(agreement, _)| sees(agreement));
    html! {
        @if own.is_empty() { p { (asked.text("editions-no-effects")) } } @else {
            (view::table_named(&effect_table(asked, &own), &asked.text("editions-effects")))
            p class="note" { (asked.text("editions-effects-note")) }
        }
        @for (agreement, failure) in not_computed {
            @let why = match failure {
                Failure::Refused(refusal) => crate::text::refusal::in_words(refusal, asked.texts).0,
                _ => asked.text("web-broken"),
            };
            (warning(&asked.texts.with("editions-not-computed", &[("agreement", agreement.as_str())]), &why))
        }
    }
}

fn effect_table(asked: &Asked<'_>, effects: &[&YearEffect]) -> Table {
    let mut columns =
        ["editions-agreement", "editions-measured-year"].map(|key| Column::short(asked.text(key))).to_vec();
    let keys =
        ["editions-posted", "editions-with-old", "editions-with-new", "editions-difference", "editions-to-restate"];
    columns.extend(keys.map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new("", columns);
    let money = |amount: Money| Cell::money(amount.minor(), format::amount(asked.texts.language(), amount));
    for effect in effects {
        table.rows.push(Row::from(vec![
            Cell::text(effect.name.clone()),
            Cell::year(effect.measured_year),
            money(effect.posted),
            money(effect.old.amount),
            money(effect.new.amount),
            money(effect.difference()),
            money(effect.to_restate()),
        ]));
    }
    table
}

fn one(asked: &Asked<'_>, manifest: &Manifest) -> Markup {
    let count = |number: u64| format::count(asked.texts.language(), number);
    html! {
        section {
            h2 { (manifest.snapshot) }
            dl class="facts" {
                div { dt { (asked.text("manifest-edition")) } dd { (format::month(asked.texts, manifest.edition)) } }
                div { dt { (asked.text("manifest-as-of")) } dd { (format::date(asked.texts, manifest.as_of)) } }
                div { dt { (asked.text("manifest-people")) } dd { (count(manifest.people.into())) } }
                div { dt { (asked.text("web-rows")) } dd { (count(manifest.rows)) } }
                div { dt { (asked.text("web-rows-rejected")) } dd { (count(manifest.rejected)) } }
                div {
                    dt { (asked.text("manifest-synthetic")) }
                    dd { (asked.text(if manifest.synthetic { "word-yes" } else { "word-no" })) }
                }
            }
            @if !manifest.unknown_codes.is_empty() {
                h3 { (asked.text("manifest-unknown-codes")) }
                ul {
                    @for code in &manifest.unknown_codes {
                        li {
                            (asked.texts.with("manifest-unknown-code", &[
                                ("code", &code.code.to_string()),
                                ("people", &count(code.people.into())),
                                ("weeks", &count(code.weeks)),
                            ]))
                        }
                    }
                }
            }
            @if !manifest.problems.is_empty() {
                details {
                    summary { (asked.text("manifest-problems")) " (" (count(manifest.problems.len() as u64)) ")" }
                    ul {
                        @for problem in &manifest.problems {
                            @let arguments = problem.arguments();
                            @let words: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
                            li { (problem.line) ": " (asked.texts.with(problem.fault.code(), &words)) }
                        }
                    }
                }
            }
        }
    }
}
