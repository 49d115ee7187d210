//! Arithmetic over figures, as claims and printed tables write it: `business_case.net.2026 + 400_000 >= 0`. A figure is a
//! path of words with points between them; in a printed row `*` as the last word of a path stands for the column.

use std::fmt;

use virkning_model::Decimal;
use virkning_model::claim::{Arithmetic, ClaimTest};
use virkning_model::expression::Comparison;

/// Why a text is no arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresError {
    /// What kind of mistake it is.
    pub problem: FiguresProblem,
    /// The first byte of what is meant, in the text.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}

/// What is wrong with a text that should be arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiguresProblem {
    /// A sign that does not belong in it.
    UnknownSign,
    /// A number, a figure or a parenthesis was to come.
    ValueExpected,
    /// A comparison was to come: `=`, `!=`, `<`, `<=`, `>` or `>=`.
    ComparisonExpected,
    /// More stands after the end.
    MoreAfterEnd,
    /// A parenthesis is not closed.
    ParenthesisOpen,
    /// Parentheses inside parentheses inside …
    TooDeep,
    /// A number that no exact decimal holds.
    InexactNumber,
}

impl FiguresProblem {
    /// The word that message files choose a sentence by.
    pub fn word(self) -> &'static str {
        match self {
            Self::UnknownSign => "sign",
            Self::ValueExpected => "value",
            Self::ComparisonExpected => "comparison",
            Self::MoreAfterEnd => "more",
            Self::ParenthesisOpen => "parenthesis",
            Self::TooDeep => "deep",
            Self::InexactNumber => "number",
        }
    }
}

/// How deep parentheses may stand inside each other.
const DEPTH_MAX: usize = 32;

/// Two sides with a comparison between them.
pub fn parse_claim(text: &str) -> Result<ClaimTest, FiguresError> {
    let mut parser = Parser::of(text)?;
    let left = parser.sum()?;
    let comparison = parser.comparison()?;
    let right = parser.sum()?;
    parser.end()?;
    Ok(ClaimTest { left, comparison, right })
}

/// A number computed from figures.
pub fn parse_figures(text: &str) -> Result<Arithmetic, FiguresError> {
    let mut parser = Parser::of(text)?;
    let sum = parser.sum()?;
    parser.end()?;
    Ok(sum)
}

/// Every figure of a computation, from left to right.
pub fn figures_of(arithmetic: &Arithmetic) -> Vec<&str> {
    match arithmetic {
        Arithmetic::Number(_) => Vec::new(),
        Arithmetic::Figure(path) => vec![path],
        Arithmetic::Add(left, right)
        | Arithmetic::Subtract(left, right)
        | Arithmetic::Multiply(left, right)
        | Arithmetic::Divide(left, right) => [figures_of(left), figures_of(right)].concat(),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Decimal),
    Figure(String),
    Compare(Comparison),
    /// One of `+ - * / ( )`.
    Sign(char),
}

struct Parser {
    tokens: Vec<(Token, usize, usize)>,
    at: usize,
    length: usize,
    depth: usize,
}

impl Parser {
    fn of(text: &str) -> Result<Self, FiguresError> {
        Ok(Self { tokens: tokens(text)?, at: 0, length: text.len(), depth: 0 })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, ..)| token)
    }

    fn error(&self, problem: FiguresProblem) -> FiguresError {
        let (start, end) =
            self.tokens.get(self.at).map_or((self.length, self.length), |(_, start, end)| (*start, *end));
        FiguresError { problem, start, end }
    }

    fn takes(&mut self, signs: &[char]) -> Option<char> {
        match self.peek() {
            Some(Token::Sign(sign)) if signs.contains(sign) => {
                let sign = *sign;
                self.at += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    fn comparison(&mut self) -> Result<Comparison, FiguresError> {
        match self.peek() {
            Some(Token::Compare(comparison)) => {
                let comparison = *comparison;
                self.at += 1;
                Ok(comparison)
            }
            _ => Err(self.error(FiguresProblem::ComparisonExpected)),
        }
    }

    fn end(&self) -> Result<(), FiguresError> {
        if self.at == self.tokens.len() {
            Ok(())
        } else {
            Err(self.error(FiguresProblem::MoreAfterEnd))
        }
    }

    fn sum(&mut self) -> Result<Arithmetic, FiguresError> {
        let mut sum = self.product()?;
        while let Some(sign) = self.takes(&['+', '-']) {
            let (left, right) = (Box::new(sum), Box::new(self.product()?));
            sum = if sign == '+' {
                Arithmetic::Add(left, right)
            } else {
                Arithmetic::Subtract(left, right)
            };
        }
        Ok(sum)
    }

    fn product(&mut self) -> Result<Arithmetic, FiguresError> {
        let mut product = self.value()?;
        while let Some(sign) = self.takes(&['*', '/']) {
            let (left, right) = (Box::new(product), Box::new(self.value()?));
            product = if sign == '*' {
                Arithmetic::Multiply(left, right)
            } else {
                Arithmetic::Divide(left, right)
            };
        }
        Ok(product)
    }

    /// A sign before a value turns it round: `-(a + b)` is `0 - (a + b)`, and `-5` is the number.
    fn value(&mut self) -> Result<Arithmetic, FiguresError> {
        if self.depth > DEPTH_MAX {
            return Err(self.error(FiguresProblem::TooDeep));
        }
        self.depth += 1;
        let value = self.inner_value();
        self.depth -= 1;
        value
    }

    fn inner_value(&mut self) -> Result<Arithmetic, FiguresError> {
        if self.takes(&['-']).is_some() {
            return Ok(match self.value()? {
                Arithmetic::Number(number) => Arithmetic::Number(-number),
                other => Arithmetic::Subtract(Box::new(Arithmetic::Number(Decimal::ZERO)), Box::new(other)),
            });
        }
        if self.takes(&['(']).is_some() {
            let inner = self.sum()?;
            return match self.takes(&[')']) {
                Some(_) => Ok(inner),
                None => Err(self.error(FiguresProblem::ParenthesisOpen)),
            };
        }
        let value = match self.peek() {
            Some(Token::Number(number)) => Arithmetic::Number(*number),
            Some(Token::Figure(path)) => Arithmetic::Figure(path.clone()),
            _ => return Err(self.error(FiguresProblem::ValueExpected)),
        };
        self.at += 1;
        Ok(value)
    }
}

fn tokens(text: &str) -> Result<Vec<(Token, usize, usize)>, FiguresError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        if sign.is_whitespace() {
            at += sign.len_utf8();
            continue;
        }
        let (token, length) =
            token(&text[at..]).map_err(|problem| FiguresError { problem, start: at, end: at + sign.len_utf8() })?;
        tokens.push((token, at, at + length));
        at += length;
    }
    Ok(tokens)
}

fn token(rest: &str) -> Result<(Token, usize), FiguresProblem> {
    const COMPARISONS: &[(&str, Comparison)] = &[
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("!=", Comparison::NotEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    if let Some((sign, comparison)) = COMPARISONS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Ok((Token::Compare(*comparison), sign.len()));
    }
    let first = rest.chars().next().unwrap_or(' ');
    if "+-*/()".contains(first) {
        return Ok((Token::Sign(first), 1));
    }
    if first.is_ascii_digit() {
        let length = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '_' && sign != '.').unwrap_or(rest.len());
        let digits = rest[..length].replace('_', "");
        let number = Decimal::from_str_exact(&digits).map_err(|_| FiguresProblem::InexactNumber)?;
        return Ok((Token::Number(number), length));
    }
    if first.is_ascii_lowercase() {
        let length = path_length(rest);
        return Ok((Token::Figure(rest[..length].to_owned()), length));
    }
    Err(FiguresProblem::UnknownSign)
}

/// The length of a path: words of letters, digits, hyphens and underscores with points between them. A hyphen belongs to
/// the path only between two letters or digits, so that `a.b - c` and `a.b -1` are computations and `work-or-job` a word.
fn path_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let mut at = 0;
    loop {
        while is_word(at) || (bytes.get(at) == Some(&b'-') && at > 0 && is_word(at + 1)) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'.') && is_word(at + 1) {
            at += 1;
        } else if bytes.get(at) == Some(&b'.') && bytes.get(at + 1) == Some(&b'*') {
            return at + 2;
        } else {
            return at;
        }
    }
}

/// As a document writes it, with no more parentheses than needed.
pub struct Written<'a>(pub &'a Arithmetic);

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, self.0, 0)
    }
}

/// Writes a computation inside one that binds as tightly as `around`: 0 for nothing, 1 for a sum's right side, 2 for a
/// product's left side, 3 for its right side.
fn write(f: &mut fmt::Formatter<'_>, arithmetic: &Arithmetic, around: u8) -> fmt::Result {
    let (left, sign, right, own) = match arithmetic {
        Arithmetic::Number(number) => {
            let digits = crate::canonical::grouped(&number.to_string());
            return if number.is_sign_negative() && around > 0 {
                write!(f, "({digits})")
            } else {
                f.write_str(&digits)
            };
        }
        Arithmetic::Figure(path) => return f.write_str(path),
        Arithmetic::Add(left, right) => (left, '+', right, 0),
        Arithmetic::Subtract(left, right) => (left, '-', right, 0),
        Arithmetic::Multiply(left, right) => (left, '*', right, 2),
        Arithmetic::Divide(left, right) => (left, '/', right, 2),
    };
    let open = around > own;
    if open {
        f.write_str("(")?;
    }
    write(f, left, own)?;
    write!(f, " {sign} ")?;
    write(f, right, own + 1)?;
    if open {
        f.write_str(")")?;
    }
    Ok(())
}

/// A claim as a document writes it.
pub fn print_claim(test: &ClaimTest) -> String {
    format!("{} {} {}", Written(&test.left), test.comparison.sign(), Written(&test.right))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Result<&str, FiguresProblem>) {
        let got = parse_claim(text);
        match expected {
            Ok(printed) => {
                let claim = got.unwrap_or_else(|error| panic!("{text}: {error:?}"));
                assert_eq!(print_claim(&claim), printed);
            }
            Err(problem) => assert_eq!(got.map_err(|error| error.problem), Err(problem), "{text}"),
        }
    }

    #[test]
    fn claims_are_read_and_printed() {
        check("business_case.net.2026 + 400_000 - 600_000 >= 0", Ok("business_case.net.2026 + 400_000 - 600_000 >= 0"));
        check("(1 + 2) * a.b = c / (d * e)", Ok("(1 + 2) * a.b = c / (d * e)"));
        check("a - (b - c) != ((1))", Ok("a - (b - c) != 1"));
        check("cost.ips-team.2017-1=2", Ok("cost.ips-team.2017-1 = 2"));
        check("cost.ips-team.2017 -1 = -2", Ok("cost.ips-team.2017 - 1 = -2"));
        check("a", Err(FiguresProblem::ComparisonExpected));
        check("a = ", Err(FiguresProblem::ValueExpected));
        check("(a = 1", Err(FiguresProblem::ParenthesisOpen));
        check("a = 1 2", Err(FiguresProblem::MoreAfterEnd));
        check("a = 1.2.3", Err(FiguresProblem::InexactNumber));
        check("a = 5 %", Err(FiguresProblem::UnknownSign));
        check(&format!("{} = 1", "(".repeat(100)), Err(FiguresProblem::TooDeep));
    }

    #[test]
    fn a_star_at_the_end_of_a_path_is_the_column() {
        let sum = parse_figures("-(saving.a.* + saving.b.*) * 2").expect("arithmetic");
        assert_eq!(figures_of(&sum), ["saving.a.*", "saving.b.*"]);
    }

    fn arithmetic() -> impl Strategy<Value = Arithmetic> {
        let leaf = prop_oneof![
            (-1_000_000_i64..1_000_000, 0_u32..4)
                .prop_map(|(digits, scale)| Arithmetic::Number(Decimal::new(digits, scale))),
            "[a-z]{1,3}(\\.[a-z][a-z0-9]{0,3}){0,2}".prop_map(Arithmetic::Figure),
        ];
        leaf.prop_recursive(5, 24, 2, |inner| {
            (inner.clone(), inner, 0_u8..4).prop_map(|(left, right, kind)| {
                let (left, right) = (Box::new(left), Box::new(right));
                match kind {
                    0 => Arithmetic::Add(left, right),
                    1 => Arithmetic::Subtract(left, right),
                    2 => Arithmetic::Multiply(left, right),
                    _ => Arithmetic::Divide(left, right),
                }
            })
        })
    }

    proptest! {
        #[test]
        fn printing_and_reading_give_the_same(sum in arithmetic()) {
            prop_assert_eq!(parse_figures(&Written(&sum).to_string()).expect("arithmetic"), sum);
        }
    }
}
