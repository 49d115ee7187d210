//! A settlement proposal as text, stored or of a worked example.

use virkning_model::agreement::Agreement;
use virkning_model::observation::{Estimate, Unclarified};
use virkning_model::settlement::{FollowUpResult, Proposal, Provisional};
use virkning_model::{Decimal, Money};
use virkning_store::ProposalRecord;

use super::table::{Table, facts, heading};
use crate::app::estimates::{estimate_lists, estimated_measures};
use crate::app::example::ComputedExample;
use crate::app::registers::measures_of;
use crate::app::results::{closing_after, results};
use crate::app::settle::StoredProposal;
use crate::app::statement::{
    CONFIDENCE, cause_in_words, closing_key, edition_in_words, holder_short_name, measure_name, measured_and_settled,
    part_in_words, shown_causes, situation_key, with_month,
};
use crate::text::estimated::{self, measure_label};
use crate::text::{Texts, format, line, overlap, register_in_words, rule, service_in_words};

/// A proposal with its lines, its account and what stands in its way.
pub fn settlement(agreement: &Agreement, stored: &StoredProposal, texts: &Texts) -> String {
    let view = View { agreement, proposal: &stored.proposal, record: Some(&stored.record), texts };
    let mut out = view.head();
    out.push_str(&view.measures());
    out.push_str(&view.lines());
    out.push_str(&view.estimates());
    out.push_str(&view.restated());
    out.push_str(&view.not_stated());
    out.push_str(&view.overlaps());
    out.push_str(&view.situations());
    out.push_str(&view.accounts());
    out.push_str(&view.closing(&stored.record));
    out.push_str(&view.obstacles(&stored.record));
    out
}

/// The settlements of a worked example, one after the other, and whether the example holds.
pub fn example(computed: &ComputedExample, texts: &Texts) -> String {
    let mut out = texts.with("settle-example", &[("name", &computed.result.name)]);
    out.push('\n');
    for proposal in &computed.proposals {
        let view = View { agreement: &computed.agreement, proposal, record: None, texts };
        out.push_str(&format!("\n{}", view.head()));
        out.push_str(&view.measures());
        out.push_str(&view.lines());
        out.push_str(&view.not_stated());
        out.push_str(&view.accounts());
    }
    out.push('\n');
    let language = texts.language();
    for difference in &computed.result.differences {
        let year = difference.year.map_or_else(|| texts.get("settle-example-total"), |year| year.to_string());
        let words = [
            ("year", year),
            ("stated", format::money(language, difference.expected)),
            ("computed", format::money(language, difference.computed)),
        ];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        out.push_str(&format!("{}\n", texts.with("settle-example-differs", &words)));
    }
    out.push_str(&texts.get(if computed.result.holds {
        "settle-example-holds"
    } else {
        "settle-example-fails"
    }));
    out.push('\n');
    out
}

struct View<'a> {
    agreement: &'a Agreement,
    proposal: &'a Proposal,
    /// What is stored; nothing for an example.
    record: Option<&'a ProposalRecord>,
    texts: &'a Texts,
}

impl View<'_> {
    /// Estimates of locked evaluations that the amounts rest on: whoever approves must know of them.
    fn estimates(&self) -> String {
        let of = |estimate: &Estimate| {
            let value = format::decimal(self.texts.language(), estimate.value, estimate.value.scale());
            let words = [
                ("measure", estimate.measure.as_str()),
                ("value", value.as_str()),
                ("method", estimate.method.as_str()),
            ];
            format!("{}\n", self.texts.with("settle-estimate", &words))
        };
        self.proposal.estimates.iter().map(of).collect()
    }

    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn amount(&self, amount: Money) -> String {
        format::amount(self.texts.language(), amount)
    }

    fn count(&self, count: u64) -> String {
        format::count(self.texts.language(), count)
    }

    fn head(&self) -> String {
        let proposal = self.proposal;
        let language = self.texts.language();
        let counts = &proposal.counts;
        let by_success = self.agreement.measure(&proposal.measure).is_none_or(|measure| measure.success.is_some());
        let successes = if counts.eligible == 0 {
            self.text("settle-nobody")
        } else if !by_success {
            self.texts.with("settle-by-value", &[("eligible", &self.count(counts.eligible))])
        } else {
            let (low, high) = virkning_stats::wilson(counts.successes, counts.eligible, CONFIDENCE);
            let share = Decimal::from(counts.successes) / Decimal::from(counts.eligible);
            self.texts.with(
                "settle-successes-of",
                &[
                    ("successes", &self.count(counts.successes)),
                    ("eligible", &self.count(counts.eligible)),
                    ("share", &format::percent(language, share, 1)),
                    ("low", &format::percent_of_estimate(language, low, 1)),
                    ("high", &format::percent_of_estimate(language, high, 1)),
                ],
            )
        };
        let mut pairs = Vec::new();
        if let Some(record) = self.record {
            pairs.push((self.text("settle-number"), record.id.to_string()));
            if let Some(part) = part_in_words(&proposal.part, self.texts) {
                pairs.push((self.text("settle-part"), part));
            }
            pairs.push((self.text("settle-state"), self.text(&format!("state-{}", record.state.as_str()))));
        }
        pairs.extend([
            (self.text(if by_success { "settle-successes" } else { "settle-measured" }), successes),
            (self.text("settle-unclarified"), self.count(proposal.unclarified())),
            (self.text("settle-amount"), format::money(language, proposal.amount)),
        ]);
        if !proposal.over_cap.is_zero() {
            pairs.push((self.text("settle-over-cap"), format::money(language, proposal.over_cap)));
        }
        if let Some(expected) = &proposal.expected {
            // The counts are the first measure's; the amount is what was expected of all.
            let others = proposal.more.iter().filter_map(|more| more.expected.as_ref());
            let amount = others.fold(expected.amount, |all, other| all + other.amount);
            let words = self.texts.with(
                "settle-expected-text",
                &[
                    ("successes", &format::decimal(language, expected.successes, 1)),
                    ("eligible", &self.count(u64::from(expected.eligible))),
                    ("amount", &format::money(language, amount)),
                ],
            );
            pairs.push((self.text("settle-expected"), words));
        }
        for result in &proposal.follow_ups {
            let label = self
                .agreement
                .measure(&result.measure)
                .map_or_else(|| result.measure.to_string(), |measure| measure_label(measure, self.texts));
            let label = with_month(label, result.at, self.texts);
            let words = self.texts.with(
                "settle-follow-up-text",
                &[
                    ("label", &label),
                    ("successes", &self.count(result.successes)),
                    ("eligible", &self.count(result.eligible)),
                ],
            );
            pairs.push((self.text("settle-follow-up"), words + &self.mean(result)));
        }
        for service in &proposal.services {
            let words = service_in_words(service, true, self.texts);
            let after = ("years", service.after_years.to_string());
            pairs.push((self.texts.with("service-after", &[(after.0, &after.1)]), words));
        }
        if let Some(record) = self.record {
            pairs.extend(self.data());
            pairs.push((self.text("settle-content"), record.content.to_string()));
        }
        let title = format!("{} · {}", self.agreement.name, measured_and_settled(proposal, self.texts));
        let synthetic = if proposal.inputs.synthetic {
            format!("  *** {} ***\n", self.text("statement-synthetic"))
        } else {
            String::new()
        };
        let measures = estimated_measures(self.agreement, proposal);
        let note = estimated::note(&measures, &estimate_lists(&proposal.inputs), self.texts);
        let estimated = note.map_or_else(String::new, |note| format!("  *** {note} ***\n"));
        format!("{title}\n{synthetic}{estimated}\n{}", facts(&pairs))
    }

    /// The mean of a measure of values, where it is known.
    fn mean(&self, result: &FollowUpResult) -> String {
        let Some(mean) = result.mean else { return String::new() };
        let unit = self.agreement.measure(&result.measure).and_then(|measure| measure.unit.clone()).unwrap_or_default();
        let mean = format::decimal(self.texts.language(), mean, mean.normalize().scale());
        let words = self.texts.with("follow-up-mean", &[("mean", &mean), ("unit", &unit)]);
        format!("; {}", words.trim_end())
    }

    /// What it was read from: a register, files of observations, or both.
    fn data(&self) -> Vec<(String, String)> {
        let inputs = &self.proposal.inputs;
        let codes = ("codes", inputs.code_list_edition.as_str());
        let mut data = Vec::new();
        for register in inputs.registers() {
            let mut words = vec![("edition", register.edition.as_str()), ("snapshot", register.snapshot.as_str())];
            if inputs.registers.is_empty() {
                words.push(codes);
                data.push((self.text("settle-data"), self.texts.with("settle-data-text", &words)));
                continue;
            }
            let name = register_in_words(&register.source, self.texts);
            let measures = measures_of(self.agreement, self.proposal, &register.source).join("; ");
            words.extend([("register", name.as_str()), ("measures", measures.as_str())]);
            data.push((self.text("settle-data"), self.texts.with("settle-register-text", &words)));
        }
        if let Some(observations) = &inputs.observations {
            let words = [("hash", observations.short())];
            data.push((self.text("statement-observations"), self.texts.with("settle-observations-text", &words)));
        }
        data
    }

    /// Every measure with its counts, where there is more than the head says.
    fn measures(&self) -> String {
        let results = results(self.agreement, self.proposal);
        if results.len() == 1 && results.iter().all(|result| result.control.is_none()) {
            return String::new();
        }
        let mut table = Table::new()
            .words(self.text("statement-measure"))
            .words(self.text("statement-arm"))
            .numbers(self.text("statement-people"))
            .numbers(self.text("statement-of-them-successes"))
            .numbers(self.text("settle-unclarified"))
            .numbers(self.text("statement-expected-successes"));
        for result in &results {
            let arm = if result.control.is_some() {
                "statement-arm-treatment"
            } else {
                "statement-arm-all"
            };
            let expected = result.expected.map_or_else(
                || "–".to_owned(),
                |expected| format::decimal(self.texts.language(), expected.successes, 1),
            );
            let mut row = |arm: &str, counts: &virkning_model::settlement::Counts, expected: String| {
                table.row(vec![
                    measure_name(result, self.texts),
                    self.text(arm),
                    self.count(counts.eligible),
                    if result.asks_who_succeeded() {
                        self.count(counts.successes)
                    } else {
                        "–".to_owned()
                    },
                    self.count(counts.unclarified),
                    expected,
                ]);
            };
            row(arm, result.counts, expected);
            if let Some(control) = result.control {
                row("statement-arm-control", control, "–".to_owned());
            }
        }
        format!("{}{}", heading(&self.text("statement-measures")), table.render())
    }

    fn lines(&self) -> String {
        let language = self.texts.language();
        let mut table = Table::new()
            .words(self.text("settle-line"))
            .words(self.text("settle-from"))
            .words(self.text("settle-to"))
            .numbers(self.text("settle-quantity"))
            .numbers(self.text("settle-price"))
            .numbers(self.text("settle-line-over-cap"))
            .numbers(self.text("settle-line-amount"));
        for line in &self.proposal.lines {
            let payment = self.agreement.payments.iter().find(|payment| payment.id == line.rule);
            let receiver = self.agreement.party(&line.to);
            table.row(vec![
                format!(
                    "{} ({})",
                    payment.map_or_else(|| line.rule.to_string(), |payment| payment.label.clone()),
                    self.texts.with(
                        "statement-clause",
                        &[("section", &line.clause.section), ("line", &line.clause.line.to_string())]
                    )
                ),
                holder_short_name(self.agreement, &line.from, self.texts),
                receiver.map_or_else(|| line.to.to_string(), |party| party.short_name.clone()),
                format::decimal(language, line.quantity, line.quantity.normalize().scale()),
                self.amount(line.price),
                self.amount(line.over_cap),
                self.amount(line.amount),
            ]);
        }
        format!("{}{}{}", heading(&self.text("settle-lines")), table.render(), self.notes())
    }

    /// How lines came about that are no price times a quantity, numbered as the lines are where there are several.
    fn notes(&self) -> String {
        let mut out = String::new();
        for (place, settled) in self.proposal.lines.iter().enumerate() {
            let notes = line::notes(self.agreement, settled, self.texts);
            if notes.is_empty() {
                continue;
            }
            let number = if self.proposal.lines.len() > 1 {
                format!("{}. ", place + 1)
            } else {
                String::new()
            };
            out.push_str(&format!("  {number}{}\n", notes.join("; ")));
        }
        out
    }

    /// Earlier years that come out otherwise, with what all of it comes to.
    fn restated(&self) -> String {
        let proposal = self.proposal;
        if proposal.restated.is_empty() {
            return String::new();
        }
        let mut out = heading(&self.text("statement-restated"));
        let mut table = Table::new()
            .words(self.text("ledger-measured-year"))
            .words(self.text("settle-from"))
            .words(self.text("settle-to"))
            .numbers(self.text("restated-old"))
            .numbers(self.text("restated-new"))
            .numbers(self.text("restated-difference"));
        for restated in &proposal.restated {
            let causes: Vec<String> = shown_causes(restated).map(|cause| cause_in_words(cause, self.texts)).collect();
            let year = restated.measured_year.to_string();
            let words = [("year", year.as_str()), ("original", restated.original.as_str())];
            out.push_str(&format!("  {} {}.\n", self.texts.with("restated-of", &words), causes.join("; ")));
            if let (Some(old), Some(new)) = (restated.old.counts.first(), restated.new.counts.first()) {
                let words = [
                    ("old", format!("{} / {}", old.successes, old.eligible)),
                    ("new", format!("{} / {}", new.successes, new.eligible)),
                    ("people", self.count(restated.kept_answers)),
                ];
                let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
                out.push_str(&format!("  {}\n", self.texts.with("restated-counts", &words)));
                if restated.kept_answers > 0 {
                    out.push_str(&format!("  {}\n", self.texts.with("restated-kept", &words)));
                }
            }
            for line in &restated.lines {
                let to = self.agreement.party(&line.to);
                table.row(vec![
                    year.clone(),
                    holder_short_name(self.agreement, &line.from, self.texts),
                    to.map_or_else(|| line.to.to_string(), |party| party.short_name.clone()),
                    self.amount(line.old),
                    self.amount(line.new),
                    self.amount(line.amount),
                ]);
            }
        }
        out.push_str(&table.render());
        out.push_str(&facts(&[(self.text("settle-payable"), self.amount(proposal.payable()))]));
        out
    }

    /// Payments that are due although no source states how much.
    fn not_stated(&self) -> String {
        if self.proposal.not_stated.is_empty() {
            return String::new();
        }
        let label = |id: &virkning_model::id::TermId| {
            self.agreement.payment(id).map_or_else(|| id.to_string(), |payment| payment.label.clone())
        };
        let payments: Vec<String> = self.proposal.not_stated.iter().map(label).collect();
        let words = self.texts.with("statement-not-stated", &[("payments", &payments.join(", "))]);
        format!("{}  {words}\n", heading(&self.text("statement-not-stated-title")))
    }

    /// Other agreements with participants in common, and what that means here.
    fn overlaps(&self) -> String {
        let overlaps = &self.proposal.inputs.overlaps;
        if overlaps.is_empty() {
            return String::new();
        }
        let sentence = |used| format!("  {}\n", overlap::of_settlement(used, true, self.texts));
        let sentences: String = overlaps.iter().map(sentence).collect();
        format!("{}{sentences}", heading(&self.text("overlap-title")))
    }

    /// What is paid whatever the results, on days of its own.
    fn closing(&self, record: &ProposalRecord) -> String {
        let closing = closing_after(self.agreement, Some(&record.id), &record.content, self.proposal);
        if closing.payments.is_empty() && closing.not_stated.is_empty() {
            return String::new();
        }
        let mut table = Table::new()
            .words(self.text("statement-closing-day"))
            .words(self.text("statement-closing-what"))
            .words(self.text("settle-from"))
            .words(self.text("settle-to"))
            .numbers(self.text("settle-line-amount"));
        for payment in &closing.payments {
            let receiver = self.agreement.party(&payment.to);
            table.row(vec![
                format::short_date(self.texts.language(), payment.date),
                format!("{}: {}", self.text(closing_key(payment.kind)), payment.label),
                holder_short_name(self.agreement, &payment.from, self.texts),
                receiver.map_or_else(|| payment.to.to_string(), |party| party.short_name.clone()),
                self.amount(payment.amount),
            ]);
        }
        let mut out = format!("{}{}", heading(&self.text("statement-closing")), table.render());
        if !closing.not_stated.is_empty() {
            let terms: Vec<&str> = closing.not_stated.iter().map(|term| term.as_str()).collect();
            let words = self.texts.with("statement-closing-not-stated", &[("terms", &terms.join(", "))]);
            out.push_str(&format!("  {words}\n"));
        }
        out
    }

    /// What people were, under the first measure that a register was asked for.
    fn situations(&self) -> String {
        let results = results(self.agreement, self.proposal);
        let asked = results.iter().find(|result| result.has_situations());
        let Some(result) = asked.or(results.first().filter(|_| self.proposal.inputs.has_register())) else {
            return String::new();
        };
        let mut table = Table::new()
            .words(self.text("statement-situation"))
            .numbers(self.text("statement-people"))
            .numbers(self.text("statement-of-them-successes"));
        for row in &result.counts.situations {
            table.row(vec![self.text(situation_key(row.situation)), self.count(row.people), self.count(row.successes)]);
        }
        format!("{}{}", heading(&self.text("settle-situations")), table.render())
    }

    fn accounts(&self) -> String {
        let mut out = String::new();
        for account in &self.proposal.accounts {
            let party = self.agreement.party(&account.party);
            let name = party.map_or_else(|| account.party.to_string(), |party| party.short_name.clone());
            let mut pairs = vec![
                (self.text("statement-paid-in"), self.amount(account.paid_in)),
                (self.text("statement-received"), self.amount(account.received)),
                (self.text("statement-balance"), self.amount(account.balance)),
            ];
            let optional = [
                ("statement-cap-room", account.cap_room),
                ("statement-capital-outstanding", account.capital_outstanding),
                ("statement-return-outstanding", account.return_outstanding),
            ];
            for (key, amount) in optional {
                if let Some(amount) = amount {
                    pairs.push((self.text(key), self.amount(amount)));
                }
            }
            let title = self.texts.with("statement-account-of", &[("party", &name)]);
            out.push_str(&format!("{}{}", heading(&title), facts(&pairs)));
        }
        out
    }

    /// What keeps the proposal from being approved or posted, and the next step.
    fn obstacles(&self, record: &ProposalRecord) -> String {
        let proposal = self.proposal;
        let mut out = String::from("\n");
        if let Some(Provisional::EditionTooEarly { needed, .. }) = &proposal.provisional {
            let edition = &edition_in_words(proposal, self.texts);
            out.push_str(&self.texts.with("statement-provisional", &[("edition", edition), ("needed", needed)]));
            out.push('\n');
        }
        let results = results(self.agreement, proposal);
        for result in &results {
            let counts = std::iter::once(result.counts).chain(result.control);
            for (alias, why) in counts.flat_map(|counts| &counts.unclarified_people) {
                let name = if results.len() > 1 {
                    format!(" ({})", measure_name(result, self.texts))
                } else {
                    String::new()
                };
                out.push_str(&format!("  {alias}{name}: {}\n", unclarified(*why, self.texts)));
            }
        }
        let next = match record.state {
            virkning_store::ProposalState::Draft => "settle-next-propose",
            virkning_store::ProposalState::Proposed if proposal.unclarified() > 0 => "settle-next-clarify",
            virkning_store::ProposalState::Proposed => "settle-next-approve",
            virkning_store::ProposalState::Approved => "settle-next-post",
            _ => "settle-next-statement",
        };
        out.push_str(&self.texts.with(next, &[("id", record.id.as_str())]));
        out.push('\n');
        out
    }
}

/// Why somebody is not clarified.
pub fn unclarified(why: Unclarified, texts: &Texts) -> String {
    match why {
        Unclarified::NotInExtract => texts.get("unclarified-not-in-extract"),
        Unclarified::NoData => texts.get("unclarified-no-data"),
        Unclarified::LeftPopulation { how } => rule::leaving_in_words(how, texts),
        Unclarified::NotVerified => texts.get("unclarified-not-verified"),
        Unclarified::DivisionByZero => texts.get("unclarified-division-by-zero"),
        Unclarified::Disputed => texts.get("unclarified-disputed"),
        Unclarified::NotEstimated { week, why } => {
            texts.with("unclarified-not-estimated", &[("week", &week.to_string()), ("why", why.name())])
        }
        Unclarified::UnknownCode { code } => texts.with("unclarified-unknown-code", &[("code", &code.to_string())]),
        Unclarified::WeekNotCovered { week } => {
            texts.with("unclarified-week-not-covered", &[("week", &week.to_string())])
        }
        Unclarified::MonthNotCovered { month } => {
            texts.with("unclarified-month-not-covered", &[("month", &format::month(texts, month))])
        }
    }
}
