//! Source profiles: how a delivery is written, as data. What a profile says holds for the whole file; nothing is guessed
//! from the rows.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use virkning_model::id::ContentHash;

use crate::identifier::{self, Cpr, IdentifierProblem};

/// The built-in profiles by name.
const BUILT_IN: &[(&str, &str)] = &[("dream", include_str!("../profiles/dream.toml"))];

/// How bytes above 127 are read. Keys, codes and numbers are ASCII in all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// There are none.
    Ascii,
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// The scale of employment ratios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RatioScale {
    /// 0 to 1.
    Fraction,
    /// 0 to 100.
    Percent,
}

/// What a person key looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyForm {
    /// A CPR number.
    Cpr,
    /// A serial number.
    Serial,
}

/// A column that may hold the person key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyColumn {
    /// Its name; small and capital letters are the same.
    pub column: String,
    /// The key space of its pseudonyms: people of different spaces are never linked.
    pub space: String,
    /// What it looks like.
    pub form: KeyForm,
    /// Whether nine digits are ten that lost a leading zero.
    #[serde(default)]
    pub pad_nine_digits: bool,
}

impl KeyColumn {
    /// Hands the identifier in its one form to `use_it`.
    ///
    /// # Errors
    /// The text is no identifier of that form.
    pub fn normalise<T>(&self, text: &[u8], use_it: impl FnOnce(&str) -> T) -> Result<T, IdentifierProblem> {
        match self.form {
            KeyForm::Cpr => Cpr::parse(text, self.pad_nine_digits).map(|cpr| use_it(cpr.as_str())),
            KeyForm::Serial => identifier::serial(text).map(use_it),
        }
    }
}

/// How a delivery is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The register source, such as `dream`.
    pub source: String,
    /// Between fields.
    pub separator: u8,
    /// Around fields, where any may stand.
    pub quote: Option<u8>,
    /// How bytes above 127 are read.
    pub encoding: Encoding,
    /// In ratios: `.` or `,`.
    pub decimal_mark: u8,
    /// Of ratios.
    pub ratio_scale: RatioScale,
    /// What else than blanks stands for nothing.
    pub blank: Vec<String>,
    /// The person key: the first of these that the header has.
    pub keys: Vec<KeyColumn>,
    /// SHA-256 of the profile's text.
    pub hash: ContentHash,
}

/// Why a text is no profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileError {
    /// No built-in profile has that name.
    Unknown {
        /// The name.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// It is no TOML, or a key is missing, unknown or of another type.
    Invalid {
        /// What the reader said, with the line.
        reason: String,
    },
    /// A value cannot be used.
    Value {
        /// The key.
        key: &'static str,
        /// The value.
        value: String,
    },
}

impl ProfileError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            ProfileError::Unknown { .. } => "R171",
            ProfileError::Invalid { .. } => "R172",
            ProfileError::Value { .. } => "R173",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            ProfileError::Unknown { name, known } => vec![("name", name.clone()), ("known", known.clone())],
            ProfileError::Invalid { reason } => vec![("reason", reason.clone())],
            ProfileError::Value { key, value } => vec![("key", (*key).to_owned()), ("value", value.clone())],
        }
    }
}

impl std::fmt::Display for ProfileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.code(), self.arguments())
    }
}

impl std::error::Error for ProfileError {}

/// The profile as it stands in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    source: String,
    separator: String,
    quote: String,
    encoding: Encoding,
    decimal_mark: String,
    ratio_scale: RatioScale,
    #[serde(default)]
    blank: Vec<String>,
    key: Vec<KeyColumn>,
}

impl Profile {
    /// The built-in profile of that name.
    pub fn built_in(name: &str) -> Result<Self, ProfileError> {
        match BUILT_IN.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Self::parse(text),
            None => Err(ProfileError::Unknown {
                name: name.to_owned(),
                known: BUILT_IN.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// Reads a profile from TOML.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let raw: Raw = toml::from_str(text)
            .map_err(|error| ProfileError::Invalid { reason: error.to_string().trim().to_owned() })?;
        let separator = separator_of(&raw.separator)?;
        let quote = quote_of(&raw.quote)?;
        let decimal_mark = decimal_mark_of(&raw.decimal_mark)?;
        if raw.source != "dream" {
            return wrong("source", &raw.source);
        }
        if raw.key.is_empty() {
            return wrong("key", "[]");
        }
        for key in &raw.key {
            check_space(&key.space)?;
        }
        Ok(Self {
            name: raw.name,
            source: raw.source,
            separator,
            quote,
            encoding: raw.encoding,
            decimal_mark,
            ratio_scale: raw.ratio_scale,
            blank: raw.blank,
            keys: raw.key,
            hash: ContentHash::from_bytes(Sha256::digest(text.as_bytes()).into()),
        })
    }
}

fn wrong<T>(key: &'static str, value: &str) -> Result<T, ProfileError> {
    Err(ProfileError::Value { key, value: value.to_owned() })
}

/// The separator by its name or as it is.
pub(crate) fn separator_of(text: &str) -> Result<u8, ProfileError> {
    match text {
        "comma" => Ok(b','),
        "semicolon" => Ok(b';'),
        "tab" => Ok(b'\t'),
        other => match other.as_bytes() {
            [byte @ (b',' | b';' | b'\t' | b'|' | b':' | b'^')] => Ok(*byte),
            _ => wrong("separator", other),
        },
    }
}

/// The quote around fields, if there is one.
pub(crate) fn quote_of(text: &str) -> Result<Option<u8>, ProfileError> {
    match text.as_bytes() {
        [] => Ok(None),
        [byte @ (b'"' | b'\'')] => Ok(Some(*byte)),
        _ => wrong("quote", text),
    }
}

/// `.` or `,`.
pub(crate) fn decimal_mark_of(text: &str) -> Result<u8, ProfileError> {
    match text.as_bytes() {
        [byte @ (b'.' | b',')] => Ok(*byte),
        _ => wrong("decimal_mark", text),
    }
}

/// A key space is small letters, digits and hyphens.
pub(crate) fn check_space(space: &str) -> Result<(), ProfileError> {
    let valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if space.is_empty() || !space.bytes().all(valid) {
        return wrong("key.space", space);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_profile() {
        let profile = Profile::built_in("dream").expect("readable");
        assert_eq!((profile.separator, profile.quote, profile.decimal_mark), (b',', Some(b'"'), b'.'));
        assert_eq!(profile.keys[0].space, "lobenr");
        assert_eq!(profile.keys[1].form, KeyForm::Cpr);
    }

    #[test]
    fn bad_profiles() {
        let good = BUILT_IN[0].1;
        let check = |from: &str, to: &str, expected: &str| {
            assert!(good.contains(from), "{from}");
            let error = Profile::parse(&good.replace(from, to)).expect_err("refused");
            assert_eq!(error.code(), expected, "{to}");
        };
        check("separator = \",\"", "separator = \"\"", "R173");
        check("separator = \",\"", "separator = \"1\"", "R173");
        check("quote = '\"'", "quote = 'x'", "R173");
        check("decimal_mark = \".\"", "decimal_mark = \"·\"", "R173");
        check("space = \"cpr\"", "space = \"C P R\"", "R173");
        check("encoding = \"utf-8\"", "encoding = \"ebcdic\"", "R172");
        check("ratio_scale = \"fraction\"", "ratio_scale = \"permille\"", "R172");
        check("blank = []", "blanks = []", "R172");
        check("name = \"dream\"", "name = ", "R172");
        assert_eq!(Profile::built_in("bef").expect_err("refused").code(), "R171");
    }
}
