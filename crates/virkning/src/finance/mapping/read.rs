//! Text to mapping: every mistake with its place, none of them silently passed over.

use virkning_model::id::{AgreementId, BudgetId, InvalidId, PartyId};
use virkning_model::ledger::AccountPurpose;
use virkning_model::origin::Origin;
use virkning_model::{Currency, Diagnostic, Place};

use super::raw::{Raw, RawAccount, RawHolder, RawOrigin, Text};
use super::{Holder, MappedAccount, Mapping, Pattern};
use crate::app::folder::hash;
use crate::finance::csv::{Column, ColumnValue, CsvForm};
use crate::finance::iban::{BankAccount, bic, cvr, iban};

/// Reads a mapping.
///
/// # Errors
/// Everything that is wrong with it, in the order of the text.
pub fn read(text: &str) -> Result<Mapping, Vec<Diagnostic>> {
    let raw: Raw = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let place = Place::of_span(text, span.start, span.end);
        vec![Diagnostic::error("K001", place).with("reason", error.message())]
    })?;
    let mut reader = Reader { text, found: Vec::new(), patterns: Vec::new() };
    let mapping = reader.mapping(raw);
    reader.found.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    match mapping {
        Some(mapping) if reader.found.is_empty() => Ok(mapping),
        _ => Err(reader.found),
    }
}

/// The text with what has been found in it.
struct Reader<'t> {
    text: &'t str,
    found: Vec<Diagnostic>,
    patterns: Vec<Pattern>,
}

impl Reader<'_> {
    fn at(&self, span: std::ops::Range<usize>) -> Place {
        Place::of_span(self.text, span.start, span.end)
    }

    /// Reports a mistake in a text.
    fn wrong(&mut self, code: &'static str, text: &Text) {
        let place = self.at(text.span());
        self.found.push(Diagnostic::error(code, place).with("value", text.get_ref().as_str()));
    }

    fn mapping(&mut self, raw: Raw) -> Option<Mapping> {
        let head = raw.mapping;
        let currency = Currency::new(head.currency.get_ref());
        if currency.is_none() {
            self.wrong("K016", &head.currency);
        }
        if head.vat.get_ref() != "none" {
            self.wrong("K018", &head.vat);
        }
        if head.patterns.get_ref().is_empty() {
            let place = self.at(head.patterns.span());
            self.found.push(Diagnostic::error("K019", place));
        }
        for pattern in head.patterns.get_ref() {
            match Pattern::new(pattern.get_ref()) {
                Some(pattern) => self.patterns.push(pattern),
                None => self.wrong("K020", pattern),
            }
        }
        let accounts: Vec<_> = raw.accounts.iter().map(|account| self.account(account)).collect();
        self.same_twice(&raw.accounts, &accounts);
        let holders: Vec<_> = raw.holders.iter().map(|holder| self.holder(holder)).collect();
        self.holder_twice(&raw.holders);
        let (csv, origin) = (self.csv(raw.csv), self.origin(&head.origin));
        Some(Mapping {
            name: self.filled(&head.name),
            edition: self.filled(&head.edition),
            hash: hash(self.text.as_bytes()),
            currency: currency?,
            accounting_year: head.accounting_year,
            characters: head.characters,
            accounts: accounts.into_iter().flatten().collect(),
            holders: holders.into_iter().flatten().collect(),
            origin: origin?,
            csv: csv?,
            patterns: std::mem::take(&mut self.patterns),
        })
    }

    fn account(&mut self, raw: &RawAccount) -> Option<MappedAccount> {
        let fits = self.patterns.iter().any(|pattern| pattern.fits(raw.account.get_ref()));
        if !fits && !self.patterns.is_empty() {
            let patterns: Vec<&str> = self.patterns.iter().map(Pattern::as_str).collect();
            let place = self.at(raw.account.span());
            let plain = Diagnostic::error("K002", place).with("value", raw.account.get_ref().as_str());
            self.found.push(plain.with("patterns", patterns.join(", ")));
        }
        let (from, to) = match &raw.years {
            Some(years) => {
                let (from, to) = (years.get_ref().from, years.get_ref().to);
                if let (Some(first), Some(last)) = (from, to)
                    && first > last
                {
                    let place = self.at(years.span());
                    let plain = Diagnostic::error("K004", place);
                    self.found.push(plain.with("from", first.to_string()).with("to", last.to_string()));
                }
                (from, to)
            }
            None => (None, None),
        };
        let agreement = raw.agreement.as_ref().map(|id| self.id(id, AgreementId::new));
        let budget = raw.budget.as_ref().map(|id| self.id(id, BudgetId::new));
        let (committee, label) = (self.filled(&raw.committee), self.filled(&raw.label));
        let (party, purpose) = (self.id(&raw.party, PartyId::new), self.purpose(&raw.purpose));
        let origin = self.origin(&raw.origin);
        Some(MappedAccount {
            agreement: agreement.map_or(Some(None), |id| id.map(Some))?,
            party: party?,
            budget: budget.map_or(Some(None), |id| id.map(Some))?,
            purpose: purpose?,
            from,
            to,
            account: raw.account.get_ref().clone(),
            committee,
            label,
            origin: origin?,
        })
    }

    /// Two accounts that are as precise as each other for the same entry: nobody could tell which is meant.
    fn same_twice(&mut self, raw: &[RawAccount], accounts: &[Option<MappedAccount>]) {
        for (place, account) in accounts.iter().enumerate() {
            let Some(account) = account else { continue };
            let same = |other: &MappedAccount| {
                (&other.agreement, &other.party, &other.budget, other.purpose)
                    == (&account.agreement, &account.party, &account.budget, account.purpose)
                    && other.from.unwrap_or(i16::MIN) <= account.to.unwrap_or(i16::MAX)
                    && account.from.unwrap_or(i16::MIN) <= other.to.unwrap_or(i16::MAX)
            };
            if accounts[..place].iter().flatten().any(same) {
                let at = self.at(raw[place].purpose.span());
                let budget = account.budget.as_ref().map_or("–", |budget| budget.as_str());
                let plain = Diagnostic::error("K003", at).with("party", account.party.as_str());
                self.found.push(plain.with("budget", budget).with("purpose", raw[place].purpose.get_ref().as_str()));
            }
        }
    }

    fn holder_twice(&mut self, raw: &[RawHolder]) {
        for (place, holder) in raw.iter().enumerate() {
            if raw[..place].iter().any(|other| other.party.get_ref() == holder.party.get_ref()) {
                self.wrong("K021", &holder.party);
            }
        }
    }

    fn holder(&mut self, raw: &RawHolder) -> Option<Holder> {
        let bank = self.bank(raw);
        let number = raw.cvr.as_ref().map(|text| {
            let number = cvr(text.get_ref());
            if number.is_none() {
                self.wrong("K011", text);
            }
            number
        });
        let country = match &raw.country {
            Some(text) if text.get_ref().len() == 2 && text.get_ref().bytes().all(|byte| byte.is_ascii_uppercase()) => {
                Some(text.get_ref().clone())
            }
            Some(text) => {
                self.wrong("K022", text);
                None
            }
            None => Some("DK".to_owned()),
        };
        let (party, name, origin) =
            (self.id(&raw.party, PartyId::new), self.filled(&raw.name), self.origin(&raw.origin));
        Some(Holder {
            party: party?,
            name,
            cvr: number.map_or(Some(None), |number| number.map(Some))?,
            bank: bank?,
            country: country?,
            origin: origin?,
        })
    }

    fn bank(&mut self, raw: &RawHolder) -> Option<BankAccount> {
        match (&raw.iban, &raw.registration, &raw.account) {
            (Some(text), None, None) => {
                let number = iban(text.get_ref());
                if number.is_none() {
                    self.wrong("K007", text);
                }
                let bank = raw.bic.as_ref().map(|text| {
                    let bank = bic(text.get_ref());
                    if bank.is_none() {
                        self.wrong("K008", text);
                    }
                    bank
                });
                Some(BankAccount::Iban { iban: number?, bic: bank.map_or(Some(None), |bank| bank.map(Some))? })
            }
            (None, Some(registration), Some(account)) if raw.bic.is_none() => {
                let made = BankAccount::danish(registration.get_ref(), account.get_ref());
                if made.is_none() {
                    let place = self.at(account.span());
                    let value = format!("{} {}", registration.get_ref(), account.get_ref());
                    self.found.push(Diagnostic::error("K009", place).with("value", value));
                }
                made
            }
            _ => {
                self.wrong("K010", &raw.party);
                None
            }
        }
    }

    fn csv(&mut self, raw: super::raw::RawCsv) -> Option<CsvForm> {
        let separator = match raw.separator.get_ref().as_str() {
            ";" | "semicolon" => Some(b';'),
            "," | "comma" => Some(b','),
            "\t" | "tab" => Some(b'\t'),
            "|" => Some(b'|'),
            _ => None,
        };
        let decimal_mark = match raw.decimal_mark.get_ref().as_str() {
            "," => Some(b','),
            "." => Some(b'.'),
            _ => None,
        };
        if separator.is_none() || separator == decimal_mark {
            self.wrong("K013", &raw.separator);
        }
        if decimal_mark.is_none() {
            self.wrong("K013", &raw.decimal_mark);
        }
        let mut columns = Vec::new();
        for column in raw.columns.get_ref() {
            let title = self.filled(&column.title);
            let value = match (&column.value, &column.constant) {
                (Some(word), None) => {
                    let value = ColumnValue::parse(word.get_ref());
                    if value.is_none() {
                        let place = self.at(word.span());
                        let plain = Diagnostic::error("K012", place).with("value", word.get_ref().as_str());
                        self.found.push(plain.with("known", ColumnValue::known()));
                    }
                    value
                }
                (None, Some(text)) => Some(ColumnValue::Constant(text.get_ref().clone())),
                _ => {
                    self.wrong("K023", &column.title);
                    None
                }
            };
            columns.extend(value.map(|value| Column { title, value }));
        }
        let form = CsvForm {
            separator: separator?,
            decimal_mark: decimal_mark?,
            date: raw.date,
            encoding: raw.encoding,
            columns,
        };
        // A column that could not be read may be the one that is lacking.
        let all_read = form.columns.len() == raw.columns.get_ref().len();
        if let Some(lacking) = form.lacking().filter(|_| all_read) {
            let place = self.at(raw.columns.span());
            self.found.push(Diagnostic::error("K014", place).with("value", lacking));
        }
        Some(form)
    }

    fn origin(&mut self, raw: &toml::Spanned<RawOrigin>) -> Option<Origin> {
        let given = raw.get_ref();
        let origin = match (&given.source, &given.place, &given.web, &given.derived, &given.assumed) {
            (Some(document), Some(place), None, None, None) => {
                Some(Origin::Source { document: document.clone(), place: place.clone() })
            }
            (None, None, Some(page), None, None) => Some(Origin::Web { page: page.clone() }),
            (None, None, None, Some(how), None) => Some(Origin::Derived { how: how.clone() }),
            (None, None, None, None, Some(why)) => Some(Origin::Assumed { why: why.clone() }),
            _ => None,
        };
        if origin.is_none() {
            let place = self.at(raw.span());
            self.found.push(Diagnostic::error("K015", place));
        }
        origin
    }

    fn purpose(&mut self, text: &Text) -> Option<AccountPurpose> {
        let purpose = AccountPurpose::of_word(text.get_ref());
        if purpose.is_none() {
            let known = AccountPurpose::ALL.map(AccountPurpose::word).join(", ");
            let place = self.at(text.span());
            let plain = Diagnostic::error("K005", place).with("value", text.get_ref().as_str());
            self.found.push(plain.with("known", known));
        }
        purpose
    }

    fn id<T>(&mut self, text: &Text, make: impl Fn(String) -> Result<T, InvalidId>) -> Option<T> {
        let id = make(text.get_ref().clone()).ok();
        if id.is_none() {
            self.wrong("K006", text);
        }
        id
    }

    /// A text that says something.
    fn filled(&mut self, text: &Text) -> String {
        if text.get_ref().trim().is_empty() {
            self.wrong("K017", text);
        }
        text.get_ref().trim().to_owned()
    }
}
