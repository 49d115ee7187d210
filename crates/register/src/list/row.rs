//! One row of a list as a person: where the profile's columns stand in this header, and what a row says in them.

use std::collections::BTreeMap;

use csv::StringRecord;
use jiff::civil::Date;
use virkning_model::Agreement;
use virkning_model::agreement::{AdmissionTest, Eligibility, EnrolmentStep, PaidPer};
use virkning_model::enrolment::{Ended, Participant, RuleResult};
use virkning_model::id::TermId;
use virkning_model::identity::{Identity, Secret};
use virkning_model::observation::Arm;

use super::problem::{ListError, ListFault, RowProblem};
use super::profile::{DropOutColumns, ListProfile, same};
use super::rules::{Birth, age_rule};
use super::{Listed, Says};
use crate::identifier::Cpr;
use crate::key::InstallationKey;
use crate::problem::{excerpt, key_excerpt, without_identifiers};
use crate::profile::{KeyColumn, KeyForm};

/// The longest reason for leaving that is kept, in characters.
const REASON_CHARACTERS_MAX: usize = 200;

/// Where everything stands in a header.
pub(super) struct Columns {
    names: Vec<String>,
    key: (usize, KeyColumn),
    steps: BTreeMap<EnrolmentStep, usize>,
    birth_date: Option<usize>,
    birth_month: Option<usize>,
    dropped_out: (Option<usize>, Option<usize>),
    refused: (Option<usize>, Option<usize>),
    declined: (Option<usize>, Option<usize>),
    completed: Option<usize>,
    arm: Option<usize>,
    name: Option<usize>,
    address: Option<usize>,
    protected: Option<usize>,
    /// Of each rule that reads a column.
    rules: BTreeMap<TermId, Option<usize>>,
}

impl Columns {
    /// Finds what profile and agreement ask for. What the profile names must be there: a column under another name
    /// would silently leave a rule without data.
    pub(super) fn find(header: &StringRecord, profile: &ListProfile, agreement: &Agreement) -> Result<Self, ListError> {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        if names.iter().all(String::is_empty) {
            return Err(ListError::Empty);
        }
        let twice =
            |(at, name): &(usize, &String)| !name.is_empty() && names[..*at].iter().any(|before| same(before, name));
        if let Some((_, column)) = names.iter().enumerate().find(twice) {
            return Err(ListError::DuplicateColumn { column: column.clone() });
        }
        let mut search = Search { names: &names, missing: Vec::new() };
        let key = search.key(profile);
        let mut steps: BTreeMap<EnrolmentStep, usize> =
            profile.steps.iter().filter_map(|(step, name)| Some((*step, search.find(name)?))).collect();
        steps.extend(
            profile.more_steps.iter().filter_map(|(step, name)| Some((*step, search.find_where(false, name)?))),
        );
        let rules = agreement.admission.iter().filter_map(|rule| match &rule.test {
            AdmissionTest::Age { .. } => None,
            AdmissionTest::Exclusion { column } | AdmissionTest::Judgement { column, .. } => {
                Some((rule.id.clone(), profile.rule_column(column)))
            }
        });
        let rules = rules.map(|(rule, name)| (rule, search.find(&name))).collect();
        for step in agreement.intake.counts_from.iter().filter(|step| !steps.contains_key(step)) {
            if !profile.steps.contains_key(step) {
                search.missing.push(step.as_str().to_owned());
            }
        }
        let birth_date = search.find(&profile.birth.date);
        let birth_month = search.find(&profile.birth.month);
        let dropped_out = (search.find(&profile.drop_out.date), search.find(&profile.drop_out.reason));
        let mut ended = |columns: &DropOutColumns| {
            (search.find_where(false, &columns.date), search.find_where(false, &columns.reason))
        };
        let (refused, declined) = (ended(&profile.refused), ended(&profile.declined));
        let completed = search.find_where(asks_who_completed(agreement), &profile.completed);
        let arm = search.find_where(compares_arms(agreement), &profile.arm.column);
        let name = search.find_where(false, &profile.identity.name);
        let address = search.find_where(false, &profile.identity.address);
        let protected = search.find_where(false, &profile.identity.protected);
        match key {
            Some(key) if search.missing.is_empty() => Ok(Self {
                names,
                key,
                steps,
                birth_date,
                birth_month,
                dropped_out,
                refused,
                declined,
                completed,
                arm,
                name,
                address,
                protected,
                rules,
            }),
            _ => Err(ListError::MissingColumns { missing: search.missing, header: names }),
        }
    }

    /// What a list with these columns can say at all.
    pub(super) fn says(&self) -> Says {
        Says {
            steps: self.steps.keys().copied().collect(),
            refused: self.refused.0.is_some(),
            declined: self.declined.0.is_some(),
            dropped_out: self.dropped_out.0.is_some(),
            completed: self.completed.is_some(),
        }
    }

    pub(super) fn key_space(&self) -> &str {
        &self.key.1.space
    }

    /// Reads one row.
    pub(super) fn read(
        &self,
        record: &StringRecord,
        line: u64,
        profile: &ListProfile,
        agreement: &Agreement,
        key: &InstallationKey,
    ) -> Result<Listed, RowProblem> {
        let row = Row { record, line, columns: self, profile };
        if record.len() != self.names.len() {
            let (found, expected) = (record.len().to_string(), self.names.len().to_string());
            return Err(RowProblem { excerpt: found, expected, ..row.problem(ListFault::Ragged, None) });
        }
        let known = |identifier: &str| (key.pseudonym(&self.key.1.space, identifier), Secret::new(identifier));
        let (pseudonym, identifier) = self
            .key
            .1
            .normalise(row.field(self.key.0).as_bytes(), known)
            .map_err(|problem| row.problem(problem.into(), Some(self.key.0)))?;
        let identity = row.identity(identifier)?;
        let mut steps = BTreeMap::new();
        for (step, at) in &self.steps {
            if let Some(day) = row.date(*at)? {
                steps.insert(*step, day);
            }
        }
        let birth = row.birth(&steps)?;
        let [dropped_out, refused, declined] = [self.dropped_out, self.refused, self.declined].map(|at| row.ended(at));
        let answers = row.answers(agreement)?;
        let completed_on = self.completed.map_or(Ok(None), |at| row.date(at))?;
        let arm = row.arm()?;
        let alias = key.alias(&agreement.id, &pseudonym);
        let mut participant = Participant {
            steps,
            refused: refused?,
            declined: declined?,
            dropped_out: dropped_out?,
            completed_on,
            arm: arm.unwrap_or_default(),
            rules: answers,
            ..Participant::new(alias)
        };
        admit(&mut participant, birth, agreement);
        if participant.enrolled_on.is_some() && arm.is_none() && compares_arms(agreement) && self.arm.is_some() {
            return Err(row.problem(ListFault::ArmMissing, self.arm));
        }
        if let (Some(enrolled), Some(completed)) = (participant.enrolled_on, completed_on)
            && completed < enrolled
        {
            return Err(row.problem(ListFault::CompletedBeforeStart, self.completed));
        }
        Ok(Listed { pseudonym, identity, participant })
    }

    /// The same person on two lines.
    pub(super) fn same_person(&self, record: &StringRecord, line: u64, first_line: u64) -> RowProblem {
        RowProblem {
            line,
            fault: ListFault::SamePerson,
            column: self.names[self.key.0].clone(),
            excerpt: key_excerpt(record.get(self.key.0).unwrap_or_default().trim().as_bytes()),
            expected: String::new(),
            first_line: Some(first_line),
        }
    }
}

/// Tests the rule of age and settles the day of enrolment. The rule of age is tested on that day; for whoever has none, on
/// the last day that something happened, so that a refusal for age can be read off the list.
pub(super) fn admit(participant: &mut Participant, birth: Birth, agreement: &Agreement) {
    let all_steps = all_steps(participant, agreement);
    let tested_on = all_steps.or_else(|| participant.steps.values().max().copied());
    for rule in &agreement.admission {
        if let AdmissionTest::Age { from, to } = rule.test {
            participant.rules.insert(rule.id.clone(), age_rule(birth, tested_on, from, to));
        }
    }
    participant.enrolled_on = all_steps.filter(|_| !participant.is_kept_out());
    participant.age_at_enrolment = all_steps.and_then(|day| birth.certain_age(day));
}

/// The day on which the last of the steps that count happened; nothing while one of them lacks.
pub(super) fn all_steps(participant: &Participant, agreement: &Agreement) -> Option<Date> {
    let counted = agreement.intake.counts_from.iter().map(|step| participant.steps.get(step).copied());
    counted.collect::<Option<Vec<Date>>>().and_then(|days| days.into_iter().max())
}

/// What is kept of a reason: no number that could be a CPR number, and no novel.
pub(super) fn reason_kept(text: &str) -> String {
    without_identifiers(text.trim()).chars().take(REASON_CHARACTERS_MAX).collect()
}

/// Whether a measure of the agreement looks only at those who completed.
fn asks_who_completed(agreement: &Agreement) -> bool {
    agreement.measures.iter().any(|measure| measure.eligible == Eligibility::Completed)
}

/// Whether a payment of the agreement compares a control arm with a treatment arm.
fn compares_arms(agreement: &Agreement) -> bool {
    agreement.payments.iter().any(|payment| matches!(payment.per, PaidPer::Estimate | PaidPer::Difference))
}

/// The search for columns, with those that were not found.
struct Search<'a> {
    names: &'a [String],
    missing: Vec<String>,
}

impl Search<'_> {
    /// The place of a column; an empty name asks for none.
    fn find(&mut self, name: &str) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        let found = self.names.iter().position(|known| same(known, name));
        if found.is_none() {
            self.missing.push(name.to_owned());
        }
        found
    }

    /// The same; a column that is not needed may be absent.
    fn find_where(&mut self, needed: bool, name: &str) -> Option<usize> {
        let before = self.missing.len();
        let found = self.find(name);
        if !needed {
            self.missing.truncate(before);
        }
        found
    }

    fn key(&mut self, profile: &ListProfile) -> Option<(usize, KeyColumn)> {
        let place = |key: &KeyColumn| self.names.iter().position(|name| same(name, &key.column));
        let found = profile.keys.iter().find_map(|key| place(key).map(|at| (at, key.clone())));
        if found.is_none() {
            let known: Vec<&str> = profile.keys.iter().map(|key| key.column.as_str()).collect();
            self.missing.push(known.join(" / "));
        }
        found
    }
}

/// A row while it is read.
struct Row<'a> {
    record: &'a StringRecord,
    line: u64,
    columns: &'a Columns,
    profile: &'a ListProfile,
}

impl Row<'_> {
    fn field(&self, at: usize) -> &str {
        self.record.get(at).unwrap_or_default().trim()
    }

    fn problem(&self, fault: ListFault, at: Option<usize>) -> RowProblem {
        let value = at.map_or("", |at| self.field(at));
        let is_key = at == Some(self.columns.key.0);
        let expected = match fault {
            ListFault::Date => self.profile.date.name().to_owned(),
            ListFault::Month => self.profile.date.month_name().to_owned(),
            ListFault::Arm | ListFault::ArmMissing => {
                [self.profile.arm.treatment.as_slice(), &self.profile.arm.control].concat().join(", ")
            }
            ListFault::Word => [self.profile.yes.as_slice(), &self.profile.no].concat().join(", "),
            _ => String::new(),
        };
        RowProblem {
            line: self.line,
            fault,
            column: at.map_or(String::new(), |at| self.columns.names[at].clone()),
            excerpt: if is_key { key_excerpt(value.as_bytes()) } else { shown(value) },
            expected,
            first_line: None,
        }
    }

    fn date(&self, at: usize) -> Result<Option<Date>, RowProblem> {
        match self.field(at) {
            "" => Ok(None),
            text => self.profile.date.date(text).map(Some).ok_or_else(|| self.problem(ListFault::Date, Some(at))),
        }
    }

    fn birth(&self, steps: &BTreeMap<EnrolmentStep, Date>) -> Result<Birth, RowProblem> {
        let (birth, at) = if let Some(at) = self.columns.birth_date {
            (self.date(at)?.map_or(Birth::Unknown, Birth::On), at)
        } else if let Some(at) = self.columns.birth_month {
            let month = match self.field(at) {
                "" => None,
                text => {
                    let month = self.profile.date.month(text);
                    Some(month.ok_or_else(|| self.problem(ListFault::Month, Some(at)))?)
                }
            };
            (month.map_or(Birth::Unknown, Birth::In), at)
        } else {
            (self.birth_in_cpr(), self.columns.key.0)
        };
        if steps.values().all(|day| birth.is_plausible(*day)) {
            Ok(birth)
        } else {
            Err(self.problem(ListFault::BirthImplausible, Some(at)))
        }
    }

    /// The date in a CPR number; a replacement number's date says nothing about a birth.
    fn birth_in_cpr(&self) -> Birth {
        let (at, key) = &self.columns.key;
        match Cpr::parse(self.field(*at).as_bytes(), key.pad_nine_digits) {
            Ok(cpr) if key.form == KeyForm::Cpr && !cpr.is_replacement() => Birth::On(cpr.born_on()),
            _ => Birth::Unknown,
        }
    }

    /// An end of the way with its reason.
    fn ended(&self, (date, reason): (Option<usize>, Option<usize>)) -> Result<Option<Ended>, RowProblem> {
        let on = date.map_or(Ok(None), |at| self.date(at))?;
        let said = reason.map_or("", |at| self.field(at));
        match on {
            Some(on) => Ok(Some(Ended { on, reason: reason_kept(said) })),
            None if said.is_empty() => Ok(None),
            None => Err(self.problem(ListFault::ReasonWithoutDate, reason)),
        }
    }

    /// Who it is, where the identifier is a CPR number.
    fn identity(&self, identifier: Secret) -> Result<Option<Identity>, RowProblem> {
        if self.columns.key.1.form != KeyForm::Cpr {
            return Ok(None);
        }
        let text = |at: Option<usize>| at.map(|at| self.field(at)).filter(|text| !text.is_empty());
        let said = text(self.columns.protected);
        let protected = said
            .map(|text| self.profile.word(text).ok_or_else(|| self.problem(ListFault::Word, self.columns.protected)));
        Ok(Some(Identity {
            cpr: identifier,
            name: text(self.columns.name).map(Secret::new),
            address: text(self.columns.address).map(Secret::new),
            protected: protected.transpose()?,
        }))
    }

    /// The arm, where the list says one.
    fn arm(&self) -> Result<Option<Arm>, RowProblem> {
        let text = self.columns.arm.map_or("", |at| self.field(at));
        if text.is_empty() {
            return Ok(None);
        }
        self.profile.arm_of(text).map(Some).ok_or_else(|| self.problem(ListFault::Arm, self.columns.arm))
    }

    /// What each rule but that of age says. A judgement counts by its date; a word for no is a refusal.
    fn answers(&self, agreement: &Agreement) -> Result<BTreeMap<TermId, RuleResult>, RowProblem> {
        let mut answers = BTreeMap::new();
        for rule in &agreement.admission {
            let at = self.columns.rules.get(&rule.id).copied().flatten();
            let text = at.map_or("", |at| self.field(at));
            let said = self.profile.word(text);
            let result = match &rule.test {
                AdmissionTest::Age { .. } => continue,
                _ if text.is_empty() => RuleResult::NotTested,
                AdmissionTest::Exclusion { .. } => match said {
                    Some(true) => RuleResult::Failed,
                    Some(false) => RuleResult::Passed,
                    None => return Err(self.problem(ListFault::Word, at)),
                },
                AdmissionTest::Judgement { .. } if said == Some(false) => RuleResult::Failed,
                AdmissionTest::Judgement { .. } => match self.profile.date.date(text) {
                    Some(_) => RuleResult::Passed,
                    None => return Err(self.problem(ListFault::Date, at)),
                },
            };
            answers.insert(rule.id.clone(), result);
        }
        Ok(answers)
    }
}

/// What of a value may be shown: something that is written like a date, and else only what is short.
fn shown(value: &str) -> String {
    let parts: Vec<&str> = value.split(['-', '.', '/']).collect();
    let number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let like_a_date = (2..=3).contains(&parts.len()) && parts.iter().all(number);
    // Ten digits in all would be a CPR number with its hyphen at another place.
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    if like_a_date && digits <= 8 {
        value.to_owned()
    } else {
        excerpt(value.as_bytes())
    }
}
