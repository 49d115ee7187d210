//! Charts: plan against actual by year, as bars, lines or both, in an SVG of our own that is the same on the page and in
//! the PDF. Every label comes with the chart. What has no room is left out of the drawing, never drawn over something
//! else: the table twin has every figure in full.

use crate::svg::{Drawing, number, text_width, wrap};
use crate::view::{Chart, Kind, Series, Tone};

/// The drawing's width in pixels; pages and documents scale it.
pub(crate) const WIDTH: f64 = 680.0;
/// The height of the plot between its lowest and highest line.
const PLOT_HEIGHT: f64 = 190.0;
pub(crate) const LABEL_SIZE: f64 = 11.0;
pub(crate) const INK: &str = "#1b1f23";
pub(crate) const QUIET: &str = "#55606a";
pub(crate) const GRID: &str = "#d5dbe0";

/// The chart as an SVG document: `role="img"`, title, description, no scripts, no styles, no links.
pub fn chart_svg(chart: &Chart) -> String {
    let frame = Frame::new(chart);
    let mut drawing = Drawing::new(&chart.id, WIDTH, frame.height, &chart.title, &chart.description);
    if chart.series.iter().any(|series| series.tone == Tone::Provisional && series.kind == Kind::Bars) {
        draw_hatch(&mut drawing, &chart.id);
    }
    draw_legend(&mut drawing, chart, &frame);
    draw_axes(&mut drawing, chart, &frame);
    if frame.has_points {
        // All shapes before any figure: figures stand on top, and keep clear of the markers of all lines.
        let ends = draw_bars(&mut drawing, chart, &frame);
        let markers = draw_lines(&mut drawing, chart, &frame);
        let dark = ends.iter().filter(|end| end.dark).map(|end| end.rect).collect();
        let mut figures = Figures { placed: markers, dark, plan: frame.bar_labels };
        ends.iter().for_each(|end| figures.at_bar(&mut drawing, end));
        for series in lines(chart) {
            places(series, &frame).for_each(|(x, y, text)| figures.at_point(&mut drawing, text, x, y, &frame));
        }
    } else {
        let (x, y) = (number((frame.left + frame.right) / 2.0), number(frame.top + PLOT_HEIGHT / 2.0));
        let attributes =
            [("x", x.as_str()), ("y", &y), ("text-anchor", "middle"), ("font-size", "13"), ("fill", QUIET)];
        let room = wrap(&chart.empty, 13.0, frame.right - frame.left, 1);
        drawing.element("text", &attributes, &room[0]);
    }
    drawing.finish()
}

/// Round values for the lines across a chart that holds everything from `low` to `high` and zero: four to seven of
/// them, apart by 1, 2 or 5 times a power of ten.
pub fn tick_values(low: f64, high: f64) -> Vec<f64> {
    let (low, high) = (low.min(0.0), high.max(0.0));
    let range = high - low;
    if !range.is_finite() || range < 1e-9 {
        return vec![0.0, 1.0];
    }
    // Multiplied up and down instead of taken from a logarithm: the same on every machine.
    let mut power = 1.0;
    while power * 10.0 <= range / 5.0 {
        power *= 10.0;
    }
    while power > range / 5.0 {
        power /= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| range / step <= 5.0);
    let step = step.unwrap_or(10.0 * power);
    let (first, last) = ((low / step).floor() as i64, (high / step).ceil() as i64);
    (first..=last).map(|place| place as f64 * step).collect()
}

/// Where everything stands, in pixels.
struct Frame {
    left: f64,
    right: f64,
    /// The y of the highest value.
    top: f64,
    height: f64,
    low: f64,
    high: f64,
    /// The width of one position.
    group: f64,
    legend: Vec<LegendEntry>,
    /// The y of the unit's base line.
    unit_y: f64,
    /// The x labels in lines, empty where there is no room for one.
    x_lines: Vec<Vec<String>>,
    /// Room below the lowest line, for labels of negative bars.
    below: f64,
    bar_labels: BarLabels,
    has_points: bool,
}

struct LegendEntry {
    x: f64,
    y: f64,
    lines: Vec<String>,
}

/// How the figures at the bars are written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum BarLabels {
    Level { size: f64 },
    Upright,
    None,
}

impl Frame {
    fn new(chart: &Chart) -> Self {
        let values = || chart.series.iter().flat_map(|series| series.points.iter().flatten().map(|point| point.value));
        let ticks = || chart.ticks.iter().map(|tick| tick.value);
        let low = values().chain(ticks()).fold(0.0, f64::min);
        let mut high = values().chain(ticks()).fold(0.0, f64::max);
        if high - low < 1e-9 {
            high = low + 1.0;
        }
        let tick_width = chart.ticks.iter().map(|tick| text_width(&tick.text, LABEL_SIZE)).fold(0.0, f64::max);
        // A tick's text never takes more than a third of the drawing; see `draw_axes`.
        let left = 10.0 + tick_width.min(WIDTH / 3.0);
        let right = WIDTH - 6.0;
        let group = (right - left) / chart.x_labels.len().max(1) as f64;
        let bars = chart.series.iter().filter(|series| series.kind == Kind::Bars).count();
        let bar_labels = bar_labels(chart, group, bars);
        let (legend, legend_bottom) = place_legend(&chart.series);
        let label_room = match bar_labels {
            BarLabels::Upright => widest_label(chart) + 8.0,
            _ => 18.0,
        };
        let unit_y = legend_bottom + if chart.unit.is_empty() { 0.0 } else { 16.0 };
        let top = unit_y + label_room;
        let below = if values().any(|value| value < 0.0) { label_room } else { 2.0 };
        let x_lines = x_labels(chart, group);
        let x_rows = x_lines.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let height = top + PLOT_HEIGHT + below + 8.0 + x_rows * 13.0 + 6.0;
        let has_points = values().next().is_some();
        Frame { left, right, top, height, low, high, group, legend, unit_y, x_lines, below, bar_labels, has_points }
    }

    fn y(&self, value: f64) -> f64 {
        self.top + PLOT_HEIGHT * (self.high - value) / (self.high - self.low)
    }

    fn centre(&self, position: usize) -> f64 {
        self.left + self.group * (position as f64 + 0.5)
    }
}

/// Entries from left to right, in as many rows as they need.
fn place_legend(series: &[Series]) -> (Vec<LegendEntry>, f64) {
    let (mut x, mut y, mut row_height) = (0.0, 4.0, 0.0_f64);
    let mut entries = Vec::new();
    for one in series {
        let lines = wrap(&one.label, 12.0, WIDTH - 30.0, 2);
        let width = 24.0 + lines.iter().map(|line| text_width(line, 12.0)).fold(0.0, f64::max);
        if x > 0.0 && x + width > WIDTH {
            (x, y, row_height) = (0.0, y + row_height, 0.0);
        }
        row_height = row_height.max(4.0 + 15.0 * lines.len() as f64);
        entries.push(LegendEntry { x, y, lines });
        x += width + 14.0;
    }
    (entries, y + row_height)
}

fn widest_label(chart: &Chart) -> f64 {
    let bars = chart.series.iter().filter(|series| series.kind == Kind::Bars);
    let texts = bars.flat_map(|series| series.points.iter().flatten().map(|point| text_width(&point.text, 10.0)));
    texts.fold(0.0, f64::max)
}

/// Level if a bar's share of its group is wide enough, else upright, else none.
fn bar_labels(chart: &Chart, group: f64, bars: usize) -> BarLabels {
    let room = group / bars.max(1) as f64;
    let widest = widest_label(chart);
    if let Some(size) = [11.0, 10.0, 9.0].into_iter().find(|size| widest * size / 10.0 <= room - 3.0) {
        return BarLabels::Level { size };
    }
    if room >= 14.0 && widest <= 90.0 {
        BarLabels::Upright
    } else {
        BarLabels::None
    }
}

/// The x labels in up to three lines; where the positions are too narrow for words, every second, third … is left out.
fn x_labels(chart: &Chart, group: f64) -> Vec<Vec<String>> {
    let longest_word =
        |label: &String| label.split_whitespace().map(|word| text_width(word, LABEL_SIZE)).fold(0.0, f64::max);
    let needed = chart.x_labels.iter().map(longest_word).fold(0.0, f64::max).min(50.0) + 4.0;
    let every = (needed / group).ceil().max(1.0) as usize;
    let room = group * every as f64 - 4.0;
    let lines = chart.x_labels.iter().enumerate().map(|(position, label)| {
        if position % every == 0 {
            wrap(label, LABEL_SIZE, room, 3)
        } else {
            Vec::new()
        }
    });
    lines.collect()
}

/// Colours that differ in lightness: for grey print and for readers who see no red or green.
pub(crate) struct Paint {
    fill: &'static str,
    pub(crate) stroke: &'static str,
    /// For lines; empty is unbroken.
    pub(crate) dashes: &'static str,
}

pub(crate) fn paint(tone: Tone) -> Paint {
    match tone {
        Tone::Plan => Paint { fill: "#dbe5ec", stroke: "#4a6679", dashes: "6 4" },
        Tone::Actual => Paint { fill: "#0b3c5d", stroke: "#0b3c5d", dashes: "" },
        Tone::Limit => Paint { fill: "#d98a3d", stroke: "#a34700", dashes: "2 3" },
        Tone::Provisional => Paint { fill: "#ffffff", stroke: "#0b3c5d", dashes: "1 4" },
    }
}

fn fill_of(tone: Tone, id: &str) -> String {
    match tone {
        Tone::Provisional => format!("url(#{id}-hatch)"),
        other => paint(other).fill.to_owned(),
    }
}

fn draw_hatch(drawing: &mut Drawing, id: &str) {
    let pattern = format!("{id}-hatch");
    let size = [("width", "6"), ("height", "6")];
    drawing.open("defs", &[]);
    drawing.open("pattern", &[("id", &pattern), ("patternUnits", "userSpaceOnUse"), size[0], size[1]]);
    drawing.empty("rect", &[size[0], size[1], ("fill", "#ffffff")]);
    drawing.empty("path", &[("d", "M-1 1L1 -1M0 6L6 0M5 7L7 5"), ("stroke", "#0b3c5d"), ("stroke-width", "1.4")]);
    drawing.close("pattern");
    drawing.close("defs");
}

fn draw_legend(drawing: &mut Drawing, chart: &Chart, frame: &Frame) {
    for (series, entry) in chart.series.iter().zip(&frame.legend) {
        let paint = paint(series.tone);
        match series.kind {
            Kind::Bars => draw_bar(drawing, series.tone, &chart.id, [entry.x + 0.5, entry.y + 0.5, 12.0, 11.0]),
            Kind::Line => {
                let y = number(entry.y + 6.0);
                draw_stroke(drawing, &format!("M{} {y}H{}", number(entry.x), number(entry.x + 16.0)), &paint);
                draw_marker(drawing, entry.x + 8.0, entry.y + 6.0, series.tone);
            }
        }
        for (line, text) in entry.lines.iter().enumerate() {
            let (x, y) = (number(entry.x + 20.0), number(entry.y + 10.5 + 15.0 * line as f64));
            drawing.element("text", &[("x", &x), ("y", &y), ("font-size", "12"), ("fill", INK)], text);
        }
    }
}

fn draw_axes(drawing: &mut Drawing, chart: &Chart, frame: &Frame) {
    let size = number(LABEL_SIZE);
    if !chart.unit.is_empty() {
        let unit = wrap(&chart.unit, LABEL_SIZE, WIDTH, 1);
        let y = number(frame.unit_y - 2.0);
        drawing.element("text", &[("x", "0"), ("y", &y), ("font-size", &size), ("fill", QUIET)], &unit[0]);
    }
    for tick in &chart.ticks {
        let y = frame.y(tick.value);
        draw_rule(drawing, frame, y, GRID);
        let text = wrap(&tick.text, LABEL_SIZE, frame.left - 8.0, 1);
        let (x, y) = (number(frame.left - 6.0), number(y + 3.8));
        let attributes = [("x", x.as_str()), ("y", &y), ("text-anchor", "end"), ("font-size", &size), ("fill", QUIET)];
        drawing.element("text", &attributes, &text[0]);
    }
    draw_rule(drawing, frame, frame.y(0.0), INK);
    let first_line = frame.top + PLOT_HEIGHT + frame.below + 16.0;
    for (position, lines) in frame.x_lines.iter().enumerate() {
        for (line, text) in lines.iter().enumerate() {
            // The first and last label may be wider than their position; they stay inside the drawing.
            let half = text_width(text, LABEL_SIZE) / 2.0;
            let x = number(frame.centre(position).min(WIDTH - half).max(half));
            let y = number(first_line + 13.0 * line as f64);
            let attributes =
                [("x", x.as_str()), ("y", &y), ("text-anchor", "middle"), ("font-size", &size), ("fill", INK)];
            drawing.element("text", &attributes, text);
        }
    }
}

fn draw_rule(drawing: &mut Drawing, frame: &Frame, y: f64, colour: &str) {
    let path = format!("M{} {}H{}", number(frame.left), number(y), number(frame.right));
    drawing.empty("path", &[("d", &path), ("stroke", colour), ("stroke-width", "1"), ("fill", "none")]);
}

/// Where a bar ends, and what is written there.
struct BarEnd<'a> {
    text: &'a str,
    x: f64,
    y: f64,
    /// How wide a figure may be before it touches its neighbour's.
    pitch: f64,
    /// Its place in its group, counted from the middle.
    offset: f64,
    negative: bool,
    /// Left, top, right, bottom.
    rect: [f64; 4],
    /// Whether dark figures cannot be read on it.
    dark: bool,
}

fn draw_bars<'a>(drawing: &mut Drawing, chart: &'a Chart, frame: &Frame) -> Vec<BarEnd<'a>> {
    let mut ends = Vec::new();
    let bars: Vec<&Series> = chart.series.iter().filter(|series| series.kind == Kind::Bars).collect();
    let pitch = (frame.group * 0.72 / bars.len().max(1) as f64).min(64.0);
    let width = (pitch - 2.0).max(pitch * 0.7);
    for (place, series) in bars.iter().enumerate() {
        for (position, point) in series.points.iter().enumerate() {
            let Some(point) = point else { continue };
            let offset = place as f64 - (bars.len() as f64 - 1.0) / 2.0;
            let x = frame.centre(position) + offset * pitch;
            let (from, y) = (frame.y(0.0), frame.y(point.value));
            let rect = [x - width / 2.0, from.min(y), x + width / 2.0, from.max(y)];
            draw_bar(drawing, series.tone, &chart.id, [rect[0], rect[1], width, rect[3] - rect[1]]);
            let (text, negative, dark) = (point.text.as_str(), point.value < 0.0, series.tone == Tone::Actual);
            ends.push(BarEnd { text, x, y, pitch, offset, negative, rect, dark });
        }
    }
    ends
}

fn draw_bar(drawing: &mut Drawing, tone: Tone, id: &str, [x, y, width, height]: [f64; 4]) {
    let fill = fill_of(tone, id);
    let place = [number(x), number(y), number(width), number(height)];
    let mut attributes = vec![("x", place[0].as_str()), ("y", &place[1]), ("width", &place[2]), ("height", &place[3])];
    attributes.push(("fill", &fill));
    if tone != Tone::Actual {
        attributes.extend([("stroke", paint(tone).stroke), ("stroke-width", "1")]);
    }
    drawing.empty("rect", &attributes);
}

fn lines(chart: &Chart) -> impl Iterator<Item = &Series> {
    chart.series.iter().filter(|series| series.kind == Kind::Line)
}

/// Draws the lines and then their markers; gives the room that the markers take.
fn draw_lines(drawing: &mut Drawing, chart: &Chart, frame: &Frame) -> Vec<[f64; 4]> {
    for series in lines(chart) {
        draw_stroke(drawing, &line_path(series, frame), &paint(series.tone));
    }
    let mut markers = Vec::new();
    for series in lines(chart) {
        for (x, y, _) in places(series, frame) {
            draw_marker(drawing, x, y, series.tone);
            markers.push([x - 4.0, y - 4.0, x + 4.0, y + 4.0]);
        }
    }
    markers
}

/// The points of a series that there are: x, y, figure.
fn places<'a>(series: &'a Series, frame: &'a Frame) -> impl Iterator<Item = (f64, f64, &'a str)> {
    let points = series.points.iter().enumerate();
    points.filter_map(|(position, point)| {
        let point = point.as_ref()?;
        Some((frame.centre(position), frame.y(point.value), point.text.as_str()))
    })
}

/// A line that is broken where a value is missing; a straight way across would invent one.
fn line_path(series: &Series, frame: &Frame) -> String {
    let mut path = String::new();
    let mut joined = false;
    for (position, point) in series.points.iter().enumerate() {
        if let Some(point) = point {
            let letter = if joined { 'L' } else { 'M' };
            path += &format!("{letter}{} {}", number(frame.centre(position)), number(frame.y(point.value)));
        }
        joined = point.is_some();
    }
    path
}

pub(crate) fn draw_stroke(drawing: &mut Drawing, path: &str, paint: &Paint) {
    let mut attributes = vec![("d", path), ("fill", "none"), ("stroke", paint.stroke), ("stroke-width", "2")];
    if !paint.dashes.is_empty() {
        attributes.push(("stroke-dasharray", paint.dashes));
    }
    drawing.empty("path", &attributes);
}

pub(crate) fn draw_marker(drawing: &mut Drawing, x: f64, y: f64, tone: Tone) {
    let (x, y) = (number(x), number(y));
    let fill = if tone == Tone::Actual { "#0b3c5d" } else { "#ffffff" };
    let attributes = [("cx", x.as_str()), ("cy", &y), ("r", "3.5"), ("fill", fill)];
    let stroke = [("stroke", paint(tone).stroke), ("stroke-width", "1.5")];
    drawing.empty("circle", &[&attributes[..], &stroke[..]].concat());
}

/// The figures drawn so far: a figure that would touch another is left to the table twin.
struct Figures {
    /// What must not be written over: left, top, right, bottom.
    placed: Vec<[f64; 4]>,
    /// Dark bars, which figures of lines avoid too.
    dark: Vec<[f64; 4]>,
    plan: BarLabels,
}

impl Figures {
    fn at_bar(&mut self, drawing: &mut Drawing, end: &BarEnd) {
        match self.plan {
            _ if end.text.is_empty() => {}
            BarLabels::None => {}
            BarLabels::Level { size } => {
                // A figure wider than its bar moves outwards, into the group's own room, so neighbours never touch.
                let over = (text_width(end.text, size) - end.pitch + 2.0).max(0.0) * end.offset;
                let y = if end.negative { end.y + size + 2.0 } else { end.y - 4.0 };
                if is_free(&self.placed, room(end.text, end.x + over, y, size)) {
                    self.write(drawing, end.text, end.x + over, y, size);
                }
            }
            BarLabels::Upright => self.write_upright(drawing, end),
        }
    }

    fn write_upright(&mut self, drawing: &mut Drawing, end: &BarEnd) {
        let long = text_width(end.text, 10.0);
        let (x, y) = (end.x + 3.5, if end.negative { end.y + 4.0 + long } else { end.y - 5.0 });
        self.placed.push([x - 9.0, y - long, x + 2.0, y]);
        let (x, y) = (number(x), number(y));
        let turn = format!("rotate(-90 {x} {y})");
        let place = [("x", x.as_str()), ("y", &y), ("transform", &turn), ("font-size", "10"), ("fill", INK)];
        drawing.element("text", &place, end.text);
    }

    /// Above the point, below it, or further above: the first place where nothing else stands.
    fn at_point(&mut self, drawing: &mut Drawing, text: &str, x: f64, y: f64, frame: &Frame) {
        const SIZE: f64 = 10.0;
        let half = text_width(text, SIZE) / 2.0;
        if text.is_empty() || half > WIDTH / 4.0 {
            return;
        }
        let x = x.min(WIDTH - half).max(half);
        let bottom = frame.top + PLOT_HEIGHT + frame.below;
        let inside = |y: f64| y - SIZE >= frame.unit_y && y + 2.0 <= bottom;
        let places = [y - 8.0, y + 15.5, y - 21.0, y + 28.0];
        let free = |y: f64| {
            let room = room(text, x, y, SIZE);
            is_free(&self.placed, room) && is_free(&self.dark, room)
        };
        if let Some(y) = places.into_iter().find(|&y| inside(y) && free(y)) {
            self.write(drawing, text, x, y, SIZE);
        }
    }

    fn write(&mut self, drawing: &mut Drawing, text: &str, x: f64, y: f64, size: f64) {
        self.placed.push(room(text, x, y, size));
        let (x, y, size) = (number(x), number(y), number(size));
        // A white edge keeps figures readable where a line or a rule runs behind them.
        let edge =
            [("stroke", "#ffffff"), ("stroke-width", "3"), ("stroke-linejoin", "round"), ("paint-order", "stroke")];
        let place = [("x", x.as_str()), ("y", &y), ("text-anchor", "middle"), ("font-size", &size), ("fill", INK)];
        drawing.element("text", &[&place[..], &edge[..]].concat(), text);
    }
}

fn is_free(taken: &[[f64; 4]], [left, top, right, foot]: [f64; 4]) -> bool {
    taken.iter().all(|other| right < other[0] || left > other[2] || foot < other[1] || top > other[3])
}

/// What a figure takes that is centred on `x` and stands on `y`. Digits reach about 0.7 of their size above the line.
fn room(text: &str, x: f64, y: f64, size: f64) -> [f64; 4] {
    let half = text_width(text, size) / 2.0;
    [x - half, y - 0.75 * size, x + half, y + 1.0]
}
