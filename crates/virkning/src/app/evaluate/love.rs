//! The balance of an evaluation's arms as a picture (Love plot), for files and pages alike: what a reader may not see is not
//! in it.

use std::path::Path;

use virkning_model::Decimal;
use virkning_report::{Cell, LovePlot, LoveRow, Point, Tick, tick_values};

use super::compute::Row;
use super::plan::{self, Plan};
use super::release::Hidden;
use super::{CheckedPlan, RunShown};
use crate::app::failure::Failure;
use crate::text::{Texts, format};

impl CheckedPlan {
    /// The balance before anything is done about it.
    pub fn balance_plot(&self, texts: &Texts) -> LovePlot {
        plot(&self.before.balance, &[], &self.plan, &Hidden::default(), texts)
    }
}

impl RunShown {
    /// The balance before and after; nothing where the run is hidden from its reader.
    ///
    /// # Errors
    /// The plan's text, as it was locked, cannot be read.
    pub fn balance_plot(&self, hidden: &Hidden, texts: &Texts) -> Result<Option<LovePlot>, Failure> {
        let Some(locked) = self.plans.last().filter(|_| !hidden.answer) else { return Ok(None) };
        let plan = plan::parse(Path::new("plan.md"), locked.document.clone())?;
        Ok(Some(plot(&self.report.before.balance, &self.report.after, &plan, hidden, texts)))
    }
}

fn plot(before: &[Row], after: &[Row], plan: &Plan, hidden: &Hidden, texts: &Texts) -> LovePlot {
    let figure = |value: f64| match format!("{value:.3}").parse::<Decimal>() {
        Ok(decimal) => format::decimal(texts.language(), decimal, 3),
        // A difference beside no spread at all.
        Err(_) => "∞".to_owned(),
    };
    let point = |row: &Row| {
        let value = row.standardised.abs();
        Point::new(value, Cell::text(figure(value)))
    };
    let rows: Vec<LoveRow> = before
        .iter()
        .filter(|row| !hidden.covariates.contains(&row.name))
        .map(|row| LoveRow {
            label: row.name.clone(),
            before: point(row),
            after: after.iter().find(|after| after.name == row.name).map(point),
        })
        .collect();
    let accepted = plan.says.balance.accepted;
    let largest = |of: &dyn Fn(&LoveRow) -> Option<f64>| {
        rows.iter().filter_map(of).fold(None, |all: Option<f64>, one| Some(all.map_or(one, |all| all.max(one))))
    };
    let of_before = largest(&|row| Some(row.before.value));
    let of_after = largest(&|row| row.after.as_ref().map(|after| after.value));
    let finite = rows.iter().flat_map(|row| [Some(row.before.value), row.after.as_ref().map(|after| after.value)]);
    let highest = finite.flatten().filter(|value| value.is_finite()).fold(accepted, f64::max);
    let ticks = tick_values(0.0, highest).into_iter().map(|value| Tick {
        value,
        text: format::decimal(texts.language(), Decimal::try_from(value).unwrap_or_default().round_dp(2), 2),
    });
    let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), figure);
    let accepted_text = figure(accepted);
    let (count, before_text, after_text) = (rows.len().to_string(), shown(of_before), shown(of_after));
    let words = [
        ("covariates", count.as_str()),
        ("before", &before_text),
        ("after", &after_text),
        ("accepted", &accepted_text),
    ];
    LovePlot {
        id: "balance".to_owned(),
        title: texts.get("evaluation-plot-title"),
        description: texts.with("evaluation-plot-description", &words),
        row_title: texts.get("evaluation-covariate"),
        value_title: texts.get("evaluation-plot-value"),
        before: texts.get("evaluation-plot-before"),
        after: texts.get("evaluation-plot-after"),
        accepted: Some(Tick {
            value: accepted,
            text: texts.with("evaluation-plot-accepted", &[("accepted", &accepted_text)]),
        }),
        ticks: ticks.collect(),
        rows,
        empty: texts.get("evaluation-plot-empty"),
    }
}
