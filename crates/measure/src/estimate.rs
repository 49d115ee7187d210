//! Amounts estimated from weekly codes where no file of refunds exists: which benefit a week's code is, how many weeks the
//! refund ladder has counted, and the benefit's rate in that week. All three are dated lists; nothing is guessed beyond them.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use virkning_model::observation::NotEstimated;
use virkning_model::period::Week;

use crate::columns::{Coverage, Extent, PersonRows};
use crate::event::{AmountGap, AmountPeriod, DatedAmount, GapReason, day_number};
use crate::ladder::{Ladder, LadderWeek};

/// The least common multiple of the days of all months and of a week: a day's part of a monthly or weekly rate is a whole
/// number of these parts of an øre.
const PARTS: i128 = 377_580;

/// The kinds of amounts, named as those of files of refunds are.
const KINDS: [&str; 4] = ["paid", "refund", "co-financing", "net"];
const PAID: u16 = 0;
const REFUND: u16 = 1;
const CO_FINANCING: u16 = 2;
const NET: u16 = 3;

/// Who pays a benefit out, and so how the state and the municipality share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payer {
    /// The municipality pays it out, and the state refunds its share.
    Refund,
    /// Others pay it out, and the municipality bears its share.
    CoFinancing,
    /// Nothing is paid that the ladder shares.
    Nobody,
    /// No source says.
    Unknown,
}

/// What a code is in its time.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LadderCode {
    /// The register code, 0 to 999; 0 is blank.
    pub code: u16,
    /// The benefit, as rates name it.
    pub benefit: String,
    /// What its week is on the ladder.
    pub week: LadderWeek,
    /// Who pays.
    pub payer: Payer,
    /// First day it holds; nothing where it always did.
    pub valid_from: Option<Date>,
    /// Last day it holds; nothing where it still does.
    pub valid_to: Option<Date>,
    /// How certain it is and where it is from, as the list says.
    pub origin: String,
}

/// What every code is on the ladder. A code that no row names, or only a row whose week is unknown, is unknown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LadderCodes {
    /// The edition.
    pub edition: String,
    /// All rows; no two of one code hold on the same day.
    pub rows: Vec<LadderCode>,
}

/// What a rate is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RatePeriod {
    /// A week: every day of it has a seventh.
    Week,
    /// A calendar month: every day of it has the same share.
    Month,
}

/// A benefit's rate in its time.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BenefitRate {
    /// The benefit.
    pub benefit: String,
    /// First day it holds.
    pub from: Date,
    /// Last day it holds.
    pub to: Date,
    /// In øre, before tax.
    pub minor_units: i64,
    /// Of what.
    pub per: RatePeriod,
    /// How certain it is and where it is from, as the list says.
    pub origin: String,
}

/// Rates of benefits. Nothing holds beyond its last day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BenefitRates {
    /// The edition.
    pub edition: String,
    /// All rows; no two of one benefit hold on the same day.
    pub rows: Vec<BenefitRate>,
}

impl BenefitRates {
    /// What a benefit comes to in a week, in øre: the sum over its days of each day's part of the rate that holds then,
    /// rounded half up. Nothing where on some day no rate holds.
    pub fn of_week(&self, benefit: &str, week: Week) -> Option<i64> {
        let own: Vec<&BenefitRate> = self.rows.iter().filter(|row| row.benefit == benefit).collect();
        let mut parts = 0_i128;
        let mut day = week.monday();
        for _ in 0..7 {
            let rate = own.iter().find(|row| row.from <= day && day <= row.to)?;
            let days = match rate.per {
                RatePeriod::Week => 7,
                RatePeriod::Month => i128::from(day.days_in_month()),
            };
            parts += i128::from(rate.minor_units) * (PARTS / days);
            day = day.tomorrow().ok()?;
        }
        i64::try_from((2 * parts + PARTS).div_euclid(2 * PARTS)).ok()
    }
}

/// Everything that amounts are estimated from beside the codes themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstimateLists {
    /// The ladder.
    pub ladder: Ladder,
    /// What the codes are on it.
    pub codes: LadderCodes,
    /// The rates.
    pub rates: BenefitRates,
}

/// What a known code is in a week, made ready.
#[derive(Clone, Copy, Debug)]
struct Known {
    week: LadderWeek,
    payer: Payer,
    item: u16,
}

/// The lists made ready for the weeks of one extract.
#[derive(Clone, Debug)]
pub struct Estimator<'l> {
    ladder: &'l Ladder,
    coverage: &'l Coverage,
    extent: Extent,
    /// The weeks that are counted, from the first of the history.
    counted: Range<i32>,
    /// The weeks of which amounts are given.
    given: Range<i32>,
    /// By code, the rows with their validity as week numbers.
    codes: BTreeMap<u16, Vec<(Range<i32>, Known)>>,
    /// By item, what a given week comes to.
    paid: Vec<Vec<Option<i64>>>,
}

impl<'l> Estimator<'l> {
    /// Makes ready for an extract; nothing where it covers no week in which the ladder holds. Amounts are given of the weeks
    /// whose Thursday is among `days` only, numbered as [`day_number`] does, if they are named.
    pub fn new(lists: &'l EstimateLists, coverage: &'l Coverage, days: Option<Range<i32>>) -> Option<Self> {
        let ladder = &lists.ladder;
        let covered = |number: &i32| coverage.week(*number);
        let end = i32::try_from(coverage.weeks.len()).ok()?;
        let first = (ladder.in_force_from.number()..end).find(covered)?;
        let last = (first..end).rev().find(covered)?;
        let items: Vec<String> = benefits(&lists.codes);
        let item_of = |benefit: &String| items.iter().position(|item| item == benefit);
        let mut codes: BTreeMap<u16, Vec<(Range<i32>, Known)>> = BTreeMap::new();
        for row in lists.codes.rows.iter().filter(|row| row.week != LadderWeek::Unknown) {
            // A code is what it is on the Thursday, as in the code list.
            let from = row.valid_from.map_or(i32::MIN, first_thursday);
            let end = row.valid_to.and_then(|to| to.tomorrow().ok()).map_or(i32::MAX, first_thursday);
            let item = item_of(&row.benefit).and_then(|item| u16::try_from(item).ok()).unwrap_or(u16::MAX);
            codes.entry(row.code).or_default().push((from..end, Known { week: row.week, payer: row.payer, item }));
        }
        let (mut from, mut until) = (first, last + 1);
        if let Some(days) = days {
            from = from.max(week_of_thursday_from(days.start));
            until = until.min(week_of_thursday_from(days.end)).max(from);
        }
        let weeks = || (from..until).map(Week::from_number);
        let paid = items
            .iter()
            .map(|item| weeks().map(|week| week.and_then(|week| lists.rates.of_week(item, week))).collect())
            .collect();
        let thursday = |number: i32| Week::from_number(number).map(|week| day_number(week.thursday()));
        Some(Self {
            ladder,
            coverage,
            extent: Extent {
                // Amounts stand on Thursdays: everything after the Thursday before is known, and up to the next one.
                first_day: thursday(first)? - 6,
                end_day: thursday(last)? + 7,
                names: KINDS.map(str::to_owned).to_vec(),
                items,
                period: AmountPeriod::Week,
            },
            counted: ladder.history_from.number()..last + 1,
            given: from..until,
            codes,
            paid,
        })
    }

    /// What the amounts cover, as measures ask it.
    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    fn known(&self, code: u16, week: i32) -> Option<Known> {
        self.codes.get(&code)?.iter().find(|(weeks, _)| weeks.contains(&week)).map(|(_, known)| *known)
    }

    /// Every counted week with the person's code; nothing where the extract has no column for it.
    fn weeks<'a>(&'a self, person: &PersonRows<'a>) -> impl Iterator<Item = (i32, Option<u16>)> + use<'a, 'l> {
        let (start, end, codes) = (person.week_start, person.week_end, person.week_code);
        let mut at = end.partition_point(|end| i32::from(*end) <= self.counted.start);
        self.counted.clone().map(move |number| {
            while end.get(at).is_some_and(|end| i32::from(*end) <= number) {
                at += 1;
            }
            let holds = start.get(at).is_some_and(|start| i32::from(*start) <= number);
            (number, self.coverage.week(number).then_some(if holds { codes[at] } else { 0 }))
        })
    }

    /// The week of the count that each week is, with its number: see [`Ladder::counts`].
    pub fn counts(&self, person: &PersonRows<'_>) -> Vec<(i32, Option<u32>)> {
        let kinds = self.kinds(person);
        self.counted.clone().zip(self.ladder.counts(&kinds)).collect()
    }

    fn kinds(&self, person: &PersonRows<'_>) -> Vec<LadderWeek> {
        let kind = |(number, code): (i32, Option<u16>)| {
            code.and_then(|code| self.known(code, number)).map_or(LadderWeek::Unknown, |known| known.week)
        };
        self.weeks(person).map(kind).collect()
    }

    /// Estimates a person's amounts, and says which could not be estimated, both by week.
    pub fn estimate(&self, person: &PersonRows<'_>, amounts: &mut Vec<DatedAmount>, gaps: &mut Vec<AmountGap>) {
        if self.given.is_empty() {
            return;
        }
        let kinds = self.kinds(person);
        let counts = self.ladder.counts(&kinds);
        // Who has the pension when the history begins was awarded it before, and keeps its old financing.
        let old_pension = kinds.first() == Some(&LadderWeek::DisabilityPension);
        for ((number, code), count) in
            self.weeks(person).zip(counts).filter(|((number, _), _)| self.given.contains(number))
        {
            let Some(week) = Week::from_number(number) else { continue };
            let day = day_number(week.thursday());
            let mut gap = |kind, item, why| gaps.push(AmountGap { day, kind, item, why });
            let Some(code) = code else {
                gap(None, None, GapReason::WeekNotCovered);
                continue;
            };
            let Some(Known { week: on_ladder, payer, item }) = self.known(code, number) else {
                gap(None, None, GapReason::UnknownCode(code));
                continue;
            };
            if payer == Payer::Nobody {
                continue;
            }
            let rates = self.paid.get(usize::from(item));
            let paid = rates.and_then(|weeks| weeks.get(usize::try_from(number - self.given.start).ok()?).copied()?);
            let Some(paid) = paid else {
                gap(None, Some(item), GapReason::NotEstimated(NotEstimated::NoRate));
                continue;
            };
            let mut amount = |kind, minor_units| amounts.push(DatedAmount { day, kind, item, minor_units });
            amount(PAID, paid);
            let counts =
                matches!(on_ladder, LadderWeek::Benefit) || on_ladder == LadderWeek::DisabilityPension && !old_pension;
            let shared = count.and_then(|count| self.ladder.estimated(count, paid));
            match (payer, shared) {
                (Payer::Refund, Some(shared)) if counts => {
                    amount(REFUND, shared.refund);
                    amount(NET, shared.net);
                }
                (Payer::CoFinancing, Some(shared)) if counts => {
                    amount(CO_FINANCING, shared.net);
                    amount(NET, shared.net);
                }
                _ => {
                    let open = counts && payer != Payer::Unknown;
                    let why = if open { NotEstimated::CountOpen } else { NotEstimated::OffLadder };
                    for kind in [REFUND, CO_FINANCING, NET] {
                        // What others pay out is not refunded, and what the municipality pays out is not co-financed.
                        let is_asked = match kind {
                            REFUND => payer != Payer::CoFinancing,
                            CO_FINANCING => payer != Payer::Refund,
                            _ => true,
                        };
                        if is_asked {
                            gap(Some(kind), Some(item), GapReason::NotEstimated(why));
                        }
                    }
                }
            }
        }
    }
}

/// Every benefit that something is paid of, each once, sorted.
fn benefits(codes: &LadderCodes) -> Vec<String> {
    let paid = codes.rows.iter().filter(|row| row.payer != Payer::Nobody && row.week != LadderWeek::Unknown);
    let mut all: Vec<String> = paid.map(|row| row.benefit.clone()).collect();
    all.sort();
    all.dedup();
    all
}

/// The first week whose Thursday is not before a day.
fn first_thursday(day: Date) -> i32 {
    let week = Week::of(day);
    week.number() + i32::from(week.thursday() < day)
}

/// The same by the day's number.
fn week_of_thursday_from(day: i32) -> i32 {
    // Day 0 is the Monday of week 0, whose Thursday is day 3.
    (day - 3).div_euclid(7) + i32::from((day - 3).rem_euclid(7) != 0)
}
