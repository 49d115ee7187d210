//! A report that was sent: as it was, as files, and what of its figures is otherwise today.

use maud::html;
use virkning_govern::{PaperKind, Report, Wanted, compare};
use virkning_model::id::TermId;
use virkning_store::SentReport;

use super::reports::{changed, file_of, files, kind_name, today};
use super::{for_reader, head, paper};
use crate::app::failure::{Failure, Refusal};
use crate::app::governance::render::words;
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::asked_page;
use crate::web::request::Asked;

fn sent(asked: &Asked<'_>) -> Result<(SentReport, Report), Failure> {
    let name = asked.arrived.place("report");
    let unknown = || Refusal::new("report-unknown").with("id", name);
    let id = TermId::new(name).map_err(|_| unknown())?;
    let kept = asked.session.store.sent_report(&id)?.ok_or_else(unknown)?;
    let report: Report =
        serde_json::from_str(&kept.document).map_err(|error| Refusal::new("internal").with("what", error))?;
    Ok((kept, for_reader(asked, report)?))
}

/// The report, and what has changed since.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let (kept, report) = sent(asked)?;
    let dossier = asked.session.kept_dossier()?;
    let kind = PaperKind::parse(&kept.kind);
    let subject = kind.filter(|kind| kind.needs_subject() || kind.may_have_subject()).map(|_| kept.subject.as_str());
    let subject = subject.filter(|subject| *subject != kept.portfolio.as_str());
    let now = dossier.as_ref().zip(kind).and_then(|(dossier, kind)| {
        // A statement is compared with today's of the same year.
        let days = (kind == PaperKind::Investor).then_some((kept.as_of, kept.as_of));
        today(asked, dossier, &Wanted { kind, subject, days })
    });
    let day = |day| format::date(asked.texts, day);
    let body = html! {
        dl class="facts" {
            div { dt { (asked.text("report-kind")) } dd { (kind_name(asked, &kept.kind)) } }
            div { dt { (asked.text("report-recipient")) } dd { (kept.sent_to) } }
            div { dt { (asked.text("report-day")) } dd { (day(kept.as_of)) } }
            div { dt { (asked.text("gov-sent-by")) } dd { (kept.by) " · " (format::moment(asked.texts.language(), kept.at)) } }
            div { dt { (asked.text("report-content")) } dd { code { (kept.content) } } }
        }
        (files(asked, &format!("/styring/sendte/{}/fil/{{}}", kept.id)))
        section {
            h2 { (asked.text("gov-changed")) }
            @match &now {
                Some(now) => { (changed(asked, &compare::compare(&report, now))) },
                None => { p { (asked.text("gov-not-comparable")) } },
            }
        }
        (paper(&report, asked.texts))
    };
    let mut head =
        head(asked, "", words(&report.title, asked.texts)).with_subtitle(words(&report.subtitle, asked.texts));
    head.crumbs.push(("/styring/rapporter".to_owned(), asked.text("gov-reports")));
    Ok(asked_page(asked, head, body))
}

/// The report as a file, as it was sent.
pub fn file(asked: &Asked<'_>) -> Result<Answer, Failure> {
    file_of(asked, &sent(asked)?.1)
}
