//! Terms against the shape of the language: every table and key is known, every needed key is there, every value is of
//! its type and within its range. It looks at each term alone; what terms name of each other is resolved later.

use virkning_model::{Currency, Decimal, Diagnostic, Money};

use crate::codes;
use crate::near::nearest;
use crate::shape::{self, Case, Kind, NOT_STATED, Need, Required, Shape, TableShape, Variants};
use crate::source::Source;
use crate::tree::{Entry, Span, Table, Term, Value, ValueKind};

/// Checks every term against the language.
pub(crate) fn conform(source: &Source<'_>, terms: &[Term], diagnostics: &mut Vec<Diagnostic>) {
    let mut conformer = Conformer { source, diagnostics };
    let document = DocumentKind::of(terms);
    for term in terms {
        conformer.term(term, document);
    }
    for table in shape::tables().filter(|table| document.needs(table)) {
        if !terms.iter().any(|term| term.table == table.name) {
            let end = source.text.len();
            conformer.report(codes::MISSING_TABLE, &(end..end), &[("table", &brackets(table))]);
        }
    }
}

/// What a document is: it decides which tables belong in it and which it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// An agreement that pays for results.
    Contract,
    /// An investment of the municipality's own money, which pays nobody.
    Case,
    /// A published paper about several investments.
    Published,
    /// A portfolio of investments.
    Portfolio,
}

impl DocumentKind {
    /// A document without either head is meant as an agreement.
    pub fn of(terms: &[Term]) -> Self {
        let head = |table: &str| terms.iter().find(|term| term.table == table);
        match head("agreement") {
            None if head("document").is_some() => Self::Published,
            None if head("portfolio").is_some() => Self::Portfolio,
            Some(head) if head.get("kind").and_then(Value::text) == Some("investeringscase") => Self::Case,
            _ => Self::Contract,
        }
    }

    fn needs(self, table: &TableShape) -> bool {
        match table.required {
            Required::No => false,
            Required::Yes => matches!(self, Self::Contract | Self::Case),
            Required::IfPaid => self == Self::Contract,
            Required::InDocument => self == Self::Published,
            Required::InPortfolio => self == Self::Portfolio,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Contract => "agreement",
            Self::Case => "case",
            Self::Published => "document",
            Self::Portfolio => "portfolio",
        }
    }

    fn takes(self, table: &str) -> bool {
        match self {
            Self::Contract => !is_of_others(table),
            Self::Case => !is_of_others(table) && !shape::PAYING_TABLES.contains(&table),
            Self::Portfolio => shape::PORTFOLIO_TABLES.contains(&table),
            Self::Published => shape::DOCUMENT_TABLES.contains(&table),
        }
    }
}

/// Whether a table belongs to documents that are no agreement.
fn is_of_others(table: &str) -> bool {
    ["document", "project"].contains(&table) || shape::PORTFOLIO_TABLES.contains(&table)
}

struct Conformer<'a> {
    source: &'a Source<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// A table and the header of the term: where a missing key is reported.
struct Holding<'a> {
    table: &'a str,
    header: &'a Span,
}

impl Conformer<'_> {
    fn report(&mut self, code: &'static str, span: &Span, arguments: &[(&'static str, &str)]) {
        let mut diagnostic =
            Diagnostic { code, severity: codes::severity(code), place: self.source.place(span), arguments: Vec::new() };
        for (name, value) in arguments {
            diagnostic = diagnostic.with(name, *value);
        }
        self.diagnostics.push(diagnostic);
    }

    fn term(&mut self, term: &Term, document: DocumentKind) {
        let Some(table) = shape::table(&term.table) else {
            let known: Vec<&str> = shape::tables().map(|table| table.name).collect();
            let (meant, suggestion) = suggestion(nearest(&term.table, known.iter().copied()));
            self.report(
                codes::UNKNOWN_TABLE,
                &term.span,
                &[("table", &term.table), ("meant", meant), ("suggestion", &suggestion), ("known", &known.join(", "))],
            );
            return;
        };
        if !document.takes(table.name) {
            let arguments = [("table", table.name), ("kind", document.word())];
            self.report(codes::TABLE_OF_ANOTHER_DOCUMENT, &term.span, &arguments);
            return;
        }
        if table.many != term.of_list {
            self.report(codes::WRONG_BRACKETS, &term.span, &[("table", table.name), ("right", &brackets(table))]);
            return;
        }
        self.keys(&Holding { table: table.name, header: &term.span }, &term.body, &table.shape);
    }

    fn keys(&mut self, holding: &Holding<'_>, body: &Table, shape: &Shape) {
        for entry in &body.entries {
            match shape.key(&entry.key) {
                Some(key) => self.value(holding, entry, &entry.value, &key.kind),
                None => self.unknown_key(holding, entry, shape),
            }
        }
        for key in shape.keys {
            let code = match key.need {
                Need::May => continue,
                Need::Must => codes::MISSING_KEY,
                Need::MustOr(code) => code,
            };
            if body.get(key.name).is_none() && !misspelt(body, shape, key.name) {
                self.report(code, holding.header, &[("table", holding.table), ("key", key.name)]);
            }
        }
        self.variants(holding, body, shape);
    }

    fn unknown_key(&mut self, holding: &Holding<'_>, entry: &Entry, shape: &Shape) {
        let (meant, suggestion) = suggestion(nearest(&entry.key, shape.keys.iter().map(|key| key.name)));
        let known: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
        self.report(
            codes::UNKNOWN_KEY,
            &entry.key_span,
            &[
                ("table", holding.table),
                ("key", &entry.key),
                ("meant", meant),
                ("suggestion", &suggestion),
                ("known", &known.join(", ")),
            ],
        );
    }

    fn variants(&mut self, holding: &Holding<'_>, body: &Table, shape: &Shape) {
        match &shape.variants {
            Variants::None => {}
            Variants::OneOf(keys) => {
                let given: Vec<&Entry> = body.entries.iter().filter(|entry| keys.contains(&&*entry.key)).collect();
                if given.len() != 1 {
                    let span = given.get(1).map_or(holding.header, |entry| &entry.key_span).clone();
                    self.report(
                        codes::NOT_EXACTLY_ONE,
                        &span,
                        &[("table", holding.table), ("known", &keys.join(", ")), ("count", &given.len().to_string())],
                    );
                } else if *keys == ["source", "web", "derived", "assumed"]
                    && (given[0].key == "source") != body.get("place").is_some()
                {
                    self.report(codes::MISSING_KEY, &given[0].key_span, &[("table", "origin"), ("key", "place")]);
                }
            }
            Variants::Ascending => {
                let end = |key| body.get(key).and_then(Value::decimal);
                if let (Some(from), Some(to), Some(value)) = (end("from"), end("to"), body.get("to"))
                    && from > to
                {
                    let arguments = [("from", &*from.to_string()), ("to", &*to.to_string())];
                    self.report(codes::YEARS_REVERSED, &value.span, &arguments);
                }
            }
            Variants::SomeOf(keys) => {
                if !keys.iter().any(|key| body.get(key).is_some()) {
                    let arguments = [("table", holding.table), ("known", &*keys.join(", "))];
                    self.report(codes::NONE_OF, holding.header, &arguments);
                }
            }
            Variants::OneOfWith(cases) => {
                let given: Vec<(&Entry, &Case)> = body
                    .entries
                    .iter()
                    .filter_map(|entry| Some((entry, cases.iter().find(|case| case.word == entry.key)?)))
                    .collect();
                let [(_, case)] = given[..] else {
                    if given.is_empty() && cases.iter().any(|case| misspelt(body, shape, case.word)) {
                        return;
                    }
                    let span = given.get(1).map_or(holding.header, |(entry, _)| &entry.key_span).clone();
                    let known: Vec<&str> = cases.iter().map(|case| case.word).collect();
                    self.report(
                        codes::NOT_EXACTLY_ONE,
                        &span,
                        &[("table", holding.table), ("known", &known.join(", ")), ("count", &given.len().to_string())],
                    );
                    return;
                };
                self.beside((holding, body, shape), cases, case, (holding.table, case.word));
            }
            Variants::By { key, cases } => {
                let Some(word) = body.get(key).and_then(Value::text) else { return };
                let Some(case) = cases.iter().find(|case| case.word == word) else { return };
                self.beside((holding, body, shape), cases, case, (key, word));
            }
        }
    }

    /// What a case needs stands beside it, and nothing that only other cases know.
    fn beside(
        &mut self,
        (holding, body, shape): (&Holding<'_>, &Table, &Shape),
        cases: &[Case],
        case: &Case,
        (decider, word): (&str, &str),
    ) {
        let missing = case.needs.iter().filter(|name| body.get(name).is_none() && !misspelt(body, shape, name));
        for name in missing {
            // What a cap means is asked for by a code of its own.
            let code = if *name == "method" { codes::CAP_WITHOUT_METHOD } else { codes::MISSING_KEY };
            self.report(code, holding.header, &[("table", holding.table), ("key", name)]);
        }
        for entry in &body.entries {
            let knows = |case: &Case| case.needs.contains(&&*entry.key) || case.allows.contains(&&*entry.key);
            if cases.iter().any(knows) && !knows(case) {
                self.report(
                    codes::KEY_OF_ANOTHER_KIND,
                    &entry.key_span,
                    &[("table", holding.table), ("key", &entry.key), ("decider", decider), ("word", word)],
                );
            }
        }
    }

    fn value(&mut self, holding: &Holding<'_>, entry: &Entry, value: &Value, kind: &Kind) {
        match kind {
            Kind::Text
            | Kind::Party
            | Kind::Budget
            | Kind::Measure
            | Kind::Payment
            | Kind::Index
            | Kind::Role
            | Kind::Source => {
                self.text(entry, value);
            }
            Kind::OrNotStated(_) if value.text() == Some(NOT_STATED) => {}
            Kind::OrNotStated(of) => self.value(holding, entry, value, of),
            Kind::Any if matches!(value.kind, ValueKind::Truth) => self.wrong_type(entry, value, "scalar"),
            Kind::Any => {}
            Kind::Scalar => self.scalar(entry, value),
            Kind::ByMonth(of) => self.by_key(holding, entry, value, (of, "by-month"), |key| {
                key.parse().is_ok_and(|month: u16| (1..=600).contains(&month) && !key.starts_with('+'))
            }),
            Kind::ByPayment(of) => self.by_key(holding, entry, value, (of, "by-payment"), |_| true),
            Kind::Id => self.id(entry, value),
            Kind::Word(words, code) => self.word(entry, value, words, code),
            Kind::Currency => self.currency(entry, value),
            Kind::PriceLevel if value.text().is_none() => {
                self.whole(entry, value, (1900, 2200), codes::YEAR_OUT_OF_RANGE);
            }
            Kind::PriceLevel => self.word(entry, value, &["not-stated", "current"], codes::UNKNOWN_WORD),
            Kind::Year => self.whole(entry, value, (1900, 2200), codes::YEAR_OUT_OF_RANGE),
            Kind::Month => self.whole(entry, value, (1, 12), codes::MONTH_OUT_OF_RANGE),
            Kind::Day => self.whole(entry, value, (1, 31), codes::DAY_OUT_OF_RANGE),
            Kind::Whole(from, to) => self.whole(entry, value, (*from, *to), codes::COUNT_OUT_OF_RANGE),
            Kind::Share | Kind::Return | Kind::Weight | Kind::Quantity | Kind::Decimal => {
                self.number_in_range(entry, value, kind);
            }
            Kind::Amount | Kind::Sum | Kind::Balance => self.money(entry, value, kind),
            Kind::Date => self.date(entry, value),
            Kind::List(of, empty) => self.list(holding, entry, value, of, Some(empty)),
            Kind::AnyList(of) => self.list(holding, entry, value, of, None),
            Kind::Table(shape) => self.table(entry, value, shape),
            Kind::ByYear { of, later, empty } => self.by_year(holding, entry, value, (of, *later, empty)),
            Kind::Holder if value.text().is_some() => self.text(entry, value),
            Kind::Holder => self.table(entry, value, &shape::HOLDER),
            Kind::Shares(shape, empty) => self.shares(entry, value, shape, empty),
        }
    }

    /// A number, a text or a day.
    fn scalar(&mut self, entry: &Entry, value: &Value) {
        match &value.kind {
            ValueKind::Text(_) => self.text(entry, value),
            ValueKind::Number { .. } => {
                self.number(entry, value);
            }
            ValueKind::Date(_) => self.date(entry, value),
            _ => self.wrong_type(entry, value, "scalar"),
        }
    }

    /// Values by keys that are no years.
    fn by_key(
        &mut self,
        holding: &Holding<'_>,
        entry: &Entry,
        value: &Value,
        (of, expected): (&Kind, &str),
        is_key: impl Fn(&str) -> bool,
    ) {
        let Some(body) = value.table() else {
            self.wrong_type(entry, value, expected);
            return;
        };
        if body.entries.is_empty() {
            self.report(codes::EMPTY_LIST, &value.span, &[("key", &entry.key)]);
        }
        for inner in &body.entries {
            if !is_key(&inner.key) {
                self.report(
                    codes::COUNT_OUT_OF_RANGE,
                    &inner.key_span,
                    &[("key", &entry.key), ("value", &inner.key), ("from", "1"), ("to", "600")],
                );
            }
            self.value(holding, inner, &inner.value, of);
        }
    }

    /// One who pays or is paid, or a list of several.
    fn shares(&mut self, entry: &Entry, value: &Value, shape: &Shape, empty: &'static str) {
        let Some(values) = value.list() else {
            self.sharer(entry, value, shape);
            return;
        };
        if values.is_empty() {
            self.report(empty, &value.span, &[("table", "payment"), ("key", &entry.key)]);
        }
        for value in values {
            self.sharer(entry, value, shape);
        }
        if values.len() > 1 {
            self.kinds_of_share(entry, values, shape);
        }
    }

    fn sharer(&mut self, entry: &Entry, value: &Value, shape: &Shape) {
        if value.text().is_some() {
            self.text(entry, value);
            return;
        }
        self.table(entry, value, shape);
        let given = |key| value.table().and_then(|body| body.entry(key));
        if let (Some(_), Some(part)) = (given("share"), given("part")) {
            self.report(codes::SHARE_AND_PART, &part.key_span, &[("key", &entry.key)]);
        }
    }

    /// Each of several has a share, and all shares are of one kind.
    fn kinds_of_share(&mut self, entry: &Entry, values: &[Value], shape: &Shape) {
        let nothing = Table::default();
        let mut first = None;
        for value in values {
            let body = value.table().unwrap_or(&nothing);
            let kind = match (body.entry("share"), body.entry("part")) {
                // Told already, as one key beside the other.
                (Some(_), Some(_)) => return,
                (Some(kind), None) | (None, Some(kind)) => kind,
                (None, None) => {
                    if !misspelt(body, shape, "share") && !misspelt(body, shape, "part") {
                        self.report(codes::SHARE_MISSING, &value.span, &[("key", &entry.key)]);
                    }
                    continue;
                }
            };
            if *first.get_or_insert(&kind.key) != &kind.key {
                self.report(codes::SHARE_AND_PART, &kind.key_span, &[("key", &entry.key)]);
                return;
            }
        }
    }

    fn wrong_type(&mut self, entry: &Entry, value: &Value, expected: &str) {
        let got = match &value.kind {
            ValueKind::Text(_) => "text",
            ValueKind::Number { .. } => "number",
            ValueKind::Truth => "truth",
            ValueKind::Date(_) => "date",
            ValueKind::List(_) => "list",
            ValueKind::Table(_) => "table",
        };
        self.report(codes::WRONG_TYPE, &value.span, &[("key", &entry.key), ("expected", expected), ("got", got)]);
    }

    fn text(&mut self, entry: &Entry, value: &Value) {
        match value.text() {
            None => self.wrong_type(entry, value, "text"),
            Some(text) if text.trim().is_empty() => {
                self.report(codes::EMPTY_TEXT, &value.span, &[("key", &entry.key)]);
            }
            Some(_) => {}
        }
    }

    fn id(&mut self, entry: &Entry, value: &Value) {
        match value.text() {
            None => self.wrong_type(entry, value, "text"),
            Some(text) if virkning_model::id::TermId::new(text).is_err() => {
                self.report(codes::INVALID_ID, &value.span, &[("value", text)]);
            }
            Some(_) => {}
        }
    }

    fn word(&mut self, entry: &Entry, value: &Value, words: &[&'static str], code: &'static str) {
        match value.text() {
            None => self.wrong_type(entry, value, "text"),
            Some(text) if !words.contains(&text) => {
                let (meant, suggestion) = suggestion(nearest(text, words.iter().copied()));
                self.report(
                    code,
                    &value.span,
                    &[
                        ("key", &entry.key),
                        ("value", text),
                        ("meant", meant),
                        ("suggestion", &suggestion),
                        ("known", &words.join(", ")),
                    ],
                );
            }
            Some(_) => {}
        }
    }

    fn currency(&mut self, entry: &Entry, value: &Value) {
        match value.text() {
            None => self.wrong_type(entry, value, "text"),
            Some(text) if Currency::new(text).is_none() => {
                self.report(codes::BAD_CURRENCY, &value.span, &[("value", text)]);
            }
            Some(_) => {}
        }
    }

    fn date(&mut self, entry: &Entry, value: &Value) {
        let is_day = matches!(&value.kind, ValueKind::Date(text) if text.parse::<jiff::civil::Date>().is_ok()
            && text.len() == "2023-01-15".len());
        if !is_day {
            self.wrong_type(entry, value, "date");
        }
    }

    /// The exact decimal of a number; what is none is reported.
    fn number(&mut self, entry: &Entry, value: &Value) -> Option<Decimal> {
        let ValueKind::Number { digits, .. } = &value.kind else {
            self.wrong_type(entry, value, "number");
            return None;
        };
        let decimal = value.decimal();
        if decimal.is_none() {
            self.report(codes::INEXACT_NUMBER, &value.span, &[("key", &entry.key), ("value", digits)]);
        }
        decimal
    }

    fn whole(&mut self, entry: &Entry, value: &Value, (from, to): (i64, i64), code: &'static str) {
        let Some(number) = self.number(entry, value) else { return };
        if number.fract() != Decimal::ZERO || number < Decimal::from(from) || number > Decimal::from(to) {
            self.report(
                code,
                &value.span,
                &[
                    ("key", &entry.key),
                    ("value", &number.to_string()),
                    ("from", &from.to_string()),
                    ("to", &to.to_string()),
                ],
            );
        }
    }

    fn number_in_range(&mut self, entry: &Entry, value: &Value, kind: &Kind) {
        let Some(number) = self.number(entry, value) else { return };
        let positive = number > Decimal::ZERO;
        let negative = number < Decimal::ZERO;
        let code = match kind {
            Kind::Share if negative || number > Decimal::ONE => codes::SHARE_OUT_OF_RANGE,
            Kind::Return if !positive || number > Decimal::ONE => codes::RETURN_OUT_OF_RANGE,
            Kind::Weight if !positive => codes::WEIGHT_NOT_POSITIVE,
            Kind::Quantity if negative => codes::COUNT_OUT_OF_RANGE,
            _ => return,
        };
        self.report(
            code,
            &value.span,
            &[("key", &entry.key), ("value", &number.to_string()), ("from", "0"), ("to", "1000000")],
        );
    }

    fn money(&mut self, entry: &Entry, value: &Value, kind: &Kind) {
        let Some(number) = self.number(entry, value) else { return };
        let code = match Money::exact(Currency::DKK, number) {
            Err(virkning_model::money::MoneyError::FractionOfMinorUnit(_)) => codes::FRACTION_OF_OERE,
            Err(_) => codes::AMOUNT_TOO_LARGE,
            Ok(_) if matches!(kind, Kind::Balance) => return,
            Ok(amount) if amount.is_negative() || (amount.is_zero() && matches!(kind, Kind::Amount)) => {
                codes::AMOUNT_NOT_POSITIVE
            }
            Ok(_) => return,
        };
        self.report(code, &value.span, &[("key", &entry.key), ("value", &number.to_string())]);
    }

    fn list(&mut self, holding: &Holding<'_>, entry: &Entry, value: &Value, of: &Kind, empty: Option<&'static str>) {
        let Some(values) = value.list() else {
            self.wrong_type(entry, value, "list");
            return;
        };
        if let (true, Some(code)) = (values.is_empty(), empty) {
            self.report(code, &value.span, &[("key", &entry.key)]);
        }
        for value in values {
            self.value(holding, entry, value, of);
        }
    }

    fn table(&mut self, entry: &Entry, value: &Value, shape: &Shape) {
        match value.table() {
            Some(body) => self.keys(&Holding { table: &entry.key, header: &value.span }, body, shape),
            None => self.wrong_type(entry, value, "table"),
        }
    }

    fn by_year(
        &mut self,
        holding: &Holding<'_>,
        entry: &Entry,
        value: &Value,
        (of, later, empty): (&Kind, bool, &'static str),
    ) {
        let Some(body) = value.table() else {
            self.wrong_type(entry, value, "by-year");
            return;
        };
        if body.entries.is_empty() {
            self.report(empty, &value.span, &[("key", &entry.key)]);
        }
        for year in &body.entries {
            let known = year_of(&year.key).is_some() || (later && year.key == "later");
            if !known {
                self.report(
                    codes::YEAR_OUT_OF_RANGE,
                    &year.key_span,
                    &[("key", &entry.key), ("value", &year.key), ("from", "1900"), ("to", "2200")],
                );
            }
            self.value(holding, year, &year.value, of);
        }
    }
}

/// The year of a key such as `2024`.
pub(crate) fn year_of(key: &str) -> Option<i16> {
    (key.len() == 4).then(|| key.parse().ok())?.filter(|year| (1900..=2200).contains(year))
}

/// Whether a key is missing only because it stands there misspelt: then the misspelling is reported alone.
fn misspelt(body: &Table, shape: &Shape, missing: &str) -> bool {
    body.entries
        .iter()
        .filter(|entry| shape.key(&entry.key).is_none())
        .any(|entry| nearest(&entry.key, shape.keys.iter().map(|key| key.name)) == Some(missing))
}

/// The nearest word, and whether there is one: Fluent chooses the sentence by it.
pub(crate) fn suggestion(nearest: Option<&str>) -> (&'static str, String) {
    nearest.map_or(("no", String::new()), |word| ("yes", word.to_owned()))
}

fn brackets(table: &TableShape) -> String {
    if table.many {
        format!("[[{}]]", table.name)
    } else {
        format!("[{}]", table.name)
    }
}
