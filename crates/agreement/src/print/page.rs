//! The page that terms are printed on: keys with their values, one a line.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use virkning_model::agreement::{AccountHolder, PayerShare, ReceiverShare, Share};
use virkning_model::origin::Origin;
use virkning_model::period::{ByYear, Years};
use virkning_model::{Decimal, Money};

use crate::canonical::quoted;
use crate::resolve::words::{Words, word_of};
use crate::shape::NOT_STATED;

/// A document as it is written, block by block.
pub(super) struct Page {
    pub text: String,
    /// The paths of terms for which no source gives a number.
    not_stated: Vec<String>,
    /// The paths of terms that others speak of: they are written even where they say what is usual.
    spoken_of: Vec<String>,
}

impl Page {
    /// A page with a title; the name may hold any sign, and as a heading it is one line of plain words.
    pub fn new(name: &str, not_stated: Vec<String>, spoken_of: Vec<String>) -> Self {
        let title = name.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { text: format!("# {}\n\n", title.trim_start_matches(['#', '`', '~'])), not_stated, spoken_of }
    }

    /// A block of terms; nothing where there are none.
    pub fn block(&mut self, terms: impl FnOnce(&mut Self)) {
        let before = self.text.len();
        self.text.push_str("```toml\n");
        let start = self.text.len();
        terms(self);
        if self.text.len() == start {
            self.text.truncate(before);
        } else {
            self.text.push_str("```\n\n");
        }
    }

    pub fn term(&mut self, header: &str) {
        let _ = writeln!(self.text, "{header}");
    }

    pub fn raw(&mut self, key: &str, value: impl Display) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    pub fn may(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.raw(key, value);
        }
    }

    pub fn words(&mut self, key: &str, text: &str) {
        self.raw(key, quoted(text));
    }

    pub fn may_words(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.words(key, text);
        }
    }

    /// The word of a value.
    pub fn word<T: PartialEq>(&mut self, key: &str, words: Words<T>, value: &T) {
        self.words(key, word_of(words, value));
    }

    pub fn may_word<T: PartialEq>(&mut self, key: &str, words: Words<T>, value: Option<&T>) {
        if let Some(value) = value {
            self.word(key, words, value);
        }
    }

    /// The word of a value, unless it is the usual one of which nobody speaks.
    pub fn unusual<T: PartialEq + Default>(&mut self, path: &str, key: &str, words: Words<T>, value: &T) {
        if *value != T::default() || self.is_spoken_of(path, key) {
            self.word(key, words, value);
        }
    }

    pub fn is_spoken_of(&self, path: &str, key: &str) -> bool {
        let path = format!("{path}.{key}");
        self.spoken_of.contains(&path)
    }

    /// A number, or that no source gives it; nothing where the term is not there at all.
    pub fn stated(&mut self, path: &str, key: &str, value: Option<impl Display>) {
        match value {
            Some(value) => self.raw(key, value),
            None if self.is_not_stated(&format!("{path}.{key}")) => self.words(key, NOT_STATED),
            None => {}
        }
    }

    pub fn is_not_stated(&self, path: &str) -> bool {
        self.not_stated.iter().any(|known| known == path)
    }

    pub fn list<'a>(&mut self, key: &str, values: impl IntoIterator<Item = &'a str>) {
        let values: Vec<String> = values.into_iter().map(quoted).collect();
        self.raw(key, format_args!("[{}]", values.join(", ")));
    }

    pub fn may_list<'a>(&mut self, key: &str, values: impl IntoIterator<Item = &'a str>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            self.list(key, values);
        }
    }

    pub fn plain_list(&mut self, key: &str, values: impl IntoIterator<Item = impl Display>) {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        self.raw(key, format_args!("[{}]", values.join(", ")));
    }

    pub fn may_plain_list(&mut self, key: &str, values: impl IntoIterator<Item = impl Display>) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            self.plain_list(key, values);
        }
    }

    pub fn holder(&mut self, key: &str, holder: &AccountHolder) {
        self.raw(key, format_args!("{{ {} }}", holder_keys(holder)));
    }

    pub fn payers(&mut self, key: &str, payers: &[PayerShare]) {
        match payers {
            [alone] if alone.share != Share::NotStated => self.holder(key, &alone.holder),
            several => {
                self.plain_list(key, several.iter().map(|payer| sharer(holder_keys(&payer.holder), payer.share)))
            }
        }
    }

    pub fn receivers(&mut self, key: &str, receivers: &[ReceiverShare]) {
        match receivers {
            [alone] if alone.share != Share::NotStated => self.words(key, alone.party.as_str()),
            several => {
                let keys = |receiver: &ReceiverShare| format!("party = {}", quoted(receiver.party.as_str()));
                self.plain_list(key, several.iter().map(|receiver| sharer(keys(receiver), receiver.share)));
            }
        }
    }

    pub fn years(&mut self, key: &str, years: Years) {
        self.raw(key, years_table(years));
    }

    pub fn by_year<T: Display>(&mut self, key: &str, named: &BTreeMap<i16, T>) {
        self.by_key(key, named.iter());
    }

    /// Values by year, or that no source gives them; nothing where there are none.
    pub fn may_by_year<T: Display>(&mut self, path: &str, key: &str, named: &BTreeMap<i16, T>) {
        if !named.is_empty() {
            self.by_year(key, named);
        } else if self.is_not_stated(&format!("{path}.{key}")) {
            self.words(key, NOT_STATED);
        }
    }

    /// Values by any key.
    pub fn by_key<K: Display, T: Display>(&mut self, key: &str, values: impl Iterator<Item = (K, T)>) {
        let parts: Vec<String> = values.map(|(key, value)| format!("{key} = {value}")).collect();
        self.raw(key, format_args!("{{ {} }}", parts.join(", ")));
    }

    pub fn money_by_year(&mut self, key: &str, named: &BTreeMap<i16, Money>) {
        if !named.is_empty() {
            self.by_key(key, named.iter().map(|(year, money)| (year, amount(*money))));
        }
    }

    pub fn rates(&mut self, path: &str, key: &str, rates: Option<&ByYear<Decimal>>) {
        let table = rates.map(|rates| {
            let mut parts: Vec<String> = rates.named.iter().map(|(year, value)| format!("{year} = {value}")).collect();
            parts.extend(rates.later.iter().map(|value| format!("later = {value}")));
            format!("{{ {} }}", parts.join(", "))
        });
        self.stated(path, key, table);
    }

    pub fn origin(&mut self, origin: Option<&Origin>) {
        if let Some(origin) = origin {
            self.raw("origin", origin_table(origin));
        }
    }
}

fn sharer(keys: String, share: Share) -> String {
    match share {
        Share::Decimal(share) => format!("{{ {keys}, share = {share} }}"),
        Share::Parts(parts) => format!("{{ {keys}, part = {parts} }}"),
        Share::NotStated => format!("{{ {keys}, share = {} }}", quoted(NOT_STATED)),
    }
}

pub(super) fn years_table(years: Years) -> String {
    format!("{{ from = {}, to = {} }}", years.from, years.to)
}

/// Whole kroner without decimals, others with two.
pub(super) fn amount(money: Money) -> String {
    let text = money.to_string();
    text.strip_suffix(".00").map_or_else(|| text.clone(), str::to_owned)
}

pub(super) fn holder_keys(holder: &AccountHolder) -> String {
    match &holder.budget {
        Some(budget) => format!("party = {}, budget = {}", quoted(holder.party.as_str()), quoted(budget.as_str())),
        None => format!("party = {}", quoted(holder.party.as_str())),
    }
}

pub(super) fn origin_table(origin: &Origin) -> String {
    match origin {
        Origin::Source { document, place } => format!("{{ source = {}, place = {} }}", quoted(document), quoted(place)),
        Origin::Web { page } => format!("{{ web = {} }}", quoted(page)),
        Origin::Derived { how } => format!("{{ derived = {} }}", quoted(how)),
        Origin::Assumed { why } => format!("{{ assumed = {} }}", quoted(why)),
    }
}
