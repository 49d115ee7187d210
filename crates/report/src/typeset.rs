//! Typesetting: the view as data, our template, and a world without network, clock, system fonts or files of its own.
//! The view never becomes markup: the template reads it as JSON, so whatever a name says is printed as it is.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::archive::{self, Archive};
use crate::face::FACES;
use crate::payload::payload;
use crate::{ReportError, Statement, check};

const TEMPLATE: &str = include_str!("../templates/statement.typ");

/// The document as PDF/UA-1 (ISO 14289-1, readable for everyone) and PDF/A-2a (ISO 19005-2, readable for ever): tagged,
/// with title and language, all faces embedded, the same bytes for the same view.
pub fn statement_pdf(statement: &Statement) -> Result<Vec<u8>, ReportError> {
    pdf(statement, None)
}

/// The document as PDF/UA-1 and PDF/A-3a (ISO 19005-3) with the files that belong to it: what a case file keeps.
pub fn record_pdf(statement: &Statement, archive: &Archive) -> Result<Vec<u8>, ReportError> {
    pdf(statement, Some(archive))
}

fn pdf(statement: &Statement, archive: Option<&Archive>) -> Result<Vec<u8>, ReportError> {
    let mut problems = check(statement);
    problems.extend(archive.map(Archive::problems).unwrap_or_default());
    if !problems.is_empty() {
        return Err(ReportError::View(problems));
    }
    let world = StatementWorld::new(statement, archive).map_err(ReportError::Data)?;
    let document = layout(&world)?;
    let standard = if archive.is_some() { PdfStandard::A_3a } else { PdfStandard::A_2a };
    let pdf = typst_pdf::pdf(&document, &options(statement, standard)?).map_err(|found| failure(&world, &found));
    // The typesetter remembers what it laid out; a long-lived process keeps only what the last few documents used.
    typst::comemo::evict(4);
    pdf
}

fn layout(world: &StatementWorld) -> Result<PagedDocument, ReportError> {
    typst::compile::<PagedDocument>(world).output.map_err(|found| failure(world, &found))
}

fn options(statement: &Statement, archival: PdfStandard) -> Result<PdfOptions, ReportError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, archival])
        .map_err(|refused| ReportError::Typesetting { problems: vec![refused.message().to_string()] })?;
    let date = statement.issued_on;
    let midnight = Datetime::from_ymd_hms(date.year().into(), date.month() as u8, date.day() as u8, 0, 0, 0);
    Ok(PdfOptions {
        ident: Smart::Custom(statement.document_id.clone()),
        creator: Smart::Custom(Some("Virkning".to_owned())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}

fn failure(world: &StatementWorld, found: &[SourceDiagnostic]) -> ReportError {
    let problems = found.iter().map(|problem| {
        let hints = problem.hints.iter().map(|hint| format!(" ({})", hint.v)).collect::<String>();
        let line = world.range(problem.span).map(|range| TEMPLATE[..range.start].lines().count());
        format!("line {}: {}{hints}", line.unwrap_or(0), problem.message)
    });
    ReportError::Typesetting { problems: problems.collect() }
}

/// What all documents share, read once in a process. The extra feature is the row headers of tables.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: FileId,
    view: FileId,
    template: Source,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let main = virtual_file("statement.typ");
    Shared {
        library: LazyHash::new(Library::builder().with_features(Features::from_iter([Feature::A11yExtras])).build()),
        book: LazyHash::new(FontBook::from_fonts(FACES.iter())),
        main,
        view: virtual_file("view.json"),
        template: Source::new(main, TEMPLATE.to_owned()),
    }
});

fn virtual_file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain name is a virtual path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The template, one view with its attachments, and nothing else.
struct StatementWorld {
    view: Bytes,
    attachments: Vec<(FileId, Bytes)>,
}

impl StatementWorld {
    fn new(statement: &Statement, archive: Option<&Archive>) -> Result<Self, serde_json::Error> {
        let attached = archive.map_or(&[][..], |archive| &archive.attachments);
        let file = |(place, attachment): (usize, &archive::Attachment)| {
            (virtual_file(&archive::path(place)), Bytes::new(attachment.bytes.clone()))
        };
        Ok(Self {
            view: Bytes::new(payload(statement, archive)?),
            attachments: attached.iter().enumerate().map(file).collect(),
        })
    }
}

impl World for StatementWorld {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        SHARED.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == SHARED.main {
            Ok(SHARED.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == SHARED.view {
            return Ok(self.view.clone());
        }
        let attached = self.attachments.iter().find(|(own, _)| *own == id);
        attached.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FACES.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem, Transform};

    use super::*;
    use crate::sample;
    use crate::view::*;

    /// A piece of text where it stands on a page, in points.
    #[derive(Debug)]
    struct Piece {
        text: String,
        left: f64,
        right: f64,
        foot: f64,
    }

    struct Page {
        lying: bool,
        pieces: Vec<Piece>,
    }

    fn pages(statement: &Statement) -> Vec<Page> {
        assert_eq!(check(statement), []);
        let world = StatementWorld::new(statement, None).expect("a view is data");
        let document = layout(&world).expect("the template takes every whole view");
        let options = options(statement, PdfStandard::A_2a).expect("the standard exists");
        typst_pdf::pdf(&document, &options).expect("it is PDF/UA-1");
        document
            .pages()
            .iter()
            .map(|page| {
                let mut pieces = Vec::new();
                collect(&page.frame, Transform::identity(), &mut pieces);
                Page { lying: page.frame.width() > page.frame.height(), pieces }
            })
            .collect()
    }

    fn collect(frame: &Frame, at: Transform, pieces: &mut Vec<Piece>) {
        for (place, item) in frame.items() {
            let at = at.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => collect(&group.frame, at.pre_concat(group.transform), pieces),
                FrameItem::Text(text) => pieces.push(Piece {
                    text: text.text.to_string(),
                    left: at.tx.to_pt(),
                    right: at.tx.to_pt() + text.width().to_pt(),
                    foot: at.ty.to_pt(),
                }),
                _ => {}
            }
        }
    }

    /// All text of a page without white space, because lines and words are set apart.
    fn text(page: &Page) -> String {
        squeeze(&page.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>())
    }

    fn squeeze(text: &str) -> String {
        text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200B}').collect()
    }

    /// Nothing runs out of the text block (the margins are 62.6 points) or off the page (A4 is 595.28 by 841.89), and no
    /// two texts stand on each other.
    fn check_inside(pages: &[Page]) {
        for page in pages {
            let (width, height) = if page.lying { (841.89, 595.28) } else { (595.28, 841.89) };
            for (place, piece) in page.pieces.iter().enumerate() {
                assert!(piece.left > 62.0 && piece.right < width - 62.0, "{piece:?}");
                assert!(piece.foot > 8.0 && piece.foot < height, "{piece:?}");
                for other in &page.pieces[..place] {
                    let beside = piece.left > other.right - 0.5 || other.left > piece.right - 0.5;
                    assert!(beside || (piece.foot - other.foot).abs() > 3.0, "{piece:?} stands on {other:?}");
                }
            }
        }
    }

    fn with_table(table: Table) -> Statement {
        let mut statement = Statement::new("da", sample::DAY, "Bilag", "b-1", sample::labels());
        statement.sections = vec![Section::new("Tabel", vec![Block::Table(table)])];
        statement
    }

    fn rows(count: usize) -> Table {
        let columns = vec![Column::short("Nr."), Column::text("Deltagergruppe"), Column::figure("Beløb, kr.")];
        let row = |number: usize| {
            Row::from(vec![number.to_string().into(), format!("Række {number}").into(), sample::kroner(1)])
        };
        Table {
            rows: (1..=count).map(row).collect(),
            total: Some(vec!["I alt".into(), Cell::empty(), sample::kroner(count as i128)]),
            ..Table::new("Linjer", columns)
        }
    }

    #[test]
    fn every_page_says_that_the_data_are_synthetic_and_which_page_it_is() {
        let statement = sample::statement();
        let pages = pages(&statement);
        check_inside(&pages);
        let mark = squeeze(statement.synthetic_mark.as_deref().expect("the sample is synthetic"));
        for (number, page) in (1..).zip(&pages) {
            let text = text(page);
            assert!(text.contains(&mark), "page {number}");
            assert!(text.contains(&squeeze(&format!("Side {number} af {}", pages.len()))), "page {number}");
            assert!(text.contains("ips-plus-2024-7f3a9c"), "page {number}");
        }
    }

    #[test]
    fn a_real_document_bears_no_mark() {
        let statement = Statement { synthetic_mark: None, status_mark: None, ..sample::statement() };
        assert!(!pages(&statement).iter().any(|page| text(page).contains("SYNTETISKE")));
    }

    #[test]
    fn tables_of_any_length() {
        for (count, expected_pages) in [(0, 1), (1, 1), (40, 2)] {
            let pages = pages(&with_table(rows(count)));
            check_inside(&pages);
            assert_eq!(pages.len(), expected_pages, "{count} rows");
            for page in &pages {
                assert!(
                    text(page).contains(&squeeze("Nr. Deltagergruppe Beløb, kr.")),
                    "the header stands on every page"
                );
            }
            let all: String = pages.iter().map(text).collect();
            assert!(count == 0 || all.contains(&format!("Række{count}")));
            assert_eq!(all.contains('–'), count == 0, "no rows are said to be none");
        }
    }

    #[test]
    fn the_smallest_document() {
        let pages = pages(&Statement::new("en", sample::DAY, "Note", "n-1", sample::labels()));
        assert_eq!(pages.len(), 1);
    }

    #[test]
    fn what_a_name_says_is_printed_as_it_is() {
        for hostile in [
            "#read(\"/etc/passwd\")",
            "*x* _y_ `z` $w$",
            "<b>fed</b> & <label>",
            "@ref [a](b) \\#sys",
            "= Overskrift",
            "- punkt",
            "</svg><script>alert(1)</script>",
            "{{ 7 * 7 }} // /* bemærkning",
            "\"; #panic(1)",
        ] {
            let mut statement = with_table(Table {
                rows: vec![Row::from(vec![hostile.into(), Cell::text("1").marked(MarkKind::Chosen, hostile)])],
                note: Some(hostile.to_owned()),
                ..Table::new(hostile, vec![Column::text(hostile), Column::text("B")])
            });
            let party = Party { role: hostile.to_owned(), name: hostile.to_owned(), details: vec![hostile.to_owned()] };
            statement.issuer = hostile.to_owned();
            statement.title = hostile.to_owned();
            statement.parties = vec![party];
            statement.sections.push(Section::new(
                hostile,
                vec![
                    Block::Paragraph(hostile.to_owned()),
                    Block::List(vec![hostile.to_owned()]),
                    Block::Facts(vec![Fact::new(hostile, hostile)]),
                    Block::Chart(Chart {
                        title: hostile.to_owned(),
                        description: hostile.to_owned(),
                        unit: hostile.to_owned(),
                        x_labels: vec![hostile.to_owned(); 7],
                        ..sample::plan_chart()
                    }),
                ],
            ));
            let pages = pages(&statement);
            let all: String = pages.iter().map(text).collect::<String>().replace('-', "");
            let count = all.matches(&squeeze(hostile).replace('-', "")).count();
            assert!(count >= 12, "{hostile} stands {count} times");
        }
    }

    #[test]
    fn letters_without_a_glyph_and_control_characters_do_not_stop_a_document() {
        let odd = "a\u{0}b\u{7}c😀d北e\u{202E}f\u{FEFF}g\u{AD}h\u{FFFF}i\nj\tk";
        let mut statement =
            with_table(Table { rows: vec![Row::from(vec![odd.into()])], ..Table::new(odd, vec![Column::text(odd)]) });
        let series = Series { label: odd.to_owned(), ..sample::plan_chart().series.swap_remove(0) };
        let chart =
            Chart { x_title: odd.to_owned(), title: odd.to_owned(), series: vec![series], ..sample::plan_chart() };
        statement.title = odd.to_owned();
        statement.sections.push(Section::new(odd, vec![Block::Chart(chart)]));
        check_inside(&pages(&statement));
    }

    #[test]
    fn long_names_and_wide_tables_stay_on_the_page() {
        let long = "Arbejdsmarkedsrehabiliteringsforvaltningens Sociallægeinstitution for Ungdomsuddannelsesvejledning og Beskæftigelse";
        let word = "Speciallægeerklæringsindhentningsprocedurebeskrivelse".repeat(3);
        let mut statement = sample::statement();
        statement.issuer = long.to_owned();
        statement.title = long.to_owned();
        statement.subtitle = long.to_owned();
        statement.footer = long.to_owned();
        statement.status_mark = Some(long.to_owned());
        for party in &mut statement.parties {
            party.name = format!("{long} {word}");
            party.details.push(word.clone());
        }
        for figure in &mut statement.key_figures {
            figure.label = word.clone();
            figure.value = Cell::money(1, "1.234.567.890.123,00 kr.");
        }
        for signature in &mut statement.signatures {
            signature.party = long.to_owned();
            signature.office = word.clone();
        }
        let cells = |text: &str| (0..14).map(|_| Cell::from(text)).collect::<Vec<_>>();
        let columns = (0..14).map(|year| Column::figure(format!("Resultatbetaling i {}", 2023 + year)));
        let wide = Table { rows: vec![cells("1.240.000").into()], ..Table::new(&word, columns.collect()) };
        statement.sections.push(Section::new(
            &word,
            vec![Block::Table(wide), Block::Facts(vec![Fact::new(&word, word.as_str()).with_note(&word)])],
        ));
        check_inside(&pages(&statement));
    }

    #[test]
    fn the_world_has_no_other_file() {
        let world = StatementWorld { view: Bytes::new(Vec::new()), attachments: Vec::new() };
        for name in ["etc/passwd", "statement.rs", "other.json"] {
            assert!(world.file(virtual_file(name)).is_err() && world.source(virtual_file(name)).is_err());
        }
        assert!(world.today(None).is_none());
    }
}
