//! Stages, gates and moves.

use jiff::civil::date;
use virkning_govern::stage::{MoveRefused, may_move, needs};
use virkning_govern::{PaperKind, RecordedDecision, Value};
use virkning_model::id::TermId;
use virkning_model::portfolio::{Decision, DecisionKind, GateNeed, Stage};

use crate::support::{aarhus, value, written};

fn decided(about: &str, kind: DecisionKind, moves_to: Option<Stage>) -> RecordedDecision {
    let term = |text: &str| TermId::new(text).expect("an identifier");
    RecordedDecision {
        decision: Decision {
            id: term("d-1"),
            forum: term("rsi"),
            on: Some(date(2022, 12, 1)),
            about: vec![term(about)],
            kind,
            moves_to,
            text: "Besluttet".to_owned(),
            evidence: Vec::new(),
            conditions: Vec::new(),
            dissent: Vec::new(),
            follow_up: Vec::new(),
            clause: Default::default(),
            origin: None,
        },
        by: "ann".to_owned(),
    }
}

/// The fifteen ideas of the list are there; what the scan does not show is unreadable, and nobody guessed.
#[test]
fn the_fifteen_ideas_stand_on_the_board() {
    let dossier = aarhus(date(2022, 9, 30));
    let board = written(&dossier, PaperKind::Board, None);
    let unreadable = dossier.portfolio.ideas.iter().filter(|idea| idea.stage == Stage::Unreadable);
    assert_eq!(unreadable.count(), 15);
    assert_eq!(value(&board, "idea.littergo.stage"), Value::Unreadable);
    // The alderman's decision moved two of them; the day of the meeting is in no paper.
    assert_eq!(value(&board, "idea.ips-plus.stage"), Value::Text("3b".to_owned()));
    assert_eq!(value(&board, "idea.ips-plus.since"), Value::Unreadable);
    assert_eq!(value(&board, "idea.havnen.stage"), Value::Text("4".to_owned()));
}

#[test]
fn a_gate_asks_for_what_must_exist() {
    let mut dossier = aarhus(date(2022, 9, 30));
    let lacks = |dossier: &virkning_govern::Dossier, to: Stage| {
        let idea = dossier.portfolio.ideas.iter().find(|idea| idea.id.as_str() == "ips-plus").expect("the idea");
        match may_move(dossier, idea, to, "") {
            Err(MoveRefused::Lacks(lacks)) => lacks,
            Ok(()) => Vec::new(),
            Err(other) => panic!("{other:?}"),
        }
    };
    // Approved and pre-approved by the document, with a business case that can be computed; nobody has signed.
    assert_eq!(lacks(&dossier, Stage::Implementation), [GateNeed::Signatures]);
    assert_eq!(lacks(&dossier, Stage::FollowUp), [GateNeed::Signatures, GateNeed::Sealed]);
    dossier.recorded.push(decided("ips-plus", DecisionKind::Signed, None));
    assert_eq!(lacks(&dossier, Stage::Implementation), []);
    dossier.recorded.push(decided("ips-plus", DecisionKind::Administrative, Some(Stage::Implementation)));
    // The gates behind are not asked again.
    assert_eq!(lacks(&dossier, Stage::FollowUp), [GateNeed::Sealed]);
    dossier.sealed.push(virkning_model::id::AgreementId::new("ips-plus").expect("an identifier"));
    assert_eq!(lacks(&dossier, Stage::FollowUp), []);
}

#[test]
fn moves_that_are_no_moves_are_refused() {
    let dossier = aarhus(date(2022, 9, 30));
    let check = |idea: &str, to: Stage, reason: &str, expected: Result<(), MoveRefused>| {
        let idea = dossier.portfolio.ideas.iter().find(|one| one.id.as_str() == idea).expect("the idea");
        assert_eq!(may_move(&dossier, idea, to, reason), expected, "{}", idea.id);
    };
    check("havnen", Stage::Implementation, "", Err(MoveRefused::AlreadyThere));
    check("havnen", Stage::Unreadable, "", Err(MoveRefused::NoStage));
    check("havnen", Stage::Declined, " ", Err(MoveRefused::NoReason));
    check("havnen", Stage::Parked, "Venter på staten", Ok(()));
    // Backwards there is no gate.
    check("havnen", Stage::Data, "", Ok(()));
    // An idea without an agreement passes no gate that asks for one.
    let lacks = vec![GateNeed::BusinessCase];
    check("tuba", Stage::Repayment, "", Err(MoveRefused::Lacks(lacks)));
    let tuba = dossier.portfolio.ideas.iter().find(|idea| idea.id.as_str() == "tuba").expect("the idea");
    assert!(needs(&dossier, tuba, Stage::Implementation).iter().all(|need| !need.is_met));
}
