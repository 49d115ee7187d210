//! The canonical form of a document: keys in the language's order, numbers grouped in thousands, one blank line between
//! terms. Prose and comments stay; a comment moves with the key it stands above or behind.

use std::fmt::Write as _;

use crate::shape::{self, Kind, Shape};
use crate::source::Source;
use crate::tree::{Entry, Span, Term, Value, ValueKind};

/// Lists that would make a longer line are written one value a line.
const LINE_CHARACTERS_MAX: usize = 110;

/// The canonical form of a document whose blocks can be read.
pub(crate) fn canonical(source: &Source<'_>, terms: &[Term]) -> String {
    let mut text = String::with_capacity(source.text.len());
    let mut written = 0;
    for block in &source.blocks {
        text.push_str(&source.text[written..block.start]);
        text.push_str(&Block::of(source.text, block, terms).write());
        written = block.end;
    }
    text.push_str(&source.text[written..]);
    text
}

/// A comment and where it stands.
struct Comment<'a> {
    at: usize,
    text: &'a str,
    /// Nothing but blanks stand before it on its line.
    own_line: bool,
}

/// One block: its pieces in the order of the document.
struct Block<'a> {
    pieces: Vec<Piece<'a>>,
    comments: Vec<Comment<'a>>,
}

/// Keys of one term, with its header where the block has it.
struct Piece<'a> {
    term: &'a Term,
    has_header: bool,
    entries: Vec<&'a Entry>,
}

/// A place that a comment can stand above or behind.
struct Anchor {
    span: Span,
    /// The piece, and its entry; none for the header.
    target: (usize, Option<usize>),
}

impl<'a> Block<'a> {
    fn of(text: &'a str, block: &Span, terms: &'a [Term]) -> Self {
        let mut pieces: Vec<Piece<'a>> = terms
            .iter()
            .map(|term| Piece {
                term,
                has_header: block.contains(&term.span.start),
                entries: term.body.entries.iter().filter(|entry| block.contains(&entry.key_span.start)).collect(),
            })
            .filter(|piece| piece.has_header || !piece.entries.is_empty())
            .collect();
        // A term that goes on from an earlier block stands before every header of this one.
        pieces.sort_by_key(|piece| (piece.has_header, piece.term.span.start));
        let comments = comments(text, block, terms);
        Self { pieces, comments }
    }

    fn write(&self) -> String {
        let anchors = self.anchors();
        let mut text = String::new();
        for (number, piece) in self.pieces.iter().enumerate() {
            if number > 0 {
                text.push('\n');
            }
            if piece.has_header {
                let header = format!("{}\n", header(piece.term));
                self.write_with_comments(&mut text, &anchors, (number, None), &header);
            }
            let shape = shape::table(&piece.term.table).map(|table| &table.shape);
            let mut order: Vec<usize> = (0..piece.entries.len()).collect();
            order.sort_by_key(|at| rank(shape, &piece.entries[*at].key));
            for at in order {
                let entry = piece.entries[at];
                let kind = shape.and_then(|shape| shape.key(&entry.key)).map(|key| &key.kind);
                let line = format!("{} = {}\n", key(&entry.key), self.value(&entry.value, kind, entry.key.len() + 3));
                self.write_with_comments(&mut text, &anchors, (number, Some(at)), &line);
            }
        }
        for comment in self.comments.iter().filter(|comment| self.target(comment, &anchors).is_none()) {
            let _ = writeln!(text, "{}", comment.text);
        }
        text
    }

    /// Writes lines with the comments that belong to them: above them, or behind the last one.
    fn write_with_comments(&self, text: &mut String, anchors: &[Anchor], target: (usize, Option<usize>), lines: &str) {
        let mine = |comment: &&Comment<'_>| self.target(comment, anchors) == Some(target);
        let (above, behind): (Vec<_>, Vec<_>) =
            self.comments.iter().filter(mine).partition(|comment| comment.own_line || lines.trim_end().contains('\n'));
        for comment in above {
            let _ = writeln!(text, "{}", comment.text);
        }
        text.push_str(lines.trim_end_matches('\n'));
        for comment in behind {
            let _ = write!(text, "  {}", comment.text);
        }
        text.push('\n');
    }

    /// What a comment belongs to; nothing where it is the last of the block or stands inside a list.
    fn target(&self, comment: &Comment<'_>, anchors: &[Anchor]) -> Option<(usize, Option<usize>)> {
        let inside = anchors.iter().rev().find(|anchor| anchor.span.contains(&comment.at));
        if let Some(anchor) = inside {
            let (piece, entry) = anchor.target;
            let in_list = entry.is_some_and(|entry| self.pieces[piece].entries[entry].value.list().is_some());
            return if in_list { Some((usize::MAX, None)) } else { Some(anchor.target) };
        }
        if comment.own_line {
            anchors.iter().find(|anchor| anchor.span.start > comment.at).map(|anchor| anchor.target)
        } else {
            anchors.iter().rev().find(|anchor| anchor.span.end <= comment.at).map(|anchor| anchor.target)
        }
    }

    fn anchors(&self) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate() {
            if piece.has_header {
                anchors.push(Anchor { span: piece.term.span.clone(), target: (number, None) });
            }
            for (at, entry) in piece.entries.iter().enumerate() {
                add_anchors(entry, (number, Some(at)), &mut anchors);
            }
        }
        anchors.sort_by_key(|anchor| anchor.span.start);
        anchors
    }

    fn value(&self, value: &Value, kind: Option<&Kind>, indent: usize) -> String {
        match &value.kind {
            ValueKind::List(values) => self.list(value, values, kind, indent),
            ValueKind::Table(table) => {
                let mut entries: Vec<&Entry> = table.entries.iter().collect();
                let kind = plain(kind);
                let (shape, of) = match kind {
                    Some(Kind::Table(shape)) => (Some(*shape), None),
                    Some(Kind::Holder) => (Some(&shape::HOLDER), None),
                    Some(Kind::Shares(shape, _)) => (Some(*shape), None),
                    Some(Kind::ByYear { of, .. } | Kind::ByMonth(of) | Kind::ByPayment(of)) => (None, Some(*of)),
                    _ => (None, None),
                };
                match kind {
                    Some(Kind::ByYear { .. } | Kind::ByPayment(_)) => {
                        entries.sort_by(|left, right| left.key.cmp(&right.key));
                    }
                    Some(Kind::ByMonth(_)) => entries.sort_by_key(|entry| entry.key.parse().unwrap_or(u16::MAX)),
                    _ => entries.sort_by_key(|entry| rank(shape, &entry.key)),
                }
                let parts = entries.into_iter().map(|entry| {
                    let kind = of.or_else(|| shape.and_then(|shape| shape.key(&entry.key)).map(|key| &key.kind));
                    format!("{} = {}", key(&entry.key), self.value(&entry.value, kind, 0))
                });
                let parts: Vec<String> = parts.collect();
                if parts.is_empty() {
                    "{}".to_owned()
                } else {
                    format!("{{ {} }}", parts.join(", "))
                }
            }
            scalar => scalar_text(scalar, kind),
        }
    }

    fn list(&self, value: &Value, values: &[Value], kind: Option<&Kind>, indent: usize) -> String {
        let of = match plain(kind) {
            Some(Kind::List(of, _) | Kind::AnyList(of)) => Some(*of),
            // Each of several has the keys of one alone.
            Some(Kind::Shares(..)) => kind,
            _ => None,
        };
        let parts: Vec<String> = values.iter().map(|value| self.value(value, of, 0)).collect();
        let line = format!("[{}]", parts.join(", "));
        let inside: Vec<&Comment<'_>> =
            self.comments.iter().filter(|comment| value.span.contains(&comment.at)).collect();
        let several_tables = values.len() > 1 && values[0].table().is_some();
        if inside.is_empty() && !several_tables && indent + line.chars().count() <= LINE_CHARACTERS_MAX {
            return line;
        }
        let place = |comment: &Comment<'_>| place_in_list(comment, values);
        let mut text = "[\n".to_owned();
        for (at, part) in parts.iter().enumerate() {
            for comment in inside.iter().filter(|comment| place(comment) == InList::Above(at)) {
                let _ = writeln!(text, "    {}", comment.text);
            }
            let _ = write!(text, "    {part},");
            for comment in inside.iter().filter(|comment| place(comment) == InList::Behind(at)) {
                let _ = write!(text, "  {}", comment.text);
            }
            text.push('\n');
        }
        for comment in inside.iter().filter(|comment| place(comment) == InList::Last) {
            let _ = writeln!(text, "    {}", comment.text);
        }
        text.push(']');
        text
    }
}

/// Where a comment goes in a list that is written one value a line.
#[derive(PartialEq, Eq)]
enum InList {
    Above(usize),
    Behind(usize),
    Last,
}

fn place_in_list(comment: &Comment<'_>, values: &[Value]) -> InList {
    if let Some(within) = values.iter().position(|value| value.span.contains(&comment.at)) {
        return InList::Above(within);
    }
    match values.iter().position(|value| value.span.start > comment.at) {
        Some(0) => InList::Above(0),
        Some(next) if comment.own_line => InList::Above(next),
        Some(next) => InList::Behind(next - 1),
        None if comment.own_line || values.is_empty() => InList::Last,
        None => InList::Behind(values.len() - 1),
    }
}

fn add_anchors(entry: &Entry, target: (usize, Option<usize>), anchors: &mut Vec<Anchor>) {
    anchors.push(Anchor { span: entry.key_span.clone(), target });
    anchors.push(Anchor { span: entry.value.span.clone(), target });
    // Keys of a table with a header of its own stand after it, outside its span.
    for inner in entry.value.table().into_iter().flat_map(|table| &table.entries) {
        if !entry.value.span.contains(&inner.key_span.start) {
            add_anchors(inner, target, anchors);
        }
    }
}

/// Every comment of a block: what begins with a number sign outside texts and quoted keys.
fn comments<'a>(text: &'a str, block: &Span, terms: &[Term]) -> Vec<Comment<'a>> {
    let mut quoted: Vec<Span> = Vec::new();
    for term in terms {
        for entry in &term.body.entries {
            add_quoted(entry, &mut quoted);
        }
    }
    quoted.retain(|span| block.contains(&span.start));
    quoted.sort_by_key(|span| span.start);
    let mut comments = Vec::new();
    let mut at = block.start;
    let mut quoted = quoted.into_iter().peekable();
    while at < block.end {
        while quoted.peek().is_some_and(|span| span.end <= at) {
            quoted.next();
        }
        if let Some(span) = quoted.peek().filter(|span| span.contains(&at)) {
            at = span.end;
        } else if text.as_bytes()[at] == b'#' {
            let end = text[at..block.end].find('\n').map_or(block.end, |newline| at + newline);
            let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            let own_line = text[line_start..at].trim().is_empty();
            comments.push(Comment { at, text: text[at..end].trim_end(), own_line });
            at = end;
        } else {
            at += 1;
        }
    }
    comments
}

fn add_quoted(entry: &Entry, quoted: &mut Vec<Span>) {
    quoted.push(entry.key_span.clone());
    add_quoted_value(&entry.value, quoted);
}

fn add_quoted_value(value: &Value, quoted: &mut Vec<Span>) {
    match &value.kind {
        ValueKind::Text(_) => quoted.push(value.span.clone()),
        ValueKind::List(values) => values.iter().for_each(|value| add_quoted_value(value, quoted)),
        ValueKind::Table(table) => table.entries.iter().for_each(|entry| add_quoted(entry, quoted)),
        ValueKind::Number { .. } | ValueKind::Truth | ValueKind::Date(_) => {}
    }
}

fn header(term: &Term) -> String {
    if term.of_list {
        format!("[[{}]]", key(&term.table))
    } else {
        format!("[{}]", key(&term.table))
    }
}

/// What a key takes besides saying that no source gives it.
fn plain(kind: Option<&Kind>) -> Option<&Kind> {
    match kind {
        Some(Kind::OrNotStated(of)) => Some(of),
        other => other,
    }
}

/// The place of a key in the language; keys it does not have come last, in the order of the document.
fn rank(shape: Option<&Shape>, name: &str) -> usize {
    shape.and_then(|shape| shape.keys.iter().position(|key| key.name == name)).unwrap_or(usize::MAX)
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if bare { name.to_owned() } else { quoted(name) }
}

fn scalar_text(scalar: &ValueKind, kind: Option<&Kind>) -> String {
    match scalar {
        ValueKind::Text(text) => quoted(text),
        ValueKind::Number { digits, .. } if digits.parse().is_ok_and(|number| shape::is_year(plain(kind), &number)) => {
            digits.clone()
        }
        ValueKind::Number { digits, .. } => grouped(digits),
        ValueKind::Date(date) => date.clone(),
        // No key takes one, so a document with one is refused before it is printed.
        ValueKind::Truth | ValueKind::List(_) | ValueKind::Table(_) => String::new(),
    }
}

/// Digits with an underscore before every three of the whole part: `4_150`, `-1_500_000.25`.
pub(crate) fn grouped(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits.strip_prefix('+').unwrap_or(digits)),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A text in quotes. Texts of several lines keep their lines.
pub(crate) fn quoted(text: &str) -> String {
    let several_lines = text.contains('\n');
    let mut written = if several_lines { "\"\"\"\n".to_owned() } else { "\"".to_owned() };
    for character in text.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push('\n'),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            control if control.is_control() => {
                let _ = write!(written, "\\U{:08X}", u32::from(control));
            }
            other => written.push(other),
        }
    }
    written.push_str(if several_lines { "\"\"\"" } else { "\"" });
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (digits, expected) in [
            ("4150", "4_150"),
            ("150", "150"),
            ("1500000", "1_500_000"),
            ("-59760.00", "-59_760.00"),
            ("+1000", "1_000"),
            ("0.123456", "0.123456"),
            ("2990.036820", "2_990.036820"),
        ] {
            assert_eq!(grouped(digits), expected);
        }
    }

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("Løn \"netto\" \\ #1"), r#""Løn \"netto\" \\ #1""#);
        assert_eq!(quoted("to\nlinjer"), "\"\"\"\nto\nlinjer\"\"\"");
        assert_eq!(quoted("\u{1}"), "\"\\U00000001\"");
    }
}
