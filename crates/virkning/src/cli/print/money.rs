//! Payments, statements of account, comparisons and budgets as text.

use virkning_engine::{AccountStatement, Commitment, ComparedRow, DifferenceReason, Direction};
use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement, PriceLevel};
use virkning_model::id::PartyId;
use virkning_model::ledger::Voucher;

use super::table::{Table, heading};
use crate::app::accounts::{BudgetAnswer, BudgetSaid, term_label};
use crate::app::payments::{Due, Reconciled, RowResult};
use crate::app::statement::{holder_short_name, purpose_key};
use crate::finance::csv;
use crate::text::Texts;
use crate::text::format;

fn amount(texts: &Texts, amount: Money) -> String {
    format::amount(texts.language(), amount)
}

fn day(texts: &Texts, day: jiff::civil::Date) -> String {
    format::short_date(texts.language(), day)
}

fn party(agreement: &Agreement, id: &PartyId) -> String {
    agreement.party(id).map_or_else(|| id.to_string(), |party| party.short_name.clone())
}

/// What vouchers make owed, agreement by agreement.
pub fn dues(all: &[(Agreement, Vec<Due>)], texts: &Texts) -> String {
    let mut out = String::new();
    for (agreement, dues) in all {
        out.push_str(&format!("{}\n", agreement.name));
        if dues.is_empty() {
            out.push_str(&format!("  {}\n", texts.get("payments-none")));
            continue;
        }
        let mut table = Table::new()
            .words(texts.get("payments-reference"))
            .words(texts.get("ledger-date"))
            .words(texts.get("ledger-kind"))
            .words(texts.get("payments-way"))
            .words(texts.get("settle-from"))
            .words(texts.get("settle-to"))
            .numbers(texts.get("payments-owed"))
            .numbers(texts.get("payments-open"));
        for due in dues {
            let way = match due.voucher {
                Voucher::Reposting => "statement-reposting",
                Voucher::Payment => "statement-payment",
            };
            table.row(vec![
                due.reference.clone(),
                day(texts, due.day),
                texts.get(&format!("posting-{}", due.kind.word())),
                texts.get(way),
                holder_short_name(agreement, &due.from, texts),
                holder_short_name(agreement, &due.to, texts),
                amount(texts, due.owed),
                amount(texts, due.open),
            ]);
        }
        out.push_str(&table.render());
    }
    out
}

/// What came of each row of a file.
pub fn reconciled(reconciled: &Reconciled, texts: &Texts) -> String {
    let mut table = Table::new()
        .words(texts.get("payments-line"))
        .words(texts.get("ledger-date"))
        .words(texts.get("payments-reference"))
        .numbers(texts.get("settle-line-amount"))
        .words(texts.get("payments-result"))
        .words(texts.get("ledger-voucher"))
        .numbers(texts.get("restated-difference"));
    for row in &reconciled.rows {
        table.row(vec![
            row.row.line.to_string(),
            day(texts, row.row.day),
            row.row.reference.clone(),
            amount(texts, row.row.amount),
            texts.get(&format!("payments-{}", row.result.word())),
            row.voucher.as_ref().map_or_else(String::new, |(agreement, number)| format!("{agreement} {number}")),
            row.difference.map_or_else(String::new, |difference| amount(texts, difference)),
        ]);
    }
    let mut out = table.render();
    for problem in &reconciled.rejected {
        let words: Vec<(&str, &str)> =
            problem.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let why = texts.with(&problem.code, &words);
        out.push_str(&format!("  {}: {why}\n", problem.line));
    }
    let count = |wanted: RowResult| reconciled.rows.iter().filter(|row| row.result == wanted).count().to_string();
    let words = [
        ("total", reconciled.total.to_string()),
        ("recorded", reconciled.recorded.to_string()),
        ("known", count(RowResult::AlreadyKnown)),
        ("rejected", reconciled.rejected.len().to_string()),
        ("ignored", reconciled.ignored.to_string()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    out.push_str(&format!("{}\n", texts.with("payments-reconciled", &words)));
    out
}

/// Each account with its movements.
pub fn account(agreement: &Agreement, statements: &[AccountStatement], texts: &Texts) -> String {
    let mut out = format!("{}\n", texts.with("account-title", &[("agreement", &agreement.name)]));
    if statements.is_empty() {
        out.push_str(&format!("  {}\n", texts.get("ledger-empty")));
    }
    for statement in statements {
        let term = statement.account.tranche.as_ref().map(|term| format!(" · {}", term_label(agreement, term)));
        out.push_str(&heading(&format!(
            "{}: {}{}",
            holder_short_name(agreement, &statement.account.holder, texts),
            texts.get(purpose_key(statement.account.purpose)),
            term.unwrap_or_default()
        )));
        let mut table = Table::new()
            .words(texts.get("ledger-date"))
            .words(texts.get("ledger-voucher"))
            .words(texts.get("ledger-kind"))
            .words(texts.get("ledger-measured-year"))
            .numbers(texts.get("statement-debit"))
            .numbers(texts.get("statement-credit"))
            .numbers(texts.get("ledger-balance"));
        let line = |what: &str, balance: Money| {
            let mut cells = vec![String::new(); 7];
            cells[2] = texts.get(what);
            cells[6] = amount(texts, balance);
            cells
        };
        table.row(line("account-opening", statement.opening));
        for movement in &statement.movements {
            let kind = if movement.is_difference {
                "posting-restatement".to_owned()
            } else {
                format!("posting-{}", movement.kind.word())
            };
            let shown = |side: Option<Money>| side.map_or_else(String::new, |side| amount(texts, side));
            table.row(vec![
                day(texts, movement.date),
                movement.voucher_number.clone(),
                texts.get(&kind),
                movement.measured_year.map_or_else(|| "–".to_owned(), |year| year.to_string()),
                shown(movement.debit),
                shown(movement.credit),
                amount(texts, movement.balance),
            ]);
        }
        table.rule();
        let mut closing = line("account-closing", statement.closing);
        closing[4] = amount(texts, statement.debit);
        closing[5] = amount(texts, statement.credit);
        table.row(closing);
        out.push_str(&table.render());
    }
    out
}

/// Why one column differs from the one before it.
pub fn reason_key(reason: DifferenceReason) -> &'static str {
    match reason {
        DifferenceReason::NotSettledYet => "compare-not-settled-yet",
        DifferenceReason::MoreSuccesses => "compare-more-successes",
        DifferenceReason::FewerSuccesses => "compare-fewer-successes",
        DifferenceReason::OverCap => "compare-over-cap",
        DifferenceReason::Restated => "compare-restated",
        DifferenceReason::KeptBack { .. } => "compare-kept-back",
        DifferenceReason::NotPostedYet => "compare-not-posted-yet",
        DifferenceReason::NotPaidYet => "compare-not-paid-yet",
        DifferenceReason::PaidOther => "compare-paid-other",
    }
}

/// Expected against approved against posted against paid, with every difference.
pub fn compared(agreement: &Agreement, rows: &[ComparedRow], texts: &Texts) -> String {
    let mut out = format!("{}\n", texts.with("compare-title", &[("agreement", &agreement.name)]));
    let mut table = Table::new()
        .words(texts.get("ledger-measured-year"))
        .words(texts.get("settle-from"))
        .words(texts.get("settle-to"))
        .numbers(texts.get("compare-expected"))
        .numbers(texts.get("compare-approved"))
        .numbers(texts.get("compare-posted"))
        .numbers(texts.get("compare-paid"));
    for row in rows {
        table.row(vec![
            row.measured_year.to_string(),
            holder_short_name(agreement, &row.from, texts),
            party(agreement, &row.to),
            amount(texts, row.expected),
            amount(texts, row.approved),
            amount(texts, row.posted),
            amount(texts, row.paid),
        ]);
        for difference in &row.differences {
            let mut words = texts.get(reason_key(difference.reason));
            if let DifferenceReason::KeptBack { until } = difference.reason {
                words.push_str(&format!(" {}", format::date(texts, until)));
            }
            let mut cells = vec![String::new(); 7];
            cells[2] = words;
            cells[3] = signed(texts, difference.amount);
            table.row(cells);
        }
    }
    out.push_str(&table.render());
    out
}

fn signed(texts: &Texts, value: Money) -> String {
    if value.is_negative() {
        amount(texts, value)
    } else {
        format!("+{}", amount(texts, value))
    }
}

fn price_level(level: &PriceLevel, texts: &Texts) -> String {
    let words = match level {
        PriceLevel::Year(year) => texts.with("budget-price-year", &[("year", &year.to_string())]),
        PriceLevel::Current => texts.get("budget-price-current"),
        PriceLevel::NotStated => texts.get("budget-price-not-stated"),
    };
    texts.with("budget-price-level", &[("level", &words)])
}

/// One line of a budget or a list of commitments, with the account string where there is one.
struct BudgetLine {
    agreement: String,
    year: i16,
    what: String,
    /// When a commitment is due; an amount of a budget year has no day.
    due: Option<jiff::civil::Date>,
    committee: String,
    account: String,
    holder: String,
    /// Whom a commitment is owed to; of an amount of a budget year, whether it is paid or received.
    other: String,
    amount: Money,
}

fn lines(answer: &BudgetAnswer, texts: &Texts) -> Vec<BudgetLine> {
    match &answer.said {
        BudgetSaid::Commitments(commitments) => {
            commitments.rows.iter().map(|row| commitment(answer, row, texts)).collect()
        }
        BudgetSaid::Table(table) => table
            .rows
            .iter()
            .map(|row| {
                let (purpose, direction) = match row.direction {
                    Direction::Expense => (row.what.paid(), "budget-expense"),
                    Direction::Income => (row.what.received(), "budget-income"),
                };
                BudgetLine {
                    agreement: answer.agreement.id.to_string(),
                    year: row.year,
                    what: texts.get(purpose_key(purpose)),
                    due: None,
                    committee: answer.committee(&row.holder, purpose),
                    account: answer.account(&row.holder, purpose),
                    holder: holder_short_name(&answer.agreement, &row.holder, texts),
                    other: texts.get(direction),
                    amount: row.amount,
                }
            })
            .collect(),
    }
}

fn commitment(answer: &BudgetAnswer, row: &Commitment, texts: &Texts) -> BudgetLine {
    use virkning_engine::CommitmentKind;
    let key = match row.kind {
        CommitmentKind::NotPaid => "commitment-not-paid",
        CommitmentKind::KeptBack => "commitment-kept-back",
        CommitmentKind::NotPosted => "commitment-not-posted",
        CommitmentKind::Expected => "commitment-expected",
        CommitmentKind::Promised => "commitment-promised",
    };
    let from: &AccountHolder = &row.transfer.from;
    let purpose = row.transfer.what.unwrap_or(virkning_model::ledger::PaidFor::Outcome).paid();
    BudgetLine {
        agreement: answer.agreement.id.to_string(),
        year: answer.year,
        what: texts.get(key),
        due: Some(row.due),
        committee: answer.committee(from, purpose),
        account: answer.account(from, purpose),
        holder: holder_short_name(&answer.agreement, from, texts),
        other: holder_short_name(&answer.agreement, &row.transfer.to, texts),
        amount: row.transfer.amount,
    }
}

/// The headings of a list of commitments, and of a table of a budget year.
fn columns(said: &BudgetSaid) -> &'static [&'static str] {
    match said {
        BudgetSaid::Commitments(_) => &[
            "budget-what",
            "budget-due",
            "budget-committee",
            "budget-account",
            "budget-holder",
            "settle-to",
            "settle-line-amount",
        ],
        BudgetSaid::Table(_) => &[
            "budget-what",
            "budget-committee",
            "budget-account",
            "budget-holder",
            "budget-direction",
            "settle-line-amount",
        ],
    }
}

impl BudgetLine {
    /// Its cells under [`columns`], without the amount.
    fn words(&self, texts: &Texts) -> Vec<String> {
        let first = std::iter::once(self.what.clone()).chain(self.due.map(|due| day(texts, due)));
        let rest = [&self.committee, &self.account, &self.holder, &self.other];
        first.chain(rest.into_iter().cloned()).collect()
    }
}

/// What the budget office asks for, agreement by agreement.
pub fn budget(answers: &[BudgetAnswer], texts: &Texts) -> String {
    let mut out = String::new();
    for answer in answers {
        let level = match &answer.said {
            BudgetSaid::Commitments(commitments) => &commitments.price_level,
            BudgetSaid::Table(table) => &table.price_level,
        };
        out.push_str(&heading(&format!("{} · {}", answer.agreement.name, answer.year)));
        out.push_str(&format!("  {}\n", price_level(level, texts)));
        let lines = lines(answer, texts);
        if lines.is_empty() {
            out.push_str(&format!("  {}\n", texts.get("budget-nothing")));
            continue;
        }
        let (amounts, words) = columns(&answer.said).split_last().unwrap_or((&"", &[]));
        let mut table = words.iter().fold(Table::new(), |table, key| table.words(texts.get(key)));
        table = table.numbers(texts.get(amounts));
        for line in &lines {
            let mut cells = line.words(texts);
            cells.push(amount(texts, line.amount));
            table.row(cells);
        }
        out.push_str(&table.render());
        if let BudgetSaid::Commitments(commitments) = &answer.said {
            out.push_str(&committed(answer, commitments, texts));
        }
    }
    out
}

/// What each party's budget is committed to: whoever owes, answers for it alone.
fn committed(answer: &BudgetAnswer, commitments: &virkning_engine::Commitments, texts: &Texts) -> String {
    let zero = Money::zero(answer.agreement.currency);
    let mut sums: std::collections::BTreeMap<&AccountHolder, (Money, Money)> = std::collections::BTreeMap::new();
    for row in &commitments.rows {
        let (known, expected) = sums.entry(&row.transfer.from).or_insert((zero, zero));
        let sum = if row.is_expected() { expected } else { known };
        *sum += row.transfer.amount;
    }
    let mut out = String::new();
    for (holder, (known, expected)) in sums {
        let words = [
            ("holder", holder_short_name(&answer.agreement, holder, texts)),
            ("known", amount(texts, known)),
            ("expected", amount(texts, expected)),
            ("day", format::date(texts, commitments.on)),
        ];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        out.push_str(&format!("  {}\n", texts.with("commitment-total", &words)));
    }
    out
}

/// The same as rows for a spreadsheet: amounts with the language's decimal mark and nothing between thousands.
pub fn budget_csv(answers: &[BudgetAnswer], texts: &Texts) -> String {
    // Every answer is to the same question.
    let own = answers.first().map_or(&[][..], |answer| columns(&answer.said));
    let heads = ["budget-agreement", "budget-year"].iter().chain(own).map(|key| texts.get(key)).collect();
    let rows = answers.iter().flat_map(|answer| lines(answer, texts)).map(|line| {
        let mut cells = vec![csv::safe(&line.agreement), line.year.to_string()];
        cells.extend(line.words(texts).iter().map(|word| csv::safe(word)));
        cells.push(format::plain_amount(texts.language(), line.amount));
        cells
    });
    csv::table(b';', std::iter::once(heads).chain(rows))
}
