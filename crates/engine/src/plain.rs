//! The same payment program where nothing has to be divided: every payment is a price for each, from one payer to one
//! receiver, and nothing but return caps bounds it. Then everything that a run needs is known beforehand but the counts, and
//! whole numbers are enough. It is made of a [`Program`] and gives what [`Program::run`] gives, some fifty times as quick:
//! a simulation settles a million futures.

use jiff::civil::Date;
use virkning_model::Rounding;
use virkning_model::agreement::{Counted, PaidPer, ReturnCapMethod, Tariff};

use crate::cap::Cap;
use crate::program::{PaymentTerm, Program};

/// A line's payment as whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainLine {
    /// Øre for each.
    price: i64,
    /// Whether everyone who is looked at is paid for, or who succeeds.
    pub per_participant: bool,
    /// The place of the capped account; nothing where there is no cap.
    account: Option<usize>,
    /// The limit of the cap, by its place.
    pub limit: Option<usize>,
    /// What happens to the capped account before the payment.
    before: Vec<Step>,
}

/// What happens to a capped account between two payments.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// The opening balance of a year earns so many units of a share.
    Earn { method: ReturnCapMethod, share: i64, unit: i64, rounding: Rounding },
    /// An instalment goes in.
    Give(i64),
}

/// A program of plain payments.
#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    /// In the order of the program.
    pub lines: Vec<PlainLine>,
    accounts: usize,
}

/// Where capped accounts stand.
#[derive(Clone, Debug, Default)]
pub struct PlainAccounts(Vec<(i64, i64)>);

/// Factors up to this, times any amount that an agreement may have, fit in 64 bits.
const SHARE_MAX: i128 = 5_000;

impl Program {
    /// The program as whole numbers; nothing where something in it is divided, indexed, laddered, held against other
    /// payments, or bounded by more than a return cap.
    pub fn plain(&self) -> Option<Plain> {
        if !self.returned.is_empty() {
            return None;
        }
        let mut reached: Vec<Reached> = vec![Reached::default(); self.parties.len()];
        let mut lines = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let term = &self.terms[line.term];
            let (price, party) = priced(term)?;
            let cap = self.caps[party].as_ref();
            let before = match cap {
                Some(cap) => reached[party].until(cap, line.due)?,
                None => Vec::new(),
            };
            lines.push(PlainLine {
                price,
                per_participant: term.payment.per == PaidPer::Participant,
                account: cap.map(|_| party),
                limit: cap.map(|cap| cap.slot),
                before,
            });
        }
        Some(Plain { lines, accounts: self.parties.len() })
    }
}

/// The price for each in øre, and the receiver's place.
fn priced(term: &PaymentTerm) -> Option<(i64, usize)> {
    let payment = &term.payment;
    let Tariff::Price(price) = payment.tariff else { return None };
    let each = match payment.per {
        PaidPer::Success => payment.counted == Counted::Gross,
        PaidPer::Participant => true,
        _ => false,
    };
    let alone = term.payers.len() == 1 && term.payer_weights.is_some() && term.receiver_weights.is_some();
    let free = term.limits.is_empty() && term.watched.is_empty() && term.unless.is_empty();
    let [receiver] = term.receivers[..] else { return None };
    (each && alone && free && term.index.is_none() && payment.minimum_cohort.is_none())
        .then_some((i64::try_from(price.minor()).ok()?, receiver))
}

/// How far a capped account has been brought.
#[derive(Clone, Debug, Default)]
struct Reached {
    year: Option<i16>,
    given: usize,
}

impl Reached {
    /// The steps up to a day: as `CapAccount::advance` takes them.
    fn until(&mut self, cap: &Cap, day: Date) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        while let Some((due, amount)) = cap.instalments.get(self.given).filter(|(due, _)| *due <= day) {
            self.open(cap, due.year(), &mut steps)?;
            steps.push(Step::Give(i64::try_from(amount.minor()).ok()?));
            self.given += 1;
        }
        self.open(cap, day.year(), &mut steps)?;
        Some(steps)
    }

    fn open(&mut self, cap: &Cap, year: i16, steps: &mut Vec<Step>) -> Option<()> {
        let Some(mut open) = self.year else {
            self.year = Some(year);
            return Some(());
        };
        while open < year {
            let terms = cap.of_year(open + 1)?;
            let share = terms.annual_return.normalize();
            let mantissa = share.mantissa();
            if !(0..=SHARE_MAX).contains(&mantissa) || share.scale() > 9 {
                return None;
            }
            steps.push(Step::Earn {
                method: terms.method,
                share: i64::try_from(mantissa).ok()?,
                unit: 10_i64.pow(share.scale()),
                rounding: cap.rounding,
            });
            open += 1;
        }
        self.year = Some(year.max(open));
        Some(())
    }
}

impl Plain {
    /// Accounts before anything has happened.
    pub fn accounts(&self) -> PlainAccounts {
        PlainAccounts(vec![(0, 0); self.accounts])
    }

    /// Pays every line in order: `count` says how many each pays for, `paid` hears what is paid and what the cap takes
    /// away, in øre.
    pub fn run(
        &self,
        accounts: &mut PlainAccounts,
        mut count: impl FnMut(usize, &PlainLine) -> u64,
        mut paid: impl FnMut(usize, i64, i64),
    ) {
        accounts.0.fill((0, 0));
        for (place, line) in self.lines.iter().enumerate() {
            let due = line.price * i64::try_from(count(place, line)).unwrap_or(i64::MAX);
            let Some(account) = line.account else {
                paid(place, due, 0);
                continue;
            };
            let (mut capital, mut accrued) = accounts.0[account];
            for step in &line.before {
                match *step {
                    Step::Give(amount) => capital += amount,
                    Step::Earn { method, share, unit, rounding } => {
                        let earned = rounded(capital * share, unit, rounding);
                        match method {
                            ReturnCapMethod::Compound => capital += earned,
                            ReturnCapMethod::Simple => accrued += earned,
                            ReturnCapMethod::PerYear => accrued = earned,
                        }
                    }
                }
            }
            let amount = due.min(capital + accrued);
            let from_return = amount.min(accrued);
            accounts.0[account] = (capital - (amount - from_return), accrued - from_return);
            paid(place, amount, due - amount);
        }
    }
}

/// A product over its unit as whole øre; nothing here is below zero.
fn rounded(product: i64, unit: i64, rounding: Rounding) -> i64 {
    // The usual units by name: dividing by a known number costs a third.
    let (whole, rest) = match unit {
        100 => (product / 100, product % 100),
        1_000 => (product / 1_000, product % 1_000),
        _ => (product / unit, product % unit),
    };
    let up = match rounding {
        Rounding::Down => false,
        Rounding::HalfUp => 2 * rest >= unit,
        Rounding::HalfEven => 2 * rest > unit || (2 * rest == unit && whole % 2 != 0),
    };
    whole + i64::from(up)
}
