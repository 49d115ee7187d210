//! A history: one request after the other, by several people, each with what may go wrong while it is carried out; after
//! each step what always holds is checked. Everything follows from the seed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::ToSpan as _;
use virkning::app::Session;
use virkning::app::failure::Failure;
use virkning::app::folder::Folder;
use virkning::app::verify::Verdict;
use virkning::cli::say;
use virkning::text::{Language, Texts};
use virkning_model::id::{ContentHash, UserId};
use virkning_register::Steps;
use virkning_store::{AuditEntry, FaultKind, FaultPlan, Head, MemoryDisk, Store};
use virkning_testkit::{Purpose, Random};

use crate::files::below;
use crate::invariants::{self, Breach};
use crate::observed::{Observed, acts_since};
use crate::office::{Before, Office, USERS, person_of};
use crate::request::{Answer, Came, Request};
use crate::world::SimulatedWorld;

/// After how many steps everything is computed again.
const PROOF_EVERY: u32 = 12;

/// What a history came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests.
    pub steps: u64,
    /// Requests that were done, refused, and failed.
    pub came: [u64; 3],
    /// Faults that happened while a request was carried out.
    pub faults: u64,
    /// Requests of somebody else in the middle of another one.
    pub interruptions: u64,
    /// Sessions that ended without a word.
    pub crashes: u64,
    /// What was posted in the end.
    pub posted: u64,
    /// The steps of one history.
    pub told: Vec<String>,
}

impl Tally {
    /// Adds another history's.
    pub fn add(&mut self, other: &Tally) {
        self.steps += other.steps;
        for (sum, more) in self.came.iter_mut().zip(other.came) {
            *sum += more;
        }
        self.faults += other.faults;
        self.interruptions += other.interruptions;
        self.crashes += other.crashes;
        self.posted += other.posted;
    }
}

/// A history in which something does not hold.
#[derive(Debug)]
pub struct Finding {
    /// The seed.
    pub seed: u64,
    /// What does not hold.
    pub breaches: Vec<Breach>,
    /// The steps up to there.
    pub told: Vec<String>,
}

/// What goes wrong while a request is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mishap {
    /// Nothing.
    None,
    /// The store fails at an operation, counted from now.
    Store(u64, FaultKind),
    /// The disk fails at a step of writing a file.
    Files(i64),
    /// Somebody else comes in between, before an operation counted from now.
    Interrupted(u64),
    /// It is asked a second time.
    Twice,
}

fn mishap(random: &mut Random) -> Mishap {
    match random.below(10) {
        0..=4 => Mishap::None,
        // Most requests have few operations.
        5..=6 => {
            let most = 1 + random.below(40);
            Mishap::Store(1 + u64::from(random.below(most)), random.pick(&FaultKind::ALL))
        }
        7 => Mishap::Files(i64::from(random.below(5))),
        8 => Mishap::Interrupted(1 + u64::from(random.below(20))),
        _ => Mishap::Twice,
    }
}

/// Runs the history of a seed.
///
/// # Errors
/// The machine of the simulation itself fails. What does not hold is in the answer.
pub fn run(seed: u64, steps: u32) -> io::Result<Result<Tally, Box<Finding>>> {
    let world = SimulatedWorld::new(seed);
    let mut random = Random::new(seed, Purpose::History, 0);
    let office = Office::new(&mut random)?;
    let mut history = History::begin(seed, &world, office).map_err(broken)?;
    let mut queue = history.office.beginning(&mut random)?;
    queue.reverse();
    for number in 0..steps {
        let (user, request) = match queue.pop() {
            Some(request) => ("anna", request),
            None => history.office.next(&mut random, &history.seen)?,
        };
        let mut breaches = history.step(number, user, &request, &mut random)?;
        let last = number + 1 == steps;
        if breaches.is_empty() && (last || number % PROOF_EVERY == PROOF_EVERY - 1) {
            breaches = history.proof()?;
        }
        if !breaches.is_empty() {
            return Ok(Err(Box::new(Finding { seed, breaches, told: history.tale() })));
        }
    }
    let posted = history.seen.postings.len() as u64;
    let told = history.tale();
    Ok(Ok(Tally { posted, told, ..history.tally }))
}

fn broken(failure: Failure) -> io::Error {
    io::Error::other(format!("{failure:?}"))
}

struct History<'w> {
    seed: u64,
    world: &'w SimulatedWorld,
    office: Office,
    folder: Folder,
    disk: MemoryDisk,
    /// Everybody's open session: two clients at once, and more.
    sessions: BTreeMap<&'static str, Session<'w>>,
    texts: Texts,
    seen: Observed,
    told: Vec<String>,
    tally: Tally,
}

impl<'w> History<'w> {
    fn begin(seed: u64, world: &'w SimulatedWorld, office: Office) -> Result<Self, Failure> {
        let (disk, folder) = (MemoryDisk::new(), Folder::open(&office.data())?);
        let store = Store::in_memory(&disk)?;
        let first = Session::with_store(folder.clone(), store, Some(user_id("anna")), world);
        for (user, roles) in USERS {
            let person = user_id(person_of(user));
            first.user_add(&user_id(user), user, roles, Some(&person))?;
        }
        Ok(Self {
            seen: Observed::of(&first.store)?,
            texts: Texts::new(Language::Danish),
            sessions: BTreeMap::from([("anna", first)]),
            told: Vec::new(),
            tally: Tally::default(),
            seed,
            world,
            office,
            folder,
            disk,
        })
    }

    /// The steps, without the folder of this run.
    fn tale(&self) -> Vec<String> {
        let folder = format!("{}/", self.office.folder().display());
        self.told.iter().map(|line| line.replace(&folder, "")).collect()
    }

    fn open(&self, disk: &MemoryDisk, user: &str) -> Session<'w> {
        let store = Store::in_memory(disk).expect("memory opens");
        Session::with_store(self.folder.clone(), store, Some(user_id(user)), self.world)
    }

    /// Carries out one request with what goes wrong on the way, and checks.
    fn step(
        &mut self,
        number: u32,
        user: &'static str,
        request: &Request,
        random: &mut Random,
    ) -> io::Result<Vec<Breach>> {
        self.tally.steps += 1;
        self.pass_time(random);
        let mut faults = Random::new(self.seed, Purpose::Faults, number);
        let mishap = mishap(&mut faults);
        self.told.push(format!("{number:4} {user} asks {request:?}"));
        if mishap != Mishap::None {
            self.told.push(format!("     meanwhile {mishap:?}"));
        }
        let roles = self.office.roles.clone();
        let mut breaches = Vec::new();
        let (answer, other) = self.carry_out(user, request, mishap, random, &mut breaches)?;
        // Which of two requests came first is not told; whether it matters is.
        let alone = !other.as_ref().is_some_and(|(other, _)| other.changes_counts());
        breaches.extend(self.hear(request, &answer, alone));
        if let Some((other, answer)) = other {
            breaches.extend(self.hear(&other, &answer, !request.changes_counts()));
        }
        if faults.chance(500) {
            // Nobody says goodbye.
            self.told.push("     crash".to_owned());
            self.sessions.clear();
            self.tally.crashes += 1;
        }
        breaches.extend(self.look(&roles).map_err(broken)?);
        Ok(breaches)
    }

    fn carry_out(
        &mut self,
        user: &'static str,
        request: &Request,
        mishap: Mishap,
        random: &mut Random,
        breaches: &mut Vec<Breach>,
    ) -> io::Result<(Answer, Option<(Request, Answer)>)> {
        if !self.sessions.contains_key(user) {
            let session = self.open(&self.disk, user);
            self.sessions.insert(user, session);
        }
        let session = &self.sessions[user];
        match mishap {
            Mishap::None => Ok((request.carry_out(session), None)),
            Mishap::Twice => {
                let first = request.carry_out(session);
                let before = Observed::of(&session.store).map_err(broken)?;
                let second = request.carry_out(session);
                let after = Observed::of(&session.store).map_err(broken)?;
                // A mapping that somebody else has confirmed meanwhile may be asked for only once.
                let same = first.came == second.came && before.contents == after.contents;
                let is_done = matches!(first.came, Came::Done(_));
                if is_done && !same && !matches!(request, Request::Map { .. }) {
                    breaches.push(Breach::new(7, format!("asked twice it came to {:?}", second.came)));
                }
                Ok((first, None))
            }
            Mishap::Interrupted(at) => self.interrupted(user, request, at, random),
            Mishap::Store(at, kind) => {
                let clean = self.disk.copied();
                self.disk.plan(FaultPlan { fail_at: Some(self.disk.operations() + at), kind });
                let first = request.carry_out(session);
                let happened = !self.disk.is_fault_pending();
                self.disk.plan(FaultPlan { fail_at: None, kind });
                self.tally.faults += u64::from(happened);
                self.repeated(user, request, first, &clean, breaches).map(|answer| (answer, None))
            }
            Mishap::Files(at) => {
                let clean = self.disk.copied();
                let folder = self.folder.clone().failing(Steps::failing_at(at));
                let store = Store::in_memory(&self.disk).map_err(|error| broken(error.into()))?;
                let failing = Session::with_store(folder, store, Some(user_id(user)), self.world);
                let first = request.carry_out(&failing);
                self.tally.faults += u64::from(matches!(first.came, Came::Failed(_)));
                self.repeated(user, request, first, &clean, breaches).map(|answer| (answer, None))
            }
        }
    }

    /// Holds what a request with a fault left behind against the same request without one, and asks again.
    fn repeated(
        &mut self,
        user: &'static str,
        request: &Request,
        first: Answer,
        clean: &MemoryDisk,
        breaches: &mut Vec<Breach>,
    ) -> io::Result<Answer> {
        let whole = self.open(clean, user);
        let expected = request.carry_out(&whole);
        let head = self.seen.head.clone();
        // Identities are encrypted by chance, and a record's hash covers the ciphertext: twice the same never is the same.
        let by_chance = !self.office.secrets().is_empty();
        let acts = |session: &Session<'_>| {
            let acts = acts_since(&session.store, &head).map_err(broken)?;
            let told = |act: AuditEntry| {
                if by_chance {
                    AuditEntry { hash: ContentHash::from_bytes([0; 32]), ..act }
                } else {
                    act
                }
            };
            Ok::<_, io::Error>(acts.into_iter().map(told).collect::<Vec<_>>())
        };
        let contents = |session: &Session<'_>| Observed::of(&session.store).map(|seen| seen.contents).map_err(broken);
        let failed = matches!(first.came, Came::Failed(_));
        let again = self.open(&self.disk, user);
        let left = acts(&again)?;
        let answer = if failed { request.carry_out(&again) } else { first };
        if !failed && left != acts(&whole)? {
            breaches.push(Breach::new(7, format!("said to be done, and it is not: {:?}", answer.came)));
        }
        if answer.came != expected.came {
            breaches.push(Breach::new(
                7,
                format!("after a failure it came to {:?} and not to {:?}", answer.came, expected.came),
            ));
        }
        breaches.extend(invariants::before_or_after(&left, &acts(&whole)?, &contents(&again)?, &contents(&whole)?));
        // The session that failed is given up, as its process would be.
        self.sessions.insert(user, again);
        Ok(answer)
    }

    /// Somebody else's request in the middle of this one.
    fn interrupted(
        &mut self,
        user: &'static str,
        request: &Request,
        at: u64,
        random: &mut Random,
    ) -> io::Result<(Answer, Option<(Request, Answer)>)> {
        let (other, theirs) = self.office.next(random, &self.seen)?;
        self.told.push(format!("     and {other} asks {theirs:?}"));
        let heard: Arc<Mutex<Option<Answer>>> = Arc::default();
        let (disk, folder, seed) = (self.disk.clone(), self.folder.clone(), self.seed);
        let (hearing, asked, now) = (Arc::clone(&heard), theirs.clone(), self.world.moment());
        self.disk.interrupt(self.disk.operations() + at, move || {
            let world = SimulatedWorld::at(seed, now);
            let store = Store::in_memory(&disk).expect("memory opens");
            let session = Session::with_store(folder, store, Some(user_id(other)), &world);
            *hearing.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked.carry_out(&session));
        });
        let answer = request.carry_out(&self.sessions[user]);
        // Where the request was shorter than that, nobody came.
        self.disk.interrupt(u64::MAX, || ());
        let answered = heard.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.tally.interruptions += u64::from(answered.is_some());
        Ok((answer, answered.map(|answer| (theirs, answer))))
    }

    /// Takes note of an answer and looks for what must not be in it.
    fn hear(&mut self, request: &Request, answer: &Answer, alone: bool) -> Vec<Breach> {
        self.told.push(format!("     => {:?}", answer.came));
        if let Some(failure) = &answer.failure {
            self.told.extend(say(failure, &self.texts).lines().map(|line| format!("        {line}")));
        }
        let place = match answer.came {
            Came::Done(_) => 0,
            Came::Refused(_) => 1,
            Came::Failed(_) => 2,
        };
        self.tally.came[place] += 1;
        let mut said = answer.said.clone();
        if let Some(failure) = &answer.failure {
            let _ = write!(said, "\n{}", say(failure, &self.texts));
        }
        let before = Before { seen: &self.seen, alone };
        let mut breaches = self.office.learn(request, &answer.made, &before);
        breaches.extend(invariants::private("an answer", said.as_bytes(), &self.office.secrets()));
        if answer.came == Came::Refused("document".to_owned()) {
            breaches.push(Breach::new(0, "an agreement was drawn that is none"));
        }
        if let (Came::Failed(key), true) = (&answer.came, answer.failure.is_some()) {
            breaches.push(Breach::new(7, format!("failed without a fault: {key}\n{said}")));
        }
        breaches
    }

    /// What always holds, between the last look and now.
    fn look(&mut self, roles: &BTreeMap<&'static str, Vec<virkning_store::Role>>) -> Result<Vec<Breach>, Failure> {
        let session = self.open(&self.disk, "anna");
        let now = Observed::of(&session.store)?;
        let mut breaches = invariants::check(&self.seen, &now);
        let kept: &Head = &self.seen.head;
        if let Err(error) = session.store.audit_verify_against(kept) {
            breaches.push(Breach::new(6, format!("the log does not go on from {kept}: {error}")));
        }
        let acts = acts_since(&session.store, kept)?;
        // Whoever got or lost a role in this step may have acted with either.
        let mut held = roles.clone();
        for (user, roles) in &self.office.roles {
            held.entry(user).or_default().extend(roles);
        }
        breaches.extend(invariants::granted(&acts, &held));
        for act in &acts {
            breaches.extend(invariants::private("the log", format!("{act:?}").as_bytes(), &self.office.secrets()));
        }
        self.seen = now;
        Ok(breaches)
    }

    /// Everything computed again, on one thread and on several, and every stored byte looked at.
    fn proof(&mut self) -> io::Result<Vec<Breach>> {
        let secrets = self.office.secrets();
        let mut breaches = Vec::new();
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other)?;
            let (disk, folder, seed, now) = (self.disk.clone(), self.folder.clone(), self.seed, self.world.moment());
            let report = pool.install(move || {
                let world = SimulatedWorld::at(seed, now);
                let store = Store::in_memory(&disk)?;
                Session::with_store(folder, store, Some(user_id("anna")), &world).verify(None)
            });
            let report = report.map_err(broken)?;
            let other = report.proposals.iter().filter(|one| !matches!(one.verdict, Verdict::Same));
            breaches.extend(
                other.map(|one| Breach::new(3, format!("{} on {threads} threads: {:?}", one.proposal, one.verdict))),
            );
            if breaches.is_empty() && !report.holds() {
                breaches.push(Breach::new(6, format!("it does not verify: {report:?}")));
            }
        }
        for text in &self.seen.contents {
            breaches.extend(invariants::private("the store", text.as_bytes(), &secrets));
        }
        for path in below(&self.office.data())? {
            let name = path.display().to_string();
            breaches.extend(invariants::private("the name of a file", name.as_bytes(), &secrets));
            breaches.extend(invariants::private(&name, &std::fs::read(&path)?, &secrets));
        }
        Ok(breaches)
    }

    /// Usually a while; sometimes the clock jumps.
    fn pass_time(&mut self, random: &mut Random) {
        match random.below(60) {
            0 => self.world.pass(-1.hour()),
            1 => self.world.pass((366 * 24).hours()),
            _ => self.world.pass(i64::from(1 + random.below(300)).minutes()),
        }
    }
}

fn user_id(name: &str) -> UserId {
    UserId::new(name).expect("a name of ours")
}
