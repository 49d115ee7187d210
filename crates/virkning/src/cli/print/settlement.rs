//! A settlement proposal and the explanation of one participant's year, as text.

use virkning_measure::Explanation;
use virkning_model::agreement::Agreement;
use virkning_model::observation::{Outcome, Unclarified};
use virkning_model::settlement::Provisional;
use virkning_model::{Decimal, Money};

use super::table::{Table, facts, heading};
use crate::app::explain::Explained;
use crate::app::settle::StoredProposal;
use crate::app::statement::{CONFIDENCE, holder_short_name, measured_and_settled, situation_key};
use crate::text::Texts;
use crate::text::format;

/// A proposal with its lines, its account and what stands in its way.
pub fn settlement(agreement: &Agreement, stored: &StoredProposal, texts: &Texts) -> String {
    let view = View { agreement, stored, texts };
    let mut out = view.head();
    out.push_str(&view.lines());
    out.push_str(&view.situations());
    out.push_str(&view.accounts());
    out.push_str(&view.obstacles());
    out
}

struct View<'a> {
    agreement: &'a Agreement,
    stored: &'a StoredProposal,
    texts: &'a Texts,
}

impl View<'_> {
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
        let proposal = &self.stored.proposal;
        let language = self.texts.language();
        let counts = &proposal.counts;
        let successes = if counts.eligible == 0 {
            self.text("settle-nobody")
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
        let mut pairs = vec![
            (self.text("settle-number"), self.stored.record.id.to_string()),
            (self.text("settle-state"), self.text(&format!("state-{}", self.stored.record.state.as_str()))),
            (self.text("settle-successes"), successes),
            (self.text("settle-unclarified"), self.count(counts.unclarified)),
            (self.text("settle-amount"), format::money(language, proposal.amount)),
        ];
        if !proposal.over_cap.is_zero() {
            pairs.push((self.text("settle-over-cap"), format::money(language, proposal.over_cap)));
        }
        if let Some(expected) = &proposal.expected {
            let words = self.texts.with(
                "settle-expected-text",
                &[
                    ("successes", &format::decimal(language, expected.successes, 1)),
                    ("eligible", &self.count(u64::from(expected.eligible))),
                    ("amount", &format::money(language, expected.amount)),
                ],
            );
            pairs.push((self.text("settle-expected"), words));
        }
        for result in &proposal.follow_ups {
            let label = self
                .agreement
                .measure(&result.measure)
                .map_or_else(|| result.measure.to_string(), |measure| measure.label.clone());
            let words = self.texts.with(
                "settle-follow-up-text",
                &[
                    ("label", &label),
                    ("successes", &self.count(result.successes)),
                    ("eligible", &self.count(result.eligible)),
                ],
            );
            pairs.push((self.text("settle-follow-up"), words));
        }
        pairs.push((
            self.text("settle-data"),
            self.texts.with(
                "settle-data-text",
                &[
                    ("edition", &proposal.inputs.register_edition),
                    ("snapshot", proposal.inputs.snapshot.as_str()),
                    ("codes", &proposal.inputs.code_list_edition),
                ],
            ),
        ));
        pairs.push((self.text("settle-content"), self.stored.record.content.to_string()));
        let title = format!("{} · {}", self.agreement.name, measured_and_settled(proposal, self.texts));
        let synthetic = if proposal.inputs.synthetic {
            format!("  *** {} ***\n", self.text("statement-synthetic"))
        } else {
            String::new()
        };
        format!("{title}\n{synthetic}\n{}", facts(&pairs))
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
        for line in &self.stored.proposal.lines {
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
        format!("{}{}", heading(&self.text("settle-lines")), table.render())
    }

    fn situations(&self) -> String {
        let mut table = Table::new()
            .words(self.text("statement-situation"))
            .numbers(self.text("statement-people"))
            .numbers(self.text("statement-of-them-successes"));
        for row in &self.stored.proposal.counts.situations {
            table.row(vec![self.text(situation_key(row.situation)), self.count(row.people), self.count(row.successes)]);
        }
        format!("{}{}", heading(&self.text("settle-situations")), table.render())
    }

    fn accounts(&self) -> String {
        let mut out = String::new();
        for account in &self.stored.proposal.accounts {
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
    fn obstacles(&self) -> String {
        let proposal = &self.stored.proposal;
        let mut out = String::from("\n");
        if let Some(Provisional::EditionTooEarly { edition, needed }) = &proposal.provisional {
            out.push_str(&self.texts.with("statement-provisional", &[("edition", edition), ("needed", needed)]));
            out.push('\n');
        }
        for (alias, why) in &proposal.counts.unclarified_people {
            out.push_str(&format!("  {alias}: {}\n", unclarified(*why, self.texts)));
        }
        let next = match self.stored.record.state {
            virkning_store::ProposalState::Proposed if proposal.counts.unclarified > 0 => "settle-next-clarify",
            virkning_store::ProposalState::Proposed => "settle-next-approve",
            virkning_store::ProposalState::Approved => "settle-next-post",
            _ => "settle-next-statement",
        };
        out.push_str(&self.texts.with(next, &[("id", self.stored.record.id.as_str())]));
        out.push('\n');
        out
    }
}

/// Why somebody is not clarified.
fn unclarified(why: Unclarified, texts: &Texts) -> String {
    match why {
        Unclarified::NotInExtract => texts.get("unclarified-not-in-extract"),
        Unclarified::UnknownCode { code } => texts.with("unclarified-unknown-code", &[("code", &code.to_string())]),
        Unclarified::WeekNotCovered { week } => {
            texts.with("unclarified-week-not-covered", &[("week", &week.to_string())])
        }
        Unclarified::MonthNotCovered { month } => {
            texts.with("unclarified-month-not-covered", &[("month", &format::month(texts, month))])
        }
    }
}

/// Why one participant's year came out as it did.
pub fn explained(explained: &Explained, measured_year: i16, texts: &Texts) -> String {
    let explanation: &Explanation = &explained.explanation;
    let outcome = match explanation.evaluation.outcome {
        Outcome::Success => texts.get("explain-success"),
        Outcome::NoSuccess => texts.get("explain-no-success"),
        Outcome::Unclarified(why) => texts.with("explain-unclarified", &[("why", &unclarified(why, texts))]),
    };
    let window = if explained.span.first == explained.span.last {
        format::month(texts, explained.span.first)
    } else {
        format!("{} – {}", format::month(texts, explained.span.first), format::month(texts, explained.span.last))
    };
    let mut pairs = vec![
        (texts.get("explain-measure"), explained.measure.label.clone()),
        (texts.get("explain-rule"), crate::text::rule::in_words(&explained.measure.success, texts)),
        (texts.get("explain-window"), window),
        (texts.get("explain-enrolled"), format::date(texts, explained.enrolled_on)),
        (texts.get("explain-situation"), texts.get(situation_key(explanation.evaluation.situation))),
        (texts.get("settle-data"), explained.snapshot.to_string()),
    ];
    if let Some(dropped_out) = &explained.participant.dropped_out {
        let words = texts.with(
            "explain-dropped-out-text",
            &[("date", &format::date(texts, dropped_out.on)), ("reason", &dropped_out.reason)],
        );
        pairs.push((texts.get("explain-dropped-out"), words));
    }
    let title = texts.with(
        "explain-title",
        &[("alias", explained.participant.alias.as_str()), ("year", &measured_year.to_string())],
    );
    let mut out = format!("{title}\n\n  {outcome}\n");
    for because in reasons(explained, texts) {
        out.push_str(&format!("  {because}\n"));
    }
    if !explained.eligible {
        out.push_str(&format!("  {}\n", texts.get("explain-not-eligible")));
    }
    if explained.synthetic {
        out.push_str(&format!("  *** {} ***\n", texts.get("statement-synthetic")));
    }
    out.push('\n');
    out.push_str(&facts(&pairs));
    out.push_str(&months(explanation, texts));
    out.push_str(&weeks(explained, texts));
    out
}

/// What decided, as sentences: the months and weeks that made it true, or that none did.
fn reasons(explained: &Explained, texts: &Texts) -> Vec<String> {
    let explanation = &explained.explanation;
    let mut reasons = Vec::new();
    for fact in explanation.months.iter().filter(|fact| fact.decides && fact.covered) {
        let ratio = fact.ratio.unwrap_or_default();
        let ratio = format::decimal(texts.language(), ratio, ratio.normalize().scale().max(2));
        let words = [("month", format::month(texts, fact.month)), ("ratio", ratio)];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        reasons.push(texts.with("explain-because-month", &words));
    }
    // Weeks with the same code are said together.
    let mut weeks: Vec<(u16, Vec<String>, Option<&str>)> = Vec::new();
    for fact in explanation.weeks.iter().filter(|fact| fact.decides && fact.covered) {
        match weeks.iter_mut().find(|(code, ..)| *code == fact.code) {
            Some((_, weeks, _)) => weeks.push(fact.week.to_string()),
            None => weeks.push((fact.code, vec![fact.week.to_string()], fact.category.as_deref())),
        }
    }
    for (code, weeks, category) in weeks {
        let category = category
            .map_or_else(|| texts.get("explain-unknown-code"), |state| crate::text::rule::state_in_words(state, texts));
        let code = if code == 0 { texts.get("explain-blank") } else { code.to_string() };
        let words = [("weeks", weeks.join(", ")), ("code", code), ("category", category)];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        reasons.push(texts.with("explain-because-weeks", &words));
    }
    if reasons.is_empty() && explanation.evaluation.outcome == Outcome::NoSuccess {
        reasons.push(texts.get("explain-because-none"));
    }
    reasons
}

fn months(explanation: &Explanation, texts: &Texts) -> String {
    let mut table = Table::new()
        .words(texts.get("explain-month"))
        .words(texts.get("explain-ratio"))
        .words(texts.get("explain-decides"));
    for fact in &explanation.months {
        let ratio = match (fact.covered, fact.ratio) {
            (false, _) => texts.get("explain-not-covered"),
            (true, None) => texts.get("explain-no-ratio"),
            (true, Some(ratio)) => format::decimal(texts.language(), ratio, ratio.normalize().scale().max(2)),
        };
        table.row(vec![format::month(texts, fact.month), ratio, decides(fact.decides, texts)]);
    }
    format!("{}{}", heading(&texts.get("explain-months")), table.render())
}

fn weeks(explained: &Explained, texts: &Texts) -> String {
    let mut table = Table::new()
        .words(texts.get("explain-week"))
        .words(texts.get("explain-thursday"))
        .words(texts.get("explain-code"))
        .words(texts.get("explain-meaning"))
        .words(texts.get("explain-category"))
        .words(texts.get("explain-decides"));
    for fact in &explained.explanation.weeks {
        let thursday = fact.week.thursday();
        let (code, meaning) = if !fact.covered {
            ("–".to_owned(), texts.get("explain-not-covered"))
        } else {
            let row = explained.codes.list.row(fact.code, thursday);
            let label = row.map(|row| match texts.language() {
                crate::text::Language::Danish => row.label_da.clone(),
                crate::text::Language::English => row.label_en.clone(),
            });
            let code = if fact.code == 0 { texts.get("explain-blank") } else { fact.code.to_string() };
            (code, label.unwrap_or_else(|| texts.get("explain-unknown-code")))
        };
        table.row(vec![
            fact.week.to_string(),
            thursday.to_string(),
            code,
            meaning,
            fact.category
                .as_deref()
                .map_or_else(|| "–".to_owned(), |state| crate::text::rule::state_in_words(state, texts)),
            decides(fact.decides, texts),
        ]);
    }
    format!("{}{}", heading(&texts.get("explain-weeks")), table.render())
}

fn decides(decides: bool, texts: &Texts) -> String {
    if decides { texts.get("word-yes") } else { String::new() }
}
