//! Writing SVG by hand: escaped text, short numbers, and an estimate of how wide a text gets. Not a drawing library; it
//! knows no chart.

use std::fmt::Write as _;

/// An SVG under construction. Texts and attribute values are escaped on the way in; nothing else writes to it.
pub struct Drawing {
    text: String,
}

impl Drawing {
    /// A drawing of a size in pixels, for people who see it and, by title and description, for those who do not.
    pub fn new(id: &str, width: f64, height: f64, title: &str, description: &str) -> Self {
        let (width, height) = (number(width), number(height));
        let labelled = format!("{id}-title {id}-description");
        let mut drawing = Drawing { text: String::new() };
        drawing.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("id", id),
                ("class", "chart"),
                ("role", "img"),
                ("aria-labelledby", &labelled),
                ("viewBox", &format!("0 0 {width} {height}")),
                ("width", &width),
                ("height", &height),
                // The page's face first, then the one that documents are set in.
                ("font-family", "IBM Plex Sans, Libertinus Serif, sans-serif"),
            ],
        );
        drawing.element("title", &[("id", &format!("{id}-title"))], title);
        drawing.element("desc", &[("id", &format!("{id}-description"))], description);
        drawing
    }

    /// Opens an element; [`Drawing::close`] ends it.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push('>');
    }

    /// Ends an element.
    pub fn close(&mut self, name: &str) {
        let _ = write!(self.text, "</{name}>");
    }

    /// An element with text.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.text.push_str(&escape(text));
        self.close(name);
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str("/>");
    }

    /// The finished drawing.
    pub fn finish(mut self) -> String {
        self.close("svg");
        self.text
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.text, "<{name}");
        for (key, value) in attributes {
            let _ = write!(self.text, " {key}=\"{}\"", escape(value));
        }
    }
}

/// Text as it may stand in an element or an attribute; what XML 1.0 (2.2, Char) does not allow is replaced.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A coordinate with at most one decimal: `12`, `12.5`.
pub fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let short = text.strip_suffix(".0").unwrap_or(&text);
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// How wide a text gets at most in the faces we use, in pixels. Estimated from classes of letters and rather too wide,
/// because the same drawing is shown in several faces.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(letter_width).sum::<f64>() * size
}

fn letter_width(letter: char) -> f64 {
    match letter {
        '.' | ',' | ':' | ';' | '\'' | 'i' | 'j' | 'l' | '|' | '!' | '·' => 0.30,
        ' ' | '\u{A0}' | '\u{202F}' | 'f' | 't' | 'r' | '(' | ')' | '-' | 'I' | '/' => 0.40,
        'm' | 'w' | 'M' | 'W' | '%' | 'æ' | 'Æ' | '@' | '—' => 0.95,
        '0'..='9' | 'a'..='z' | 'ø' | 'å' | '−' | '–' | '+' => 0.60,
        'A'..='Z' | 'Ø' | 'Å' => 0.70,
        other if other.is_ascii() || other < '\u{530}' => 0.70,
        _ => 1.05,
    }
}

/// A text in lines that are no wider than `width` pixels; what does not fit into `lines_max` ends in `…`.
pub fn wrap(text: &str, size: f64, width: f64, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || text_width(&joined, size) <= width {
            line = joined;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    lines.push(line);
    let cut = lines.len() > lines_max;
    lines.truncate(lines_max.max(1));
    let last = lines.len() - 1;
    for (place, line) in lines.iter_mut().enumerate() {
        if text_width(line, size) > width || (cut && place == last) {
            *line = shorten(line, size, width);
        }
    }
    lines
}

/// The longest beginning of a text that fits with `…` behind it.
fn shorten(text: &str, size: f64, width: f64) -> String {
    let mut kept = String::new();
    for letter in text.chars() {
        if text_width(&kept, size) + text_width("…", size) + letter_width(letter) * size > width {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_are_no_markup() {
        assert_eq!(escape("<b a=\"1\">&'\0\n"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;\u{FFFD} ");
    }

    #[test]
    fn numbers_are_short() {
        for (value, expected) in [(12.0, "12"), (12.25, "12.2"), (-0.04, "0"), (-3.5, "-3.5")] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn lines_fit() {
        let long = "Arbejdsmarkedsuddannelsesparathedsvurdering i Sociale Forhold og Beskæftigelse ".repeat(4);
        for width in [30.0, 80.0, 200.0] {
            let lines = wrap(&long, 10.0, width, 3);
            assert_eq!(lines.len(), 3);
            assert!(lines.iter().all(|line| text_width(line, 10.0) <= width), "{lines:?}");
            assert!(lines[2].ends_with('…'));
        }
        assert_eq!(wrap("2024", 10.0, 80.0, 2), ["2024"]);
        assert_eq!(wrap("", 10.0, 80.0, 2), [""]);
    }
}
