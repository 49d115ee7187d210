//! Reads an expression and checks its types: which table has which column, what may be compared with what, what is a
//! yes-or-no question and what a number. Names of states are not checked here, because they belong to a dated code list.
//!
//! ```text
//! expression = and { "or" and }                     row        = row-and { "or" row-and }
//! and        = question { "and" question }          row-and    = row-question { "and" row-question }
//! question   = "not" question | "(" expression ")"  row-question = "not" row-question | "(" row ")"
//!            | ( "any" | "all" ) "(" row ")"                     | "job.ratio" sign number
//!            | number sign decimal | "reported"                  | "week.state" one-of | "week.code" one-of
//!                                                                | "stay.kind" one-of | "study.kind" one-of
//!                                                                | "amount.kind" one-of | "amount.item" one-of
//! number     = ( "count" | "nights" | "days" | "sum" ) "(" row ")"
//!            | ( "sum" | "mean" | "min" | "max" ) "(" "job.ratio" ")"
//!            | ( "first" | "last" | "min" | "max" | "mean" | "change" | "difference" ) "(" "observation" "." name ")"
//! value      = number | "reported"
//! one-of     = ( "=" | "!=" ) value | [ "not" ] "in" "(" value { "," value } ")"
//! ```

mod rows;
mod values;

use virkning_model::expression::{Comparison, Expression, Figure, Number, RowPredicate, Rows, Table};
use virkning_model::source::SourceSchema;

use self::rows::Column;
use crate::error::{Expected, ExpressionError, Problem};
use crate::nearest::nearest;
use crate::token::{Token, TokenKind};

/// Every function, with the tables that it can be asked of.
const FUNCTIONS: [(&str, &[Table]); 13] = [
    ("any", ROWS),
    ("all", ROWS),
    ("count", ROWS),
    ("sum", &[Table::Job, Table::Amount]),
    ("mean", &[Table::Job, Table::Observation]),
    ("min", &[Table::Job, Table::Observation]),
    ("max", &[Table::Job, Table::Observation]),
    ("nights", &[Table::Stay]),
    ("days", &[Table::Stay, Table::Study]),
    ("first", &[Table::Observation]),
    ("last", &[Table::Observation]),
    ("change", &[Table::Observation]),
    ("difference", &[Table::Observation]),
];

/// Tables whose rows can be asked one by one.
const ROWS: &[Table] = &[Table::Week, Table::Job, Table::Stay, Table::Amount, Table::Study];

/// The word for an outcome or a number that no register says.
const REPORTED: &str = "reported";

/// Reads an expression that asks the tables of one source. The error names the first mistake in the text.
pub fn parse(text: &str, source: &SourceSchema) -> Result<Expression, ExpressionError> {
    let mut parser = Parser::new(text, source);
    let expression = parser.expression()?;
    match parser.peek().kind {
        TokenKind::End => Ok(expression),
        _ => Err(parser.unexpected(Expected::AndOrEnd)),
    }
}

/// Reads a number expression, the value of a measure: `sum(amount.kind = transfer)`, `reported`. The error names the first
/// mistake in the text.
pub fn parse_value(text: &str, source: &SourceSchema) -> Result<Number, ExpressionError> {
    let mut parser = Parser::new(text, source);
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
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
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
        if self.word(name) == REPORTED {
            self.reported(name)?;
            return Ok(Expression::Reported);
        }
        match self.function_name(name, Expected::Question)? {
            "any" => Ok(Expression::Any(self.rows()?)),
            "all" => Ok(Expression::All(self.rows()?)),
            function => {
                let number = self.number_of(function)?;
                let Some(comparison) = comparison(self.peek().kind) else {
                    let end = self.tokens[self.next - 1].end;
                    let text = self.text[name.start..end].into();
                    return Err(error(name.start, end, Problem::NotAQuestion { text }));
                };
                self.advance();
                // Counts and ratios are never below zero; what is observed or corrected may be.
                let signed = matches!(number, Number::OfObservations(..) | Number::SumOfAmounts(_));
                Ok(Expression::Compare(number, comparison, self.decimal(None, signed)?))
            }
        }
    }

    /// A function with its opening parenthesis, and something behind it.
    fn function_name(&mut self, name: Token, expected: Expected) -> Result<&'static str> {
        let known = FUNCTIONS.iter().map(|(known, _)| *known).find(|known| *known == self.word(name));
        let next = self.tokens[self.next + 1].kind;
        if self.source.tables.is_empty() && (known.is_some() || matches!(next, TokenKind::Open | TokenKind::Dot)) {
            return Err(error(name.start, name.end, Problem::NoTables { source: self.source.name }));
        }
        match (known, next) {
            (Some(function), _) => {
                self.advance();
                self.expect(TokenKind::Open, Expected::Open)?;
                if self.peek().kind == TokenKind::Close {
                    return Err(error(name.start, self.peek().end, Problem::NothingAsked { function }));
                }
                Ok(function)
            }
            (None, TokenKind::Open) => Err(self.unknown_function(name)),
            (None, TokenKind::Dot) => {
                let (column, start, end) = self.column()?;
                let problem = match column {
                    Column::Observation => Problem::ObservationIsNoRow { name: self.last_word().into() },
                    _ => Problem::OutsideRows { table: column.table() },
                };
                Err(error(start, end, problem))
            }
            (None, _) => Err(self.unexpected(expected)),
        }
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
            TokenKind::Word => match self.function_name(token, Expected::NumberOfRows)? {
                "any" | "all" => {
                    self.rows()?;
                    Err(self.not_a_number(token.start))
                }
                function => self.number_of(function),
            },
            _ => Err(self.unexpected(Expected::NumberOfRows)),
        }
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
            "nights" => Ok(Number::Nights(self.rows_of(function, &[Table::Stay])?)),
            "days" => Ok(Number::Days(self.rows_of(function, &[Table::Stay, Table::Study])?)),
            "sum" if self.starts_amounts() => Ok(Number::SumOfAmounts(self.rows_of(function, &[Table::Amount])?)),
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
            (Column::State | Column::Code, _, "sum" | "mean" | "min" | "max") => {
                return Err(error(start, end, Problem::OnlyOfRatio { function }));
            }
            _ => return Err(error(start, end, Problem::NotOfTable { function, table: column.table() })),
        };
        self.expect(TokenKind::Close, Expected::Close)?;
        Ok(number)
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
