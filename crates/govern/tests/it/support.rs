//! The documents of the tree as a dossier, as the program reads them: portfolio, agreements, papers, and the remarks of
//! their checks alone and together.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use virkning_agreement::read;
use virkning_engine::review;
use virkning_govern::dossier::Contract;
use virkning_govern::record::{Part, Section, Words};
use virkning_govern::{Dossier, Finding, PaperKind, Report, Value, Wanted, paper};

/// The folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The portfolio of Aarhus on a day.
pub fn aarhus(today: Date) -> Dossier {
    let text = std::fs::read_to_string(root().join("agreements/portfolio/aarhus.md")).expect("the portfolio");
    let reading = read(&text);
    assert_eq!(reading.diagnostics, []);
    let mut dossier = Dossier::new(reading.portfolio.expect("a portfolio"), today);
    let mut files: Vec<_> = std::fs::read_dir(root().join("agreements/aarhus"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a document");
        let reading = read(&text);
        if let Some(agreement) = &reading.agreement {
            let (agreement, parts) = (agreement.id.to_string(), vec![Part::Text(Words::text(text.clone()))]);
            let sections = vec![Section { heading: Words::text("Tekst"), parts }];
            dossier.contracts.push(Contract { agreement: agreement.clone(), title: agreement, sections });
        }
        dossier.agreements.extend(reading.agreement);
        dossier.papers.extend(reading.document);
    }
    let agreements: Vec<_> = dossier.agreements.iter().collect();
    let papers: Vec<_> = dossier.papers.iter().collect();
    let mut findings = Vec::new();
    let mut add = |document: &str, remark: &review::Remark| {
        let arguments = remark.arguments.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        findings.push(Finding { document: document.to_owned(), line: 0, code: remark.code.to_owned(), arguments });
    };
    for agreement in &agreements {
        review::review(agreement).iter().for_each(|remark| add(agreement.id.as_str(), remark));
    }
    for paper in &papers {
        review::review_document(paper).iter().for_each(|remark| add(paper.id.as_str(), remark));
    }
    for (about, remark) in review::compare(&agreements, &papers) {
        let document = match about {
            review::Reviewed::Agreement(place) => agreements[place].id.to_string(),
            review::Reviewed::Document(place) => papers[place].id.to_string(),
        };
        add(&document, &remark);
    }
    dossier.findings = findings;
    dossier
}

/// A paper that must come.
pub fn written(dossier: &Dossier, kind: PaperKind, subject: Option<&str>) -> Report {
    paper(dossier, &Wanted { kind, subject, days: None })
        .unwrap_or_else(|error| panic!("{kind:?} {subject:?}: {error:?}"))
}

/// The value of a figure that must be there.
pub fn value(report: &Report, id: &str) -> Value {
    let figure = report.figure(id);
    let known = || report.figures().iter().map(|figure| figure.id.clone()).collect::<Vec<_>>().join("\n");
    figure.unwrap_or_else(|| panic!("no {id} in:\n{}", known())).value.clone()
}

/// A decimal as it is written.
pub fn dec(text: &str) -> rust_decimal::Decimal {
    text.parse().expect("a decimal")
}
