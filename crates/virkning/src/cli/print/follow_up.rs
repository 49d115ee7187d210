//! Planned against actual, as text: what has been reported beside what was expected, and whether each assumption holds.

use virkning_engine::plan::{Criterion, CriterionKind, FollowUp, FollowUpRow, RealisedRow};
use virkning_model::agreement::Agreement;
use virkning_model::{Decimal, Money};

use super::table::{Table, facts, heading};
use crate::text::Texts;
use crate::text::format;

/// The report "do the assumptions hold?".
pub fn follow_up(agreement: &Agreement, followed: &FollowUp, texts: &Texts) -> String {
    let title = texts.with("follow-up-title", &[("agreement", &agreement.name), ("version", &agreement.version)]);
    if followed.rows.is_empty() {
        return format!("{title}\n\n  {}\n", texts.get("follow-up-nothing"));
    }
    let view = View { texts };
    let mut out = format!("{title}\n");
    out.push_str(&view.rows(&followed.rows));
    for row in &followed.amounts {
        out.push_str(&view.realised(row));
    }
    out.push_str(&view.verdict(followed));
    out
}

struct View<'a> {
    texts: &'a Texts,
}

impl View<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn number(&self, number: Decimal) -> String {
        format::decimal(self.texts.language(), number, number.normalize().scale().min(2))
    }

    fn share(&self, share: Decimal) -> String {
        format::percent(self.texts.language(), share, 1)
    }

    fn rows(&self, rows: &[FollowUpRow]) -> String {
        let mut table = Table::new()
            .words(self.text("follow-up-what"))
            .words(self.text("follow-up-as-of"))
            .words(self.text("follow-up-actual"))
            .words(self.text("follow-up-expected"))
            .words(self.text("follow-up-holds"));
        for row in rows {
            table.row(vec![
                row.label.clone(),
                format::date(self.texts, row.as_of),
                self.actual(row),
                self.expected(row),
                self.holds(row.holds),
            ]);
        }
        let notes: Vec<String> = rows.iter().flat_map(|row| self.notes(row)).collect();
        let notes: String = notes.iter().map(|note| format!("  {note}\n")).collect();
        format!("{}{}{notes}", heading(&self.text("follow-up-rows")), table.render())
    }

    fn actual(&self, row: &FollowUpRow) -> String {
        let mut parts = Vec::new();
        match (row.number, row.of) {
            (Some(number), Some(of)) => {
                let share = row.achieved_share.map_or_else(String::new, |share| format!(" ({})", self.share(share)));
                let words = [("number", self.number(number)), ("of", self.number(of))];
                let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
                parts.push(format!("{}{share}", self.texts.with("follow-up-of", &words)));
            }
            (Some(number), None) => parts.push(self.number(number)),
            (None, _) => {}
        }
        if let Some(mean) = row.mean {
            let unit = row.unit.clone().unwrap_or_default();
            let words = [("mean", self.number(mean)), ("unit", unit)];
            let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
            parts.push(self.texts.with("follow-up-mean", &words).trim_end().to_owned());
        }
        if parts.is_empty() { self.text("plan-not-stated") } else { parts.join("; ") }
    }

    fn expected(&self, row: &FollowUpRow) -> String {
        let is_share = |criterion: &Criterion| row.achieved_share == Some(criterion.achieved);
        let words = |criterion: &Criterion| {
            let bound = if is_share(criterion) {
                self.share(criterion.bound)
            } else {
                self.number(criterion.bound)
            };
            let key = if criterion.at_most { "follow-up-at-most" } else { "follow-up-at-least" };
            format!("{} ({})", self.texts.with(key, &[("bound", &bound)]), self.text(criterion_key(criterion.kind)))
        };
        let mut parts = Vec::new();
        // An expected count stands beside the share that it gives, never twice.
        let said_by_criterion = row.criterion.as_ref().is_some_and(|found| Some(found.bound) == row.expected_number);
        parts.extend(row.expected_number.filter(|_| !said_by_criterion).map(|expected| self.number(expected)));
        parts.extend([&row.criterion, &row.mean_criterion].into_iter().flatten().map(words));
        if parts.is_empty() { self.text("plan-not-stated") } else { parts.join("; ") }
    }

    /// What a reader must know to read the row rightly.
    fn notes(&self, row: &FollowUpRow) -> Vec<String> {
        let mut notes = Vec::new();
        if let (Some(reported), Some(agreed)) = (&row.unit, &row.other_unit) {
            let words = [("label", row.label.as_str()), ("reported", reported), ("agreed", agreed)];
            notes.push(self.texts.with("follow-up-other-unit", &words));
        }
        if row.completers_only {
            notes.push(self.texts.with("follow-up-completers", &[("label", &row.label)]));
        }
        notes
    }

    fn holds(&self, holds: Option<bool>) -> String {
        self.text(match holds {
            Some(true) => "follow-up-yes",
            Some(false) => "follow-up-no",
            None => "follow-up-undecided",
        })
    }

    fn realised(&self, row: &RealisedRow) -> String {
        let amount = |amount: Money| format::amount(self.texts.language(), amount);
        let planned = |planned: Option<Money>| planned.map_or_else(|| self.text("plan-not-stated"), amount);
        let mut table = Table::new()
            .words(self.text("plan-year"))
            .numbers(self.text("follow-up-planned"))
            .numbers(self.text("follow-up-realised"))
            .numbers(self.text("plan-difference"));
        let cells = |head: String, expected: Option<Money>, actual: Money| {
            let difference =
                expected.map_or_else(|| self.text("plan-not-stated"), |expected| amount(actual - expected));
            vec![head, planned(expected), amount(actual), difference]
        };
        for (year, expected, actual) in &row.by_year {
            table.row(cells(year.to_string(), *expected, *actual));
        }
        table.rule();
        table.row(cells(self.text("plan-total"), row.total.0, row.total.1));
        let key = if row.is_saving { "follow-up-saving" } else { "follow-up-cost" };
        format!("{}{}", heading(&self.texts.with(key, &[("label", &row.label)])), table.render())
    }

    fn verdict(&self, followed: &FollowUp) -> String {
        let pairs = vec![
            (self.text("follow-up-yes"), followed.met.len().to_string()),
            (self.text("follow-up-no"), followed.not_met.len().to_string()),
            (self.text("follow-up-undecided"), followed.undecided.len().to_string()),
        ];
        let mixed = if followed.is_mixed() {
            format!("  {}\n", self.text("follow-up-mixed"))
        } else {
            String::new()
        };
        format!("{}{}{mixed}", heading(&self.text("follow-up-verdict")), facts(&pairs))
    }
}

fn criterion_key(kind: CriterionKind) -> &'static str {
    match kind {
        CriterionKind::Target => "follow-up-by-target",
        CriterionKind::Expected => "follow-up-by-expected",
        CriterionKind::ReportExpected => "follow-up-by-report",
        CriterionKind::PlannedIntake => "follow-up-by-intake",
        CriterionKind::Implementation => "follow-up-by-implementation",
    }
}
