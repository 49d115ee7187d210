//! Two proposals held against each other: what is paid, what was counted, each line, and what each was made of.

use std::collections::BTreeMap;

use maud::html;
use virkning_model::id::ProposalId;
use virkning_model::settlement::{Line, Proposal};
use virkning_model::{Agreement, Money};
use virkning_report::{Cell, Column, Row, Table};

use crate::app::failure::{Failure, Refusal};
use crate::app::results::results;
use crate::app::settle::StoredProposal;
use crate::app::statement::{holder_short_name, measure_name};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::csv;
use crate::web::layout::{Head, asked_page};
use crate::web::request::Asked;
use crate::web::view;

/// Both, side by side.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let agreement = asked.session.sealed_now(id)?;
    let (one, other) = (stored(asked, "a")?, stored(asked, "b")?);
    let view = Both { asked, agreement: &agreement, one: &one, other: &other };
    let amounts = view.amounts();
    if asked.arrived.field("csv") == "beloeb" {
        return csv::answer(&format!("{id}-sammenligning"), &amounts);
    }
    let body = html! {
        section {
            h2 { (asked.text("settle-compare-amounts")) }
            (csv::with_link(asked, "beloeb", view::table_named(&amounts, &asked.text("settle-compare-amounts"))))
        }
        section { h2 { (asked.text("settle-compare-counts")) } (view::table_named(&view.counts(), &asked.text("settle-compare-counts"))) }
        section { h2 { (asked.text("settle-compare-inputs")) } (view::table_named(&view.inputs(), &asked.text("settle-compare-inputs"))) }
    };
    let mut head = Head::of_investment(asked, id, &agreement.name, "web-settlements", asked.text("settle-compare"));
    head.crumbs.push((format!("/investeringer/{id}/afregninger"), asked.text("web-settlements")));
    Ok(asked_page(asked, head, body))
}

/// A proposal of this agreement; one of another is not there.
fn stored(asked: &Asked<'_>, field: &str) -> Result<StoredProposal, Failure> {
    let unknown = || Refusal::new("proposal-unknown").with("proposal", asked.arrived.field(field));
    let id = ProposalId::new(asked.arrived.field(field)).map_err(|_| unknown())?;
    let stored = asked.session.show(&id)?;
    if stored.record.agreement != *asked.agreement()? {
        return Err(unknown().into());
    }
    Ok(stored)
}

struct Both<'a> {
    asked: &'a Asked<'a>,
    agreement: &'a Agreement,
    one: &'a StoredProposal,
    other: &'a StoredProposal,
}

impl Both<'_> {
    fn table(&self, with_difference: bool) -> Table {
        let name = |stored: &StoredProposal| super::settlements::title(self.asked, &stored.record);
        let mut columns = vec![Column::text(self.asked.text("settle-compare-what"))];
        let column = |text| if with_difference { Column::figure(text) } else { Column::text(text) };
        columns.extend([column(name(self.one)), column(name(self.other))]);
        if with_difference {
            columns.push(Column::figure(self.asked.text("settle-compare-difference")));
        }
        Table::new("", columns)
    }

    fn money(&self, amount: Money) -> Cell {
        Cell::money(amount.minor(), format::amount(self.asked.texts.language(), amount))
    }

    fn amounts_row(&self, what: String, one: Money, other: Money) -> Row {
        let cells = vec![Cell::text(what), self.money(one), self.money(other), self.money(other - one)];
        if one == other { Row::from(cells) } else { Row::highlighted(cells) }
    }

    fn amounts(&self) -> Table {
        let zero = Money::zero(self.agreement.currency);
        let mut table = self.table(true);
        let lines = |proposal: &Proposal| {
            let mut sums: BTreeMap<String, Money> = BTreeMap::new();
            for line in &proposal.lines {
                *sums.entry(self.line(line)).or_insert(zero) += line.amount;
            }
            sums
        };
        let (one, other) = (lines(&self.one.proposal), lines(&self.other.proposal));
        let of = |sums: &BTreeMap<String, Money>, name: &str| sums.get(name).copied().unwrap_or(zero);
        let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
        names.sort();
        names.dedup();
        table.rows =
            names.into_iter().map(|name| self.amounts_row(name.clone(), of(&one, name), of(&other, name))).collect();
        let (one, other) = (&self.one.proposal, &self.other.proposal);
        table.rows.push(self.amounts_row(self.asked.text("settle-compare-over-cap"), one.over_cap, other.over_cap));
        let restated = |proposal: &Proposal| proposal.payable() - proposal.amount;
        table.rows.push(self.amounts_row(self.asked.text("posting-restatement"), restated(one), restated(other)));
        let total = self.amounts_row(self.asked.text("web-payable"), one.payable(), other.payable());
        table.total = Some(total.cells);
        table
    }

    fn line(&self, line: &Line) -> String {
        let label = self.agreement.payment(&line.rule).map_or_else(|| line.rule.to_string(), |term| term.label.clone());
        let to = self.agreement.party(&line.to).map_or(line.to.as_str(), |party| &party.short_name);
        format!("{label}: {} → {to}", holder_short_name(self.agreement, &line.from, self.asked.texts))
    }

    fn counts(&self) -> Table {
        let mut table = self.table(true);
        let counted = |proposal: &Proposal| {
            let mut counted: BTreeMap<String, u64> = BTreeMap::new();
            for result in results(self.agreement, proposal) {
                let name = measure_name(&result, self.asked.texts);
                let counts = result.counts;
                for (key, number) in [
                    ("statement-people", counts.eligible),
                    ("statement-of-them-successes", counts.successes),
                    ("statement-unclarified", counts.unclarified),
                ] {
                    counted.insert(format!("{name}: {}", self.asked.text(key)), number);
                }
            }
            counted
        };
        let (one, other) = (counted(&self.one.proposal), counted(&self.other.proposal));
        let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
        names.sort();
        names.dedup();
        let language = self.asked.texts.language();
        let count = |number: i64| {
            let text = format::count(language, number.unsigned_abs());
            Cell::count(number, if number < 0 { format!("−{text}") } else { text })
        };
        let of = |sums: &BTreeMap<String, u64>, name: &str| {
            i64::try_from(sums.get(name).copied().unwrap_or(0)).unwrap_or(i64::MAX)
        };
        table.rows = names
            .into_iter()
            .map(|name| {
                let (one, other) = (of(&one, name), of(&other, name));
                let cells = vec![Cell::text(name.clone()), count(one), count(other), count(other - one)];
                if one == other { Row::from(cells) } else { Row::highlighted(cells) }
            })
            .collect();
        table
    }

    /// What each was made of, by short hashes: what differs explains the difference.
    fn inputs(&self) -> Table {
        let mut table = self.table(false);
        let of = |proposal: &Proposal| {
            let inputs = &proposal.inputs;
            let observations = inputs.observations.as_ref().map_or("–", |hash| hash.short());
            [
                ("web-version", proposal.version.clone()),
                ("settle-compare-seal", inputs.seal.short().to_owned()),
                ("settle-compare-enrolment", inputs.enrolment_set.short().to_owned()),
                ("settle-compare-snapshot", format!("{} ({})", inputs.snapshot, inputs.register_edition)),
                (
                    "settle-compare-codes",
                    format!("{} ({})", inputs.code_list_edition, inputs.code_list_content.short()),
                ),
                ("settle-compare-observations", observations.to_owned()),
            ]
        };
        let rows = of(&self.one.proposal).into_iter().zip(of(&self.other.proposal));
        table.rows = rows
            .map(|((key, one), (_, other))| {
                let is_same = one == other;
                let cells = vec![Cell::text(self.asked.text(key)), Cell::text(one), Cell::text(other)];
                if is_same { Row::from(cells) } else { Row::highlighted(cells) }
            })
            .collect();
        table
    }
}
