//! What changed between two versions of an agreement, in words: the same on a terminal and on a page.

use virkning_agreement::{Change, ProseChange, TermChange, TermValue, WholeTerm, Written};
use virkning_engine::plan::AccountFigures;
use virkning_model::agreement::Clause;
use virkning_model::id::{BudgetId, PartyId};
use virkning_model::{Agreement, Money};

use super::field::{key_in_words, table_in_words};
use super::{Texts, format};
use crate::app::diff::{AccountMoved, Difference, Kept, Version};
use crate::app::statement::value_in_words;

/// A difference, and the language in which it is told.
pub struct InWords<'a> {
    /// What changed.
    pub difference: &'a Difference,
    /// The texts.
    pub texts: &'a Texts,
}

impl InWords<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// What is compared: the old one and the new one, each with its label.
    pub fn versions(&self) -> [(String, String); 2] {
        let version = |version: &Version| {
            let (name, number) = (&version.agreement.name, &version.agreement.version);
            let (key, place) = match &version.kept {
                Kept::File(path) => ("diff-file", path.display().to_string()),
                Kept::Sealed(hash) => ("diff-sealed", hash.short().to_owned()),
                Kept::Draft(revision) => ("diff-draft", revision.to_string()),
            };
            self.texts.with(key, &[("agreement", name), ("version", number), ("place", &place)])
        };
        [
            (self.text("diff-before"), version(&self.difference.old)),
            (self.text("diff-now"), version(&self.difference.new)),
        ]
    }

    /// What happened to a term, and what it said and says, each with its place; tables and keys in words, for whoever
    /// does not know the language.
    pub fn term_in_words(&self, change: &TermChange) -> (String, Vec<(String, String)>) {
        let label =
            change.label.as_ref().or(change.id.as_ref()).map_or_else(String::new, |label| format!(" · {label}"));
        let term = format!("{}{label}", table_in_words(self.texts, &change.table));
        let (key, what) = match &change.change {
            Change::Added(_) => ("diff-added", ""),
            Change::Removed(_) => ("diff-removed", ""),
            Change::Key { key, old: None, .. } => ("diff-key-added", key.as_str()),
            Change::Key { key, new: None, .. } => ("diff-key-removed", key.as_str()),
            Change::Key { key, .. } => ("diff-key-changed", key.as_str()),
        };
        let what = key_in_words(self.texts, what);
        (self.texts.with(key, &[("term", &term), ("key", &what)]), self.term(change).1)
    }

    /// What happened to a term, and what it said and says, each with its place; as the language writes it.
    pub fn term(&self, change: &TermChange) -> (String, Vec<(String, String)>) {
        let id = change.id.as_ref().map_or_else(String::new, |id| format!(" {id}"));
        let label = match &change.label {
            Some(label) if Some(label) != change.id.as_ref() => format!(" ({label})"),
            _ => String::new(),
        };
        let term = format!("{}{id}{label}", change.table);
        let (key, what, pairs) = match &change.change {
            Change::Added(whole) => ("diff-added", String::new(), self.whole(whole)),
            Change::Removed(whole) => ("diff-removed", String::new(), self.whole(whole)),
            Change::Key { key, old: None, new } => ("diff-key-added", key.clone(), self.pairs(None, new.as_ref())),
            Change::Key { key, old, new: None } => ("diff-key-removed", key.clone(), self.pairs(old.as_ref(), None)),
            Change::Key { key, old, new } => ("diff-key-changed", key.clone(), self.pairs(old.as_ref(), new.as_ref())),
        };
        (self.texts.with(key, &[("term", &term), ("key", &what)]), pairs)
    }

    /// Every key of a term that only one document has; where it comes from is told in the document.
    fn whole(&self, whole: &WholeTerm) -> Vec<(String, String)> {
        let told = whole.values.iter().filter(|(key, _)| !["id", "origin"].contains(&key.as_str()));
        let mut pairs: Vec<(String, String)> = told.map(|(key, value)| (key.clone(), self.value(value))).collect();
        pairs.push((self.text("diff-place"), self.place(&whole.clause)));
        pairs
    }

    fn pairs(&self, old: Option<&Written>, new: Option<&Written>) -> Vec<(String, String)> {
        let texts_of = match (old.map(|old| &old.value), new.map(|new| &new.value)) {
            (Some(TermValue::List(old)), Some(TermValue::List(new))) => self.lists(old, new),
            (old, new) => (old.map(|old| self.value(old)), new.map(|new| self.value(new))),
        };
        let line = |key: &str, text: Option<String>, written: Option<&Written>| {
            let (text, written) = (text?, written?);
            Some((self.text(key), format!("{text}  [{}]", self.place(&written.clause))))
        };
        [line("diff-before", texts_of.0, old), line("diff-now", texts_of.1, new)].into_iter().flatten().collect()
    }

    /// Of long lists only what the other does not have, and how many others there are; both whole if their order differs.
    fn lists(&self, old: &[TermValue], new: &[TermValue]) -> (Option<String>, Option<String>) {
        let only = |these: &[TermValue], those: &[TermValue]| -> Vec<TermValue> {
            these.iter().filter(|value| !those.contains(value)).cloned().collect()
        };
        let (only_old, only_new) = (only(old, new), only(new, old));
        let is_short = old.len().max(new.len()) <= 3 || (only_old.is_empty() && only_new.is_empty());
        let shown = |all: &[TermValue], own: Vec<TermValue>| {
            if is_short {
                return self.value(&TermValue::List(all.to_vec()));
            }
            let others = (all.len() - own.len()).to_string();
            let own: Vec<String> = own.iter().map(|value| self.value(value)).collect();
            let key = if own.is_empty() { "diff-only-others" } else { "diff-and-others" };
            self.texts.with(key, &[("own", &own.join(" · ")), ("count", &others)])
        };
        (Some(shown(old, only_old)), Some(shown(new, only_new)))
    }

    fn value(&self, value: &TermValue) -> String {
        match value {
            TermValue::Text(text) => value_in_words(text, self.texts),
            TermValue::Number(number) => format::decimal(self.texts.language(), *number, number.scale()),
            TermValue::Year(year) => year.to_string(),
            TermValue::Date(day) => day.parse().map_or_else(|_| day.clone(), |day| format::date(self.texts, day)),
            TermValue::List(values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                values.join(" · ")
            }
            TermValue::Table(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{key} {}", self.value(value)));
                entries.collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn place(&self, clause: &Clause) -> String {
        let line = clause.line.to_string();
        if clause.section.is_empty() {
            return self.texts.with("diff-line", &[("line", &line)]);
        }
        self.texts.with("diff-section-line", &[("section", &clause.section), ("line", &line)])
    }

    /// The sections whose prose is another, a sentence each.
    pub fn prose(&self) -> Vec<String> {
        let line = |line: Option<u32>| line.map_or_else(String::new, |line| line.to_string());
        let sentence = |change: &ProseChange| {
            let ProseChange { heading, old_line, new_line } = change;
            let key = match (old_line, new_line) {
                (None, _) => "diff-prose-added",
                (_, None) => "diff-prose-removed",
                _ => "diff-prose-changed",
            };
            let words = [("section", heading.as_str()), ("old", &line(*old_line)), ("new", &line(*new_line))];
            self.texts.with(key, &words)
        };
        self.difference.prose.iter().map(sentence).collect()
    }

    /// Whether an account is better or worse off, and by how much.
    pub fn account(&self, account: &AccountMoved) -> String {
        let name = self.account_name(&account.party, account.budget.as_ref());
        let change = account.total.new.balance - account.total.old.balance;
        let key = match change {
            change if change.is_zero() => "diff-balance-same",
            change if change.is_negative() => "diff-balance-worse",
            _ => "diff-balance-better",
        };
        let amount = format::money(self.texts.language(), if change.is_negative() { -change } else { change });
        self.texts.with(key, &[("account", &name), ("amount", &amount)])
    }

    /// As the new version calls it, else as the old one does.
    pub fn account_name(&self, party: &PartyId, budget: Option<&BudgetId>) -> String {
        let versions: [&Agreement; 2] = [&self.difference.new.agreement, &self.difference.old.agreement];
        let found = versions.iter().find_map(|agreement| agreement.party(party));
        let name = found.map_or_else(|| party.to_string(), |party| party.short_name.clone());
        match budget.and_then(|budget| versions.iter().find_map(|agreement| agreement.budget(budget))) {
            None => name,
            Some(budget) => format!("{name} · {}", budget.label),
        }
    }

    /// An amount without its currency.
    pub fn amount(&self, amount: Money) -> String {
        format::amount(self.texts.language(), amount)
    }

    /// A difference with its sign; nothing where there is none.
    pub fn signed(&self, amount: Money) -> String {
        match amount {
            amount if amount.is_zero() => String::new(),
            amount if amount.is_negative() => self.amount(amount),
            amount => format!("+{}", self.amount(amount)),
        }
    }
}

/// What is compared of an account, in the order of its columns.
pub fn columns(figures: &AccountFigures) -> [Money; 5] {
    [figures.savings, figures.received, figures.paid, figures.contribution, figures.balance]
}

/// The columns of an account, in the order of [`columns`]: the keys of their names.
pub const COLUMNS: [&str; 5] =
    ["plan-savings-column", "plan-payments-received", "plan-payments-made", "plan-contribution", "plan-balance"];
