//! The answer of `diff` as JSON. Values of terms are written as the documents write them, amounts as everywhere else.

use serde::Serialize;
use serde_json::Value;
use virkning_agreement::{Change, ProseChange, TermChange, TermValue, WholeTerm, Written};
use virkning_engine::plan::AccountFigures;

use super::estimate;
use crate::app::diff::{
    AccountMoved, Difference, InvestorFigures, InvestorMoved, Kept, MoneyComparison, Pair, Version,
};

/// The answer of `diff`.
#[derive(Serialize)]
pub struct DiffAnswer {
    old: VersionAnswer,
    new: VersionAnswer,
    terms: Vec<TermAnswer>,
    prose: Vec<ProseAnswer>,
    money: MoneyAnswer,
}

#[derive(Serialize)]
struct VersionAnswer {
    path: Option<String>,
    seal: Option<String>,
    agreement: String,
    version: String,
}

#[derive(Serialize)]
struct TermAnswer {
    change: &'static str,
    table: String,
    id: Option<String>,
    label: Option<String>,
    key: Option<String>,
    old: Option<WrittenAnswer>,
    new: Option<WrittenAnswer>,
}

#[derive(Serialize)]
struct WrittenAnswer {
    value: String,
    section: String,
    line: u32,
}

#[derive(Serialize)]
struct ProseAnswer {
    change: &'static str,
    heading: String,
    old_line: Option<u32>,
    new_line: Option<u32>,
}

#[derive(Serialize)]
struct MoneyAnswer {
    currency: Option<String>,
    not_compared_because: Option<&'static str>,
    accounts: Vec<AccountAnswer>,
    investors: Vec<InvestorAnswer>,
}

#[derive(Serialize)]
struct AccountAnswer {
    party: String,
    budget: Option<String>,
    old: FiguresAnswer,
    new: FiguresAnswer,
    by_year: Vec<YearAnswer>,
}

#[derive(Serialize)]
struct YearAnswer {
    year: i16,
    old: FiguresAnswer,
    new: FiguresAnswer,
}

#[derive(Serialize)]
struct FiguresAnswer {
    savings: String,
    received: String,
    paid: String,
    contribution: String,
    balance: String,
}

#[derive(Serialize)]
struct InvestorAnswer {
    party: String,
    old: Option<InvestorSide>,
    new: Option<InvestorSide>,
}

#[derive(Serialize)]
struct InvestorSide {
    paid_in: String,
    received: String,
    over_cap: String,
    irr: Option<Value>,
    xirr: Option<Value>,
}

/// `diff` as JSON.
pub fn diff(difference: &Difference) -> DiffAnswer {
    DiffAnswer {
        old: version(&difference.old),
        new: version(&difference.new),
        terms: difference.terms.iter().map(term).collect(),
        prose: difference.prose.iter().map(prose).collect(),
        money: money(difference),
    }
}

fn version(version: &Version) -> VersionAnswer {
    let (path, seal) = match &version.kept {
        Kept::File(path) => (Some(path.display().to_string()), None),
        Kept::Sealed(hash) => (None, Some(hash.to_string())),
        Kept::Draft(_) => (None, None),
    };
    let (agreement, number) = (version.agreement.id.to_string(), version.agreement.version.clone());
    VersionAnswer { path, seal, agreement, version: number }
}

fn term(change: &TermChange) -> TermAnswer {
    let whole = |term: &WholeTerm| {
        let (section, line) = (term.clause.section.clone(), term.clause.line);
        WrittenAnswer { value: TermValue::Table(term.values.clone()).to_string(), section, line }
    };
    let written = |written: &Written| {
        let (section, line) = (written.clause.section.clone(), written.clause.line);
        WrittenAnswer { value: written.value.to_string(), section, line }
    };
    let (word, key, old, new) = match &change.change {
        Change::Added(term) => ("added", None, None, Some(whole(term))),
        Change::Removed(term) => ("removed", None, Some(whole(term)), None),
        Change::Key { key, old, new } => {
            ("changed", Some(key.clone()), old.as_ref().map(written), new.as_ref().map(written))
        }
    };
    let TermChange { table, id, label, .. } = change.clone();
    TermAnswer { change: word, table, id, label, key, old, new }
}

fn prose(change: &ProseChange) -> ProseAnswer {
    let word = match (change.old_line, change.new_line) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    ProseAnswer { change: word, heading: change.heading.clone(), old_line: change.old_line, new_line: change.new_line }
}

fn money(difference: &Difference) -> MoneyAnswer {
    let currency = difference.new.agreement.currency.code().to_owned();
    let not_compared = |reason| MoneyAnswer {
        currency: None,
        not_compared_because: Some(reason),
        accounts: Vec::new(),
        investors: Vec::new(),
    };
    match &difference.money {
        MoneyComparison::OtherCurrency => not_compared("currency"),
        MoneyComparison::OtherPriceLevel => not_compared("price-level"),
        MoneyComparison::Compared(moved) => MoneyAnswer {
            currency: Some(currency),
            not_compared_because: None,
            accounts: moved.accounts.iter().map(account).collect(),
            investors: moved.investors.iter().map(investor).collect(),
        },
    }
}

fn account(account: &AccountMoved) -> AccountAnswer {
    let year = |(year, pair): &(i16, Pair<AccountFigures>)| YearAnswer {
        year: *year,
        old: figures(&pair.old),
        new: figures(&pair.new),
    };
    AccountAnswer {
        party: account.party.to_string(),
        budget: account.budget.as_ref().map(ToString::to_string),
        old: figures(&account.total.old),
        new: figures(&account.total.new),
        by_year: account.by_year.iter().map(year).collect(),
    }
}

fn figures(figures: &AccountFigures) -> FiguresAnswer {
    FiguresAnswer {
        savings: figures.savings.to_string(),
        received: figures.received.to_string(),
        paid: figures.paid.to_string(),
        contribution: figures.contribution.to_string(),
        balance: figures.balance.to_string(),
    }
}

fn investor(investor: &InvestorMoved) -> InvestorAnswer {
    let side = |side: &InvestorFigures| InvestorSide {
        paid_in: side.paid_in.to_string(),
        received: side.received.to_string(),
        over_cap: side.over_cap.to_string(),
        irr: side.returns.irr.and_then(estimate),
        xirr: side.returns.xirr.and_then(estimate),
    };
    InvestorAnswer {
        party: investor.party.to_string(),
        old: investor.figures.old.as_ref().map(side),
        new: investor.figures.new.as_ref().map(side),
    }
}
