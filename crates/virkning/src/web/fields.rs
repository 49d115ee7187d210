//! Values of an agreement as fields of a form: how each is shown, and what somebody typed into it. Written in the way of the
//! user's language, read back exactly; what cannot be read is said at its field.

use std::collections::BTreeMap;

use maud::{Markup, html};
use virkning_agreement::{Form, FormValue, NewValue, TermValue};
use virkning_model::Decimal;

use super::request::Asked;
use crate::text::field::{key_in_words, option_in_words};
use crate::text::{Language, Texts, entry, format};

/// The beginning of the name of a field that holds a value.
pub const PREFIX: &str = "v:";

/// Keys whose words are sentences.
const LONG: [&str; 2] = ["purpose", "description"];

/// What somebody typed, by the path of the value.
pub fn typed(asked: &Asked<'_>) -> BTreeMap<String, String> {
    let fields = asked.arrived.fields.iter();
    fields.filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone()))).collect()
}

/// A field with its label; the text is what somebody typed, or else what the document says.
pub fn field(asked: &Asked<'_>, value: &FormValue, typed: Option<&str>, found: &[String]) -> Markup {
    let texts = asked.texts;
    let id = format!("{PREFIX}{}", value.path);
    let shown = typed.map_or_else(|| shown(texts.language(), value), str::to_owned);
    let described = (!found.is_empty()).then(|| format!("{id}-fejl"));
    let input_mode = match value.form {
        Form::Money | Form::Share | Form::Number => Some("decimal"),
        Form::Whole(..) | Form::Year => Some("numeric"),
        Form::Date | Form::Text | Form::Word(_) => None,
    };
    html! {
        div class=(if found.is_empty() { "form-group" } else { "form-group form-error" }) {
            label class="form-label" for=(id) { (label(texts, value)) }
            @if !found.is_empty() {
                span class="form-error-message" id=(format!("{id}-fejl")) { @for one in found { (one) " " } }
            }
            @match value.form {
                Form::Word(words) => {
                    select class="form-select" id=(id) name=(id) aria-describedby=[described] {
                        @for word in words { option value=(word) selected[*word == shown] { (option_in_words(texts, word)) } }
                    }
                },
                Form::Date => { input class="form-input" type="date" id=(id) name=(id) value=(shown) aria-describedby=[described]; },
                Form::Text if LONG.iter().any(|key| value.key == *key) => {
                    textarea class="form-input" id=(id) name=(id) rows="3" aria-describedby=[described] { (shown) }
                },
                _ => {
                    input class=(class(value.form)) type="text" id=(id) name=(id) value=(shown) inputmode=[input_mode]
                        autocomplete="off" aria-describedby=[described]
                        placeholder=[value.may_be_unstated.then(|| texts.get("plan-not-stated"))];
                },
            }
        }
    }
}

fn class(form: Form) -> &'static str {
    match form {
        Form::Text => "form-input",
        Form::Money | Form::Share | Form::Number | Form::Whole(..) | Form::Year | Form::Date | Form::Word(_) => {
            "form-input number"
        }
    }
}

/// What a value is called in its term, with its unit.
pub fn label(texts: &Texts, value: &FormValue) -> String {
    let name = key_in_words(texts, &value.key);
    match value.form {
        Form::Share => format!("{name} (%)"),
        Form::Money if value.currency == "DKK" => format!("{name} ({})", texts.get("draft-kroner")),
        Form::Money if !value.currency.is_empty() => format!("{name} ({})", value.currency),
        _ => name,
    }
}

/// The value as the field shows it; empty where the document says that no source gives it.
pub fn shown(language: Language, value: &FormValue) -> String {
    let plain =
        |number: &Decimal| format::decimal(language, *number, number.normalize().scale()).replace('\u{2212}', "-");
    match (&value.value, value.form) {
        (None, _) => String::new(),
        (Some(TermValue::Number(number)), Form::Share) => plain(&(*number * Decimal::ONE_HUNDRED)),
        (Some(TermValue::Number(number)), Form::Money) if !number.is_integer() => format::decimal(language, *number, 2),
        (Some(TermValue::Number(number)), _) => plain(number),
        (Some(TermValue::Year(year)), _) => year.to_string(),
        (Some(TermValue::Text(words)), _) => words.clone(),
        (Some(TermValue::Date(day)), _) => day.clone(),
        (Some(other), _) => other.to_string(),
    }
}

/// What somebody typed into a field; nothing where the value cannot be that.
pub fn read(language: Language, value: &FormValue, typed: &str) -> Option<NewValue> {
    let typed = typed.trim();
    if typed.is_empty() {
        return value.may_be_unstated.then_some(NewValue::NotStated);
    }
    Some(match value.form {
        Form::Share => NewValue::Number(entry::number(language, typed)? / Decimal::ONE_HUNDRED),
        Form::Money | Form::Number | Form::Whole(..) => NewValue::Number(entry::number(language, typed)?),
        Form::Year => NewValue::Number(Decimal::from(typed.parse::<u16>().ok()?)),
        Form::Date => NewValue::Date(typed.parse().ok()?),
        // A field of several lines is one sentence all the same.
        Form::Text => NewValue::Text(typed.split_whitespace().collect::<Vec<_>>().join(" ")),
        Form::Word(_) => NewValue::Text(typed.to_owned()),
    })
}
