//! The terms of an agreement that move no money, as text: goals and what follows them, the trial, what the implementation
//! must keep, guarantees and amendments.

use virkning_model::Decimal;
use virkning_model::agreement::{Agreement, LimitOver, LimitRule, ReturnCapMethod};
use virkning_model::implementation::{Allocation, Goal, ImplementationRule};

use super::plan::step_key;
use super::table::{Table, facts, heading};
use crate::text::Texts;
use crate::text::format;

/// Goals, trial, implementation, limits and amendments: only what the agreement has.
pub fn implementation(agreement: &Agreement, texts: &Texts) -> String {
    let view = View { agreement, texts };
    let mut out = view.goals();
    out.push_str(&view.terms());
    out.push_str(&view.limits());
    out.push_str(&view.amendments());
    out
}

struct View<'a> {
    agreement: &'a Agreement,
    texts: &'a Texts,
}

impl View<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn goals(&self) -> String {
        if self.agreement.goals.is_empty() {
            return String::new();
        }
        let followed_by = |goal: &Goal| {
            let labels: Vec<&str> = goal
                .measures
                .iter()
                .map(|id| self.agreement.measure(id).map_or(id.as_str(), |measure| &measure.label))
                .collect();
            if labels.is_empty() {
                self.text("plan-goal-not-followed")
            } else {
                labels.join("; ")
            }
        };
        let mut table = Table::new().words(self.text("plan-goal-name")).words(self.text("plan-goal-followed-by"));
        for goal in &self.agreement.goals {
            table.row(vec![goal.label.clone(), followed_by(goal)]);
        }
        format!("{}{}", heading(&self.text("plan-goals")), table.render())
    }

    fn terms(&self) -> String {
        let mut pairs = Vec::new();
        if let Some(trial) = &self.agreement.trial {
            let allocation = self.text(match trial.allocation {
                Allocation::Random => "plan-trial-random",
                Allocation::Matched => "plan-trial-matched",
                Allocation::BeforeAfter => "plan-trial-before-after",
            });
            pairs.push((self.text("plan-trial"), format!("{allocation}. {}", trial.control)));
        }
        for term in &self.agreement.implementation {
            pairs.push((term.label.clone(), self.rule(&term.rule)));
        }
        if pairs.is_empty() {
            return String::new();
        }
        format!("{}{}", heading(&self.text("plan-implementation")), facts(&pairs))
    }

    fn rule(&self, rule: &ImplementationRule) -> String {
        let language = self.texts.language();
        let count = |number: u32| format::count(language, u64::from(number));
        match rule {
            ImplementationRule::Deadline { within_months, after } => {
                let (months, after) = (within_months.to_string(), self.text(step_key(*after)));
                self.texts.with("plan-rule-deadline", &[("months", &months), ("after", &after)])
            }
            ImplementationRule::Caseload { at_most, per } => {
                self.texts.with("plan-rule-caseload", &[("number", &count(*at_most)), ("per", per)])
            }
            ImplementationRule::Capacity { number } => {
                self.texts.with("plan-rule-capacity", &[("number", &count(*number))])
            }
            ImplementationRule::Quota { share, group } => {
                let share = format::percent(language, *share, share_decimals(*share));
                self.texts.with("plan-rule-quota", &[("share", &share), ("group", group)])
            }
            ImplementationRule::Milestone { number, by } => {
                let by = format::date(self.texts, *by);
                self.texts.with("plan-rule-milestone", &[("number", &count(*number)), ("by", &by)])
            }
            ImplementationRule::FollowUps { number } => {
                self.texts.with("plan-rule-follow-ups", &[("number", &count(*number))])
            }
        }
    }

    /// What bounds payments, in the order in which it acts.
    fn limits(&self) -> String {
        let language = self.texts.language();
        let party = |id: &virkning_model::id::PartyId| {
            self.agreement.party(id).map_or_else(|| id.to_string(), |party| party.short_name.clone())
        };
        let mut table = Table::new().words(self.text("plan-limit")).words(self.text("plan-limit-rule"));
        for limit in &self.agreement.limits {
            let rule = match &limit.rule {
                LimitRule::ReturnCap { party: of, annual_return, method } => {
                    let rate = format::percent(language, *annual_return, share_decimals(*annual_return));
                    let method = self.text(match method {
                        ReturnCapMethod::Compound => "value-compound",
                        ReturnCapMethod::Simple => "value-simple",
                        ReturnCapMethod::PerYear => "value-per-year",
                    });
                    let words = [("party", party(of)), ("rate", rate), ("method", method)];
                    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    self.texts.with("plan-limit-return-cap", &words)
                }
                LimitRule::AtLeast { party: of, share } => {
                    let share = format::percent(language, *share, share_decimals(*share));
                    self.texts.with("plan-limit-floor", &[("party", &party(of)), ("share", &share)])
                }
                LimitRule::AtMost { amount, over } => {
                    let amount =
                        amount.map_or_else(|| self.text("plan-not-stated"), |amount| format::money(language, amount));
                    format!("{amount} {}", self.over(over))
                }
            };
            table.row(vec![limit.id.to_string(), rule]);
        }
        for guarantee in &self.agreement.guarantees {
            let amount = guarantee
                .at_most
                .map_or_else(|| self.text("plan-not-stated"), |amount| format::money(language, amount));
            let words = [("from", party(&guarantee.from)), ("amount", amount)];
            let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
            table.row(vec![guarantee.label.clone(), self.texts.with("plan-guarantee", &words)]);
        }
        if self.agreement.limits.is_empty() && self.agreement.guarantees.is_empty() {
            return String::new();
        }
        format!("{}{}", heading(&self.text("plan-limits")), table.render())
    }

    fn over(&self, over: &LimitOver) -> String {
        let named = |key: &str, name: &str| self.texts.with(key, &[("name", name)]);
        match over {
            LimitOver::Participant { years: None } => self.text("plan-over-participant"),
            LimitOver::Participant { years: Some(years) } => {
                self.texts.with("plan-over-participant-years", &[("years", &years.to_string())])
            }
            LimitOver::Measure(id) => {
                named("plan-over-measure", self.agreement.measure(id).map_or(id.as_str(), |measure| &measure.label))
            }
            LimitOver::Payment(id) => {
                named("plan-over-payment", self.agreement.payment(id).map_or(id.as_str(), |payment| &payment.label))
            }
            LimitOver::Period => self.text("plan-over-period"),
            LimitOver::Payer(id) => {
                named("plan-over-payer", self.agreement.party(id).map_or(id.as_str(), |party| &party.short_name))
            }
            LimitOver::Investor(id) => {
                named("plan-over-investor", self.agreement.party(id).map_or(id.as_str(), |party| &party.short_name))
            }
            LimitOver::Agreement => self.text("plan-over-agreement"),
        }
    }

    fn amendments(&self) -> String {
        if self.agreement.amendments.is_empty() {
            return String::new();
        }
        let mut table = Table::new()
            .words(self.text("plan-amendment-from"))
            .words(self.text("plan-amendment-term"))
            .words(self.text("plan-amendment-was"))
            .words(self.text("plan-amendment-becomes"))
            .words(self.text("plan-amendment-because"));
        for amendment in &self.agreement.amendments {
            for change in &amendment.changes {
                table.row(vec![
                    format::date(self.texts, amendment.from),
                    change.term.clone(),
                    change.was.clone().unwrap_or_else(|| "–".to_owned()),
                    change.becomes.clone(),
                    amendment.because.clone(),
                ]);
            }
        }
        format!("{}{}", heading(&self.text("plan-amendments")), table.render())
    }
}

/// As many decimals as a share of one needs as a percentage.
fn share_decimals(share: Decimal) -> u32 {
    share.normalize().scale().saturating_sub(2)
}
