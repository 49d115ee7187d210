//! Love plots: markers stand where their values are, nothing lies outside the drawing, and the table twin has every figure.

use virkning_report::*;

fn point(value: f64) -> Point {
    Point::new(value, Cell::text(format!("{value:.3}")))
}

fn plot(rows: &[(&str, f64, Option<f64>)]) -> LovePlot {
    let rows = rows.iter().map(|(label, before, after)| LoveRow {
        label: (*label).to_owned(),
        before: point(*before),
        after: after.map(point),
    });
    LovePlot {
        id: "balance".to_owned(),
        title: "Balance før og efter".to_owned(),
        description: "To kovariater.".to_owned(),
        row_title: "Kovariat".to_owned(),
        value_title: "Standardiseret forskel uden fortegn".to_owned(),
        before: "Før".to_owned(),
        after: "Efter".to_owned(),
        accepted: Some(Tick { value: 0.25, text: "Højst 0,25".to_owned() }),
        ticks: tick_values(0.0, 1.0).into_iter().map(|value| Tick { value, text: format!("{value:.1}") }).collect(),
        rows: rows.collect(),
        empty: "Ingen kovariater.".to_owned(),
    }
}

/// Centre and fill of the markers of the rows, in the order of drawing; those of the legend come first.
fn markers(svg: &str) -> Vec<(f64, f64, String)> {
    let document = roxmltree::Document::parse(svg).expect("well-formed XML");
    let circles = document.descendants().filter(|node| node.tag_name().name() == "circle");
    let number = |node: roxmltree::Node<'_, '_>, name: &str| -> f64 {
        node.attribute(name).and_then(|text| text.parse().ok()).expect("a number")
    };
    circles
        .map(|node| (number(node, "cx"), number(node, "cy"), node.attribute("fill").unwrap_or("").to_owned()))
        .collect()
}

#[test]
fn markers_stand_where_their_values_are() {
    let svg = love_svg(&plot(&[("Alder", 0.8, Some(0.2)), ("Uger på ydelse", 0.4, Some(0.0))]));
    let drawn = markers(&svg);
    let [_, _, one_before, one_after, two_before, two_after] = &drawn[..] else { panic!("{drawn:?}") };
    // Hollow before, full after; both on their row.
    assert_eq!((one_before.1, two_before.1), (one_after.1, two_after.1));
    assert!(one_before.1 < two_before.1);
    assert!(one_before.2 != one_after.2 && one_before.2 == two_before.2);
    // Values are in proportion from zero: 0.8, 0.2, 0.4 and 0.
    let from = two_after.0;
    let unit = one_before.0 - from;
    assert!(unit > 100.0, "{drawn:?}");
    assert!(
        (one_after.0 - from - unit / 4.0).abs() < 0.2 && (two_before.0 - from - unit / 2.0).abs() < 0.2,
        "{drawn:?}"
    );
    for (title, is_there) in
        [("Balance før og efter", true), ("Højst 0,25", true), ("Alder", true), ("Ingen kovariater.", false)]
    {
        assert_eq!(svg.contains(title), is_there, "{title}");
    }
    assert_eq!(svg, love_svg(&plot(&[("Alder", 0.8, Some(0.2)), ("Uger på ydelse", 0.4, Some(0.0))])));
}

#[test]
fn nothing_lies_outside() {
    let long = "En meget lang kovariat med mange ord, som ikke kan stå i sin helhed ved siden af tegningen <b>&";
    let many: Vec<(&str, f64, Option<f64>)> =
        (0..40).map(|place| (long, f64::from(place) / 4.0, (place % 3 == 0).then_some(0.1))).collect();
    for rows in [&many[..], &[], &[("Ens", 0.0, None)], &[("Uden ende", f64::INFINITY, Some(0.1))]] {
        let svg = love_svg(&plot(rows));
        let document = roxmltree::Document::parse(&svg).expect("well-formed XML");
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let size: Vec<f64> =
            root.attribute("viewBox").expect("a size").split(' ').map(|text| text.parse().expect("a number")).collect();
        for (x, y, _) in markers(&svg) {
            assert!(x >= 0.0 && x + 4.0 <= size[2] && y >= 4.0 && y + 4.0 <= size[3], "{x} {y} {size:?}");
        }
        for node in document.descendants().filter(|node| node.tag_name().name() == "text") {
            let number = |name: &str| node.attribute(name).and_then(|text| text.parse::<f64>().ok()).expect("a number");
            let long = node.text().unwrap_or("").chars().count() as f64 * number("font-size") * 0.33;
            let (left, right) = match node.attribute("text-anchor") {
                Some("middle") => (number("x") - long / 2.0, number("x") + long / 2.0),
                Some("end") => (number("x") - long, number("x")),
                _ => (number("x"), number("x") + long),
            };
            assert!(left >= -0.1 && right <= size[2] && number("y") <= size[3], "{:?}", node.text());
        }
    }
}

#[test]
fn the_table_has_every_figure() {
    let table = plot(&[("Alder", 0.8, Some(0.2)), ("Uger", 0.4, None)]).table();
    let texts: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(texts, [["Alder", "0.800", "0.200"], ["Uger", "0.400", "–"]]);
    // Nothing was made alike: no column for it.
    let table = plot(&[("Alder", 0.8, None)]).table();
    assert_eq!((table.columns.len(), table.rows[0].cells.len()), (2, 2));
}
