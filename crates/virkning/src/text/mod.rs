//! What people read, in Danish and English: messages from the Fluent files under `locales/`, and numbers, dates and money
//! as each language writes them. No other file holds a sentence for users.

pub mod action;
mod built;
pub mod case;
pub mod difference;
pub mod entry;
pub mod estimated;
pub mod field;
pub mod format;
pub mod line;
pub mod overlap;
pub mod refusal;
pub mod rule;
pub mod section;
pub mod term;

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};
use virkning_model::settlement::ServiceUse;
use virkning_model::{Decimal, Diagnostic};

/// A language of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Danish, the first language.
    Danish,
    /// English.
    English,
}

impl Language {
    /// `da` or `en`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "da" => Some(Language::Danish),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// `da` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Danish => "da",
            Language::English => "en",
        }
    }
}

/// A register by the name that people know it by.
pub fn register_in_words(register: &str, texts: &Texts) -> String {
    texts.with("register-name", &[("register", register)])
}

/// What participants use of a service now, beside the year before their start. Disclosure control may hide it.
pub fn service_in_words(service: &ServiceUse, is_shown: bool, texts: &Texts) -> String {
    let language = texts.language();
    let item = ("item", service.item.clone());
    let words: Vec<(&str, String)> = if !service.in_extract {
        vec![item, ("state", "missing".to_owned())]
    } else if !is_shown {
        vec![item, ("state", "hidden".to_owned())]
    } else {
        let count = |count: u64| format::count(language, count);
        vec![
            item,
            ("state", "known".to_owned()),
            ("users", count(service.users)),
            ("before", count(service.users_before)),
            ("covered", count(service.covered)),
            ("people", count(service.people)),
            ("amount", format::money(language, service.amount)),
            ("amount_before", format::money(language, service.amount_before)),
        ]
    };
    // Fluent asks for every variable of a message, also in a variant that is not chosen.
    let all = ["users", "before", "covered", "people", "amount", "amount_before"];
    let missing = all.iter().filter(|name| words.iter().all(|(known, _)| known != *name)).map(|name| (*name, ""));
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).chain(missing).collect();
    texts.with("service-text", &words)
}

/// The texts of one language.
pub struct Texts {
    files: built::Files,
}

impl Texts {
    /// The texts that are built in, each file read when one of its texts is first asked for.
    pub fn new(language: Language) -> Self {
        Self { files: built::Files::of(language) }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.files.language()
    }

    /// A text without variables.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A text with its variables filled in.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.find(key, None, arguments).unwrap_or_else(|| format!("[{key}]"))
    }

    /// The hint that belongs to a text, if it has one.
    pub fn hint(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        self.find(key, Some("hint"), arguments)
    }

    /// Whether there is such a text.
    pub fn has(&self, key: &str) -> bool {
        self.files.has(key)
    }

    /// Message and hint of a diagnostic.
    pub fn diagnostic(&self, diagnostic: &Diagnostic) -> (String, Option<String>) {
        let arguments: Vec<(&str, String)> =
            diagnostic.arguments.iter().map(|(name, value)| (*name, self.number_in_words(value))).collect();
        let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        (self.with(diagnostic.code, &arguments), self.hint(diagnostic.code, &arguments))
    }

    /// A word of a diagnostic that is a number, as the language writes numbers. A whole number under ten thousand stays
    /// as it is: it may be a year.
    pub(crate) fn number_in_words(&self, value: &str) -> String {
        let is_plain = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
        match value.parse::<Decimal>() {
            Ok(number) if is_plain && (value.contains('.') || number.abs() >= Decimal::from(10_000)) => {
                format::decimal(self.language(), number, number.scale())
            }
            _ => value.to_owned(),
        }
    }

    fn find(&self, key: &str, attribute: Option<&str>, arguments: &[(&str, &str)]) -> Option<String> {
        let (bundle, message) = self.files.message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            values.set(*name, fluent_value(value));
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        Some(text.into_owned())
    }
}

/// A word for a text. A short whole number goes in as a number, so that the text can say one thing of one and another of
/// many; it is printed as it came. What is written with separators or decimals stays a word.
fn fluent_value(word: &str) -> FluentValue<'_> {
    let is_count = (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    match word.parse::<u16>() {
        Ok(count) if is_count && (word == "0" || !word.starts_with('0')) => FluentValue::from(count),
        _ => FluentValue::String(Cow::Borrowed(word)),
    }
}
