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

use crate::face::FACES;
use crate::payload::payload;
use crate::{ReportError, Statement, check};

const TEMPLATE: &str = include_str!("../templates/statement.typ");

/// The document as PDF/UA-1: tagged, with title and language, the same bytes for the same view.
pub fn statement_pdf(statement: &Statement) -> Result<Vec<u8>, ReportError> {
    let problems = check(statement);
    if !problems.is_empty() {
        return Err(ReportError::View(problems));
    }
    let world = StatementWorld { view: Bytes::new(payload(statement).map_err(ReportError::Data)?) };
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

/// The template, one view, and nothing else.
struct StatementWorld {
    view: Bytes,
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
        FACES.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
