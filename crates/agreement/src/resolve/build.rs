//! Builds the agreement from its terms: the head, and the lists of terms in the order of the document.

use virkning_model::agreement::{
    Agreement, Choice, Clause, Example, ExampleCap, PriceLevel, ReturnCapMethod, Signature,
};
use virkning_model::{Currency, Diagnostic, Money, Rounding};

use super::{money_terms as money, people_terms as people, take};
use crate::raw::year_of;
use crate::source::Source;
use crate::tree::{Table, Term, Value};

/// What the building of a term may look at besides the term.
pub(super) struct Context<'a> {
    pub source: &'a Source<'a>,
    pub currency: Currency,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Context<'_> {
    pub(super) fn clause(&self, term: &Term) -> Clause {
        self.source.clause(term.start())
    }
}

/// The agreement, if every term could be built.
pub(super) fn agreement(source: &Source<'_>, terms: &[Term], diagnostics: &mut Vec<Diagnostic>) -> Option<Agreement> {
    let head = one(terms, "agreement").map(|term| &term.body);
    // Amounts are built even under a currency that was refused, so that the other terms are still looked at.
    let currency = head
        .and_then(|head| take::text(head, "currency"))
        .and_then(|code| Currency::new(&code))
        .unwrap_or(Currency::DKK);
    let context = &mut Context { source, currency, diagnostics };
    let parties = every(terms, "party", |term| people::party(context, term));
    let budgets = every(terms, "budget", |term| people::budget(context, term));
    let target_group = one(terms, "target_group").and_then(|term| people::target_group(context, term));
    let admission = every(terms, "admission", |term| people::admission(context, term));
    let intake = one(terms, "intake").and_then(|term| people::intake(context, term));
    let intervention = one(terms, "intervention").and_then(|term| people::intervention(context, term));
    let roles = every(terms, "role", |term| people::role(context, term));
    let activities = every(terms, "activity", |term| people::activity(context, term));
    let meetings = every(terms, "meeting", |term| people::meeting(context, term));
    let duties = every(terms, "duty", |term| people::duty(context, term));
    let follow_ups = every(terms, "follow_up", |term| people::follow_up(context, term));
    let measures = every(terms, "measure", |term| super::measure::measure(context, term));
    let costs = every(terms, "cost", |term| money::cost(context, term));
    let own_financing = every(terms, "own_financing", |term| money::own_financing(context, term));
    let business_case = match one(terms, "business_case") {
        Some(term) => money::business_case(context, term).map(Some),
        None => Some(None),
    };
    let savings = every(terms, "saving", |term| money::saving(context, term));
    let payments = every(terms, "payment", |term| money::payment(context, term));
    let limits = every(terms, "limit", |term| money::limit(context, term));
    let funding = every(terms, "funding", |term| money::funding(context, term));
    let choices = every(terms, "choice", |term| choice(context, term));
    let examples = every(terms, "example", |term| example(context, term));
    let signatures = every(terms, "signature", |term| signature(context, term));
    let head = head?;
    Some(Agreement {
        id: take::id(head, "id")?,
        name: take::text(head, "name")?,
        aliases: if head.get("aliases").is_some() {
            take::texts(head, "aliases")?
        } else {
            Vec::new()
        },
        version: take::text(head, "version")?,
        currency,
        rounding: take::word(head, "rounding", ROUNDINGS)?,
        price_level: price_level(head)?,
        from: take::date(head, "from")?,
        to: take::date(head, "to")?,
        purpose: take::text(head, "purpose")?,
        parties: parties?,
        budgets: budgets?,
        target_group: target_group?,
        admission: admission?,
        intake: intake?,
        intervention: intervention?,
        roles: roles?,
        activities: activities?,
        measures: measures?,
        funding: funding?,
        own_financing: own_financing?,
        costs: costs?,
        savings: savings?,
        business_case: business_case?,
        payments: payments?,
        limits: limits?,
        follow_ups: follow_ups?,
        meetings: meetings?,
        duties: duties?,
        choices: choices?,
        examples: examples?,
        signatures: signatures?,
        origin: take::origin(head),
    })
}

const ROUNDINGS: &[(&str, Rounding)] =
    &[("half-up", Rounding::HalfUp), ("half-even", Rounding::HalfEven), ("down", Rounding::Down)];

/// The methods of a return cap by their words.
pub(super) const METHODS: &[(&str, ReturnCapMethod)] = &[
    ("compound", ReturnCapMethod::Compound),
    ("simple", ReturnCapMethod::Simple),
    ("per-year", ReturnCapMethod::PerYear),
];

/// The term of a table that stands once.
fn one<'a>(terms: &'a [Term], table: &str) -> Option<&'a Term> {
    terms.iter().find(|term| term.table == table && !term.of_list)
}

/// Every term of a table. All are looked at, also after one that could not be built.
fn every<T>(terms: &[Term], table: &str, mut build: impl FnMut(&Term) -> Option<T>) -> Option<Vec<T>> {
    let built: Vec<Option<T>> = terms.iter().filter(|term| term.table == table).map(&mut build).collect();
    built.into_iter().collect()
}

fn price_level(head: &Table) -> Option<PriceLevel> {
    match head.get("price_level")?.text() {
        Some("not-stated") => Some(PriceLevel::NotStated),
        Some("current") => Some(PriceLevel::Current),
        Some(_) => None,
        None => take::whole(head, "price_level").map(PriceLevel::Year),
    }
}

fn choice(context: &Context<'_>, term: &Term) -> Option<Choice> {
    let body = &term.body;
    Some(Choice {
        id: take::term_id(body)?,
        term: take::text(body, "term")?,
        question: take::text(body, "question")?,
        chosen: take::text(body, "chosen")?,
        alternatives: take::texts(body, "alternatives")?,
        because: take::text(body, "because")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn example(context: &Context<'_>, term: &Term) -> Option<Example> {
    let body = &term.body;
    let cap = match body.get("cap").map(Value::text) {
        None => ExampleCap::Agreed,
        Some(Some("none")) => ExampleCap::None,
        Some(_) => ExampleCap::Method(take::word(body, "cap", METHODS)?),
    };
    let amount = |value: &Value| Money::exact(context.currency, value.decimal()?).ok();
    let mut payments = std::collections::BTreeMap::new();
    for entry in body.get("payments").and_then(Value::table).into_iter().flat_map(|years| &years.entries) {
        payments.insert(year_of(&entry.key)?, amount(&entry.value)?);
    }
    Some(Example {
        name: take::text(body, "name")?,
        rates: if body.get("rates").is_some() {
            Some(take::by_year(body, "rates")?)
        } else {
            None
        },
        cap,
        payments,
        total: if body.get("total").is_some() {
            Some(amount(body.get("total")?)?)
        } else {
            None
        },
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn signature(context: &Context<'_>, term: &Term) -> Option<Signature> {
    Some(Signature {
        party: take::id(&term.body, "party")?,
        office: take::text(&term.body, "office")?,
        clause: context.clause(term),
        origin: take::origin(&term.body),
    })
}
