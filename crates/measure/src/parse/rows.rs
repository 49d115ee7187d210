//! Reads questions about one row: the columns of each table and what they may be compared with.

use virkning_model::expression::{Comparison, RowPredicate, Rows, Table};

use super::{Parser, Result, comparison, error, negated, one_or};
use crate::error::{Expected, Problem};
use crate::nearest::nearest;
use crate::token::{Token, TokenKind};

/// A column of the language.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    State,
    Code,
    Ratio,
    WeekRatio,
    Industry,
    StayKind,
    AmountKind,
    AmountItem,
    StudyKind,
    /// Any name is a column of `observation`.
    Observation,
}

impl Column {
    pub(super) fn name(self) -> &'static str {
        match self {
            Column::State => "week.state",
            Column::Code => "week.code",
            Column::Ratio => "job.ratio",
            Column::WeekRatio => "week.ratio",
            Column::Industry => "job.industry",
            Column::StayKind => "stay.kind",
            Column::AmountKind => "amount.kind",
            Column::AmountItem => "amount.item",
            Column::StudyKind => "study.kind",
            Column::Observation => "observation",
        }
    }

    pub(super) fn table(self) -> Table {
        match self {
            Column::State | Column::Code => Table::Week,
            Column::Ratio | Column::Industry => Table::Job,
            Column::WeekRatio => Table::Week,
            Column::StayKind => Table::Stay,
            Column::AmountKind | Column::AmountItem => Table::Amount,
            Column::StudyKind => Table::Study,
            Column::Observation => Table::Observation,
        }
    }

    pub(super) fn of(table: Table) -> &'static [(&'static str, Column)] {
        match table {
            Table::Week => &[("state", Column::State), ("code", Column::Code), ("ratio", Column::WeekRatio)],
            Table::Job => &[("ratio", Column::Ratio), ("industry", Column::Industry)],
            Table::Stay => &[("kind", Column::StayKind)],
            Table::Amount => &[("kind", Column::AmountKind), ("item", Column::AmountItem)],
            Table::Study => &[("kind", Column::StudyKind)],
            Table::Observation => &[],
        }
    }
}

/// Questions about one row.
impl Parser<'_> {
    /// The rows inside `any( … )` with the closing parenthesis.
    pub(super) fn rows(&mut self) -> Result<Rows> {
        let mut table = None;
        let predicate = self.row(&mut table)?;
        self.expect(TokenKind::Close, Expected::AndOrClose)?;
        Ok(Rows { table: table.expect("every row question names its table"), predicate })
    }

    pub(super) fn row(&mut self, table: &mut Option<Table>) -> Result<RowPredicate> {
        let mut parts = vec![self.row_conjunction(table)?];
        while self.take_word("or") {
            parts.push(self.row_conjunction(table)?);
        }
        Ok(one_or(parts, RowPredicate::Or))
    }

    pub(super) fn row_conjunction(&mut self, table: &mut Option<Table>) -> Result<RowPredicate> {
        let mut parts = vec![self.row_question(table)?];
        while self.take_word("and") {
            parts.push(self.row_question(table)?);
        }
        Ok(one_or(parts, RowPredicate::And))
    }

    pub(super) fn row_question(&mut self, table: &mut Option<Table>) -> Result<RowPredicate> {
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
    pub(super) fn starts_column(&self, word: Token) -> bool {
        let table = self.source.tables.iter().any(|table| table.name() == self.word(word));
        table || self.tokens[self.next + 1].kind == TokenKind::Dot
    }

    /// `table.column` with its place.
    pub(super) fn column(&mut self) -> Result<(Column, usize, usize)> {
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
            // The ratio of a week is that of its month.
            Some((_, Column::WeekRatio)) if !self.source.tables.contains(&Table::Job) => {
                let known = self.source.tables.iter().map(|table| table.name()).collect();
                let problem = Problem::TableNotInSource { table: Table::Job, source: self.source.name, known };
                Err(error(table_token.start, token.end, problem))
            }
            Some((_, column)) => Ok((*column, table_token.start, token.end)),
            None => {
                let known: Vec<&'static str> = known.iter().map(|(name, _)| *name).collect();
                let nearest = nearest(name, known.iter().copied()).unwrap_or_default();
                let problem = Problem::UnknownColumn { table, name: name.into(), known, nearest };
                Err(error(token.start, token.end, problem))
            }
        }
    }

    pub(super) fn table(&self, token: Token) -> Result<Table> {
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

    pub(super) fn compare_column(&mut self, column: Column) -> Result<RowPredicate> {
        let token = self.peek();
        if self.is_word(token, "in") || self.is_word(token, "not") {
            return self.compare_list(column);
        }
        let Some(comparison) = comparison(token.kind) else {
            return Err(self.unexpected(Expected::Comparison));
        };
        if matches!(column, Column::Ratio | Column::WeekRatio) {
            self.advance();
            let value = self.decimal(Some(column.name()), false)?;
            return Ok(match column {
                Column::WeekRatio => RowPredicate::WeekRatio(comparison, value),
                _ => RowPredicate::Ratio(comparison, value),
            });
        }
        if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            let problem = Problem::NotForColumn { column: column.name(), sign: comparison.sign() };
            return Err(error(token.start, token.end, problem));
        }
        self.advance();
        let one = match column {
            Column::State => RowPredicate::State(vec![self.state()?]),
            Column::Code => RowPredicate::Code(vec![self.code()?]),
            Column::Industry => RowPredicate::Industry(vec![self.industry()?]),
            Column::AmountItem => RowPredicate::Item(vec![self.item()?]),
            _ => RowPredicate::Kind(column.table(), vec![self.kind(column.table())?]),
        };
        Ok(negated(comparison == Comparison::NotEqual, one))
    }

    /// The name of a code list that the agreement gives.
    fn named_list(&mut self) -> Result<RowPredicate> {
        let token = self.peek();
        let name = self.word(token);
        if matches!(name, "and" | "or" | "not" | "in") {
            return Err(self.unexpected(Expected::Open));
        }
        let Some(list) = self.lists.iter().find(|list| list.name.as_str() == name) else {
            let known: Vec<String> = self.lists.iter().map(|list| list.name.to_string()).collect();
            let nearest = nearest(name, known.iter().map(String::as_str)).unwrap_or_default().to_owned();
            let problem = Problem::UnknownCodeList { name: name.into(), known, nearest };
            return Err(error(token.start, token.end, problem));
        };
        self.advance();
        Ok(RowPredicate::Listed(Box::new(list.clone())))
    }

    /// `in ( … )` or `not in ( … )`; of codes also the name of a list.
    pub(super) fn compare_list(&mut self, column: Column) -> Result<RowPredicate> {
        let first = self.peek();
        let negative = self.take_word("not");
        if !self.take_word("in") {
            return Err(self.unexpected(Expected::In));
        }
        if matches!(column, Column::Ratio | Column::WeekRatio) {
            let end = self.tokens[self.next - 1].end;
            return Err(error(first.start, end, Problem::NotForColumn { column: column.name(), sign: "in" }));
        }
        if column == Column::Code && self.peek().kind == TokenKind::Word {
            return Ok(negated(negative, self.named_list()?));
        }
        let open = self.expect(TokenKind::Open, Expected::Open)?;
        if self.peek().kind == TokenKind::Close {
            return Err(error(open.start, self.peek().end, Problem::EmptyList));
        }
        let predicate = match column {
            Column::State => RowPredicate::State(self.list(Self::state)?),
            Column::Code => RowPredicate::Code(self.list(Self::code)?),
            Column::Industry => RowPredicate::Industry(self.list(Self::industry)?),
            Column::AmountItem => RowPredicate::Item(self.list(Self::item)?),
            _ => RowPredicate::Kind(column.table(), self.list(|parser| parser.kind(column.table()))?),
        };
        Ok(negated(negative, predicate))
    }

    pub(super) fn list<T>(&mut self, value: impl Fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let mut values = vec![value(self)?];
        while self.peek().kind == TokenKind::Comma {
            self.advance();
            values.push(value(self)?);
        }
        self.expect(TokenKind::Close, Expected::CommaOrClose)?;
        Ok(values)
    }
}
