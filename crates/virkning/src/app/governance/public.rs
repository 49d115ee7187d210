//! A paper for the public: counts of people are controlled like every other release, against everything that was given out
//! before, and the release is kept before the paper leaves. What follows from a hidden count is hidden too.

use virkning_govern::record::{Cell, Part, Words};
use virkning_govern::{Dossier, Figure, Report, Value, Wanted};
use virkning_model::Decimal;
use virkning_model::id::AgreementId;
use virkning_register::disclosure::{Audience, Standing, Table};

use super::write_paper;
use crate::app::Session;
use crate::app::disclosure::Leaving;
use crate::app::failure::Failure;
use crate::app::participants::enrolled_cell;

/// Ends of the names of figures from which the number of those who have started could be worked out.
const FOLLOWS: [&str; 3] = [".recruitment.forecast", ".recruitment.forecast.interval", ".recruitment.drop-out"];

/// The end of the name of the number of those who have started.
const STARTED: &str = ".recruitment.started";

/// What stands instead of a figure.
fn hidden() -> Value {
    Value::Word("paper-too-few".to_owned())
}

impl Session<'_> {
    /// A public summary. One that leaves is kept as a release; one that is only looked at is controlled in the same way.
    pub(super) fn public_paper(
        &self,
        dossier: &Dossier,
        wanted: &Wanted<'_>,
        does_leave: bool,
    ) -> Result<Report, Failure> {
        let mut report = write_paper(dossier, wanted)?;
        let Some((agreement, started)) = started(dossier, &report) else {
            for_the_public(&mut report, u64::from(self.disclosure_rule()?.0.minimum));
            return Ok(report);
        };
        let mut table = Table::default();
        let (name, population) = match self.store.enrolment_latest(&agreement)? {
            Some(_) => enrolled_cell(&self.people(&agreement)?, started),
            // Nobody is kept here: the number stands in a document, which is a population of its own.
            None => (format!("{agreement}/reported/started"), format!("reported {started}")),
        };
        table.cell(&name, &population, started, Standing::Breakdown);
        let subject = report.subject.clone();
        let figures = if does_leave {
            let (audience, kind) = (Audience::Public, "public-summary");
            let leaving = Leaving { agreement: &agreement, audience, kind, subject: &subject };
            self.release_figures(leaving, &table)?
        } else {
            self.controlled(Audience::Public, &table, &[])?.0
        };
        if !figures.shows(&name) {
            each_figure(&mut report, &mut |figure| {
                if figure.id.ends_with(STARTED) {
                    figure.value = hidden();
                }
            });
        }
        for_the_public(&mut report, u64::from(figures.rule.minimum));
        Ok(report)
    }
}

/// The agreement of a summary and how many have started, where it says so.
fn started(dossier: &Dossier, report: &Report) -> Option<(AgreementId, u64)> {
    let idea = dossier.portfolio.ideas.iter().find(|idea| idea.id.as_str() == report.subject)?;
    let figure = report.figure(&format!("{}{STARTED}", report.subject))?;
    match &figure.value {
        Value::Count(count) => Some((idea.agreement.clone()?, u64::try_from(*count).ok()?)),
        _ => None,
    }
}

/// A paper for readers outside: a count of people below the least that may be shown is not, nor the shares and sentences in
/// which it could be read, nor what follows from it.
pub fn for_the_public(report: &mut Report, minimum: u64) {
    each_figure(report, &mut |figure| hide_small(&mut figure.value, minimum));
    for part in report.sections.iter_mut().flat_map(|section| &mut section.parts) {
        hide_in_part(part, minimum);
    }
    let is_hidden = report.figures().iter().any(|figure| figure.id.ends_with(STARTED) && figure.value == hidden());
    if is_hidden {
        each_figure(report, &mut |figure| {
            if FOLLOWS.iter().any(|end| figure.id.ends_with(end)) {
                figure.value = hidden();
            }
        });
    }
}

fn hide_small(value: &mut Value, minimum: u64) {
    let is_small = |count: &Decimal| !count.is_zero() && *count < minimum.into();
    let small = match value {
        Value::Count(count) => is_small(count),
        Value::Of(number, of) => is_small(number) || is_small(&(*of - *number)) || is_small(of),
        _ => false,
    };
    if small {
        *value = hidden();
    }
}

/// What tells of a count: itself, and what is computed from it.
fn tells(value: &Value) -> bool {
    matches!(
        value,
        Value::Count(_) | Value::Of(..) | Value::Share(_) | Value::Shares(..) | Value::Probability(_) | Value::Span(..)
    )
}

/// Shares beside a hidden count, and numbers of a sentence that names one.
fn hide_in_part(part: &mut Part, minimum: u64) {
    match part {
        Part::Text(words) | Part::Heading(words) => hide_in_words(words, minimum),
        Part::List(points) | Part::Numbered(points) => {
            points.iter_mut().for_each(|words| hide_in_words(words, minimum))
        }
        Part::Remark { title, text, .. } => {
            hide_in_words(title, minimum);
            hide_in_words(text, minimum);
        }
        Part::Facts(lines) => {
            lines.iter_mut().filter_map(|line| line.note.as_mut()).for_each(|note| hide_in_words(note, minimum))
        }
        Part::Table(table) => {
            for row in &mut table.rows {
                let is_hidden = |cell: &Cell| matches!(cell, Cell::Figure(figure) if figure.value == hidden());
                let has_hidden = row.cells.iter().any(is_hidden);
                for cell in &mut row.cells {
                    match cell {
                        Cell::Words(words) => hide_in_words(words, minimum),
                        Cell::Figure(figure) if has_hidden && is_share(&figure.value) => figure.value = hidden(),
                        _ => {}
                    }
                }
            }
        }
        Part::Chart(_) => {}
    }
}

fn is_share(value: &Value) -> bool {
    matches!(value, Value::Share(_) | Value::Shares(..) | Value::Probability(_))
}

fn hide_in_words(words: &mut Words, minimum: u64) {
    let Words::Key(_, values) = words else { return };
    let is_small = |value: &Value| {
        let mut value = value.clone();
        hide_small(&mut value, minimum);
        value == hidden()
    };
    if values.iter().any(|(_, value)| is_small(value)) {
        values.iter_mut().filter(|(_, value)| tells(value)).for_each(|(_, value)| *value = hidden());
    }
}

/// Does something to every figure of a report.
fn each_figure(report: &mut Report, act: &mut dyn FnMut(&mut Figure)) {
    for line in report.facts.iter_mut().chain(&mut report.key_figures) {
        act(&mut line.figure);
    }
    for part in report.sections.iter_mut().flat_map(|section| &mut section.parts) {
        match part {
            Part::Facts(lines) => lines.iter_mut().for_each(|line| act(&mut line.figure)),
            Part::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    if let Cell::Figure(figure) = cell {
                        act(figure);
                    }
                }
            }
            _ => {}
        }
    }
}
