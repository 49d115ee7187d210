//! Whom the measures looked at: each measure's counts with its control arm, what participants were, and what is followed
//! without payment.

use virkning_model::agreement::{LeftPopulation, Measure};
use virkning_report::{Block, Cell, Column, Row, Table};

use super::{Page, situation_key, situation_word};
use crate::app::disclosure::{figure, followed, situation};
use crate::app::results::{Measured, results};
use crate::text::estimated::measure_label;
use crate::text::{Texts, format};

impl Page<'_> {
    pub(super) fn participants(&self) -> Vec<Block> {
        let results = results(self.material.agreement, self.material.proposal);
        let mut blocks = Vec::new();
        if results.len() > 1 || results.iter().any(|result| result.control.is_some()) {
            blocks.push(self.measures(&results));
        }
        // What people were is known where a register was asked; it is shown for the first measure that did. Reported
        // outcomes say nothing of what people were otherwise.
        if let Some(result) = results.iter().find(|result| result.has_situations()) {
            blocks.push(self.situations(result));
        }
        if blocks.is_empty() {
            blocks.push(self.measures(&results));
        }
        blocks
    }

    /// Every measure with its counts, the control arm below its treatment arm.
    fn measures(&self, results: &[Measured<'_>]) -> Block {
        let columns = vec![
            Column::text(self.text("statement-measure")),
            Column::short(self.text("statement-arm")),
            Column::figure(self.text("statement-people")),
            Column::figure(self.text("statement-of-them-successes")),
            Column::figure(self.text("statement-unclarified")),
            Column::figure(self.text("statement-expected-successes")),
        ];
        let mut table = Table::new(self.text("statement-more-measures"), columns);
        let mut left_out = 0;
        for result in results {
            let arm = if result.control.is_some() {
                "statement-arm-treatment"
            } else {
                "statement-arm-all"
            };
            let arms = [(arm, Some(result.counts)), ("statement-arm-control", result.control)];
            for (arm, counts) in arms.into_iter().filter_map(|(arm, counts)| Some((arm, counts?))) {
                let expected = result.expected.filter(|_| arm != "statement-arm-control");
                let planned = expected.map_or_else(
                    || Cell::text("–"),
                    |expected| Cell::text(format::decimal(self.texts.language(), expected.successes, 1)),
                );
                left_out += counts.left_out;
                table.rows.push(Row::from(vec![
                    Cell::text(measure_name(result, self.texts)),
                    Cell::text(self.text(arm)),
                    self.count(counts.eligible),
                    if result.asks_who_succeeded() {
                        self.count(counts.successes)
                    } else {
                        Cell::text("–")
                    },
                    self.count(counts.unclarified),
                    planned,
                ]));
            }
        }
        if left_out > 0 {
            let number = format::count(self.texts.language(), left_out);
            let left = |measure: &Measure| measure.left_population == Some(LeftPopulation::LeftOut);
            let note = if self.material.agreement.measures.iter().any(left) {
                "statement-left-out-or-gone"
            } else {
                "statement-left-out"
            };
            table.note = Some(format!("{}: {number}", self.text(note)));
        }
        Block::Table(table)
    }

    fn situations(&self, result: &Measured<'_>) -> Block {
        let (proposal, counts) = (self.material.proposal, result.counts);
        let columns = vec![
            Column::text(self.text("statement-situation")),
            Column::figure(self.text("statement-people")),
            Column::figure(self.text("statement-of-them-successes")),
        ];
        let mut table = Table::new(self.text("statement-situations"), columns);
        let mut hides = false;
        for row in &counts.situations {
            let word = situation_word(row.situation);
            let name =
                |what: &str| figure(&proposal.agreement, result, "all", proposal.measured_year, &situation(word, what));
            let (people, successes) = (name("people"), name("successes"));
            hides |= !self.material.figures.shows_all(&[people.clone(), successes.clone()]);
            table.rows.push(Row::from(vec![
                Cell::text(self.text(situation_key(row.situation))),
                self.controlled(&people, row.people),
                self.controlled(&successes, row.successes),
            ]));
        }
        table.total = Some(vec![
            Cell::text(self.text("statement-total")),
            self.count(counts.eligible),
            self.count(counts.successes),
        ]);
        let mut note = self.text("statement-situations-note");
        if hides {
            note.push(' ');
            note.push_str(&self.hidden_note());
        }
        table.note = Some(note);
        Block::Table(table)
    }

    pub(super) fn follow_ups(&self) -> Block {
        let language = self.texts.language();
        let columns = vec![
            Column::text(self.text("statement-measure")),
            Column::figure(self.text("statement-people")),
            Column::figure(self.text("statement-of-them-successes")),
            Column::figure(self.text("statement-unclarified")),
            Column::text(self.text("statement-share")),
            Column::figure(self.text("statement-target")),
        ];
        let mut table = Table::new(self.text("statement-follow-ups-table"), columns);
        let mut hides = false;
        for (place, result) in self.material.proposal.follow_ups.iter().enumerate() {
            let name = |what: &str| followed(self.material.proposal, place, what);
            let (people, successes) = (name("people"), name("successes"));
            let shows_share = self.material.figures.shows_all(&[people.clone(), successes.clone()]);
            hides |= !shows_share || !self.material.figures.shows(&name("unclarified"));
            let measure = self.material.agreement.measure(&result.measure);
            let label =
                measure.map_or_else(|| result.measure.to_string(), |measure| measure_label(measure, self.texts));
            let label = with_month(label, result.at, self.texts);
            table.rows.push(Row::from(vec![
                Cell::text(label),
                self.controlled(&people, result.eligible),
                self.controlled(&successes, result.successes),
                self.controlled(&name("unclarified"), result.unclarified),
                match shows_share {
                    true => Cell::text(self.interval(result.successes, result.eligible)),
                    false => Cell::text(self.text("statement-hidden")),
                },
                result
                    .target
                    .map_or_else(|| Cell::text("–"), |target| Cell::text(format::percent(language, target, 0))),
            ]));
        }
        let mut note = self.text("statement-follow-ups-note");
        if hides {
            note.push(' ');
            note.push_str(&self.hidden_note());
        }
        table.note = Some(note);
        Block::Table(table)
    }
}

/// A measure by its label, with the month since the start where it is measured at several.
pub fn measure_name(result: &Measured<'_>, texts: &Texts) -> String {
    let label = result.measure.map_or_else(|| result.id.to_string(), |measure| measure_label(measure, texts));
    with_month(label, result.at, texts)
}

/// A label with the month since the start, if it is not zero.
pub fn with_month(label: String, at: u16, texts: &Texts) -> String {
    match at {
        0 => label,
        month => texts.with("statement-measure-at", &[("label", &label), ("month", &month.to_string())]),
    }
}
