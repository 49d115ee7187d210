//! Plan against what happened, by measured year, as a chart and a table.

use virkning_model::{Decimal, Money};
use virkning_report::{Block, Cell, Chart, Column, Kind, Point, Row, Series, Table, Tick, Tone, tick_values};

use super::{Page, YearOfPlan};
use crate::text::{Texts, format};

impl Page<'_> {
    pub(super) fn plan_against_actual(&self) -> Vec<Block> {
        let years = &self.material.years;
        let chart = chart_of_years(years, self.texts);
        let columns = vec![
            Column::short(self.text("statement-measured-year")),
            Column::figure(self.text("statement-planned-people")),
            Column::figure(self.text("statement-planned-successes")),
            Column::figure(self.text("statement-planned-amount")),
            Column::figure(self.text("statement-actual-people")),
            Column::figure(self.text("statement-actual-successes")),
            Column::figure(self.text("statement-actual-amount")),
        ];
        let mut table = Table::new(self.text("statement-years"), columns);
        for year in years {
            let none = || Cell::text("–");
            let expected = year.expected.as_ref();
            let mut cells = vec![Cell::year(year.measured_year)];
            cells.push(expected.map_or_else(none, |expected| self.count(u64::from(expected.eligible))));
            cells.push(expected.map_or_else(none, |expected| {
                Cell::text(format::decimal(self.texts.language(), expected.successes, 1))
            }));
            cells.push(expected.map_or_else(none, |expected| self.money(expected.amount)));
            cells.push(year.actual.map_or_else(none, |actual| self.count(actual.eligible)));
            cells.push(year.actual.map_or_else(none, |actual| self.count(actual.successes)));
            cells.push(year.actual.map_or_else(none, |actual| self.money(actual.amount)));
            let this_year = year.measured_year == self.material.proposal.measured_year;
            table.rows.push(if this_year { Row::highlighted(cells) } else { Row::from(cells) });
        }
        table.note = Some(self.text("statement-kroner"));
        vec![Block::Chart(chart), Block::Table(table)]
    }
}

/// Each measured year as planned and as it went, as a picture.
pub fn chart_of_years(years: &[YearOfPlan], texts: &Texts) -> Chart {
    // A picture's heights are the one place where money becomes a float; nothing is computed from them.
    let height = |amount: Money| amount.minor() as f64 / 100.0;
    let point = |amount: Money| {
        let thousand = amount.to_decimal() / Decimal::ONE_THOUSAND;
        Point::new(height(amount), Cell::money(amount.minor(), format::amount(texts.language(), amount)))
            .short(format::decimal(texts.language(), thousand, 0))
    };
    let expected: Vec<Option<Point>> =
        years.iter().map(|year| year.expected.as_ref().map(|expected| point(expected.amount))).collect();
    let actual: Vec<Option<Point>> = years.iter().map(|year| year.actual.map(|actual| point(actual.amount))).collect();
    let highest = expected.iter().chain(&actual).flatten().map(|point| point.value).fold(0.0, f64::max);
    let ticks = tick_values(0.0, highest).into_iter().map(|value| {
        let thousand = Decimal::try_from(value / 1000.0).unwrap_or_default();
        Tick { value, text: format::decimal(texts.language(), thousand, 0) }
    });
    Chart {
        id: "plan-against-actual".to_owned(),
        title: texts.get("statement-chart-title"),
        description: chart_description(years, texts),
        x_title: texts.get("statement-measured-year"),
        x_labels: years.iter().map(|year| year.measured_year.to_string()).collect(),
        unit: texts.get("statement-thousand-kroner"),
        ticks: ticks.collect(),
        series: vec![
            Series { label: texts.get("statement-plan"), kind: Kind::Bars, tone: Tone::Plan, points: expected },
            Series { label: texts.get("statement-actual"), kind: Kind::Bars, tone: Tone::Actual, points: actual },
        ],
        empty: texts.get("statement-chart-empty"),
        with_table: false,
        table_note: None,
    }
}

fn chart_description(years: &[YearOfPlan], texts: &Texts) -> String {
    let language = texts.language();
    let words = years.iter().map(|year| {
        let expected =
            year.expected.as_ref().map_or_else(|| "–".to_owned(), |expected| format::money(language, expected.amount));
        let actual = year.actual.map_or_else(|| "–".to_owned(), |actual| format::money(language, actual.amount));
        texts.with(
            "statement-chart-year",
            &[("year", &year.measured_year.to_string()), ("expected", &expected), ("actual", &actual)],
        )
    });
    words.collect::<Vec<_>>().join(" ")
}
