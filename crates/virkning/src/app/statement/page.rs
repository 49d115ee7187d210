//! The body of the statement, section by section, and the cells that all of them use.

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::settlement::Provisional;
use virkning_report::{Block, Callout, CalloutKind, Cell, Section};

use super::{Page, edition_in_words};
use crate::app::disclosure::{in_both, of_service};
use crate::app::estimates::{estimate_lists, estimated_measures};
use crate::text::{estimated, format, overlap, service_in_words};

impl Page<'_> {
    pub(super) fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    pub(super) fn money(&self, amount: Money) -> Cell {
        Cell::money(amount.minor(), format::amount(self.texts.language(), amount))
    }

    pub(super) fn money_named(&self, amount: Money) -> Cell {
        Cell::money(amount.minor(), format::money(self.texts.language(), amount))
    }

    pub(super) fn count(&self, count: u64) -> Cell {
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        Cell::count(number, format::count(self.texts.language(), count))
    }

    /// A figure that disclosure control may hide.
    pub(super) fn controlled(&self, name: &str, count: u64) -> Cell {
        match self.material.figures.shows(name) {
            true => self.count(count),
            false => Cell::text(self.text("statement-hidden")),
        }
    }

    /// What stands below a table in which something is hidden.
    pub(super) fn hidden_note(&self) -> String {
        let minimum = self.material.figures.rule.minimum.people().to_string();
        self.texts.with("statement-hidden-note", &[("minimum", &minimum)])
    }

    pub(super) fn day(&self, date: Date) -> Cell {
        Cell::date(date, format::date(self.texts, date))
    }

    pub(super) fn sections(&self) -> Vec<Section> {
        let proposal = self.material.proposal;
        let mut sections = Vec::new();
        let mut warnings = Vec::new();
        if let Some(Provisional::EditionTooEarly { needed, .. }) = &proposal.provisional {
            let edition = &edition_in_words(proposal, self.texts);
            warnings.push(Block::Callout(Callout {
                kind: CalloutKind::Warning,
                title: self.text("statement-provisional-title"),
                text: self.texts.with("statement-provisional", &[("edition", edition), ("needed", needed)]),
            }));
        }
        let unclarified = proposal.unclarified();
        if unclarified > 0 {
            warnings.push(Block::Callout(Callout {
                kind: CalloutKind::Warning,
                title: self.text("statement-unclarified-title"),
                text: self.texts.with(
                    "statement-unclarified-block",
                    &[("count", &format::count(self.texts.language(), unclarified))],
                ),
            }));
        }
        warnings.extend(self.not_stated());
        let estimated = estimated_measures(self.material.agreement, proposal);
        if let Some(text) = estimated::note(&estimated, &estimate_lists(&proposal.inputs), self.texts) {
            let title = self.text("estimated-title");
            warnings.push(Block::Callout(Callout { kind: CalloutKind::Warning, title, text }));
        }
        if !warnings.is_empty() {
            sections.push(Section::new("", warnings));
        }
        if proposal.restated.is_empty() || !proposal.lines.is_empty() {
            sections.push(Section::new(self.text("statement-how"), self.how_computed()));
        }
        if !proposal.restated.is_empty() {
            sections.push(Section::new(self.text("statement-restated"), self.restated()));
        }
        sections.push(Section::new(self.text("statement-participants"), self.participants()));
        let overlaps = &proposal.inputs.overlaps;
        if !overlaps.is_empty() {
            let figures = self.material.figures;
            let sentences = overlaps.iter().map(|used| {
                let is_shown = figures.shows(&in_both(&proposal.agreement, &used.with));
                overlap::of_settlement(used, is_shown, self.texts)
            });
            sections.push(Section::new(self.text("overlap-title"), vec![Block::List(sentences.collect())]));
        }
        sections.push(Section::new(self.text("statement-plan-actual"), self.plan_against_actual()));
        sections.push(Section::new(self.text("statement-account"), self.accounts()));
        let closing = self.closing();
        if !closing.is_empty() {
            sections.push(Section::new(self.text("statement-closing"), closing));
        }
        if !proposal.follow_ups.is_empty() {
            sections.push(Section::new(self.text("statement-follow-ups"), vec![self.follow_ups()]));
        }
        if !proposal.services.is_empty() {
            let figures = self.material.figures;
            let said = proposal.services.iter().enumerate().map(|(place, service)| {
                let is_shown = figures.shows_all(&of_service(proposal, place));
                let after = self.texts.with("service-after", &[("years", &service.after_years.to_string())]);
                format!("{after}: {}", service_in_words(service, is_shown, self.texts))
            });
            let blocks = vec![Block::List(said.collect()), Block::Paragraph(self.text("service-note"))];
            sections.push(Section::new(self.text("service-title"), blocks));
        }
        if !self.material.agreement.choices.is_empty() {
            sections.push(Section::new(self.text("statement-choices"), self.choices()));
        }
        sections.push(Section::new(self.text("statement-data"), vec![Block::Facts(self.data())]));
        if let Some(posting) = self.material.posting.filter(|posting| !posting.entries().is_empty()) {
            sections.push(self.voucher(posting));
        }
        sections
    }
}
