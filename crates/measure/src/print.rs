//! Prints an expression in its canonical form, and lists the states it names. Reading the text again gives the same
//! expression, provided that every `and`, `or` and list has the parts that the language asks for.

use std::fmt::Write;

use virkning_model::code_list::NamedCodes;
use virkning_model::expression::{Expression, Number, Operation, RowPredicate, Rows, Table};

/// The canonical text of an expression: `any(job.ratio > 0) or any(week.state = education)`.
pub fn print(expression: &Expression) -> String {
    let mut text = String::new();
    write_expression(&mut text, expression, Binding::Or);
    text
}

/// The canonical text of a number expression: `sum(amount.kind = transfer)`.
pub fn print_value(number: &Number) -> String {
    let mut text = String::new();
    write_number(&mut text, number, Strength::Sum);
    text
}

/// The names of the states that a number expression asks for, each once, in the order of the text.
pub fn states_of_value(number: &Number) -> Vec<&str> {
    let mut names = Vec::new();
    collect_number_states(number, &mut names);
    names
}

/// The tables that a measure asks, each once; none where the outcome is reported.
pub(crate) fn tables(success: Option<&Expression>, value: Option<&Number>) -> Vec<Table> {
    let mut found = Vec::new();
    success.into_iter().for_each(|expression| collect_tables(expression, &mut found));
    value.into_iter().for_each(|number| collect_number_tables(number, &mut found));
    found.sort();
    found.dedup();
    found
}

fn collect_tables(expression: &Expression, found: &mut Vec<Table>) {
    match expression {
        Expression::And(parts) | Expression::Or(parts) => parts.iter().for_each(|part| collect_tables(part, found)),
        Expression::Not(inner) => collect_tables(inner, found),
        Expression::Any(rows) | Expression::All(rows) => found.push(rows.table),
        Expression::Compare(number, ..) => collect_number_tables(number, found),
        Expression::CompareNumbers(left, _, right) => {
            collect_number_tables(left, found);
            collect_number_tables(right, found);
        }
        Expression::Reported => {}
    }
}

fn collect_number_tables(number: &Number, found: &mut Vec<Table>) {
    match number {
        Number::Count(rows)
        | Number::Rate(rows)
        | Number::Longest(rows)
        | Number::Nights(rows)
        | Number::Days(rows)
        | Number::SumOfAmounts(rows)
        | Number::OfAmounts(_, rows) => found.push(rows.table),
        Number::SumOfRatios | Number::MeanOfRatios | Number::MinOfRatios | Number::MaxOfRatios => {
            found.push(Table::Job);
        }
        Number::OfObservations(..) => found.push(Table::Observation),
        Number::Calculated(left, _, right) => {
            collect_number_tables(left, found);
            collect_number_tables(right, found);
        }
        Number::Constant(_) | Number::Reported => {}
    }
}

/// The named code lists that a measure asks, each once, in the order of the text.
pub fn code_lists<'a>(success: Option<&'a Expression>, value: Option<&'a Number>) -> Vec<&'a NamedCodes> {
    let mut lists = Vec::new();
    let mut rows = |rows: &'a Rows| collect_row_lists(&rows.predicate, &mut lists);
    success.into_iter().for_each(|expression| each_rows(expression, &mut rows));
    value.into_iter().for_each(|number| each_rows_of_number(number, &mut rows));
    lists
}

fn each_rows<'a>(expression: &'a Expression, see: &mut dyn FnMut(&'a Rows)) {
    match expression {
        Expression::And(parts) | Expression::Or(parts) => parts.iter().for_each(|part| each_rows(part, see)),
        Expression::Not(inner) => each_rows(inner, see),
        Expression::Any(rows) | Expression::All(rows) => see(rows),
        Expression::Compare(number, ..) => each_rows_of_number(number, see),
        Expression::CompareNumbers(left, _, right) => {
            each_rows_of_number(left, see);
            each_rows_of_number(right, see);
        }
        Expression::Reported => {}
    }
}

fn each_rows_of_number<'a>(number: &'a Number, see: &mut dyn FnMut(&'a Rows)) {
    match number {
        Number::Count(rows)
        | Number::Rate(rows)
        | Number::Longest(rows)
        | Number::Nights(rows)
        | Number::Days(rows)
        | Number::SumOfAmounts(rows)
        | Number::OfAmounts(_, rows) => see(rows),
        Number::Calculated(left, _, right) => {
            each_rows_of_number(left, see);
            each_rows_of_number(right, see);
        }
        _ => {}
    }
}

/// The named code lists that a question about a row asks, each once.
pub(crate) fn collect_row_lists<'a>(predicate: &'a RowPredicate, lists: &mut Vec<&'a NamedCodes>) {
    match predicate {
        RowPredicate::And(parts) | RowPredicate::Or(parts) => {
            parts.iter().for_each(|part| collect_row_lists(part, lists));
        }
        RowPredicate::Not(inner) => collect_row_lists(inner, lists),
        RowPredicate::Listed(list) if !lists.contains(&list.as_ref()) => lists.push(list),
        _ => {}
    }
}

/// The names of the states that an expression asks for, each once, in the order of the text.
pub fn states(expression: &Expression) -> Vec<&str> {
    let mut names = Vec::new();
    collect_states(expression, &mut names);
    names
}

/// How strongly the surroundings bind: what binds more weakly needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
}

fn write_expression(text: &mut String, expression: &Expression, around: Binding) {
    match expression {
        Expression::Or(parts) => write_parts(text, parts, Binding::Or, around, write_expression),
        Expression::And(parts) => write_parts(text, parts, Binding::And, around, write_expression),
        Expression::Not(inner) => {
            text.push_str("not ");
            write_expression(text, inner, Binding::Not);
        }
        Expression::Any(rows) => write_call(text, "any", &rows.predicate),
        Expression::All(rows) => write_call(text, "all", &rows.predicate),
        Expression::Compare(number, comparison, value) => {
            write_number(text, number, Strength::Sum);
            push(text, format_args!(" {} {}", comparison.sign(), value.normalize()));
        }
        Expression::CompareNumbers(left, comparison, right) => {
            write_number(text, left, Strength::Sum);
            push(text, format_args!(" {} ", comparison.sign()));
            write_number(text, right, Strength::Sum);
        }
        Expression::Reported => text.push_str("reported"),
    }
}

/// How strongly a calculation binds: what binds more weakly than its surroundings needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Sum,
    Product,
    Part,
}

fn write_calculated(text: &mut String, left: &Number, operation: Operation, right: &Number, around: Strength) {
    // The right part of a chain binds more strongly than the chain: `a - (b - c)` keeps its parentheses.
    let (own, stronger) = match operation {
        Operation::Plus | Operation::Minus => (Strength::Sum, Strength::Product),
        Operation::Times | Operation::DividedBy => (Strength::Product, Strength::Part),
    };
    let parenthesised = around > own;
    if parenthesised {
        text.push('(');
    }
    write_number(text, left, own);
    push(text, format_args!(" {} ", operation.sign()));
    write_number(text, right, stronger);
    if parenthesised {
        text.push(')');
    }
}

fn write_number(text: &mut String, number: &Number, around: Strength) {
    match number {
        Number::Calculated(left, operation, right) => write_calculated(text, left, *operation, right, around),
        Number::Constant(value) => push(text, format_args!("{}", value.normalize())),
        Number::Rate(rows) => write_call(text, "rate", &rows.predicate),
        Number::Longest(rows) => write_call(text, "longest", &rows.predicate),
        Number::Count(rows) => write_call(text, "count", &rows.predicate),
        Number::SumOfRatios => text.push_str("sum(job.ratio)"),
        Number::MeanOfRatios => text.push_str("mean(job.ratio)"),
        Number::MinOfRatios => text.push_str("min(job.ratio)"),
        Number::MaxOfRatios => text.push_str("max(job.ratio)"),
        Number::Nights(rows) => write_call(text, "nights", &rows.predicate),
        Number::Days(rows) => write_call(text, "days", &rows.predicate),
        Number::SumOfAmounts(rows) => write_call(text, "sum", &rows.predicate),
        Number::OfAmounts(figure, rows) => write_call(text, figure.name(), &rows.predicate),
        Number::OfObservations(figure, name) => push(text, format_args!("{}(observation.{name})", figure.name())),
        Number::Reported => text.push_str("reported"),
    }
}

fn write_call(text: &mut String, function: &str, predicate: &RowPredicate) {
    text.push_str(function);
    text.push('(');
    write_row(text, predicate, Binding::Or);
    text.push(')');
}

fn write_row(text: &mut String, predicate: &RowPredicate, around: Binding) {
    match predicate {
        RowPredicate::Or(parts) => write_parts(text, parts, Binding::Or, around, write_row),
        RowPredicate::And(parts) => write_parts(text, parts, Binding::And, around, write_row),
        RowPredicate::Not(inner) => match inner.as_ref() {
            RowPredicate::Industry(codes) => write_list(text, "job.industry", codes, true),
            RowPredicate::State(states) => write_list(text, "week.state", states, true),
            RowPredicate::Code(codes) => write_list(text, "week.code", codes, true),
            RowPredicate::Listed(list) => push(text, format_args!("week.code not in {}", list.name)),
            RowPredicate::Kind(table, kinds) => write_list(text, kind_column(*table), kinds, true),
            RowPredicate::Item(items) => write_list(text, "amount.item", items, true),
            _ => {
                text.push_str("not ");
                write_row(text, inner, Binding::Not);
            }
        },
        RowPredicate::Ratio(comparison, value) => {
            push(text, format_args!("job.ratio {} {}", comparison.sign(), value.normalize()));
        }
        RowPredicate::WeekRatio(comparison, value) => {
            push(text, format_args!("week.ratio {} {}", comparison.sign(), value.normalize()));
        }
        RowPredicate::Industry(codes) => write_list(text, "job.industry", codes, false),
        RowPredicate::State(states) => write_list(text, "week.state", states, false),
        RowPredicate::Code(codes) => write_list(text, "week.code", codes, false),
        RowPredicate::Listed(list) => push(text, format_args!("week.code in {}", list.name)),
        RowPredicate::Kind(table, kinds) => write_list(text, kind_column(*table), kinds, false),
        RowPredicate::Item(items) => write_list(text, "amount.item", items, false),
    }
}

fn kind_column(table: Table) -> &'static str {
    match table {
        Table::Amount => "amount.kind",
        Table::Study => "study.kind",
        _ => "stay.kind",
    }
}

fn write_parts<T>(
    text: &mut String,
    parts: &[T],
    own: Binding,
    around: Binding,
    write_part: fn(&mut String, &T, Binding),
) {
    // An `or` inside an `or` keeps its parentheses too, so that reading again gives the same tree. At the top of an
    // expression there is nothing around it.
    let (word, inside) = match own {
        Binding::Or => (" or ", Binding::And),
        _ => (" and ", Binding::Not),
    };
    let parenthesised = around > own;
    if parenthesised {
        text.push('(');
    }
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push_str(word);
        }
        write_part(text, part, inside);
    }
    if parenthesised {
        text.push(')');
    }
}

fn write_list<T: std::fmt::Display>(text: &mut String, column: &str, values: &[T], negative: bool) {
    if let [only] = values {
        push(text, format_args!("{column} {} {only}", if negative { "!=" } else { "=" }));
        return;
    }
    push(text, format_args!("{column} {}in (", if negative { "not " } else { "" }));
    for (index, value) in values.iter().enumerate() {
        push(text, format_args!("{}{value}", if index > 0 { ", " } else { "" }));
    }
    text.push(')');
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("writing to a string cannot fail");
}

fn collect_states<'a>(expression: &'a Expression, names: &mut Vec<&'a str>) {
    match expression {
        Expression::And(parts) | Expression::Or(parts) => parts.iter().for_each(|part| collect_states(part, names)),
        Expression::Not(inner) => collect_states(inner, names),
        Expression::Any(rows) | Expression::All(rows) => collect_row_states(&rows.predicate, names),
        Expression::Compare(number, ..) => collect_number_states(number, names),
        Expression::CompareNumbers(left, _, right) => {
            collect_number_states(left, names);
            collect_number_states(right, names);
        }
        Expression::Reported => {}
    }
}

fn collect_number_states<'a>(number: &'a Number, names: &mut Vec<&'a str>) {
    match number {
        Number::Count(rows) | Number::Rate(rows) | Number::Longest(rows) => {
            collect_row_states(&rows.predicate, names);
        }
        Number::Calculated(left, _, right) => {
            collect_number_states(left, names);
            collect_number_states(right, names);
        }
        _ => {}
    }
}

fn collect_row_states<'a>(predicate: &'a RowPredicate, names: &mut Vec<&'a str>) {
    match predicate {
        RowPredicate::And(parts) | RowPredicate::Or(parts) => {
            parts.iter().for_each(|part| collect_row_states(part, names));
        }
        RowPredicate::Not(inner) => collect_row_states(inner, names),
        RowPredicate::State(states) => {
            for state in states {
                if !names.contains(&state.as_str()) {
                    names.push(state);
                }
            }
        }
        RowPredicate::Ratio(..)
        | RowPredicate::WeekRatio(..)
        | RowPredicate::Industry(_)
        | RowPredicate::Code(_)
        | RowPredicate::Listed(_)
        | RowPredicate::Kind(..)
        | RowPredicate::Item(_) => {}
    }
}
