//! Typesetting: the view as data, our template, and a world without network, clock, system fonts or files of its own.
//! The view never becomes markup: the template reads it as JSON, so whatever a name says is printed as it is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{ReportError, Statement, chart_svg, check};

const TEMPLATE: &str = include_str!("../templates/statement.typ");

/// The document as PDF/UA-1: tagged, with title and language, the same bytes for the same view.
pub fn statement_pdf(statement: &Statement) -> Result<Vec<u8>, ReportError> {
    let problems = check(statement);
    if !problems.is_empty() {
        return Err(ReportError::View(problems));
    }
    let charts = statement.charts().map(|chart| (chart.id.as_str(), chart_svg(chart))).collect();
    let view = serde_json::to_vec(&Sheet { statement, charts }).map_err(ReportError::Data)?;
    let world = StatementWorld::new(view);
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|found| failure(&world, &found))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|refused| ReportError::Typesetting { problems: vec![refused.message().to_string()] })?;
    let date = statement.issued_on;
    let midnight = Datetime::from_ymd_hms(date.year().into(), date.month() as u8, date.day() as u8, 0, 0, 0);
    let options = PdfOptions {
        ident: Smart::Custom(statement.document_id.clone()),
        creator: Smart::Custom(Some("Virkning".to_owned())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|found| failure(&world, &found));
    // The typesetter remembers what it laid out; a long-lived process keeps only what the last few documents used.
    typst::comemo::evict(4);
    pdf
}

/// What the template reads.
#[derive(serde::Serialize)]
struct Sheet<'a> {
    statement: &'a Statement,
    /// SVG by chart id.
    charts: BTreeMap<&'a str, String>,
}

fn failure(world: &StatementWorld, found: &[SourceDiagnostic]) -> ReportError {
    let problems = found.iter().map(|problem| {
        let hints = problem.hints.iter().map(|hint| format!(" ({})", hint.v)).collect::<String>();
        let line = world.range(problem.span).map(|range| TEMPLATE[..range.start].lines().count());
        format!("line {}: {}{hints}", line.unwrap_or(0), problem.message)
    });
    ReportError::Typesetting { problems: problems.collect() }
}

/// What all documents share: the library and the fonts, read once in a process.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    view: FileId,
    template: Source,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    // Only the text face is used; the mathematical and typewriter faces would cost time and never be seen.
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| font.info().family == "Libertinus Serif")
        .collect();
    let main = virtual_file("statement.typ");
    Shared {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main,
        view: virtual_file("view.json"),
        template: Source::new(main, TEMPLATE.to_owned()),
    }
});

fn virtual_file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain name is a virtual path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The template, one view, and nothing else.
struct StatementWorld {
    view: Bytes,
}

impl StatementWorld {
    fn new(view: Vec<u8>) -> Self {
        StatementWorld { view: Bytes::new(view) }
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
        if id == SHARED.main { Ok(SHARED.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == SHARED.view { Ok(self.view.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
