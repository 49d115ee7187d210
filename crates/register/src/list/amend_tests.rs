//! Tests of what users record about one participant, and of lists that come after it. Expected by hand from the sample
//! agreement, which counts from accepted and started and takes those of 16 to 29 years.

use jiff::civil::Date;
use virkning_model::agreement::EnrolmentStep::{Accepted, Admitted, Contacted, Offered, Referred, Started};
use virkning_model::enrolment::{Ended, Participant, Place};
use virkning_model::id::{Alias, TermId, UserId};
use virkning_model::period::Month;
use virkning_testkit::sample;

use super::{AmendFault, Event, amend};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn end(on: &str, reason: &str) -> Ended {
    Ended { on: day(on), reason: reason.to_owned() }
}

fn after(person: &Participant, events: &[Event]) -> Result<Participant, AmendFault> {
    let born = Month::parse("2000-04");
    events.iter().try_fold(person.clone(), |person, event| amend(&person, event, born, &sample::agreement()))
}

fn new() -> Participant {
    Participant::new(Alias::new("p1").expect("an alias"))
}

fn enrolled() -> Participant {
    after(&new(), &[Event::Step(Accepted, day("2024-05-02")), Event::Step(Started, day("2024-05-06"))])
        .expect("enrolled")
}

#[test]
fn the_last_of_the_steps_that_count_enrols() {
    let on_the_way = [
        Event::Step(Contacted, day("2024-04-01")),
        Event::Step(Referred, day("2024-04-02")),
        Event::Step(Admitted, day("2024-04-20")),
        Event::Step(Offered, day("2024-04-21")),
        Event::Step(Accepted, day("2024-05-02")),
    ];
    let waiting = after(&new(), &on_the_way).expect("recorded");
    assert_eq!((waiting.enrolled_on, waiting.place()), (None, Place::At(Accepted)));
    let begun = after(&waiting, &[Event::Step(Started, day("2024-05-06"))]).expect("recorded");
    assert_eq!((begun.enrolled_on, begun.age_at_enrolment), (Some(day("2024-05-06")), Some(24)));
    assert_eq!(begun.place(), Place::Ongoing);
    let corrected = after(&begun, &[Event::Step(Started, day("2024-05-07"))]).expect("recorded");
    assert_eq!(corrected.enrolled_on, Some(day("2024-05-07")));
    let unknown = amend(&waiting, &Event::Step(Started, day("2024-05-06")), None, &sample::agreement());
    assert_eq!(unknown, Err(AmendFault::BirthMissing));
}

#[test]
fn what_does_not_fit_is_refused() {
    let check = |person: &Participant, event: Event, expected: AmendFault| {
        assert_eq!(after(person, std::slice::from_ref(&event)), Err(expected), "{event:?}");
    };
    let in_it = enrolled();
    check(&in_it, Event::Refused(end("2024-06-01", "Nej")), AmendFault::Enrolled(day("2024-05-06")));
    check(&in_it, Event::Declined(end("2024-06-01", "")), AmendFault::Enrolled(day("2024-05-06")));
    check(&in_it, Event::Completed(day("2024-05-05")), AmendFault::BeforeEnrolment(day("2024-05-06")));
    check(&in_it, Event::DroppedOut(end("2024-06-01", " ")), AmendFault::ReasonMissing);
    check(&in_it, Event::TakenBack, AmendFault::NothingEnded);
    check(&new(), Event::Completed(day("2024-06-01")), AmendFault::NotEnrolled);
    check(&new(), Event::Refused(end("2024-06-01", "")), AmendFault::ReasonMissing);
    let done = after(&in_it, &[Event::Completed(day("2025-01-31"))]).expect("recorded");
    check(&done, Event::DroppedOut(end("2025-02-01", "Flyttet")), AmendFault::EndedOtherwise);
    let rule = |rule: &str| Event::Rule {
        rule: TermId::new(rule).expect("a name"),
        passed: true,
        on: day("2024-04-20"),
        by: UserId::new("viggo").expect("a name"),
    };
    check(&new(), rule("made-up"), AmendFault::RuleUnknown);
    check(&new(), rule("age"), AmendFault::RuleOfAge);
}

#[test]
fn whoever_is_enrolled_stays_in() {
    let left =
        after(&enrolled(), &[Event::DroppedOut(end("2024-06-01", "Flyttet til 700170-9998"))]).expect("recorded");
    assert_eq!((left.enrolled_on, left.place()), (Some(day("2024-05-06")), Place::DroppedOut));
    let reason = &left.dropped_out.as_ref().expect("left").reason;
    assert!(!reason.contains("9998"), "a number stays in the reason: {reason}");
    let back = after(&left, &[Event::TakenBack]).expect("recorded");
    assert_eq!(back, enrolled());
    let refused = after(&new(), &[Event::Refused(end("2024-06-01", "Uden for målgruppen"))]).expect("recorded");
    assert_eq!(refused.place(), Place::Refused);
    let begun = after(&refused, &[Event::Step(Accepted, day("2024-06-02")), Event::Step(Started, day("2024-06-03"))]);
    assert_eq!(begun.expect("recorded").enrolled_on, None, "whoever was refused is not enrolled");
}
