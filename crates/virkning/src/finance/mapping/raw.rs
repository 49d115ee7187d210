//! The mapping as it stands in its file: the keys and their types, nothing checked yet. Texts carry their place.

use serde::Deserialize;
use toml::Spanned;

use super::YearRule;
use crate::finance::characters::CharacterSet;
use crate::finance::csv::{RowDate, TextEncoding};

pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub mapping: RawHead,
    #[serde(default, rename = "account")]
    pub accounts: Vec<RawAccount>,
    #[serde(default, rename = "holder")]
    pub holders: Vec<RawHolder>,
    pub csv: RawCsv,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHead {
    pub name: Text,
    pub edition: Text,
    pub currency: Text,
    pub accounting_year: YearRule,
    pub patterns: Spanned<Vec<Text>>,
    pub vat: Text,
    #[serde(default)]
    pub characters: CharacterSet,
    pub origin: Spanned<RawOrigin>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAccount {
    pub agreement: Option<Text>,
    pub party: Text,
    pub budget: Option<Text>,
    pub purpose: Text,
    pub years: Option<Spanned<RawYears>>,
    pub account: Text,
    pub committee: Text,
    pub label: Text,
    pub origin: Spanned<RawOrigin>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawYears {
    pub from: Option<i16>,
    pub to: Option<i16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHolder {
    pub party: Text,
    pub name: Text,
    pub cvr: Option<Text>,
    pub iban: Option<Text>,
    pub bic: Option<Text>,
    pub registration: Option<Text>,
    pub account: Option<Text>,
    pub country: Option<Text>,
    pub origin: Spanned<RawOrigin>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCsv {
    pub separator: Text,
    pub decimal_mark: Text,
    pub date: RowDate,
    #[serde(default)]
    pub encoding: TextEncoding,
    pub columns: Spanned<Vec<RawColumn>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub title: Text,
    pub value: Option<Text>,
    pub constant: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOrigin {
    pub source: Option<String>,
    pub place: Option<String>,
    pub web: Option<String>,
    pub derived: Option<String>,
    pub assumed: Option<String>,
}
