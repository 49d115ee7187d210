//! What people read, in Danish and English: the texts of this program, and those of the product for what it refuses in
//! the same words: expressions, code lists, snapshots, the command line.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

macro_rules! locale {
    ($language:literal) => {
        [
            include_str!(concat!("../locales/", $language, "/cluster.ftl")),
            include_str!(concat!("../../crates/virkning/locales/", $language, "/command-line.ftl")),
            include_str!(concat!("../../crates/virkning/locales/", $language, "/measure.ftl")),
            include_str!(concat!("../../crates/virkning/locales/", $language, "/register.ftl")),
        ]
    };
}

/// A language of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Danish, the first language.
    Danish,
    /// English.
    English,
}

impl Language {
    /// Which language was asked for, before anything else is known: the option, else the environment, else Danish.
    pub fn of(words: &[String], environment: Option<&str>) -> Self {
        let option = words.iter().enumerate().find_map(|(place, word)| match word.strip_prefix("--lang") {
            Some("") => words.get(place + 1).map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        });
        match option.or(environment) {
            Some("en") => Language::English,
            _ => Language::Danish,
        }
    }
}

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Loads the texts that are built in.
    pub fn new(language: Language) -> Self {
        let (code, files) = match language {
            Language::Danish => ("da", locale!("da")),
            Language::English => ("en", locale!("en")),
        };
        let identifier: LanguageIdentifier = code.parse().expect("a language code that we write ourselves");
        let mut bundle = FluentBundle::new(vec![identifier]);
        // Isolation marks would stand in what people copy.
        bundle.set_use_isolating(false);
        for file in files {
            let resource = FluentResource::try_new(file.to_owned())
                .unwrap_or_else(|(_, errors)| panic!("a text file of {code} is broken: {errors:?}"));
            bundle.add_resource(resource).unwrap_or_else(|errors| panic!("a text of {code} stands twice: {errors:?}"));
        }
        Self { language, bundle }
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
        self.bundle.has_message(key)
    }

    /// A whole number with its thousands set apart: `1.234.567` in Danish, `1,234,567` in English.
    pub fn number(&self, number: u64) -> String {
        let mark = match self.language {
            Language::Danish => '.',
            Language::English => ',',
        };
        let digits = number.to_string();
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    /// Seconds with one decimal.
    pub fn seconds(&self, took: std::time::Duration) -> String {
        let tenths = took.as_millis() / 100;
        let mark = match self.language {
            Language::Danish => ',',
            Language::English => '.',
        };
        format!("{}{mark}{}", tenths / 10, tenths % 10)
    }

    fn find(&self, key: &str, attribute: Option<&str>, arguments: &[(&str, &str)]) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            values.set(*name, FluentValue::String(Cow::Borrowed(value)));
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        Some(text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let (danish, english) = (Texts::new(Language::Danish), Texts::new(Language::English));
        let check = |number: u64, in_danish: &str, in_english: &str| {
            assert_eq!((danish.number(number).as_str(), english.number(number).as_str()), (in_danish, in_english));
        };
        check(0, "0", "0");
        check(999, "999", "999");
        check(1_000, "1.000", "1,000");
        check(5_900_000, "5.900.000", "5,900,000");
        assert_eq!(danish.seconds(std::time::Duration::from_millis(12_340)), "12,3");
    }

    #[test]
    fn the_language_is_the_option_then_the_environment_then_danish() {
        let check = |words: &[&str], environment: Option<&str>, expected: Language| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(Language::of(&words, environment), expected, "{words:?} {environment:?}");
        };
        check(&["ask"], None, Language::Danish);
        check(&["ask"], Some("en"), Language::English);
        check(&["ask", "--lang", "da"], Some("en"), Language::Danish);
        check(&["ask", "--lang=en"], None, Language::English);
    }
}
