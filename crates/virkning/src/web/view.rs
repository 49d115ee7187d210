//! View data as a page: the same sections, tables, facts and charts that the statement's PDF is made of. Charts are the
//! same picture, each with its table.

use std::cell::RefCell;
use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};
use virkning_report::{
    Align, Block, Callout, CalloutKind, Cell, Chart, Fact, KeyFigure, Party, RowKind, Run, RunKind, Section, Table,
    chart_svg,
};

use crate::text::Texts;

/// The names of a page's tables: regions must be told apart, so a name that comes again gets a number.
#[derive(Default)]
struct Names(RefCell<BTreeMap<String, usize>>);

impl Names {
    fn next(&self, name: &str) -> String {
        let mut known = self.0.borrow_mut();
        let times = known.entry(name.to_owned()).or_default();
        *times += 1;
        if *times == 1 { name.to_owned() } else { format!("{name} ({times})") }
    }
}

/// Sections, each with its heading.
pub fn sections(sections: &[Section], texts: &Texts) -> Markup {
    let names = Names::default();
    html! {
        @for section in sections {
            section {
                @if !section.heading.is_empty() { h2 { (section.heading) } }
                @for block in &section.blocks { (self::block(block, texts, &names)) }
            }
        }
    }
}

fn block(block: &Block, texts: &Texts, names: &Names) -> Markup {
    match block {
        Block::Heading(text) => html! { h3 { (text) } },
        Block::Subheading(text) => html! { h4 { (text) } },
        Block::Paragraph(text) => html! { p { (text) } },
        Block::Prose(runs) => html! { p { @for run in runs { (self::run(run)) } } },
        Block::List(points) => html! { ul { @for point in points { li { (point) } } } },
        Block::Numbered(points) => html! { ol { @for point in points { li { (point) } } } },
        Block::Verbatim(text) => html! { pre tabindex="0" { (text) } },
        Block::Facts(pairs) => facts(pairs),
        Block::Table(data) => table_named(data, &names.next(name_of(data))),
        Block::Chart(data) => chart_among(data, texts, names),
        Block::Callout(remark) => callout(remark),
    }
}

fn run(run: &Run) -> Markup {
    match run.kind {
        RunKind::Plain => html! { (run.text) },
        RunKind::Strong => html! { strong { (run.text) } },
        RunKind::Emphasis => html! { em { (run.text) } },
        RunKind::Code => html! { code { (run.text) } },
    }
}

/// Labels with values.
pub fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl class="facts" {
            @for fact in facts {
                div {
                    dt { (fact.label) }
                    dd { (cell(&fact.value)) @if let Some(note) = &fact.note { span class="note" { (note) } } }
                }
            }
        }
    }
}

/// Figures to remember.
pub fn key_figures(figures: &[KeyFigure]) -> Markup {
    html! {
        dl class="key-figures" {
            @for figure in figures {
                div class=[figure.emphasis.then_some("emphasis")] {
                    dt { (figure.label) }
                    dd { (cell(&figure.value)) @if let Some(note) = &figure.note { span class="note" { (note) } } }
                }
            }
        }
    }
}

/// Who pays and who is paid.
pub fn parties(parties: &[Party]) -> Markup {
    html! {
        dl class="key-figures" {
            @for party in parties {
                div { dt { (party.role) } dd { (party.name) @for line in &party.details { span class="note" { (line) } } } }
            }
        }
    }
}

fn callout(remark: &Callout) -> Markup {
    let class = match remark.kind {
        CalloutKind::Note => "alert alert-info",
        CalloutKind::Warning => "alert alert-warning",
    };
    html! {
        div class=(class) {
            div class="alert-body" {
                @if !remark.title.is_empty() { p class="alert-heading" { (remark.title) } }
                p class="alert-text" { (remark.text) }
            }
        }
    }
}

/// A table that can be scrolled where it is too wide, also by keyboard.
pub fn table(table: &Table) -> Markup {
    table_named(table, name_of(table))
}

fn name_of(table: &Table) -> &str {
    if table.caption.is_empty() { &table.columns[0].title } else { &table.caption }
}

/// The same under a name that no other table of the page has.
pub fn table_named(table: &Table, name: &str) -> Markup {
    let class = |align: Align| (align == Align::End).then_some("figure");
    html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(name) {
            table class="table" {
                @if !table.caption.is_empty() { caption { (table.caption) } }
                thead { tr { @for column in &table.columns { th scope="col" class=[class(column.align)] { (column.title) } } } }
                tbody {
                    @if table.rows.is_empty() { tr { td colspan=(table.columns.len()) { (table.empty) } } }
                    @for row in &table.rows {
                        tr class=[row_class(row.kind)] {
                            @for (column, value) in table.columns.iter().zip(&row.cells) {
                                td class=[class(column.align)] { (cell(value)) }
                            }
                        }
                    }
                }
                @if let Some(total) = &table.total {
                    tfoot {
                        tr {
                            @for (column, value) in table.columns.iter().zip(total) {
                                td class=[class(column.align)] { (cell(value)) }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(note) = &table.note { p class="note" { (note) } }
    }
}

fn row_class(kind: RowKind) -> Option<&'static str> {
    match kind {
        RowKind::Plain => None,
        RowKind::Highlight => Some("highlight"),
        RowKind::Subtotal => Some("subtotal"),
        RowKind::Muted => Some("muted"),
    }
}

fn cell(cell: &Cell) -> Markup {
    html! { (cell.text) @if let Some(mark) = &cell.mark { " " span class="badge" { (mark.label) } } }
}

/// A chart and its table. The picture comes from our own code, which encodes every word in it.
pub fn chart(chart: &Chart, texts: &Texts) -> Markup {
    chart_among(chart, texts, &Names::default())
}

fn chart_among(chart: &Chart, texts: &Texts, names: &Names) -> Markup {
    let as_table = Table { caption: String::new(), ..chart.table() };
    html! {
        figure class="chart" {
            div class="chart-wrap" tabindex="0" role="region" aria-label=(names.next(&chart.title)) { (PreEscaped(chart_svg(chart))) }
            details {
                summary { (texts.get("web-chart-as-table")) }
                (table_named(&as_table, &names.next(name_of(&as_table))))
            }
        }
    }
}
