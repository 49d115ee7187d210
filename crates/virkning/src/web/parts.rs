//! Pieces that pages are made of: forms with their key, fields with their labels, remarks, empty pages that say what to do
//! first.

use maud::{Markup, html};

use super::request::Asked;

/// A form that does something. It carries the key of the session.
pub fn form(asked: &Asked<'_>, to: &str, inside: Markup) -> Markup {
    html! {
        form method="post" action=(to) {
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
