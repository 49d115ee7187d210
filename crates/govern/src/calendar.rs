//! The calendar: what falls on which day for every agreement and for the portfolio, and the warnings ahead of it. A day
//! that only a month names is the month's last, since a duty is late after it.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use virkning_model::Agreement;
use virkning_model::agreement::DutyKind;
use virkning_model::implementation::ImplementationRule;
use virkning_model::period::Month;
use virkning_model::portfolio::BudgetRound;

use crate::dossier::Dossier;
use crate::record::{Lineage, Words};

/// What kind of day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// The note on continuation must be ready.
    ContinuationNote,
    /// The council decides on continuation with the budget.
    ContinuationDecision,
    /// The financing ends.
    Expiry,
    /// An instalment of the capital is due.
    Instalment,
    /// A measure is settled.
    Settlement,
    /// A measure is measured.
    Measurement,
    /// A steering group or another body of the agreement meets.
    Meeting,
    /// A status or report is due.
    Status,
    /// A milestone of the implementation.
    Milestone,
    /// An activity of the plan begins.
    ActivityBegins,
    /// An activity of the plan ends.
    ActivityEnds,
    /// A follow-up that pays nothing.
    FollowUp,
    /// A forum of the portfolio meets or is given a status.
    Forum,
    /// What a decision asks for.
    Task,
    /// A call closes.
    CallCloses,
    /// The agreement ends.
    AgreementEnds,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [EventKind; 16] = [
        EventKind::ContinuationNote,
        EventKind::ContinuationDecision,
        EventKind::Expiry,
        EventKind::Instalment,
        EventKind::Settlement,
        EventKind::Measurement,
        EventKind::Meeting,
        EventKind::Status,
        EventKind::Milestone,
        EventKind::ActivityBegins,
        EventKind::ActivityEnds,
        EventKind::FollowUp,
        EventKind::Forum,
        EventKind::Task,
        EventKind::CallCloses,
        EventKind::AgreementEnds,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            EventKind::ContinuationNote => "continuation-note",
            EventKind::ContinuationDecision => "continuation-decision",
            EventKind::Expiry => "expiry",
            EventKind::Instalment => "instalment",
            EventKind::Settlement => "settlement",
            EventKind::Measurement => "measurement",
            EventKind::Meeting => "meeting",
            EventKind::Status => "status",
            EventKind::Milestone => "milestone",
            EventKind::ActivityBegins => "activity-begins",
            EventKind::ActivityEnds => "activity-ends",
            EventKind::FollowUp => "follow-up",
            EventKind::Forum => "forum",
            EventKind::Task => "task",
            EventKind::CallCloses => "call-closes",
            EventKind::AgreementEnds => "agreement-ends",
        }
    }

    /// Whether somebody must have acted by then, so that a warning goes ahead of it.
    pub fn is_deadline(self) -> bool {
        matches!(
            self,
            EventKind::ContinuationNote
                | EventKind::ContinuationDecision
                | EventKind::Expiry
                | EventKind::Instalment
                | EventKind::Settlement
                | EventKind::Status
                | EventKind::Milestone
                | EventKind::Task
                | EventKind::CallCloses
        )
    }
}

/// One day of the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The day.
    pub on: Date,
    /// What kind.
    pub kind: EventKind,
    /// The agreement, idea or portfolio that it is about.
    pub about: String,
    /// What people call that.
    pub name: String,
    /// What happens, in the words of the document.
    pub label: String,
    /// The reading of the council's rule that gives the day, where there are several.
    pub reading: Option<String>,
    /// Whether it is by a reading that is not the chosen one.
    pub is_other_reading: bool,
    /// A name that stays the same while the term does.
    pub key: String,
    /// Where it comes from.
    pub from: Lineage,
}

/// A warning: so many days before a deadline.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning<'a> {
    /// The deadline.
    pub event: &'a Event,
    /// How many days are left; negative where it has passed.
    pub days_left: i32,
    /// The first of the agreed distances that has been reached.
    pub within: u16,
}

/// Every event from one day to another, both included, in order.
pub fn events(dossier: &Dossier, from: Date, to: Date) -> Vec<Event> {
    let mut all = Vec::new();
    for agreement in &dossier.agreements {
        of_agreement(agreement, to, &mut all);
        of_continuation(agreement, dossier.portfolio.budget_round.as_ref(), &mut all);
    }
    of_portfolio(dossier, from, to, &mut all);
    all.retain(|event| from <= event.on && event.on <= to);
    all.sort_by(|one, other| {
        (one.on, one.kind, &one.about, &one.key).cmp(&(other.on, other.kind, &other.about, &other.key))
    });
    let mut seen = BTreeSet::new();
    all.retain(|event| seen.insert((event.on, event.key.clone())));
    all
}

struct Of<'a> {
    agreement: &'a Agreement,
    all: &'a mut Vec<Event>,
}

impl Of<'_> {
    fn add(&mut self, on: Option<Date>, kind: EventKind, label: &str, key: String, from: Lineage) {
        let Some(on) = on else { return };
        self.all.push(Event {
            on,
            kind,
            about: self.agreement.id.to_string(),
            name: self.agreement.name.clone(),
            label: label.to_owned(),
            reading: None,
            is_other_reading: false,
            key: format!("{}.{key}", self.agreement.id),
            from,
        });
    }
}

fn of_agreement(agreement: &Agreement, until: Date, all: &mut Vec<Event>) {
    let id = agreement.id.as_str();
    let mut of = Of { agreement, all };
    let last = agreement.to.min(until);
    for meeting in &agreement.meetings {
        let from =
            || Lineage::term(id, format!("meeting.{}.months", meeting.id), &meeting.clause, meeting.origin.as_ref());
        for day in yearly(&meeting.months, agreement.from, last) {
            of.add(Some(day), EventKind::Meeting, &meeting.label, format!("meeting.{}.{day}", meeting.id), from());
        }
    }
    for duty in agreement.duties.iter().filter(|duty| duty.kind != DutyKind::Continuation) {
        let from = || Lineage::term(id, format!("duty.{}", duty.id), &duty.clause, duty.origin.as_ref());
        for day in yearly(&duty.months, agreement.from, last) {
            of.add(Some(day), EventKind::Status, &duty.label, format!("duty.{}.{day}", duty.id), from());
        }
        of.add(duty.before, EventKind::Status, &duty.label, format!("duty.{}.before", duty.id), from());
    }
    for (number, activity) in (1..).zip(&agreement.activities) {
        let from = || Lineage::term(id, format!("activity.{number}"), &activity.clause, activity.origin.as_ref());
        let key = |end: &str| format!("activity.{number}.{end}");
        of.add(Some(activity.from), EventKind::ActivityBegins, &activity.label, key("from"), from());
        of.add(Some(activity.to), EventKind::ActivityEnds, &activity.label, key("to"), from());
    }
    for funding in &agreement.funding {
        for day in &funding.on {
            let from =
                Lineage::term(id, format!("funding.{}.on", funding.id), &funding.clause, funding.origin.as_ref());
            of.add(
                Some(*day),
                EventKind::Instalment,
                funding.from.as_str(),
                format!("funding.{}.{day}", funding.id),
                from,
            );
        }
    }
    measures(&mut of);
    for term in &agreement.implementation {
        if let ImplementationRule::Milestone { by, .. } = term.rule {
            let from = Lineage::term(id, format!("implementation.{}", term.id), &term.clause, term.origin.as_ref());
            of.add(Some(by), EventKind::Milestone, &term.label, format!("implementation.{}", term.id), from);
        }
    }
    for follow_up in &agreement.follow_ups {
        for years in &follow_up.after_years {
            let day = agreement.from.checked_add(i32::from(*years).years()).ok().and_then(|day| day.yesterday().ok());
            let from =
                Lineage::term(id, format!("follow_up.{}", follow_up.id), &follow_up.clause, follow_up.origin.as_ref());
            of.add(day, EventKind::FollowUp, &follow_up.label, format!("follow_up.{}.{years}", follow_up.id), from);
        }
    }
    let whole = Lineage { document: id.to_owned(), term: "agreement.to".to_owned(), ..Lineage::default() };
    of.add(Some(agreement.to), EventKind::AgreementEnds, &agreement.name, "to".to_owned(), whole);
}

fn measures(of: &mut Of<'_>) {
    let agreement = of.agreement;
    for measure in &agreement.measures {
        let Some(years) = measure.window.years() else { continue };
        let from = || {
            let term = format!("measure.{}", measure.id);
            Lineage::term(agreement.id.as_str(), term, &measure.clause, measure.origin.as_ref())
        };
        for year in years.iter() {
            let settled = measure.settled.and_then(|settled| settled.date(year));
            of.add(
                settled,
                EventKind::Settlement,
                &measure.label,
                format!("measure.{}.settled.{year}", measure.id),
                from(),
            );
            let measured = Date::new(year, 12, 31).ok();
            of.add(measured, EventKind::Measurement, &measure.label, format!("measure.{}.{year}", measure.id), from());
        }
    }
}

/// The last day of these months in every year between two days.
fn yearly(months: &[i8], from: Date, to: Date) -> Vec<Date> {
    let days = (from.year()..=to.year())
        .flat_map(|year| months.iter().filter_map(move |month| Some(Month::new(year, *month)?.last_day())));
    days.filter(|day| from <= *day && *day <= to).collect()
}

/// When an expiring investment comes before the council, by one reading of the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The reading.
    pub reading: String,
    /// The rule as it is written.
    pub text: String,
    /// The day by which the note is ready.
    pub note_ready: Date,
    /// The day on which the budget is adopted.
    pub decided: Date,
    /// Whether it is the chosen reading.
    pub is_chosen: bool,
}

/// The budget rounds in which an investment that expires on a day is decided, one for each reading.
pub fn rounds(round: &BudgetRound, expires: Date) -> Vec<Round> {
    let of_reading = |reading: &virkning_model::portfolio::RoundReading| {
        let year = expires.year().checked_sub(reading.years_before)?;
        let day = |(month, day): (i8, i8)| Date::new(year, month, day).ok();
        Some(Round {
            reading: reading.id.to_string(),
            text: reading.text.clone(),
            note_ready: day(round.note_ready)?,
            decided: day(round.adopted)?,
            is_chosen: reading.id == round.chosen,
        })
    };
    round.readings.iter().filter_map(of_reading).collect()
}

fn of_continuation(agreement: &Agreement, round: Option<&BudgetRound>, all: &mut Vec<Event>) {
    let Some(continuation) = &agreement.continuation else { return };
    let id = agreement.id.as_str();
    let from = || Lineage::term(id, "continuation.expires", &continuation.clause, continuation.origin.as_ref());
    let mut of = Of { agreement, all };
    of.add(Some(continuation.expires), EventKind::Expiry, &agreement.name, "expiry".to_owned(), from());
    for one in round.map(|round| rounds(round, continuation.expires)).unwrap_or_default() {
        for (kind, on) in
            [(EventKind::ContinuationNote, one.note_ready), (EventKind::ContinuationDecision, one.decided)]
        {
            let key = format!("{}.{}", kind.word(), one.reading);
            of.add(Some(on), kind, &one.text, key, from());
            if let Some(event) = of.all.last_mut() {
                event.reading = Some(one.reading.clone());
                event.is_other_reading = !one.is_chosen;
            }
        }
    }
}

fn of_portfolio(dossier: &Dossier, from: Date, to: Date, all: &mut Vec<Event>) {
    let portfolio = &dossier.portfolio;
    let mut add = |on: Date, kind: EventKind, name: &str, label: &str, key: String, from: Lineage| {
        let about = portfolio.id.to_string();
        let (name, label) = (name.to_owned(), label.to_owned());
        let key = format!("{about}.{key}");
        all.push(Event { on, kind, about, name, label, reading: None, is_other_reading: false, key, from });
    };
    for forum in &portfolio.forums {
        let lineage = dossier.lineage(format!("forum.{}.months", forum.id), &forum.clause, forum.origin.as_ref());
        for day in yearly(&forum.months, from, to) {
            add(
                day,
                EventKind::Forum,
                &portfolio.name,
                &forum.label,
                format!("forum.{}.{day}", forum.id),
                lineage.clone(),
            );
        }
    }
    for call in &portfolio.calls {
        if let Some(day) = call.closes {
            let lineage = dossier.lineage(format!("call.{}.closes", call.id), &call.clause, call.origin.as_ref());
            add(day, EventKind::CallCloses, &portfolio.name, &call.label, format!("call.{}", call.id), lineage);
        }
    }
    for (decision, _) in dossier.decisions() {
        for (number, task) in (1..).zip(&decision.follow_up) {
            if let Some(day) = task.by {
                let term = format!("decision.{}.follow_up.{number}", decision.id);
                let lineage = dossier.lineage(term.clone(), &decision.clause, decision.origin.as_ref());
                add(day, EventKind::Task, &task.who, &task.what, term, lineage);
            }
        }
    }
}

/// The deadlines that are near or have passed unseen: within the widest of the agreed distances, or passed at most the
/// narrowest of them ago. Only the chosen reading of the council's rule warns.
pub fn warnings<'a>(events: &'a [Event], warn_days: &[u16], today: Date) -> Vec<Warning<'a>> {
    let mut distances: Vec<u16> = warn_days.to_vec();
    distances.sort_unstable();
    let (Some(narrow), Some(_)) = (distances.first().copied(), distances.last()) else { return Vec::new() };
    let near = |event: &'a Event| {
        let days_left = today.until(event.on).ok()?.get_days();
        let within = distances.iter().find(|distance| days_left <= i32::from(**distance))?;
        (days_left >= -i32::from(narrow)).then_some(Warning { event, days_left, within: *within })
    };
    events.iter().filter(|event| event.kind.is_deadline() && !event.is_other_reading).filter_map(near).collect()
}

/// What kind of event it is, in words.
pub fn kind_words(kind: EventKind) -> Words {
    Words::key("govern-event").with("kind", crate::record::Value::Choice(kind.word().to_owned()))
}
