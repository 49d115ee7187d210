//! Takes typed values out of a term. Each function gives nothing where the value is missing or of another type; the
//! shape has reported that already, so nothing is said here.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::Date;
use virkning_model::agreement::{AccountHolder, PayerShare, ReceiverShare, Share};
use virkning_model::id::{BudgetId, InvalidId, PartyId, TermId};
use virkning_model::origin::Origin;
use virkning_model::period::{ByYear, Years};
use virkning_model::{Currency, Decimal, Money};

use crate::raw::year_of;
use crate::shape::NOT_STATED;
use crate::tree::{Table, Value, ValueKind};

pub(super) fn text(body: &Table, key: &str) -> Option<String> {
    body.get(key)?.text().map(str::to_owned)
}

pub(super) fn texts(body: &Table, key: &str) -> Option<Vec<String>> {
    body.get(key)?.list()?.iter().map(|value| value.text().map(str::to_owned)).collect()
}

pub(super) fn id<T: TryFrom<String, Error = InvalidId>>(body: &Table, key: &str) -> Option<T> {
    T::try_from(text(body, key)?).ok()
}

pub(super) fn term_id(body: &Table) -> Option<TermId> {
    id(body, "id")
}

pub(super) fn parties(body: &Table, key: &str) -> Option<Vec<PartyId>> {
    texts(body, key)?.into_iter().map(|text| PartyId::new(text).ok()).collect()
}

/// What a key that may be missing says: nothing where it is missing or says that no source gives it. The outer nothing
/// is a value of another type.
pub(super) fn may<T>(body: &Table, key: &str, of: impl FnOnce(&Value) -> Option<T>) -> Option<Option<T>> {
    match body.get(key) {
        None => Some(None),
        Some(value) if value.text() == Some(NOT_STATED) => Some(None),
        Some(value) => of(value).map(Some),
    }
}

/// Whether a key says that no source gives its number.
pub(super) fn is_not_stated(body: &Table, key: &str) -> bool {
    body.get(key).and_then(Value::text) == Some(NOT_STATED)
}

pub(super) fn may_text(body: &Table, key: &str) -> Option<Option<String>> {
    may(body, key, |value| value.text().map(str::to_owned))
}

pub(super) fn may_decimal(body: &Table, key: &str) -> Option<Option<Decimal>> {
    may(body, key, Value::decimal)
}

pub(super) fn may_whole<T: TryFrom<Decimal>>(body: &Table, key: &str) -> Option<Option<T>> {
    may(body, key, whole_of)
}

pub(super) fn may_money(body: &Table, key: &str, currency: Currency) -> Option<Option<Money>> {
    may(body, key, |value| money_of(value, currency))
}

pub(super) fn may_by_year(body: &Table, key: &str) -> Option<Option<ByYear<Decimal>>> {
    if body.get(key).is_none() || is_not_stated(body, key) {
        Some(None)
    } else {
        by_year(body, key).map(Some)
    }
}

/// The values of a list that may be missing.
pub(super) fn list<T>(body: &Table, key: &str, of: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    may(body, key, |value| value.list()?.iter().map(of).collect()).map(Option::unwrap_or_default)
}

/// Texts that may be missing.
pub(super) fn may_texts(body: &Table, key: &str) -> Option<Vec<String>> {
    list(body, key, |value| value.text().map(str::to_owned))
}

/// The value that a word stands for.
pub(super) fn word<T: Copy>(body: &Table, key: &str, words: &[(&str, T)]) -> Option<T> {
    word_of(body.get(key)?, words)
}

pub(super) fn word_of<T: Copy>(value: &Value, words: &[(&str, T)]) -> Option<T> {
    let text = value.text()?;
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

/// The value that a word stands for, where the key is there.
pub(super) fn may_word<T: Copy>(body: &Table, key: &str, words: &[(&str, T)]) -> Option<Option<T>> {
    match body.get(key) {
        None => Some(None),
        Some(value) => word_of(value, words).map(Some),
    }
}

/// The value that a word stands for, or the usual one where the key is missing.
pub(super) fn word_or_default<T: Copy + Default>(body: &Table, key: &str, words: &[(&str, T)]) -> Option<T> {
    may_word(body, key, words).map(Option::unwrap_or_default)
}

pub(super) fn decimal(body: &Table, key: &str) -> Option<Decimal> {
    body.get(key)?.decimal()
}

/// A whole number of the type asked for.
pub(super) fn whole<T: TryFrom<Decimal>>(body: &Table, key: &str) -> Option<T> {
    whole_of(body.get(key)?)
}

pub(super) fn whole_of<T: TryFrom<Decimal>>(value: &Value) -> Option<T> {
    let number = value.decimal()?;
    number.is_integer().then(|| T::try_from(number).ok()).flatten()
}

pub(super) fn money(body: &Table, key: &str, currency: Currency) -> Option<Money> {
    money_of(body.get(key)?, currency)
}

pub(super) fn money_of(value: &Value, currency: Currency) -> Option<Money> {
    Money::exact(currency, value.decimal()?).ok()
}

pub(super) fn date(body: &Table, key: &str) -> Option<Date> {
    date_of(body.get(key)?)
}

pub(super) fn date_of(value: &Value) -> Option<Date> {
    match &value.kind {
        ValueKind::Date(text) => Date::from_str(text).ok(),
        _ => None,
    }
}

pub(super) fn years(body: &Table, key: &str) -> Option<Years> {
    years_of(body.get(key)?)
}

pub(super) fn years_of(value: &Value) -> Option<Years> {
    let years = value.table()?;
    Some(Years { from: whole(years, "from")?, to: whole(years, "to")? })
}

/// A value for each named year.
pub(super) fn per_year<T>(body: &Table, key: &str, of: impl Fn(&Value) -> Option<T>) -> Option<BTreeMap<i16, T>> {
    let entries = &body.get(key)?.table()?.entries;
    entries
        .iter()
        .filter(|entry| entry.key != "later")
        .map(|entry| Some((year_of(&entry.key)?, of(&entry.value)?)))
        .collect()
}

/// A value for each named year; empty where the key is missing or no source gives it.
pub(super) fn may_per_year<T>(body: &Table, key: &str, of: impl Fn(&Value) -> Option<T>) -> Option<BTreeMap<i16, T>> {
    if body.get(key).is_none() || is_not_stated(body, key) {
        Some(BTreeMap::new())
    } else {
        per_year(body, key, of)
    }
}

/// A value for each named year, and perhaps one for all later ones.
pub(super) fn by_year(body: &Table, key: &str) -> Option<ByYear<Decimal>> {
    let named = per_year(body, key, Value::decimal)?;
    Some(ByYear { named, later: body.get(key)?.table()?.get("later").and_then(Value::decimal) })
}

pub(super) fn holder(body: &Table, key: &str) -> Option<AccountHolder> {
    let value = body.get(key)?;
    match value.text() {
        Some(party) => Some(AccountHolder { party: PartyId::new(party).ok()?, budget: None }),
        None => holder_of(value.table()?),
    }
}

pub(super) fn payers(body: &Table, key: &str) -> Option<Vec<PayerShare>> {
    let payers = sharers(body.get(key)?)?.into_iter();
    Some(payers.map(|(holder, share)| PayerShare { holder, share }).collect())
}

pub(super) fn receivers(body: &Table, key: &str) -> Option<Vec<ReceiverShare>> {
    let receivers = sharers(body.get(key)?)?.into_iter();
    Some(receivers.map(|(holder, share)| ReceiverShare { party: holder.party, share }).collect())
}

fn sharers(value: &Value) -> Option<Vec<(AccountHolder, Share)>> {
    match value.list() {
        None => Some(vec![sharer(value, true)?]),
        Some(values) => values.iter().map(|value| sharer(value, values.len() == 1)).collect(),
    }
}

/// One who pays or is paid. Whoever is alone has the whole, whatever number of parts it is called.
fn sharer(value: &Value, alone: bool) -> Option<(AccountHolder, Share)> {
    let nothing = Table::default();
    let (holder, body) = match value.text() {
        Some(party) => (AccountHolder { party: PartyId::new(party).ok()?, budget: None }, &nothing),
        None => (holder_of(value.table()?)?, value.table()?),
    };
    let share = match (body.get("share"), body.get("part")) {
        (Some(share), None) if share.text() == Some(NOT_STATED) => Share::NotStated,
        (Some(share), None) => Share::Decimal(share.decimal()?),
        (None, _) if alone => Share::WHOLE,
        (None, Some(part)) => Share::Parts(whole_of(part)?),
        _ => return None,
    };
    Some((holder, share))
}

pub(super) fn holder_of(body: &Table) -> Option<AccountHolder> {
    let budget = match body.get("budget") {
        Some(budget) => Some(BudgetId::new(budget.text()?).ok()?),
        None => None,
    };
    Some(AccountHolder { party: id(body, "party")?, budget })
}

pub(super) fn origin(body: &Table) -> Option<Origin> {
    let origin = body.get("origin")?.table()?;
    let entry = origin.entries.iter().find(|entry| entry.key != "place")?;
    let words = entry.value.text()?.to_owned();
    match entry.key.as_str() {
        "source" => Some(Origin::Source { document: words, place: text(origin, "place")? }),
        "web" => Some(Origin::Web { page: words }),
        "derived" => Some(Origin::Derived { how: words }),
        "assumed" => Some(Origin::Assumed { why: words }),
        _ => None,
    }
}
