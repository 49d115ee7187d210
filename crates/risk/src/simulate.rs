//! Very many paths, on as many threads as there are: each path's numbers depend on its own number alone, so the draws are
//! the same bits whoever computes them.

use rayon::prelude::*;
use virkning_engine::CompileError;
use virkning_model::id::{MeasureId, PartyId, TermId};

use crate::irr::rates_of_return;
use crate::model::Model;
use crate::money::Account;
use crate::path::Scratch;
use crate::random::{Purpose, Random};

/// What one column of the draws holds. Amounts are kroner.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// What an account is left with: savings and payments received less payments made and contribution.
    Balance {
        /// Whose account.
        account: Account,
        /// Which year; all together where nothing is named.
        year: Option<i16>,
    },
    /// What an account pays for results.
    Paid {
        /// Whose account.
        account: Account,
        /// Which year; all together where nothing is named.
        year: Option<i16>,
    },
    /// What a party receives for results, with capital that comes back.
    Received {
        /// Who.
        party: PartyId,
        /// Which year; all together where nothing is named.
        year: Option<i16>,
    },
    /// What one payment term pays in all.
    Payment(TermId),
    /// An investor's yearly rate of return; no number where there is none, or more than one.
    Return(PartyId),
    /// How much of one instalment (rate) an investor has got back, when the oldest is paid back first.
    Repaid {
        /// Whose instalment.
        party: PartyId,
        /// Which one, from 1.
        instalment: usize,
        /// How much was given.
        given: f64,
    },
    /// What a limit takes away.
    OverLimit(TermId),
    /// Successes of a measure, all measured years together.
    Successes(MeasureId),
    /// An uncertain assumption, by its identifier; with the year where each has its own. Of the labour market the mean of its
    /// years, each a normal number.
    Assumption(String),
}

impl Column {
    /// What the column is called in files: words with points between them, the same in every language.
    pub fn name(&self) -> String {
        let of = |account: &Account| match &account.budget {
            Some(budget) => format!("{}.{budget}", account.party),
            None => account.party.to_string(),
        };
        let dated = |year: &Option<i16>| year.map_or_else(String::new, |year| format!(".{year}"));
        match self {
            Self::Balance { account, year } => format!("balance.{}{}", of(account), dated(year)),
            Self::Paid { account, year } => format!("paid.{}{}", of(account), dated(year)),
            Self::Received { party, year } => format!("received.{party}{}", dated(year)),
            Self::Payment(term) => format!("payment.{term}"),
            Self::Return(party) => format!("return.{party}"),
            Self::Repaid { party, instalment, .. } => format!("repaid.{party}.{instalment}"),
            Self::OverLimit(limit) => format!("over-limit.{limit}"),
            Self::Successes(measure) => format!("successes.{measure}"),
            Self::Assumption(id) => format!("assumed.{id}"),
        }
    }
}

/// How much is kept of each path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// Sums over all years.
    #[default]
    Totals,
    /// Every year too.
    Years,
}

/// The draws: one row for each path.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// What the columns are.
    pub columns: Vec<Column>,
    /// How many paths.
    pub paths: usize,
    /// By path, then column.
    rows: Vec<f64>,
}

impl Draws {
    /// The place of a column.
    pub fn place(&self, column: &Column) -> Option<usize> {
        self.columns.iter().position(|known| known == column)
    }

    /// All draws of one column, by path.
    pub fn column(&self, place: usize) -> Vec<f64> {
        self.rows.iter().skip(place).step_by(self.columns.len().max(1)).copied().collect()
    }

    /// One row.
    pub fn row(&self, path: usize) -> &[f64] {
        &self.rows[path * self.columns.len()..(path + 1) * self.columns.len()]
    }
}

/// Paths of one piece of work: enough that a thread is not asked for nothing, few enough that all have work.
const PIECE: usize = 256;

/// Runs all paths of the model's assumptions.
///
/// # Errors
/// An amount beyond what the engine handles.
pub fn simulate(model: &Model, keep: Keep) -> Result<Draws, CompileError> {
    let columns = columns(model, keep);
    let writers = writers(model, keep);
    let paths = model.assumptions.paths as usize;
    let width = columns.len();
    let mut rows = vec![0.0; paths * width];
    rows.par_chunks_mut(PIECE * width.max(1)).enumerate().try_for_each(|(piece, rows)| {
        let mut scratch = Scratch::new(model);
        let mut flows = vec![Vec::new(); model.books.investors.len()];
        for (offset, row) in rows.chunks_mut(width.max(1)).enumerate() {
            let path = (piece * PIECE + offset) as u64;
            let mut drawn = std::mem::take(&mut scratch.drawn);
            model.draw(path, &mut drawn);
            scratch.drawn = drawn;
            let random = model.draws_outcomes().then(|| Random::new(model.assumptions.seed, Purpose::Outcomes, path));
            model.run(random, &mut scratch)?;
            write(model, &writers, &scratch, row);
            keep_flows(model, &scratch, &mut flows);
        }
        write_returns(model, &writers, &flows, rows);
        Ok(())
    })?;
    Ok(Draws { columns, paths, rows })
}

/// One path on given drivers, everybody as expected.
pub(crate) fn expected(model: &Model, drawn: crate::path::Drawn, keep: Keep) -> Result<Draws, CompileError> {
    let mut scratch = Scratch::new(model);
    scratch.drawn = drawn;
    model.run(None, &mut scratch)?;
    let columns = columns(model, keep);
    let mut rows = vec![0.0; columns.len()];
    let writers = writers(model, keep);
    write(model, &writers, &scratch, &mut rows);
    let mut flows = vec![Vec::new(); model.books.investors.len()];
    keep_flows(model, &scratch, &mut flows);
    write_returns(model, &writers, &flows, &mut rows);
    Ok(Draws { columns, paths: 1, rows })
}

/// How a column is read off a path.
#[derive(Clone, Debug)]
enum Writer {
    Balance(usize, Option<usize>),
    Paid(usize, Option<usize>),
    Received(usize, Option<usize>),
    Payment(Vec<usize>),
    Return(usize),
    Repaid(usize, usize),
    OverLimit(usize),
    Successes(usize),
    Assumption(usize),
}

fn columns(model: &Model, keep: Keep) -> Vec<Column> {
    both(model, keep).into_iter().map(|(column, _)| column).collect()
}

fn writers(model: &Model, keep: Keep) -> Vec<Writer> {
    both(model, keep).into_iter().map(|(_, writer)| writer).collect()
}

fn both(model: &Model, keep: Keep) -> Vec<(Column, Writer)> {
    let books = &model.books;
    let years: Vec<Option<usize>> = match keep {
        Keep::Totals => vec![None],
        Keep::Years => std::iter::once(None).chain((0..books.years.len()).map(Some)).collect(),
    };
    let named = |year: &Option<usize>| year.map(|year| books.years[year]);
    let mut both = Vec::new();
    // Without costs and savings an account's balance would say little.
    let whole = model.books_case;
    for (place, account) in books.accounts.iter().enumerate() {
        let pays = books.slots.iter().any(|line| line.payers.iter().flatten().any(|payer| *payer == place));
        let receives = account.budget.is_none()
            && (books.slots.iter().any(|line| line.receivers.iter().flatten().any(|own| *own == place))
                || books.investors.iter().any(|investor| investor.account == place));
        for year in &years {
            let of = |account: &Account| account.clone();
            if whole {
                both.push((Column::Balance { account: of(account), year: named(year) }, Writer::Balance(place, *year)));
            }
            if pays && whole {
                both.push((Column::Paid { account: of(account), year: named(year) }, Writer::Paid(place, *year)));
            }
            if receives {
                let party = account.party.clone();
                both.push((Column::Received { party, year: named(year) }, Writer::Received(place, *year)));
            }
        }
    }
    let mut payments: Vec<(TermId, Vec<usize>)> = Vec::new();
    for (place, term) in model.program.terms().iter().enumerate() {
        match payments.iter_mut().find(|(id, _)| *id == term.payment.id) {
            Some((_, places)) => places.push(place),
            None => payments.push((term.payment.id.clone(), vec![place])),
        }
    }
    both.extend(payments.into_iter().map(|(id, places)| (Column::Payment(id), Writer::Payment(places))));
    for (place, investor) in books.investors.iter().enumerate() {
        both.push((Column::Return(investor.party.clone()), Writer::Return(place)));
        for (nth, (_, given)) in investor.instalments.iter().enumerate().filter(|_| whole) {
            let given = *given as f64 / 100.0;
            let column = Column::Repaid { party: investor.party.clone(), instalment: nth + 1, given };
            both.push((column, Writer::Repaid(place, nth)));
        }
    }
    for limit in 0..model.program.limit_count() {
        both.push((Column::OverLimit(model.program.limit(limit).clone()), Writer::OverLimit(limit)));
    }
    if !whole {
        return both;
    }
    for (place, measure) in model.measures.iter().enumerate().filter(|(_, measure)| measure.drawn) {
        both.push((Column::Successes(measure.id.clone()), Writer::Successes(place)));
    }
    for (place, driver) in model.drivers.iter().enumerate() {
        if driver.year.is_some() || driver.of != crate::assumptions::About::RecruitmentOfEachYear {
            both.push((Column::Assumption(driver.id.clone()), Writer::Assumption(place)));
        }
    }
    both
}

fn kroner(minor: i64) -> f64 {
    minor as f64 / 100.0
}

fn write(model: &Model, writers: &[Writer], scratch: &Scratch, row: &mut [f64]) {
    let years = model.books.years.len();
    let sum = |amounts: &[i64], account: usize, year: Option<usize>| {
        let own = &amounts[account * years..(account + 1) * years];
        kroner(year.map_or_else(|| own.iter().sum(), |year| own[year]))
    };
    for (writer, cell) in writers.iter().zip(row) {
        *cell = match writer {
            Writer::Balance(account, year) => sum(&scratch.balance, *account, *year),
            Writer::Paid(account, year) => sum(&scratch.paid, *account, *year),
            Writer::Received(account, year) => sum(&scratch.received, *account, *year),
            Writer::Payment(places) => kroner(places.iter().map(|place| scratch.by_term[*place]).sum()),
            // Many paths' rates are sought at once.
            Writer::Return(_) => f64::NAN,
            Writer::Repaid(investor, nth) => repaid(model, *investor, *nth, scratch),
            Writer::OverLimit(limit) => kroner(scratch.cuts[*limit]),
            Writer::Successes(measure) => scratch.successes[*measure],
            Writer::Assumption(driver) => scratch.drawn.values[*driver],
        };
    }
}

/// Keeps the yearly flows of each investor's path.
fn keep_flows(model: &Model, scratch: &Scratch, flows: &mut [Vec<f64>]) {
    let years = model.books.years.len();
    for (investor, flows) in model.books.investors.iter().zip(flows) {
        let own = investor.account * years..(investor.account + 1) * years;
        let begin = flows.len();
        flows.extend(scratch.received[own].iter().map(|received| *received as f64));
        for (day, given) in &investor.instalments {
            flows[begin + model.books.year(day.year())] -= *given as f64;
        }
    }
}

/// The yearly rates of return of rows whose flows were kept.
fn write_returns(model: &Model, writers: &[Writer], flows: &[Vec<f64>], rows: &mut [f64]) {
    let (years, width) = (model.books.years.len(), writers.len());
    for (place, writer) in writers.iter().enumerate() {
        let Writer::Return(investor) = writer else { continue };
        rates_of_return(&flows[*investor], years, |path, rate| {
            rows[path * width + place] = rate.unwrap_or(f64::NAN);
        });
    }
}

/// What has come back of one instalment: the oldest first.
fn repaid(model: &Model, investor: usize, nth: usize, scratch: &Scratch) -> f64 {
    let investor = &model.books.investors[investor];
    let years = model.books.years.len();
    let received: i64 = scratch.received[investor.account * years..(investor.account + 1) * years].iter().sum();
    let before: i64 = investor.instalments[..nth].iter().map(|(_, given)| given).sum();
    let (_, given) = investor.instalments[nth];
    kroner((received - before).clamp(0, given))
}
