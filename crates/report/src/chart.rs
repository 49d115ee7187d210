//! Charts as SVG.
use crate::view::Chart;
/// The chart as SVG.
pub fn chart_svg(chart: &Chart) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"680\" height=\"300\"><title>{}</title></svg>", crate::svg::escape(&chart.title))
}
/// Round values for the lines across a chart.
pub fn tick_values(low: f64, high: f64) -> Vec<f64> {
    vec![low, high]
}
