//! Reads values, and steps through the tokens.

use rust_decimal::Decimal;
use virkning_model::code_list::NamedCodes;
use virkning_model::expression::Table;
use virkning_model::source::SourceSchema;

use super::rows::Column;
use super::{Parser, Result, error};
use crate::error::{Expected, ExpressionError, Problem};
use crate::nearest::nearest;
use crate::token::{Token, TokenKind, tokens};

/// How many parentheses and `not` may stand inside each other. Nobody reads deeper, and hostile input meets this limit
/// long before the end of the stack.
pub(super) const NESTING_MAX: usize = 50;

/// The largest number that may be compared with, and how many decimals it may have: far beyond any count of weeks.
const NUMBER_MAX: u32 = 1_000_000;
const DECIMALS_MAX: u32 = 10;

/// The largest register code.
const CODE_MAX: u16 = 999;

/// The largest industry code: six digits.
const INDUSTRY_MAX: u32 = 999_999;

/// Values.
impl Parser<'_> {
    pub(super) fn state(&mut self) -> Result<String> {
        let token = self.peek();
        let word = self.word(token);
        match token.kind {
            TokenKind::Word if !matches!(word, "and" | "or" | "not" | "in") => {
                let name = word.to_owned();
                self.advance();
                Ok(name)
            }
            TokenKind::Number => Err(error(token.start, token.end, Problem::StateIsNoNumber { number: word.into() })),
            _ => Err(self.unexpected(Expected::State)),
        }
    }

    /// The kind of a stay or of an amount; where there is a list of kinds, one of it.
    pub(super) fn kind(&mut self, table: Table) -> Result<String> {
        let token = self.peek();
        let name = self.word(token);
        if token.kind != TokenKind::Word || matches!(name, "and" | "or" | "not" | "in") {
            return Err(self.unexpected(Expected::Kind));
        }
        if let Some(known) = table.kinds().filter(|known| !known.contains(&name)) {
            let nearest = nearest(name, known.iter().copied()).unwrap_or_default();
            let problem = Problem::UnknownKind { table, name: name.into(), known: known.to_vec(), nearest };
            return Err(error(token.start, token.end, problem));
        }
        self.advance();
        Ok(name.to_owned())
    }

    /// The item of an amount: whoever delivers the amounts names them.
    pub(super) fn item(&mut self) -> Result<String> {
        let token = self.peek();
        let name = self.word(token);
        if token.kind != TokenKind::Word || matches!(name, "and" | "or" | "not" | "in") {
            return Err(self.unexpected(Expected::Item));
        }
        self.advance();
        Ok(name.to_owned())
    }

    pub(super) fn industry(&mut self) -> Result<u32> {
        let token = self.number(Some(Column::Industry.name()))?;
        let text = self.word(token);
        match text.parse::<u32>() {
            Ok(code) if code <= INDUSTRY_MAX => Ok(code),
            _ => Err(error(token.start, token.end, Problem::IndustryOutOfRange { number: text.into() })),
        }
    }

    pub(super) fn code(&mut self) -> Result<u16> {
        let token = self.number(Some(Column::Code.name()))?;
        let text = self.word(token);
        match text.parse::<u16>() {
            Ok(code) if code <= CODE_MAX => Ok(code),
            _ => Err(error(token.start, token.end, Problem::CodeOutOfRange { number: text.into() })),
        }
    }

    /// A decimal number, which a minus sign may stand before if it is signed.
    pub(super) fn decimal(&mut self, column: Option<&'static str>, signed: bool) -> Result<Decimal> {
        let start = self.peek().start;
        let negative =
            signed && self.peek().kind == TokenKind::Minus && self.tokens[self.next + 1].kind == TokenKind::Number;
        if negative {
            self.advance();
        }
        let token = self.number(column)?;
        let sign = if negative { "-" } else { "" };
        self.refuse_decimal_comma(token, start, sign)?;
        let number = Decimal::from_str_exact(&self.word(token).replace('_', ""))
            .ok()
            .filter(|number| *number <= Decimal::from(NUMBER_MAX) && number.scale() <= DECIMALS_MAX);
        match number {
            Some(number) if negative && !number.is_zero() => Ok(-number),
            Some(number) => Ok(number),
            None => {
                let number = format!("{sign}{}", self.word(token));
                Err(error(start, token.end, Problem::NumberOutOfRange { number }))
            }
        }
    }

    /// A number; a name where the column holds numbers is an error of its own.
    pub(super) fn number(&mut self, column: Option<&'static str>) -> Result<Token> {
        let token = self.peek();
        match (token.kind, column) {
            (TokenKind::Number, _) => {
                self.advance();
                Ok(token)
            }
            (TokenKind::Word, Some(column)) if !matches!(self.word(token), "and" | "or" | "not" | "in") => {
                Err(error(token.start, token.end, Problem::NumberNotName { column, name: self.word(token).into() }))
            }
            _ => Err(self.unexpected(Expected::Number)),
        }
    }

    /// `0,25` is how Danes write 0.25; after a compared number no comma can follow.
    pub(super) fn refuse_decimal_comma(&self, whole: Token, start: usize, sign: &str) -> Result<()> {
        let comma = self.peek();
        let decimals = self.tokens.get(self.next + 1);
        match decimals {
            Some(decimals) if comma.kind == TokenKind::Comma && decimals.kind == TokenKind::Number => {
                let number = format!("{sign}{}.{}", self.word(whole), self.word(*decimals));
                Err(error(start, decimals.end, Problem::DecimalComma { number }))
            }
            _ => Ok(()),
        }
    }
}

/// Tokens.
impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, source: &'a SourceSchema, lists: &'a [NamedCodes]) -> Self {
        Self { text, source, lists, tokens: tokens(text), next: 0, depth: 0, calculations: 0 }
    }

    pub(super) fn peek(&self) -> Token {
        self.tokens[self.next]
    }

    /// Steps past the token; the end stays where it is.
    pub(super) fn advance(&mut self) {
        self.next = (self.next + 1).min(self.tokens.len() - 1);
    }

    pub(super) fn word(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    /// The word that was read last.
    pub(super) fn last_word(&self) -> &'a str {
        self.word(self.tokens[self.next - 1])
    }

    pub(super) fn is_word(&self, token: Token, word: &str) -> bool {
        token.kind == TokenKind::Word && self.word(token) == word
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(self.peek(), word);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn expect(&mut self, kind: TokenKind, expected: Expected) -> Result<Token> {
        let token = self.peek();
        if token.kind != kind {
            return Err(self.unexpected(expected));
        }
        self.advance();
        Ok(token)
    }

    /// Reads what lies behind a parenthesis or a `not`, unless that is too deep.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let token = self.peek();
        if self.depth == NESTING_MAX {
            return Err(error(token.start, token.end, Problem::TooDeep { limit: NESTING_MAX }));
        }
        self.advance();
        self.depth += 1;
        let read = read(self)?;
        self.depth -= 1;
        Ok(read)
    }

    pub(super) fn unexpected(&self, expected: Expected) -> ExpressionError {
        let token = self.peek();
        let problem = match token.kind {
            TokenKind::End => Problem::UnexpectedEnd { expected },
            TokenKind::Stray(character) => Problem::UnexpectedCharacter { character },
            // Signs of calculation mean nothing where nothing is calculated.
            TokenKind::Plus | TokenKind::Minus | TokenKind::Star | TokenKind::Slash => {
                let character = self.word(token).chars().next().unwrap_or_default();
                Problem::UnexpectedCharacter { character }
            }
            _ => Problem::Unexpected { expected, found: self.word(token).into() },
        };
        error(token.start, token.end, problem)
    }
}
