//! Charts of all kinds of figures: well-formed, named for those who do not see them, and nothing outside the drawing.

use virkning_report::*;

use crate::sample;

/// A chart of bars and lines over the same values.
fn chart(kind: Kind, rows: &[&[Option<f64>]]) -> Chart {
    let tones = [Tone::Plan, Tone::Actual, Tone::Limit, Tone::Provisional];
    let point = |value: f64| Point::new(value, Cell::text(format!("{value:.0}")));
    let series = rows.iter().enumerate().map(|(place, values)| Series {
        label: format!("Serie {place}"),
        kind,
        tone: tones[place % 4],
        points: values.iter().map(|value| value.map(point)).collect(),
    });
    let values = || rows.iter().flat_map(|values| values.iter().flatten().copied());
    let ticks = tick_values(values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    Chart {
        x_labels: (0..rows.first().map_or(0, |row| row.len())).map(|place| (2024 + place).to_string()).collect(),
        ticks: ticks.into_iter().map(|value| Tick { value, text: format!("{value:.0}") }).collect(),
        series: series.collect(),
        ..sample::plan_chart()
    }
}

/// Draws, reads and checks a chart; gives the texts in it.
fn check_drawing(chart: &Chart) -> Vec<String> {
    let svg = chart_svg(chart);
    assert_eq!(svg, chart_svg(chart));
    let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let [title, description] = ["title", "description"].map(|part| format!("{}-{part}", chart.id));
    assert_eq!(root.attribute("aria-labelledby"), Some(format!("{title} {description}").as_str()));
    for (id, name) in [(title, "title"), (description, "desc")] {
        let node = document.descendants().find(|node| node.attribute("id") == Some(&id)).expect("it is there");
        assert_eq!(node.tag_name().name(), name);
    }
    let names = ["svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "text"];
    let of_box =
        |place: usize| root.attribute("viewBox").and_then(|text| text.split(' ').nth(place)?.parse::<f64>().ok());
    let (width, height) = (of_box(2).expect("a width"), of_box(3).expect("a height"));
    let mut texts = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(names.contains(&node.tag_name().name()), "{}", node.tag_name().name());
        let number = |name: &str| node.attribute(name).and_then(|text| text.parse::<f64>().ok());
        if node.tag_name().name() == "text" {
            let text = node.text().unwrap_or("");
            // A third of an em for each letter is the least that a face takes; the drawing's own estimate is larger.
            let size = number("font-size").expect("a size");
            let long = text.chars().count() as f64 * size * 0.33;
            let (x, y) = (number("x").expect("x"), number("y").expect("y"));
            let (left, right, top) = match (node.attribute("transform"), node.attribute("text-anchor")) {
                (Some(_), _) => (x - size, x, y - long),
                (None, Some("middle")) => (x - long / 2.0, x + long / 2.0, y - size),
                (None, Some("end")) => (x - long, x, y - size),
                _ => (x, x + long, y - size),
            };
            assert!(
                left >= -0.1 && right <= width && top >= -3.0 && y <= height,
                "{text} at {x}, {y} in {width} × {height}"
            );
            texts.push(text.to_owned());
        }
        if node.tag_name().name() == "rect" && node.parent_element().is_some_and(|parent| parent == root) {
            let [x, y, wide, high] = ["x", "y", "width", "height"].map(|name| number(name).expect("a number"));
            assert!(x >= 0.0 && x + wide <= width && y >= 0.0 && y + high <= height && wide > 0.0 && high >= 0.0);
        }
    }
    texts
}

#[test]
fn plan_against_actual() {
    let texts = check_drawing(&sample::plan_chart());
    for text in ["Plan", "Faktisk", "Tusind kr.", "2024", "2030", "60", "71", "600"] {
        assert!(texts.iter().any(|one| one == text), "{text} in {texts:?}");
    }
    check_drawing(&sample::rate_chart());
}

#[test]
fn full_amounts_fit_above_two_bars_of_seven_years() {
    let mut chart = sample::plan_chart();
    for point in chart.series.iter_mut().flat_map(|series| series.points.iter_mut().flatten()) {
        point.text = "597.600".to_owned();
    }
    let texts = check_drawing(&chart);
    assert_eq!(texts.iter().filter(|text| *text == "597.600").count(), 9);
}

#[test]
fn nothing_to_draw_is_said() {
    for chart in [
        chart(Kind::Bars, &[]),
        chart(Kind::Bars, &[&[]]),
        chart(Kind::Bars, &[&[None, None, None]]),
        chart(Kind::Line, &[&[None], &[None]]),
    ] {
        let texts = check_drawing(&chart);
        assert!(texts.contains(&"Der er endnu ingen tal.".to_owned()), "{texts:?}");
    }
}

#[test]
fn zeros_one_point_negative_and_broken() {
    for kind in [Kind::Bars, Kind::Line] {
        check_drawing(&chart(kind, &[&[Some(0.0), Some(0.0)]]));
        check_drawing(&chart(kind, &[&[Some(42.0)]]));
        check_drawing(&chart(kind, &[&[Some(-120.0), Some(80.0)], &[Some(-3.0), None], &[None, Some(-90.0)]]));
        check_drawing(&chart(kind, &[&[Some(-120.0), Some(-80.0)]]));
        check_drawing(&chart(kind, &[&[Some(1e15), Some(1e-3), Some(-1e15)]]));
        check_drawing(&chart(kind, &[&[Some(1.0); 120], &[Some(2.0); 120], &[Some(-3.0); 120], &[None; 120]]));
    }
}

#[test]
fn a_line_is_broken_where_a_value_is_missing() {
    let svg = chart_svg(&chart(Kind::Line, &[&[Some(1.0), Some(2.0), None, Some(3.0)]]));
    let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let mut paths = document
        .descendants()
        .filter_map(|node| node.attribute("d").filter(|_| node.attribute("stroke-width") == Some("2")));
    let path = paths.next_back().expect("the line");
    assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 1), "{path}");
}

#[test]
fn long_and_hostile_words_stay_inside() {
    for long in [
        "Speciallægeerklæring ".repeat(12),
        "W".repeat(300),
        "</text><script>alert(1)</script>".to_owned(),
        "😀".repeat(90),
    ] {
        let mut chart = sample::plan_chart();
        chart.unit.clone_from(&long);
        chart.title.clone_from(&long);
        chart.x_labels = vec![long.clone(); 7];
        for series in &mut chart.series {
            series.label.clone_from(&long);
            for point in series.points.iter_mut().flatten() {
                point.text.clone_from(&long);
            }
        }
        for tick in &mut chart.ticks {
            tick.text.clone_from(&long);
        }
        check_drawing(&chart);
        chart.x_labels.truncate(1);
        chart.series.iter_mut().for_each(|series| series.points.truncate(1));
        check_drawing(&chart);
        chart.series.iter_mut().for_each(|series| series.kind = Kind::Line);
        check_drawing(&chart);
    }
}

#[test]
fn the_table_twin_has_every_figure() {
    let table = sample::plan_chart().table();
    assert_eq!(
        table.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>(),
        ["Måleår", "Plan", "Faktisk"]
    );
    assert_eq!(table.rows.len(), 7);
    assert_eq!(table.rows[1].cells[1], sample::kroner(278_880));
    assert_eq!(table.rows[6].cells[2], Cell::text("–"));
}

#[test]
fn ticks_are_round_and_hold_everything() {
    for (low, high, expected) in [
        (0.0, 597.6, vec![0.0, 200.0, 400.0, 600.0]),
        (0.0, 60.0, vec![0.0, 20.0, 40.0, 60.0]),
        (0.0, 1.0, vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-120.0, 80.0, vec![-150.0, -100.0, -50.0, 0.0, 50.0, 100.0]),
        (5.0, 9.0, vec![0.0, 2.0, 4.0, 6.0, 8.0, 10.0]),
        (0.0, 0.0, vec![0.0, 1.0]),
        (f64::NAN, f64::INFINITY, vec![0.0, 1.0]),
    ] {
        let found = tick_values(low, high);
        assert_eq!(found.len(), expected.len(), "{low} to {high}: {found:?}");
        assert!(found.iter().zip(&expected).all(|(found, expected)| (found - expected).abs() < 1e-9), "{found:?}");
    }
    for range in [1e-6, 0.37, 12.0, 99_999.0, 3.3e9, 9e18, 1e300] {
        let found = tick_values(-range / 3.0, range);
        assert!((3..=9).contains(&found.len()) && found.iter().all(|value| value.is_finite()), "{range}: {found:?}");
        assert!(found[0] <= -range / 3.0 && found[found.len() - 1] >= range * 0.999_999, "{range}: {found:?}");
    }
}
