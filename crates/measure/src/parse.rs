//! Reads an expression and checks its types: which table has which column, what may be compared with what, what is a
//! yes-or-no question and what a number. Names of states are not checked here, because they belong to a dated code list.
//!
//! ```text
//! expression = and { "or" and }                     row        = row-and { "or" row-and }
//! and        = question { "and" question }          row-and    = row-question { "and" row-question }
//! question   = "not" question | "(" expression ")"  row-question = "not" row-question | "(" row ")"
//!            | ( "any" | "all" ) "(" row ")"                     | ( "job.ratio" | "week.ratio" ) sign number
//!            | sum sign ( sum | [ "-" ] decimal )                | "week.state" one-of | "week.code" ( one-of | listed )
//!            | "reported"                                        | "job.industry" one-of
//!                                                                | "stay.kind" one-of | "study.kind" one-of
//!                                                                | "amount.kind" one-of | "amount.item" one-of
//! value      = sum | "reported"
//! sum        = product { ( "+" | "-" ) product }
//! product    = part { ( "*" | "/" ) part }
//! part       = number | decimal | "(" sum ")"
//! number     = ( "count" | "rate" | "longest" | "nights" | "days" | "sum" ) "(" row ")"
//!            | ( "first" | "last" | "min" | "max" | "mean" ) "(" row ")"
//!            | ( "sum" | "mean" | "min" | "max" ) "(" "job.ratio" ")"
//!            | ( "first" | "last" | "min" | "max" | "mean" | "change" | "difference" ) "(" "observation" "." name ")"
//! one-of     = ( "=" | "!=" ) value | [ "not" ] "in" "(" value { "," value } ")"
//! listed     = [ "not" ] "in" name
//! ```

mod rows;
mod values;

use rust_decimal::Decimal;
use virkning_model::code_list::NamedCodes;
use virkning_model::expression::{Comparison, Expression, Figure, Number, Operation, RowPredicate, Rows, Table};
use virkning_model::source::SourceSchema;

use self::rows::Column;
use self::values::NESTING_MAX;
use crate::error::{Expected, ExpressionError, Problem};
use crate::nearest::nearest;
use crate::token::{Token, TokenKind};
use crate::unit::Unit;

/// Every function, with the tables that it can be asked of.
const FUNCTIONS: [(&str, &[Table]); 15] = [
    ("any", ROWS),
    ("all", ROWS),
    ("count", ROWS),
    ("rate", ROWS),
    ("longest", &[Table::Week, Table::Job]),
    ("sum", &[Table::Job, Table::Amount]),
    ("mean", &[Table::Job, Table::Observation, Table::Amount]),
    ("min", &[Table::Job, Table::Observation, Table::Amount]),
    ("max", &[Table::Job, Table::Observation, Table::Amount]),
    ("nights", &[Table::Stay]),
    ("days", &[Table::Stay, Table::Study]),
    ("first", &[Table::Observation, Table::Amount]),
    ("last", &[Table::Observation, Table::Amount]),
    ("change", &[Table::Observation]),
    ("difference", &[Table::Observation]),
];

/// Tables whose rows can be asked one by one.
const ROWS: &[Table] = &[Table::Week, Table::Job, Table::Stay, Table::Amount, Table::Study];

/// The word for an outcome or a number that no register says.
const REPORTED: &str = "reported";

/// Reads an expression that asks the tables of one source. The error names the first mistake in the text.
pub fn parse(text: &str, source: &SourceSchema) -> Result<Expression, ExpressionError> {
    parse_with(text, source, &[])
}

/// The same, where `week.code in NAME` may ask one of these lists. What is read holds the list itself.
pub fn parse_with(text: &str, source: &SourceSchema, lists: &[NamedCodes]) -> Result<Expression, ExpressionError> {
    let mut parser = Parser::new(text, source, lists);
    let expression = parser.expression()?;
    match parser.peek().kind {
        TokenKind::End => Ok(expression),
        _ => Err(parser.unexpected(Expected::AndOrEnd)),
    }
}

/// Reads a number expression, the value of a measure: `sum(amount.kind = transfer)`, `reported`. The error names the first
/// mistake in the text.
pub fn parse_value(text: &str, source: &SourceSchema) -> Result<Number, ExpressionError> {
    parse_value_with(text, source, &[])
}

/// The same, where `week.code in NAME` may ask one of these lists.
pub fn parse_value_with(text: &str, source: &SourceSchema, lists: &[NamedCodes]) -> Result<Number, ExpressionError> {
    let mut parser = Parser::new(text, source, lists);
    let number = parser.value()?;
    match parser.peek().kind {
        TokenKind::End => Ok(number),
        kind if comparison(kind).is_some() => Err(parser.not_a_number(0)),
        _ => Err(parser.unexpected(Expected::End)),
    }
}

struct Parser<'a> {
    text: &'a str,
    source: &'a SourceSchema,
    lists: &'a [NamedCodes],
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    calculations: usize,
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
            TokenKind::Open if self.opens_calculation() => self.comparison(),
            TokenKind::Open => self.deeper(|parser| {
                let inner = parser.expression()?;
                parser.expect(TokenKind::Close, Expected::AndOrClose)?;
                Ok(inner)
            }),
            TokenKind::Word if self.word(token) == "not" => {
                self.deeper(|parser| Ok(Expression::Not(Box::new(parser.question()?))))
            }
            TokenKind::Word if matches!(self.word(token), "any" | "all" | REPORTED) => self.call(token),
            TokenKind::Word if self.is_numeric(token) => self.comparison(),
            TokenKind::Word => Err(self.no_function(token, Expected::Question)),
            TokenKind::Number => self.comparison(),
            _ => Err(self.unexpected(Expected::Question)),
        }
    }

    fn call(&mut self, name: Token) -> Result<Expression> {
        if self.word(name) == REPORTED {
            self.reported(name)?;
            return Ok(Expression::Reported);
        }
        match self.function_name(name, Expected::Question)? {
            "any" => Ok(Expression::Any(self.rows()?)),
            "all" => Ok(Expression::All(self.rows()?)),
            _ => unreachable!("only questions are called"),
        }
    }

    /// A number compared with another: `count(week.code = 651) >= 3`.
    fn comparison(&mut self) -> Result<Expression> {
        self.calculations = 0;
        let left = self.calculation()?;
        let Some(comparison) = comparison(self.peek().kind) else {
            let text = self.text[left.start..left.end].into();
            return Err(error(left.start, left.end, Problem::NotAQuestion { text }));
        };
        if let Number::Constant(_) = left.number {
            let text = self.text[left.start..left.end].into();
            return Err(error(left.start, left.end, Problem::NotAQuestion { text }));
        }
        self.advance();
        // Counts and ratios are never below zero; what is observed, corrected or calculated may be.
        let signed = matches!(
            left.number,
            Number::OfObservations(..) | Number::SumOfAmounts(_) | Number::OfAmounts(..) | Number::Calculated(..)
        );
        let right = if signed && self.peek().kind == TokenKind::Minus {
            let start = self.peek().start;
            let number = Number::Constant(self.decimal(None, true)?);
            Typed { number, unit: Unit::Free, start, end: self.tokens[self.next - 1].end }
        } else {
            self.calculation()?
        };
        left.unit.same_as(&right.unit).map_err(|problem| error(left.start, right.end, problem))?;
        match right.number {
            Number::Constant(value) => {
                if matches!(left.number, Number::Rate(_)) && value > Decimal::ONE {
                    let share = (value / Decimal::ONE_HUNDRED).normalize().to_string();
                    let number = self.text[right.start..right.end].into();
                    return Err(error(right.start, right.end, Problem::ShareAboveOne { number, share }));
                }
                Ok(Expression::Compare(left.number, comparison, value))
            }
            number => Ok(Expression::CompareNumbers(left.number, comparison, number)),
        }
    }

    /// Whether the parenthesis that stands here belongs to a calculation: what follows its closing one is calculated or
    /// compared with it.
    fn opens_calculation(&self) -> bool {
        let mut depth = 0_usize;
        for (place, token) in self.tokens.iter().enumerate().skip(self.next) {
            match token.kind {
                TokenKind::Open => depth += 1,
                TokenKind::Close => depth = depth.saturating_sub(1),
                TokenKind::End => return false,
                _ => {}
            }
            if depth == 0 {
                let after = self.tokens[place + 1].kind;
                return operation(after).is_some() || comparison(after).is_some();
            }
        }
        false
    }

    /// Whether a word is a function that makes a number.
    fn is_numeric(&self, name: Token) -> bool {
        FUNCTIONS.iter().any(|(known, _)| *known == self.word(name))
    }

    /// A function with its opening parenthesis, and something behind it.
    fn function_name(&mut self, name: Token, expected: Expected) -> Result<&'static str> {
        let known = FUNCTIONS.iter().map(|(known, _)| *known).find(|known| *known == self.word(name));
        match known {
            Some(_) if self.source.tables.is_empty() => Err(self.no_tables(name)),
            Some(function) => {
                self.advance();
                self.expect(TokenKind::Open, Expected::Open)?;
                if self.peek().kind == TokenKind::Close {
                    return Err(error(name.start, self.peek().end, Problem::NothingAsked { function }));
                }
                Ok(function)
            }
            None => Err(self.no_function(name, expected)),
        }
    }

    /// What is wrong with a word that is no function.
    fn no_function(&mut self, name: Token, expected: Expected) -> ExpressionError {
        let next = self.tokens[self.next + 1].kind;
        if self.source.tables.is_empty() && matches!(next, TokenKind::Open | TokenKind::Dot) {
            return self.no_tables(name);
        }
        match next {
            TokenKind::Open => self.unknown_function(name),
            TokenKind::Dot => match self.column() {
                Ok((column, start, end)) => {
                    let problem = match column {
                        Column::Observation => Problem::ObservationIsNoRow { name: self.last_word().into() },
                        _ => Problem::OutsideRows { table: column.table() },
                    };
                    error(start, end, problem)
                }
                Err(error) => error,
            },
            _ => self.unexpected(expected),
        }
    }

    fn no_tables(&self, name: Token) -> ExpressionError {
        error(name.start, name.end, Problem::NoTables { source: self.source.name })
    }

    /// The word `reported`, where the source is one that is reported.
    fn reported(&mut self, word: Token) -> Result<()> {
        if !self.source.tables.is_empty() {
            return Err(error(word.start, word.end, Problem::NotReported { source: self.source.name }));
        }
        self.advance();
        Ok(())
    }

    fn unknown_function(&self, name: Token) -> ExpressionError {
        let word = self.word(name);
        let askable = |tables: &[Table]| tables.iter().any(|table| self.source.tables.contains(table));
        let known: Vec<&'static str> =
            FUNCTIONS.iter().filter(|(_, tables)| askable(tables)).map(|(name, _)| *name).collect();
        let nearest = nearest(word, known.iter().copied()).unwrap_or_default();
        error(name.start, name.end, Problem::UnknownFunction { name: word.into(), known, nearest })
    }
}

/// A number with its unit and the bytes where it stands.
struct Typed {
    number: Number,
    unit: Unit,
    start: usize,
    end: usize,
}

/// Numbers.
impl Parser<'_> {
    /// A number expression that stands alone.
    fn value(&mut self) -> Result<Number> {
        let token = self.peek();
        match token.kind {
            TokenKind::Word if self.word(token) == REPORTED => {
                self.reported(token)?;
                Ok(Number::Reported)
            }
            TokenKind::Word if self.word(token) == "not" => Err(self.not_a_number(token.start)),
            TokenKind::Word if matches!(self.word(token), "any" | "all") => {
                self.function_name(token, Expected::NumberOfRows)?;
                self.rows()?;
                Err(self.not_a_number(token.start))
            }
            _ => {
                let number = self.calculation()?.number;
                if asks_nothing(&number) {
                    let found = self.text[token.start..self.tokens[self.next - 1].end].into();
                    let problem = Problem::Unexpected { expected: Expected::NumberOfRows, found };
                    return Err(error(token.start, self.tokens[self.next - 1].end, problem));
                }
                Ok(number)
            }
        }
    }

    /// Products added and subtracted, from left to right.
    fn calculation(&mut self) -> Result<Typed> {
        let mut left = self.product()?;
        while let Some(operation @ (Operation::Plus | Operation::Minus)) = operation(self.peek().kind) {
            self.calculate_on()?;
            let right = self.product()?;
            left = calculated(left, operation, right)?;
        }
        Ok(left)
    }

    /// Parts multiplied and divided, from left to right.
    fn product(&mut self) -> Result<Typed> {
        let mut left = self.part()?;
        while let Some(operation @ (Operation::Times | Operation::DividedBy)) = operation(self.peek().kind) {
            self.calculate_on()?;
            let right = self.part()?;
            left = calculated(left, operation, right)?;
        }
        Ok(left)
    }

    /// Steps past a sign of calculation, unless there have been too many: each is a step deeper into the result.
    fn calculate_on(&mut self) -> Result<()> {
        let token = self.peek();
        if self.calculations == NESTING_MAX {
            return Err(error(token.start, token.end, Problem::TooDeep { limit: NESTING_MAX }));
        }
        self.calculations += 1;
        self.advance();
        Ok(())
    }

    /// A number of the rows, a number that is given, or a calculation in parentheses.
    fn part(&mut self) -> Result<Typed> {
        let token = self.peek();
        let start = token.start;
        let (number, unit) = match token.kind {
            TokenKind::Open => self.deeper(|parser| {
                let inner = parser.calculation()?;
                parser.expect(TokenKind::Close, Expected::Close)?;
                Ok((inner.number, inner.unit))
            })?,
            TokenKind::Number => (Number::Constant(self.decimal(None, false)?), Unit::Free),
            TokenKind::Word if matches!(self.word(token), "any" | "all") => {
                return Err(self.unexpected(Expected::NumberOfRows));
            }
            TokenKind::Word => {
                let function = self.function_name(token, Expected::NumberOfRows)?;
                let number = self.number_of(function)?;
                let unit = Unit::of(&number);
                (number, unit)
            }
            _ => return Err(self.unexpected(Expected::Number)),
        };
        Ok(Typed { number, unit, start, end: self.tokens[self.next - 1].end })
    }

    /// From a place to the end of the text there is a question.
    fn not_a_number(&self, start: usize) -> ExpressionError {
        let text = self.text[start..].trim_end();
        error(start, start + text.len(), Problem::NotANumber { text: text.into() })
    }

    /// What stands inside the parentheses of a function that makes a number, with the closing one.
    fn number_of(&mut self, function: &'static str) -> Result<Number> {
        match function {
            "count" => Ok(Number::Count(self.rows()?)),
            "rate" => Ok(Number::Rate(self.rows()?)),
            "longest" => Ok(Number::Longest(self.rows_of(function, &[Table::Week, Table::Job])?)),
            "nights" => Ok(Number::Nights(self.rows_of(function, &[Table::Stay])?)),
            "days" => Ok(Number::Days(self.rows_of(function, &[Table::Stay, Table::Study])?)),
            "sum" if self.starts_amounts() => Ok(Number::SumOfAmounts(self.rows_of(function, &[Table::Amount])?)),
            "first" | "last" | "min" | "max" | "mean" if self.starts_amounts() => {
                let figure = Figure::ALL.into_iter().find(|figure| figure.name() == function);
                let figure = figure.expect("every one of them is a figure");
                Ok(Number::OfAmounts(figure, self.rows_of(function, &[Table::Amount])?))
            }
            _ => self.number_of_column(function),
        }
    }

    /// Whether what is summed are amounts: their rows may begin with `not` or a parenthesis.
    fn starts_amounts(&self) -> bool {
        let (token, amount) = (self.peek(), Table::Amount);
        let begins = token.kind == TokenKind::Open || self.is_word(token, "not") || self.is_word(token, amount.name());
        self.source.tables.contains(&amount) && begins
    }

    fn rows_of(&mut self, function: &'static str, tables: &[Table]) -> Result<Rows> {
        let start = self.peek().start;
        let rows = self.rows()?;
        if tables.contains(&rows.table) {
            return Ok(rows);
        }
        // The closing parenthesis is the last token; what stands before it is meant.
        let end = self.tokens[self.next - 2].end;
        Err(error(start, end, Problem::NotOfTable { function, table: rows.table }))
    }

    fn number_of_column(&mut self, function: &'static str) -> Result<Number> {
        let (column, start, end) = self.column()?;
        let figure = Figure::ALL.into_iter().find(|figure| figure.name() == function);
        let number = match (column, figure, function) {
            (Column::Observation, Some(figure), _) => Number::OfObservations(figure, self.last_word().into()),
            (Column::Ratio, _, "sum") => Number::SumOfRatios,
            (Column::Ratio, _, "mean") => Number::MeanOfRatios,
            (Column::Ratio, _, "min") => Number::MinOfRatios,
            (Column::Ratio, _, "max") => Number::MaxOfRatios,
            (Column::State | Column::Code | Column::WeekRatio, _, "sum" | "mean" | "min" | "max") => {
                return Err(error(start, end, Problem::OnlyOfRatio { function }));
            }
            _ => return Err(error(start, end, Problem::NotOfTable { function, table: column.table() })),
        };
        self.expect(TokenKind::Close, Expected::Close)?;
        Ok(number)
    }
}

/// Two numbers calculated with, if their units allow it.
fn calculated(left: Typed, operation: Operation, right: Typed) -> Result<Typed> {
    let unit = left.unit.calculated(operation, &right.unit).map_err(|problem| error(left.start, right.end, problem))?;
    let number = Number::Calculated(Box::new(left.number), operation, Box::new(right.number));
    Ok(Typed { number, unit, start: left.start, end: right.end })
}

/// Whether a calculation is of given numbers alone.
fn asks_nothing(number: &Number) -> bool {
    match number {
        Number::Constant(_) => true,
        Number::Calculated(left, _, right) => asks_nothing(left) && asks_nothing(right),
        _ => false,
    }
}

fn operation(kind: TokenKind) -> Option<Operation> {
    Some(match kind {
        TokenKind::Plus => Operation::Plus,
        TokenKind::Minus => Operation::Minus,
        TokenKind::Star => Operation::Times,
        TokenKind::Slash => Operation::DividedBy,
        _ => return None,
    })
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
