//! Reads an expression and checks its types: which table has which column, what may be compared with what, what is a
//! yes-or-no question and what a number. Names of states are not checked here, because they belong to a dated code list.
//!
//! ```text
//! expression = and { "or" and }                     row        = row-and { "or" row-and }
//! and        = question { "and" question }          row-and    = row-question { "and" row-question }
//! question   = "not" question | "(" expression ")"  row-question = "not" row-question | "(" row ")"
//!            | ( "any" | "all" ) "(" row ")"                     | "job.ratio" sign number
//!            | number sign decimal | "reported"                  | "week.state" one-of | "week.code" one-of
//!                                                                | "stay.kind" one-of | "amount.kind" one-of
//! number     = ( "count" | "nights" | "days" | "sum" ) "(" row ")"
//!            | ( "sum" | "mean" | "min" | "max" ) "(" "job.ratio" ")"
//!            | ( "first" | "last" | "min" | "max" | "mean" | "change" | "difference" ) "(" "observation" "." name ")"
//! value      = number | "reported"
//! one-of     = ( "=" | "!=" ) value | [ "not" ] "in" "(" value { "," value } ")"
//! ```

use rust_decimal::Decimal;
use virkning_model::expression::{Comparison, Expression, Figure, Number, RowPredicate, Rows, Table};
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
    ("days", &[Table::Stay]),
    ("first", &[Table::Observation]),
    ("last", &[Table::Observation]),
    ("change", &[Table::Observation]),
    ("difference", &[Table::Observation]),
];

/// Tables whose rows can be asked one by one.
const ROWS: &[Table] = &[Table::Week, Table::Job, Table::Stay, Table::Amount];

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

/// A column of the language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    State,
    Code,
    Ratio,
    StayKind,
    AmountKind,
    /// Any name is a column of `observation`.
    Observation,
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Column::State => "week.state",
            Column::Code => "week.code",
            Column::Ratio => "job.ratio",
            Column::StayKind => "stay.kind",
            Column::AmountKind => "amount.kind",
            Column::Observation => "observation",
        }
    }

    fn table(self) -> Table {
        match self {
            Column::State | Column::Code => Table::Week,
            Column::Ratio => Table::Job,
            Column::StayKind => Table::Stay,
            Column::AmountKind => Table::Amount,
            Column::Observation => Table::Observation,
        }
    }

    fn of(table: Table) -> &'static [(&'static str, Column)] {
        match table {
            Table::Week => &[("state", Column::State), ("code", Column::Code)],
            Table::Job => &[("ratio", Column::Ratio)],
            Table::Stay => &[("kind", Column::StayKind)],
            Table::Amount => &[("kind", Column::AmountKind)],
            Table::Observation => &[],
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
            "nights" => Ok(Number::Nights(self.rows_of(function, Table::Stay)?)),
            "days" => Ok(Number::Days(self.rows_of(function, Table::Stay)?)),
            "sum" if self.starts_amounts() => Ok(Number::SumOfAmounts(self.rows_of(function, Table::Amount)?)),
            _ => self.number_of_column(function),
        }
    }

    /// Whether what is summed are amounts: their rows may begin with `not` or a parenthesis.
    fn starts_amounts(&self) -> bool {
        let (token, amount) = (self.peek(), Table::Amount);
        let begins = token.kind == TokenKind::Open || self.is_word(token, "not") || self.is_word(token, amount.name());
        self.source.tables.contains(&amount) && begins
    }

    fn rows_of(&mut self, function: &'static str, table: Table) -> Result<Rows> {
        let start = self.peek().start;
        let rows = self.rows()?;
        if rows.table == table {
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
                if column == Column::Observation {
                    let name = self.last_word().into();
                    return Err(error(start, end, Problem::ObservationIsNoRow { name }));
                }
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
        if table == Table::Observation {
            return Ok((Column::Observation, table_token.start, token.end));
        }
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
        let problem = match Table::ALL.into_iter().find(|table| table.name() == name) {
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
            return Ok(RowPredicate::Ratio(comparison, self.decimal(Some(column.name()), false)?));
        }
        if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            let problem = Problem::NotForColumn { column: column.name(), sign: comparison.sign() };
            return Err(error(token.start, token.end, problem));
        }
        self.advance();
        let one = match column {
            Column::State => RowPredicate::State(vec![self.state()?]),
            Column::Code => RowPredicate::Code(vec![self.code()?]),
            _ => RowPredicate::Kind(column.table(), vec![self.kind(column.table())?]),
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
            Column::Code => RowPredicate::Code(self.list(Self::code)?),
            _ => RowPredicate::Kind(column.table(), self.list(|parser| parser.kind(column.table()))?),
        };
        Ok(negated(negative, predicate))
    }

    fn list<T>(&mut self, value: impl Fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
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

    /// The kind of a stay or of an amount; where there is a list of kinds, one of it.
    fn kind(&mut self, table: Table) -> Result<String> {
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

    fn code(&mut self) -> Result<u16> {
        let token = self.number(Some(Column::Code.name()))?;
        let text = self.word(token);
        match text.parse::<u16>() {
            Ok(code) if code <= CODE_MAX => Ok(code),
            _ => Err(error(token.start, token.end, Problem::CodeOutOfRange { number: text.into() })),
        }
    }

    /// A decimal number, which a minus sign may stand before if it is signed.
    fn decimal(&mut self, column: Option<&'static str>, signed: bool) -> Result<Decimal> {
        let start = self.peek().start;
        let negative =
            signed && self.peek().kind == TokenKind::Stray('-') && self.tokens[self.next + 1].kind == TokenKind::Number;
        if negative {
            self.advance();
        }
        let token = self.number(column)?;
        let sign = if negative { "-" } else { "" };
        self.refuse_decimal_comma(token, start, sign)?;
        let number = Decimal::from_str_exact(self.word(token))
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
    fn refuse_decimal_comma(&self, whole: Token, start: usize, sign: &str) -> Result<()> {
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
    fn new(text: &'a str, source: &'a SourceSchema) -> Self {
        Self { text, source, tokens: tokens(text), next: 0, depth: 0 }
    }

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

    /// The word that was read last.
    fn last_word(&self) -> &'a str {
        self.word(self.tokens[self.next - 1])
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
