//! Writing XML by hand: elements in order, texts escaped, two blanks for each level. Enough for a message whose structure
//! we know, and no more.

/// A text being written.
pub(super) struct Writer {
    out: String,
    open: Vec<&'static str>,
}

impl Writer {
    /// A document in UTF-8.
    pub(super) fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// An element with others inside.
    pub(super) fn within(&mut self, name: &'static str, inside: impl FnOnce(&mut Self)) {
        self.within_of(name, "", inside);
    }

    /// The same with attributes of our own, written as they stand.
    pub(super) fn within_of(&mut self, name: &'static str, attributes: &str, inside: impl FnOnce(&mut Self)) {
        self.indent();
        let blank = if attributes.is_empty() { "" } else { " " };
        self.out.push_str(&format!("<{name}{blank}{attributes}>\n"));
        self.open.push(name);
        inside(self);
        self.open.pop();
        self.indent();
        self.out.push_str(&format!("</{name}>\n"));
    }

    /// An element with a text.
    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        self.leaf_of(name, "", text);
    }

    /// The same with attributes of our own.
    pub(super) fn leaf_of(&mut self, name: &str, attributes: &str, text: &str) {
        self.indent();
        let blank = if attributes.is_empty() { "" } else { " " };
        self.out.push_str(&format!("<{name}{blank}{attributes}>{}</{name}>\n", escaped(text)));
    }

    /// Elements inside each other, the innermost with a text: `nested(&["Id", "OrgId"], "x")`.
    pub(super) fn nested(&mut self, names: &[&'static str], text: &str) {
        match names {
            [] => {}
            [last] => self.leaf(last, text),
            [first, rest @ ..] => self.within(first, |xml| xml.nested(rest, text)),
        }
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        debug_assert!(self.open.is_empty());
        self.out
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.open.len()));
    }
}

/// A text inside an element. Signs that XML 1.0 cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => out.push(letter),
        }
    }
    out
}
