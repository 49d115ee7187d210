//! The re-posting voucher (omposteringsbilag) as view data: what moves between budgets of one legal entity, by account
//! string, with everybody who had a part in it. It reads rows that are finished and computes only their sums.

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::agreement::Agreement;
use virkning_model::id::ContentHash;
use virkning_report::{
    Block, Callout, CalloutKind, Cell, Column, Fact, KeyFigure, Labels, Party, Row, Section, SignatureBox, Statement,
    Table,
};

use crate::finance::lines::FinanceLine;
use crate::finance::mapping::Mapping;
use crate::text::{Texts, format};

/// Everything a voucher is made of.
pub struct RepostingMaterial<'a> {
    /// The voucher's number (bilagsnummer).
    pub number: &'a str,
    /// The agreement.
    pub agreement: &'a Agreement,
    /// What is paid for, in words: `Resultatbetaling, måleår 2024 · afregnes marts 2025`.
    pub what: &'a str,
    /// The day of posting and payment.
    pub day: Date,
    /// The rows that it shows; see [`crate::finance::lines::reposted`].
    pub lines: Vec<&'a FinanceLine>,
    /// The mapping that the account strings come from.
    pub mapping: &'a Mapping,
    /// What was decided on: the number of the proposal and its content hash, where there is one.
    pub decided: Option<(&'a str, &'a ContentHash)>,
    /// Who did what: the act, the name, and the day, in words.
    pub acts: Vec<[String; 3]>,
    /// Whether the register data are made up.
    pub synthetic: bool,
}

/// The voucher in the language of the texts.
pub fn reposting(material: &RepostingMaterial<'_>, texts: &Texts) -> Statement {
    let page = Page { material, texts };
    let labels = Labels {
        page: texts.get("statement-page"),
        of: texts.get("statement-of"),
        signatures: texts.get("reposting-instruction"),
        summary: texts.get("statement-summary"),
    };
    let title = texts.with("reposting-title", &[("number", material.number)]);
    let mut statement = Statement::new(texts.language().code(), material.day, &title, material.number, labels);
    statement.issuer = page.issuer();
    statement.subtitle = format!("{} · {}", material.agreement.name, material.what);
    statement.synthetic_mark = material.synthetic.then(|| texts.get("statement-synthetic"));
    statement.parties = page.parties();
    statement.key_figures = page.key_figures();
    statement.sections = page.sections();
    statement.signatures = vec![SignatureBox {
        party: page.issuer(),
        office: texts.get("reposting-instructs"),
        date_label: texts.get("statement-date"),
        name_label: texts.get("statement-name"),
    }];
    let edition = format!("{} ({})", material.mapping.edition, material.mapping.hash.short());
    statement.footer = texts.with("reposting-footer", &[("mapping", &edition)]);
    statement
}

/// A voucher while it is written.
struct Page<'a> {
    material: &'a RepostingMaterial<'a>,
    texts: &'a Texts,
}

impl Page<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn money(&self, amount: Money) -> Cell {
        Cell::money(amount.minor(), format::amount(self.texts.language(), amount))
    }

    /// The legal entity inside which the money moves.
    fn issuer(&self) -> String {
        let party =
            self.material.lines.first().and_then(|line| self.material.agreement.party(&line.entry.holder.party));
        party.map_or_else(String::new, |party| party.legal_entity.clone())
    }

    /// Each side once: who is charged, then who is credited.
    fn parties(&self) -> Vec<Party> {
        let mut parties: Vec<Party> = Vec::new();
        let (credits, debits): (Vec<&FinanceLine>, Vec<&FinanceLine>) =
            self.material.lines.iter().copied().partition(|line| line.entry.amount.is_negative());
        for (role, lines) in [("reposting-charged", debits), ("reposting-credited", credits)] {
            for line in lines {
                let agreement = self.material.agreement;
                let name = agreement.party(&line.entry.holder.party).map_or("", |party| party.name.as_str());
                let budget = line.entry.holder.budget.as_ref().and_then(|id| agreement.budget(id));
                let details = budget.map(|budget| budget.label.clone()).into_iter().chain([line.committee.clone()]);
                let party = Party { role: self.text(role), name: name.to_owned(), details: details.collect() };
                if !parties.contains(&party) {
                    parties.push(party);
                }
            }
        }
        parties
    }

    /// The regnskabsår of the rows: one, or several.
    fn accounting_years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.material.lines.iter().map(|line| line.accounting_year).collect();
        years.sort();
        years.dedup();
        years
    }

    fn key_figures(&self) -> Vec<KeyFigure> {
        let years: Vec<String> = self.accounting_years().iter().map(i16::to_string).collect();
        let charged = self.sum(|amount| !amount.is_negative());
        vec![
            KeyFigure::new(
                self.text("reposting-amount"),
                Cell::money(charged.minor(), format::money(self.texts.language(), charged)),
            )
            .emphasised(),
            KeyFigure::new(
                self.text("reposting-day"),
                Cell::date(self.material.day, format::date(self.texts, self.material.day)),
            ),
            KeyFigure::new(self.text("reposting-accounting-year"), Cell::text(years.join(", "))),
        ]
    }

    /// What the rows of one side add up to, without a sign.
    fn sum(&self, side: impl Fn(Money) -> bool) -> Money {
        let amounts = self.material.lines.iter().map(|line| line.entry.amount).filter(|amount| side(*amount));
        let sum = amounts.fold(Money::zero(self.material.mapping.currency), |sum, amount| sum + amount);
        if sum.is_negative() { -sum } else { sum }
    }

    fn sections(&self) -> Vec<Section> {
        let mut sections = vec![Section::new(self.text("reposting-entries"), vec![Block::Table(self.entries())])];
        if self.material.mapping.is_assumed() {
            sections[0].blocks.push(Block::Callout(Callout {
                kind: CalloutKind::Warning,
                title: self.text("reposting-assumed-title"),
                text: self.text("reposting-assumed"),
            }));
        }
        sections.push(Section::new(self.text("reposting-basis"), vec![Block::Facts(self.basis())]));
        sections.push(Section::new(self.text("reposting-acts"), vec![Block::Table(self.acts())]));
        sections
    }

    fn entries(&self) -> Table {
        let several = self.accounting_years().len() > 1;
        let mut columns =
            vec![Column::short(self.text("reposting-account")), Column::text(self.text("reposting-text"))];
        if several {
            columns.push(Column::short(self.text("reposting-accounting-year")));
        }
        columns.push(Column::figure(self.text("statement-debit")));
        columns.push(Column::figure(self.text("statement-credit")));
        let mut table = Table::new("", columns);
        for line in &self.material.lines {
            let amount = line.entry.amount;
            let (debit, credit) = if amount.is_negative() {
                (Cell::empty(), self.money(-amount))
            } else {
                (self.money(amount), Cell::empty())
            };
            let mut cells =
                vec![Cell::text(line.account.clone()), Cell::text(format!("{} – {}", line.label, line.entry.text))];
            cells.extend(several.then(|| Cell::year(line.accounting_year)));
            cells.extend([debit, credit]);
            table.rows.push(Row::from(cells));
        }
        let mut total = vec![Cell::text(self.text("statement-total")), Cell::empty()];
        total.extend(several.then(Cell::empty));
        total.extend([self.money(self.sum(|amount| !amount.is_negative())), self.money(self.sum(Money::is_negative))]);
        table.total = Some(total);
        table.note = Some(self.text("reposting-entries-note"));
        table
    }

    fn basis(&self) -> Vec<Fact> {
        let material = self.material;
        let mapping = &material.mapping;
        let version = [("agreement", material.agreement.name.as_str()), ("version", &material.agreement.version)];
        let mut facts = vec![
            Fact::new(self.text("reposting-agreement"), self.texts.with("reposting-agreement-version", &version)),
            Fact::new(self.text("reposting-what"), material.what.to_owned()),
        ];
        if let Some((number, content)) = material.decided {
            facts.push(Fact::new(self.text("reposting-decided"), number.to_owned()));
            facts.push(Fact::new(self.text("statement-content"), content.to_string()));
        }
        let named = format!("{}, {} ({})", mapping.name, mapping.edition, mapping.hash.short());
        facts.push(Fact::new(self.text("reposting-mapping"), named));
        facts
    }

    fn acts(&self) -> Table {
        let columns = ["reposting-act", "reposting-name", "reposting-act-day"];
        let mut table = Table::new("", columns.iter().map(|key| Column::text(self.text(key))).collect());
        table.rows = self.material.acts.iter().map(|act| Row::from(act.clone().map(Cell::from).to_vec())).collect();
        table
    }
}

#[cfg(test)]
mod tests;
