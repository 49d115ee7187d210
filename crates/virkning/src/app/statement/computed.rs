//! How the amount came about: each measure with its rule, each line with what it is made of, and what the source leaves
//! open.

use virkning_model::Decimal;
use virkning_model::agreement::{Clause, Measure, Payment, Share};
use virkning_model::observation::Estimate;
use virkning_model::settlement::Line;
use virkning_report::{Block, Callout, CalloutKind, Cell, Column, Fact, Row, Table};

use super::{Page, holder_short_name};
use crate::app::results::{kept_back, results};
use crate::text::{Texts, format, line};

impl Page<'_> {
    pub(super) fn how_computed(&self) -> Vec<Block> {
        let proposal = self.material.proposal;
        let mut blocks = Vec::new();
        let mut seen = Vec::new();
        for result in results(self.material.agreement, proposal) {
            if let Some(measure) = result.measure.filter(|_| !seen.contains(&result.id)) {
                blocks.push(Block::Facts(self.rule(measure)));
            }
            seen.push(result.id);
        }
        let columns = vec![
            Column::text(self.text("statement-rule")),
            Column::figure(self.text("statement-quantity")),
            Column::figure(self.text("statement-price")),
            Column::figure(self.text("statement-line-due")),
            Column::figure(self.text("statement-line-over-cap")),
            Column::figure(self.text("statement-line-amount")),
        ];
        let mut table = Table::new(self.text("statement-lines"), columns);
        table.empty = self.text("statement-nothing-due");
        table.rows = proposal.lines.iter().map(|line| Row::from(self.line(line))).collect();
        if proposal.lines.len() > 1 {
            let mut total = vec![Cell::text(self.text("statement-total")), Cell::empty(), Cell::empty()];
            let due = proposal.amount + proposal.over_cap;
            total.extend([self.money(due), self.money(proposal.over_cap), self.money(proposal.amount)]);
            table.total = Some(total);
        }
        table.note = Some(self.text("statement-kroner"));
        blocks.push(Block::Table(table));
        let notes = self.notes();
        if !notes.is_empty() {
            blocks.push(Block::Heading(self.text("statement-notes")));
            blocks.push(Block::List(notes));
        }
        blocks.extend(self.kept_back());
        if self.pays_gross_for_successes() {
            blocks.push(Block::Paragraph(self.gross_and_net()));
        }
        blocks
    }

    pub(super) fn rule(&self, measure: &Measure) -> Vec<Fact> {
        vec![
            Fact::new(self.text("statement-measure"), measure.label.clone()),
            Fact::new(self.text("statement-success-when"), crate::text::rule::of_measure(measure, self.texts))
                .with_note(format!("{} ({})", self.as_written(measure), self.clause(&measure.clause))),
            Fact::new(self.text("statement-cohort"), cohort(measure, self.material.proposal.measured_year, self.texts)),
        ]
    }

    /// The rule as the document writes it: its condition, else its value.
    fn as_written<'m>(&self, measure: &'m Measure) -> &'m str {
        if measure.success_text.is_empty() {
            &measure.value_text
        } else {
            &measure.success_text
        }
    }

    /// How lines came about that are no price times a quantity, each with its payment.
    fn notes(&self) -> Vec<String> {
        let agreement = self.material.agreement;
        let several = |rule| self.material.proposal.lines.iter().filter(|line| line.rule == rule).count() > 1;
        let note = |settled: &Line| {
            let notes = line::notes(agreement, settled, self.texts);
            let payment = agreement.payment(&settled.rule);
            let label = payment.map_or_else(|| settled.rule.to_string(), |payment| payment.label.clone());
            let receiver = agreement.party(&settled.to).map_or(settled.to.as_str(), |party| &party.short_name);
            let payer = holder_short_name(agreement, &settled.from, self.texts);
            let whose = if several(settled.rule.clone()) {
                format!(" ({payer} → {receiver})")
            } else {
                String::new()
            };
            (!notes.is_empty()).then(|| format!("{label}{whose}: {}", notes.join("; ")))
        };
        let notes = self.material.proposal.lines.iter().filter_map(note);
        notes.chain(self.material.proposal.estimates.iter().map(|estimate| self.estimate(estimate))).collect()
    }

    /// The estimate of a locked evaluation that a payment rests on, by its plan.
    fn estimate(&self, estimate: &Estimate) -> String {
        let value = format::decimal(self.texts.language(), estimate.value, estimate.value.scale());
        let measure = self.material.agreement.measure(&estimate.measure);
        let measure = measure.map_or(estimate.measure.as_str(), |measure| &measure.label);
        let words = [("measure", measure), ("value", value.as_str()), ("method", estimate.method.as_str())];
        self.texts.with("settle-estimate", &words)
    }

    /// What is paid later, for each receiver and day.
    fn kept_back(&self) -> Option<Block> {
        let kept = kept_back(self.material.proposal);
        let columns = vec![
            Column::text(self.text("statement-receiver")),
            Column::short(self.text("statement-kept-back-until")),
            Column::figure(self.text("statement-kept-back")),
        ];
        let mut table = Table::new(self.text("statement-kept-back"), columns);
        for (day, to, amount) in kept {
            let name = self.material.agreement.party(&to).map_or_else(|| to.to_string(), |party| party.name.clone());
            table.rows.push(Row::from(vec![Cell::text(name), self.day(day), self.money(amount)]));
        }
        table.note = Some(self.text("statement-kroner"));
        (!table.rows.is_empty()).then_some(Block::Table(table))
    }

    /// Payments that are due although no source states how much: they are named, and nothing is invented.
    pub(super) fn not_stated(&self) -> Option<Block> {
        let due = &self.material.proposal.not_stated;
        let label = |id: &virkning_model::id::TermId| {
            self.material.agreement.payment(id).map_or_else(|| id.to_string(), |payment| payment.label.clone())
        };
        let payments: Vec<String> = due.iter().map(label).collect();
        (!due.is_empty()).then(|| {
            Block::Callout(Callout {
                kind: CalloutKind::Warning,
                title: self.text("statement-not-stated-title"),
                text: self.texts.with("statement-not-stated", &[("payments", &payments.join(", "))]),
            })
        })
    }

    /// Whether everyone who succeeds is paid for under one measure: then the baseline is shown beside it.
    fn pays_gross_for_successes(&self) -> bool {
        use virkning_model::agreement::{Counted, PaidPer};
        let payments = &self.material.agreement.payments;
        self.material.proposal.more.is_empty()
            && payments.iter().all(|payment| payment.per == PaidPer::Success && payment.counted == Counted::Gross)
    }

    pub(super) fn clause(&self, clause: &Clause) -> String {
        self.texts.with("statement-clause", &[("section", &clause.section), ("line", &clause.line.to_string())])
    }

    pub(super) fn line(&self, line: &Line) -> Vec<Cell> {
        let payment = self.material.agreement.payments.iter().find(|payment| payment.id == line.rule);
        let label = payment.map_or_else(|| line.rule.to_string(), |payment| payment.label.clone());
        let quantity = format::decimal(self.texts.language(), line.quantity, line.quantity.normalize().scale());
        let rule = format!("{label} ({})", self.clause(&line.clause));
        let shared = payment.filter(|payment| payment.is_shared());
        vec![
            Cell::text(shared.map_or(rule.clone(), |payment| self.ends(&rule, payment, line))),
            Cell::text(quantity),
            self.money(line.price),
            self.money(line.due),
            self.money(line.over_cap),
            self.money(line.amount),
        ]
    }

    /// Whose line it is among several of one rule, with the shares that the agreement gives them.
    pub(super) fn ends(&self, rule: &str, payment: &Payment, line: &Line) -> String {
        let agreement = self.material.agreement;
        let among = |share: Share, all: &[Share]| format::share(self.texts.language(), share, all);
        let payers: Vec<Share> = payment.from.iter().map(|payer| payer.share).collect();
        let receivers: Vec<Share> = payment.to.iter().map(|receiver| receiver.share).collect();
        let payer = payment.from.iter().find(|payer| payer.holder == line.from);
        let receiver = payment.to.iter().find(|receiver| receiver.party == line.to);
        let name = agreement.party(&line.to).map_or(line.to.as_str(), |party| &party.short_name);
        self.texts.with(
            "statement-line-ends",
            &[
                ("rule", rule),
                ("payer", &holder_short_name(agreement, &line.from, self.texts)),
                ("paid", &payer.map_or_else(String::new, |payer| among(payer.share, &payers))),
                ("receiver", name),
                ("received", &receiver.map_or_else(String::new, |receiver| among(receiver.share, &receivers))),
            ],
        )
    }

    /// A payment counts everyone who succeeds; the effect is what exceeds what would have happened anyway. Both are shown.
    pub(super) fn gross_and_net(&self) -> String {
        let proposal = self.material.proposal;
        let language = self.texts.language();
        let baseline = self.material.agreement.measure(&proposal.measure).and_then(|measure| measure.baseline);
        match baseline {
            None => self.text("statement-gross-only"),
            Some(rate) => {
                let anyway = rate * Decimal::from(proposal.counts.eligible);
                let beyond = Decimal::from(proposal.counts.successes) - anyway;
                self.texts.with(
                    "statement-gross-and-net",
                    &[
                        ("successes", &format::count(language, proposal.counts.successes)),
                        ("rate", &format::percent(language, rate, 0)),
                        ("anyway", &format::decimal(language, anyway, 1)),
                        ("beyond", &format::decimal(language, beyond, 1)),
                    ],
                )
            }
        }
    }
}

/// Whom a measure looks at, in words.
fn cohort(measure: &Measure, year: i16, texts: &Texts) -> String {
    use virkning_model::agreement::Eligibility;
    let key = match measure.eligible {
        Eligibility::EnrolledBeforeTheYear => "statement-cohort-rule",
        Eligibility::EnrolledByYearEnd => "statement-cohort-by-year-end",
        Eligibility::WindowClosed => "statement-cohort-window-closed",
        Eligibility::Completed => "statement-cohort-completed",
    };
    texts.with(key, &[("year", &year.to_string())])
}
