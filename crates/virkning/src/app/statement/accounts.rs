//! The investors' accounts, what is paid on days of its own, and the voucher with its entries.

use virkning_engine::ClosingKind;
use virkning_model::Money;
use virkning_model::ledger::Posting;
use virkning_report::{Block, Cell, Column, Row, Section, Table};

use super::{Page, holder_name, holder_short_name, purpose_key};
use crate::app::results::closing_after;
use crate::text::format;

impl Page<'_> {
    pub(super) fn accounts(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for account in &self.material.proposal.accounts {
            let party = self.material.agreement.party(&account.party);
            let name = party.map_or_else(|| account.party.to_string(), |party| party.short_name.clone());
            let columns =
                vec![Column::text(self.text("statement-item")), Column::figure(self.text("statement-kroner-column"))];
            let mut table = Table::new(self.texts.with("statement-account-of", &[("party", &name)]), columns);
            let mut row = |key: &str, amount: Money| {
                table.rows.push(Row::from(vec![Cell::text(self.text(key)), self.money(amount)]));
            };
            row("statement-paid-in", account.paid_in);
            row("statement-received", account.received);
            if let Some(room) = account.cap_room {
                row("statement-cap-room", room);
            }
            if let Some(capital) = account.capital_outstanding {
                row("statement-capital-outstanding", capital);
            }
            if let Some(interest) = account.return_outstanding {
                row("statement-return-outstanding", interest);
            }
            table.total = Some(vec![Cell::text(self.text("statement-balance")), self.money(account.balance)]);
            table.note = Some(self.text("statement-account-note"));
            blocks.push(Block::Table(table));
        }
        blocks
    }

    pub(super) fn voucher(&self, posting: &Posting) -> Section {
        use virkning_model::ledger::Voucher;
        let (heading, text) = match posting.voucher() {
            Voucher::Reposting => ("statement-reposting", "statement-reposting-text"),
            Voucher::Payment => ("statement-payment", "statement-payment-text"),
        };
        let columns = vec![
            Column::text(self.text("statement-ledger-account")),
            Column::figure(self.text("statement-debit")),
            Column::figure(self.text("statement-credit")),
        ];
        let mut table = Table::new(self.text("statement-entries"), columns);
        for entry in posting.entries().iter().filter(|entry| !entry.account.purpose.is_settling()) {
            let (debit, credit) = if entry.amount.is_negative() {
                (Cell::empty(), self.money(-entry.amount))
            } else {
                (self.money(entry.amount), Cell::empty())
            };
            let account = self.text(purpose_key(entry.account.purpose));
            let holder = holder_name(self.material.agreement, &entry.account.holder);
            table.rows.push(Row::from(vec![Cell::text(format!("{holder}: {account}")), debit, credit]));
        }
        table.note = Some(self.texts.with(
            "statement-entries-note",
            &[("year", &posting.date().year().to_string()), ("date", &format::date(self.texts, posting.date()))],
        ));
        Section::new(self.text(heading), vec![Block::Paragraph(self.text(text)), Block::Table(table)])
    }

    /// What is paid whatever the results, on days of its own.
    pub(super) fn closing(&self) -> Vec<Block> {
        let material = self.material;
        let closing = closing_after(material.agreement, Some(material.id), material.content, material.proposal);
        let columns = vec![
            Column::short(self.text("statement-closing-day")),
            Column::text(self.text("statement-closing-what")),
            Column::text(self.text("statement-payer")),
            Column::text(self.text("statement-receiver")),
            Column::figure(self.text("statement-kroner-column")),
        ];
        let mut table = Table::new(self.text("statement-closing"), columns);
        for payment in &closing.payments {
            let receiver = material.agreement.party(&payment.to);
            table.rows.push(Row::from(vec![
                self.day(payment.date),
                Cell::text(format!("{}: {}", self.text(closing_key(payment.kind)), payment.label)),
                Cell::text(holder_short_name(material.agreement, &payment.from, self.texts)),
                Cell::text(receiver.map_or_else(|| payment.to.to_string(), |party| party.short_name.clone())),
                self.money(payment.amount),
            ]));
        }
        table.note = Some(self.text("statement-closing-note"));
        let mut blocks = if table.rows.is_empty() { Vec::new() } else { vec![Block::Table(table)] };
        if !closing.not_stated.is_empty() {
            let terms: Vec<&str> = closing.not_stated.iter().map(|term| term.as_str()).collect();
            blocks.push(Block::Paragraph(
                self.texts.with("statement-closing-not-stated", &[("terms", &terms.join(", "))]),
            ));
        }
        blocks
    }
}

/// The text of a payment on a day of its own.
pub fn closing_key(kind: ClosingKind) -> &'static str {
    match kind {
        ClosingKind::CapitalReturn => "closing-capital-return",
        ClosingKind::Floor => "closing-floor",
        ClosingKind::Guarantee => "closing-guarantee",
    }
}
