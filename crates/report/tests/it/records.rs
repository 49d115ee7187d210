//! Records: PDF/A-3 with the files that belong to them, and terms printed as they are written.

use virkning_report::*;

use crate::sample;

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn attachment(name: &str, text: &str) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: "application/json".to_owned(),
        description: "Oplysninger om dokumentet".to_owned(),
        relationship: Relationship::Data,
        bytes: text.as_bytes().to_vec(),
    }
}

fn archive() -> Archive {
    Archive {
        description: "Afregningsbilag for IPS-PLUS, måleår 2024".to_owned(),
        keywords: vec!["sag 2025-012345".to_owned(), "KLE 15.00.00".to_owned()],
        attachments: vec![attachment("metadata.json", "{}"), attachment("afregning.json", "{\"amount\":\"70550.00\"}")],
    }
}

#[test]
fn a_record_is_an_archive_of_its_own_with_its_files_and_words() {
    let pdf = record_pdf(&sample::statement(), &archive()).expect("the sample is whole");
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for text in [
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "/EmbeddedFile",
        "/AFRelationship/Data",
        "metadata.json",
        "afregning.json",
        "sag 2025-012345",
        "KLE 15.00.00",
    ] {
        assert!(contains(&pdf, text), "{text}");
    }
    for text in ["/JavaScript", "/JS", "/URI", "/Launch"] {
        assert!(!contains(&pdf, text), "{text}");
    }
    assert!(pdf == record_pdf(&sample::statement(), &archive()).expect("the sample is whole"), "the same bytes");
}

#[test]
fn without_files_it_is_still_a_record() {
    let pdf = record_pdf(&sample::statement(), &Archive::default()).expect("the sample is whole");
    assert!(contains(&pdf, "<pdfaid:part>3</pdfaid:part>") && !contains(&pdf, "/EmbeddedFile"));
}

#[test]
fn files_have_plain_names_of_their_own() {
    for name in ["", "a/b", "..", ".skjult", "bilag æ.json", "metadata.json"] {
        let mut archive = archive();
        archive.attachments.push(attachment(name, "{}"));
        match record_pdf(&sample::statement(), &archive) {
            Err(ReportError::View(problems)) => assert_eq!(problems, [Problem::Attachment(name.to_owned())]),
            other => panic!("{name}: {:?}", other.map(|bytes| bytes.len())),
        }
    }
}

/// A document of prose and terms, as an agreement is.
pub fn agreement() -> Statement {
    let run = |text: &str, kind| Run { text: text.to_owned(), kind };
    let prose = vec![
        run("Enheden koster ", RunKind::Plain),
        run("1,5 mio. kr.", RunKind::Strong),
        run(" om året; se ", RunKind::Plain),
        run("bilag 1", RunKind::Emphasis),
        run(" og ", RunKind::Plain),
        run("cost.salaries", RunKind::Code),
        run(".", RunKind::Plain),
    ];
    let long = "kommentar ".repeat(30);
    let terms = format!(
        "[[measure]]\nid       = \"work\"\nsuccess  = \"any(job.ratio > 0)\"  # *ikke* _markup_ #sys\n\nseal = \"{}\"\n# {long}\n",
        "9f86d081884c7d65".repeat(9)
    );
    let blocks = vec![
        Block::Prose(prose),
        Block::Heading("Projektorganisering".to_owned()),
        Block::Subheading("Styregruppe".to_owned()),
        Block::Numbered(vec!["Sociallægeinstitutionen".to_owned(), "Rådet".to_owned()]),
        Block::Verbatim(terms),
    ];
    let sections = vec![Section::new("5. Pris for indsatsen", blocks)];
    Statement { sections, ..Statement::new("da", sample::DAY, "IPS-PLUS", "ips-plus-1", sample::labels()) }
}

#[test]
fn prose_and_terms_are_set_and_tabulated() {
    assert!(record_pdf(&agreement(), &Archive::default()).is_ok());
    assert!(statement_xlsx(&agreement()).is_ok());
}
