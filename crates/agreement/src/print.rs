//! A whole document from an agreement: its terms in the order of the language, without prose. Reading it again gives the
//! same agreement, apart from the clauses.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use virkning_model::agreement::{
    AccountHolder, AdmissionTest, Agreement, BudgetKind, DutyKind, Eligibility, EnrolmentStep, ExampleCap, Measure,
    PaidPer, PartyRole, Payment, PriceLevel, ReturnCapMethod, Share, Unit, Window,
};
use virkning_model::business_case::{BusinessCase, Saving, SavingSize};
use virkning_model::id::PartyId;
use virkning_model::origin::Origin;
use virkning_model::period::{ByYear, Years};
use virkning_model::{Decimal, Money, Rounding};

use crate::canonical::{canonical, quoted};
use crate::source::Source;
use crate::tree;

/// Prints an agreement as a document in canonical form.
pub fn print(agreement: &Agreement) -> String {
    let rough = rough(agreement);
    let mut diagnostics = Vec::new();
    let source = Source::of(&rough, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    debug_assert!(diagnostics.is_empty(), "what is printed is TOML: {diagnostics:?}");
    canonical(&source, &terms)
}

/// The terms as they come; the canonical form sorts their keys and groups their numbers.
fn rough(agreement: &Agreement) -> String {
    // The name may hold any sign; as a heading it is one line of plain words.
    let title = agreement.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut page = Page { text: format!("# {}\n\n", title.trim_start_matches(['#', '`', '~'])) };
    page.block(|page| head(page, agreement));
    page.block(|page| cohort(page, agreement));
    page.block(|page| organisation(page, agreement));
    page.block(|page| agreement.measures.iter().for_each(|measure| page.measure(measure)));
    page.block(|page| case(page, agreement));
    page.block(|page| payments(page, agreement));
    page.block(|page| choices(page, agreement));
    page.text
}

struct Page {
    text: String,
}

impl Page {
    fn block(&mut self, terms: impl FnOnce(&mut Self)) {
        self.text.push_str("```toml\n");
        terms(self);
        self.text.push_str("```\n\n");
    }

    fn term(&mut self, header: &str) {
        let _ = writeln!(self.text, "{header}");
    }

    fn raw(&mut self, key: &str, value: impl Display) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    fn words(&mut self, key: &str, text: &str) {
        self.raw(key, quoted(text));
    }

    fn list<'a>(&mut self, key: &str, values: impl IntoIterator<Item = &'a str>) {
        let values: Vec<String> = values.into_iter().map(quoted).collect();
        self.raw(key, format_args!("[{}]", values.join(", ")));
    }

    fn plain_list(&mut self, key: &str, values: impl IntoIterator<Item = impl Display>) {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        self.raw(key, format_args!("[{}]", values.join(", ")));
    }

    fn holder(&mut self, key: &str, holder: &AccountHolder) {
        self.raw(key, format_args!("{{ {} }}", holder_keys(holder)));
    }

    fn shares(&mut self, key: &str, several: impl Iterator<Item = (String, Share)>) {
        let tables = several.map(|(keys, share)| match share {
            Share::Decimal(share) => format!("{{ {keys}, share = {share} }}"),
            Share::Parts(parts) => format!("{{ {keys}, part = {parts} }}"),
        });
        self.plain_list(key, tables);
    }

    fn years(&mut self, years: Years) {
        self.raw("years", format_args!("{{ from = {}, to = {} }}", years.from, years.to));
    }

    fn by_year<T: Display>(&mut self, key: &str, named: &BTreeMap<i16, T>, later: Option<&T>) {
        let mut parts: Vec<String> = named.iter().map(|(year, value)| format!("{year} = {value}")).collect();
        parts.extend(later.map(|value| format!("later = {value}")));
        self.raw(key, format_args!("{{ {} }}", parts.join(", ")));
    }

    fn rates(&mut self, key: &str, rates: Option<&ByYear<Decimal>>) {
        if let Some(rates) = rates {
            self.by_year(key, &rates.named, rates.later.as_ref());
        }
    }

    fn origin(&mut self, origin: Option<&Origin>) {
        if let Some(origin) = origin {
            self.raw("origin", origin_table(origin));
        }
    }

    fn measure(&mut self, measure: &Measure) {
        self.term("[[measure]]");
        self.words("id", measure.id.as_str());
        self.words("label", &measure.label);
        self.words("source", &measure.source);
        match measure.window {
            Window::CalendarMonth { month, years } => {
                self.raw("window", format_args!("{{ month = {month} }}"));
                self.years(years);
            }
            Window::MonthsSinceStart { months } => {
                self.raw("window", format_args!("{{ months_since_start = {months} }}"));
            }
        }
        self.words("success", &measure.success_text);
        let eligible = match measure.eligible {
            Eligibility::EnrolledBeforeTheYear => "enrolled-before-the-year",
            Eligibility::WindowClosed => "window-closed",
        };
        self.words("eligible", eligible);
        if let Some(settled) = measure.settled {
            let (month, day, later) = (settled.month, settled.day, settled.years_later);
            self.raw("settled", format_args!("{{ month = {month}, day = {day}, years_later = {later} }}"));
        }
        self.rates("expected", measure.expected.as_ref());
        if let Some(baseline) = measure.baseline {
            self.raw("baseline", baseline);
        }
        if let Some(target) = measure.target {
            self.raw("target", target);
        }
        self.origin(measure.origin.as_ref());
    }

    fn saving(&mut self, saving: &Saving) {
        self.term("[[saving]]");
        self.words("id", saving.id.as_str());
        self.words("label", &saving.label);
        match &saving.size {
            SavingSize::PerStarter { profile } => {
                self.words("per", "starter");
                self.plain_list("profile", profile);
            }
            SavingSize::Volume { by_year, price } => {
                self.words("per", "volume");
                self.by_year("by_year", by_year, None);
                self.raw("price", amount(*price));
            }
        }
        self.plain_list(
            "falls_to",
            saving.falls_to.iter().map(|share| {
                let (area, weight) = (quoted(&share.area), share.weight);
                format!("{{ area = {area}, weight = {weight}, {} }}", holder_keys(&share.holder))
            }),
        );
        self.origin(saving.origin.as_ref());
    }

    fn payment(&mut self, payment: &Payment) {
        self.term("[[payment]]");
        self.words("id", payment.id.as_str());
        self.words("label", &payment.label);
        self.words("for", payment.measure.as_str());
        match payment.per {
            PaidPer::Success => self.words("per", "success"),
        }
        self.raw("amount", amount(payment.price));
        match &payment.from[..] {
            [alone] => self.holder("from", &alone.holder),
            several => self.shares("from", several.iter().map(|payer| (holder_keys(&payer.holder), payer.share))),
        }
        match &payment.to[..] {
            [alone] => self.words("to", alone.party.as_str()),
            several => {
                let party = |party: &PartyId| format!("party = {}", quoted(party.as_str()));
                self.shares("to", several.iter().map(|receiver| (party(&receiver.party), receiver.share)));
            }
        }
        if let Some(share) = payment.covered_by_saving_share {
            self.raw("covered_by", format_args!("{{ saving_share = {share} }}"));
        }
        self.origin(payment.origin.as_ref());
    }
}

/// Whole kroner without decimals, others with two.
fn amount(money: Money) -> String {
    let text = money.to_string();
    text.strip_suffix(".00").map_or_else(|| text.clone(), str::to_owned)
}

fn holder_keys(holder: &AccountHolder) -> String {
    match &holder.budget {
        Some(budget) => format!("party = {}, budget = {}", quoted(holder.party.as_str()), quoted(budget.as_str())),
        None => format!("party = {}", quoted(holder.party.as_str())),
    }
}

fn origin_table(origin: &Origin) -> String {
    match origin {
        Origin::Source { document, place } => format!("{{ source = {}, place = {} }}", quoted(document), quoted(place)),
        Origin::Web { page } => format!("{{ web = {} }}", quoted(page)),
        Origin::Derived { how } => format!("{{ derived = {} }}", quoted(how)),
        Origin::Assumed { why } => format!("{{ assumed = {} }}", quoted(why)),
    }
}

fn head(page: &mut Page, agreement: &Agreement) {
    page.term("[agreement]");
    page.words("id", agreement.id.as_str());
    page.words("name", &agreement.name);
    if !agreement.aliases.is_empty() {
        page.list("aliases", agreement.aliases.iter().map(String::as_str));
    }
    page.words("version", &agreement.version);
    page.words("currency", agreement.currency.code());
    let rounding = match agreement.rounding {
        Rounding::HalfUp => "half-up",
        Rounding::HalfEven => "half-even",
        Rounding::Down => "down",
    };
    page.words("rounding", rounding);
    match agreement.price_level {
        PriceLevel::Year(year) => page.raw("price_level", year),
        PriceLevel::Current => page.words("price_level", "current"),
        PriceLevel::NotStated => page.words("price_level", "not-stated"),
    }
    page.raw("from", agreement.from);
    page.raw("to", agreement.to);
    page.words("purpose", &agreement.purpose);
    page.origin(agreement.origin.as_ref());
    for party in &agreement.parties {
        page.term("[[party]]");
        page.words("id", party.id.as_str());
        page.words("name", &party.name);
        page.words("short_name", &party.short_name);
        let role = match party.role {
            PartyRole::Authority => "authority",
            PartyRole::Investor => "investor",
            PartyRole::Provider => "provider",
            PartyRole::Guarantor => "guarantor",
        };
        page.words("role", role);
        page.words("legal_entity", &party.legal_entity);
        page.origin(party.origin.as_ref());
    }
    for budget in &agreement.budgets {
        page.term("[[budget]]");
        page.words("id", budget.id.as_str());
        page.words("party", budget.party.as_str());
        let kind = match budget.kind {
            BudgetKind::Decentral => "decentral",
            BudgetKind::Central => "central",
            BudgetKind::OutcomeFund => "outcome-fund",
            BudgetKind::Region => "region",
            BudgetKind::State => "state",
        };
        page.words("kind", kind);
        page.words("label", &budget.label);
        page.origin(budget.origin.as_ref());
    }
}

fn cohort(page: &mut Page, agreement: &Agreement) {
    let target_group = &agreement.target_group;
    page.term("[target_group]");
    page.words("description", &target_group.description);
    if !target_group.profile.is_empty() {
        page.list("profile", target_group.profile.iter().map(String::as_str));
    }
    page.origin(target_group.origin.as_ref());
    for rule in &agreement.admission {
        page.term("[[admission]]");
        page.words("id", rule.id.as_str());
        page.words("label", &rule.label);
        match &rule.test {
            AdmissionTest::Age { from, to } => {
                page.words("test", "age");
                page.raw("from", from);
                page.raw("to", to);
            }
            AdmissionTest::Exclusion { column } => {
                page.words("test", "exclusion");
                page.words("column", column);
            }
            AdmissionTest::Judgement { role, column } => {
                page.words("test", "judgement");
                page.words("role", role.as_str());
                page.words("column", column);
            }
        }
        page.origin(rule.origin.as_ref());
    }
    let intake = &agreement.intake;
    page.term("[intake]");
    let unit = match intake.unit {
        Unit::Person => "person",
        Unit::Family => "family",
        Unit::Child => "child",
    };
    page.words("unit", unit);
    page.by_year("by_year", &intake.by_year, None);
    let steps = intake.counts_from.iter().map(|step| match step {
        EnrolmentStep::Referred => "referred",
        EnrolmentStep::AdmissionTalk => "admission-talk",
        EnrolmentStep::Accepted => "accepted",
        EnrolmentStep::Started => "started",
    });
    page.list("counts_from", steps);
    page.origin(intake.origin.as_ref());
}

fn organisation(page: &mut Page, agreement: &Agreement) {
    let intervention = &agreement.intervention;
    page.term("[intervention]");
    page.words("label", &intervention.label);
    page.words("provider", &intervention.provider);
    page.list("steps", intervention.steps.iter().map(String::as_str));
    page.origin(intervention.origin.as_ref());
    for role in &agreement.roles {
        page.term("[[role]]");
        page.words("id", role.id.as_str());
        page.words("label", &role.label);
        page.words("responsibility", &role.responsibility);
        page.origin(role.origin.as_ref());
    }
    for activity in &agreement.activities {
        page.term("[[activity]]");
        page.words("label", &activity.label);
        page.raw("from", activity.from);
        page.raw("to", activity.to);
        page.origin(activity.origin.as_ref());
    }
    for meeting in &agreement.meetings {
        page.term("[[meeting]]");
        page.words("id", meeting.id.as_str());
        page.words("label", &meeting.label);
        page.plain_list("months", &meeting.months);
        page.list("members", meeting.members.iter().map(String::as_str));
        page.origin(meeting.origin.as_ref());
    }
}

fn case(page: &mut Page, agreement: &Agreement) {
    for cost in &agreement.costs {
        page.term("[[cost]]");
        page.words("id", cost.id.as_str());
        page.words("label", &cost.label);
        page.holder("bearer", &cost.bearer);
        page.raw("amount", amount(cost.amount));
        page.years(cost.years);
        page.origin(cost.origin.as_ref());
    }
    for own in &agreement.own_financing {
        page.term("[[own_financing]]");
        page.words("id", own.id.as_str());
        page.holder("holder", &own.holder);
        page.raw("amount", amount(own.amount));
        page.years(own.years);
        page.origin(own.origin.as_ref());
    }
    if let Some(case) = &agreement.business_case {
        business_case(page, case);
    }
    agreement.savings.iter().for_each(|saving| page.saving(saving));
}

fn business_case(page: &mut Page, case: &BusinessCase) {
    page.term("[business_case]");
    page.years(case.years);
    page.rates("phase_in", case.phase_in.as_ref());
    if let Some(overlap) = &case.overlap {
        let mut keys = format!(
            "with = {}, participants = {}, credited_elsewhere = {}",
            quoted(&overlap.with),
            overlap.share_of_participants,
            overlap.share_credited_elsewhere
        );
        if let Some(origin) = &overlap.origin {
            let _ = write!(keys, ", origin = {}", origin_table(origin));
        }
        page.raw("overlap", format_args!("{{ {keys} }}"));
    }
    page.origin(case.origin.as_ref());
}

fn method(method: ReturnCapMethod) -> &'static str {
    match method {
        ReturnCapMethod::Compound => "compound",
        ReturnCapMethod::Simple => "simple",
        ReturnCapMethod::PerYear => "per-year",
    }
}

fn payments(page: &mut Page, agreement: &Agreement) {
    agreement.payments.iter().for_each(|payment| page.payment(payment));
    for limit in &agreement.limits {
        page.term("[[limit]]");
        page.words("id", limit.id.as_str());
        page.words("party", limit.party.as_str());
        page.raw("annual_return", limit.annual_return);
        page.words("method", method(limit.method));
        page.origin(limit.origin.as_ref());
    }
    for follow_up in &agreement.follow_ups {
        page.term("[[follow_up]]");
        page.words("id", follow_up.id.as_str());
        page.words("label", &follow_up.label);
        page.plain_list("after_years", &follow_up.after_years);
        page.list("items", follow_up.items.iter().map(String::as_str));
        page.words("source", &follow_up.source);
        page.origin(follow_up.origin.as_ref());
    }
    for funding in &agreement.funding {
        page.term("[[funding]]");
        page.words("id", funding.id.as_str());
        page.words("from", funding.from.as_str());
        page.holder("to", &funding.to);
        page.raw("amount", amount(funding.amount));
        page.plain_list("on", &funding.on);
        page.origin(funding.origin.as_ref());
    }
}

fn choices(page: &mut Page, agreement: &Agreement) {
    for duty in &agreement.duties {
        page.term("[[duty]]");
        page.words("id", duty.id.as_str());
        let kind = match duty.kind {
            DutyKind::Status => "status",
            DutyKind::Renegotiation => "renegotiation",
        };
        page.words("kind", kind);
        page.words("label", &duty.label);
        page.list("by", duty.by.iter().map(|party| party.as_str()));
        page.list("to", duty.to.iter().map(|party| party.as_str()));
        page.words("trigger", &duty.trigger);
        page.origin(duty.origin.as_ref());
    }
    for choice in &agreement.choices {
        page.term("[[choice]]");
        page.words("id", choice.id.as_str());
        page.words("term", &choice.term);
        page.words("question", &choice.question);
        page.words("chosen", &choice.chosen);
        page.list("alternatives", choice.alternatives.iter().map(String::as_str));
        page.words("because", &choice.because);
        page.origin(choice.origin.as_ref());
    }
    for example in &agreement.examples {
        page.term("[[example]]");
        page.words("name", &example.name);
        page.rates("rates", example.rates.as_ref());
        match example.cap {
            ExampleCap::Agreed => {}
            ExampleCap::None => page.words("cap", "none"),
            ExampleCap::Method(cap) => page.words("cap", method(cap)),
        }
        if !example.payments.is_empty() {
            let payments = example.payments.iter().map(|(year, paid)| (*year, amount(*paid))).collect();
            page.by_year("payments", &payments, None);
        }
        if let Some(total) = example.total {
            page.raw("total", amount(total));
        }
        page.origin(example.origin.as_ref());
    }
    for signature in &agreement.signatures {
        page.term("[[signature]]");
        page.words("party", signature.party.as_str());
        page.words("office", &signature.office);
        page.origin(signature.origin.as_ref());
    }
}
