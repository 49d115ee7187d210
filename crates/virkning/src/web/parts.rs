//! Pieces that pages are made of: forms with their key, fields with their labels, remarks, empty pages that say what to do
//! first.

use jiff::civil::Date;
use maud::{Markup, html};
use virkning_model::period::Month;

use super::request::Asked;
use crate::app::failure::{Failure, Refusal};

/// A form that does something. It carries the key of the session.
pub fn form(asked: &Asked<'_>, to: &str, inside: Markup) -> Markup {
    html! {
        form method="post" action=(to) {
            input type="hidden" name="form-key" value=(asked.standing.login.form_key);
            (inside)
        }
    }
}

/// A form that sends files too.
pub fn file_form(asked: &Asked<'_>, to: &str, inside: Markup) -> Markup {
    html! {
        form method="post" action=(to) enctype="multipart/form-data" {
            input type="hidden" name="form-key" value=(asked.standing.login.form_key);
            (inside)
        }
    }
}

/// One button that does one thing.
pub fn button_form(asked: &Asked<'_>, to: &str, fields: &[(&str, &str)], name: &str) -> Markup {
    form(
        asked,
        to,
        html! {
            @for (field, value) in fields { input type="hidden" name=(field) value=(value); }
            button class="button button-primary" type="submit" { (name) }
        },
    )
}

/// A field of a form with its label and, where there is one, a hint.
pub fn field(id: &str, label: &str, hint: Option<&str>, input: Markup) -> Markup {
    html! {
        div class="form-group" {
            label class="form-label" for=(id) { (label) }
            @if let Some(hint) = hint { span class="form-hint" id=(format!("{id}-hint")) { (hint) } }
            (input)
        }
    }
}

/// A field of text that must be filled in.
pub fn text_field(id: &str, kind: &str, label: &str, hint: Option<&str>, complete: &str) -> Markup {
    let described = hint.map(|_| format!("{id}-hint"));
    field(
        id,
        label,
        hint,
        html! {
            input class="form-input" type=(kind) id=(id) name=(id) required autocomplete=(complete)
                aria-describedby=[described];
        },
    )
}

/// A field of text that may stay empty.
pub fn optional_text(asked: &Asked<'_>, id: &str, label: &str, hint: Option<&str>) -> Markup {
    let described = hint.map(|_| format!("{id}-hint"));
    let label = format!("{label} ({})", asked.text("web-optional"));
    field(
        id,
        &label,
        hint,
        html! {
            input class="form-input" type="text" id=(id) name=(id) autocomplete="off" aria-describedby=[described];
        },
    )
}

/// A day. Browsers without a calendar of their own take it as text.
pub fn date_field(id: &str, label: &str, value: &str) -> Markup {
    field(
        id,
        label,
        None,
        html! {
            input class="form-input" type="date" id=(id) name=(id) value=(value) autocomplete="off";
        },
    )
}

/// A field of any kind with its label, what it holds now, and whether it must be filled in.
pub fn labelled_input(id: &str, kind: &str, label: &str, hint: Option<&str>, value: &str, required: bool) -> Markup {
    let described = hint.map(|_| format!("{id}-hint"));
    field(
        id,
        label,
        hint,
        html! {
            input class="form-input" type=(kind) id=(id) name=(id) value=(value) required[required] autocomplete="off"
                aria-describedby=[described];
        },
    )
}

/// A day as browsers send it, or as people write it: 2025-03-16, 16-03-2025, 16.03.2025; nothing for an empty field.
///
/// # Errors
/// Anything else.
pub fn day_of(text: &str) -> Result<Option<Date>, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|sign| sign.is_ascii_digit()));
    let day = match parts.as_slice() {
        [first, month, last] => match (number(first), number(month), number(last)) {
            (Some(year), Some(month), Some(day)) if first.len() == 4 => civil(year, month, day),
            (Some(day), Some(month), Some(year)) if last.len() == 4 => civil(year, month, day),
            _ => None,
        },
        _ => None,
    };
    let shown: String = text.chars().take(20).collect();
    day.map(Some).ok_or_else(|| Refusal::new("web-day-invalid").with("day", shown).into())
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1900..=2200).contains(&year).then_some(date)
}

/// A month as browsers send it, or as people write it: 1998-04, 04-1998; nothing for an empty field.
///
/// # Errors
/// Anything else.
pub fn month_of(text: &str) -> Result<Option<Month>, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = match text.split_once(['-', '.', '/']) {
        Some((year, month)) if year.len() == 4 => format!("{year}-{month}-01"),
        Some((month, year)) => format!("01-{month}-{year}"),
        None => text.to_owned(),
    };
    let shown: String = text.chars().take(20).collect();
    match day_of(&day) {
        Ok(Some(day)) => Ok(Some(Month::of(day))),
        _ => Err(Refusal::new("web-month-invalid").with("month", shown).into()),
    }
}

/// A choice of one.
pub fn choice(id: &str, name: &str, label: &str, options: &[(String, String)], chosen: &str) -> Markup {
    field(
        id,
        label,
        None,
        html! {
            select class="form-select" id=(id) name=(name) {
                @for (value, words) in options { option value=(value) selected[value == chosen] { (words) } }
            }
        },
    )
}

/// A remark that must be seen.
pub fn warning(title: &str, text: &str) -> Markup {
    html! {
        div class="alert alert-warning" {
            div class="alert-body" {
                @if !title.is_empty() { p class="alert-heading" { (title) } }
                p class="alert-text" { (text) }
            }
        }
    }
}

/// A remark that is good to know.
pub fn note(title: &str, text: &str) -> Markup {
    html! {
        div class="alert alert-info" {
            div class="alert-body" {
                @if !title.is_empty() { p class="alert-heading" { (title) } }
                p class="alert-text" { (text) }
            }
        }
    }
}

/// A page that holds nothing yet, and what to do first.
pub fn empty(title: &str, what: &str) -> Markup {
    html! { div class="empty" { p class="empty-title" { (title) } p { (what) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_as_people_write_them() {
        let day = |text: &str, expected: Option<&str>| {
            assert_eq!(day_of(text).ok().flatten().map(|day| day.to_string()).as_deref(), expected, "{text}");
        };
        day("2025-03-16", Some("2025-03-16"));
        day("16-03-2025", Some("2025-03-16"));
        day(" 1.2.2025 ", Some("2025-02-01"));
        day("31-02-2025", None);
        day("16-03-25", None);
        day("+1-03-2025", None);
        assert!(day_of("").is_ok_and(|day| day.is_none()));
        assert!(day_of("i går").is_err());
        let month = |text: &str, expected: Option<&str>| {
            assert_eq!(month_of(text).ok().flatten().map(|month| month.to_string()).as_deref(), expected, "{text}");
        };
        month("1998-04", Some("1998-04"));
        month("04-1998", Some("1998-04"));
        month("4/1998", Some("1998-04"));
        month("13-1998", None);
        assert!(month_of("april").is_err());
    }
}
