//! The cohort: its list, its counts, and how it goes for participants in the register.

use virkning_model::period::Month;
use virkning_testkit::{CohortPlan, Synthesis, UNKNOWN_CODE, cohort_plan, sample};

use crate::table::{Table, list, register, synthesis, week_column};

fn enrolled(list: &Table, before: &str) -> Vec<String> {
    let at = |name: &str| list.column(name);
    let (accepted, started, born) = (at("accepteret"), at("udredning_paabegyndt"), at("foedselsmaaned"));
    let exclusions = ["rehabiliteringsteam", "afslutter_stu", "psykiatriens_maalgruppe"].map(at);
    let too_old = |row: &[String]| {
        let months =
            |text: &str| text[..4].parse::<i32>().expect("a year") * 12 + text[5..7].parse::<i32>().expect("a month");
        months(&row[started]) - months(&row[born]) > 30 * 12
    };
    list.rows
        .iter()
        .filter(|(_, row)| !row[accepted].is_empty() && !row[started].is_empty() && row[started].as_str() < before)
        .filter(|(_, row)| exclusions.iter().all(|column| row[*column] != "ja") && !too_old(row))
        .map(|(key, _)| key.clone())
        .collect()
}

#[test]
fn the_plan_comes_from_the_agreement() {
    let plan = cohort_plan(&sample::agreement(), 20_000);
    assert_eq!(plan.starters, [(2023, 60), (2024, 80), (2025, 80), (2026, 80)].into());
    assert_eq!((plan.age_from, plan.age_to, plan.measured_month, plan.final_after_months), (16, 29, 11, 3));
    assert_eq!(plan.success_rates.into_iter().collect::<Vec<_>>()[..2], [(2024, 2_400), (2025, 4_800)]);
    assert_eq!(plan.unknown_code_in, Some(2026));
    let headers: Vec<String> = plan.columns.iter().map(|column| column.header()).collect();
    assert_eq!(headers, ["profil_bekraeftet", "rehabiliteringsteam", "afslutter_stu", "psykiatriens_maalgruppe"]);
    // A small register has a small cohort: a third of 90 people.
    assert_eq!(cohort_plan(&sample::agreement(), 90).participants(), 30);
    assert_eq!(cohort_plan(&sample::agreement(), 0).participants(), 0);
}

#[test]
fn as_many_are_enrolled_as_planned() {
    let synthesis = synthesis(2_000, 4, "2031W05");
    // The intake of the agreement, 60 and three times 80.
    for (until, expected) in [("2024-01-01", 60), ("2025-01-01", 140), ("2026-01-01", 220), ("2027-01-01", 300)] {
        let list = list(&synthesis, until);
        assert_eq!(enrolled(&list, until).len(), expected, "{until}");
        let mut bytes = Vec::new();
        let summary = synthesis.write_cohort(until.parse().expect("a date"), &mut bytes).expect("written");
        assert_eq!(summary.enrolled_by_year.values().sum::<u32>() as usize, expected);
        assert_eq!(summary.listed as usize, list.rows.len());
        assert!(summary.refused > 0 && summary.not_accepted > 0);
    }
    let last = list(&synthesis, "2031-01-01");
    let (blank, left) = (last.column("profil_bekraeftet"), last.column("afbrudt"));
    let participants = enrolled(&last, "2031-01-01");
    let of =
        |column: usize, is: fn(&str) -> bool| participants.iter().filter(|key| is(&last.rows[*key][column])).count();
    assert!((1..30).contains(&of(blank, str::is_empty)), "a few have a gap");
    assert!((15..90).contains(&of(left, |text| !text.is_empty())), "some leave early");
    let started = last.column("udredning_paabegyndt");
    let too_old = last.rows.values().filter(|row| !row[started].is_empty()).count() - 300;
    assert_eq!(too_old, 4, "one a year began and was too old");
}

#[test]
fn a_list_grows_and_tells_the_past_unchanged() {
    let synthesis = synthesis(2_000, 4, "2031W05");
    let (earlier, later) = (list(&synthesis, "2024-06-30"), list(&synthesis, "2025-06-30"));
    assert!(earlier.rows.len() < later.rows.len());
    for (key, row) in &earlier.rows {
        let then = &later.rows[key];
        assert!(row.iter().zip(then).all(|(before, after)| before.is_empty() || before == after), "{key}");
    }
    let dates = ["henvist", "visitationssamtale", "accepteret", "udredning_paabegyndt"].map(|name| later.column(name));
    for row in later.rows.values() {
        let steps: Vec<&String> = dates.iter().map(|at| &row[*at]).filter(|day| !day.is_empty()).collect();
        assert!(steps.is_sorted(), "{row:?}");
        assert!(steps.iter().all(|day| day.as_str() <= "2025-06-30"));
    }
}

/// Successes in November by the plainest reading of the rule, and whether the unknown code decides somebody.
fn november(register: &Table, keys: &[String], year: i16) -> (usize, usize) {
    let ratio = register.column(&format!("grad_{year}_11"));
    let month = Month::new(year, 11).expect("a month");
    let weeks: Vec<usize> = month.weeks().map(|week| register.column(&week_column(week))).collect();
    let (mut successes, mut undecided) = (0, 0);
    for key in keys {
        let row = &register.rows[key];
        let works = row[ratio].bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        let studies = weeks.iter().any(|at| matches!(row[*at].as_str(), "651" | "652" | "661"));
        let unknown = weeks.iter().any(|at| row[*at] == UNKNOWN_CODE.to_string());
        successes += usize::from(works || studies);
        undecided += usize::from(unknown && !works && !studies);
    }
    (successes, undecided)
}

#[test]
fn outcomes_follow_the_plan_by_and_large() {
    let mut all = [0; 7];
    for seed in [1, 2, 3, 4] {
        let synthesis = synthesis(900, seed, "2031W05");
        let (register, list) = (register(&synthesis, "2031-02"), list(&synthesis, "2031-01-31"));
        for year in 2024..=2030_i16 {
            let keys = enrolled(&list, &format!("{year}-01-01"));
            let (successes, undecided) = november(&register, &keys, year);
            assert_eq!(undecided, usize::from(year == 2026), "the unknown code decides once: {year}, seed {seed}");
            all[(year - 2024) as usize] += successes;
        }
    }
    // Four cohorts of 60, 140, 220 and 300: 24 % and 48 % of them, less a few dead and gone, give or take three
    // standard deviations of a binomial with some dependence between years.
    let eligible = [240, 560, 880, 1_200, 1_200, 1_200, 1_200];
    for ((successes, eligible), (low, high)) in
        all.iter().zip(eligible).zip([(15, 33), (38, 56), (40, 54), (40, 53), (40, 53), (39, 53), (39, 53)])
    {
        assert!((eligible * low / 100..=eligible * high / 100).contains(successes), "{all:?}");
    }
}

#[test]
fn participants_were_long_on_benefits() {
    let synthesis = synthesis(900, 9, "2031W05");
    let (register, list) = (register(&synthesis, "2031-02"), list(&synthesis, "2031-01-31"));
    let started = list.column("udredning_paabegyndt");
    let mut on_benefit = 0;
    let keys = enrolled(&list, "2031-01-01");
    for key in &keys {
        let day: jiff::civil::Date = list.rows[key][started].parse().expect("a date");
        let week = virkning_model::period::Week::of(day).number() - 26;
        let week = virkning_model::period::Week::from_number(week).expect("a week");
        on_benefit += usize::from(!register.rows[key][register.column(&week_column(week))].is_empty());
    }
    // Whoever was under 18 then had none.
    assert!(on_benefit * 100 > keys.len() * 65, "{on_benefit} of {}", keys.len());
}

#[test]
fn somebody_may_be_missing_from_the_extract() {
    let whole = synthesis(120, 9, "2027W05");
    let plan = CohortPlan { missing_from_extract: 2, ..whole.cohort.clone() };
    let gap = Synthesis { cohort: plan, ..whole.clone() };
    assert_eq!(register(&whole, "2025-02").rows.len(), 120);
    assert_eq!(register(&gap, "2025-02").rows.len(), 118);
    let (register, list) = (register(&gap, "2025-02"), list(&gap, "2025-02-01"));
    let missing = enrolled(&list, "2024-01-01").into_iter().filter(|key| !register.rows.contains_key(key)).count();
    assert_eq!(missing, 2);
}
