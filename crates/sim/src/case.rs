//! One small case with expected amounts by hand, on a real data folder: an extract, an agreement, three participants, two
//! years settled, approved and posted. What is killed and what is damaged is this.

use std::io;
use std::path::{Path, PathBuf};

use virkning::app::Session;
use virkning::app::failure::Failure;
use virkning::app::observations::ObservationFiles;
use virkning::world::World;
use virkning_model::id::UserId;
use virkning_model::period::Month;

use crate::document::Terms;
use crate::invariants::{self, Breach};
use crate::observed::Observed;
use crate::office::{USERS, person_of};
use crate::people::{FIRST_YEAR, Key, November, Person, extract, list};
use crate::request::{Answer, Came, Request};

/// The years that are posted.
pub const POSTED: [i16; 2] = [FIRST_YEAR, FIRST_YEAR + 1];

/// The year that is settled after them.
pub const NEXT: i16 = FIRST_YEAR + 2;

/// What is posted for each of them, in øre: two in work at 4,150 kroner, then one.
pub const AMOUNTS: [i128; 2] = [830_000, 415_000];

const PRICE: u32 = 415_000;

/// The files of the case.
pub struct Case {
    document: PathBuf,
    extract: PathBuf,
    list: PathBuf,
    /// The last measured year of the extract.
    last_year: i16,
}

impl Case {
    /// Writes the files into a folder.
    pub fn write(folder: &Path) -> io::Result<Self> {
        Self::in_folder(folder).written(folder, &people())
    }

    /// The same with so many participants, of whom every second one works, and with the first year alone.
    pub fn write_large(folder: &Path, participants: u32) -> io::Result<Self> {
        let person = |number: u32| Person {
            key: (1001 + number).to_string(),
            started: "2023-05-02".to_owned(),
            in_register: true,
            novembers: vec![November { works: number.is_multiple_of(2), code: 111 }],
        };
        let people: Vec<Person> = (0..participants).map(person).collect();
        Self { last_year: FIRST_YEAR, ..Self::in_folder(folder) }.written(folder, &people)
    }

    fn written(self, folder: &Path, people: &[Person]) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        std::fs::write(&self.document, terms().text())?;
        std::fs::write(&self.extract, extract(people, Key::Serial, self.last_year))?;
        std::fs::write(&self.list, list(&people.iter().collect::<Vec<_>>(), Key::Serial, 0))?;
        Ok(self)
    }

    /// The files that were written into a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            document: folder.join("a0.md"),
            extract: folder.join("dream.csv"),
            list: folder.join("list.csv"),
            last_year: NEXT,
        }
    }

    /// Everything from the beginning, each request in a session of its own, as on a command line. Whatever was done before
    /// is asked for again.
    pub fn work(&self, data: &Path, world: &dyn World) -> Result<(), Failure> {
        self.work_in_steps(data, world, &POSTED, &mut |_| ())
    }

    /// The same for some years; says the name of each step when it is done.
    pub fn work_in_steps(
        &self,
        data: &Path,
        world: &dyn World,
        years: &[i16],
        done: &mut dyn FnMut(&str),
    ) -> Result<(), Failure> {
        for (user, roles) in USERS {
            let (session, person) = (Session::open(data, None, Some("anna"), world)?, user_id(person_of(user)));
            session.user_add(&user_id(user), user, roles, Some(&person))?;
        }
        let document = self.document.clone();
        self.ask(data, world, "anna", &Request::Seal { agreement: 0, document })?;
        done("begin");
        let edition = Month::new(self.last_year + 1, 2).expect("a month");
        let (extract, last_year) = (self.extract.clone(), self.last_year);
        self.ask(data, world, "anna", &Request::Import { extract, edition, last_year, rows: 0 })?;
        done("import");
        let (document, list) = (self.document.clone(), self.list.clone());
        let enrol = Request::Enrol { agreement: 0, document, list, people: Vec::new(), accepted: None, rows: 0 };
        self.ask(data, world, "anna", &enrol)?;
        done("enrol");
        for year in years {
            let proposal = self.settle(data, world, *year)?;
            done("settle");
            self.ask(data, world, "bo", &Request::Approve { proposal: proposal.clone() })?;
            done("approve");
            self.ask(data, world, "anna", &Request::Post { proposal, key: Some(format!("bank-{year}")) })?;
            done("post");
        }
        Ok(())
    }

    /// Proposes the settlement of a year.
    pub fn settle(&self, data: &Path, world: &dyn World, year: i16) -> Result<virkning_model::id::ProposalId, Failure> {
        let session = Session::open(data, None, Some("anna"), world)?;
        Ok(session.settle(&self.document, year, &[], ObservationFiles::NONE, false)?.record.id)
    }

    fn ask(&self, data: &Path, world: &dyn World, user: &str, request: &Request) -> Result<(), Failure> {
        let session = Session::open(data, None, Some(user), world)?;
        let Answer { came, failure, .. } = request.carry_out(&session);
        match (came, failure, request) {
            // What was approved by the same person, and posted since, is not open any more.
            (Came::Refused(key), _, Request::Approve { .. }) if key == "S017" => Ok(()),
            (_, Some(failure), _) => Err(failure),
            _ => Ok(()),
        }
    }
}

/// What is wrong with a data folder in which the case was begun and perhaps not ended.
pub fn check(data: &Path, world: &dyn World, is_ended: bool) -> Result<Vec<Breach>, Failure> {
    let session = Session::open(data, None, Some("anna"), world)?;
    let seen = Observed::of(&session.store)?;
    let mut breaches = invariants::check(&seen, &seen);
    let report = session.verify(None)?;
    if !report.holds() {
        breaches.push(Breach::new(7, format!("it does not verify: {report:?}")));
    }
    let posted: Vec<i128> = seen.postings.iter().map(invariants::spent).collect();
    if !AMOUNTS.starts_with(&posted) || (is_ended && posted != AMOUNTS) {
        breaches.push(Breach::new(4, format!("posted {posted:?} øre and not {AMOUNTS:?}")));
    }
    for folder in visible(&session.folder.snapshots()).unwrap_or_default() {
        let inside: Vec<String> = visible(&session.folder.snapshots().join(&folder)).unwrap_or_default();
        if inside != ["jobs.parquet", "manifest.json", "people.parquet", "scan.columns", "weeks.parquet"] {
            breaches.push(Breach::new(7, format!("half a snapshot is visible: {inside:?}")));
        }
    }
    Ok(breaches)
}

/// The names in a folder that do not begin with a dot, sorted.
fn visible(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names)
}

fn terms() -> Terms {
    Terms {
        id: "a0".to_owned(),
        version: 1,
        november: Some(PRICE),
        entry: None,
        payers: None,
        receivers: None,
        cap: None,
        kept_back: None,
    }
}

/// Who works in November of 2024, 2025 and 2026.
fn people() -> Vec<Person> {
    let works = [[true, true, false], [true, false, true], [false, false, false]];
    let person = |(number, works): (usize, [bool; 3])| Person {
        key: (1001 + number).to_string(),
        started: "2023-05-02".to_owned(),
        in_register: true,
        novembers: works.map(|works| November { works, code: 111 }).to_vec(),
    };
    works.into_iter().enumerate().map(person).collect()
}

fn user_id(name: &str) -> UserId {
    UserId::new(name).expect("a name of ours")
}
