//! Arithmetic over figures: evaluation of what a claim says, and the short expressions that say what a printed row is.
//! Exact decimals; a division is rounded to what a decimal holds (28 digits).

use rust_decimal::Decimal;
use virkning_model::claim::Arithmetic;

use super::figures::{FigureError, Figures};

/// The value of an expression.
pub(super) fn value(expression: &Arithmetic, figures: &Figures<'_>) -> Result<Decimal, FigureError> {
    let both = |left: &Arithmetic, right: &Arithmetic| Ok((value(left, figures)?, value(right, figures)?));
    let result = match expression {
        Arithmetic::Number(number) => Some(*number),
        Arithmetic::Figure(path) => Some(figures.value(path)?),
        Arithmetic::Add(left, right) => both(left, right).map(|(left, right)| left.checked_add(right))?,
        Arithmetic::Subtract(left, right) => both(left, right).map(|(left, right)| left.checked_sub(right))?,
        Arithmetic::Multiply(left, right) => both(left, right).map(|(left, right)| left.checked_mul(right))?,
        Arithmetic::Divide(left, right) => {
            let (left, right) = both(left, right)?;
            if right.is_zero() {
                return Err(FigureError::DividesByZero);
            }
            left.checked_div(right)
        }
    };
    result.ok_or(FigureError::OutOfRange)
}

/// What a printed row is: figures with `*` for the column, joined by `+ - * /` and parentheses: `-(saving.a.* +
/// saving.b.*)`. A star that follows a point is the column; any other multiplies.
pub(super) fn parse(text: &str, column: &str) -> Option<Arithmetic> {
    let mut parser = Parser { tokens: tokens(text, column)?, place: 0 };
    let sum = parser.sum(0)?;
    (parser.place == parser.tokens.len()).then_some(sum)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Decimal),
    Figure(String),
    Sign(char),
}

fn tokens(text: &str, column: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.' || letter == '_')).unwrap_or(rest.len())
        } else if first.is_ascii_alphabetic() {
            path_length(rest)
        } else if "+-*/()".contains(first) {
            1
        } else {
            return None;
        };
        let word = &rest[..length];
        tokens.push(match first {
            '0'..='9' => Token::Number(word.replace('_', "").parse().ok()?),
            'a'..='z' | 'A'..='Z' => Token::Figure(word.replace(".*", &format!(".{column}"))),
            sign => Token::Sign(sign),
        });
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// Letters, digits, points, hyphens inside a word, underscores, slashes of double years, and a star after a point. A hyphen
/// counts only between letters or digits, so that `a.b - c.d` is a difference.
fn path_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let word = |place: usize| bytes.get(place).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let mut place = 0;
    while place < bytes.len() {
        let inside = match bytes[place] {
            b'.' | b'_' => true,
            b'-' => place > 0 && word(place - 1) && word(place + 1),
            b'*' => place > 0 && bytes[place - 1] == b'.',
            _ => word(place),
        };
        if !inside {
            break;
        }
        place += 1;
    }
    place
}

struct Parser {
    tokens: Vec<Token>,
    place: usize,
}

/// Deeper than any printed row needs; an endless row of parentheses must not exhaust the stack.
const DEEPEST: usize = 64;

impl Parser {
    fn takes(&mut self, signs: &str) -> Option<char> {
        match self.tokens.get(self.place)? {
            Token::Sign(sign) if signs.contains(*sign) => {
                self.place += 1;
                Some(*sign)
            }
            _ => None,
        }
    }

    fn sum(&mut self, depth: usize) -> Option<Arithmetic> {
        let mut left = self.product(depth)?;
        while let Some(sign) = self.takes("+-") {
            let right = Box::new(self.product(depth)?);
            left = match sign {
                '+' => Arithmetic::Add(Box::new(left), right),
                _ => Arithmetic::Subtract(Box::new(left), right),
            };
        }
        Some(left)
    }

    fn product(&mut self, depth: usize) -> Option<Arithmetic> {
        let mut left = self.factor(depth)?;
        while let Some(sign) = self.takes("*/") {
            let right = Box::new(self.factor(depth)?);
            left = match sign {
                '*' => Arithmetic::Multiply(Box::new(left), right),
                _ => Arithmetic::Divide(Box::new(left), right),
            };
        }
        Some(left)
    }

    fn factor(&mut self, depth: usize) -> Option<Arithmetic> {
        if depth > DEEPEST {
            return None;
        }
        if self.takes("-").is_some() {
            let factor = self.factor(depth + 1)?;
            return Some(Arithmetic::Subtract(Box::new(Arithmetic::Number(Decimal::ZERO)), Box::new(factor)));
        }
        if self.takes("(").is_some() {
            let inner = self.sum(depth + 1)?;
            self.takes(")")?;
            return Some(inner);
        }
        let token = self.tokens.get(self.place)?.clone();
        self.place += 1;
        match token {
            Token::Number(number) => Some(Arithmetic::Number(number)),
            Token::Figure(path) => Some(Arithmetic::Figure(path)),
            Token::Sign(_) => None,
        }
    }
}
