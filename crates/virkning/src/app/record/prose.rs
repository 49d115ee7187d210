//! The literate text of an agreement as blocks of a document: headings, prose, lists and tables as they are meant, terms
//! as they are written. What Markdown has besides (links, pictures) is printed as its words.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use virkning_report::{Block, Cell, Column, Row, Run, RunKind, Section, Table};

/// A text taken apart.
#[derive(Debug, PartialEq)]
pub(in crate::app) struct Parsed {
    /// The first heading of the first level.
    pub(in crate::app) title: Option<String>,
    /// The parts in their order.
    pub(in crate::app) sections: Vec<Section>,
}

/// Takes a text apart.
pub(in crate::app) fn parse(text: &str) -> Parsed {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reader.take(event);
    }
    Parsed { title: reader.title, sections: reader.sections }
}

#[derive(Default)]
struct Reader {
    title: Option<String>,
    sections: Vec<Section>,
    /// Whether the part under way has a heading of its own below it already.
    has_heading: bool,
    /// Running text under way, and how its words are set just now.
    runs: Vec<Run>,
    strong: usize,
    emphasis: usize,
    /// Terms under way.
    verbatim: Option<String>,
    /// Lists under way: whether they are numbered, and their points. Points of an inner list are points of the outer one.
    lists: Vec<(bool, Vec<String>)>,
    table: Option<TableUnderWay>,
}

#[derive(Default)]
struct TableUnderWay {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.verbatim {
                Some(lines) => lines.push_str(&text),
                None => self.words(&text, None),
            },
            Event::Code(text) => self.words(&text, Some(RunKind::Code)),
            Event::SoftBreak => self.words(" ", None),
            Event::HardBreak => self.words("\n", None),
            Event::Rule => {}
            Event::Html(text) | Event::InlineHtml(text) => self.words(&text, Some(RunKind::Code)),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::CodeBlock(_) => self.verbatim = Some(String::new()),
            Tag::List(first) => {
                self.point();
                self.lists.push((first.is_some(), Vec::new()));
            }
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Table(_) => self.table = Some(TableUnderWay::default()),
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.lists.is_empty() => {
                let runs = std::mem::take(&mut self.runs);
                self.push(prose(runs));
            }
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::CodeBlock => {
                let lines = self.verbatim.take().unwrap_or_default();
                self.push(Some(Block::Verbatim(lines.trim_end().to_owned())));
            }
            TagEnd::Item => self.point(),
            TagEnd::List(_) => self.list(),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::TableCell => self.cell(),
            TagEnd::Table => self.end_of_table(),
            TagEnd::HtmlBlock => {
                let runs = std::mem::take(&mut self.runs);
                self.push(prose(runs));
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str, kind: Option<RunKind>) {
        let kind = kind.unwrap_or(match (self.strong, self.emphasis) {
            (0, 0) => RunKind::Plain,
            (0, _) => RunKind::Emphasis,
            _ => RunKind::Strong,
        });
        match self.runs.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(text),
            _ => self.runs.push(Run { text: text.to_owned(), kind }),
        }
    }

    /// The words that are under way, without how they are set.
    fn plain(&mut self) -> String {
        let runs = std::mem::take(&mut self.runs);
        runs.into_iter().map(|run| run.text).collect::<String>().trim().to_owned()
    }

    fn push(&mut self, block: Option<Block>) {
        let Some(block) = block else { return };
        if self.sections.is_empty() {
            self.sections.push(Section::new("", Vec::new()));
        }
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    /// Headings keep their order: none is printed below one that is more than a step above it.
    fn heading(&mut self, level: HeadingLevel) {
        let text = self.plain();
        if level == HeadingLevel::H1 && self.title.is_none() {
            self.title = Some(text);
            return;
        }
        let inside = self.sections.last().is_some_and(|section| !section.heading.is_empty());
        match level {
            HeadingLevel::H1 | HeadingLevel::H2 => self.section(text),
            _ if !inside => self.section(text),
            HeadingLevel::H3 => self.inner_heading(text),
            _ if !self.has_heading => self.inner_heading(text),
            _ => self.push(Some(Block::Subheading(text))),
        }
    }

    fn section(&mut self, heading: String) {
        self.sections.push(Section::new(heading, Vec::new()));
        self.has_heading = false;
    }

    fn inner_heading(&mut self, text: String) {
        self.push(Some(Block::Heading(text)));
        self.has_heading = true;
    }

    /// The end of a point, or the beginning of a list inside it.
    fn point(&mut self) {
        if self.lists.is_empty() {
            return;
        }
        let text = self.plain();
        if let Some((_, points)) = self.lists.last_mut().filter(|_| !text.is_empty()) {
            points.push(text);
        }
    }

    fn list(&mut self) {
        let Some((numbered, points)) = self.lists.pop() else { return };
        if let Some((_, outer)) = self.lists.last_mut() {
            outer.extend(points);
            return;
        }
        if !points.is_empty() {
            self.push(Some(if numbered { Block::Numbered(points) } else { Block::List(points) }));
        }
    }

    fn cell(&mut self) {
        let text = self.plain();
        if let Some(table) = &mut self.table {
            match table.rows.last_mut() {
                Some(row) => row.push(text),
                None => table.head.push(text),
            }
        }
    }

    fn end_of_table(&mut self) {
        let Some(TableUnderWay { head, rows }) = self.table.take() else { return };
        let mut table = Table::new("", head.iter().map(Column::text).collect());
        let width = head.len();
        let row = |mut cells: Vec<String>| {
            cells.resize(width, String::new());
            Row::from(cells.into_iter().map(Cell::from).collect::<Vec<Cell>>())
        };
        table.rows = rows.into_iter().map(row).collect();
        self.push((width > 0).then_some(Block::Table(table)));
    }
}

/// Running text; plain where none of its words is marked.
fn prose(runs: Vec<Run>) -> Option<Block> {
    match runs.as_slice() {
        [] => None,
        [run] if run.kind == RunKind::Plain => Some(Block::Paragraph(run.text.clone())),
        _ => Some(Block::Prose(runs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, title: Option<&str>, expected: Vec<(&str, Vec<Block>)>) {
        let sections = expected.into_iter().map(|(heading, blocks)| Section::new(heading, blocks)).collect();
        assert_eq!(parse(text), Parsed { title: title.map(str::to_owned), sections }, "{text}");
    }

    fn run(text: &str, kind: RunKind) -> Run {
        Run { text: text.to_owned(), kind }
    }

    #[test]
    fn prose_with_marked_words() {
        let words = vec![
            run("Enheden ", RunKind::Plain),
            run("koster", RunKind::Strong),
            run(" 1,5 mio. kr. i ", RunKind::Plain),
            run("fire år", RunKind::Emphasis),
            run("; se ", RunKind::Plain),
            run("cost", RunKind::Code),
            run(".", RunKind::Plain),
        ];
        check(
            "# IPS\n\nFørste\nlinje.\n\n## Pris\n\nEnheden **koster** 1,5 mio. kr. i *fire år*; se `cost`.\n",
            Some("IPS"),
            vec![("", vec![Block::Paragraph("Første linje.".to_owned())]), ("Pris", vec![Block::Prose(words)])],
        );
    }

    #[test]
    fn terms_stay_as_they_are_written() {
        let terms = "[[party]]\nid = \"a\"   # *b*\n\nname = \"<c>\"";
        check(&format!("## A\n\n```toml\n{terms}\n```\n"), None, vec![("A", vec![Block::Verbatim(terms.to_owned())])]);
    }

    #[test]
    fn lists_and_tables() {
        let mut table = Table::new("", vec![Column::text("År"), Column::text("Beløb")]);
        table.rows = vec![Row::from(vec![Cell::from("2023"), Cell::from("1")])];
        check(
            "## A\n\n1. en\n2. to\n\n- a\n  - b\n- c\n\n| År | Beløb |\n|---|---|\n| 2023 | 1 |\n",
            None,
            vec![(
                "A",
                vec![
                    Block::Numbered(vec!["en".to_owned(), "to".to_owned()]),
                    Block::List(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]),
                    Block::Table(table),
                ],
            )],
        );
    }

    #[test]
    fn headings_never_skip_a_step() {
        check(
            "#### Dyb\n\n## A\n\n#### B\n\n#### C\n\n### D\n",
            None,
            vec![
                ("Dyb", vec![]),
                (
                    "A",
                    vec![
                        Block::Heading("B".to_owned()),
                        Block::Subheading("C".to_owned()),
                        Block::Heading("D".to_owned()),
                    ],
                ),
            ],
        );
    }

    #[test]
    fn hostile_markup_is_words() {
        check(
            "<script>alert(1)</script>\n\n[a](javascript:x)\n",
            None,
            vec![(
                "",
                vec![
                    Block::Prose(vec![run("<script>alert(1)</script>\n", RunKind::Code)]),
                    Block::Paragraph("a".to_owned()),
                ],
            )],
        );
        check("", None, vec![]);
    }
}
