//! Builds the terms about people: parties, budgets, goals, target group, admission, intake, trial, intervention, roles
//! and activities.

use virkning_model::agreement::{
    Activity, AdmissionRule, AdmissionTest, Budget, EnrolmentStep, Intake, Intervention, Party, Role, TargetGroup,
};
use virkning_model::id::MeasureId;
use virkning_model::implementation::{Goal, Trial};

use super::build::Context;
use super::{take, words};
use crate::tree::{Table, Term, Value};

pub(super) fn party(context: &Context<'_>, term: &Term) -> Option<Party> {
    let body = &term.body;
    Some(Party {
        id: take::id(body, "id")?,
        name: take::text(body, "name")?,
        short_name: take::text(body, "short_name")?,
        role: take::word(body, "role", words::PARTY_ROLES)?,
        also: take::list(body, "also", |value| take::word_of(value, words::PARTY_ROLES))?,
        legal_entity: take::text(body, "legal_entity")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn budget(context: &Context<'_>, term: &Term) -> Option<Budget> {
    let body = &term.body;
    Some(Budget {
        id: take::id(body, "id")?,
        party: take::id(body, "party")?,
        kind: take::word(body, "kind", words::BUDGET_KINDS)?,
        label: take::text(body, "label")?,
        committee: take::may_text(body, "committee")?,
        area: take::may_word(body, "area", words::AREAS)?,
        inside_service_frame: take::may_word(body, "service_frame", words::FRAMES)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn target_group(context: &Context<'_>, term: &Term) -> Option<TargetGroup> {
    let body = &term.body;
    Some(TargetGroup {
        description: take::text(body, "description")?,
        profile: take::may_texts(body, "profile")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn admission(context: &Context<'_>, term: &Term) -> Option<AdmissionRule> {
    let body = &term.body;
    let test = match body.get("test")?.text()? {
        "age" => AdmissionTest::Age { from: take::whole(body, "from")?, to: take::whole(body, "to")? },
        "exclusion" => AdmissionTest::Exclusion { column: take::text(body, "column")? },
        "judgement" => AdmissionTest::Judgement { role: take::id(body, "role")?, column: take::text(body, "column")? },
        _ => return None,
    };
    Some(AdmissionRule {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        test,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn intake(context: &Context<'_>, term: &Term) -> Option<Intake> {
    let body = &term.body;
    let counts_from: Option<Vec<EnrolmentStep>> =
        body.get("counts_from")?.list()?.iter().map(|value| take::word_of(value, words::STEPS)).collect();
    Some(Intake {
        unit: take::word(body, "unit", words::UNITS)?,
        by_year: take::may_per_year(body, "by_year", |value: &Value| take::whole_of(value))?,
        up_to: take::may_per_year(body, "up_to", |value: &Value| take::whole_of(value))?,
        total: take::may_whole(body, "total")?,
        planned_start: take::may(body, "planned_start", |value| planned_start(value.table()?))?,
        completion: take::may_decimal(body, "completion")?,
        drop_out: take::may_decimal(body, "drop_out")?,
        counts_from: counts_from?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn planned_start(body: &Table) -> Option<(i8, i8)> {
    Some((take::whole(body, "month")?, take::whole(body, "day")?))
}

pub(super) fn goal(context: &Context<'_>, term: &Term) -> Option<Goal> {
    let body = &term.body;
    Some(Goal {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        measures: take::list(body, "measures", |value| MeasureId::new(value.text()?).ok())?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn trial(context: &Context<'_>, term: &Term) -> Option<Trial> {
    let body = &term.body;
    Some(Trial {
        allocation: take::word(body, "allocation", words::ALLOCATIONS)?,
        control: take::text(body, "control")?,
        participants: take::may_whole(body, "participants")?,
        share_treated: take::may_decimal(body, "share_treated")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn intervention(context: &Context<'_>, term: &Term) -> Option<Intervention> {
    let body = &term.body;
    Some(Intervention {
        label: take::text(body, "label")?,
        provider: take::text(body, "provider")?,
        steps: take::texts(body, "steps")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn role(context: &Context<'_>, term: &Term) -> Option<Role> {
    let body = &term.body;
    Some(Role {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        responsibility: take::text(body, "responsibility")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn activity(context: &Context<'_>, term: &Term) -> Option<Activity> {
    let body = &term.body;
    Some(Activity {
        label: take::text(body, "label")?,
        from: take::date(body, "from")?,
        to: take::date(body, "to")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}
