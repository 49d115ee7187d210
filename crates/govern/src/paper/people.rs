//! Sections about participants and results.

use rust_decimal::Decimal;
use virkning_model::Agreement;
use virkning_model::portfolio::Idea;

use crate::achieved::{self, Achieved, Verdict};
use crate::dossier::Dossier;
use crate::record::{Cell, Chart, Figure, Line, Lineage, Part, Row, Table, Value, Words};
use crate::recruitment::{self, Recruitment};

/// The recruitment of an investment today.
pub fn recruitment_of(dossier: &Dossier, agreement: &Agreement) -> Recruitment {
    let counted = dossier.started.iter().find(|(id, _)| *id == agreement.id).map(|(_, months)| months.as_slice());
    recruitment::recruitment(agreement, counted, dossier.today)
}

/// What is reported of an investment up to today.
pub fn achieved_of(dossier: &Dossier, agreement: &Agreement) -> Vec<Achieved> {
    achieved::achieved(agreement, &recruitment_of(dossier, agreement), dossier.today)
}

fn lineage(agreement: &Agreement, term: &str) -> Lineage {
    let intake = &agreement.intake;
    Lineage::term(agreement.id.as_str(), term, &intake.clause, intake.origin.as_ref())
}

/// Planned, started, forecast and dropped out, as lines.
pub fn recruitment_lines(idea: &Idea, agreement: &Agreement, recruitment: &Recruitment) -> Vec<Line> {
    let id = idea.id.as_str();
    let computed = |how: &str| {
        Lineage::computed(
            agreement.id.as_str(),
            how,
            [format!("{id}.recruitment.started"), format!("{id}.recruitment.planned")],
        )
    };
    let mut lines = Vec::new();
    let planned = recruitment.planned.map_or(Value::NotStated, Value::from);
    let all = Figure::new(format!("{id}.recruitment.planned"), planned, lineage(agreement, "intake.total"));
    lines.push(Line::new("paper-planned-in-all", all));
    for (until, before) in &recruitment.planned_before {
        let value = before.map_or(Value::NotStated, Value::from);
        let figure =
            Figure::new(format!("{id}.recruitment.planned.until-{until}"), value, lineage(agreement, "intake.total"));
        lines.push(Line::new(Words::key("paper-participants-until").with("day", *until), figure));
    }
    if let Some((day, started)) = recruitment.points.last() {
        let figure = Figure::new(format!("{id}.recruitment.started"), *started, lineage(agreement, "actual"));
        lines.push(Line::new("paper-started", figure).noted(Words::key("paper-as-of").with("day", *day)));
        if let Some(by_now) = recruitment.planned_by_now {
            let figure = Figure::new(format!("{id}.recruitment.planned-by-now"), by_now, computed("even-intake"));
            lines.push(Line::new("paper-planned-by-now", figure).noted("paper-planned-by-now-note"));
        }
    }
    if let Some(forecast) = recruitment.forecast {
        let number =
            Figure::new(format!("{id}.recruitment.forecast"), Value::Count(forecast.number), computed("same-rate"));
        lines.push(
            Line::new(Words::key("paper-forecast").with("day", recruitment.to), number).noted(
                Words::key("paper-forecast-note").with("rate", Value::Number(forecast.per_month, String::new())),
            ),
        );
        let span = Value::Span(forecast.low.into(), forecast.high.into());
        let figure = Figure::new(format!("{id}.recruitment.forecast.interval"), span, computed("negative-binomial"));
        lines.push(Line::new("paper-forecast-interval", figure));
    }
    if let Some((number, of)) = recruitment.dropped_out {
        let from = lineage(agreement, "intake.drop-out");
        let counts = Figure::new(format!("{id}.recruitment.dropped-out"), Value::Of(number, of), from.clone());
        lines.push(Line::new("paper-dropped-out", counts));
        if let Some(share) = number.checked_div(of) {
            let share = Figure::new(format!("{id}.recruitment.drop-out"), Value::Share(share.round_dp(4)), from);
            lines.push(Line::new("paper-drop-out", share));
        }
    }
    lines
}

/// Planned and started month by month.
pub fn recruitment_chart(idea: &Idea, recruitment: &Recruitment) -> Option<Part> {
    if recruitment.points.is_empty() || recruitment.by_month.len() < 2 {
        return None;
    }
    // At most some thirty positions can be told apart; the table has every month.
    let step = recruitment.by_month.len().div_ceil(30);
    let last = recruitment.by_month.len() - 1;
    let mut known = None;
    let mut rows = Vec::new();
    let last_point = recruitment.points.last().map(|(day, _)| virkning_model::period::Month::of(*day));
    for (place, (month, planned, started)) in recruitment.by_month.iter().enumerate() {
        known = started.or(known);
        let is_past = last_point.is_some_and(|last| *month <= last);
        if place % step == 0 || place == last || started.is_some() {
            let started = started.or(if is_past && recruitment.points.len() > 3 { known } else { None });
            rows.push((format!("{}-{:02}", month.year(), month.month()), *planned, started.map(Decimal::from)));
        }
    }
    Some(Part::Chart(Chart {
        id: format!("{}-recruitment", idea.id),
        title: "paper-recruitment-chart".into(),
        positions_are: "paper-month".into(),
        positions: rows.iter().map(|(month, _, _)| month.clone()).collect(),
        unit: "count".to_owned(),
        series: vec![
            ("paper-started".into(), rows.iter().map(|(_, _, started)| *started).collect()),
            ("paper-planned".into(), rows.iter().map(|(_, planned, _)| *planned).collect()),
        ],
        first_as_bars: true,
    }))
}

/// Every month of the plan.
pub fn recruitment_table(idea: &Idea, agreement: &Agreement, recruitment: &Recruitment) -> Table {
    let row = |(month, planned, started): &(virkning_model::period::Month, Option<Decimal>, Option<u32>)| {
        let name = format!("{}-{:02}", month.year(), month.month());
        let id = |what: &str| format!("{}.recruitment.{name}.{what}", idea.id);
        let planned = planned.map_or(Value::NotStated, |planned| Value::Number(planned, String::new()));
        let started: Cell = match started {
            Some(started) => Figure::new(id("started"), *started, lineage(agreement, "actual")).into(),
            None => Cell::Empty,
        };
        let planned =
            Figure::new(id("planned"), planned, Lineage::computed(agreement.id.as_str(), "even-intake", ["intake"]));
        Row::new(vec![Words::text(name).into(), planned.into(), started])
    };
    Table {
        caption: "paper-recruitment-table".into(),
        columns: ["paper-month", "paper-planned", "paper-started"].map(Words::key).to_vec(),
        rows: recruitment.by_month.iter().map(row).collect(),
        note: Some("paper-planned-by-now-note".into()),
    }
}

/// Duties to renegotiate, and whether their time has come.
pub fn triggers(recruitment: &Recruitment) -> Vec<Part> {
    let remark = |trigger: &recruitment::Trigger| {
        let state = match trigger.is_reached {
            Some(true) => "reached",
            Some(false) => "not-reached",
            None => "open",
        };
        Part::Remark {
            warns: trigger.is_reached == Some(true),
            title: Words::key("paper-trigger").with("state", Value::Choice(state.to_owned())),
            text: Words::key("paper-trigger-text")
                .with("label", trigger.label.as_str())
                .with("trigger", trigger.trigger.as_str()),
        }
    };
    recruitment.triggers.iter().map(remark).collect()
}

/// Expected against achieved, with counts, intervals, and what may be said.
pub fn achieved_parts(idea: &Idea, agreement: &Agreement, achieved: &[Achieved]) -> Vec<Part> {
    if achieved.is_empty() {
        return vec![Part::Text("paper-nothing-reported".into())];
    }
    let columns = ["paper-result", "paper-counts", "paper-share", "paper-interval", "paper-expected", "paper-verdict"];
    let rows = achieved.iter().map(|one| achieved_row(idea, agreement, one)).collect();
    let table = Table {
        caption: "paper-achieved".into(),
        columns: columns.map(Words::key).to_vec(),
        rows,
        note: Some("paper-interval-note".into()),
    };
    let mut parts = vec![Part::Table(table)];
    // How many take part says nothing of what became of them.
    let is_of_measure = |one: &&Achieved| matches!(one.about, virkning_model::implementation::ActualAbout::Measure(_));
    let of_measures: Vec<Achieved> = achieved.iter().filter(is_of_measure).cloned().collect();
    if achieved::is_mixed(&of_measures) {
        parts.push(Part::Remark { warns: false, title: "paper-mixed".into(), text: "paper-mixed-text".into() });
    }
    let said: Vec<Words> = achieved.iter().filter_map(sentence).collect();
    if !said.is_empty() {
        parts.push(Part::Heading("paper-what-may-be-said".into()));
        parts.push(Part::List(said));
    }
    parts
}

fn achieved_row(idea: &Idea, agreement: &Agreement, one: &Achieved) -> Row {
    let id = |what: &str| format!("{}.actual.{}.{what}", idea.id, one.actual);
    let stated = || {
        let actual = agreement.actuals.iter().find(|actual| actual.id == one.actual);
        let origin = actual.and_then(|actual| actual.origin.as_ref());
        Lineage::term(agreement.id.as_str(), format!("actual.{}", one.actual), &one.clause, origin)
    };
    let computed = |how: &str| Lineage::computed(agreement.id.as_str(), how, [id("counts")]);
    let counts: Cell = match (one.number, one.of, &one.mean) {
        (_, _, Some((mean, unit, _))) => {
            Figure::new(id("mean"), Value::Number(*mean, unit.clone().unwrap_or_default()), stated()).into()
        }
        (Some(number), Some(of), None) => Figure::new(id("counts"), Value::Of(number, of), stated()).into(),
        (Some(number), None, None) => Figure::new(id("counts"), Value::Count(number), stated()).into(),
        (None, _, None) => Figure::new(id("counts"), Value::NotStated, stated()).into(),
    };
    let share: Cell = one.share.filter(|_| one.mean.is_none()).map_or(Cell::Empty, |share| {
        Figure::new(id("share"), Value::Share(share.round_dp(4)), computed("share")).into()
    });
    let interval: Cell = one.interval.filter(|_| one.mean.is_none()).map_or(Cell::Empty, |(low, high)| {
        Figure::new(id("interval"), Value::Shares(low, high), computed("wilson")).into()
    });
    let expected: Cell = match (&one.mean, one.expected_share, one.expected) {
        (Some((_, unit, Some(bound))), _, _) => {
            Figure::new(id("expected"), Value::Number(*bound, unit.clone().unwrap_or_default()), stated()).into()
        }
        (None, Some(share), _) => Figure::new(id("expected"), Value::Share(share.round_dp(4)), stated()).into(),
        (None, None, Some(number)) => Figure::new(id("expected"), Value::Count(number), stated()).into(),
        _ => Cell::Empty,
    };
    let label = Words::key("paper-result-as-of").with("label", one.label.as_str()).with("day", one.as_of);
    let verdict = Words::key("govern-verdict").with("verdict", Value::Choice(one.verdict.word().to_owned()));
    Row::new(vec![label.into(), counts, share, interval, expected, verdict.into()])
}

/// What the figures allow to be said, in a sentence.
fn sentence(one: &Achieved) -> Option<Words> {
    let words = |key: &str| Words::key(key).with("label", one.label.as_str());
    if let Some((started, low, high)) = one.of_all_started {
        return Some(
            words("paper-says-completers")
                .with("number", Value::Count(one.number?))
                .with("of", Value::Count(one.of?))
                .with("share", Value::Share(one.share?.round_dp(4)))
                .with("started", Value::Count(started))
                .with("low", Value::Share(low.round_dp(4)))
                .with("high", Value::Share(high.round_dp(4)))
                .with("verdict", Value::Choice(one.verdict.word().to_owned()))
                .with("expected", Value::Share(one.expected_share.unwrap_or_default().round_dp(4))),
        );
    }
    if let Some((mean, unit, Some(bound))) = &one.mean {
        return Some(
            words("paper-says-mean")
                .with("mean", Value::Number(*mean, unit.clone().unwrap_or_default()))
                .with("bound", Value::Number(*bound, String::new()))
                .with("of", Value::Count(one.of.unwrap_or_default()))
                .with("verdict", Value::Choice(one.verdict.word().to_owned())),
        );
    }
    if one.verdict == Verdict::NoNumber {
        return Some(words("paper-says-no-number"));
    }
    let (number, of, expected) = (one.number?, one.of?, one.expected_share?);
    let (low, high) = one.interval?;
    Some(
        words("paper-says-share")
            .with("number", Value::Count(number))
            .with("of", Value::Count(of))
            .with("expected", Value::Count((expected * of).round()))
            .with("low", Value::Share(low))
            .with("high", Value::Share(high))
            .with("expected_share", Value::Share(expected.round_dp(4)))
            .with("chance", Value::Probability(one.chance.unwrap_or_default()))
            .with("verdict", Value::Choice(one.verdict.word().to_owned())),
    )
}

/// What is paid for, and what is only followed.
pub fn measures(agreement: &Agreement) -> Vec<Part> {
    let row = |measure: &virkning_model::agreement::Measure| {
        let id = |what: &str| format!("{}.measure.{}.{what}", agreement.id, measure.id);
        let from = || {
            let term = format!("measure.{}", measure.id);
            Lineage::term(agreement.id.as_str(), term, &measure.clause, measure.origin.as_ref())
        };
        let paid: Vec<_> = agreement.payments.iter().filter(|payment| payment.measure == measure.id).collect();
        let kind = if paid.is_empty() { "followed" } else { "paid" };
        let price: Cell = match paid.first() {
            None => Cell::Empty,
            Some(payment) => {
                let term = format!("payment.{}.amount", payment.id);
                let from = Lineage::term(agreement.id.as_str(), term, &payment.clause, payment.origin.as_ref());
                Figure::new(id("price"), payment.price(), from).into()
            }
        };
        let target = measure.target.map(Value::Share).or_else(|| {
            measure.target_value.map(|value| Value::Number(value, measure.unit.clone().unwrap_or_default()))
        });
        let target: Cell = target.map_or(Cell::Empty, |target| Figure::new(id("target"), target, from()).into());
        Row::new(vec![
            Words::text(measure.label.clone()).into(),
            Words::key("paper-measure-kind").with("kind", Value::Choice(kind.to_owned())).into(),
            target,
            price,
        ])
    };
    if agreement.measures.is_empty() {
        return Vec::new();
    }
    vec![Part::Table(Table {
        caption: "paper-measures".into(),
        columns: ["paper-measure", "paper-kind", "paper-target", "paper-price-per"].map(Words::key).to_vec(),
        rows: agreement.measures.iter().map(row).collect(),
        note: None,
    })]
}
