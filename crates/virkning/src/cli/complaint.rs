//! How a failure is said on a terminal: the message in the user's language, the place with its excerpt, and what to do.

use std::fmt::Write as _;
use std::ops::Range;

use ariadne::{CharSet, Config, IndexType, Label, Report, ReportKind, Source};
use virkning_model::{Place, Severity};

use crate::app::failure::{Document, Failure, Operating, Refusal, Rows};
use crate::text::Texts;
use crate::text::refusal::in_words;

/// How many faulty rows are written out before the rest is only counted.
const ROWS_SHOWN_MAX: usize = 20;

/// The failure as text.
pub fn say(failure: &Failure, texts: &Texts) -> String {
    match failure {
        Failure::Refused(refusal) => say_refusal(refusal, texts),
        Failure::Document(document) => say_document(document, texts),
        Failure::Rows(rows) => say_rows(rows, texts),
        Failure::Operating(operating) => say_operating(operating, texts),
    }
}

fn say_refusal(refusal: &Refusal, texts: &Texts) -> String {
    let (message, hint) = in_words(refusal, texts);
    let mut out = format!("{}: {message}\n", texts.get("word-refused"));
    for detail in &refusal.details {
        let _ = writeln!(out, "  {detail}");
    }
    if let Some(hint) = hint {
        let _ = writeln!(out, "{}: {hint}", texts.get("word-hint"));
    }
    out
}

/// A document's problems, each with its line.
pub fn say_document(document: &Document, texts: &Texts) -> String {
    let path = document.path.display().to_string();
    // The drawing library needs something to point at, also in an empty file.
    let text = if document.text.is_empty() { " " } else { document.text.as_str() };
    let mut out = String::new();
    if document.diagnostics.is_empty() {
        return out;
    }
    // The library looks for every end of line of the document: once, and not for each diagnostic.
    let mut source = (path.as_str(), Source::from(text));
    for diagnostic in &document.diagnostics {
        let (message, hint) = texts.diagnostic(diagnostic);
        let word = match diagnostic.severity {
            Severity::Error => texts.get("word-error"),
            Severity::Warning => texts.get("word-warning"),
        };
        let color = ariadne::Color::Primary;
        let span = (path.as_str(), excerpt(text, diagnostic.place));
        let report = Report::build(ReportKind::Custom(&word, color), span.clone())
            .with_config(
                Config::default().with_color(false).with_index_type(IndexType::Byte).with_char_set(CharSet::Unicode),
            )
            .with_code(diagnostic.code)
            .with_message(message)
            .with_label(Label::new(span));
        let mut bytes = Vec::new();
        match report.finish().write(&mut source, &mut bytes) {
            Ok(()) => out.push_str(&without_colour(&String::from_utf8_lossy(&bytes))),
            Err(error) => {
                let _ = writeln!(out, "{path}:{}: {} ({error})", diagnostic.place.line, diagnostic.code);
            }
        }
        if let Some(hint) = hint {
            let _ = writeln!(out, "{}: {hint}\n", texts.get("word-hint"));
        }
    }
    out
}

/// The bytes that an excerpt points at: at least one character, and inside the text.
fn excerpt(text: &str, place: Place) -> Range<usize> {
    let last = text.floor_char_boundary(text.len().saturating_sub(1));
    let start = text.floor_char_boundary(place.start.min(last));
    start..text.ceil_char_boundary(place.end.max(start + 1).min(text.len()))
}

/// The drawing library colours the kind of a report even where colours are off; files and pipes want none.
fn without_colour(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("\u{1b}[") {
        out.push_str(&rest[..start]);
        let code = &rest[start..];
        rest = code.find('m').map_or("", |end| &code[end + 1..]);
    }
    out.push_str(rest);
    out
}

fn say_rows(rows: &Rows, texts: &Texts) -> String {
    let mut out = String::new();
    for problem in rows.problems.iter().take(ROWS_SHOWN_MAX) {
        let arguments: Vec<(&str, &str)> =
            problem.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let _ = writeln!(
            out,
            "{}:{}: {} {}",
            if problem.file.is_empty() {
                rows.path.display().to_string()
            } else {
                problem.file.clone()
            },
            problem.line,
            problem.code,
            texts.with(&problem.code, &arguments)
        );
        let place = [problem.column.as_str(), problem.excerpt.as_str()];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        if !place.is_empty() {
            let _ = writeln!(out, "    {}", place.join(" = "));
        }
        if let Some(hint) = texts.hint(&problem.code, &arguments) {
            let _ = writeln!(out, "    {hint}");
        }
    }
    let left = rows.problems.len().saturating_sub(ROWS_SHOWN_MAX);
    if left > 0 {
        let _ = writeln!(out, "{}", texts.with("rows-more", &[("count", &left.to_string())]));
    }
    let count = rows.problems.len().to_string();
    let _ = writeln!(out, "{}: {}", texts.get("word-refused"), texts.with("rows-faulty", &[("count", &count)]));
    if let Some(hint) = texts.hint("rows-faulty", &[("count", &count)]) {
        let _ = writeln!(out, "{}: {hint}", texts.get("word-hint"));
    }
    out
}

fn say_operating(operating: &Operating, texts: &Texts) -> String {
    let mut causes = operating.source.to_string();
    let mut next = operating.source.source();
    while let Some(cause) = next {
        let _ = write!(causes, ": {cause}");
        next = cause.source();
    }
    let path = operating.path.display().to_string();
    format!("{}: {}\n  {causes}\n", texts.get("word-failed"), texts.with(operating.tried, &[("path", &path)]))
}
