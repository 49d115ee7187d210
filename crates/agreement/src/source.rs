//! The literate document as text: where its TOML blocks stand, which heading is above a place, and the same text with
//! everything but the blocks blanked out, so that spans in the terms are spans in the document. It knows no term.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use virkning_model::agreement::Clause;
use virkning_model::{Diagnostic, Place};

use crate::codes;

/// A document and where its parts stand.
pub struct Source<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The bytes of each TOML block, without its fences.
    pub blocks: Vec<Range<usize>>,
    headings: Vec<Heading>,
    /// The first byte of every line.
    lines: Vec<usize>,
}

struct Heading {
    start: usize,
    text: String,
}

impl<'a> Source<'a> {
    /// Finds blocks and headings. A block that cannot be read as one is reported.
    pub fn of(text: &'a str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut source = Self { text, blocks: Vec::new(), headings: Vec::new(), lines };
        let mut container_depth = 0_usize;
        let mut heading: Option<Heading> = None;
        let mut block: Option<(Range<usize>, Option<Range<usize>>)> = None;
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => container_depth += 1,
                Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => container_depth -= 1,
                Event::Start(Tag::Heading { .. }) => {
                    heading = Some(Heading { start: range.start, text: String::new() });
                }
                Event::End(TagEnd::Heading(_)) => source.headings.extend(heading.take()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_toml(&info) => {
                    if container_depth > 0 {
                        diagnostics.push(Diagnostic::error(codes::BLOCK_INSIDE_LIST, source.first_line_of(&range)));
                    } else {
                        block = Some((range, None));
                    }
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((fences, content)) = block.take() {
                        source.close_block(fences, content, diagnostics);
                    }
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some((_, content)) = &mut block {
                        let start = content.as_ref().map_or(range.start, |content| content.start);
                        *content = Some(start..range.end);
                    } else if let Some(heading) = &mut heading {
                        heading.text.push_str(&words);
                    }
                }
                _ => {}
            }
        }
        source
    }

    fn close_block(&mut self, fences: Range<usize>, content: Option<Range<usize>>, problems: &mut Vec<Diagnostic>) {
        let last_line = self.text[fences.clone()].trim_end().rsplit('\n').next().unwrap_or("").trim();
        let opened_only = !self.text[fences.clone()].trim_end().contains('\n');
        if opened_only || !(last_line.starts_with("```") || last_line.starts_with("~~~")) {
            problems.push(Diagnostic::error(codes::BLOCK_NOT_CLOSED, self.first_line_of(&fences)));
        } else if let Some(content) = content {
            self.blocks.push(content);
        }
    }

    /// The document with blanks for every byte outside the blocks; line ends stay.
    pub fn terms_only(&self) -> String {
        let mut bytes = vec![b' '; self.text.len()];
        for (at, end) in self.text.match_indices('\n').chain(self.text.match_indices('\r')) {
            bytes[at..=at].copy_from_slice(end.as_bytes());
        }
        for block in &self.blocks {
            bytes[block.clone()].copy_from_slice(&self.text.as_bytes()[block.clone()]);
        }
        String::from_utf8(bytes).expect("blanks and whole blocks of a text are a text")
    }

    /// The place of a span of the document.
    pub fn place(&self, span: &Range<usize>) -> Place {
        Place::in_lines(self.text, &self.lines, span.start, span.end)
    }

    /// The clause of a term: the heading above it and the line of a byte.
    pub fn clause(&self, at: usize) -> Clause {
        let above = self.headings.partition_point(|heading| heading.start <= at);
        Clause {
            section: above.checked_sub(1).map_or_else(String::new, |last| self.headings[last].text.clone()),
            line: u32::try_from(self.lines.partition_point(|start| *start <= at)).unwrap_or(u32::MAX),
        }
    }

    fn first_line_of(&self, range: &Range<usize>) -> Place {
        let end = self.text[range.clone()].find('\n').map_or(range.end, |newline| range.start + newline);
        self.place(&(range.start..end))
    }
}

fn is_toml(info: &str) -> bool {
    info.split_whitespace().next() == Some("toml")
}

/// A heading and the prose under it, for printing: the terms stand in the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 for the title, 2 for a section, 3 for a part of it.
    pub level: u8,
    /// The heading.
    pub heading: String,
    /// The line of the heading, from 1; 1 too for prose before any heading.
    pub line: u32,
    /// Paragraphs and list items, in order.
    pub prose: Vec<Prose>,
}

/// A piece of prose without its Markdown signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prose {
    /// A paragraph.
    Paragraph(String),
    /// An item of a list.
    Item(String),
}

/// Headings and prose of a document, for printing; blocks of any language are left out.
pub fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let (mut words, mut in_item, mut in_code) = (String::new(), 0_usize, false);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let line = Place::of_span(text, range.start, range.end).line;
                sections.push(Section { level: level as u8, heading: String::new(), line, prose: Vec::new() });
                words.clear();
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(section) = sections.last_mut() {
                    section.heading = std::mem::take(&mut words);
                }
            }
            Event::Start(Tag::Item) => in_item += 1,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => {
                add_prose(&mut sections, std::mem::take(&mut words), in_item > 0);
                in_item = in_item.saturating_sub(usize::from(matches!(event, Event::End(TagEnd::Item))));
            }
            Event::End(TagEnd::TableCell) => words.push_str("  "),
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(piece) | Event::Code(piece) if !in_code => words.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    sections
}

fn add_prose(sections: &mut Vec<Section>, words: String, is_item: bool) {
    let words = words.trim().to_owned();
    if words.is_empty() {
        return;
    }
    if sections.is_empty() {
        sections.push(Section { level: 1, heading: String::new(), line: 1, prose: Vec::new() });
    }
    if let Some(section) = sections.last_mut() {
        section.prose.push(if is_item { Prose::Item(words) } else { Prose::Paragraph(words) });
    }
}
