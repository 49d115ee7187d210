//! What changed between two versions of an agreement, as text: terms and sections in words, then what it moves in money.

use virkning_engine::plan::AccountFigures;

use super::table::{Table, facts, heading};
use crate::app::diff::{AccountMoved, Difference, InvestorFigures, InvestorMoved, MoneyComparison, Moved};
use crate::text::difference::{COLUMNS, InWords, columns};
use crate::text::{Texts, format};

/// What changed.
pub fn diff(difference: &Difference, texts: &Texts) -> String {
    let view = View { words: InWords { difference, texts } };
    let mut out = facts(&view.words.versions());
    out.push_str(&view.terms());
    out.push_str(&view.prose());
    out.push_str(&match &difference.money {
        MoneyComparison::Compared(moved) => view.money(moved),
        MoneyComparison::OtherCurrency => view.not_compared("diff-other-currency"),
        MoneyComparison::OtherPriceLevel => view.not_compared("diff-other-price-level"),
    });
    out
}

struct View<'a> {
    words: InWords<'a>,
}

impl View<'_> {
    fn text(&self, key: &str) -> String {
        self.words.texts.get(key)
    }

    fn terms(&self) -> String {
        let mut out = heading(&self.text("diff-terms"));
        if self.words.difference.terms.is_empty() {
            out.push_str(&format!("  {}\n", self.text("diff-no-terms")));
        }
        for (number, change) in self.words.difference.terms.iter().enumerate() {
            if number > 0 {
                out.push('\n');
            }
            let (title, pairs) = self.words.term(change);
            out.push_str(&format!("  {title}\n{}", indented(&facts(&pairs))));
        }
        out
    }

    fn prose(&self) -> String {
        let sentences = self.words.prose();
        if sentences.is_empty() {
            return String::new();
        }
        let lines: String = sentences.iter().map(|sentence| format!("  {sentence}\n")).collect();
        format!("{}{lines}", heading(&self.text("diff-prose")))
    }

    fn not_compared(&self, key: &str) -> String {
        format!("{}  {}\n", heading(&self.text("diff-money")), self.text(key))
    }

    fn money(&self, moved: &Moved) -> String {
        if moved.accounts.is_empty() && moved.investors.is_empty() {
            return self.not_compared("diff-no-money");
        }
        let mut out = heading(&self.text("diff-money"));
        for account in &moved.accounts {
            out.push_str(&self.account(account));
        }
        for investor in &moved.investors {
            out.push_str(&self.investor(investor));
        }
        out
    }

    /// A sentence, then the difference of each year that moves, and the totals.
    fn account(&self, account: &AccountMoved) -> String {
        let sentence = self.words.account(account);
        let start = Table::new().words(self.text("diff-payment-year"));
        let mut table = COLUMNS.iter().fold(start, |table, key| table.numbers(self.text(key)));
        let differences = |old: &AccountFigures, new: &AccountFigures| {
            columns(old)
                .into_iter()
                .zip(columns(new))
                .map(|(old, new)| self.words.signed(new - old))
                .collect::<Vec<_>>()
        };
        for (year, pair) in &account.by_year {
            table.row([vec![year.to_string()], differences(&pair.old, &pair.new)].concat());
        }
        table.rule();
        let amounts = |figures: &AccountFigures| columns(figures).map(|amount| self.words.amount(amount)).to_vec();
        let total = &account.total;
        table.row([vec![self.text("diff-total-before")], amounts(&total.old)].concat());
        table.row([vec![self.text("diff-total-now")], amounts(&total.new)].concat());
        table.row([vec![self.text("diff-difference")], differences(&total.old, &total.new)].concat());
        format!("\n  {sentence}\n{}", table.render())
    }

    fn investor(&self, investor: &InvestorMoved) -> String {
        let name = self.words.account_name(&investor.party, None);
        let mut table = Table::new()
            .words(self.words.texts.with("diff-investor", &[("party", &name)]))
            .numbers(self.text("plan-paid-in"))
            .numbers(self.text("plan-received"))
            .numbers(self.text("plan-over-cap"))
            .numbers(self.text("diff-irr"))
            .numbers(self.text("diff-xirr"));
        let rate = |rate: Option<f64>| {
            let percent = |rate| format::percent_of_estimate(self.words.texts.language(), rate, 2);
            rate.map_or_else(|| self.text("plan-no-return"), percent)
        };
        let mut row = |key: &str, side: &Option<InvestorFigures>| {
            let mut cells = vec![self.text(key)];
            match side {
                None => cells.resize(6, "–".to_owned()),
                Some(side) => {
                    cells.extend([side.paid_in, side.received, side.over_cap].map(|amount| self.words.amount(amount)));
                    cells.extend([side.returns.irr, side.returns.xirr].map(rate));
                }
            }
            table.row(cells);
        };
        row("diff-before", &investor.figures.old);
        row("diff-now", &investor.figures.new);
        format!("\n{}", table.render())
    }
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}\n")).collect()
}
