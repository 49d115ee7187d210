//! Decisions about a portfolio, answers to calls, free texts and sent reports on every backing: kept once, never changed.

use virkning_model::id::TermId;
use virkning_store::{
    Failure, NewCallAnswer, NewGovernanceDecision, NewPortfolioDocument, NewReport, NewReportText, Refusal,
    content_hash,
};

use crate::script::{Backing, Office, actor, on_every_backing};

on_every_backing![
    a_decision_is_kept_once,
    the_last_answer_and_the_last_text_are_used,
    a_sent_report_is_frozen,
    the_last_text_of_a_document_is_used,
    readers_decide_nothing,
];

fn id(text: &str) -> TermId {
    TermId::new(text).unwrap()
}

fn decide(office: &Office, who: &str, name: &str, document: &str) -> Result<bool, Failure> {
    let (portfolio, id, forum) = (id("aarhus"), id(name), id("council"));
    let new = NewGovernanceDecision {
        portfolio: &portfolio,
        id: &id,
        forum: &forum,
        decided_on: "2024-10-15".parse().unwrap(),
        document,
    };
    office.store.governance_decide(&actor(who), new).map(|stored| stored.already)
}

fn a_decision_is_kept_once(backing: Backing) {
    let office = Office::on(backing);
    assert!(!decide(&office, "anna", "d-1", "{\"text\":\"ja\"}").unwrap());
    assert!(decide(&office, "bo", "d-1", "{\"text\":\"ja\"}").unwrap());
    match decide(&office, "anna", "d-1", "{\"text\":\"nej\"}").unwrap_err() {
        Failure::Refused(Refusal::GovernanceDiffers { field, .. }) => assert_eq!(field, "text"),
        other => panic!("{other:?}"),
    }
    assert!(!decide(&office, "anna", "d-2", "{}").unwrap());
    let office = office.reopened();
    let decisions = office.store.governance_decisions(&id("aarhus")).unwrap();
    assert_eq!(decisions.iter().map(|decision| decision.id.as_str()).collect::<Vec<_>>(), ["d-1", "d-2"]);
    assert_eq!(decisions[0].by.as_str(), "anna");
    assert_eq!(office.store.governance_decisions(&id("odense")).unwrap(), []);
    assert_eq!(office.store.verify().unwrap().faults, vec![]);
}

fn the_last_answer_and_the_last_text_are_used(backing: Backing) {
    let office = Office::on(backing);
    let (portfolio, call, idea) = (id("aarhus"), id("spring"), id("mentors"));
    let answer = |document: &str| {
        let new = NewCallAnswer { portfolio: &portfolio, call: &call, idea: &idea, document };
        office.store.call_answer(&actor("anna"), new).unwrap().already
    };
    assert_eq!(
        [answer("{\"a\":1}"), answer("{\"a\":1}"), answer("{\"a\":2}"), answer("{\"a\":1}")],
        [false, true, false, false]
    );
    let answers = office.store.call_answers(&portfolio).unwrap();
    assert_eq!(answers.iter().map(|answer| answer.document.as_str()).collect::<Vec<_>>(), ["{\"a\":1}"]);
    let text = |about: Option<&TermId>, text: &str| {
        let as_of = "2024-06-30".parse().unwrap();
        let new = NewReportText { portfolio: &portfolio, about, part: "status", as_of, text };
        office.store.report_text(&actor("anna"), new).unwrap().already
    };
    assert_eq!(
        [text(None, "Alle"), text(Some(&idea), "Én"), text(None, "Alle"), text(None, "Alle igen")],
        [false, false, true, false]
    );
    let texts = office.store.report_texts(&portfolio).unwrap();
    assert_eq!(texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>(), ["Alle", "Én", "Alle igen"]);
    assert_eq!(office.store.verify().unwrap().faults, vec![]);
}

fn send(office: &Office, who: &str, document: &str, to: &str) -> Result<bool, Failure> {
    let (id, portfolio, content) = (id("r-1"), id("aarhus"), content_hash(document.as_bytes()));
    let new = NewReport {
        id: &id,
        portfolio: &portfolio,
        kind: "status",
        subject: "aarhus",
        as_of: "2024-06-30".parse().unwrap(),
        sent_to: to,
        content: &content,
        document,
    };
    office.store.report_send(&actor(who), new).map(|stored| stored.already)
}

fn a_sent_report_is_frozen(backing: Backing) {
    let office = Office::on(backing);
    assert!(!send(&office, "anna", "{\"a\":1}", "Byrådet").unwrap());
    assert!(send(&office, "bo", "{\"a\":1}", "Byrådet").unwrap());
    for (document, to, expected) in [("{\"a\":2}", "Byrådet", "content"), ("{\"a\":1}", "Udvalget", "recipient")] {
        match send(&office, "anna", document, to).unwrap_err() {
            Failure::Refused(Refusal::GovernanceDiffers { field, .. }) => assert_eq!(field, expected),
            other => panic!("{other:?}"),
        }
    }
    let office = office.reopened();
    let kept = office.store.sent_report(&id("r-1")).unwrap().expect("the report");
    assert_eq!((kept.document.as_str(), kept.content), ("{\"a\":1}", content_hash(b"{\"a\":1}")));
    assert_eq!(office.store.sent_reports().unwrap().len(), 1);
    assert_eq!(office.store.sent_report(&id("r-2")).unwrap(), None);
    assert_eq!(office.store.verify().unwrap().faults, vec![]);
}

fn the_last_text_of_a_document_is_used(backing: Backing) {
    let office = Office::on(backing);
    let keep = |who: &str, kind: &str, name: &str, text: &str| {
        let (portfolio, content) = (id("aarhus"), content_hash(text.as_bytes()));
        let new = NewPortfolioDocument { portfolio: &portfolio, kind, name, content: &content, text };
        office.store.portfolio_document_keep(&actor(who), new).map(|stored| stored.already)
    };
    assert!(!keep("anna", "portfolio", "aarhus", "først").unwrap());
    assert!(keep("bo", "portfolio", "aarhus", "først").unwrap());
    assert!(!keep("bo", "paper", "aarhus", "et papir").unwrap());
    assert!(!keep("bo", "portfolio", "aarhus", "siden").unwrap());
    let refused = keep("eva", "paper", "andet", "andet").unwrap_err();
    assert!(matches!(refused, Failure::Refused(Refusal::LacksRole { .. })), "{refused:?}");
    let office = office.reopened();
    let kept = office.store.portfolio_documents().unwrap();
    let kept: Vec<(&str, &str, &str)> =
        kept.iter().map(|one| (one.kind.as_str(), one.name.as_str(), one.text.as_str())).collect();
    assert_eq!(kept, [("paper", "aarhus", "et papir"), ("portfolio", "aarhus", "siden")]);
    assert_eq!(office.store.verify().unwrap().faults, vec![]);
}

fn readers_decide_nothing(backing: Backing) {
    let office = Office::on(backing);
    for refused in [decide(&office, "eva", "d-1", "{}").unwrap_err(), send(&office, "eva", "{}", "x").unwrap_err()] {
        assert!(matches!(refused, Failure::Refused(Refusal::LacksRole { .. })), "{refused:?}");
    }
    assert_eq!(office.store.governance_decisions(&id("aarhus")).unwrap(), []);
}
