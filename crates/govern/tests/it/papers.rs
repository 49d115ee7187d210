//! Every kind of paper can be written, names each figure once, and can be kept and compared.

use jiff::civil::date;
use virkning_govern::compare::compare;
use virkning_govern::{PaperError, PaperKind, Report, Wanted, paper};

use crate::support::{aarhus, written};

fn subject(kind: PaperKind) -> Option<&'static str> {
    match kind {
        PaperKind::Investor => Some("rsi"),
        PaperKind::Continuation => Some("dialog-mod-vold"),
        kind if kind.needs_subject() => Some("ips-plus"),
        _ => None,
    }
}

#[test]
fn every_kind_is_written_and_names_its_figures_once() {
    let dossier = aarhus(date(2024, 6, 30));
    for (word, kind) in PaperKind::WORDS {
        let report = written(&dossier, *kind, subject(*kind));
        assert_eq!(report.kind, *word);
        assert!(!report.sections.is_empty(), "{word}");
        let mut ids: Vec<&str> = report.figures().iter().map(|figure| figure.id.as_str()).collect();
        ids.sort_unstable();
        let twice: Vec<&&str> = ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
        assert!(twice.is_empty(), "{word}: {twice:?}");
        for figure in report.figures() {
            let from = &figure.from;
            assert!(!from.document.is_empty(), "{word}: {} comes from nowhere", figure.id);
        }
    }
}

#[test]
fn what_must_be_named_is_asked_for() {
    let dossier = aarhus(date(2024, 6, 30));
    for (word, kind) in PaperKind::WORDS.iter().filter(|(_, kind)| kind.needs_subject()) {
        let refused = paper(&dossier, &Wanted { kind: *kind, subject: None, days: None });
        assert_eq!(refused.err(), Some(PaperError::NoSubject), "{word}");
    }
    let unknown = paper(&dossier, &Wanted { kind: PaperKind::Investor, subject: Some("nobody"), days: None });
    assert!(matches!(unknown, Err(PaperError::UnknownInvestor(_, known)) if known.contains(&"rsi".to_owned())));
}

/// A report that was kept is the same when it is read again, and differs from today's only where figures have changed.
#[test]
fn a_kept_report_is_compared_with_todays() {
    let sent = written(&aarhus(date(2024, 6, 30)), PaperKind::FactSheet, Some("sammen-om-diabetes"));
    let kept: Report = serde_json::from_str(&serde_json::to_string(&sent).expect("JSON")).expect("the report");
    assert_eq!(kept, sent);
    assert_eq!(compare(&kept, &sent), []);
    let mut later = aarhus(date(2024, 6, 30));
    let agreement = later.agreements.iter_mut().find(|one| one.id.as_str() == "sammen-om-diabetes").expect("it");
    let actual = agreement.actuals.iter_mut().find(|actual| actual.id.as_str() == "started-2024").expect("the report");
    actual.number = Some(130.into());
    let changed = compare(&kept, &written(&later, PaperKind::FactSheet, Some("sammen-om-diabetes")));
    let ids: Vec<&str> = changed.iter().map(|one| one.id.as_str()).collect();
    assert!(ids.contains(&"sammen-om-diabetes.recruitment.started"), "{ids:?}");
    assert!(!ids.contains(&"sammen-om-diabetes.recruitment.planned"), "{ids:?}");
}
