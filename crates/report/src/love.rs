//! The balance of two arms as a picture (Love plot): one row for each covariate, with how far apart the arms are before and
//! after they were made alike, and how much is accepted. The same drawing on a page and in a file; its table twin has every
//! figure.

use serde::Serialize;

use crate::chart::{GRID, INK, LABEL_SIZE, QUIET, WIDTH, draw_marker, draw_stroke, paint};
use crate::svg::{Drawing, number, text_width, wrap};
use crate::view::{Cell, Column, Point, Row, Table, Tick, Tone};

const ROW_HEIGHT: f64 = 22.0;

/// How alike two arms are, covariate by covariate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LovePlot {
    /// Unique within a page; becomes the ids in the SVG. Letters, digits, `-`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What a reader who does not see it needs to know; the alternative text.
    pub description: String,
    /// What the rows are: `Kovariat`. The first column of the table twin.
    pub row_title: String,
    /// What the values are: `Standardiseret forskel uden fortegn`.
    pub value_title: String,
    /// The name of the values before.
    pub before: String,
    /// The name of the values after; not shown where no row has one.
    pub after: String,
    /// How much is accepted, with what it is called; nothing where nothing is.
    pub accepted: Option<Tick>,
    /// Lines down the drawing, with their labels; [`tick_values`](crate::tick_values) proposes round values.
    pub ticks: Vec<Tick>,
    /// The covariates, from above.
    pub rows: Vec<LoveRow>,
    /// Said in place of rows where there are none.
    pub empty: String,
}

/// A covariate of a [`LovePlot`]. Values are at least zero; one without end stands at the right edge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LoveRow {
    /// Its name.
    pub label: String,
    /// How far the arms are apart before.
    pub before: Point,
    /// The same after they were made alike; nothing where they were not.
    pub after: Option<Point>,
}

impl LovePlot {
    /// The same figures as a table: one row for each covariate.
    pub fn table(&self) -> Table {
        let with_after = self.has_after();
        let mut columns = vec![Column::text(&self.row_title), Column::figure(&self.before)];
        columns.extend(with_after.then(|| Column::figure(&self.after)));
        let rows = self.rows.iter().map(|row| {
            let mut cells = vec![Cell::text(&row.label), row.before.cell.clone()];
            if with_after {
                cells.push(row.after.as_ref().map_or_else(|| Cell::text("–"), |after| after.cell.clone()));
            }
            Row::from(cells)
        });
        Table {
            rows: rows.collect(),
            note: Some(self.value_title.clone()),
            empty: self.empty.clone(),
            ..Table::new(&self.title, columns)
        }
    }

    fn has_after(&self) -> bool {
        self.rows.iter().any(|row| row.after.is_some())
    }
}

/// Where things stand, in pixels.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    highest: f64,
}

impl Frame {
    fn new(plot: &LovePlot) -> Self {
        let widest = plot.rows.iter().map(|row| text_width(&row.label, LABEL_SIZE)).fold(40.0, f64::max);
        let values = plot.rows.iter().flat_map(|row| [Some(row.before.value), row.after.as_ref().map(|at| at.value)]);
        let ticks = plot.ticks.iter().chain(&plot.accepted).map(|tick| Some(tick.value));
        let highest = values.chain(ticks).flatten().filter(|value| value.is_finite()).fold(0.0, f64::max);
        let top = 30.0;
        Frame {
            left: 12.0 + widest.min(WIDTH / 3.0),
            right: WIDTH - 22.0,
            top,
            bottom: top + ROW_HEIGHT * plot.rows.len().max(2) as f64,
            highest: if highest > 0.0 { highest } else { 1.0 },
        }
    }

    fn x(&self, value: f64) -> f64 {
        let share = if value.is_finite() { value / self.highest } else { 1.0 };
        self.left + (self.right - self.left) * share.clamp(0.0, 1.0)
    }

    fn y(&self, row: usize) -> f64 {
        self.top + ROW_HEIGHT * (row as f64 + 0.5)
    }
}

/// The picture as an SVG document: `role="img"`, title, description, no scripts, no styles, no links.
pub fn love_svg(plot: &LovePlot) -> String {
    let frame = Frame::new(plot);
    let mut drawing = Drawing::new(&plot.id, WIDTH, frame.bottom + 40.0, &plot.title, &plot.description);
    draw_legend(&mut drawing, plot);
    for tick in &plot.ticks {
        down(&mut drawing, &frame, tick.value, GRID, "");
        let half = text_width(&tick.text, LABEL_SIZE) / 2.0;
        let x = frame.x(tick.value).min(WIDTH - half).max(half);
        write(&mut drawing, &tick.text, (x, frame.bottom + 14.0), "middle", QUIET);
    }
    let title = wrap(&plot.value_title, LABEL_SIZE, WIDTH - 4.0, 1);
    write(&mut drawing, &title[0], (frame.right, frame.bottom + 32.0), "end", QUIET);
    if plot.rows.is_empty() {
        let said = wrap(&plot.empty, 13.0, frame.right - frame.left, 1);
        let middle = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
        write(&mut drawing, &said[0], middle, "middle", QUIET);
        return drawing.finish();
    }
    down(&mut drawing, &frame, 0.0, INK, "");
    if let Some(accepted) = &plot.accepted {
        down(&mut drawing, &frame, accepted.value, paint(Tone::Limit).stroke, paint(Tone::Limit).dashes);
    }
    for (place, row) in plot.rows.iter().enumerate() {
        let y = frame.y(place);
        let label = wrap(&row.label, LABEL_SIZE, frame.left - 12.0, 1);
        write(&mut drawing, &label[0], (frame.left - 8.0, y + 3.8), "end", INK);
        if let Some(after) = &row.after {
            // From where it was to where it came.
            let path = format!("M{} {}H{}", number(frame.x(row.before.value)), number(y), number(frame.x(after.value)));
            let attributes = [("d", path.as_str()), ("stroke", QUIET), ("stroke-width", "1"), ("fill", "none")];
            drawing.empty("path", &attributes);
        }
        draw_marker(&mut drawing, frame.x(row.before.value), y, Tone::Plan);
        if let Some(after) = &row.after {
            draw_marker(&mut drawing, frame.x(after.value), y, Tone::Actual);
        }
    }
    drawing.finish()
}

/// Markers with their names, from left to right.
fn draw_legend(drawing: &mut Drawing, plot: &LovePlot) {
    let mut x = 6.0;
    let room = (WIDTH - 60.0) / 3.0;
    let mut entry = |drawing: &mut Drawing, tone: Tone, label: &str| {
        let text = &wrap(label, 12.0, room - 26.0, 1)[0];
        if tone == Tone::Limit {
            draw_stroke(drawing, &format!("M{} 10H{}", number(x), number(x + 16.0)), &paint(tone));
        } else {
            draw_marker(drawing, x + 8.0, 10.0, tone);
        }
        let place = number(x + 22.0);
        drawing.element("text", &[("x", &place), ("y", "14"), ("font-size", "12"), ("fill", INK)], text);
        x += 22.0 + text_width(text, 12.0) + 16.0;
    };
    entry(drawing, Tone::Plan, &plot.before);
    if plot.has_after() {
        entry(drawing, Tone::Actual, &plot.after);
    }
    if let Some(accepted) = &plot.accepted {
        entry(drawing, Tone::Limit, &accepted.text);
    }
}

fn down(drawing: &mut Drawing, frame: &Frame, value: f64, colour: &str, dashes: &str) {
    let path = format!("M{} {}V{}", number(frame.x(value)), number(frame.top), number(frame.bottom));
    let mut attributes = vec![("d", path.as_str()), ("stroke", colour), ("stroke-width", "1"), ("fill", "none")];
    if !dashes.is_empty() {
        attributes.push(("stroke-dasharray", dashes));
    }
    drawing.empty("path", &attributes);
}

fn write(drawing: &mut Drawing, text: &str, (x, y): (f64, f64), anchor: &str, colour: &str) {
    let (x, y, size) = (number(x), number(y), number(LABEL_SIZE));
    let place = [("x", x.as_str()), ("y", &y), ("text-anchor", anchor), ("font-size", &size), ("fill", colour)];
    drawing.element("text", &place, text);
}
