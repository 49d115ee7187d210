//! A measure's success expression in words, for people who read no programs: the exact rule, said plainly.

use virkning_model::agreement::{LeftPopulation, Measure};
use virkning_model::code_list::{CodeStatus, ListedCodes, NamedCodeRow};
use virkning_model::expression::{Comparison, Expression, Figure, Number, Operation, RowPredicate, Rows, Table};
use virkning_model::observation::Leaving;

use super::Texts;
use super::format;

/// What a measure asks, in words: its condition, else the number that it looks at.
pub fn of_measure(measure: &Measure, texts: &Texts) -> String {
    let asked = match (&measure.success, &measure.value) {
        (Some(success), _) => in_words(success, texts),
        (None, Some(value)) => number_in_words(value, texts).trim_end_matches(',').to_owned(),
        (None, None) => "–".to_owned(),
    };
    match measure.left_population {
        Some(rule) => format!("{asked}; {}", left_in_words(rule, texts)),
        None => asked,
    }
}

/// What a measure says of whoever has left the population.
pub fn left_in_words(rule: LeftPopulation, texts: &Texts) -> String {
    texts.get(match rule {
        LeftPopulation::NoSuccess => "rule-left-no-success",
        LeftPopulation::Unclarified => "rule-left-unclarified",
        LeftPopulation::LeftOut => "rule-left-left-out",
    })
}

/// How somebody has left the population.
pub fn leaving_in_words(how: Leaving, texts: &Texts) -> String {
    texts.get(match how {
        Leaving::Dead => "leaving-dead",
        Leaving::Emigrated => "leaving-emigrated",
        Leaving::OldAgePension => "leaving-old-age-pension",
    })
}

/// The rule in the language of the texts.
pub fn in_words(expression: &Expression, texts: &Texts) -> String {
    match expression {
        Expression::And(all) => joined(all.iter().map(|part| in_words(part, texts)), "rule-and", texts),
        Expression::Or(all) => joined(all.iter().map(|part| in_words(part, texts)), "rule-or", texts),
        Expression::Not(part) => texts.with("rule-not", &[("what", &in_words(part, texts))]),
        Expression::Any(rows) => with_rows("rule-any", rows, texts),
        Expression::All(rows) => with_rows("rule-all", rows, texts),
        Expression::Compare(number, comparison, value) => texts.with(
            "rule-compare",
            &[
                ("number", &number_in_words(number, texts)),
                ("comparison", &texts.get(comparison_key(*comparison))),
                ("value", &compared(number, *value, texts)),
            ],
        ),
        Expression::CompareNumbers(left, comparison, right) => texts.with(
            "rule-compare",
            &[
                ("number", &number_in_words(left, texts)),
                ("comparison", &texts.get(comparison_key(*comparison))),
                ("value", number_in_words(right, texts).trim_end_matches(',')),
            ],
        ),
        Expression::Reported => texts.get("rule-reported"),
    }
}

/// What a number is compared with: a share and a relative change are percentages.
fn compared(number: &Number, value: virkning_model::Decimal, texts: &Texts) -> String {
    match number {
        Number::OfObservations(Figure::Change, _) | Number::Rate(_) => {
            let decimals = (value * virkning_model::Decimal::ONE_HUNDRED).normalize().scale();
            format::percent(texts.language(), value, decimals)
        }
        _ => decimal(value, texts),
    }
}

fn with_rows(key: &str, rows: &Rows, texts: &Texts) -> String {
    texts.with(&format!("{key}-{}", rows.table.name()), &[("what", &predicate(&rows.predicate, texts))])
}

fn number_in_words(number: &Number, texts: &Texts) -> String {
    match number {
        Number::Count(rows) => with_rows("rule-count", rows, texts),
        Number::Rate(rows) => with_rows("rule-rate", rows, texts),
        Number::Longest(rows) => with_rows("rule-longest", rows, texts),
        Number::Constant(value) => decimal(*value, texts),
        Number::Calculated(left, operation, right) => calculated(left, *operation, right, texts),
        Number::SumOfRatios => texts.get("rule-sum"),
        Number::MeanOfRatios => texts.get("rule-mean"),
        Number::MinOfRatios => texts.get("rule-min"),
        Number::MaxOfRatios => texts.get("rule-max"),
        Number::Nights(rows) => of_kinds("rule-nights", rows, texts),
        Number::Days(rows) if rows.table == Table::Study => of_kinds("rule-days-study", rows, texts),
        Number::Days(rows) => of_kinds("rule-days", rows, texts),
        Number::SumOfAmounts(rows) => of_kinds("rule-amounts", rows, texts),
        Number::OfAmounts(figure, rows) => of_kinds(figure_of_amounts_key(*figure), rows, texts),
        Number::OfObservations(figure, name) => texts.with(figure_key(*figure), &[("name", name)]),
        Number::Reported => texts.get("rule-reported-value"),
    }
}

/// A calculation: what is itself calculated stands in parentheses, so that the words say no other order.
fn calculated(left: &Number, operation: Operation, right: &Number, texts: &Texts) -> String {
    let part = |number: &Number| {
        let words = number_in_words(number, texts);
        let words = words.trim_end_matches(',');
        if matches!(number, Number::Calculated(..)) {
            format!("({words})")
        } else {
            words.to_owned()
        }
    };
    let key = match operation {
        Operation::Plus => "rule-plus",
        Operation::Minus => "rule-minus",
        Operation::Times => "rule-times",
        Operation::DividedBy => "rule-divided-by",
    };
    texts.with(key, &[("left", &part(left)), ("right", &part(right))])
}

fn of_kinds(key: &str, rows: &Rows, texts: &Texts) -> String {
    texts.with(key, &[("what", &predicate(&rows.predicate, texts))])
}

fn figure_key(figure: Figure) -> &'static str {
    match figure {
        Figure::First => "rule-first-observed",
        Figure::Last => "rule-last-observed",
        Figure::Min => "rule-smallest-observed",
        Figure::Max => "rule-largest-observed",
        Figure::Mean => "rule-mean-observed",
        Figure::Change => "rule-change-observed",
        Figure::Difference => "rule-difference-observed",
    }
}

fn figure_of_amounts_key(figure: Figure) -> &'static str {
    match figure {
        Figure::First => "rule-first-amount",
        Figure::Last => "rule-last-amount",
        Figure::Min => "rule-smallest-amount",
        Figure::Max => "rule-largest-amount",
        // Nothing else is asked of amounts.
        Figure::Mean | Figure::Change | Figure::Difference => "rule-mean-amount",
    }
}

fn predicate(wanted: &RowPredicate, texts: &Texts) -> String {
    match wanted {
        RowPredicate::And(all) => joined(all.iter().map(|part| predicate(part, texts)), "rule-and", texts),
        RowPredicate::Or(all) => joined(all.iter().map(|part| predicate(part, texts)), "rule-or", texts),
        RowPredicate::Not(part) => texts.with("rule-not", &[("what", &predicate(part, texts))]),
        RowPredicate::Ratio(comparison, value) => texts.with(
            "rule-ratio",
            &[("comparison", &texts.get(comparison_key(*comparison))), ("value", &decimal(*value, texts))],
        ),
        RowPredicate::WeekRatio(comparison, value) => texts.with(
            "rule-week-ratio",
            &[("comparison", &texts.get(comparison_key(*comparison))), ("value", &decimal(*value, texts))],
        ),
        RowPredicate::Industry(codes) => {
            let none = |code: &u32| if *code == 0 { texts.get("rule-no-industry") } else { code.to_string() };
            texts.with("rule-industry", &[("codes", &joined(codes.iter().map(none), "rule-or", texts))])
        }
        RowPredicate::State(states) => {
            let names = states.iter().map(|state| state_in_words(state, texts));
            texts.with("rule-state", &[("states", &joined(names, "rule-or", texts))])
        }
        RowPredicate::Kind(_, kinds) => joined(kinds.iter().map(|kind| kind_in_words(kind, texts)), "rule-or", texts),
        RowPredicate::Item(items) => {
            let items = items.iter().map(|item| item_in_words(item, texts));
            texts.with("rule-item", &[("items", &joined(items, "rule-or", texts))])
        }
        RowPredicate::Listed(list) => texts.with("rule-code-list", &[("list", &list.label)]),
        RowPredicate::Code(codes) => {
            let codes = codes.iter().map(ToString::to_string);
            texts.with("rule-code", &[("codes", &joined(codes, "rule-or", texts))])
        }
    }
}

/// Codes of a named list with the time in which they are on it.
pub fn codes_in_words(row: &NamedCodeRow, texts: &Texts) -> String {
    let codes = match &row.codes {
        ListedCodes::Each(codes) => codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ListedCodes::Range { first, last } => format!("{first}–{last}"),
    };
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "none".to_owned(), |day| format::date(texts, day));
    let certain = if row.status == CodeStatus::Confirmed { "yes" } else { "no" };
    let (from, to) = (day(row.valid_from), day(row.valid_to));
    texts.with("rule-code-row", &[("codes", &codes), ("from", &from), ("to", &to), ("certain", certain)])
}

/// A state of the code list by its name for people, or as it is where it has none.
pub fn state_in_words(state: &str, texts: &Texts) -> String {
    let key = format!("category-{}", state.replace('_', "-"));
    if texts.has(&key) { texts.get(&key) } else { state.to_owned() }
}

/// The kind of a stay or an amount by its name for people, or as it is where it has none.
pub fn kind_in_words(kind: &str, texts: &Texts) -> String {
    let key = format!("rule-kind-{}", kind.replace('_', "-"));
    if texts.has(&key) { texts.get(&key) } else { kind.to_owned() }
}

/// The item of an amount by its name for people, or as it is where it has none.
pub fn item_in_words(item: &str, texts: &Texts) -> String {
    let key = format!("rule-item-{}", item.replace('_', "-"));
    if texts.has(&key) { texts.get(&key) } else { item.to_owned() }
}

fn joined(parts: impl Iterator<Item = String>, key: &str, texts: &Texts) -> String {
    parts.collect::<Vec<_>>().join(&format!(" {} ", texts.get(key)))
}

fn decimal(value: virkning_model::Decimal, texts: &Texts) -> String {
    format::decimal(texts.language(), value, value.normalize().scale())
}

fn comparison_key(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "rule-equal",
        Comparison::NotEqual => "rule-not-equal",
        Comparison::Less => "rule-less",
        Comparison::LessOrEqual => "rule-less-or-equal",
        Comparison::Greater => "rule-greater",
        Comparison::GreaterOrEqual => "rule-greater-or-equal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn check_of(source: &str, text: &str, danish: &str, english: &str) {
        let source = virkning_model::source::source(source).expect("a source");
        let expression = virkning_measure::parse(text, source).expect("an expression");
        assert_eq!(in_words(&expression, &Texts::new(Language::Danish)), danish);
        assert_eq!(in_words(&expression, &Texts::new(Language::English)), english);
    }

    #[test]
    fn other_sources_are_said_plainly_too() {
        check_of(
            "shelter",
            "nights(stay.kind = shelter) <= 5",
            "antallet af nætter på forsorgshjem (§ 110) er højst 5",
            "the number of nights at a shelter (section 110) is at most 5",
        );
        check_of(
            "shelter",
            "not any(stay.kind = crisis-centre)",
            "ikke: mindst ét ophold på krisecenter (§ 109)",
            "not: at least one stay at a crisis centre (section 109)",
        );
        check_of(
            "observations",
            "change(observation.hba1c) <= -0.085",
            "den relative ændring i hba1c er højst −8,5\u{a0}%",
            "the relative change of hba1c is at most −8.5%",
        );
        check_of("reported", "reported", "udfaldet er indberettet som opfyldt", "the outcome is reported as met");
    }

    fn check(text: &str, danish: &str, english: &str) {
        let source = virkning_model::source::source("dream").expect("a source");
        let expression = virkning_measure::parse(text, source).expect("an expression");
        assert_eq!(in_words(&expression, &Texts::new(Language::Danish)), danish);
        assert_eq!(in_words(&expression, &Texts::new(Language::English)), english);
    }

    #[test]
    fn calculations_are_said_plainly() {
        check(
            "longest(week.code = 0 and week.ratio > 0) >= 4",
            "det største antal uger i træk, der har koden 0 og ligger i en måned med en beskæftigelsesgrad over 0, er mindst 4",
            "the largest number of weeks in a row that have the code 0 and lie in a month with an employment ratio above 0 is at least 4",
        );
        check(
            "rate(week.state = education) >= 0.5",
            "andelen af uger, der er på uddannelse, er mindst 50\u{a0}%",
            "the share of the weeks that is in education is at least 50%",
        );
        check(
            "count(week.code = 0) - 2 * count(week.code = 130) > count(week.code = 651)",
            "antallet af uger, der har koden 0 minus (2 gange antallet af uger, der har koden 130) er over antallet af uger, der har koden 651",
            "the number of weeks that have the code 0 minus (2 times the number of weeks that have the code 130) is above the number of weeks that have the code 651",
        );
        check(
            "any(job.industry != 0)",
            "mindst én måned ikke: har branchekoden 0 (ingen)",
            "at least one month not: has the industry code 0 (none)",
        );
        check_of(
            "refunds",
            "sum(amount.kind = net and amount.item = kontanthjælp) < 10000",
            "summen af beløb til kommunal nettoudgift og posten kontanthjælp er under 10.000",
            "the sum of amounts for net municipal cost and the item kontanthjælp is below 10,000",
        );
        check_of(
            "education",
            "days(study.kind = vocational) >= 30",
            "antallet af dage på vocational er mindst 30",
            "the number of days of vocational is at least 30",
        );
    }

    #[test]
    fn rules_are_said_plainly() {
        check(
            "any(job.ratio > 0) or any(week.state = education)",
            "mindst én måned har en beskæftigelsesgrad over 0 eller mindst én uge er på uddannelse",
            "at least one month has an employment ratio above 0 or at least one week is in education",
        );
        check(
            "count(week.code in (651, 652)) >= 2",
            "antallet af uger, der har koden 651 eller 652, er mindst 2",
            "the number of weeks that have the code 651 or 652 is at least 2",
        );
        check(
            "mean(job.ratio) >= 0.25 and not any(week.state = sickness)",
            "den gennemsnitlige beskæftigelsesgrad er mindst 0,25 og ikke: mindst én uge er på sygedagpenge",
            "the mean employment ratio is at least 0.25 and not: at least one week is on sickness benefit",
        );
    }
}
