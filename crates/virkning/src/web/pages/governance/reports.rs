//! Rapporter: a paper is chosen, its free texts are written in the form that holds those of last time, it is looked at as a
//! page, taken as a file, and sent: from then on it stays as it was.

use maud::{Markup, html};
use virkning_govern::{Dossier, PaperKind, Report, Wanted, idea_of_texts};
use virkning_model::agreement::PartyRole;
use virkning_model::portfolio::NotePart;
use virkning_report::{Cell, Column, Row, Table, statement_docx, statement_pdf, statement_xlsx};
use virkning_store::content_hash;

use super::calendar::days_of;
use super::{dossier, for_reader, head, lines_field, nothing_yet, paper, text_of};
use crate::app::failure::{Failure, Refusal};
use crate::app::governance::content_of;
use crate::app::governance::render::{view_of, words};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::complaint;
use crate::web::layout::asked_page;
use crate::web::parts::{choice, date_field, empty, form, text_field, warning};
use crate::web::request::Asked;
use crate::web::routes::{GOVERN, READ_INSIDE, SEND_REPORTS};
use crate::web::view;

/// The beginning of the name of a field that holds a free text.
const TEXT: &str = "tekst:";

/// A paper that is chosen: its kind, what it is about, and its days.
struct Chosen {
    kind: PaperKind,
    subject: String,
    days: Option<(jiff::civil::Date, jiff::civil::Date)>,
}

impl Chosen {
    fn of(asked: &Asked<'_>) -> Result<Self, Failure> {
        let word = asked.arrived.field("slags");
        let kind = PaperKind::parse(word).ok_or_else(|| {
            let known: Vec<&str> = PaperKind::WORDS.iter().map(|(word, _)| *word).collect();
            Refusal::new("paper-unknown-kind").with("kind", word).with("known", known.join(", "))
        })?;
        let subject = match kind.needs_subject() || kind.may_have_subject() {
            true => asked.arrived.field("om").to_owned(),
            false => String::new(),
        };
        Ok(Self { kind, subject, days: days_of(asked)? })
    }

    fn subject(&self) -> Option<&str> {
        Some(self.subject.as_str()).filter(|subject| !subject.is_empty())
    }

    /// The paper as this user may see it.
    fn report(&self, asked: &Asked<'_>, dossier: &Dossier) -> Result<Report, Failure> {
        for_reader(asked, asked.session.paper(dossier, &self.wanted(), false)?)
    }

    /// The same where it leaves this page.
    fn leaving(&self, asked: &Asked<'_>, dossier: &Dossier) -> Result<Report, Failure> {
        for_reader(asked, asked.session.paper(dossier, &self.wanted(), true)?)
    }

    fn wanted(&self) -> Wanted<'_> {
        Wanted { kind: self.kind, subject: self.subject(), days: self.days }
    }

    /// The fields that say what is chosen. The subject is one that the portfolio knows once there is a report of it.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
        vec![
            ("slags", self.kind.word().to_owned()),
            ("om", self.subject.clone()),
            ("fra", day(self.days.map(|(from, _)| from))),
            ("til", day(self.days.map(|(_, to)| to))),
        ]
    }

    fn query(&self) -> String {
        let fields = self.fields();
        let parts = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}"));
        parts.collect::<Vec<_>>().join("&")
    }

    fn hidden(&self) -> Markup {
        html! { @for (name, value) in self.fields() { input type="hidden" name=(name) value=(value); } }
    }
}

/// What a kind is called.
pub(super) fn kind_name(asked: &Asked<'_>, word: &str) -> String {
    asked.text(&format!("gov-kind-{word}"))
}

/// The form that chooses, and what was sent.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let Some(dossier) = asked.session.kept_dossier()? else {
        return Ok(nothing_yet(asked, "/styring/rapporter", "gov-reports"));
    };
    let body = html! {
        section { h2 { (asked.text("gov-report-choose")) } (choose(asked, &dossier)) }
        section { h2 { (asked.text("gov-sent")) } (sent_table(asked)?) }
    };
    Ok(asked_page(asked, head(asked, "/styring/rapporter", asked.text("gov-reports")), body))
}

fn choose(asked: &Asked<'_>, dossier: &Dossier) -> Markup {
    let kinds: Vec<(String, String)> =
        PaperKind::WORDS.iter().map(|(word, _)| ((*word).to_owned(), kind_name(asked, word))).collect();
    let mut subjects = vec![(String::new(), asked.text("gov-whole-portfolio"))];
    subjects.extend(dossier.portfolio.ideas.iter().map(|idea| (idea.id.to_string(), idea.name.clone())));
    let mut investors: Vec<(String, String)> = dossier
        .agreements
        .iter()
        .flat_map(|agreement| agreement.parties.iter().filter(|party| party.is(PartyRole::Investor)))
        .map(|party| (party.id.to_string(), asked.texts.with("gov-investor", &[("name", &party.name)])))
        .collect();
    investors.sort();
    investors.dedup_by(|one, other| one.0 == other.0);
    subjects.extend(investors);
    html! {
        form class="narrow" method="get" action="/styring/rapporter/vis" {
            (choice("slags", "slags", &asked.text("gov-report-kind"), &kinds, "status"))
            (choice("om", "om", &asked.text("gov-about"), &subjects, ""))
            p class="note" { (asked.text("gov-report-about-hint")) }
            fieldset {
                legend { (asked.text("web-period")) }
                p class="form-hint" { (asked.text("gov-report-days-hint")) }
                (date_field("fra", &asked.text("gov-from"), ""))
                (date_field("til", &asked.text("gov-to"), ""))
            }
            button class="button button-primary" type="submit" { (asked.text("gov-report-make")) }
        }
    }
}

fn sent_table(asked: &Asked<'_>) -> Result<Markup, Failure> {
    let mut sent = asked.session.store.sent_reports()?;
    sent.reverse();
    if sent.is_empty() {
        return Ok(empty(&asked.text("gov-sent-none"), &asked.text("gov-sent-none-what")));
    }
    let heads = ["report-id", "report-kind", "report-subject", "report-recipient", "report-day", "gov-sent-by"];
    Ok(html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("gov-sent")) {
            table class="table" {
                caption { (asked.text("gov-sent-caption")) }
                thead { tr { @for key in heads { th scope="col" { (asked.text(key)) } } } }
                tbody {
                    @for one in &sent {
                        tr {
                            th scope="row" { a href=(format!("/styring/sendte/{}", one.id)) { (one.id) } }
                            td { (kind_name(asked, &one.kind)) }
                            td { (one.subject) }
                            td { (one.sent_to) }
                            td { (format::short_date(asked.texts.language(), one.as_of)) }
                            td { (one.by) }
                        }
                    }
                }
            }
        }
    })
}

/// The paper with its texts and what can be done with it.
pub fn preview(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = dossier(asked)?;
    let chosen = Chosen::of(asked)?;
    let report = chosen.report(asked, &dossier)?;
    let title = words(&report.title, asked.texts);
    let query = chosen.query();
    let body = html! {
        p class="note" { (kind_name(asked, chosen.kind.word())) }
        (files(asked, &format!("/styring/rapporter/fil/{{}}?{query}")))
        @if asked.is_any(GOVERN) { (texts(asked, &dossier, &chosen)?) }
        @if !asked.is_any(READ_INSIDE) { p class="note" { (asked.text("gov-small-hidden")) } }
        (paper(&report, asked.texts))
        @if asked.is_any(SEND_REPORTS) {
            section { h2 { (asked.text("gov-send")) } (send_form(asked, &chosen, &report)?) }
        }
    };
    let mut head = head(asked, "", title).with_subtitle(words(&report.subtitle, asked.texts));
    head.crumbs.push(("/styring/rapporter".to_owned(), asked.text("gov-reports")));
    Ok(asked_page(asked, head, body))
}

/// Links to the formats, by an address with a place for the ending.
pub(super) fn files(asked: &Asked<'_>, address: &str) -> Markup {
    html! {
        ul class="actions" {
            @for ending in ["pdf", "xlsx", "docx"] {
                li { a href=(address.replace("{}", ending)) { (asked.text(&format!("gov-file-{ending}"))) } }
            }
        }
    }
}

/// The free texts of the paper, each with what was written last.
fn texts(asked: &Asked<'_>, dossier: &Dossier, chosen: &Chosen) -> Result<Markup, Failure> {
    let parts = chosen.kind.free_texts();
    if parts.is_empty() {
        return Ok(html! {});
    }
    let about = asked.session.texts_about(dossier, &chosen.wanted())?;
    let inside = html! {
        (chosen.hidden())
        @for part in parts {
            @let kept = dossier.note(about, *part);
            @let hint = kept.map(|note| asked.texts.with("gov-text-from", &[("day", &format::short_date(asked.texts.language(), note.as_of))]));
            (lines_field(&format!("{TEXT}{}", part.word()), &asked.text(&format!("gov-part-{}", part.word())), hint.as_deref(), kept.map_or("", |note| note.text.as_str()), 6, false))
        }
        button class="button button-secondary" type="submit" { (asked.text("gov-texts-keep")) }
    };
    Ok(html! {
        section {
            h2 { (asked.text("gov-texts")) }
            p { (asked.text("gov-texts-what")) }
            details class="do" open[parts.iter().all(|part| dossier.note(about, *part).is_none())] {
                summary { (asked.text("gov-texts-open")) }
                div class="narrow" { (form(asked, "/styring/rapporter/tekst", inside)) }
            }
        }
    })
}

/// Keeps the texts that were changed.
pub fn keep_texts(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = dossier(asked)?;
    let chosen = Chosen::of(asked)?;
    let about = idea_of_texts(&dossier, chosen.kind, chosen.subject()).map_err(crate::app::governance::refused)?;
    for (name, typed) in &asked.arrived.fields {
        let Some(part) = name.strip_prefix(TEXT).and_then(NotePart::parse) else { continue };
        let typed = text_of(typed);
        let before = dossier.note(about, part).map_or("", |note| note.text.trim());
        if typed != before {
            asked.session.report_text(&dossier, about.map(|idea| idea.id.as_str()), part.word(), &typed)?;
        }
    }
    // The portfolio knows what the paper is about, so that the address is whole.
    chosen.report(asked, &dossier)?;
    Ok(Answer::go(format!("/styring/rapporter/vis?{}&udfoert=gov-texts-kept", chosen.query())))
}

/// The paper as a file.
pub fn file(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = dossier(asked)?;
    let report = Chosen::of(asked)?.leaving(asked, &dossier)?;
    file_of(asked, &report)
}

/// A report in the format that the address names.
pub(super) fn file_of(asked: &Asked<'_>, report: &Report) -> Result<Answer, Failure> {
    let view = view_of(report, asked.texts);
    let failed = |error: virkning_report::ReportError| Refusal::new("internal").with("what", error);
    let office = "application/vnd.openxmlformats-officedocument";
    let (bytes, kind) = match asked.arrived.place("format") {
        "pdf" => (statement_pdf(&view).map_err(failed)?, "application/pdf".to_owned()),
        "xlsx" => (statement_xlsx(&view).map_err(failed)?, format!("{office}.spreadsheetml.sheet")),
        "docx" => (statement_docx(&view).map_err(failed)?, format!("{office}.wordprocessingml.document")),
        _ => return Ok(complaint::not_found(asked.texts, Some(asked.standing))),
    };
    let name = format!("{}-{}-{}.{}", report.kind, report.subject, report.as_of, asked.arrived.place("format"));
    Ok(Answer::file(name, kind, bytes))
}

fn send_form(asked: &Asked<'_>, chosen: &Chosen, report: &Report) -> Result<Markup, Failure> {
    let has_holes = report.sections.iter().flat_map(|section| &section.parts).any(is_unwritten);
    let inside = html! {
        (chosen.hidden())
        input type="hidden" name="indhold" value=(content_of(report)?);
        (text_field("modtager", "text", &asked.text("gov-recipient"), Some(&asked.text("gov-recipient-hint")), "off"))
        button class="button button-primary" type="submit" { (asked.text("gov-send-now")) }
    };
    Ok(html! {
        p { (asked.text("gov-send-what")) }
        @if has_holes { (warning("", &asked.text("gov-send-unwritten"))) }
        div class="narrow" { (form(asked, "/styring/rapporter/send", inside)) }
    })
}

fn is_unwritten(part: &virkning_govern::record::Part) -> bool {
    matches!(part, virkning_govern::record::Part::Remark { title, .. } if *title == "paper-to-write".into())
}

/// Freezes exactly the paper that was looked at.
pub fn send(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = dossier(asked)?;
    let chosen = Chosen::of(asked)?;
    let to = asked.arrived.field("modtager").trim();
    if to.is_empty() {
        return Err(Refusal::new("gov-no-recipient").into());
    }
    let report = chosen.leaving(asked, &dossier)?;
    let content = content_of(&report)?;
    if asked.arrived.field("indhold") != content.as_str() {
        return Err(Refusal::new("gov-report-changed").into());
    }
    // The same paper to the same reader is the same report; another of that day has another end of its name.
    let mark = content_hash(format!("{content}\n{to}").as_bytes());
    let id = format!("{}-{}-{}-{}", report.kind, report.subject, report.as_of, &mark.as_str()[..6]);
    asked.session.report_send(&dossier.portfolio.id, &report, &id, to)?;
    Ok(Answer::go(format!("/styring/sendte/{id}?udfoert=gov-sent")))
}

/// What of a sent report is otherwise today, as a table.
pub(super) fn changed_table(asked: &Asked<'_>, changed: &[virkning_govern::compare::Changed]) -> Table {
    let columns = vec![
        Column::text(asked.text("report-figure")),
        Column::figure(asked.text("report-sent-value")),
        Column::figure(asked.text("report-today-value")),
    ];
    let mut table = Table::new(asked.text("gov-changed"), columns);
    let shown = |value: &Option<virkning_govern::Value>| {
        let text = value.as_ref().map(|value| crate::app::governance::render::plain(value, asked.texts));
        Cell::text(text.unwrap_or_else(|| "–".to_owned()))
    };
    table.rows = changed
        .iter()
        .map(|one| Row::from(vec![Cell::text(one.id.clone()), shown(&one.sent), shown(&one.today)]))
        .collect();
    table
}

/// A changed table as a part of a page.
pub(super) fn changed(asked: &Asked<'_>, changed: &[virkning_govern::compare::Changed]) -> Markup {
    html! {
        @if changed.is_empty() { p { (asked.text("report-unchanged")) } }
        @else { (view::table(&changed_table(asked, changed))) }
    }
}

/// Whether the paper can be written at all today.
pub(super) fn today(asked: &Asked<'_>, dossier: &Dossier, wanted: &Wanted<'_>) -> Option<Report> {
    asked.session.paper(dossier, wanted, false).ok().and_then(|report| for_reader(asked, report).ok())
}
