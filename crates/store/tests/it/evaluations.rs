//! Plans of evaluations and random allocations on every backing: a plan is locked once, what was seen is not forgotten, a run
//! needs the locked text, and a lot is drawn once.

use virkning_model::id::{ContentHash, MeasureId};
use virkning_store::{Failure, NewAllocation, NewEvaluationPlan, NewEvaluationRun, content_hash};

use crate::script::{Backing, Office, actor, agreement, on_every_backing};

on_every_backing![
    a_plan_is_locked_before_it_is_run,
    a_changed_plan_says_why_once_outcomes_were_seen,
    a_lot_is_drawn_once,
];

fn code(failure: Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.code(),
        Failure::Failed(error) => panic!("{error}"),
    }
}

fn lock(office: &Office, who: &str, document: &str, reason: &str) -> Result<(u64, u64, bool), Failure> {
    let new = NewEvaluationPlan { id: "effect-2022", agreement: Some(&agreement()), document, reason };
    let stored = office.store.evaluation_lock(&actor(who), new)?;
    Ok((stored.record.position, stored.record.runs_before, stored.already))
}

fn run(office: &Office, who: &str, plan: &ContentHash, outcome: &str) -> Result<(u64, bool), Failure> {
    let (agreement, measure) = (agreement(), MeasureId::new("transfers").unwrap());
    let new = NewEvaluationRun {
        plan: "effect-2022",
        plan_content: plan,
        data: &content_hash(b"data"),
        pays: Some((&agreement, &measure, 2022)),
        estimate: Some("-1250.50".parse().unwrap()),
        document: outcome,
    };
    office.store.evaluation_run_add(&actor(who), new).map(|stored| (stored.record.number, stored.already))
}

fn a_plan_is_locked_before_it_is_run(backing: Backing) {
    let office = Office::on(backing);
    let text = content_hash(b"plan");
    assert_eq!(code(run(&office, "anna", &text, "{}").unwrap_err()), "S096");
    assert_eq!(lock(&office, "anna", "plan", "").unwrap(), (1, 0, false));
    assert_eq!(lock(&office, "bo", "plan", "").unwrap(), (1, 0, true));
    assert_eq!(code(run(&office, "anna", &content_hash(b"other"), "{}").unwrap_err()), "S096");
    assert_eq!(run(&office, "anna", &text, "{}").unwrap(), (1, false));
    assert_eq!(run(&office, "bo", &text, "{}").unwrap(), (1, true));
    let office = office.reopened();
    let runs = office.store.evaluation_runs().unwrap();
    assert_eq!(runs[0].estimate, Some("-1250.50".parse().unwrap()));
    assert_eq!(runs[0].pays, Some((agreement(), MeasureId::new("transfers").unwrap(), 2022)));
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn a_changed_plan_says_why_once_outcomes_were_seen(backing: Backing) {
    let office = Office::on(backing);
    assert_eq!(lock(&office, "anna", "first", "").unwrap(), (1, 0, false));
    assert_eq!(lock(&office, "anna", "second", "").unwrap(), (2, 0, false), "nobody has seen anything yet");
    run(&office, "anna", &content_hash(b"second"), "{}").unwrap();
    assert_eq!(code(lock(&office, "anna", "third", " ").unwrap_err()), "S095");
    assert_eq!(lock(&office, "anna", "third", "a covariate was wrong").unwrap(), (3, 1, false));
    assert_eq!(code(run(&office, "anna", &content_hash(b"second"), "[]").unwrap_err()), "S096");
    let plans = office.store.evaluation_plans("effect-2022").unwrap();
    assert_eq!(plans.iter().map(|plan| plan.reason.as_str()).collect::<Vec<_>>(), ["", "", "a covariate was wrong"]);
    assert_eq!(office.store.verify().unwrap().faults, []);
}

fn a_lot_is_drawn_once(backing: Backing) {
    let office = Office::on(backing);
    let draw = |document: &str, result: &[u8], places: u64| {
        let new = NewAllocation {
            plan: "trial",
            agreement: Some(&agreement()),
            kind: "places",
            document,
            list: &content_hash(b""),
            result: &content_hash(result),
            places,
        };
        office.store.allocation_add(&actor("anna"), new).map(|stored| (stored.record.number, stored.already))
    };
    assert_eq!(draw("seed = 1", b"a", 10).unwrap(), (1, false));
    assert_eq!(draw("seed = 1", b"a", 10).unwrap(), (1, true));
    assert_eq!(draw("seed = 1", b"ab", 20).unwrap(), (2, false), "a longer list by the same plan");
    assert_eq!(code(draw("seed = 2", b"b", 10).unwrap_err()), "S097");
    assert_eq!(office.store.allocations().unwrap().len(), 2);
    assert_eq!(office.store.verify().unwrap().faults, []);
}
