//! Prints the head of an agreement, the people it is about, those who work with them, and the measures.

use virkning_model::agreement::{AdmissionTest, Agreement, CodeListTerm, Intake, Measure, PriceLevel, Window};
use virkning_model::code_list::{CodeStatus, ListedCodes, NamedCodeRow};
use virkning_model::implementation::{Actual, ActualAbout, Implementation, ImplementationRule};

use super::page::Page;
use crate::resolve::words;

pub(super) fn head(page: &mut Page, agreement: &Agreement) {
    page.term("[agreement]");
    page.words("id", agreement.id.as_str());
    page.words("name", &agreement.name);
    page.may_list("aliases", agreement.aliases.iter().map(String::as_str));
    page.unusual("agreement", "kind", words::AGREEMENT_KINDS, &agreement.kind);
    page.words("version", &agreement.version);
    page.words("currency", agreement.currency.code());
    page.word("rounding", words::ROUNDINGS, &agreement.rounding);
    price_level(page, &agreement.price_level);
    page.raw("from", agreement.from);
    page.raw("to", agreement.to);
    page.words("purpose", &agreement.purpose);
    page.origin(agreement.origin.as_ref());
    for party in &agreement.parties {
        page.term("[[party]]");
        page.words("id", party.id.as_str());
        page.words("name", &party.name);
        page.words("short_name", &party.short_name);
        page.word("role", words::PARTY_ROLES, &party.role);
        page.may_list("also", party.also.iter().map(|role| words::word_of(words::PARTY_ROLES, role)));
        page.words("legal_entity", &party.legal_entity);
        page.origin(party.origin.as_ref());
    }
    for budget in &agreement.budgets {
        page.term("[[budget]]");
        page.words("id", budget.id.as_str());
        page.words("party", budget.party.as_str());
        page.word("kind", words::BUDGET_KINDS, &budget.kind);
        page.words("label", &budget.label);
        page.may_words("committee", budget.committee.as_deref());
        page.may_word("area", words::AREAS, budget.area.as_ref());
        page.may_word("service_frame", words::FRAMES, budget.inside_service_frame.as_ref());
        page.origin(budget.origin.as_ref());
    }
}

pub(super) fn price_level(page: &mut Page, level: &PriceLevel) {
    match level {
        PriceLevel::Year(year) => page.raw("price_level", year),
        PriceLevel::Current => page.words("price_level", "current"),
        PriceLevel::NotStated => page.words("price_level", "not-stated"),
    }
}

pub(super) fn cohort(page: &mut Page, agreement: &Agreement) {
    for goal in &agreement.goals {
        page.term("[[goal]]");
        page.words("id", goal.id.as_str());
        page.words("label", &goal.label);
        page.may_list("measures", goal.measures.iter().map(|measure| measure.as_str()));
        page.origin(goal.origin.as_ref());
    }
    let target_group = &agreement.target_group;
    page.term("[target_group]");
    page.words("description", &target_group.description);
    page.may_list("profile", target_group.profile.iter().map(String::as_str));
    page.origin(target_group.origin.as_ref());
    for rule in &agreement.admission {
        page.term("[[admission]]");
        page.words("id", rule.id.as_str());
        page.words("label", &rule.label);
        match &rule.test {
            AdmissionTest::Age { from, to } => {
                page.words("test", "age");
                page.raw("from", from);
                page.raw("to", to);
            }
            AdmissionTest::Exclusion { column } => {
                page.words("test", "exclusion");
                page.words("column", column);
            }
            AdmissionTest::Judgement { role, column } => {
                page.words("test", "judgement");
                page.words("role", role.as_str());
                page.words("column", column);
            }
        }
        page.origin(rule.origin.as_ref());
    }
    intake(page, &agreement.intake);
    if let Some(trial) = &agreement.trial {
        page.term("[trial]");
        page.word("allocation", words::ALLOCATIONS, &trial.allocation);
        page.words("control", &trial.control);
        page.may("participants", trial.participants);
        page.may("share_treated", trial.share_treated);
        page.origin(trial.origin.as_ref());
    }
}

fn intake(page: &mut Page, intake: &Intake) {
    page.term("[intake]");
    page.word("unit", words::UNITS, &intake.unit);
    page.may_by_year("intake", "by_year", &intake.by_year);
    page.may_by_year("intake", "up_to", &intake.up_to);
    page.stated("intake", "total", intake.total);
    page.list("counts_from", intake.counts_from.iter().map(|step| words::word_of(words::STEPS, step)));
    if let Some((month, day)) = intake.planned_start {
        page.raw("planned_start", format_args!("{{ month = {month}, day = {day} }}"));
    }
    page.may("completion", intake.completion);
    page.may("drop_out", intake.drop_out);
    page.origin(intake.origin.as_ref());
}

pub(super) fn organisation(page: &mut Page, agreement: &Agreement) {
    let intervention = &agreement.intervention;
    page.term("[intervention]");
    page.words("label", &intervention.label);
    page.words("provider", &intervention.provider);
    page.list("steps", intervention.steps.iter().map(String::as_str));
    page.origin(intervention.origin.as_ref());
    for role in &agreement.roles {
        page.term("[[role]]");
        page.words("id", role.id.as_str());
        page.words("label", &role.label);
        page.words("responsibility", &role.responsibility);
        page.origin(role.origin.as_ref());
    }
    for activity in &agreement.activities {
        page.term("[[activity]]");
        page.words("label", &activity.label);
        page.raw("from", activity.from);
        page.raw("to", activity.to);
        page.origin(activity.origin.as_ref());
    }
    agreement.implementation.iter().for_each(|term| implementation(page, term));
    agreement.actuals.iter().for_each(|term| actual(page, term));
    for meeting in &agreement.meetings {
        page.term("[[meeting]]");
        page.words("id", meeting.id.as_str());
        page.words("label", &meeting.label);
        let months: Vec<String> = meeting.months.iter().map(ToString::to_string).collect();
        let months = (!months.is_empty()).then(|| format!("[{}]", months.join(", ")));
        page.stated(&format!("meeting.{}", meeting.id), "months", months);
        page.list("members", meeting.members.iter().map(String::as_str));
        page.may_words("terms_of_reference", meeting.terms_of_reference.as_deref());
        page.origin(meeting.origin.as_ref());
    }
}

fn implementation(page: &mut Page, term: &Implementation) {
    page.term("[[implementation]]");
    page.words("id", term.id.as_str());
    page.words("label", &term.label);
    match &term.rule {
        ImplementationRule::Deadline { within_months, after } => {
            page.words("kind", "deadline");
            page.raw("within_months", within_months);
            page.word("after", words::STEPS, after);
        }
        ImplementationRule::Caseload { at_most, per } => {
            page.words("kind", "caseload");
            page.raw("at_most", at_most);
            page.words("per", per);
        }
        ImplementationRule::Capacity { number } => {
            page.words("kind", "capacity");
            page.raw("number", number);
        }
        ImplementationRule::Quota { share, group } => {
            page.words("kind", "quota");
            page.raw("share", share);
            page.words("group", group);
        }
        ImplementationRule::Milestone { number, by } => {
            page.words("kind", "milestone");
            page.raw("number", number);
            page.raw("by", by);
        }
        ImplementationRule::FollowUps { number } => {
            page.words("kind", "follow-ups");
            page.raw("number", number);
        }
    }
    page.origin(term.origin.as_ref());
}

fn actual(page: &mut Page, actual: &Actual) {
    page.term("[[actual]]");
    page.words("id", actual.id.as_str());
    page.words("label", &actual.label);
    let about = match &actual.about {
        ActualAbout::Intake => "intake".to_owned(),
        ActualAbout::DropOut => "intake.drop-out".to_owned(),
        ActualAbout::Measure(id) => format!("measure.{id}"),
        ActualAbout::Implementation(id) => format!("implementation.{id}"),
        ActualAbout::Cost(id) => format!("cost.{id}"),
        ActualAbout::Saving(id) => format!("saving.{id}"),
    };
    page.words("about", &about);
    page.raw("as_of", actual.as_of);
    page.stated(&format!("actual.{}", actual.id), "number", actual.number);
    page.may("of", actual.of);
    page.may("expected", actual.expected);
    page.may("mean", actual.mean);
    page.may_words("unit", actual.unit.as_deref());
    page.money_by_year("by_year", &actual.by_year);
    page.origin(actual.origin.as_ref());
}

pub(super) fn code_list(page: &mut Page, term: &CodeListTerm) {
    page.term("[[code_list]]");
    page.words("id", term.list.name.as_str());
    page.words("label", &term.list.label);
    page.words("source", &term.source);
    page.words("edition", &term.list.edition);
    page.plain_list("rows", term.list.rows.iter().map(code_row));
    page.origin(term.origin.as_ref());
}

fn code_row(row: &NamedCodeRow) -> String {
    let mut keys = Vec::new();
    match &row.codes {
        ListedCodes::Each(codes) => {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            keys.push(format!("codes = [{}]", codes.join(", ")));
        }
        ListedCodes::Range { first, last } => keys.push(format!("first = {first}, last = {last}")),
    }
    keys.extend(row.valid_from.map(|from| format!("from = {from}")));
    keys.extend(row.valid_to.map(|to| format!("to = {to}")));
    if row.status == CodeStatus::Uncertain {
        keys.push("certain = \"no\"".to_owned());
    }
    format!("{{ {} }}", keys.join(", "))
}

pub(super) fn measure(page: &mut Page, measure: &Measure) {
    let path = format!("measure.{}", measure.id);
    page.term("[[measure]]");
    page.words("id", measure.id.as_str());
    page.words("label", &measure.label);
    page.words("source", &measure.source);
    page.raw("window", window(&measure.window));
    if let Some(years) = measure.window.years() {
        page.years("years", years);
    }
    if measure.success.is_some() {
        page.words("success", &measure.success_text);
    }
    if measure.value.is_some() {
        page.words("value", &measure.value_text);
    }
    page.may_words("unit", measure.unit.as_deref());
    page.word("eligible", words::ELIGIBILITIES, &measure.eligible);
    if let Some(settled) = measure.settled {
        let (month, day, later) = (settled.month, settled.day, settled.years_later);
        page.raw("settled", format_args!("{{ month = {month}, day = {day}, years_later = {later} }}"));
    }
    page.rates(&path, "expected", measure.expected.as_ref());
    if !measure.expected_at.is_empty() {
        page.by_key("expected_at", measure.expected_at.iter());
    }
    page.rates(&path, "expected_value", measure.expected_value.as_ref());
    page.stated(&path, "baseline", measure.baseline);
    page.stated(&path, "baseline_value", measure.baseline_value);
    page.may("target", measure.target);
    page.may("target_value", measure.target_value);
    page.may("target_difference", measure.target_difference);
    page.may_words("requires", measure.requires.as_ref().map(|id| id.as_str()));
    page.unusual(&path, "missing", words::MISSING, &measure.missing);
    if let Some(left) = &measure.left_population {
        page.word("left_population", words::LEFT_POPULATION, left);
    }
    page.may_words("evidence", measure.evidence.as_deref());
    page.may_words("verified_by", measure.verified_by.as_ref().map(|id| id.as_str()));
    page.origin(measure.origin.as_ref());
}

fn window(window: &Window) -> String {
    match window {
        Window::CalendarMonth { month, .. } => format!("{{ month = {month} }}"),
        Window::CalendarMonths { from, to, .. } => format!("{{ from_month = {from}, to_month = {to} }}"),
        Window::SinceStartToMonth { month, .. } => format!("{{ since_start_to_month = {month} }}"),
        Window::MonthsSinceStart { months } => format!("{{ months_since_start = {months} }}"),
        Window::AtMonths { at, months } => {
            let at: Vec<String> = at.iter().map(ToString::to_string).collect();
            format!("{{ at_months = [{}], months = {months} }}", at.join(", "))
        }
        Window::Event { once: true, .. } => "{ event = \"once\" }".to_owned(),
        Window::Event { once: false, .. } => "{ event = \"each\" }".to_owned(),
    }
}
