//! Sections about money: what papers print of the portfolio with totals under one horizon, exposure by payer and year,
//! savings by payer, and the curves of all agreements together.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use virkning_model::{Agreement, Money, Rounding};

use crate::dossier::Dossier;
use crate::economy::{self, PaperEconomy, PlannedAgreement, Pot, Sums};
use crate::record::{Cell, Chart, Figure, Line, Lineage, Part, Row, Table, Value, Words};
use crate::recruitment;

/// The table of a paper with its totals, and what is wrong with them in words.
pub fn paper_table(economy: &PaperEconomy<'_>) -> Vec<Part> {
    let paper = economy.paper.id.as_str();
    let columns =
        ["paper-investment", "paper-capital", "paper-repayment", "paper-savings", "paper-net", "paper-horizon"];
    let mut rows = Vec::new();
    for row in &economy.rows {
        let project = row.project;
        let from = |key: &str| {
            let term = format!("project.{}.{key}", project.id);
            Lineage::term(paper, term, &project.clause, project.origin.as_ref())
        };
        let mut cells: Vec<Cell> = vec![Words::text(project.name.clone()).into()];
        for (key, amount) in row.sums.named() {
            cells.push(Figure::new(format!("{paper}.{}.{key}", project.id), amount, from(key)).into());
        }
        let horizon = Figure::new(format!("{paper}.{}.horizon", project.id), Value::Year(row.horizon), from("horizon"));
        cells.push(horizon.into());
        rows.push(Row::new(cells));
    }
    rows.push(sums_row(
        paper,
        "within",
        Words::key("paper-total-within").with("year", year(economy.horizon)),
        economy,
        economy.within,
    ));
    if economy.beyond().next().is_some() {
        rows.push(sums_row(paper, "all", "paper-total-mixed".into(), economy, economy.all));
    }
    if let Some(printed) = economy.printed {
        rows.push(sums_row(paper, "printed", "paper-total-printed".into(), economy, printed));
    }
    let table = Table {
        caption: "paper-economy-table".into(),
        columns: columns.map(Words::key).to_vec(),
        rows,
        note: Some(
            Words::key("paper-price-level")
                .with("level", Value::Choice(economy::level_word(&economy.paper.price_level))),
        ),
    };
    let mut parts = vec![Part::Table(table)];
    parts.extend(differences(economy));
    parts.extend(outside(economy));
    parts
}

fn year(year: i16) -> Value {
    Value::Year(year)
}

fn sums_row(paper: &str, name: &str, label: Words, economy: &PaperEconomy<'_>, sums: Sums) -> Row {
    let mut cells: Vec<Cell> = vec![label.into()];
    for (key, amount) in sums.named() {
        let id = format!("{paper}.total.{name}.{key}");
        let from = if name == "printed" {
            Lineage { document: paper.to_owned(), term: "printed".to_owned(), ..Lineage::default() }
        } else {
            let rows = economy.rows.iter().filter(|row| name == "all" || row.horizon == economy.horizon);
            Lineage::computed(paper, "sum", rows.map(|row| format!("{paper}.{}.{key}", row.project.id)))
        };
        cells.push(Figure::new(id, amount, from).into());
    }
    cells.push(if name == "all" {
        Cell::Empty
    } else {
        Words::text(economy.horizon.to_string()).into()
    });
    Row::total(cells)
}

/// Which rows have another horizon, what the printed total leaves for them, and the net saving of a year.
fn differences(economy: &PaperEconomy<'_>) -> Vec<Part> {
    let paper = economy.paper.id.as_str();
    let mut parts = Vec::new();
    for row in economy.beyond() {
        let text = Words::key("paper-horizon-differs")
            .with("name", row.project.name.as_str())
            .with("year", year(row.horizon))
            .with("horizon", year(economy.horizon))
            .with("savings", row.sums.savings)
            .with("all", economy.all.savings)
            .with("printed", economy.printed.and_then(|printed| printed.savings))
            .with("left", economy.left_by_printed());
        parts.push(Part::Remark { warns: true, title: "paper-horizon-title".into(), text });
    }
    let Some(net) = economy.printed_net() else { return parts };
    let years = economy.years();
    let per_year = years.and_then(|years| {
        let each = net.to_decimal().checked_div(Decimal::from(years))?;
        Money::rounded(net.currency(), each, Rounding::HalfUp).ok()
    });
    let left = economy.left_by_printed();
    let computed = |parts: &[&str]| {
        Lineage::computed(paper, "difference", parts.iter().map(|part| format!("{paper}.total.{part}")))
    };
    let mut lines = vec![
        Line::new(
            "paper-printed-net",
            Figure::new(format!("{paper}.total.printed-net"), net, computed(&["printed.savings", "printed.repayment"])),
        ),
        Line::new(
            Words::key("paper-net-per-year")
                .with("years", Value::Number(years.unwrap_or_default().into(), String::new())),
            Figure::new(format!("{paper}.total.net-per-year"), per_year, computed(&["printed-net"])),
        )
        .noted("paper-net-per-year-note"),
    ];
    if let Some(left) = left.filter(|_| economy.beyond().next().is_some()) {
        let figure = Figure::new(format!("{paper}.total.left"), left, computed(&["printed.savings", "within.savings"]));
        lines.push(Line::new("paper-left-by-printed", figure));
    }
    parts.push(Part::Facts(lines));
    parts
}

/// Investments that the paper speaks of outside its table: new ones.
fn outside(economy: &PaperEconomy<'_>) -> Vec<Part> {
    let paper = economy.paper.id.as_str();
    let row = |project: &&virkning_model::claim::Project| {
        let figure = |key: &str, value: Value| -> Cell {
            let term = format!("project.{}.{key}", project.id);
            let from = Lineage::term(paper, term, &project.clause, project.origin.as_ref());
            Figure::new(format!("{paper}.{}.{key}", project.id), value, from).into()
        };
        let participants = project.participants.map_or(Value::NotStated, Value::from);
        let period = project.period.map_or(Value::NotStated, |period| Value::Years(period.from, period.to));
        let horizon = project.horizon.map_or(Value::NotStated, Value::Year);
        Row::new(vec![
            Words::text(project.name.clone()).into(),
            figure("capital", project.capital.into()),
            figure("participants", participants),
            figure("period", period),
            figure("net", project.net.into()),
            figure("horizon", horizon),
        ])
    };
    if economy.outside.is_empty() {
        return Vec::new();
    }
    let columns =
        ["paper-investment", "paper-capital", "paper-participants", "paper-period", "paper-net", "paper-horizon"];
    vec![Part::Table(Table {
        caption: "paper-new-investments".into(),
        columns: columns.map(Words::key).to_vec(),
        rows: economy.outside.iter().map(row).collect(),
        note: None,
    })]
}

/// The agreements with a plan that can be computed, and the names of those without.
pub fn planned(dossier: &Dossier) -> (Vec<PlannedAgreement<'_>>, Vec<&Agreement>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for agreement in &dossier.agreements {
        match dossier.plan(agreement) {
            Some(plan) => known.push(PlannedAgreement { agreement, plan }),
            None => unknown.push(agreement),
        }
    }
    (known, unknown)
}

/// Expected payments for results by payer and year, and what they could be at most. One table for each price level.
pub fn exposure(planned: &[PlannedAgreement<'_>]) -> Vec<Part> {
    let mut by_level: BTreeMap<String, (economy::Exposure, Vec<String>)> = BTreeMap::new();
    let mut unknown = Vec::new();
    for one in planned {
        let Some(own) = economy::exposure(one) else {
            unknown.push(one.agreement.name.clone());
            continue;
        };
        let level = economy::level_word(&one.agreement.price_level);
        let (all, names) = by_level.entry(level).or_default();
        names.push(one.agreement.name.clone());
        add(&mut all.expected, own.expected);
        add(&mut all.at_most, own.at_most);
        add(&mut all.capped, own.capped);
    }
    let mut parts = Vec::new();
    for (level, (exposure, names)) in &by_level {
        parts.push(Part::Table(exposure_table(level, exposure, names)));
    }
    if !unknown.is_empty() {
        parts.push(Part::Remark {
            warns: false,
            title: "paper-exposure-unknown".into(),
            text: Words::key("paper-exposure-unknown-text").with("names", unknown.join(", ").as_str()),
        });
    }
    parts
}

fn add(all: &mut BTreeMap<(Pot, i16), Money>, own: BTreeMap<(Pot, i16), Money>) {
    for (key, amount) in own {
        match all.get_mut(&key) {
            Some(sum) => *sum += amount,
            None => drop(all.insert(key, amount)),
        }
    }
}

fn exposure_table(level: &str, exposure: &economy::Exposure, names: &[String]) -> Table {
    let keys: BTreeSet<(Pot, i16)> = exposure.expected.keys().chain(exposure.at_most.keys()).copied().collect();
    let computed = |how: &str| Lineage::computed("portfolio", how, names.iter().cloned());
    let mut rows = Vec::new();
    for (pot, year) in keys {
        let cell = |what: &str, amounts: &BTreeMap<(Pot, i16), Money>| -> Cell {
            amounts.get(&(pot, year)).map_or(Cell::Empty, |amount| {
                Figure::new(format!("exposure.{level}.{}.{year}.{what}", pot.word()), *amount, computed(what)).into()
            })
        };
        rows.push(Row::new(vec![
            pot_words(pot).into(),
            Words::text(year.to_string()).into(),
            cell("expected", &exposure.expected),
            cell("at-most", &exposure.at_most),
            cell("capped", &exposure.capped),
        ]));
    }
    let total = |what: &str, amounts: &BTreeMap<(Pot, i16), Money>| -> Cell {
        let mut sums = amounts.values().copied();
        let Some(first) = sums.next() else { return Cell::Empty };
        let sum = sums.fold(first, |all, amount| all + amount);
        Figure::new(format!("exposure.{level}.total.{what}"), sum, computed(what)).into()
    };
    rows.push(Row::total(vec![
        Words::key("paper-in-all").into(),
        Cell::Empty,
        total("expected", &exposure.expected),
        total("at-most", &exposure.at_most),
        total("capped", &exposure.capped),
    ]));
    Table {
        caption: "paper-exposure".into(),
        columns: ["paper-payer", "paper-year", "paper-expected-payment", "paper-at-most", "paper-capped"]
            .map(Words::key)
            .to_vec(),
        rows,
        note: Some(
            Words::key("paper-exposure-note")
                .with("names", names.join(", ").as_str())
                .with("level", Value::Choice(level.to_owned())),
        ),
    }
}

/// What a pot is called.
pub fn pot_words(pot: Pot) -> Words {
    Words::key("govern-pot").with("pot", Value::Choice(pot.word().to_owned()))
}

/// Savings by payer and by service frame, for agreements whose savings are known.
pub fn savings(planned: &[PlannedAgreement<'_>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rows = Vec::new();
    for one in planned {
        let Some(savings) = economy::savings(one) else { continue };
        let id = one.agreement.id.as_str();
        let level = economy::level_word(&one.agreement.price_level);
        let horizon = one.horizon().map_or(Value::NotStated, Value::Year);
        let name = || Words::text(one.agreement.name.clone());
        let mut add = |what: String, label: Words, amount: Money| {
            let from = Lineage::computed(id, "plan", [format!("{id}.savings")]);
            let year = Figure::new(format!("savings.{id}.{what}.horizon"), horizon.clone(), from.clone());
            rows.push(Row::new(vec![
                name().into(),
                label.into(),
                Figure::new(format!("savings.{id}.{what}"), amount, from).into(),
                year.into(),
                Words::key("paper-price-level").with("level", Value::Choice(level.clone())).into(),
            ]));
        };
        for (pot, amount) in &savings.by_pot {
            add(pot.word().to_owned(), pot_words(*pot), *amount);
        }
        for (frame, amount) in &savings.by_frame {
            let word = match frame {
                Some(true) => "inside",
                Some(false) => "outside",
                None => "not-stated",
            };
            let label = Words::key("govern-frame").with("frame", Value::Choice(word.to_owned()));
            add(format!("frame-{word}"), label, *amount);
        }
    }
    if rows.is_empty() {
        return parts;
    }
    let columns = ["paper-investment", "paper-who-saves", "paper-savings", "paper-horizon", "paper-prices"];
    parts.push(Part::Table(Table {
        caption: "paper-savings-by-payer".into(),
        columns: columns.map(Words::key).to_vec(),
        rows,
        note: Some("paper-savings-note".into()),
    }));
    parts
}

/// The authority's balance of every agreement that can be computed, added up from year to year.
pub fn curves(planned: &[PlannedAgreement<'_>]) -> Vec<Part> {
    let known: Vec<_> = planned.iter().filter_map(|one| Some((one, economy::cumulative(one)?))).collect();
    let years: BTreeSet<i16> = known.iter().flat_map(|(_, years)| years.iter().map(|(year, _)| *year)).collect();
    if years.len() < 2 {
        return Vec::new();
    }
    let series = known.iter().map(|(one, own)| {
        let own: BTreeMap<i16, Money> = own.iter().copied().collect();
        let values = years.iter().map(|year| own.get(year).map(|amount| amount.to_decimal()));
        (Words::text(one.agreement.name.clone()), values.collect())
    });
    vec![Part::Chart(Chart {
        id: "cumulative".to_owned(),
        title: "paper-cumulative-chart".into(),
        positions_are: "paper-year".into(),
        positions: years.iter().map(i16::to_string).collect(),
        unit: "kroner".to_owned(),
        series: series.collect(),
        first_as_bars: false,
    })]
}

/// Capital by investment as the agreements state it, with what papers say beside it.
pub fn capital(dossier: &Dossier) -> Vec<Part> {
    let mut rows = Vec::new();
    let papers: Vec<_> = dossier.papers.iter().filter(|paper| !paper.projects.is_empty()).collect();
    for agreement in &dossier.agreements {
        let Some(financing) = &agreement.financing else { continue };
        let id = agreement.id.as_str();
        let from = Lineage::term(id, "financing.capital", &financing.clause, financing.origin.as_ref());
        let mut cells: Vec<Cell> = vec![
            Words::text(agreement.name.clone()).into(),
            Figure::new(format!("capital.{id}"), financing.capital, from).into(),
        ];
        for paper in &papers {
            let project = dossier.projects(id).find(|(of, _)| of.id == paper.id).map(|(_, project)| project);
            cells.push(project.map_or(Cell::Empty, |project| {
                let term = format!("project.{}.capital", project.id);
                let from = Lineage::term(paper.id.as_str(), term, &project.clause, project.origin.as_ref());
                Figure::new(format!("capital.{id}.{}", paper.id), project.capital, from).into()
            }));
        }
        rows.push(Row::new(cells));
    }
    let columns = ["paper-investment", "paper-capital-agreed"].map(Words::key).into_iter();
    let columns = columns.chain(papers.iter().map(|paper| Words::text(paper.name.clone()))).collect();
    vec![Part::Table(Table { caption: "paper-capital-table".into(), columns, rows, note: None })]
}

/// What fewer participants mean for each party, and break-even by participants and success rate.
pub fn shortfall(
    agreement: &Agreement,
    planned: Option<u32>,
    forecast: Option<u32>,
    plan: Option<&virkning_engine::Plan>,
) -> Vec<Part> {
    let Some((planned, plan)) = planned.zip(plan) else { return vec![Part::Text("paper-shortfall-unknown".into())] };
    let fewer = forecast.filter(|forecast| *forecast < planned).unwrap_or(planned * 3 / 4).max(1);
    let id = agreement.id.as_str();
    let mut parts = Vec::new();
    match recruitment::shortfall(agreement, plan, fewer) {
        Err(lacks) => {
            let terms: Vec<String> = lacks.into_iter().flat_map(|lack| lack.terms).collect();
            let text = Words::key("paper-shortfall-lacks").with("terms", terms.join(", ").as_str());
            parts.push(Part::Remark { warns: false, title: "paper-shortfall".into(), text });
        }
        Ok(shortfall) => parts.push(Part::Table(shortfall_table(agreement, planned, &shortfall))),
    }
    let numbers: Vec<u32> =
        [planned, planned * 9 / 10, planned * 3 / 4, planned / 2].into_iter().filter(|n| *n > 0).collect();
    let cells = recruitment::break_even(agreement, &numbers);
    if cells.is_empty() {
        return parts;
    }
    let computed = || Lineage::computed(id, "plan", ["intake", "expected"]);
    let row = |one: &recruitment::BreakEven| {
        let mut row: Vec<Cell> = vec![Words::text(one.participants.to_string()).into()];
        for (part, balance) in recruitment::RATE_PARTS.iter().zip(&one.balances) {
            row.push(Figure::new(format!("{id}.break-even.{}.{part}", one.participants), *balance, computed()).into());
        }
        let rate = one.rate.map_or(Value::NotStated, |rate| Value::Share(rate.round_dp(4)));
        row.push(Figure::new(format!("{id}.break-even.{}.rate", one.participants), rate, computed()).into());
        Row::new(row)
    };
    let rates =
        recruitment::RATE_PARTS.iter().map(|part| Words::key("paper-rate-part").with("part", Value::Share(*part)));
    let columns = std::iter::once(Words::key("paper-participants")).chain(rates);
    parts.push(Part::Table(Table {
        caption: "paper-break-even".into(),
        columns: columns.chain([Words::key("paper-break-even-rate")]).collect(),
        rows: cells.iter().map(row).collect(),
        note: Some("paper-break-even-note".into()),
    }));
    parts
}

fn shortfall_table(agreement: &Agreement, planned: u32, shortfall: &recruitment::Shortfall) -> Table {
    let id = agreement.id.as_str();
    let computed = || Lineage::computed(id, "plan", ["intake"]);
    let row = |label: Words, name: &str, before: Money, after: Money| {
        let figure = |what: &str, amount: Money| -> Cell {
            Figure::new(format!("{id}.shortfall.{name}.{what}"), amount, computed()).into()
        };
        Row::new(vec![
            label.into(),
            figure("planned", before),
            figure("fewer", after),
            figure("difference", after - before),
        ])
    };
    let mut rows =
        vec![row("paper-payments-for-results".into(), "payments", shortfall.payments.0, shortfall.payments.1)];
    for (party, before, after) in &shortfall.balances {
        let name = agreement.party(party).map_or(party.as_str(), |party| party.short_name.as_str());
        rows.push(row(Words::text(name), party.as_str(), *before, *after));
    }
    let so_many = |number: u32| Words::key("paper-with-participants").with("number", number);
    Table {
        caption: "paper-shortfall".into(),
        columns: vec![
            "paper-party".into(),
            so_many(planned),
            so_many(shortfall.participants),
            "paper-difference".into(),
        ],
        rows,
        note: Some("paper-shortfall-note".into()),
    }
}
