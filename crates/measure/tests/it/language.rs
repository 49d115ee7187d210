//! What the language accepts, how it is printed, and what it refuses at which place.

use proptest::prelude::*;
use virkning_measure::{CompileError, ExpressionError, compile, parse, parse_value, print, print_value, states};
use virkning_model::Decimal;
use virkning_model::expression::{Comparison, Expression, Figure, Number, Operation, RowPredicate, Rows, Table};
use virkning_model::source::{Lateness, SOURCES, SourceSchema};

use crate::support::{codes, dream, source};

/// Reads a text and compares its canonical form.
fn check(text: &str, expected: &str) {
    let expression = parse(text, dream()).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(print(&expression), expected, "{text}");
    assert_eq!(parse(expected, dream()), Ok(expression), "{text}");
}

#[test]
fn accepted() {
    let same = [
        "any(job.ratio > 0) or any(week.state = education)",
        "all(job.ratio >= 0.25)",
        "any(week.state in (education, leave))",
        "longest(week.code = 0 and week.ratio > 0) >= 4",
        "rate(week.state = education) >= 0.5",
        "any(job.industry != 0)",
        "count(week.code = 0) > count(week.code = 130)",
        "count(week.code = 0) - count(week.code = 130) >= -2",
        "(count(week.code = 0) + longest(week.code = 130)) / 2 > 3.5",
        "count(week.code = 0) - (count(week.code = 1) - count(week.code = 2)) = 0",
        "count(week.code = 0) / count(week.code = 1) / 2 < rate(week.code = 3) * 4",
        "2 * (rate(week.code = 0) - 0.25) > mean(job.ratio)",
        "not (count(week.code = 0) + 1) * 2 = 4",
        "(any(job.ratio > 0) or count(week.code = 0) * 2 > 4) and all(week.code = 0)",
        "any(week.state not in (education, leave))",
        "any(week.code in (651, 652))",
        "any(week.code != 651)",
        "any(week.code = 0)",
        "count(week.state = education) >= 3",
        "sum(job.ratio) >= 1.5",
        "mean(job.ratio) > 0.3333",
        "min(job.ratio) = 0",
        "max(job.ratio) != 1",
        "not any(job.ratio > 0)",
        "not not any(job.ratio > 0)",
        "not (any(job.ratio > 0) or any(week.code = 1))",
        "any(not (week.code = 1 or week.code = 2))",
        "any(not job.ratio = 0)",
        "any(week.state = education_benefit)",
        "any(job.ratio > 0) and (any(week.code = 1) or any(week.code = 2))",
        "any(job.ratio > 0) or (any(week.code = 1) or any(week.code = 2))",
        "any(job.ratio > 0) and (any(week.code = 1) and any(week.code = 2))",
        "any(job.ratio > 0) and any(week.code = 1) or any(week.code = 2)",
    ];
    for text in same {
        check(text, text);
    }
    check("count(week.code = 0) > 10_000", "count(week.code = 0) > 10000");
}

#[test]
fn canonical() {
    let changed = [
        ("any(job.ratio>0)or any( week . state=education )", "any(job.ratio > 0) or any(week.state = education)"),
        ("  any\n(\tjob.ratio > 0.250 )  ", "any(job.ratio > 0.25)"),
        ("any(week.code in (651))", "any(week.code = 651)"),
        ("(count(week.code = 0)) >= 3", "count(week.code = 0) >= 3"),
        ("((count(week.code = 0) + 1) * 2) > 4", "(count(week.code = 0) + 1) * 2 > 4"),
        ("((count(week.code = 0) * 2) + 1) > 4", "count(week.code = 0) * 2 + 1 > 4"),
        ("count(week.code = 0)-1>=(2)", "count(week.code = 0) - 1 >= 2"),
        ("any(not week.code = 651)", "any(week.code != 651)"),
        ("any(not week.state in (education, leave))", "any(week.state not in (education, leave))"),
        ("((any((job.ratio > 007))))", "any(job.ratio > 7)"),
        (
            "(any(week.code = 1) and any(week.code = 2)) or any(week.code = 3)",
            "any(week.code = 1) and any(week.code = 2) or any(week.code = 3)",
        ),
    ];
    for (text, expected) in changed {
        check(text, expected);
    }
}

#[test]
fn and_binds_more_tightly_than_or() {
    let code = |code| Expression::Any(Rows { table: Table::Week, predicate: RowPredicate::Code(vec![code]) });
    assert_eq!(
        parse("any(week.code = 1) or any(week.code = 2) and not any(week.code = 3)", dream()),
        Ok(Expression::Or(vec![code(1), Expression::And(vec![code(2), Expression::Not(Box::new(code(3)))])]))
    );
}

/// Marks the place with ^ under the text, and gives code and arguments: `M003 expected=close found=x`.
fn refused(text: &str, source: &SourceSchema) -> String {
    let error = match parse(text, source) {
        Ok(expression) => panic!("{text} was accepted as {}", print(&expression)),
        Err(error) => error,
    };
    let place = format!(
        "{}{}",
        " ".repeat(text[..error.start].chars().count()),
        "^".repeat(text[error.start..error.end].chars().count())
    );
    format!("{place}\n{}", explained(&error))
}

/// The code of a refusal with its arguments: `M022 table=stay name=shelters …`.
pub fn explained(error: &ExpressionError) -> String {
    let arguments: Vec<String> = error.arguments().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {}", error.code(), arguments.join(" ")).trim_end().to_owned()
}

/// Each case is three lines: the text, the place, the code with its arguments. In the order of the codes.
const REFUSED: &str = "
any(job.ratio > -1)
                ^
M001 character=-

any(job.ratio ! 0)
              ^
M001 character=!

§
^
M001 character=§

any(job.ratio > 0) ælle any(job.ratio > 0)
                   ^^^^
M003 expected=and-or-end found=ælle

any(job.ratio > 0

M002 expected=and-or-close

any(job.ratio >

M002 expected=number

any(job.ratio > 0) or

M002 expected=question

any(week.state in (education

M002 expected=comma-or-close

any(week.state

M002 expected=comparison

any(week

M002 expected=dot

any(week.

M002 expected=column

any(job.ratio > 0) og any(week.state = education)
                   ^^
M003 expected=and-or-end found=og

any(job.ratio > 0 x)
                  ^
M003 expected=and-or-close found=x

any(job.ratio > 0))
                  ^
M003 expected=and-or-end found=)

any job.ratio > 0
    ^^^
M003 expected=open found=job

any(education)
    ^^^^^^^^^
M003 expected=row-question found=education

any(any(job.ratio > 0))
    ^^^
M003 expected=row-question found=any

any(0 < job.ratio)
    ^
M003 expected=row-question found=0

any(job ratio > 0)
        ^^^^^
M003 expected=dot found=ratio

any(job.ratio == 0)
               ^
M003 expected=number found==

any(job.ratio is 0)
              ^^
M003 expected=comparison found=is

any(week.state = and)
                 ^^^
M003 expected=state found=and

any(week.state not (education))
                   ^
M003 expected=in found=(

any(week.state in education)
                  ^^^^^^^^^
M003 expected=open found=education

any(week.state in (education leave))
                             ^^^^^
M003 expected=comma-or-close found=leave

any(job.ratio > 0) > 3
                   ^
M003 expected=and-or-end found=>

sum(job.ratio > 0) >= 3
              ^
M003 expected=close found=>

education
^^^^^^^^^
M003 expected=question found=education

and any(job.ratio > 0)
^^^
M003 expected=question found=and

any(weeks.state = education)
    ^^^^^
M004 name=weeks known=week, job nearest=week

any(Job.ratio > 0)
    ^^^
M004 name=Job known=week, job nearest=job

weeks.state = education
^^^^^
M004 name=weeks known=week, job nearest=week

any(job.grad > 0)
        ^^^^
M005 table=job name=grad known=ratio, industry nearest=ratio

any(week.kode = 651)
         ^^^^
M005 table=week name=kode known=state, code, ratio nearest=code

any(week.stat = education)
         ^^^^
M005 table=week name=stat known=state, code, ratio nearest=state

any(week.state = education and job.ratio > 0)
                               ^^^^^^^^^
M007 first=week second=job

any(not (job.ratio > 0 or (week.code = 651)))
                           ^^^^^^^^^
M007 first=job second=week

any(week.state = 651)
                 ^^^
M008 number=651

any(week.state in (education, 651))
                              ^^^
M008 number=651

any(week.code = education)
                ^^^^^^^^^
M009 column=week.code name=education

any(job.ratio > high)
                ^^^^
M009 column=job.ratio name=high

any(week.code = 1000)
                ^^^^
M010 number=1000

any(week.code in (651, 6511))
                       ^^^^
M010 number=6511

any(week.code = 651.5)
                ^^^^^
M010 number=651.5

any(week.code = 99999999999999999999)
                ^^^^^^^^^^^^^^^^^^^^
M010 number=99999999999999999999

count(job.ratio > 0) > 1000001
                       ^^^^^^^
M011 number=1000001

any(job.ratio > 0.00000000001)
                ^^^^^^^^^^^^^
M011 number=0.00000000001

any(job.ratio > 0.00000000000000000000000000000000000000001)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
M011 number=0.00000000000000000000000000000000000000001

any()
^^^^^
M012 function=any

any(job.ratio > 0) or all( )
                      ^^^^^^
M012 function=all

sum() > 1
^^^^^
M012 function=sum

any(week.state in ())
                  ^^
M013

any(week.code not in ( ))
                     ^^^
M013

sum(job.ratio)
^^^^^^^^^^^^^^
M014 text=sum(job.ratio)

any(job.ratio > 0) or count(week.code = 651)
                      ^^^^^^^^^^^^^^^^^^^^^^
M014 text=count(week.code = 651)

1
^
M014 text=1

3 <= count(week.code = 651)
^
M014 text=3

any(week.code > 651)
              ^
M016 column=week.code sign=>

any(week.state >= education)
               ^^
M016 column=week.state sign=>=

any(job.ratio in (0, 1))
              ^^
M016 column=job.ratio sign=in

any(job.ratio not in (0, 1))
              ^^^^^^
M016 column=job.ratio sign=in

job.ratio > 0
^^^^^^^^^
M017 table=job

any(job.ratio > 0) or week.state = education
                      ^^^^^^^^^^
M017 table=week

average(job.ratio) > 1
^^^^^^^
M018 name=average known=any, all, count, rate, longest, sum, mean, min, max nearest=rate

mena(job.ratio) > 1
^^^^
M018 name=mena known=any, all, count, rate, longest, sum, mean, min, max nearest=mean

any(job.ratio > 0,25)
                ^^^^
M020 number=0.25

sum(job.ratio) > 1,5
                 ^^^
M020 number=1.5

sum(week.code) > 1
    ^^^^^^^^^
M021 function=sum

count(week.code = 0) > count(job.ratio > 0)
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
M028 left=weeks right=months

rate(week.code = 0) + count(week.code = 0) > 1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
M028 left=share right=weeks

2 * sum(job.ratio) >= mean(job.ratio)
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
M028 left=full-time-months right=share

count(week.code = 0) * count(week.code = 1) > 1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
M029 left=weeks sign=* right=weeks

1 / count(week.code = 0) > 1
^^^^^^^^^^^^^^^^^^^^^^^^
M029 left=number sign=/ right=weeks

rate(week.state = education) >= 50
                                ^^
M030 number=50 share=0.5

any(job.industry = 1000000)
                   ^^^^^^^
M031 number=1000000

any(week.ratio in (0, 1))
               ^^
M016 column=week.ratio sign=in

longest(stay.kind = shelter) > 1
        ^^^^
M006 table=stay source=dream known=week, job

3 < count(week.code = 0)
^
M014 text=3

count(week.code = 0) + any(week.code = 0) > 1
                       ^^^
M003 expected=number-of-rows found=any

count(week.code = 0) * > 1
                       ^
M003 expected=number found=>

count(week.code = 0) > 1 + -1
                           ^
M001 character=-
";

#[test]
fn refused_at_their_place() {
    let cases: Vec<&str> = REFUSED.trim_matches('\n').split("\n\n").collect();
    // A missing end has an empty line as its place, which splits the case: put such cases together again.
    let mut joined: Vec<String> = Vec::new();
    for part in cases {
        match joined.last_mut() {
            Some(last) if !last.contains("\nM0") => *last = format!("{last}\n\n{part}"),
            _ => joined.push(part.to_owned()),
        }
    }
    assert!(joined.len() >= 60, "{}", joined.len());
    for case in joined {
        let (text, expected) = case.split_once('\n').expect("text and expected");
        // The place of a missing end is the end: blanks up to it, which editors would cut off.
        let got = refused(text, dream());
        let got: Vec<&str> = got.lines().map(str::trim_end).collect();
        assert_eq!(got.join("\n"), expected, "{text}");
    }
}

#[test]
fn an_empty_text_asks_nothing() {
    for text in ["", "  \n "] {
        let error = parse(text, dream()).expect_err("nothing is asked");
        assert_eq!((error.code(), error.start, error.end), ("M002", text.len(), text.len()));
    }
}

#[test]
fn a_source_without_a_table() {
    let weeks_only = SourceSchema {
        name: "weeks-only",
        tables: &[Table::Week],
        final_after_months: 3,
        lateness: Lateness::Setting("test"),
        estimated_from: None,
    };
    let expected = "    ^^^\nM006 table=job source=weeks-only known=week";
    assert_eq!(refused("any(job.ratio > 0)", &weeks_only), expected);
    assert_eq!(refused("sum(job.ratio) > 0", &weeks_only), expected);
    assert!(parse("any(week.code = 651)", &weeks_only).is_ok());
}

#[test]
fn hostile_nesting_is_refused() {
    for (open, inside, close) in [
        ("(", "any(job.ratio > 0)", ")"),
        ("not ", "any(job.ratio > 0)", ""),
        ("any(", "job.ratio > 0", ")"),
        ("not (", "", ""),
    ] {
        let text = format!("{}{inside}{}", open.repeat(200_000), close.repeat(200_000));
        assert!(parse(&text, dream()).is_err(), "{open}");
    }
    let row = format!("any({}job.ratio > 0{})", "(".repeat(200_000), ")".repeat(200_000));
    let error = parse(&row, dream()).expect_err("too deep");
    assert_eq!((error.code(), error.start, error.end), ("M015", 54, 55));
    assert_eq!(error.arguments(), [("limit", "50".to_owned())]);
    let fifty = format!("{}any(job.ratio > 0){}", "(".repeat(50), ")".repeat(50));
    assert!(parse(&fifty, dream()).is_ok());
    // A message repeats only the beginning of a long word.
    let error = parse(&"æ".repeat(100_000), dream()).expect_err("a word is no question");
    assert_eq!(error.arguments()[1], ("found", format!("{}…", "æ".repeat(60))));
    let fifty = |sign: &str| vec!["count(week.code = 0)"; 51].join(sign) + " > 0";
    assert!(parse(&fifty(" + "), dream()).is_ok());
    for text in [format!("1 + {}", fifty(" - ")), vec!["1"; 200_000].join("*") + " > 0"] {
        assert_eq!(parse(&text, dream()).expect_err("too deep").code(), "M015");
    }
    // Long is not deep.
    let long = vec!["any(job.ratio > 0)"; 20_000].join(" or ");
    assert!(parse(&long, dream()).is_ok());
}

#[test]
fn states_are_checked_against_the_code_list() {
    let text = "any(week.state = educaton) or count(week.state in (leave, educaton)) > 1";
    let expression = parse(text, dream()).expect("names are not checked here");
    assert_eq!(states(&expression), ["educaton", "leave"]);
    let error = compile(&expression, &codes()).expect_err("no such state");
    let CompileError::UnknownState { state, known, nearest, edition } = &error else { panic!("{error}") };
    assert_eq!(
        (error.code(), state.as_str(), nearest.as_str(), edition.as_str()),
        ("M019", "educaton", "education", "test")
    );
    assert!(known.iter().any(|name| name == "sickness") && known.is_sorted(), "{known:?}");
}

const COMPARISONS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::LessOrEqual,
    Comparison::Greater,
    Comparison::GreaterOrEqual,
];

fn row_predicates(table: Table) -> BoxedStrategy<RowPredicate> {
    let leaf = match table {
        Table::Week => prop_oneof![
            prop::collection::vec(prop::sample::select(vec!["education", "leave", "self_support", "pension"]), 1..4)
                .prop_map(|names| RowPredicate::State(names.into_iter().map(str::to_owned).collect())),
            prop::collection::vec(prop::sample::select(vec![0, 130, 134, 140, 412, 651, 654, 771, 999]), 1..4)
                .prop_map(RowPredicate::Code),
            ratios().prop_map(|(comparison, value)| RowPredicate::WeekRatio(comparison, value)),
        ]
        .boxed(),
        Table::Job => prop_oneof![
            2 => ratios().prop_map(|(comparison, value)| RowPredicate::Ratio(comparison, value)),
            1 => prop::collection::vec(prop::sample::select(vec![0, 412_000, 999_999]), 1..3)
                .prop_map(RowPredicate::Industry),
        ]
        .boxed(),
        Table::Stay => kinds(table, &["shelter", "crisis-centre", "night-cafe", "aftercare"]),
        Table::Amount => prop_oneof![
            kinds(table, &["transfer", "education-support", "støtte_2"]),
            prop::collection::vec(prop::sample::select(vec!["other", "cash-benefit", "flexjob"]), 1..3)
                .prop_map(|items| RowPredicate::Item(items.into_iter().map(str::to_owned).collect())),
        ]
        .boxed(),
        Table::Study => kinds(table, &["upper-secondary", "vocational", "higher_1"]),
        Table::Observation => unreachable!("an observation is no row"),
    };
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(RowPredicate::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(RowPredicate::Or),
            inner.prop_map(|inner| RowPredicate::Not(Box::new(inner))),
        ]
    })
    .boxed()
}

fn ratios() -> impl Strategy<Value = (Comparison, Decimal)> {
    (prop::sample::select(COMPARISONS.to_vec()), 0..12_000_i64)
        .prop_map(|(comparison, units)| (comparison, Decimal::new(units / 1000 * 1250, 4)))
}

fn kinds(table: Table, names: &[&'static str]) -> BoxedStrategy<RowPredicate> {
    prop::collection::vec(prop::sample::select(names.to_vec()), 1..4)
        .prop_map(move |names| RowPredicate::Kind(table, names.into_iter().map(str::to_owned).collect()))
        .boxed()
}

fn rows() -> impl Strategy<Value = Rows> {
    prop::sample::select(vec![Table::Week, Table::Job]).prop_flat_map(rows_of)
}

fn rows_of(table: Table) -> impl Strategy<Value = Rows> {
    row_predicates(table).prop_map(move |predicate| Rows { table, predicate })
}

/// Random numbers of a source that has no weeks and months.
pub fn event_numbers(source: &str) -> BoxedStrategy<Number> {
    match source {
        "shelter" => prop_oneof![
            rows_of(Table::Stay).prop_map(Number::Count),
            rows_of(Table::Stay).prop_map(Number::Nights),
            rows_of(Table::Stay).prop_map(Number::Days),
        ]
        .boxed(),
        "education" => {
            prop_oneof![rows_of(Table::Study).prop_map(Number::Count), rows_of(Table::Study).prop_map(Number::Days),]
                .boxed()
        }
        "services" => prop_oneof![
            rows_of(Table::Amount).prop_map(Number::Count),
            rows_of(Table::Amount).prop_map(Number::SumOfAmounts),
            (
                prop::sample::select(vec![Figure::First, Figure::Last, Figure::Min, Figure::Max, Figure::Mean]),
                rows_of(Table::Amount)
            )
                .prop_map(|(figure, rows)| Number::OfAmounts(figure, rows)),
        ]
        .boxed(),
        _ => (prop::sample::select(Figure::ALL.to_vec()), prop::sample::select(vec!["hba1c", "score"]))
            .prop_map(|(figure, name)| Number::OfObservations(figure, name.to_owned()))
            .boxed(),
    }
}

/// Random expressions over such a source. Counts, nights and days are compared with numbers from zero on.
pub fn event_expressions(source: &'static str) -> impl Strategy<Value = Expression> {
    let values = (event_numbers(source), prop::sample::select(COMPARISONS.to_vec()), -24..24_i64);
    let compared = values.prop_map(|(number, comparison, quarters)| {
        let signed = matches!(number, Number::OfObservations(..) | Number::SumOfAmounts(_) | Number::OfAmounts(..));
        let quarters = if signed { quarters } else { quarters.abs() };
        Expression::Compare(number, comparison, Decimal::new(quarters * 25, 2))
    });
    let leaf = match source {
        "shelter" => prop_oneof![
            2 => rows_of(Table::Stay).prop_map(Expression::Any),
            1 => rows_of(Table::Stay).prop_map(Expression::All),
            3 => compared,
        ]
        .boxed(),
        "education" => prop_oneof![
            2 => rows_of(Table::Study).prop_map(Expression::Any),
            1 => rows_of(Table::Study).prop_map(Expression::All),
            3 => compared,
        ]
        .boxed(),
        "services" => prop_oneof![
            2 => rows_of(Table::Amount).prop_map(Expression::Any),
            1 => rows_of(Table::Amount).prop_map(Expression::All),
            3 => compared,
        ]
        .boxed(),
        _ => compared.boxed(),
    };
    combined(leaf)
}

/// Random numbers of the two tables.
pub fn numbers() -> impl Strategy<Value = Number> {
    prop_oneof![
        rows().prop_map(Number::Count),
        rows().prop_map(Number::Rate),
        rows().prop_map(Number::Longest),
        Just(Number::SumOfRatios),
        Just(Number::MeanOfRatios),
        Just(Number::MinOfRatios),
        Just(Number::MaxOfRatios),
    ]
}

/// Random expressions over the two tables, with the states and codes of the tests' code list.
pub fn expressions() -> impl Strategy<Value = Expression> {
    let number = numbers();
    let leaf = prop_oneof![
        2 => rows().prop_map(Expression::Any),
        2 => rows().prop_map(Expression::All),
        3 => (number, prop::sample::select(COMPARISONS.to_vec()), 0..24_i64).prop_map(|(number, comparison, quarters)| {
            // A share beyond one is refused.
            let scale = if matches!(number, Number::Rate(_)) { 3 } else { 2 };
            Expression::Compare(number, comparison, Decimal::new(quarters * 25, scale))
        }),
    ];
    combined(leaf.boxed())
}

/// Random calculations with weeks: counts and runs of them, scaled by shares and given numbers.
pub fn calculations() -> BoxedStrategy<Number> {
    let weeks = || rows_of(Table::Week);
    let leaf = prop_oneof![
        3 => weeks().prop_map(Number::Count),
        1 => weeks().prop_map(Number::Longest),
    ];
    let scale = prop_oneof![
        (0..40_i64).prop_map(|quarters| Number::Constant(Decimal::new(quarters * 25, 2).normalize())),
        rows().prop_map(Number::Rate),
        Just(Number::MeanOfRatios),
        (weeks(), weeks())
            .prop_map(|(one, other)| { calculated(Number::Count(one), Operation::DividedBy, Number::Longest(other)) }),
    ];
    leaf.boxed()
        .prop_recursive(4, 12, 2, move |inner| {
            prop_oneof![
                (inner.clone(), inner.clone()).prop_map(|(a, b)| calculated(a, Operation::Plus, b)),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| calculated(a, Operation::Minus, b)),
                (inner.clone(), scale.clone()).prop_map(|(a, b)| calculated(a, Operation::Times, b)),
                (scale.clone(), inner.clone()).prop_map(|(a, b)| calculated(a, Operation::Times, b)),
                (inner, scale.clone()).prop_map(|(a, b)| calculated(a, Operation::DividedBy, b)),
            ]
        })
        .boxed()
}

fn calculated(left: Number, operation: Operation, right: Number) -> Number {
    Number::Calculated(Box::new(left), operation, Box::new(right))
}

/// Random comparisons of two calculations, and of one with a given number.
pub fn comparisons() -> impl Strategy<Value = Expression> {
    let comparison = || prop::sample::select(COMPARISONS.to_vec());
    let leaf = prop_oneof![
        (calculations(), comparison(), calculations()).prop_map(|(a, sign, b)| Expression::CompareNumbers(a, sign, b)),
        (calculations(), comparison(), -8..80_i64).prop_map(|(number, sign, quarters)| {
            let quarters = if matches!(number, Number::Calculated(..)) { quarters } else { quarters.abs() };
            Expression::Compare(number, sign, Decimal::new(quarters * 25, 2))
        }),
    ];
    combined(leaf.boxed())
}

fn combined(leaf: BoxedStrategy<Expression>) -> impl Strategy<Value = Expression> {
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::Or),
            inner.prop_map(|inner| Expression::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    /// Printing and reading again gives the same expression, and printing that the same text.
    #[test]
    fn printed_and_read_again(expression in expressions()) {
        let text = print(&expression);
        let again = parse(&text, dream());
        prop_assert_eq!(again.as_ref(), Ok(&expression), "{}", &text);
    }

    /// The same for calculations.
    #[test]
    fn calculations_printed_and_read_again(expression in comparisons(), number in calculations()) {
        let text = print(&expression);
        let again = parse(&text, dream());
        prop_assert_eq!(again.as_ref(), Ok(&expression), "{}", &text);
        let text = print_value(&number);
        let again = parse_value(&text, dream());
        prop_assert_eq!(again.as_ref(), Ok(&number), "{}", &text);
    }

    /// The same for the other sources, and for values.
    #[test]
    fn events_printed_and_read_again(
        (name, expression, number) in prop::sample::select(vec!["shelter", "services", "observations", "education"])
            .prop_flat_map(|name| (Just(name), event_expressions(name), event_numbers(name)))
    ) {
        let text = print(&expression);
        let again = parse(&text, source(name));
        prop_assert_eq!(again.as_ref(), Ok(&expression), "{}", &text);
        let text = print_value(&number);
        let again = parse_value(&text, source(name));
        prop_assert_eq!(again.as_ref(), Ok(&number), "{}", &text);
    }

    /// Any text is read or refused at a place inside it, on the borders of characters.
    #[test]
    fn any_text(
        text in "\\PC{0,60}|([a-z.(), =<>0-9+*/-]|any\\(|sum\\(|rate\\(|nights\\(|last\\(|week\\.|stay\\.|kind|observation\\.|state|job\\.ratio|not |in |reported){0,24}",
        source in prop::sample::select(SOURCES)
    ) {
        for error in [parse(&text, &source).err(), parse_value(&text, &source).err()].into_iter().flatten() {
            prop_assert!(error.start <= error.end && error.end <= text.len());
            prop_assert!(text.is_char_boundary(error.start) && text.is_char_boundary(error.end));
        }
    }

    /// A piece of a good text that was cut anywhere is read or refused.
    #[test]
    fn cut_texts(expression in expressions(), cut in 0.0..1.0_f64) {
        let text = print(&expression);
        let end = (text.len() as f64 * cut) as usize;
        if let Err(error) = parse(&text[..end], dream()) {
            prop_assert!(error.start <= error.end && error.end <= end);
        }
    }
}
