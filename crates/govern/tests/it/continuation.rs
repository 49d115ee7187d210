//! The agreed criteria of the three investments that expired in 2024, against what the notes recommended.

use jiff::civil::date;
use virkning_govern::achieved::achieved;
use virkning_govern::continuation::{Continuation, continuation};
use virkning_govern::recruitment::recruitment;
use virkning_govern::{PaperError, PaperKind, Wanted, paper};
use virkning_model::Money;
use virkning_model::continuation::Recommendation;

use crate::support::{aarhus, dec, written};

fn computed(id: &str, today: jiff::civil::Date) -> Continuation {
    let dossier = aarhus(today);
    let agreement = dossier.agreement(id).expect("the agreement");
    let plan = dossier.plan(agreement);
    let people = recruitment(agreement, None, today);
    let results = achieved(agreement, &people, today);
    continuation(agreement, plan.as_ref(), &people, &results, today).expect("terms on continuation")
}

fn met(continuation: &Continuation) -> Vec<(&str, Option<bool>)> {
    continuation.criteria.iter().map(|one| (one.id.as_str(), one.is_met)).collect()
}

/// Stop: far fewer in work than expected, and the outcome fund's quarter cannot be found elsewhere.
#[test]
fn din_vej_i_job_stops() {
    let found = computed("din-vej-i-job", date(2024, 5, 28));
    assert_eq!(found.recommendation, Some(Recommendation::Stopped));
    assert_eq!(
        met(&found),
        [("half-in-work", Some(false)), ("participants-found", Some(true)), ("savings-come-home", Some(false))]
    );
    let kroner = |kroner: i64| Some(Money::exact(virkning_model::Currency::DKK, kroner.into()).expect("an amount"));
    // 2,952,000 for 60 citizens over two years.
    assert_eq!(found.costs.per_participant.map(|(_, amount)| amount), kroner(49_200));
    assert_eq!(found.costs.per_year.map(|(_, amount)| amount), kroner(1_476_000));
    assert_eq!(found.costs.capital, kroner(2_952_000));
    let fund = found.payers.iter().find(|payer| payer.name.contains("outcomefond")).expect("the fund");
    assert_eq!(fund.share, Some(dec("0.25")));
    assert!(found.savers.iter().any(|saver| saver.is_cashable == Some(false)));
    // After a stop results are still settled, the last time in March 2029.
    assert_eq!(found.still_measured.last().map(|(_, _, day)| *day), Some(date(2029, 3, 31)));
    assert_eq!(found.still_measured.len(), 5);
}

/// Stop in its present form: recruitment; the effect among completers is good, and whether enough complete is open.
#[test]
fn sammen_om_diabetes_is_adapted() {
    let found = computed("sammen-om-diabetes", date(2024, 6, 27));
    assert_eq!(found.recommendation, Some(Recommendation::Adapted));
    let expected = [
        ("participants-found", Some(false)),
        // 27 of 124 are through and 42 still in it; 36 per cent are 45.
        ("enough-complete", None),
        ("blood-sugar-falls", Some(true)),
        ("mean-falls", Some(false)),
    ];
    assert_eq!(met(&found), expected);
}

/// Stop in its present form; the family centre may still buy places.
#[test]
fn dialog_mod_vold_is_bought_case_by_case() {
    let found = computed("dialog-mod-vold", date(2024, 6, 18));
    assert_eq!(found.recommendation, Some(Recommendation::CaseByCase));
    assert_eq!(met(&found), [("families-found", None), ("violence-stops", Some(true)), ("others-pay", Some(false))]);
}

/// As long as a criterion is open and none fails there is nothing to recommend.
#[test]
fn open_criteria_recommend_nothing() {
    let before_any_result = computed("sammen-om-diabetes", date(2022, 1, 15));
    assert_eq!(before_any_result.recommendation, None);
    assert!(before_any_result.criteria.iter().all(|one| one.is_met.is_none()));
}

#[test]
fn the_note_needs_terms_on_continuation() {
    let dossier = aarhus(date(2024, 6, 1));
    let note = |subject: &str| {
        paper(&dossier, &Wanted { kind: PaperKind::Continuation, subject: Some(subject), days: None }).map(|_| ())
    };
    assert_eq!(note("havnen"), Err(PaperError::NoContinuation("Havnen".to_owned())));
    assert_eq!(note("tuba"), Err(PaperError::NoAgreement("TUBA".to_owned())));
    assert!(matches!(note("hav"), Err(PaperError::UnknownSubject(_, known)) if known.len() == 21));
    // By the agreement's name or the idea's.
    assert_eq!(note("din-vej-i-job"), Ok(()));
    let report = written(&dossier, PaperKind::Continuation, Some("udvidet-ips"));
    for id in
        ["udvidet-ips.decided.year-before", "udvidet-ips.decided.same-year", "udvidet-ips.criterion.half-in-work.found"]
    {
        assert!(report.figure(id).is_some(), "{id}");
    }
}
