//! Builds the terms of what is owed and followed besides money: implementation, reports, meetings, duties, follow-ups,
//! continuation, choices and signatures.

use virkning_model::Diagnostic;
use virkning_model::agreement::{Choice, Duty, FollowUp, Meeting, Signature};
use virkning_model::continuation::{Continuation, ContinuationCriterion, ContinuationTest};
use virkning_model::id::{MeasureId, TermId};
use virkning_model::implementation::{Actual, ActualAbout, Implementation, ImplementationRule};

use super::build::Context;
use super::{take, words};
use crate::codes;
use crate::near::nearest;
use crate::raw::suggestion;
use crate::tree::{Table, Term, Value};

pub(super) fn implementation(context: &Context<'_>, term: &Term) -> Option<Implementation> {
    let body = &term.body;
    Some(Implementation {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        rule: rule(body)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn rule(body: &Table) -> Option<ImplementationRule> {
    Some(match body.get("kind")?.text()? {
        "deadline" => ImplementationRule::Deadline {
            within_months: take::whole(body, "within_months")?,
            after: take::word(body, "after", words::STEPS)?,
        },
        "caseload" => {
            ImplementationRule::Caseload { at_most: take::whole(body, "at_most")?, per: take::text(body, "per")? }
        }
        "capacity" => ImplementationRule::Capacity { number: take::whole(body, "number")? },
        "quota" => {
            ImplementationRule::Quota { share: take::decimal(body, "share")?, group: take::text(body, "group")? }
        }
        "milestone" => {
            ImplementationRule::Milestone { number: take::whole(body, "number")?, by: take::date(body, "by")? }
        }
        "follow-ups" => ImplementationRule::FollowUps { number: take::whole(body, "number")? },
        _ => return None,
    })
}

pub(super) fn actual(context: &mut Context<'_>, term: &Term) -> Option<Actual> {
    let body = &term.body;
    let about = about(context, body.get("about")?);
    Some(Actual {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        about: about?,
        as_of: take::date(body, "as_of")?,
        number: take::may_decimal(body, "number")?,
        of: take::may_decimal(body, "of")?,
        expected: take::may_decimal(body, "expected")?,
        mean: take::may_decimal(body, "mean")?,
        unit: take::may_text(body, "unit")?,
        by_year: take::may_per_year(body, "by_year", |value| take::money_of(value, context.currency))?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn about(context: &mut Context<'_>, value: &Value) -> Option<ActualAbout> {
    let text = value.text().filter(|text| !text.trim().is_empty())?;
    subject(context, value, &["intake", "intake.drop-out"], &["measure", "implementation", "cost", "saving"])?;
    Some(match text.split_once('.') {
        None => ActualAbout::Intake,
        Some(("intake", _)) => ActualAbout::DropOut,
        Some(("measure", id)) => ActualAbout::Measure(MeasureId::new(id).ok()?),
        Some(("implementation", id)) => ActualAbout::Implementation(TermId::new(id).ok()?),
        Some(("cost", id)) => ActualAbout::Cost(TermId::new(id).ok()?),
        Some(("saving", id)) => ActualAbout::Saving(TermId::new(id).ok()?),
        Some(_) => return None,
    })
}

/// Reports a text that is neither one of the words nor the path of a term of these tables.
pub(super) fn subject(context: &mut Context<'_>, value: &Value, words: &[&str], tables: &[&str]) -> Option<()> {
    let text = value.text()?;
    let terms = context.terms.iter().filter(|term| tables.contains(&&*term.table));
    let paths = terms.filter_map(|term| Some(format!("{}.{}", term.table, term.id()?)));
    let known: Vec<String> = words.iter().map(|word| (*word).to_owned()).chain(paths).collect();
    if known.iter().any(|known| known == text) {
        return Some(());
    }
    let (meant, suggestion) = suggestion(nearest(text, known.iter().map(String::as_str)));
    context.diagnostics.push(
        Diagnostic::error(codes::NO_SUCH_SUBJECT, context.source.place(&value.span))
            .with("value", text)
            .with("meant", meant)
            .with("suggestion", suggestion)
            .with("known", known.join(", ")),
    );
    None
}

pub(super) fn meeting(context: &Context<'_>, term: &Term) -> Option<Meeting> {
    let body = &term.body;
    Some(Meeting {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        months: take::list(body, "months", take::whole_of)?,
        members: take::texts(body, "members")?,
        terms_of_reference: take::may_text(body, "terms_of_reference")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn duty(context: &Context<'_>, term: &Term) -> Option<Duty> {
    let body = &term.body;
    Some(Duty {
        id: take::term_id(body)?,
        kind: take::word(body, "kind", words::DUTY_KINDS)?,
        label: take::text(body, "label")?,
        by: take::parties(body, "by")?,
        to: take::parties(body, "to")?,
        trigger: take::text(body, "trigger")?,
        months: take::list(body, "months", take::whole_of)?,
        before: take::may(body, "before", take::date_of)?,
        criteria: take::may_texts(body, "criteria")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn continuation(context: &Context<'_>, term: &Term) -> Option<Continuation> {
    let body = &term.body;
    Some(Continuation {
        expires: take::date(body, "expires")?,
        decided_by: take::text(body, "decided_by")?,
        if_met: take::word(body, "if_met", words::RECOMMENDATIONS)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn criterion(context: &mut Context<'_>, term: &Term) -> Option<ContinuationCriterion> {
    let body = &term.body;
    let bound = |key: &str| take::may_decimal(body, key);
    let test = match take::text(body, "test")?.as_str() {
        "measure" => {
            let id = named(context, body, "measure")?;
            let measure = MeasureId::new(id).ok()?;
            ContinuationTest::Measure { measure, at_least: bound("at_least")?, at_most: bound("at_most")? }
        }
        "participants" => ContinuationTest::Participants { at_least: bound("at_least")? },
        "cashable" => {
            let id = named(context, body, "saving")?;
            ContinuationTest::Cashable { saving: TermId::new(id).ok()? }
        }
        "account" => ContinuationTest::Account { party: take::id(body, "party")? },
        _ => ContinuationTest::Judgement {
            met: take::may_word(body, "met", words::YES_NO)?,
            because: take::may_text(body, "because")?,
        },
    };
    Some(ContinuationCriterion {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        test,
        otherwise: take::word(body, "otherwise", words::RECOMMENDATIONS)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

/// The identifier of the term of one table that `about` names: `measure.work`.
fn named(context: &mut Context<'_>, body: &Table, table: &str) -> Option<String> {
    let value = body.get("about")?;
    subject(context, value, &[], &[table])?;
    Some(value.text()?.split_once('.')?.1.to_owned())
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

pub(super) fn choice(context: &Context<'_>, term: &Term) -> Option<Choice> {
    let body = &term.body;
    Some(Choice {
        id: take::term_id(body)?,
        term: take::text(body, "term")?,
        question: take::text(body, "question")?,
        chosen: take::text(body, "chosen")?,
        alternatives: take::texts(body, "alternatives")?,
        because: take::text(body, "because")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn signature(context: &Context<'_>, term: &Term) -> Option<Signature> {
    Some(Signature {
        party: take::id(&term.body, "party")?,
        office: take::text(&term.body, "office")?,
        clause: context.clause(term),
        origin: take::origin(&term.body),
    })
}
