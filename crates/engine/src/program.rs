//! The flat program of an agreement: what is paid for which measured period, when, to whom and under which limits. It
//! runs on figures of any kind and keeps nothing but where the accounts stand; who counts people, and what for, is not
//! known here.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::agreement::{CapitalReturn, Payment, ReceiverOrder, Share};
use virkning_model::id::{MeasureId, PartyId, TermId};
use virkning_model::money::Weights;
use virkning_model::settlement::LineBasis;
use virkning_model::{Currency, Money, Rounding};

use crate::accounts::Accounts;
use crate::cap::Cap;
use crate::error::CompileError;
use crate::limits::{AtMost, Division, Over};
use crate::quantity::Quantity;
use crate::tariff::{Circumstances, Whole, whole};

pub use crate::compile::compile;
pub(crate) use crate::compile::{check_amount, check_holder, party_place};

/// A payment term, resolved, as one version of the agreement states it.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentTerm {
    /// The term.
    pub payment: Payment,
    /// Its place among the payments of all versions; two versions of one payment have the same.
    pub(crate) slot: usize,
    /// The measure's place among those that are paid for.
    pub(crate) measure: usize,
    /// Whether the measure asks for a value only.
    pub(crate) by_value: bool,
    pub(crate) baseline: Option<Decimal>,
    pub(crate) baseline_value: Option<Decimal>,
    /// The index by year, where the price follows one.
    pub(crate) index: Option<BTreeMap<i16, Decimal>>,
    /// Payments of which none may ever have been due, by their places.
    pub(crate) unless: Vec<usize>,
    /// The last year that is measured: estimates over all cohorts are made then.
    pub(crate) last_measured_year: i16,
    /// Nothing where the source does not state the shares.
    pub(crate) payer_weights: Option<Weights>,
    /// Nothing where the source does not state the shares.
    pub(crate) receiver_weights: Option<Weights>,
    /// The receivers' places among the parties.
    pub(crate) receivers: Vec<usize>,
    /// The payers' places among the parties.
    pub(crate) payers: Vec<usize>,
    /// In the order in which they act.
    pub(crate) limits: Vec<AtMost>,
    /// Limits that another version has: what they let through is counted from the beginning.
    pub(crate) watched: Vec<AtMost>,
}

impl PaymentTerm {
    /// The price carried by its index to a measured year, as whole øre, and how.
    pub(crate) fn price_of(
        &self,
        stated: Money,
        year: i16,
        rounding: Rounding,
    ) -> Result<(Money, Option<LineBasis>), CompileError> {
        let (Some(index), Some(indexed)) = (&self.index, &self.payment.indexed) else { return Ok((stated, None)) };
        let term = || self.payment.id.clone();
        let of = |year: i16| index.get(&year).copied().ok_or(CompileError::IndexMissing { term: term(), year });
        let (of_year, base) = (of(year)?, of(indexed.from)?);
        let kroner = stated.to_decimal().checked_mul(of_year).and_then(|kroner| kroner.checked_div(base));
        let price = kroner.and_then(|kroner| Money::rounded(stated.currency(), kroner, rounding).ok());
        let price = price.ok_or_else(|| CompileError::OutOfRange { term: term() })?;
        Ok((price, Some(LineBasis::Indexed { stated, index: of_year, base })))
    }

    /// How many kroner of an amount are due to a party: nothing where the term does not pay it. A share that no
    /// decimal holds, as a third, is divided last.
    pub(crate) fn due_to(&self, party: &PartyId, kroner: Decimal) -> Option<Decimal> {
        let receiver = self.payment.to.iter().find(|receiver| receiver.party == *party)?;
        part_of(kroner, receiver.share, self.payment.to.iter().map(|receiver| receiver.share))
    }

    /// The places of the payers of a party, which may pay from several budgets.
    pub(crate) fn payers_of(&self, party: usize) -> Vec<usize> {
        (0..self.payers.len()).filter(|payer| self.payers[*payer] == party).collect()
    }

    /// What these payers pay in all.
    pub(crate) fn paid_by(&self, own: &[usize], payers: &Weights, division: &Division, zero: Money) -> Money {
        let receivers = 0..division.rows().len();
        let parts = receivers.flat_map(|receiver| own.iter().map(move |payer| (receiver, *payer)));
        parts.fold(zero, |all, (receiver, payer)| all + division.part(receiver, payer, payers))
    }

    /// What is kept back of an amount, and until when; nothing when that day is over by the day of payment.
    pub fn kept_back(&self, amount: Money, due: Date, rounding: Rounding) -> Option<(Money, Date)> {
        let held_back = self.payment.held_back.filter(|held_back| due < held_back.until)?;
        let kept = amount.times(held_back.share, rounding).ok()?;
        (!kept.is_zero()).then_some((kept.min(amount), held_back.until))
    }
}

/// The part of a number that a share is among all shares of its list; nothing beyond what decimals hold.
pub(crate) fn part_of(whole: Decimal, share: Share, all: impl Iterator<Item = Share>) -> Option<Decimal> {
    match share {
        Share::Decimal(share) if share == Decimal::ONE => Some(whole),
        Share::Decimal(share) => whole.checked_mul(share),
        Share::NotStated => None,
        Share::Parts(_) => whole.checked_mul(share.weight())?.checked_div(all.map(Share::weight).sum()),
    }
}

/// One line of the program: one payment term in one measured year, and for a measure at several months one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramLine {
    /// The place of the payment term among [`Program::terms`].
    pub term: usize,
    /// The year that is measured; for windows since the start the one in which they close.
    pub measured_year: i16,
    /// The month since the start, for measures at several months; zero otherwise.
    pub at: u16,
    /// The last day of the measured period: the terms in force on it settle it.
    pub period_end: Date,
    /// The day of payment.
    pub due: Date,
}

/// Capital that comes back whatever the results.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Returned {
    pub(crate) on: Date,
    /// The party's place.
    pub(crate) party: usize,
    pub(crate) amount: Money,
    pub(crate) term: CapitalReturn,
}

/// An agreement's payments, compiled once.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    pub(crate) currency: Currency,
    pub(crate) rounding: Rounding,
    pub(crate) parties: Vec<PartyId>,
    pub(crate) payments: Vec<TermId>,
    pub(crate) measures: Vec<MeasureId>,
    /// Every limit of every version.
    pub(crate) limits: Vec<TermId>,
    pub(crate) terms: Vec<PaymentTerm>,
    /// By measured year, then year of payment, then document order; those that depend on others last.
    pub(crate) lines: Vec<ProgramLine>,
    /// By the party's place.
    pub(crate) caps: Vec<Option<Cap>>,
    /// By the party's place, sorted by date.
    pub(crate) instalments: Vec<Vec<(Date, Money)>>,
    /// Sorted by date.
    pub(crate) returned: Vec<Returned>,
}

/// What one payer owes one receiver for a line that has been priced.
///
/// What is due becomes whole øre as one sum, and limits on participants, measure, payment and period act on it. What is
/// left is divided among the receivers; limits on payers act on what each pays, limits and caps of receivers on what each
/// gets, the limit of the agreement on all of it. What is paid and what each limit took is then divided among the payers,
/// each time by largest remainder in the order of the document. So the parts of a line add up to the øre, in each figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// Its place among [`Program::lines`].
    pub line: usize,
    /// The payer's place in the term.
    pub payer: usize,
    /// The receiver's place in the term.
    pub receiver: usize,
    /// How many are paid for, by all payers to all receivers; one where it is not a price times a quantity.
    pub quantity: Decimal,
    /// The price of one; the whole amount where it is not a price times a quantity.
    pub price: Money,
    /// This part of what is due: amount and over cap.
    pub due: Money,
    /// What limits take away.
    pub over_cap: Money,
    /// What is paid: due less over cap.
    pub amount: Money,
    /// What each limit takes away, by its place among the program's limits: [`Program::limit`].
    pub cuts: Vec<(usize, Money)>,
    /// How the amount came about, where it is not a price times a quantity.
    pub basis: Option<LineBasis>,
}

/// Who hears of each priced line.
pub trait Sink {
    /// Called once per line, receiver and payer, in the program's order, then in that of the receivers, then of the
    /// payers. Who has a share of zero is left out.
    fn line(&mut self, priced: &Priced);

    /// Called with the place of a line for which something is due although no source says how much, or among whom.
    fn not_stated(&mut self, line: usize) {
        let _ = line;
    }

    /// Called with the place of a line and whether anything is due for it, before limits.
    fn is_due(&mut self, line: usize, is_due: bool) {
        let _ = (line, is_due);
    }
}

/// Keeps nothing and allocates nothing: for runs of which only the totals matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoTrace;

impl Sink for NoTrace {
    fn line(&mut self, _: &Priced) {}
}

/// Keeps every line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// The lines in the order in which they were priced.
    pub lines: Vec<Priced>,
    /// The places of lines for which something is due that no source states.
    pub not_stated: Vec<usize>,
    /// The places of all lines that were looked at, with whether anything is due for them, before limits.
    pub due: Vec<(usize, bool)>,
}

impl Sink for Recording {
    fn line(&mut self, priced: &Priced) {
        self.lines.push(priced.clone());
    }

    fn not_stated(&mut self, line: usize) {
        self.not_stated.push(line);
    }

    fn is_due(&mut self, line: usize, is_due: bool) {
        self.due.push((line, is_due));
    }
}

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// What is paid.
    pub amount: Money,
    /// What limits took away.
    pub over_cap: Money,
}

/// Where the figures of a line come from, and what is known of each participant.
pub(crate) trait Feed {
    type Figures: Quantity;

    fn figures(&mut self, line: &ProgramLine, term: &PaymentTerm) -> Self::Figures;

    /// What a limit on each participant takes away; nothing where nobody is known by alias.
    fn over_participants(
        &mut self,
        line: &ProgramLine,
        term: &PaymentTerm,
        limit: &AtMost,
        price: Money,
    ) -> Result<Option<Money>, CompileError> {
        let _ = (line, term, limit, price);
        Ok(None)
    }
}

/// What a limit on each participant asks of whoever knows the participants.
#[derive(Clone, Copy, Debug)]
pub struct AskedOfParticipants {
    /// The limit's place.
    pub limit: usize,
    /// What each may bring at most.
    pub at_most: Money,
    /// Over so many years since the start; over all where nothing is named.
    pub years: Option<u16>,
    /// The price of one.
    pub price: Money,
}

/// Figures with somebody who knows the participants.
struct Known<F, L>(F, L);

impl<Q, F, L> Feed for Known<F, L>
where
    Q: Quantity,
    F: FnMut(&ProgramLine, &PaymentTerm) -> Q,
    L: FnMut(&ProgramLine, &AskedOfParticipants) -> Option<Money>,
{
    type Figures = Q;

    fn figures(&mut self, line: &ProgramLine, term: &PaymentTerm) -> Q {
        (self.0)(line, term)
    }

    fn over_participants(
        &mut self,
        line: &ProgramLine,
        _: &PaymentTerm,
        limit: &AtMost,
        price: Money,
    ) -> Result<Option<Money>, CompileError> {
        let Over::Participant { years } = limit.over else { return Ok(None) };
        let asked = AskedOfParticipants { limit: limit.slot, at_most: limit.amount, years, price };
        Ok((self.1)(line, &asked))
    }
}

struct Anonymous<F>(F);

impl<Q: Quantity, F: FnMut(&ProgramLine, &PaymentTerm) -> Q> Feed for Anonymous<F> {
    type Figures = Q;

    fn figures(&mut self, line: &ProgramLine, term: &PaymentTerm) -> Q {
        (self.0)(line, term)
    }
}

impl Program {
    /// The one currency of all its amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The payment terms, oldest version first, in the order of the document.
    pub fn terms(&self) -> &[PaymentTerm] {
        &self.terms
    }

    /// All lines: by measured year, then by year of payment, then in the order of the document; payments that depend on
    /// others come after them.
    pub fn lines(&self) -> &[ProgramLine] {
        &self.lines
    }

    /// The payment term of a line.
    pub fn term(&self, line: &ProgramLine) -> &PaymentTerm {
        &self.terms[line.term]
    }

    /// How amounts become whole øre.
    pub fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// How many limits there are.
    pub fn limit_count(&self) -> usize {
        self.limits.len()
    }

    /// Whether a limit bounds what each participant brings, so that people must be told apart.
    pub fn bounds_participants(&self) -> bool {
        (0..self.limits.len()).any(|slot| matches!(self.over(slot), Some(Over::Participant { .. })))
    }

    /// The indices that prices follow, by the place of their payment term; for runs under another index.
    pub fn indices(&self) -> impl Iterator<Item = (usize, &BTreeMap<i16, Decimal>)> {
        self.terms.iter().enumerate().filter_map(|(place, term)| Some((place, term.index.as_ref()?)))
    }

    /// Puts another index in the place of that of a payment term.
    pub fn set_index(&mut self, term: usize, index: BTreeMap<i16, Decimal>) {
        self.terms[term].index = Some(index);
    }

    /// Whether capital comes back on a day of its own.
    pub fn returns_capital(&self) -> bool {
        !self.returned.is_empty()
    }

    /// The identifier of a limit by its place.
    pub fn limit(&self, slot: usize) -> &TermId {
        &self.limits[slot]
    }

    /// What a limit is counted over; nothing for a return cap.
    pub(crate) fn over(&self, slot: usize) -> Option<Over> {
        let all = self.terms.iter().flat_map(|term| term.limits.iter().chain(&term.watched));
        all.into_iter().find(|limit| limit.slot == slot).map(|limit| limit.over)
    }

    /// The accounts before anything has happened.
    pub fn accounts(&self) -> Accounts {
        Accounts::new(self)
    }

    /// Prices every line in order. A line without figures is left out.
    ///
    /// Limits on each participant are known by number only: all together get at most as often the limit as there are
    /// participants.
    ///
    /// # Errors
    /// An amount beyond what is handled, an index without the year.
    pub fn run<Q: Quantity, S: Sink>(
        &self,
        accounts: &mut Accounts,
        quantity: impl FnMut(&ProgramLine, &PaymentTerm) -> Q,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        self.run_lines(0..self.lines.len(), accounts, &mut Anonymous(quantity), sink)
    }

    /// The same where somebody knows the participants: what a limit on each of them takes away is asked of `over`.
    ///
    /// # Errors
    /// An amount beyond what is handled, an index without the year.
    pub fn run_with_participants<Q: Quantity, S: Sink>(
        &self,
        accounts: &mut Accounts,
        quantity: impl FnMut(&ProgramLine, &PaymentTerm) -> Q,
        over: impl FnMut(&ProgramLine, &AskedOfParticipants) -> Option<Money>,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        self.run_lines(0..self.lines.len(), accounts, &mut Known(quantity, over), sink)
    }

    /// Prices the lines of one measured year, after whatever the accounts have already seen.
    ///
    /// # Errors
    /// An amount beyond what is handled, an index without the year.
    pub fn run_year<Q: Quantity, S: Sink>(
        &self,
        measured_year: i16,
        accounts: &mut Accounts,
        quantity: impl FnMut(&ProgramLine, &PaymentTerm) -> Q,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        self.run_year_on(measured_year, accounts, &mut Anonymous(quantity), sink)
    }

    pub(crate) fn run_year_on<F: Feed, S: Sink>(
        &self,
        measured_year: i16,
        accounts: &mut Accounts,
        feed: &mut F,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        self.run_lines(self.of_year(measured_year), accounts, feed, sink)
    }

    /// The places of a measured year's lines.
    pub(crate) fn of_year(&self, measured_year: i16) -> std::ops::Range<usize> {
        let from = self.lines.partition_point(|line| line.measured_year < measured_year);
        let to = self.lines.partition_point(|line| line.measured_year <= measured_year);
        from..to
    }

    fn run_lines<F: Feed, S: Sink>(
        &self,
        range: std::ops::Range<usize>,
        accounts: &mut Accounts,
        feed: &mut F,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        let mut totals = Totals { amount: accounts.zero, over_cap: accounts.zero };
        for place in range {
            let line = &self.lines[place];
            let line_totals = self.price(place, line, accounts, feed, sink)?;
            totals.amount += line_totals.amount;
            totals.over_cap += line_totals.over_cap;
        }
        Ok(totals)
    }

    fn price<F: Feed, S: Sink>(
        &self,
        place: usize,
        line: &ProgramLine,
        accounts: &mut Accounts,
        feed: &mut F,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        let nothing = Totals { amount: accounts.zero, over_cap: accounts.zero };
        let term = &self.terms[line.term];
        let Some(figures) = feed.figures(line, term).figures() else { return Ok(nothing) };
        accounts.start(self, line, term, &figures)?;
        if term.unless.iter().any(|other| accounts.ever_due[*other]) {
            sink.is_due(place, false);
            return Ok(nothing);
        }
        let circumstances = Circumstances {
            year: line.measured_year,
            capital: self.capital_of(&term.receivers, line.due),
            deficit: accounts.deficits[term.slot],
            cohorts: accounts.cohorts_of(term),
            rounding: self.rounding,
        };
        let Some(whole) = whole(term, &figures, &circumstances)? else {
            sink.is_due(place, false);
            return Ok(nothing);
        };
        sink.is_due(place, whole.is_due);
        accounts.ever_due[term.slot] |= whole.is_due;
        if let Some(LineBasis::Shared { carried_out, .. }) = &whole.basis {
            accounts.deficits[term.slot] = *carried_out;
        }
        let (Some(payers), Some(receivers)) = (&term.payer_weights, &term.receiver_weights) else {
            whole.is_due.then(|| sink.not_stated(place));
            return Ok(nothing);
        };
        if !whole.is_stated {
            whole.is_due.then(|| sink.not_stated(place));
            return Ok(nothing);
        }
        let division = self.limited(line, term, &whole, accounts, feed, (receivers, payers))?;
        accounts.pay(term, payers, &division);
        Ok(emit(place, term, payers, &whole, &division, sink))
    }

    /// What each receiver gets after every limit.
    fn limited<F: Feed>(
        &self,
        line: &ProgramLine,
        term: &PaymentTerm,
        whole: &Whole,
        accounts: &mut Accounts,
        feed: &mut F,
        (receivers, payers): (&Weights, &Weights),
    ) -> Result<Division, CompileError> {
        let mut left = whole.amount;
        let mut taken = Vec::new();
        for limit in term.limits.iter().filter(|limit| limit.over < Over::Payer(0)) {
            let cut = match limit.over {
                Over::Participant { .. } => match feed.over_participants(line, term, limit, whole.price)? {
                    Some(cut) => cut.min(left),
                    None => left - left.min(accounts.room_of_participants(limit)),
                },
                Over::Period => left - left.min(accounts.room_of_period(limit)),
                _ => left - left.min(accounts.room(limit)),
            };
            left -= cut;
            taken.push((limit.slot, cut));
        }
        let mut division = Division::new(self.divided(term, left, receivers, accounts, line.due));
        for (slot, cut) in taken {
            let among = self.divided(term, cut, receivers, accounts, line.due);
            among.into_iter().enumerate().for_each(|(receiver, cut)| division.was_taken(slot, receiver, cut));
        }
        for limit in &term.limits {
            match limit.over {
                Over::Payer(party) => {
                    let own = term.payers_of(party);
                    let all = term.paid_by(&own, payers, &division, accounts.zero);
                    let over = all - all.min(accounts.room(limit));
                    division.take_from_payers(limit.slot, &own, over, payers);
                }
                Over::Investor(party) => {
                    if let Some(receiver) = term.receivers.iter().position(|known| *known == party) {
                        let row = division.rows()[receiver];
                        division.take(limit.slot, receiver, row - row.min(accounts.room(limit)));
                    }
                }
                _ => {}
            }
        }
        for (receiver, party) in term.receivers.iter().enumerate() {
            if let Some(cap) = &self.caps[*party] {
                let row = division.rows()[receiver];
                division.take(cap.slot, receiver, row - row.min(accounts.by_party[*party].room()));
            }
        }
        for limit in term.limits.iter().filter(|limit| limit.over == Over::Agreement) {
            let all = division.total(accounts.zero);
            let over = all - all.min(accounts.room(limit));
            division.take_from_all(limit.slot, over);
        }
        Ok(division)
    }

    /// An amount among the receivers: by their shares, or each until its capital and the return that its cap allows are
    /// back; what is left then is the last one's.
    fn divided(
        &self,
        term: &PaymentTerm,
        amount: Money,
        weights: &Weights,
        accounts: &Accounts,
        due: Date,
    ) -> Vec<Money> {
        let count = term.receivers.len();
        if count == 1 {
            return vec![amount];
        }
        if term.payment.to_order == ReceiverOrder::ProRata {
            return (0..count).map(|receiver| weights.part(amount, receiver)).collect();
        }
        let mut left = amount;
        let part = |(receiver, party): (usize, &usize)| {
            let part = if receiver + 1 == count {
                left
            } else {
                left.min(self.outstanding(*party, accounts, due))
            };
            left -= part;
            part
        };
        term.receivers.iter().enumerate().map(part).collect()
    }

    /// What a party still has to get back.
    fn outstanding(&self, party: usize, accounts: &Accounts, due: Date) -> Money {
        let open = match &self.caps[party] {
            Some(_) => accounts.by_party[party].room(),
            None => self.capital_of(&[party], due) - accounts.received[party],
        };
        if open.is_negative() { accounts.zero } else { open }
    }

    /// Capital that parties have put in by a day.
    pub(crate) fn capital_of(&self, parties: &[usize], day: Date) -> Money {
        let given = parties.iter().flat_map(|party| &self.instalments[*party]).filter(|(on, _)| *on <= day);
        given.fold(Money::zero(self.currency), |all, (_, amount)| all + *amount)
    }

    /// Every instalment of a party, sorted by date.
    pub fn instalments(&self, party: &PartyId) -> &[(Date, Money)] {
        let place = self.parties.iter().position(|known| known == party);
        place.map_or(&[], |place| &self.instalments[place])
    }

    /// Whether a party's yearly return is bounded.
    pub fn has_cap(&self, party: &PartyId) -> bool {
        self.cap_of(party).is_some()
    }

    pub(crate) fn cap_of(&self, party: &PartyId) -> Option<(usize, &Cap)> {
        let place = self.parties.iter().position(|known| known == party)?;
        Some((place, self.caps[place].as_ref()?))
    }
}

fn emit<S: Sink>(
    place: usize,
    term: &PaymentTerm,
    payers: &Weights,
    whole: &Whole,
    division: &Division,
    sink: &mut S,
) -> Totals {
    let zero = Money::zero(whole.amount.currency());
    let mut totals = Totals { amount: zero, over_cap: zero };
    let in_order = term.payment.to_order == ReceiverOrder::InOrder;
    for receiver in 0..division.rows().len() {
        for (payer, share) in term.payment.from.iter().enumerate() {
            if share.share.is_zero() || (!in_order && term.payment.to[receiver].share.is_zero()) {
                continue;
            }
            let cuts = division.cuts(receiver, payer, payers);
            let over_cap = cuts.iter().fold(zero, |all, (_, cut)| all + *cut);
            let amount = division.part(receiver, payer, payers);
            totals.amount += amount;
            totals.over_cap += over_cap;
            sink.line(&Priced {
                line: place,
                payer,
                receiver,
                quantity: whole.quantity,
                price: whole.price,
                due: amount + over_cap,
                over_cap,
                amount,
                cuts,
                basis: whole.basis.clone(),
            });
        }
    }
    totals
}
