//! The simulated office: its people, agreements and files, what it knows to be true, and what somebody in it asks for next.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use virkning_model::id::{ProposalId, SnapshotId};
use virkning_model::period::Month;
use virkning_model::settlement::{Counts, Proposal};
use virkning_store::{ProposalState, Role};
use virkning_testkit::{Random, UNKNOWN_CODE};

use crate::document::{ENTRY, NOVEMBER, Terms, terms};
use crate::files::scratch;
use crate::invariants::Breach;
use crate::observed::Observed;
use crate::people::{FIRST_YEAR, Key, Person, Reports, YEARS, corrected, extract, list, observations, people};
use crate::request::{Made, Request};

/// Who works there, with what.
pub const USERS: [(&str, &[Role]); 6] = [
    ("anna", &[Role::Administrator, Role::Controller, Role::CaseWorker, Role::CodeKeeper]),
    ("bo", &[Role::Approver, Role::CodeKeeper]),
    ("carl", &[Role::Controller, Role::Approver, Role::CaseWorker]),
    ("dorte", &[Role::Approver]),
    ("rikke", &[Role::Reader]),
    ("anne", &[Role::Approver]),
];

/// Accounts behind which stands somebody who has another one.
pub const SAME: [(&str, &str); 1] = [("anne", "anna")];

/// Who stands behind an account.
pub fn person_of(user: &str) -> &str {
    SAME.iter().find(|(account, _)| *account == user).map_or(user, |(_, person)| person)
}

/// A number in faulty rows that nobody has.
const NOBODY: &str = "8801004999";

/// What an extract says, kept beside it.
struct Truth {
    people: Vec<Person>,
    /// The last measured year that it reaches.
    last_year: i16,
}

/// Whom a settlement pays for, by measure, told without the program; nothing where it cannot be told.
struct Claims {
    agreement: usize,
    year: i16,
    paid: BTreeMap<&'static str, Option<BTreeSet<usize>>>,
}

/// What the store held before the step in which a settlement was made.
pub struct Before<'a> {
    /// What was observed then.
    pub seen: &'a Observed,
    /// Whether nobody else did anything in that step that a settlement depends on.
    pub alone: bool,
}

/// The office.
pub struct Office {
    files: TempDir,
    key: Key,
    people: Vec<Person>,
    agreements: Vec<Terms>,
    enrolled: BTreeMap<usize, BTreeSet<usize>>,
    proposals: Vec<ProposalId>,
    truths: BTreeMap<SnapshotId, Truth>,
    claims: BTreeMap<ProposalId, Claims>,
    meaning: Option<&'static str>,
    /// Roles as they are held now.
    pub roles: BTreeMap<&'static str, Vec<Role>>,
    written: u32,
}

impl Office {
    /// An office with nothing in its store yet.
    pub fn new(random: &mut Random) -> io::Result<Self> {
        let key = random.pick(&[Key::Serial, Key::Cpr]);
        Ok(Self {
            files: scratch()?,
            key,
            people: people(random, key),
            agreements: (0..1 + random.below(2) as usize).map(|number| terms(random, number)).collect(),
            enrolled: BTreeMap::new(),
            proposals: Vec::new(),
            truths: BTreeMap::new(),
            claims: BTreeMap::new(),
            meaning: None,
            roles: USERS.iter().map(|(user, roles)| (*user, roles.to_vec())).collect(),
            written: 0,
        })
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.files.path().join("data")
    }

    /// Numbers that must leave nowhere.
    pub fn secrets(&self) -> BTreeSet<String> {
        match self.key {
            Key::Serial => BTreeSet::new(),
            Key::Cpr => self.people.iter().map(|person| person.key.clone()).chain([NOBODY.to_owned()]).collect(),
        }
    }

    /// What everything begins with: each agreement sealed and with participants, and an extract.
    pub fn beginning(&mut self, random: &mut Random) -> io::Result<Vec<Request>> {
        let mut requests = vec![self.import(random)?];
        for agreement in 0..self.agreements.len() {
            requests.push(self.seal(agreement)?);
            requests.push(self.enrol(random, agreement)?);
        }
        Ok(requests)
    }

    /// Somebody, and what they ask for: mostly what leads on, sometimes anything.
    pub fn next(&mut self, random: &mut Random, seen: &Observed) -> io::Result<(&'static str, Request)> {
        let agreement = random.below(self.agreements.len() as u32) as usize;
        let request = match random.chance(5_500) {
            true => self.onward(random, agreement, seen)?,
            false => self.anything(random, agreement)?,
        };
        let anybody = random.pick(&USERS).0;
        let fitting = match &request {
            Request::Approve { .. } | Request::Void { .. } => random.pick(&["bo", "dorte", "carl", "anne"]),
            Request::Map { .. } => random.pick(&["anna", "bo"]),
            _ => random.pick(&["anna", "anna", "carl"]),
        };
        Ok((if random.chance(1_500) { anybody } else { fitting }, request))
    }

    /// What brings an agreement one step further.
    fn onward(&mut self, random: &mut Random, agreement: usize, seen: &Observed) -> io::Result<Request> {
        let id = self.agreements[agreement].id.as_str();
        let own = seen.proposals.iter().map(|(record, _)| record).filter(|record| record.agreement.as_str() == id);
        let live: Vec<_> = own.filter(|record| record.state.is_live()).collect();
        let open = live.iter().find(|record| !record.state.is_posted()).map(|record| record.id.clone());
        let is_draft = live.iter().any(|record| record.state == ProposalState::Draft);
        let is_approved = live.iter().any(|record| record.state == ProposalState::Approved);
        let posted = live.iter().filter(|record| record.state.is_posted());
        let last = posted.map(|record| record.measured_year).max();
        match open {
            Some(proposal) if is_draft => Ok(Request::Propose { proposal }),
            Some(proposal) if is_approved => Ok(Request::Post { proposal, key: None }),
            Some(proposal) => Ok(Request::Approve { proposal }),
            None => {
                self.settle(random, agreement, last.map_or(FIRST_YEAR, |year| (year + 1).min(FIRST_YEAR + YEARS - 1)))
            }
        }
    }

    fn anything(&mut self, random: &mut Random, agreement: usize) -> io::Result<Request> {
        let kind = random.weighted(&[
            (0, 5),
            (1, 6),
            (2, 8),
            (3, 20),
            (4, 16),
            (5, 4),
            (6, 20),
            (7, 8),
            (8, 3),
            (9, 4),
            (10, 3),
        ]);
        let proposal = self.proposals.len().checked_sub(1).map(|last| {
            // Mostly a recent one.
            let back = random.below(3).min(last as u32) as usize;
            let place = if random.chance(7_000) {
                last - back
            } else {
                random.below(last as u32 + 1) as usize
            };
            self.proposals[place].clone()
        });
        match (kind, proposal) {
            (0, _) => {
                if random.chance(5_000) {
                    self.agreements[agreement].amended(random);
                }
                self.seal(agreement)
            }
            (1, _) => self.import(random),
            (2, _) => self.enrol(random, agreement),
            (4, Some(proposal)) => Ok(Request::Approve { proposal }),
            (5, Some(proposal)) => Ok(Request::Refuse { proposal }),
            (6, Some(proposal)) => {
                let key = random.chance(3_000).then(|| format!("key-{}", random.below(4)));
                Ok(Request::Post { proposal, key })
            }
            (9, Some(proposal)) => Ok(Request::Void { proposal }),
            (10, _) => Ok(Request::Restate { agreement, document: self.document(agreement) }),
            (7, _) => Ok(Request::Map { code: UNKNOWN_CODE, category: random.pick(&["education", "sickness"]) }),
            (8, _) => {
                let (user, roles) = random.pick(&USERS[1..]);
                let roles = if random.chance(6_000) { roles } else { USERS[4].1 };
                Ok(Request::Roles { user, roles: roles.to_vec() })
            }
            _ => {
                // Mostly one year after the other.
                let year = FIRST_YEAR + random.weighted(&[(0, 5), (1, 3), (2, 2)]);
                self.settle(random, agreement, year)
            }
        }
    }

    fn write(&mut self, name: &str, text: &str) -> io::Result<PathBuf> {
        self.written += 1;
        let path = self.files.path().join(format!("{:04}-{name}", self.written));
        std::fs::write(&path, text)?;
        Ok(path)
    }

    fn document(&self, agreement: usize) -> PathBuf {
        self.files.path().join(format!("{}.md", self.agreements[agreement].id))
    }

    fn seal(&mut self, agreement: usize) -> io::Result<Request> {
        let document = self.document(agreement);
        std::fs::write(&document, self.agreements[agreement].text())?;
        Ok(Request::Seal { agreement, document })
    }

    fn import(&mut self, random: &mut Random) -> io::Result<Request> {
        if random.chance(5_000) {
            corrected(random, &mut self.people);
        }
        let last_year = FIRST_YEAR + random.below(YEARS as u32) as i16;
        let month = 2 + random.below(3) as i8;
        let text = extract(&self.people, self.key, last_year);
        let extract = self.write("dream.csv", &text)?;
        let edition = Month::new(last_year + 1, month).expect("a month");
        Ok(Request::Import { extract, edition, last_year, rows: text.lines().count() as u64 - 1 })
    }

    fn enrol(&mut self, random: &mut Random, agreement: usize) -> io::Result<Request> {
        let people: Vec<usize> = (0..self.people.len()).filter(|_| random.chance(8_000)).collect();
        let listed: Vec<&Person> = people.iter().map(|place| &self.people[*place]).collect();
        let faulty = u64::from(random.chance(2_000));
        let text =
            list(&listed, self.key, faulty).replace("31;2000-01;2023-02-31", &format!("{NOBODY};2000-01;2023-02-31"));
        let list = self.write("list.csv", &text)?;
        let accepted = random.chance(7_000).then_some(faulty).filter(|faulty| *faulty > 0);
        let rows = people.len() as u64 + faulty;
        Ok(Request::Enrol { agreement, document: self.document(agreement), list, people, accepted, rows })
    }

    fn settle(&mut self, random: &mut Random, agreement: usize, year: i16) -> io::Result<Request> {
        let terms = self.agreements[agreement].clone();
        let (mut files, mut reports) = (Vec::new(), Reports::new());
        if terms.entry.is_some() {
            for place in self.enrolled.get(&agreement).into_iter().flatten() {
                let person = &self.people[*place];
                if person.started_before(year + 1) && random.chance(8_000) {
                    reports.insert(person.key.clone(), random.chance(5_000));
                }
            }
            let text = observations(&reports, ENTRY, year);
            files.push(self.write("reported.csv", &text)?);
        }
        Ok(Request::Settle {
            agreement,
            document: self.document(agreement),
            year,
            observations: files,
            reports,
            draft: random.chance(1_000),
        })
    }

    /// Takes note of what a request made, and holds it against what is true.
    pub fn learn(&mut self, request: &Request, made: &Made, before: &Before<'_>) -> Vec<Breach> {
        match (request, made) {
            (Request::Enrol { agreement, people, rows, .. }, Made::List([accepted, rejected])) => {
                self.enrolled.entry(*agreement).or_default().extend(people);
                crate::invariants::rows(*rows, *accepted, *rejected, *rejected)
            }
            (Request::Import { rows, last_year, .. }, Made::Snapshot(id, [counted, accepted, rejected, listed])) => {
                let truth = || Truth { people: self.people.clone(), last_year: *last_year };
                self.truths.entry(id.clone()).or_insert_with(truth);
                let mut breaches = crate::invariants::rows(*counted, *accepted, *rejected, *listed);
                if counted != rows {
                    breaches.push(Breach::new(10, format!("a file of {rows} rows is said to have {counted}")));
                }
                breaches
            }
            (Request::Map { .. }, Made::Code(_, meaning)) => {
                self.meaning = Some(meaning);
                Vec::new()
            }
            (Request::Roles { user, roles }, Made::Roles) => {
                self.roles.insert(user, roles.clone());
                Vec::new()
            }
            (Request::Settle { agreement, year, reports, .. }, Made::Proposal(id, proposal, already)) => {
                if !self.proposals.contains(id) {
                    self.proposals.push(id.clone());
                }
                let (claims, breaches) = self.counted(*agreement, *year, reports, proposal, before);
                self.claims.entry(id.clone()).or_insert(claims);
                if *already { Vec::new() } else { breaches }
            }
            (Request::Restate { agreement, .. }, Made::Proposal(id, proposal, already)) => {
                if !self.proposals.contains(id) {
                    self.proposals.push(id.clone());
                }
                let terms = &self.agreements[*agreement];
                match (*already || !before.alone, terms.november, terms.entry, terms.is_uncapped()) {
                    (false, Some(price), None, true) => {
                        let nobody = BTreeSet::new();
                        let enrolled = self.enrolled.get(agreement).unwrap_or(&nobody);
                        self.restated(*agreement, enrolled, price, proposal)
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// Holds what a settlement counted, and what is due, against what is true: the same question, answered without the
    /// program.
    fn counted(
        &self,
        agreement: usize,
        year: i16,
        reports: &Reports,
        proposal: &Proposal,
        before: &Before<'_>,
    ) -> (Claims, Vec<Breach>) {
        let terms = &self.agreements[agreement];
        let nobody = BTreeSet::new();
        let enrolled = self.enrolled.get(&agreement).unwrap_or(&nobody);
        let mut breaches = Vec::new();
        let mut claims = Claims { agreement, year, paid: BTreeMap::new() };
        if terms.november.is_some() {
            claims.paid.insert(NOVEMBER, None);
        }
        if !before.alone {
            claims.paid.extend(terms.entry.map(|_| (ENTRY, None)));
            return (claims, breaches);
        }
        if let Some(price) = terms.november {
            let Some(truth) = self.truths.get(&proposal.inputs.snapshot) else {
                let missing = format!("nobody imported {}", proposal.inputs.snapshot);
                return (claims, vec![Breach::new(3, missing)]);
            };
            // Whoever the extract does not reach is nobody's success, and no oracle's business.
            if year <= truth.last_year {
                let (expected, met) = self.novembers(enrolled, truth, year);
                let elsewhere = self.elsewhere(agreement, year, NOVEMBER, before);
                breaches.extend(held_against(proposal, terms, (NOVEMBER, price), expected, (&met, elsewhere.as_ref())));
                let paid = elsewhere.map(|elsewhere| met.difference(&elsewhere).copied().collect());
                claims.paid.insert(NOVEMBER, paid);
            }
        }
        if let Some(price) = terms.entry {
            let eligible = || enrolled.iter().filter(|place| self.people[**place].started_before(year + 1));
            let met: BTreeSet<usize> =
                eligible().filter(|place| reports.get(&self.people[**place].key) == Some(&true)).copied().collect();
            let expected = [eligible().count() as u64, met.len() as u64, 0];
            let elsewhere = self.elsewhere(agreement, year, ENTRY, before);
            breaches.extend(held_against(proposal, terms, (ENTRY, price), expected, (&met, elsewhere.as_ref())));
            let paid = elsewhere.map(|elsewhere| met.difference(&elsewhere).copied().collect());
            claims.paid.insert(ENTRY, paid);
        }
        if let (Some(price), None, true) = (terms.november, terms.entry, terms.is_uncapped()) {
            breaches.extend(self.restated(agreement, enrolled, price, proposal));
        }
        (claims, breaches)
    }

    /// For whom another agreement has posted the same success: a silent agreement pays for nobody of them. Nothing where
    /// it cannot be told, because the settlement was made while others worked, or the year was put right.
    fn elsewhere(&self, agreement: usize, year: i16, measure: &str, before: &Before<'_>) -> Option<BTreeSet<usize>> {
        let mut all = BTreeSet::new();
        for (record, proposal) in &before.seen.proposals {
            let is_other = record.agreement.as_str() != self.agreements[agreement].id;
            if !is_other || !record.state.is_posted() {
                continue;
            }
            if proposal.restated.iter().any(|restated| restated.measured_year == year) {
                return None;
            }
            let claims = self.claims.get(&record.id).filter(|claims| claims.agreement != agreement)?;
            if let Some(paid) = claims.paid.get(measure).filter(|_| claims.year == year) {
                all.extend(paid.as_ref()?);
            }
        }
        Some(all)
    }

    /// An earlier year that is put right comes to what it would have come to at once; to no more, where another agreement
    /// may pay for the same people.
    fn restated(&self, agreement: usize, enrolled: &BTreeSet<usize>, price: u32, proposal: &Proposal) -> Vec<Breach> {
        let Some(truth) = self.truths.get(&proposal.inputs.snapshot) else { return Vec::new() };
        let mut others = self.agreements.iter().enumerate().filter(|(place, _)| *place != agreement);
        let shared = others.any(|(_, terms)| terms.november.is_some());
        let decided = proposal.restated.iter().filter(|restated| restated.kept_answers == 0);
        let wrong = decided.filter_map(|restated| {
            let year = restated.measured_year;
            let whole = i128::from(price) * self.novembers(enrolled, truth, year).1.len() as i128;
            let found = restated.new.amount.minor();
            let holds = if shared { (0..=whole).contains(&found) } else { found == whole };
            (!holds).then(|| Breach::new(5, format!("{year} put right is {found} øre and not {whole}")))
        });
        wrong.collect()
    }

    /// Eligible, successful and unclarified, and who succeeds: paid work pays whatever the code says; an unknown code
    /// leaves the answer open.
    fn novembers(&self, enrolled: &BTreeSet<usize>, truth: &Truth, year: i16) -> ([u64; 3], BTreeSet<usize>) {
        let place = usize::try_from(year - FIRST_YEAR).unwrap_or_default();
        let (mut counted, mut met) = ([0, 0, 0], BTreeSet::new());
        for (number, person) in enrolled.iter().map(|number| (*number, &truth.people[*number])) {
            if !person.started_before(year) {
                continue;
            }
            let november = person.novembers[place];
            let answer = match november.code {
                _ if !person.in_register => None,
                _ if november.works => Some(true),
                651 => Some(true),
                UNKNOWN_CODE => self.meaning.map(|meaning| meaning == "education"),
                _ => Some(false),
            };
            counted[0] += 1;
            counted[1] += u64::from(answer == Some(true));
            counted[2] += u64::from(answer.is_none());
            if answer == Some(true) {
                met.insert(number);
            }
        }
        (counted, met)
    }

    /// The folder of everything, for whoever wants to look.
    pub fn folder(&self) -> &Path {
        self.files.path()
    }
}

fn counts<'a>(proposal: &'a Proposal, measure: &str) -> Option<&'a Counts> {
    if proposal.measure.as_str() == measure {
        return Some(&proposal.counts);
    }
    proposal.more.iter().find(|more| more.measure.as_str() == measure).map(|more| &more.counts)
}

/// Holds what a proposal counts and pays by a measure against who met it, and for whom another agreement pays already.
fn held_against(
    proposal: &Proposal,
    terms: &Terms,
    (measure, price): (&str, u32),
    expected: [u64; 3],
    (met, elsewhere): (&BTreeSet<usize>, Option<&BTreeSet<usize>>),
) -> Vec<Breach> {
    let year = proposal.measured_year;
    let Some(counts) = counts(proposal, measure) else {
        return vec![Breach::new(3, format!("{measure} is not counted"))];
    };
    let mut breaches = Vec::new();
    let found = [counts.eligible, counts.successes, counts.unclarified];
    if found != expected {
        breaches.push(Breach::new(3, format!("{measure} of {year}: counted {found:?} and not {expected:?}")));
    }
    let worth = |people: usize| i128::from(price) * people as i128;
    // Where it cannot be told whom another agreement pays for, it may be anybody.
    let least = worth(elsewhere.map_or(0, |elsewhere| met.difference(elsewhere).count()));
    let most = elsewhere.map_or(worth(met.len()), |_| least);
    let rule = format!("pay-{measure}");
    let lines = proposal.lines.iter().filter(|line| line.rule.as_str() == rule);
    let due: i128 = lines.clone().map(|line| line.due.minor()).sum();
    let paid: i128 = lines.map(|line| line.amount.minor()).sum();
    let mut check = |what: &str, found: i128| {
        if !(least..=most).contains(&found) || found % i128::from(price) != 0 {
            breaches.push(Breach::new(5, format!("{rule} of {year} {what} {found} øre and not {least} to {most}")));
        }
    };
    check("is", due);
    if terms.is_uncapped() {
        check("pays", paid);
    }
    breaches
}
