//! What the statement rests on: the choices of the agreement, and the data with their hashes.

use virkning_model::origin::Origin;
use virkning_model::source::DREAM;
use virkning_report::{Block, Cell, Column, Fact, MarkKind, Row, Table};

use super::restated::list_in_words;
use super::{Page, value_in_words};
use crate::app::registers::measures_of;
use crate::text::register_in_words;

impl Page<'_> {
    pub(super) fn choices(&self) -> Vec<Block> {
        let columns = vec![
            Column::text(self.text("statement-choice-question")),
            Column::text(self.text("statement-choice-chosen")),
            Column::text(self.text("statement-choice-because")),
        ];
        let mut table = Table::new(self.text("statement-choices-table"), columns);
        for choice in &self.material.agreement.choices {
            let (kind, label) = match &choice.origin {
                Some(Origin::Derived { .. }) => (MarkKind::Derived, "mark-derived"),
                Some(Origin::Assumed { .. }) => (MarkKind::Assumed, "mark-assumed"),
                _ => (MarkKind::Chosen, "mark-chosen"),
            };
            table.rows.push(Row::from(vec![
                Cell::text(choice.question.clone()),
                Cell::text(value_in_words(&choice.chosen, self.texts)).marked(kind, self.text(label)),
                Cell::text(choice.because.clone()),
            ]));
        }
        vec![Block::Paragraph(self.text("statement-choices-note")), Block::Table(table)]
    }

    pub(super) fn data(&self) -> Vec<Fact> {
        let inputs = &self.material.proposal.inputs;
        let fact = |key: &str, value: String| Fact::new(self.text(key), value);
        let mut facts = Vec::new();
        for register in inputs.registers() {
            let of_dream = register.source == DREAM;
            facts.push(if of_dream {
                fact("statement-register-edition", register.edition.clone())
            } else {
                let name = register_in_words(&register.source, self.texts);
                Fact::new(self.texts.with("statement-other-register", &[("register", &name)]), register.edition.clone())
            });
            let snapshot = format!("{} ({})", register.snapshot, register.content.short());
            facts.push(fact("statement-snapshot", snapshot));
            if !inputs.registers.is_empty() {
                let agreement = &self.material.agreement;
                let measures = measures_of(agreement, self.material.proposal, &register.source).join("; ");
                facts.push(fact("statement-register-measures", measures));
            }
        }
        if let Some(observations) = &inputs.observations {
            facts.push(fact("statement-observations", observations.short().to_owned()));
        }
        facts.extend(inputs.lists.iter().map(|list| fact("statement-list", list_in_words(list))));
        facts.extend([
            fact("statement-code-list", format!("{} ({})", inputs.code_list_edition, inputs.code_list_content.short())),
            fact("statement-enrolment-set", inputs.enrolment_set.short().to_owned()),
            fact("statement-numbers", inputs.numbers.as_ref().map_or("–", |hash| hash.short()).to_owned()),
            fact("statement-ruleset", inputs.ruleset.to_string()),
            fact("statement-trace", self.material.proposal.trace.short().to_owned()),
        ]);
        facts
    }
}
