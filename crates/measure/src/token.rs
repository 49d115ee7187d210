//! The words and signs of an expression with their places. What the language does not have is a token too, so that the
//! first mistake in the text is the one that is reported.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Open,
    Close,
    Comma,
    Dot,
    Plus,
    Minus,
    Star,
    Slash,
    Stray(char),
    End,
}

/// A token and the bytes where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
}

/// All tokens of a text; the last one is always `End`.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let start = at;
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = token(&text[at..], first);
        at += length;
        tokens.push(Token { kind, start, end: at });
    }
    tokens.push(Token { kind: TokenKind::End, start: text.len(), end: text.len() });
    tokens
}

/// The kind and the length in bytes of the token that a text begins with.
fn token(text: &str, first: char) -> (TokenKind, usize) {
    let followed_by_equal = text[first.len_utf8()..].starts_with('=');
    match first {
        '(' => (TokenKind::Open, 1),
        ')' => (TokenKind::Close, 1),
        ',' => (TokenKind::Comma, 1),
        '.' => (TokenKind::Dot, 1),
        '+' => (TokenKind::Plus, 1),
        '-' => (TokenKind::Minus, 1),
        '*' => (TokenKind::Star, 1),
        '/' => (TokenKind::Slash, 1),
        '=' => (TokenKind::Equal, 1),
        '!' if followed_by_equal => (TokenKind::NotEqual, 2),
        '<' if followed_by_equal => (TokenKind::LessOrEqual, 2),
        '<' => (TokenKind::Less, 1),
        '>' if followed_by_equal => (TokenKind::GreaterOrEqual, 2),
        '>' => (TokenKind::Greater, 1),
        '0'..='9' => (TokenKind::Number, number_length(text)),
        _ if first.is_alphabetic() => (TokenKind::Word, word_length(text)),
        _ => (TokenKind::Stray(first), first.len_utf8()),
    }
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(text.len())
}

/// Digits, with `_` between them if wished, and a point with more digits: a point without digits after it is no part of a
/// number.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut whole = digits(text);
    while let Some(more) = text[whole..].strip_prefix('_').map(digits).filter(|more| *more > 0) {
        whole += 1 + more;
    }
    match text[whole..].strip_prefix('.').map(digits) {
        Some(decimals) if decimals > 0 => whole + 1 + decimals,
        _ => whole,
    }
}
