//! Builds the terms about people and organisation: parties, budgets, target group, admission, intake, intervention,
//! roles, activities, meetings, duties and follow-ups.

use virkning_model::agreement::{
    Activity, AdmissionRule, AdmissionTest, Budget, BudgetKind, Duty, DutyKind, EnrolmentStep, FollowUp, Intake,
    Intervention, Meeting, Party, PartyRole, Role, TargetGroup, Unit,
};

use super::build::Context;
use super::take;
use crate::tree::{Term, Value};

const PARTY_ROLES: &[(&str, PartyRole)] = &[
    ("authority", PartyRole::Authority),
    ("investor", PartyRole::Investor),
    ("provider", PartyRole::Provider),
    ("guarantor", PartyRole::Guarantor),
];

const BUDGET_KINDS: &[(&str, BudgetKind)] = &[
    ("decentral", BudgetKind::Decentral),
    ("central", BudgetKind::Central),
    ("outcome-fund", BudgetKind::OutcomeFund),
    ("region", BudgetKind::Region),
    ("state", BudgetKind::State),
];

const UNITS: &[(&str, Unit)] = &[("person", Unit::Person), ("family", Unit::Family), ("child", Unit::Child)];

const STEPS: &[(&str, EnrolmentStep)] = &[
    ("referred", EnrolmentStep::Referred),
    ("admission-talk", EnrolmentStep::AdmissionTalk),
    ("accepted", EnrolmentStep::Accepted),
    ("started", EnrolmentStep::Started),
];

const DUTY_KINDS: &[(&str, DutyKind)] = &[("status", DutyKind::Status), ("renegotiation", DutyKind::Renegotiation)];

pub(super) fn party(context: &Context<'_>, term: &Term) -> Option<Party> {
    let body = &term.body;
    Some(Party {
        id: take::id(body, "id")?,
        name: take::text(body, "name")?,
        short_name: take::text(body, "short_name")?,
        role: take::word(body, "role", PARTY_ROLES)?,
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
        kind: take::word(body, "kind", BUDGET_KINDS)?,
        label: take::text(body, "label")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn target_group(context: &Context<'_>, term: &Term) -> Option<TargetGroup> {
    let body = &term.body;
    Some(TargetGroup {
        description: take::text(body, "description")?,
        profile: if body.get("profile").is_some() {
            take::texts(body, "profile")?
        } else {
            Vec::new()
        },
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
    let steps = take::texts(body, "counts_from")?;
    let counts_from =
        steps.iter().map(|text| STEPS.iter().find(|(word, _)| word == text).map(|(_, step)| *step)).collect();
    Some(Intake {
        unit: take::word(body, "unit", UNITS)?,
        by_year: take::per_year(body, "by_year", |value: &Value| take::whole_of(value))?,
        counts_from: Option::<Vec<EnrolmentStep>>::from_iter::<Vec<Option<EnrolmentStep>>>(counts_from)?,
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

pub(super) fn meeting(context: &Context<'_>, term: &Term) -> Option<Meeting> {
    let body = &term.body;
    Some(Meeting {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        months: body.get("months")?.list()?.iter().map(take::whole_of).collect::<Option<_>>()?,
        members: take::texts(body, "members")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn duty(context: &Context<'_>, term: &Term) -> Option<Duty> {
    let body = &term.body;
    Some(Duty {
        id: take::term_id(body)?,
        kind: take::word(body, "kind", DUTY_KINDS)?,
        label: take::text(body, "label")?,
        by: take::parties(body, "by")?,
        to: take::parties(body, "to")?,
        trigger: take::text(body, "trigger")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn follow_up(context: &Context<'_>, term: &Term) -> Option<FollowUp> {
    let body = &term.body;
    Some(FollowUp {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        after_years: body.get("after_years")?.list()?.iter().map(take::whole_of).collect::<Option<_>>()?,
        items: take::texts(body, "items")?,
        source: take::text(body, "source")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}
