//! The states of a synthetic career: how long people stay in each, where they go next, and under which code DREAM shows
//! it in a given week. The rates are made up so that careers look alike to real ones; nothing is estimated from them.

use virkning_model::period::Week;

use crate::person::Person;
use crate::{UNCERTAIN_CODE, UNKNOWN_CODE};

/// What a person lives on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum State {
    Home,
    Work,
    Student,
    StudentUnpaid,
    AdultStudent,
    Insured,
    InsuredPart,
    InsuredActive,
    InsuredPlacement,
    InsuredSubsidy,
    Ready,
    ReadyActive,
    ReadySubsidy,
    NotReady,
    NotReadyActive,
    NotReadyPlacement,
    Sick,
    PartlyWell,
    Flexjob,
    FlexIdle,
    FlexActive,
    Resource,
    ResourceActive,
    Rehabilitation,
    Maternity,
    Disability,
    EarlyRetired,
    OldAge,
    Abroad,
    Dead,
}

/// A set of states, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct States(u32);

impl States {
    pub(crate) const ALL: States = States(u32::MAX);

    pub(crate) const fn of(states: &[State]) -> States {
        let mut bits = 0;
        let mut at = 0;
        while at < states.len() {
            bits |= 1 << states[at] as u8;
            at += 1;
        }
        States(bits)
    }

    pub(crate) const fn without(self, other: States) -> States {
        States(self.0 & !other.0)
    }

    pub(crate) fn has(self, state: State) -> bool {
        self.0 >> state as u8 & 1 == 1
    }
}

/// Chance to leave in a week, in ten-thousandths, and where to.
pub(crate) fn leaving(state: State) -> (u32, &'static [(State, u32)]) {
    use State::*;
    match state {
        Home => {
            (200, &[(Work, 50), (Student, 15), (Ready, 12), (NotReady, 5), (Insured, 5), (Maternity, 2), (Abroad, 3)])
        }
        Work => (
            50,
            &[
                (Insured, 35),
                (Sick, 35),
                (Home, 14),
                (Maternity, 8),
                (Ready, 4),
                (Student, 3),
                (AdultStudent, 2),
                (Abroad, 3),
                (EarlyRetired, 12),
            ],
        ),
        Student => (55, &[(Work, 50), (StudentUnpaid, 18), (Home, 12), (Ready, 8), (Maternity, 2), (Sick, 2)]),
        StudentUnpaid => (300, &[(Student, 60), (Work, 35), (Home, 5)]),
        AdultStudent => (250, &[(Work, 90), (Insured, 10)]),
        Insured => (
            500,
            &[
                (Work, 55),
                (InsuredPart, 10),
                (InsuredActive, 14),
                (InsuredPlacement, 4),
                (InsuredSubsidy, 3),
                (Sick, 6),
                (Ready, 3),
                (Home, 3),
                (EarlyRetired, 4),
            ],
        ),
        InsuredPart => (900, &[(Work, 60), (Insured, 40)]),
        InsuredActive => (1_000, &[(Insured, 55), (Work, 35), (InsuredPlacement, 10)]),
        InsuredPlacement => (1_800, &[(Insured, 70), (Work, 30)]),
        InsuredSubsidy => (500, &[(Insured, 45), (Work, 55)]),
        Ready => (
            450,
            &[
                (ReadyActive, 32),
                (Work, 28),
                (Home, 9),
                (NotReady, 9),
                (ReadySubsidy, 3),
                (Student, 7),
                (Sick, 2),
                (Abroad, 1),
            ],
        ),
        ReadyActive => (900, &[(Ready, 60), (Work, 25), (Student, 10), (ReadySubsidy, 5)]),
        ReadySubsidy => (500, &[(Ready, 45), (Work, 55)]),
        NotReady => (
            200,
            &[
                (NotReadyActive, 45),
                (NotReadyPlacement, 8),
                (Resource, 7),
                (Ready, 12),
                (Home, 6),
                (Work, 6),
                (Rehabilitation, 3),
                (FlexIdle, 3),
                (Student, 4),
                (Disability, 2),
            ],
        ),
        NotReadyActive => (600, &[(NotReady, 75), (NotReadyPlacement, 15), (Work, 5), (Student, 5)]),
        NotReadyPlacement => (900, &[(NotReady, 60), (NotReadyActive, 30), (Work, 10)]),
        Sick => (
            700,
            &[
                (Work, 70),
                (PartlyWell, 13),
                (Insured, 5),
                (NotReady, 4),
                (Home, 3),
                (FlexIdle, 2),
                (Resource, 1),
                (Disability, 1),
            ],
        ),
        PartlyWell => (900, &[(Work, 80), (Sick, 20)]),
        Flexjob => (50, &[(FlexIdle, 75), (Disability, 20), (Sick, 5)]),
        FlexIdle => (250, &[(Flexjob, 60), (FlexActive, 36), (Disability, 4)]),
        FlexActive => (800, &[(FlexIdle, 60), (Flexjob, 40)]),
        Resource => (150, &[(ResourceActive, 65), (FlexIdle, 14), (Disability, 12), (NotReady, 9)]),
        ResourceActive => (300, &[(Resource, 75), (FlexIdle, 15), (Disability, 10)]),
        Rehabilitation => (120, &[(Work, 55), (FlexIdle, 15), (Student, 10), (NotReady, 20)]),
        Maternity => (230, &[(Work, 80), (Home, 10), (Insured, 10)]),
        Abroad => (40, &[(Home, 60), (Work, 40)]),
        Disability | EarlyRetired | OldAge | Dead => (0, &[(Dead, 1)]),
    }
}

/// Weeks in which the law or the code list changes.
pub(crate) struct CodeBreaks {
    uddannelseshjaelp_from: i32,
    integrationsydelse_from: i32,
    ressourceforloeb_from: i32,
    fleksjob_from: i32,
    uncertain_from: i32,
    all_became_kontanthjaelp: i32,
}

impl CodeBreaks {
    /// Register facts 1.5: uddannelseshjælp starts 2014, integrationsydelse late 2015, and from 1 July 2025 both became
    /// kontanthjælp.
    pub(crate) fn new() -> Self {
        let week = |year, week| Week::new(year, week).expect("a week that exists").number();
        Self {
            uddannelseshjaelp_from: week(2014, 1),
            integrationsydelse_from: week(2015, 36),
            ressourceforloeb_from: week(2013, 1),
            fleksjob_from: week(1998, 27),
            uncertain_from: week(2016, 1),
            all_became_kontanthjaelp: week(2025, 27),
        }
    }

    /// Whether a person can be in a state in a week at all.
    pub(crate) fn permits(&self, state: State, person: &Person, week: i32) -> bool {
        use State::*;
        match state {
            Home | Dead => true,
            Work => week >= person.week_16,
            Maternity => person.woman && week >= person.week_18 && week < person.week_45,
            EarlyRetired => week >= person.week_61,
            OldAge => week >= person.week_pension,
            Resource | ResourceActive => week >= self.ressourceforloeb_from && week >= person.week_18,
            Flexjob | FlexIdle | FlexActive => week >= self.fleksjob_from && week >= person.week_18,
            // Few young people are granted førtidspension.
            Disability => week >= person.week_45 || (week >= person.week_18 && person.frail),
            Insured | InsuredPart | InsuredActive | InsuredPlacement | InsuredSubsidy => {
                person.fund > 0 && week >= person.week_18
            }
            _ => week >= person.week_18,
        }
    }

    /// The code under which DREAM shows a state; 0 is blank.
    pub(crate) fn code(&self, state: State, person: &Person, week: i32) -> u16 {
        use State::*;
        match state {
            Home | Work => 0,
            Student => 651,
            StudentUnpaid if person.odd_codes && week >= self.uncertain_from => UNKNOWN_CODE,
            StudentUnpaid => 652,
            AdultStudent => 661,
            Insured => 111,
            InsuredPart => 112 + (week % 3 == 0) as u16,
            InsuredActive => 213,
            InsuredPlacement => 217,
            InsuredSubsidy => 215,
            Ready | ReadyActive | ReadySubsidy | NotReady | NotReadyActive | NotReadyPlacement => {
                self.cash_series(state, person, week) + last_digit(state)
            }
            Sick => 890,
            PartlyWell if person.odd_codes && week >= self.uncertain_from => UNCERTAIN_CODE,
            PartlyWell => 899,
            Flexjob => 771,
            FlexIdle => 740,
            FlexActive => 743,
            Resource => 810,
            ResourceActive => 813,
            Rehabilitation => 760,
            Maternity => 881,
            Disability => 783,
            EarlyRetired => 621,
            OldAge => 998,
            Abroad => 997,
            Dead => 999,
        }
    }

    /// The series of the cash benefits by law, age and background.
    fn cash_series(&self, state: State, person: &Person, week: i32) -> u16 {
        let ready = matches!(state, State::Ready | State::ReadyActive | State::ReadySubsidy);
        let merged = week >= self.all_became_kontanthjaelp;
        if person.newcomer && !merged && week < person.week_entry + 7 * 52 {
            return if week >= self.integrationsydelse_from { 700 } else { 710 };
        }
        if week >= self.uddannelseshjaelp_from && !merged && week < person.week_30 {
            return if ready { 140 } else { 720 };
        }
        if ready { 130 } else { 730 }
    }
}

/// Register facts 1.5: 0 passive, 3 guidance and upskilling, 5 wage subsidy, 7 work placement.
fn last_digit(state: State) -> u16 {
    match state {
        State::ReadyActive | State::NotReadyActive => 3,
        State::ReadySubsidy => 5,
        State::NotReadyPlacement => 7,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(state: State, week: &str, age: i32, newcomer: bool, expected: u16) {
        let week = Week::parse(week).expect("a week").number();
        let mut person = Person::sample(week - age * 52);
        person.newcomer = newcomer;
        person.week_entry = week - 52;
        assert_eq!(CodeBreaks::new().code(state, &person, week), expected, "{state:?} in week {week} at {age}");
    }

    #[test]
    fn the_law_breaks_the_series() {
        // Register facts 1.5: the years in which the schemes begin and cease.
        check(State::NotReady, "2013W50", 22, false, 730);
        check(State::NotReady, "2014W02", 22, false, 720);
        check(State::NotReady, "2014W02", 35, false, 730);
        check(State::NotReadyActive, "2025W26", 22, false, 723);
        check(State::NotReadyActive, "2025W27", 22, false, 733);
        check(State::Ready, "2020W10", 22, false, 140);
        check(State::ReadySubsidy, "2026W10", 22, false, 135);
        check(State::Ready, "2014W10", 40, true, 710);
        check(State::Ready, "2017W10", 40, true, 700);
        check(State::Ready, "2025W30", 40, true, 130);
    }

    #[test]
    fn nobody_comes_back_to_life() {
        assert_eq!(leaving(State::Dead).0, 0);
        assert_eq!(leaving(State::OldAge).0, 0);
    }
}
