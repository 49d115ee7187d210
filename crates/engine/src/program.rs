//! The flat program of an agreement: what is paid for which measured year, when, to whom and under which cap. It runs
//! on counts of any kind and keeps nothing but the caps' accounts; who counts people, and what for, is not known here.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::agreement::{
    AccountHolder, Agreement, Clause, ExampleCap, LimitRule, Measure, PayerShare, Payment, ReceiverShare, Settled, Share, Window,
};
use virkning_model::id::{MeasureId, PartyId, TermId};
use virkning_model::money::Weights;
use virkning_model::period::Years;
use virkning_model::{Currency, Money, Rounding};

use crate::cap::{Cap, CapAccount};
use crate::error::CompileError;
use crate::quantity::Quantity;

/// A payment term, resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentTerm {
    /// The term.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// Where it stands.
    pub clause: Clause,
    /// The measure that triggers it.
    pub measure: MeasureId,
    /// The price of one unit.
    pub price: Money,
    /// Who pays, from which budget, and how much of it.
    pub from: Vec<PayerShare>,
    /// Who is paid, and how much of it.
    pub to: Vec<ReceiverShare>,
    payer_weights: Weights,
    receiver_weights: Weights,
    /// The receivers' places among the parties.
    receivers: Vec<usize>,
}

impl PaymentTerm {
    /// How many kroner of an amount are due to a party: nothing where the term does not pay it. A share that no
    /// decimal holds, as a third, is divided last.
    pub(crate) fn due_to(&self, party: &PartyId, kroner: Decimal) -> Option<Decimal> {
        let receiver = self.to.iter().find(|receiver| receiver.party == *party)?;
        part_of(kroner, receiver.share, self.to.iter().map(|receiver| receiver.share))
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

/// One line of the program: one payment term in one measured year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramLine {
    /// The place of the payment term among [`Program::terms`].
    pub term: usize,
    /// The year that is measured.
    pub measured_year: i16,
    /// The day of payment.
    pub due: Date,
}

/// An agreement's payments, compiled once.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    currency: Currency,
    rounding: Rounding,
    parties: Vec<PartyId>,
    terms: Vec<PaymentTerm>,
    /// By measured year, then year of payment, then document order.
    lines: Vec<ProgramLine>,
    /// By the party's place.
    caps: Vec<Option<Cap>>,
    /// By the party's place, sorted by date.
    instalments: Vec<Vec<(Date, Money)>>,
}

/// What one payer owes one receiver for a line that has been priced.
///
/// Quantity times price becomes whole øre as one sum. It is divided among the receivers first, each receiver's part meets
/// its cap alone, and what is paid and what is over the cap are then divided among the payers, each time by largest
/// remainder in the order of the document. So the parts of a line add up to the øre, in each of the three figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Priced {
    /// Its place among [`Program::lines`].
    pub line: usize,
    /// The payer's place in the term.
    pub payer: usize,
    /// The receiver's place in the term.
    pub receiver: usize,
    /// How many are paid for, by all payers to all receivers.
    pub quantity: Decimal,
    /// The part of quantity times price: amount and over cap.
    pub due: Money,
    /// What a cap takes away.
    pub over_cap: Money,
    /// What is paid: due less over cap.
    pub amount: Money,
}

/// Who hears of each priced line.
pub trait Sink {
    /// Called once per line, receiver and payer, in the program's order, then in that of the receivers, then of the
    /// payers. Who has a share of zero is left out.
    fn line(&mut self, priced: &Priced);
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
}

impl Sink for Recording {
    fn line(&mut self, priced: &Priced) {
        self.lines.push(*priced);
    }
}

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// What is paid.
    pub amount: Money,
    /// What caps took away.
    pub over_cap: Money,
}

/// Where the capped accounts stand during a run; made by [`Program::accounts`], one run after the other may reuse it
/// through [`Accounts::reset`].
#[derive(Clone, Debug, PartialEq)]
pub struct Accounts {
    zero: Money,
    /// By the party's place.
    by_party: Vec<CapAccount>,
}

impl Accounts {
    /// Back to the start, without allocating.
    pub fn reset(&mut self) {
        self.by_party.fill(CapAccount::new(self.zero));
    }
}

/// Compiles an agreement's payments, instalments and caps.
///
/// # Errors
/// A reference that does not resolve, a payment without measured years or day of payment, two caps for one party.
pub fn compile(agreement: &Agreement) -> Result<Program, CompileError> {
    compile_under(agreement, ExampleCap::Agreed)
}

/// The same under another cap, as worked examples ask.
pub(crate) fn compile_under(agreement: &Agreement, cap: ExampleCap) -> Result<Program, CompileError> {
    let parties: Vec<PartyId> = agreement.parties.iter().map(|party| party.id.clone()).collect();
    let mut terms = Vec::new();
    let mut lines = Vec::new();
    for payment in &agreement.payments {
        let (measure, years, settled) = yearly_measure(agreement, payment)?;
        let term = terms.len();
        terms.push(payment_term(agreement, payment)?);
        for measured_year in years.iter() {
            let due = settled.date(measured_year);
            let due =
                due.ok_or_else(|| CompileError::NoDueDate { measure: measure.id.clone(), year: measured_year })?;
            lines.push(ProgramLine { term, measured_year, due });
        }
    }
    lines.sort_by_key(|line| (line.measured_year, line.due.year(), line.term));
    if let Some(pair) = lines.windows(2).find(|pair| pair[0].due.year() > pair[1].due.year()) {
        return Err(CompileError::DueOutOfOrder { year: pair[0].measured_year });
    }
    let instalments = instalments(agreement)?;
    let caps = caps(agreement, cap, &instalments)?;
    let (currency, rounding) = (agreement.currency, agreement.rounding);
    Ok(Program { currency, rounding, parties, terms, lines, caps, instalments })
}

fn yearly_measure<'a>(
    agreement: &'a Agreement,
    payment: &Payment,
) -> Result<(&'a Measure, Years, Settled), CompileError> {
    let measure = agreement
        .measure(&payment.measure)
        .ok_or_else(|| CompileError::UnknownMeasure { term: payment.id.clone(), measure: payment.measure.clone() })?;
    let Window::CalendarMonth { years, .. } = measure.window else {
        return Err(CompileError::NotYearly { measure: measure.id.clone() });
    };
    let settled = measure.settled.ok_or_else(|| CompileError::NotSettled { measure: measure.id.clone() })?;
    Ok((measure, years, settled))
}

fn payment_term(agreement: &Agreement, payment: &Payment) -> Result<PaymentTerm, CompileError> {
    let price = payment.price().ok_or_else(|| CompileError::Shares { term: payment.id.clone() })?;
    check_amount(agreement, &payment.id, price)?;
    for (place, payer) in payment.from.iter().enumerate() {
        check_holder(agreement, &payment.id, &payer.holder)?;
        if payment.from[..place].iter().any(|earlier| earlier.holder == payer.holder) {
            return Err(CompileError::Shares { term: payment.id.clone() });
        }
    }
    let mut receivers = Vec::with_capacity(payment.to.len());
    for receiver in &payment.to {
        let place = party_place(agreement, &payment.id, &receiver.party)?;
        if receivers.contains(&place) {
            return Err(CompileError::Shares { term: payment.id.clone() });
        }
        receivers.push(place);
    }
    let payer_shares: Vec<Share> = payment.from.iter().map(|payer| payer.share).collect();
    let receiver_shares: Vec<Share> = payment.to.iter().map(|receiver| receiver.share).collect();
    Ok(PaymentTerm {
        id: payment.id.clone(),
        label: payment.label.clone(),
        clause: payment.clause.clone(),
        measure: payment.measure.clone(),
        price,
        from: payment.from.clone(),
        to: payment.to.clone(),
        payer_weights: weights(&payment.id, &payer_shares)?,
        receiver_weights: weights(&payment.id, &receiver_shares)?,
        receivers,
    })
}

fn weights(term: &TermId, shares: &[Share]) -> Result<Weights, CompileError> {
    let refused = || CompileError::Shares { term: term.clone() };
    if !Share::make_a_whole(shares) {
        return Err(refused());
    }
    let weights: Vec<Decimal> = shares.iter().map(|share| share.weight().normalize()).collect();
    Weights::new(&weights).map_err(|_| refused())
}

fn instalments(agreement: &Agreement) -> Result<Vec<Vec<(Date, Money)>>, CompileError> {
    let mut by_party = vec![Vec::new(); agreement.parties.len()];
    for funding in &agreement.funding {
        let Some(amount) = funding.amount else { continue };
        check_amount(agreement, &funding.id, amount)?;
        check_holder(agreement, &funding.id, &funding.to)?;
        let giver = party_place(agreement, &funding.id, &funding.from)?;
        by_party[giver].extend(funding.on.iter().map(|day| (*day, amount)));
    }
    by_party.iter_mut().for_each(|instalments| instalments.sort_by_key(|(day, _)| *day));
    Ok(by_party)
}

fn caps(
    agreement: &Agreement,
    under: ExampleCap,
    instalments: &[Vec<(Date, Money)>],
) -> Result<Vec<Option<Cap>>, CompileError> {
    let mut caps = vec![None; instalments.len()];
    if let (ExampleCap::Method(method), []) = (under, agreement.limits.as_slice()) {
        return Err(CompileError::NoCap { method });
    }
    for limit in &agreement.limits {
        let LimitRule::ReturnCap { party, annual_return, method } = &limit.rule else { continue };
        let place = party_place(agreement, &limit.id, party)?;
        if annual_return.is_sign_negative() && !annual_return.is_zero() {
            return Err(CompileError::Negative { term: limit.id.clone() });
        }
        if caps[place].is_some() {
            return Err(CompileError::SeveralCaps { party: party.clone() });
        }
        let method = match under {
            ExampleCap::Agreed => *method,
            ExampleCap::Method(method) => method,
            ExampleCap::None => continue,
        };
        caps[place] = Some(Cap {
            limit: limit.id.clone(),
            method,
            annual_return: *annual_return,
            rounding: agreement.rounding,
            instalments: instalments[place].clone(),
        });
    }
    Ok(caps)
}

fn party_place(agreement: &Agreement, term: &TermId, party: &PartyId) -> Result<usize, CompileError> {
    let place = agreement.parties.iter().position(|known| known.id == *party);
    place.ok_or_else(|| CompileError::UnknownParty { term: term.clone(), party: party.clone() })
}

/// The party exists, and the budget is its own.
pub(crate) fn check_holder(agreement: &Agreement, term: &TermId, holder: &AccountHolder) -> Result<(), CompileError> {
    party_place(agreement, term, &holder.party)?;
    match &holder.budget {
        Some(id) if agreement.budget(id).is_none_or(|budget| budget.party != holder.party) => {
            Err(CompileError::UnknownBudget { term: term.clone(), budget: id.clone() })
        }
        _ => Ok(()),
    }
}

/// The amount is of the agreement's currency and not below zero.
pub(crate) fn check_amount(agreement: &Agreement, term: &TermId, amount: Money) -> Result<(), CompileError> {
    if amount.currency() != agreement.currency {
        return Err(CompileError::OtherCurrency { term: term.clone() });
    }
    if amount.is_negative() {
        return Err(CompileError::Negative { term: term.clone() });
    }
    Ok(())
}

impl Program {
    /// The one currency of all its amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The payment terms, in the order of the document.
    pub fn terms(&self) -> &[PaymentTerm] {
        &self.terms
    }

    /// All lines: by measured year, then by year of payment, then in the order of the document.
    pub fn lines(&self) -> &[ProgramLine] {
        &self.lines
    }

    /// The payment term of a line.
    pub fn term(&self, line: &ProgramLine) -> &PaymentTerm {
        &self.terms[line.term]
    }

    /// The capped accounts before anything has happened.
    pub fn accounts(&self) -> Accounts {
        let zero = Money::zero(self.currency);
        Accounts { zero, by_party: vec![CapAccount::new(zero); self.parties.len()] }
    }

    /// Prices every line in order. Nothing is allocated per line beyond what the sink keeps.
    ///
    /// # Errors
    /// An amount beyond what is handled.
    pub fn run<Q: Quantity, S: Sink>(
        &self,
        accounts: &mut Accounts,
        quantity: impl FnMut(&ProgramLine, &PaymentTerm) -> Q,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        self.run_lines(0..self.lines.len(), accounts, quantity, sink)
    }

    /// Prices the lines of one measured year, after whatever the accounts have already seen.
    ///
    /// # Errors
    /// An amount beyond what is handled.
    pub fn run_year<Q: Quantity, S: Sink>(
        &self,
        measured_year: i16,
        accounts: &mut Accounts,
        quantity: impl FnMut(&ProgramLine, &PaymentTerm) -> Q,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        let from = self.lines.partition_point(|line| line.measured_year < measured_year);
        let to = self.lines.partition_point(|line| line.measured_year <= measured_year);
        self.run_lines(from..to, accounts, quantity, sink)
    }

    fn run_lines<Q: Quantity, S: Sink>(
        &self,
        range: std::ops::Range<usize>,
        accounts: &mut Accounts,
        mut quantity: impl FnMut(&ProgramLine, &PaymentTerm) -> Q,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        let mut totals = Totals { amount: accounts.zero, over_cap: accounts.zero };
        for place in range {
            let line = &self.lines[place];
            let quantity = quantity(line, &self.terms[line.term]).to_decimal();
            let line_totals = self.price(place, quantity, accounts, sink)?;
            totals.amount += line_totals.amount;
            totals.over_cap += line_totals.over_cap;
        }
        Ok(totals)
    }

    fn price<S: Sink>(
        &self,
        place: usize,
        quantity: Decimal,
        accounts: &mut Accounts,
        sink: &mut S,
    ) -> Result<Totals, CompileError> {
        let line = &self.lines[place];
        let term = &self.terms[line.term];
        let out_of_range = |_| CompileError::OutOfRange { term: term.id.clone() };
        let whole = term.price.times(quantity, self.rounding).map_err(out_of_range)?;
        let mut totals = Totals { amount: accounts.zero, over_cap: accounts.zero };
        for receiver in 0..term.to.len() {
            let due = term.receiver_weights.part(whole, receiver);
            let mut amount = due;
            if let Some(cap) = &self.caps[term.receivers[receiver]] {
                let account = &mut accounts.by_party[term.receivers[receiver]];
                account.advance(cap, line.due).map_err(out_of_range)?;
                amount = due.min(account.room());
                account.pay(amount);
            }
            let over_cap = due - amount;
            totals.amount += amount;
            totals.over_cap += over_cap;
            for payer in 0..term.from.len() {
                if term.to[receiver].share.is_zero() || term.from[payer].share.is_zero() {
                    continue;
                }
                let amount = term.payer_weights.part(amount, payer);
                let over_cap = term.payer_weights.part(over_cap, payer);
                sink.line(&Priced { line: place, payer, receiver, quantity, due: amount + over_cap, over_cap, amount });
            }
        }
        Ok(totals)
    }

    /// Brings the account of a capped party to a day and says how it stands; nothing where there is no cap.
    pub(crate) fn standing(
        &self,
        accounts: &mut Accounts,
        party: &PartyId,
        day: Date,
    ) -> Result<Option<Standing>, CompileError> {
        let Some((place, cap)) = self.capped(party) else { return Ok(None) };
        let account = &mut accounts.by_party[place];
        account.advance(cap, day).map_err(|_| CompileError::OutOfRange { term: cap.limit.clone() })?;
        Ok(Some(Standing {
            room: account.room(),
            capital_outstanding: account.capital_outstanding(),
            return_outstanding: account.return_outstanding(),
        }))
    }

    /// Lets the accounts see a payment that was posted earlier.
    pub(crate) fn see_posted(
        &self,
        accounts: &mut Accounts,
        party: &PartyId,
        day: Date,
        amount: Money,
    ) -> Result<(), CompileError> {
        let Some((place, cap)) = self.capped(party) else { return Ok(()) };
        let account = &mut accounts.by_party[place];
        account.advance(cap, day).map_err(|_| CompileError::OutOfRange { term: cap.limit.clone() })?;
        account.pay(amount);
        Ok(())
    }

    /// Every instalment of a party, sorted by date.
    pub(crate) fn instalments(&self, party: &PartyId) -> &[(Date, Money)] {
        let place = self.parties.iter().position(|known| known == party);
        place.map_or(&[], |place| &self.instalments[place])
    }

    pub(crate) fn has_cap(&self, party: &PartyId) -> bool {
        self.capped(party).is_some()
    }

    fn capped(&self, party: &PartyId) -> Option<(usize, &Cap)> {
        let place = self.parties.iter().position(|known| known == party)?;
        Some((place, self.caps[place].as_ref()?))
    }
}

/// How a capped account stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) room: Money,
    pub(crate) capital_outstanding: Money,
    pub(crate) return_outstanding: Money,
}
