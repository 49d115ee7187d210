//! A record in a language: as the view that becomes PDF, XLSX and DOCX, and the words and figures that the screen prints.

use jiff::Timestamp;
use virkning_govern::calendar::{self, Event};
use virkning_govern::ics::{self, IcsEvent};
use virkning_govern::record::{Cell, Chart, Line, LineageKind, Part, Row, Table, Words};
use virkning_govern::{Dossier, Figure, Report, Value};
use virkning_model::Decimal;
use virkning_report as view;

use crate::text::field::{key_in_words, option_in_words, table_in_words};
use crate::text::{Language, Texts, format};

/// The record as a view.
pub fn view_of(report: &Report, texts: &Texts) -> view::Statement {
    let labels = view::Labels {
        page: texts.get("statement-page"),
        of: texts.get("statement-of"),
        signatures: texts.get("statement-signatures"),
        summary: texts.get("statement-summary"),
    };
    let id = format!("{}-{}", report.kind, report.subject);
    let title = words(&report.title, texts);
    let mut statement = view::Statement::new(texts.language().code(), report.as_of, &title, &id, labels);
    statement.issuer.clone_from(&report.issuer);
    statement.subtitle = words(&report.subtitle, texts);
    statement.footer = texts.with("paper-footer", &[("day", &format::date(texts, report.as_of))]);
    statement.is_compact = matches!(report.kind.as_str(), "fact-sheet" | "continuation");
    statement.facts = report.facts.iter().map(|line| fact(line, texts)).collect();
    statement.key_figures = report.key_figures.iter().map(|line| key_figure(line, texts)).collect();
    let signature = |(party, office): &(String, String)| view::SignatureBox {
        party: party.clone(),
        office: office.clone(),
        date_label: texts.get("statement-date"),
        name_label: texts.get("statement-name"),
    };
    statement.signatures = report.signatures.iter().map(signature).collect();
    for section in &report.sections {
        let mut blocks = section.parts.iter().filter_map(|part| block(part, texts)).collect::<Vec<_>>();
        without_repeated_captions(&words(&section.heading, texts), &mut blocks);
        if !blocks.is_empty() {
            statement.sections.push(view::Section::new(words(&section.heading, texts), blocks));
        }
    }
    statement
}

/// A table right below a heading of the same words needs no caption.
fn without_repeated_captions(heading: &str, blocks: &mut [view::Block]) {
    let mut above = Some(heading.to_owned());
    for block in blocks {
        above = match block {
            view::Block::Heading(words) => Some(words.clone()),
            view::Block::Table(table) => {
                if above.as_ref() == Some(&table.caption) {
                    table.caption.clear();
                }
                None
            }
            _ => None,
        };
    }
}

/// Days as a calendar that other programs subscribe to, with a reminder ahead of each deadline.
pub fn ics_of(dossier: &Dossier, events: &[Event], now: Timestamp, texts: &Texts) -> String {
    let warn_days = dossier.portfolio.budget_round.as_ref().map(|round| round.warn_days.clone()).unwrap_or_default();
    let event = |event: &Event| {
        let kind = words(&calendar::kind_words(event.kind), texts);
        let about = texts.with(
            "calendar-about",
            &[("name", &event.name), ("document", &event.from.document), ("section", &event.from.section)],
        );
        IcsEvent {
            key: event.key.clone(),
            on: event.on,
            summary: format!("{kind}: {}", event.name),
            description: format!("{}\n{about}", event.label),
            category: kind,
            remind_days: if event.kind.is_deadline() && !event.is_other_reading {
                warn_days.clone()
            } else {
                Vec::new()
            },
        }
    };
    let events: Vec<IcsEvent> = events.iter().map(event).collect();
    ics::calendar(&dossier.portfolio.name, now, &events)
}

/// Words in the language.
pub fn words(of: &Words, texts: &Texts) -> String {
    match of {
        Words::Text(text) => text.clone(),
        Words::Key(key, _) if key.starts_with("field:") => {
            format::capital(&key_in_words(texts, &key["field:".len()..]))
        }
        Words::Key(key, values) if key.starts_with("terms:") => {
            let table = table_in_words(texts, &key["terms:".len()..]);
            match values.iter().find(|(name, _)| name == "label").map(|(_, label)| plain(label, texts)) {
                Some(label) if !label.is_empty() => format!("{table}: {label}"),
                _ => table,
            }
        }
        Words::Key(key, values) => {
            let (key, is_finding) = match key.strip_prefix("finding:") {
                Some(code) => (code, true),
                None => (key.as_str(), false),
            };
            let values: Vec<(&str, String)> = values
                .iter()
                .map(|(name, value)| {
                    let text = match value {
                        Value::Choice(choice) if is_finding => texts.number_in_words(choice),
                        value => plain(value, texts),
                    };
                    (name.as_str(), text)
                })
                .collect();
            let arguments: Vec<(&str, &str)> = values.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let said = texts.with(key, &arguments);
            let of = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
            match (is_finding, of("document"), of("line")) {
                (true, Some(document), Some(line)) => texts
                    .with("paper-finding", &[("text", &said), ("code", key), ("document", &document), ("line", &line)]),
                _ => said,
            }
        }
    }
}

/// A value as people read it.
pub fn plain(value: &Value, texts: &Texts) -> String {
    let language = texts.language();
    let number = |value: &Decimal| {
        let value = value.normalize();
        format::decimal(language, value, value.scale().min(4))
    };
    let percent = |share: &Decimal| {
        let scaled = (share * Decimal::ONE_HUNDRED).normalize();
        format::percent(language, *share, scaled.scale().min(1))
    };
    match value {
        Value::Money(money) => money_in_words(language, *money),
        Value::Count(count) => number(count),
        Value::Share(share) => percent(share),
        Value::Shares(low, high) => format!("{}–{}", percent(low), percent(high)),
        Value::Probability(chance) if *chance < Decimal::new(1, 3) => {
            texts.with("paper-less-than", &[("number", &format::percent(language, Decimal::new(1, 3), 1))])
        }
        Value::Probability(chance) => format::percent(language, *chance, 1),
        Value::Number(value, unit) if unit.is_empty() => number(value),
        Value::Number(value, unit) => format!("{}\u{a0}{unit}", number(value)),
        Value::Span(low, high) if low == high => number(low),
        Value::Span(low, high) => format!("{}–{}", number(low), number(high)),
        Value::Of(part, whole) => texts.with("paper-of", &[("number", &number(part)), ("of", &number(whole))]),
        Value::Day(day) => format::short_date(language, *day),
        Value::Year(year) => year.to_string(),
        Value::Years(from, to) => format!("{from}–{to}"),
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Word(key) => match key.strip_prefix("option:") {
            Some(option) => option_in_words(texts, option),
            None => texts.get(key),
        },
        Value::NotStated => texts.get("paper-not-stated"),
        Value::Unreadable => texts.get("paper-unreadable"),
    }
}

/// Whole kroner without øre: papers of a portfolio print millions, and 16.000.000,00 helps nobody.
fn money_in_words(language: Language, money: virkning_model::Money) -> String {
    if money.minor() % 100 != 0 {
        return format::money(language, money);
    }
    let number = format::decimal(language, money.to_decimal(), 0);
    match (language, money.currency().code()) {
        (Language::Danish, "DKK") => format!("{number}\u{a0}kr."),
        (Language::Danish, code) => format!("{number}\u{a0}{code}"),
        (Language::English, code) => format!("{code}\u{a0}{number}"),
    }
}

/// A figure as a cell: with its value for spreadsheets, and a mark where no source states it.
fn cell(figure: &Figure, texts: &Texts) -> view::Cell {
    let text = plain(&figure.value, texts);
    let cell = match &figure.value {
        Value::Money(money) => view::Cell::money(money.minor(), text),
        Value::Count(count) => match i64::try_from(*count) {
            Ok(whole) if count.is_integer() => view::Cell::count(whole, text),
            _ => view::Cell::text(text),
        },
        Value::Share(share) => view::Cell::share(share.to_string().parse().unwrap_or_default(), text),
        Value::Day(day) => view::Cell::date(*day, text),
        Value::Year(year) => view::Cell::year(*year),
        _ => view::Cell::text(text),
    };
    match figure.from.kind {
        LineageKind::Derived => cell.marked(view::MarkKind::Derived, texts.get("paper-mark-derived")),
        LineageKind::Assumed => cell.marked(view::MarkKind::Assumed, texts.get("paper-mark-assumed")),
        _ => cell,
    }
}

fn fact(line: &Line, texts: &Texts) -> view::Fact {
    let fact = view::Fact::new(words(&line.label, texts), cell(&line.figure, texts));
    match &line.note {
        Some(note) => fact.with_note(words(note, texts)),
        None => fact,
    }
}

fn key_figure(line: &Line, texts: &Texts) -> view::KeyFigure {
    // A mark would push the figure aside; the same figure stands below with its mark.
    let plain = view::Cell { mark: None, ..cell(&line.figure, texts) };
    let figure = view::KeyFigure::new(words(&line.label, texts), plain);
    match &line.note {
        Some(note) => figure.with_note(words(note, texts)),
        None => figure,
    }
}

fn block(part: &Part, texts: &Texts) -> Option<view::Block> {
    Some(match part {
        Part::Text(text) => view::Block::Paragraph(words(text, texts)),
        Part::Heading(text) => view::Block::Heading(words(text, texts)),
        Part::List(points) => view::Block::List(points.iter().map(|point| words(point, texts)).collect()),
        Part::Numbered(points) => view::Block::Numbered(points.iter().map(|point| words(point, texts)).collect()),
        Part::Facts(lines) if lines.is_empty() => return None,
        Part::Facts(lines) => view::Block::Facts(lines.iter().map(|line| fact(line, texts)).collect()),
        Part::Table(table) => view::Block::Table(table_view(table, texts)),
        Part::Chart(chart) => view::Block::Chart(chart_view(chart, texts)),
        Part::Remark { warns, title, text } => view::Block::Callout(view::Callout {
            kind: if *warns { view::CalloutKind::Warning } else { view::CalloutKind::Note },
            title: words(title, texts),
            text: words(text, texts),
        }),
    })
}

/// Whether every figure of a column reads best at its end.
fn is_figures(table: &Table, place: usize) -> bool {
    let mut figures =
        table.rows.iter().filter_map(|row| row.cells.get(place)).filter(|cell| **cell != Cell::Empty).peekable();
    figures.peek().is_some()
        && figures.all(|cell| match cell {
            Cell::Figure(figure) => !matches!(figure.value, Value::Text(_) | Value::Word(_) | Value::Choice(_)),
            Cell::Words(_) | Cell::Empty => false,
        })
}

fn table_view(table: &Table, texts: &Texts) -> view::Table {
    let is_short = |place: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(place));
        place > 0
            && cells.clone().all(|cell| match cell {
                Cell::Words(text) => words(text, texts).chars().count() <= 12,
                Cell::Figure(_) | Cell::Empty => true,
            })
    };
    let columns = table.columns.iter().enumerate().map(|(place, title)| {
        let title = words(title, texts);
        if is_figures(table, place) {
            view::Column::figure(title)
        } else if is_short(place) {
            view::Column::short(title)
        } else {
            view::Column::text(title)
        }
    });
    let row = |row: &Row| {
        let cells = row.cells.iter().map(|one| match one {
            Cell::Words(text) => view::Cell::text(words(text, texts)),
            Cell::Figure(figure) => cell(figure, texts),
            Cell::Empty => view::Cell::empty(),
        });
        if row.is_total {
            view::Row::subtotal(cells.collect())
        } else {
            view::Row::from(cells.collect::<Vec<_>>())
        }
    };
    view::Table {
        rows: table.rows.iter().map(row).collect(),
        note: table.note.as_ref().map(|note| words(note, texts)),
        empty: texts.get("paper-nothing"),
        ..view::Table::new(words(&table.caption, texts), columns.collect())
    }
}

fn chart_view(chart: &Chart, texts: &Texts) -> view::Chart {
    let language = texts.language();
    // Millions where the amounts are; the axis says so.
    let largest =
        chart.series.iter().flat_map(|(_, values)| values).flatten().map(Decimal::abs).max().unwrap_or_default();
    let (scale, unit) = match chart.unit.as_str() {
        "kroner" if largest >= Decimal::from(1_000_000) => (Decimal::from(1_000_000), "paper-unit-million"),
        "kroner" => (Decimal::ONE, "paper-unit-kroner"),
        _ => (Decimal::ONE, "paper-unit-people"),
    };
    let scaled = |value: Decimal| -> f64 { (value / scale).to_string().parse().unwrap_or_default() };
    let values: Vec<f64> =
        chart.series.iter().flat_map(|(_, values)| values).flatten().map(|value| scaled(*value)).collect();
    let ends = values.iter().fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(*value), high.max(*value)));
    let shown = |value: Decimal| {
        format::decimal(language, (value / scale).round_dp(1), if scale == Decimal::ONE { 0 } else { 1 })
    };
    let ticks = view::tick_values(ends.0, ends.1).into_iter().map(|value| {
        let text = format!("{value:.1}").parse::<Decimal>().map_or_else(
            |_| String::new(),
            |value| {
                let value = value.normalize();
                format::decimal(language, value, value.scale())
            },
        );
        view::Tick { value, text }
    });
    let tones = [view::Tone::Actual, view::Tone::Plan, view::Tone::Limit, view::Tone::Provisional];
    let series = chart.series.iter().enumerate().map(|(place, (label, values))| view::Series {
        label: words(label, texts),
        kind: if place == 0 && chart.first_as_bars {
            view::Kind::Bars
        } else {
            view::Kind::Line
        },
        tone: tones[place % tones.len()],
        points: values
            .iter()
            .map(|value| value.map(|value| view::Point::new(scaled(value), view::Cell::text(shown(value))).short("")))
            .collect(),
    });
    let title = words(&chart.title, texts);
    view::Chart {
        id: chart.id.clone(),
        description: texts.with("paper-chart-description", &[("title", &title)]),
        title,
        x_title: words(&chart.positions_are, texts),
        x_labels: chart.positions.clone(),
        unit: texts.get(unit),
        ticks: ticks.collect(),
        series: series.collect(),
        empty: texts.get("paper-nothing"),
        with_table: false,
        table_note: None,
    }
}
