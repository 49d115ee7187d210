//! Reads an expression and checks its types: which table has which column, what may be compared with what, what is a
//! yes-or-no question. Names of states are not checked here, because they belong to a dated code list.
//!
//! ```text
//! expression = and { "or" and }                     row        = row-and { "or" row-and }
//! and        = question { "and" question }          row-and    = row-question { "and" row-question }
//! question   = "not" question | "(" expression ")"  row-question = "not" row-question | "(" row ")"
//!            | ( "any" | "all" ) "(" row ")"                     | "job.ratio" sign number
//!            | number-of-rows sign number                        | "week.state" one-of | "week.code" one-of
//! number-of-rows = "count" "(" row ")" | ( "sum" | "mean" | "min" | "max" ) "(" "job.ratio" ")"
//! one-of     = ( "=" | "!=" ) value | [ "not" ] "in" "(" value { "," value } ")"
//! ```

use rust_decimal::Decimal;
use virkning_model::expression::{Comparison, Expression, Number, RowPredicate, Rows, Table};
use virkning_model::source::SourceSchema;

use crate::error::{Expected, ExpressionError, Problem};
use crate::nearest::nearest;
use crate::token::{Token, TokenKind, tokens};

/// How many parentheses and `not` may stand inside each other. Nobody reads deeper, and hostile input meets this limit
/// long before the end of the stack.
const NESTING_MAX: usize = 50;

/// The largest number that may be compared with, and how many decimals it may have: far beyond any count of weeks.
const NUMBER_MAX: u32 = 1_000_000;
const DECIMALS_MAX: u32 = 10;

/// The largest register code.
const CODE_MAX: u16 = 999;

const FUNCTIONS: [&str; 7] = ["any", "all", "count", "sum", "mean", "min", "max"];

/// Reads an expression that asks the tables of one source. The error names the first mistake in the text.
pub fn parse(text: &str, source: &SourceSchema) -> Result<Expression, ExpressionError> {
    let mut parser = Parser { text, source, tokens: tokens(text), next: 0, depth: 0 };
    let expression = parser.expression()?;
    match parser.peek().kind {
        TokenKind::End => Ok(expression),
        _ => Err(parser.unexpected(Expected::AndOrEnd)),
    }
}

struct Parser<'a> {
    text: &'a str,
    source: &'a SourceSchema,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

/// A column of the language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    State,
    Code,
    Ratio,
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Column::State => "week.state",
            Column::Code => "week.code",
            Column::Ratio => "job.ratio",
        }
    }

    fn table(self) -> Table {
        match self {
            Column::State | Column::Code => Table::Week,
            Column::Ratio => Table::Job,
        }
    }

    fn of(table: Table) -> &'static [(&'static str, Column)] {
        match table {
            Table::Week => &[("state", Column::State), ("code", Column::Code)],
            Table::Job => &[("ratio", Column::Ratio)],
        }
    }
}

type Result<T, E = ExpressionError> = std::result::Result<T, E>;

/// Questions about a person.
impl Parser<'_> {
    fn expression(&mut self) -> Result<Expression> {
        let mut parts = vec![self.conjunction()?];
        while self.take_word("or") {
            parts.push(self.conjunction()?);
        }
        Ok(one_or(parts, Expression::Or))
    }

    fn conjunction(&mut self) -> Result<Expression> {
        let mut parts = vec![self.question()?];
        while self.take_word("and") {
            parts.push(self.question()?);
        }
        Ok(one_or(parts, Expression::And))
    }

    fn question(&mut self) -> Result<Expression> {
        let token = self.peek();
        match token.kind {
            TokenKind::Open => self.deeper(|parser| {
                let inner = parser.expression()?;
                parser.expect(TokenKind::Close, Expected::AndOrClose)?;
                Ok(inner)
            }),
            TokenKind::Word if self.word(token) == "not" => {
                self.deeper(|parser| Ok(Expression::Not(Box::new(parser.question()?))))
            }
            TokenKind::Word => self.call(token),
            TokenKind::Number => {
                Err(error(token.start, token.end, Problem::NotAQuestion { text: self.word(token).into() }))
            }
            _ => Err(self.unexpected(Expected::Question)),
        }
    }

    fn call(&mut self, name: Token) -> Result<Expression> {
        let known = FUNCTIONS.iter().copied().find(|known| *known == self.word(name));
        match (known, self.tokens[self.next + 1].kind) {
            (Some(function), _) => {
                self.advance();
                self.expect(TokenKind::Open, Expected::Open)?;
                if self.peek().kind == TokenKind::Close {
                    return Err(error(name.start, self.peek().end, Problem::NothingAsked { function }));
                }
                self.function(name, function)
            }
            (None, TokenKind::Open) => Err(self.unknown_function(name)),
            (None, TokenKind::Dot) => {
                let (column, start, end) = self.column()?;
                Err(error(start, end, Problem::OutsideRows { table: column.table() }))
            }
            (None, _) => Err(self.unexpected(Expected::Question)),
        }
    }

    fn function(&mut self, name: Token, function: &'static str) -> Result<Expression> {
        let number = match function {
            "any" => return Ok(Expression::Any(self.rows()?)),
            "all" => return Ok(Expression::All(self.rows()?)),
            "count" => Number::Count(self.rows()?),
            _ => self.number_of_ratios(function)?,
        };
        let Some(comparison) = comparison(self.peek().kind) else {
            let end = self.tokens[self.next - 1].end;
            let text = self.text[name.start..end].into();
            return Err(error(name.start, end, Problem::NotAQuestion { text }));
        };
        self.advance();
        Ok(Expression::Compare(number, comparison, self.decimal(None)?))
    }

    fn number_of_ratios(&mut self, function: &'static str) -> Result<Number> {
        let (column, start, end) = self.column()?;
        if column != Column::Ratio {
            return Err(error(start, end, Problem::OnlyOfRatio { function }));
        }
        self.expect(TokenKind::Close, Expected::Close)?;
        Ok(match function {
            "sum" => Number::SumOfRatios,
            "mean" => Number::MeanOfRatios,
            "min" => Number::MinOfRatios,
            _ => Number::MaxOfRatios,
        })
    }

    fn unknown_function(&self, name: Token) -> ExpressionError {
        let word = self.word(name);
        let problem = Problem::UnknownFunction {
            name: word.into(),
            known: FUNCTIONS.to_vec(),
            nearest: nearest(word, FUNCTIONS).unwrap_or_default(),
        };
        error(name.start, name.end, problem)
    }
}

/// Questions about one row.
impl Parser<'_> {
    /// The rows inside `any( … )` with the closing parenthesis.
    fn rows(&mut self) -> Result<Rows> {
        let mut table = None;
        let predicate = self.row(&mut table)?;
        self.expect(TokenKind::Close, Expected::AndOrClose)?;
        Ok(Rows { table: table.expect("every row question names its table"), predicate })
    }

    fn row(&mut self, table: &mut Option<Table>) -> Result<RowPredicate> {
        let mut parts = vec![self.row_conjunction(table)?];
        while self.take_word("or") {
            parts.push(self.row_conjunction(table)?);
        }
        Ok(one_or(parts, RowPredicate::Or))
    }

    fn row_conjunction(&mut self, table: &mut Option<Table>) -> Result<RowPredicate> {
        let mut parts = vec![self.row_question(table)?];
        while self.take_word("and") {
            parts.push(self.row_question(table)?);
        }
        Ok(one_or(parts, RowPredicate::And))
    }

    fn row_question(&mut self, table: &mut Option<Table>) -> Result<RowPredicate> {
        let token = self.peek();
        match token.kind {
            TokenKind::Open => self.deeper(|parser| {
                let inner = parser.row(table)?;
                parser.expect(TokenKind::Close, Expected::AndOrClose)?;
                Ok(inner)
            }),
            TokenKind::Word if self.word(token) == "not" => {
                self.deeper(|parser| Ok(RowPredicate::Not(Box::new(parser.row_question(table)?))))
            }
            TokenKind::Word if self.starts_column(token) => {
                let (column, start, end) = self.column()?;
                let first = *table.get_or_insert(column.table());
                if first != column.table() {
                    return Err(error(start, end, Problem::MixedTables { first, second: column.table() }));
                }
                self.compare_column(column)
            }
            _ => Err(self.unexpected(Expected::RowQuestion)),
        }
    }

    /// A word with a point after it, or the name of a table where the point was forgotten.
    fn starts_column(&self, word: Token) -> bool {
        let table = self.source.tables.iter().any(|table| table.name() == self.word(word));
        table || self.tokens[self.next + 1].kind == TokenKind::Dot
    }

    /// `table.column` with its place.
    fn column(&mut self) -> Result<(Column, usize, usize)> {
        let table_token = self.peek();
        if table_token.kind != TokenKind::Word {
            return Err(self.unexpected(Expected::Column));
        }
        let table = self.table(table_token)?;
        self.advance();
        self.expect(TokenKind::Dot, Expected::Dot)?;
        let token = self.expect(TokenKind::Word, Expected::Column)?;
        let name = self.word(token);
        let known = Column::of(table);
        match known.iter().find(|(known, _)| *known == name) {
            Some((_, column)) => Ok((*column, table_token.start, token.end)),
            None => {
                let known: Vec<&'static str> = known.iter().map(|(name, _)| *name).collect();
                let nearest = nearest(name, known.iter().copied()).unwrap_or_default();
                let problem = Problem::UnknownColumn { table, name: name.into(), known, nearest };
                Err(error(token.start, token.end, problem))
            }
        }
    }

    fn table(&self, token: Token) -> Result<Table> {
        let name = self.word(token);
        let known: Vec<&'static str> = self.source.tables.iter().map(|table| table.name()).collect();
        if let Some(table) = self.source.tables.iter().find(|table| table.name() == name) {
            return Ok(*table);
        }
        let problem = match [Table::Week, Table::Job].into_iter().find(|table| table.name() == name) {
            Some(table) => Problem::TableNotInSource { table, source: self.source.name, known },
            None => {
                let nearest = nearest(name, known.iter().copied()).unwrap_or_default();
                Problem::UnknownTable { name: name.into(), known, nearest }
            }
        };
        Err(error(token.start, token.end, problem))
    }

    fn compare_column(&mut self, column: Column) -> Result<RowPredicate> {
        let token = self.peek();
        if self.is_word(token, "in") || self.is_word(token, "not") {
            return self.compare_list(column);
        }
        let Some(comparison) = comparison(token.kind) else {
            return Err(self.unexpected(Expected::Comparison));
        };
        if column == Column::Ratio {
            self.advance();
            return Ok(RowPredicate::Ratio(comparison, self.decimal(Some(column.name()))?));
        }
        if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            let problem = Problem::NotForColumn { column: column.name(), sign: comparison.sign() };
            return Err(error(token.start, token.end, problem));
        }
        self.advance();
        let one = match column {
            Column::State => RowPredicate::State(vec![self.state()?]),
            _ => RowPredicate::Code(vec![self.code()?]),
        };
        Ok(negated(comparison == Comparison::NotEqual, one))
    }

    /// `in ( … )` or `not in ( … )`.
    fn compare_list(&mut self, column: Column) -> Result<RowPredicate> {
        let first = self.peek();
        let negative = self.take_word("not");
        if !self.take_word("in") {
            return Err(self.unexpected(Expected::In));
        }
        if column == Column::Ratio {
            let end = self.tokens[self.next - 1].end;
            return Err(error(first.start, end, Problem::NotForColumn { column: column.name(), sign: "in" }));
        }
        let open = self.expect(TokenKind::Open, Expected::Open)?;
        if self.peek().kind == TokenKind::Close {
            return Err(error(open.start, self.peek().end, Problem::EmptyList));
        }
        let predicate = match column {
            Column::State => RowPredicate::State(self.list(Self::state)?),
            _ => RowPredicate::Code(self.list(Self::code)?),
        };
        Ok(negated(negative, predicate))
    }

    fn list<T>(&mut self, value: fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let mut values = vec![value(self)?];
        while self.peek().kind == TokenKind::Comma {
            self.advance();
            values.push(value(self)?);
        }
        self.expect(TokenKind::Close, Expected::CommaOrClose)?;
        Ok(values)
    }
}

/// Values.
impl Parser<'_> {
    fn state(&mut self) -> Result<String> {
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

    fn code(&mut self) -> Result<u16> {
        let token = self.number(Some(Column::Code.name()))?;
        let text = self.word(token);
        match text.parse::<u16>() {
            Ok(code) if code <= CODE_MAX => Ok(code),
            _ => Err(error(token.start, token.end, Problem::CodeOutOfRange { number: text.into() })),
        }
    }

    fn decimal(&mut self, column: Option<&'static str>) -> Result<Decimal> {
        let token = self.number(column)?;
        self.refuse_decimal_comma(token)?;
        let text = self.word(token);
        Decimal::from_str_exact(text)
            .ok()
            .filter(|number| *number <= Decimal::from(NUMBER_MAX) && number.scale() <= DECIMALS_MAX)
            .ok_or_else(|| error(token.start, token.end, Problem::NumberOutOfRange { number: text.into() }))
    }

    /// A number; a name where the column holds numbers is an error of its own.
    fn number(&mut self, column: Option<&'static str>) -> Result<Token> {
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
    fn refuse_decimal_comma(&self, whole: Token) -> Result<()> {
        let comma = self.peek();
        let decimals = self.tokens.get(self.next + 1);
        match decimals {
            Some(decimals) if comma.kind == TokenKind::Comma && decimals.kind == TokenKind::Number => {
                let number = format!("{}.{}", self.word(whole), self.word(*decimals));
                Err(error(whole.start, decimals.end, Problem::DecimalComma { number }))
            }
            _ => Ok(()),
        }
    }
}

/// Tokens.
impl<'a> Parser<'a> {
    fn peek(&self) -> Token {
        self.tokens[self.next]
    }

    /// Steps past the token; the end stays where it is.
    fn advance(&mut self) {
        self.next = (self.next + 1).min(self.tokens.len() - 1);
    }

    fn word(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    fn is_word(&self, token: Token, word: &str) -> bool {
        token.kind == TokenKind::Word && self.word(token) == word
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(self.peek(), word);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, kind: TokenKind, expected: Expected) -> Result<Token> {
        let token = self.peek();
        if token.kind != kind {
            return Err(self.unexpected(expected));
        }
        self.advance();
        Ok(token)
    }

    /// Reads what lies behind a parenthesis or a `not`, unless that is too deep.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
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

    fn unexpected(&self, expected: Expected) -> ExpressionError {
        let token = self.peek();
        let problem = match token.kind {
            TokenKind::End => Problem::UnexpectedEnd { expected },
            TokenKind::Stray(character) => Problem::UnexpectedCharacter { character },
            _ => Problem::Unexpected { expected, found: self.word(token).into() },
        };
        error(token.start, token.end, problem)
    }
}

fn error(start: usize, end: usize, problem: Problem) -> ExpressionError {
    ExpressionError { start, end, problem }
}

fn one_or<T>(mut parts: Vec<T>, many: fn(Vec<T>) -> T) -> T {
    if parts.len() == 1 { parts.remove(0) } else { many(parts) }
}

fn negated(negative: bool, predicate: RowPredicate) -> RowPredicate {
    if negative { RowPredicate::Not(Box::new(predicate)) } else { predicate }
}

fn comparison(kind: TokenKind) -> Option<Comparison> {
    Some(match kind {
        TokenKind::Equal => Comparison::Equal,
        TokenKind::NotEqual => Comparison::NotEqual,
        TokenKind::Less => Comparison::Less,
        TokenKind::LessOrEqual => Comparison::LessOrEqual,
        TokenKind::Greater => Comparison::Greater,
        TokenKind::GreaterOrEqual => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
