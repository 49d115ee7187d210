//! What the language accepts and refuses of sources that have no weeks and months, and of values.

use virkning_measure::{parse, parse_value, print, print_value};

use crate::language::explained;
use crate::support::source;

/// What the other sources refuse, with the name of the source before the text. A value begins with `value: `.
const REFUSED_OF_EVENTS: &str = "
dream
any(stay.kind = shelter)
    ^^^^
M006 table=stay source=dream known=week, job

dream
nights(stay.kind = shelter) <= 5
       ^^^^
M006 table=stay source=dream known=week, job

dream
nights(week.code = 651) <= 5
       ^^^^^^^^^^^^^^^
M024 function=nights table=week

dream
change(job.ratio) > 0
       ^^^^^^^^^
M024 function=change table=job

dream
reported
^^^^^^^^
M026 source=dream

dream
any(job.ratio > -0.5)
                ^
M001 character=-

dream
value: any(job.ratio > 0)
       ^^^^^^^^^^^^^^^^^^
M025 text=any(job.ratio > 0)

dream
value: mean(job.ratio) >= 0.25
       ^^^^^^^^^^^^^^^^^^^^^^^
M025 text=mean(job.ratio) >= 0.25

dream
value: not any(job.ratio > 0)
       ^^^^^^^^^^^^^^^^^^^^^^
M025 text=not any(job.ratio > 0)

dream
value: mean(job.ratio) and sum(job.ratio)
                       ^^^
M003 expected=end found=and

dream
value: 0.25
       ^^^^
M003 expected=number-of-rows found=0.25

dream
value: ratio
       ^^^^^
M003 expected=number-of-rows found=ratio

dream
value: job.ratio
       ^^^^^^^^^
M017 table=job

shelter
night(stay.kind = shelter) <= 5
^^^^^
M018 name=night known=any, all, count, rate, nights, days nearest=nights

shelter
nights(stay.kind = shelters) <= 5
                   ^^^^^^^^
M022 table=stay name=shelters known=shelter, crisis-centre, night-cafe, aftercare nearest=shelter

shelter
nights(stay.kind in (shelter, crisis_center)) <= 5
                              ^^^^^^^^^^^^^
M022 table=stay name=crisis_center known=shelter, crisis-centre, night-cafe, aftercare nearest=crisis-centre

shelter
nights(stay.kind = 110) <= 5
                   ^^^
M003 expected=kind found=110

shelter
nights(stay.kind > shelter) <= 5
                 ^
M016 column=stay.kind sign=>

shelter
nights(stay.kinds = shelter) <= 5
            ^^^^^
M005 table=stay name=kinds known=kind nearest=kind

shelter
nights() <= 5
^^^^^^^^
M012 function=nights

shelter
nights(stay.kind = shelter)
^^^^^^^^^^^^^^^^^^^^^^^^^^^
M014 text=nights(stay.kind = shelter)

shelter
nights(stay.kind = shelter) >= -1
                               ^
M001 character=-

shelter
sum(stay.kind = shelter) <= 5
    ^^^^^^^^^
M024 function=sum table=stay

shelter
stay.kind = shelter
^^^^^^^^^
M017 table=stay

shelter
any(job.ratio > 0)
    ^^^
M006 table=job source=shelter known=stay

observations
any(observation.hba1c < 48)
    ^^^^^^^^^^^^^^^^^
M023 name=hba1c

observations
observation.hba1c < 48
^^^^^^^^^^^^^^^^^
M023 name=hba1c

observations
sum(observation.hba1c) < 48
    ^^^^^^^^^^^^^^^^^
M024 function=sum table=observation

observations
last(observation) < 48
                ^
M003 expected=dot found=)

observations
last(hba1c) < 48
     ^^^^^
M004 name=hba1c known=observation nearest=observation

observations
change(observation.hba1c) <= -0,085
                             ^^^^^^
M020 number=-0.085

observations
change(observation.hba1c) <= -1000001
                             ^^^^^^^^
M011 number=-1000001

observations
change(observation.hba1c) <= --1
                             ^
M001 character=-

services
sum(job.ratio) > 0
    ^^^
M006 table=job source=services known=amount

services
sum(amount.sort = transfer) > 0
           ^^^^
M005 table=amount name=sort known=kind, item nearest=kind

services
mean(amount.kind) > 0
                ^
M003 expected=comparison found=)

shelter
nights(stay.kind = shelter) + days(stay.kind = shelter) > 1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
M028 left=nights right=days

shelter
longest(stay.kind = shelter) > 1
        ^^^^^^^^^^^^^^^^^^^
M024 function=longest table=stay

observations
last(observation.hba1c) > first(observation.score)
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
M028 left=observation.hba1c right=observation.score

observations
value: difference(observation.hba1c) - change(observation.hba1c)
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
M028 left=observation.hba1c right=share

services
value: 2 * 3
       ^^^^^
M003 expected=number-of-rows found=2 * 3

services
sum(amount.items = transfer) > 0
           ^^^^^
M005 table=amount name=items known=kind, item nearest=item

refunds
sum(amount.item = 5) > 0
                  ^
M003 expected=item found=5

refunds
any(study.kind = higher)
    ^^^^^
M006 table=study source=refunds known=amount

education
nights(study.kind = higher) > 0
       ^^^^^^^^^^^^^^^^^^^
M024 function=nights table=study

education
sum(study.kind = higher) > 0
    ^^^^^^^^^^
M024 function=sum table=study

education
any(study.level = higher)
          ^^^^^
M005 table=study name=level known=kind nearest=kind

reported
any(job.ratio > 0)
^^^
M027 source=reported

reported
work.state
^^^^
M027 source=reported

reported
reportet
^^^^^^^^
M003 expected=question found=reportet

reported
reported >= 3
         ^^
M003 expected=and-or-end found=>=
";

#[test]
fn other_sources_refuse_at_their_place() {
    let cases: Vec<&str> = REFUSED_OF_EVENTS.trim_matches('\n').split("\n\n").collect();
    assert!(cases.len() >= 35, "{}", cases.len());
    for case in cases {
        let lines: Vec<&str> = case.lines().collect();
        let [name, line, place, expected] = lines.as_slice() else { panic!("four lines: {case}") };
        let (text, error) = match line.strip_prefix("value: ") {
            Some(text) => (text, parse_value(text, source(name)).map(|number| print_value(&number))),
            None => (*line, parse(line, source(name)).map(|expression| print(&expression))),
        };
        let error = error.expect_err(line);
        let before = line.len() - text.len() + text[..error.start].chars().count();
        let got = format!("{}{}", " ".repeat(before), "^".repeat(text[error.start..error.end].chars().count()));
        assert_eq!((got.as_str(), explained(&error).as_str()), (*place, *expected), "{line}");
    }
}

#[test]
fn other_sources_accept() {
    let same = [
        ("shelter", "nights(stay.kind = shelter) <= 5"),
        ("shelter", "days(stay.kind in (shelter, night-cafe)) <= 5 or not any(stay.kind != aftercare)"),
        ("shelter", "all(stay.kind = crisis-centre) and count(stay.kind not in (shelter, aftercare)) = 0"),
        ("observations", "change(observation.hba1c) <= -0.085"),
        ("observations", "difference(observation.hba1c) < -6.8 and last(observation.hba1c) < 48"),
        ("observations", "first(observation.who-5) < 50 and mean(observation.trivsel_2) >= 1.5"),
        ("observations", "min(observation.hba1c) > 0 or max(observation.hba1c) < 100"),
        ("services", "sum(amount.kind = transfer) = 0"),
        ("services", "sum(amount.kind in (transfer, education-support)) <= -1.5 or any(amount.kind = støtte)"),
        ("services", "sum(not (amount.kind = transfer or amount.kind = støtte)) > 0"),
        ("services", "sum(amount.kind = hours and amount.item != home-help) > 0"),
        ("refunds", "sum(amount.kind = net and amount.item in (cash-benefit, kontanthjælp_2)) < 1000"),
        ("education", "any(study.kind = vocational) and not all(study.kind in (higher, vocational))"),
        ("education", "days(study.kind = vocational) >= 30 or count(study.kind != higher) = 2"),
        ("refunds", "sum(amount.kind = paid) - sum(amount.kind = refund) <= -100"),
        ("refunds", "sum(amount.kind = net) / count(amount.kind = net) < 2000"),
        ("observations", "last(observation.hba1c) - first(observation.hba1c) < -6.8"),
        ("shelter", "rate(stay.kind = shelter) > 0.5 or nights(stay.kind = shelter) > nights(stay.kind = aftercare)"),
        ("reported", "reported"),
        ("reported", "not reported"),
    ];
    for (name, text) in same {
        let expression = parse(text, source(name)).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(print(&expression), text);
    }
    for (name, text, expected) in [
        ("services", " sum( amount.kind in (transfer) )", "sum(amount.kind = transfer)"),
        ("observations", "difference( observation . hba1c )", "difference(observation.hba1c)"),
        ("shelter", "nights((stay.kind = shelter))", "nights(stay.kind = shelter)"),
        ("dream", "mean(job.ratio)", "mean(job.ratio)"),
        ("dream", "count(week.state = education)", "count(week.state = education)"),
        ("reported", "reported", "reported"),
    ] {
        let number = parse_value(text, source(name)).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(print_value(&number), expected);
    }
    assert_eq!(
        parse("last(observation.x) > -0.0", source("observations")).map(|found| print(&found)).as_deref(),
        Ok("last(observation.x) > 0")
    );
}
