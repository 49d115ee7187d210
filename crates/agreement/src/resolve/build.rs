//! Builds the agreement from its terms: the head, and the lists of terms in the order of the document.

use virkning_model::agreement::{Agreement, Clause};
use virkning_model::code_list::NamedCodes;
use virkning_model::{Currency, Diagnostic};

use super::{
    case_terms as case, claims, examples, governance_terms as governance, not_stated, overlap_terms,
    payment_terms as money, people_terms as people, take, words,
};
use crate::source::Source;
use crate::tree::{Table, Term};

/// What the building of a term may look at besides the term.
pub(super) struct Context<'a> {
    pub source: &'a Source<'a>,
    pub terms: &'a [Term],
    pub currency: Currency,
    /// The code lists that measures may name.
    pub code_lists: Vec<NamedCodes>,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    /// Amounts are built even under a currency that was refused, so that the other terms are still looked at.
    pub(super) fn new(source: &'a Source<'a>, terms: &'a [Term], diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        let head = ["agreement", "document", "portfolio"].iter().find_map(|table| one(terms, table));
        let head = head.map(|term| &term.body);
        let code = head.and_then(|head: &Table| take::text(head, "currency"));
        let currency = code.and_then(|code| Currency::new(&code)).unwrap_or(Currency::DKK);
        let code_lists = terms.iter().filter(|term| term.table == "code_list").filter_map(super::code_list::list);
        Self { source, terms, currency, code_lists: code_lists.collect(), diagnostics }
    }

    pub(super) fn clause(&self, term: &Term) -> Clause {
        self.source.clause(term.start())
    }
}

/// The agreement, if every term could be built. Amendments and other choices are the work of `versions`.
pub(super) fn agreement(context: &mut Context<'_>, terms: &[Term]) -> Option<Agreement> {
    let parties = every(terms, "party", |term| people::party(context, term));
    let budgets = every(terms, "budget", |term| people::budget(context, term));
    let goals = every(terms, "goal", |term| people::goal(context, term));
    let target_group = one(terms, "target_group").and_then(|term| people::target_group(context, term));
    let admission = every(terms, "admission", |term| people::admission(context, term));
    let intake = one(terms, "intake").and_then(|term| people::intake(context, term));
    let trial = perhaps(terms, "trial", |term| people::trial(context, term));
    let intervention = one(terms, "intervention").and_then(|term| people::intervention(context, term));
    let roles = every(terms, "role", |term| people::role(context, term));
    let activities = every(terms, "activity", |term| people::activity(context, term));
    let implementation = every(terms, "implementation", |term| governance::implementation(context, term));
    let actuals = every(terms, "actual", |term| governance::actual(context, term));
    let meetings = every(terms, "meeting", |term| governance::meeting(context, term));
    let duties = every(terms, "duty", |term| governance::duty(context, term));
    let continuation = perhaps(terms, "continuation", |term| governance::continuation(context, term));
    let criteria = every(terms, "criterion", |term| governance::criterion(context, term));
    let follow_ups = every(terms, "follow_up", |term| governance::follow_up(context, term));
    let choices = every(terms, "choice", |term| governance::choice(context, term));
    let signatures = every(terms, "signature", |term| governance::signature(context, term));
    let code_lists = every(terms, "code_list", |term| super::code_list::code_list(context, term));
    let measures = every(terms, "measure", |term| super::measure::measure(context, term));
    let costs = every(terms, "cost", |term| case::cost(context, term));
    let own_financing = every(terms, "own_financing", |term| case::own_financing(context, term));
    let business_case = perhaps(terms, "business_case", |term| case::business_case(context, term));
    let savings = every(terms, "saving", |term| case::saving(context, term));
    let transaction_costs = every(terms, "transaction_cost", |term| case::transaction_cost(context, term));
    let purchases = every(terms, "purchase", |term| case::purchase(context, term));
    let sensitivities = every(terms, "sensitivity", |term| case::sensitivity(context, term));
    let payments = every(terms, "payment", |term| money::payment(context, term));
    let limits = every(terms, "limit", |term| money::limit(context, term));
    let overlaps = every(terms, "overlap", |term| overlap_terms::overlap(context, term));
    let guarantees = every(terms, "guarantee", |term| money::guarantee(context, term));
    let capital_returns = every(terms, "capital_return", |term| money::capital_return(context, term));
    let indices = every(terms, "index", |term| money::index(context, term));
    let financing = perhaps(terms, "financing", |term| money::financing(context, term));
    let funding = every(terms, "funding", |term| money::funding(context, term));
    let claims = every(terms, "claim", |term| claims::claim(context, term));
    let printed = every(terms, "printed", |term| claims::printed(context, term));
    let examples = every(terms, "example", |term| examples::example(context, term));
    let head = &one(terms, "agreement")?.body;
    Some(Agreement {
        id: take::id(head, "id")?,
        name: take::text(head, "name")?,
        aliases: take::may_texts(head, "aliases")?,
        kind: take::word_or_default(head, "kind", words::AGREEMENT_KINDS)?,
        version: take::text(head, "version")?,
        currency: context.currency,
        rounding: take::word(head, "rounding", words::ROUNDINGS)?,
        price_level: claims::price_level(head)?,
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
        code_lists: code_lists?,
        measures: measures?,
        goals: goals?,
        trial: trial?,
        implementation: implementation?,
        actuals: actuals?,
        funding: funding?,
        own_financing: own_financing?,
        costs: costs?,
        savings: savings?,
        business_case: business_case?,
        payments: payments?,
        limits: limits?,
        overlaps: overlaps?,
        guarantees: guarantees?,
        capital_returns: capital_returns?,
        indices: indices?,
        financing: financing?,
        transaction_costs: transaction_costs?,
        purchases: purchases?,
        sensitivities: sensitivities?,
        follow_ups: follow_ups?,
        meetings: meetings?,
        duties: duties?,
        continuation: continuation?,
        criteria: criteria?,
        choices: choices?,
        claims: claims?,
        printed: printed?,
        examples: examples?,
        signatures: signatures?,
        amendments: Vec::new(),
        earlier: Vec::new(),
        not_stated: not_stated::of(context.source, terms),
        origin: take::origin(head),
    })
}

/// A term that may stand once. The outer nothing is one that could not be built.
fn perhaps<T>(terms: &[Term], table: &str, build: impl FnOnce(&Term) -> Option<T>) -> Option<Option<T>> {
    match one(terms, table) {
        Some(term) => build(term).map(Some),
        None => Some(None),
    }
}

/// The term of a table that stands once.
pub(super) fn one<'a>(terms: &'a [Term], table: &str) -> Option<&'a Term> {
    terms.iter().find(|term| term.table == table && !term.of_list)
}

/// Every term of a table. All are looked at, also after one that could not be built.
pub(super) fn every<T>(terms: &[Term], table: &str, mut build: impl FnMut(&Term) -> Option<T>) -> Option<Vec<T>> {
    let built: Vec<Option<T>> = terms.iter().filter(|term| term.table == table).map(&mut build).collect();
    built.into_iter().collect()
}
