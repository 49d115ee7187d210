//! Actions on a store as lines of text, so that a rule reads as a small story: `who does what => what comes of it`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;
use virkning_model::agreement::AccountHolder;
use virkning_model::id::{AgreementId, Alias, ContentHash, PartyId, ProposalId, SnapshotId, TermId, UserId};
use virkning_model::ledger::{About, Entry, PaidFor, Posting, PostingHead, PostingKind, Transfer, Voucher};
use virkning_model::money::{Currency, Money};
use virkning_model::settlement::Part;
use virkning_store::{
    Actor, Failure, Mapping, MemoryDisk, NewBankFile, NewCodeList, NewEnrolment, NewPayment, NewProposal, NewSnapshot,
    Refusal, Role, Store, Stored, content_hash,
};
use virkning_testkit::postgres::new_database;

pub fn agreement() -> AgreementId {
    AgreementId::new("ips-plus").unwrap()
}

pub fn proposal_id(text: &str) -> ProposalId {
    ProposalId::new(text).unwrap()
}

pub fn user(text: &str) -> UserId {
    UserId::new(text).unwrap()
}

pub fn actor(text: &str) -> Actor {
    Actor {
        user: user(text),
        identity: Default::default(),
        operating_system_user: "tester".to_owned(),
        at: "2025-03-03T09:00:00Z".parse().unwrap(),
    }
}

/// The department pays and the investor receives.
pub fn posting(agreement: &AgreementId, id: &ProposalId, kroner: &str, on: &str) -> Posting {
    let about = About::Proposal(id.clone());
    let transfer = transfer(kroner, on, PaidFor::Outcome);
    posting_of(agreement, PostingKind::Settlement, about, on, &transfer.owed())
}

fn transfer(kroner: &str, on: &str, what: PaidFor) -> Transfer {
    let holder = |party: &str| AccountHolder { party: PartyId::new(party).unwrap(), budget: None };
    let date: jiff::civil::Date = on.parse().unwrap();
    Transfer {
        from: holder("aarhus"),
        to: holder("rsi"),
        what: Some(what),
        tranche: Some(TermId::new("outcome-payment").unwrap()),
        measured_year: (what == PaidFor::Outcome).then_some(2024),
        accounting_year: date.year(),
        amount: Money::parse(Currency::DKK, kroner).unwrap(),
    }
}

fn posting_of(agreement: &AgreementId, kind: PostingKind, about: About, on: &str, entries: &[Entry]) -> Posting {
    let (agreement, date, voucher) = (agreement.clone(), on.parse().unwrap(), Voucher::Reposting);
    Posting::new(PostingHead { agreement, kind, about, date, voucher }, entries.to_vec()).unwrap()
}

/// What an action came to, in the words of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    Done(String),
    Already(String),
    Refused(Refusal),
}

impl Came {
    /// `ok`, `already` or the code of the refusal, and the words that go with it.
    pub fn words(&self) -> String {
        match self {
            Came::Done(word) => format!("ok {word}").trim().to_owned(),
            Came::Already(word) => format!("already {word}").trim().to_owned(),
            Came::Refused(refusal) => {
                let arguments = refusal.arguments().into_iter().map(|(_, value)| value).collect::<Vec<_>>();
                format!("{} {}", refusal.code(), arguments.join(" "))
            }
        }
    }
}

/// Where an office keeps its store. Each kind runs the same tests.
#[derive(Clone, Copy, Debug)]
pub enum Backing {
    Sqlite,
    Postgres,
    Memory,
}

/// One store's place, which can be opened again and from several sides. The folder goes with the last of them.
#[derive(Clone)]
pub enum Place {
    File(Arc<TempDir>, &'static str),
    Database(String),
    Memory(MemoryDisk),
}

impl Place {
    /// A place where there is no store yet.
    pub fn new(backing: Backing) -> Self {
        match backing {
            Backing::Sqlite => Self::file("deep/virkning.db"),
            Backing::Postgres => Place::Database(new_database().expect("a server for tests")),
            Backing::Memory => Place::Memory(MemoryDisk::new()),
        }
    }

    /// A file of that name in a folder of its own.
    pub fn file(name: &'static str) -> Self {
        Place::File(Arc::new(tempfile::tempdir().unwrap()), name)
    }

    /// An office that works here.
    pub fn office(&self) -> Office {
        Office { store: self.open(), place: self.clone() }
    }

    pub fn open(&self) -> Store {
        match self {
            Place::File(folder, name) => Store::open(folder.path().join(name)).unwrap(),
            Place::Database(address) => Store::connect(address).unwrap(),
            Place::Memory(disk) => Store::in_memory(disk).unwrap(),
        }
    }
}

/// Stamps tests, which are functions of a [`Backing`], on every kind of store.
macro_rules! on_every_backing {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            #[test]
            fn sqlite() {
                super::$test($crate::script::Backing::Sqlite);
            }

            #[test]
            fn postgres() {
                super::$test($crate::script::Backing::Postgres);
            }

            #[test]
            fn memory() {
                super::$test($crate::script::Backing::Memory);
            }
        })+
    };
}
pub(crate) use on_every_backing;

/// A store with a sealed agreement and a user of each kind.
pub struct Office {
    pub place: Place,
    pub store: Store,
}

/// The people and the text of an office.
pub const START: &str = "
    anna user anna controller => ok
    anna user bo approver => ok
    anna user carl controller => ok
    anna user dora approver,controller => ok
    anna user eva auditor => ok
    anna seal 1 text-of-version-1 => ok
";

impl Office {
    /// An office with its store in a file.
    pub fn new() -> Self {
        Self::on(Backing::Sqlite)
    }

    pub fn on(backing: Backing) -> Self {
        let office = Self::empty(backing);
        office.run(START);
        office
    }

    pub fn empty(backing: Backing) -> Self {
        Place::new(backing).office()
    }

    /// The same store opened anew, after this handle is gone.
    pub fn reopened(self) -> Self {
        let Self { place, store } = self;
        drop(store);
        place.office()
    }

    /// The folder of the store's file.
    pub fn folder(&self) -> PathBuf {
        self.store.path().parent().unwrap().to_owned()
    }

    /// Runs a script. Each line must come to what it says; what comes after the words given may differ.
    pub fn run(&self, script: &str) {
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (action, expected) = line.split_once(" => ").expect("an expectation");
            let before = self.store.audit_head().unwrap().sequence;
            let came = self.act(action).words();
            let padded = format!("{came} ");
            assert!(padded.starts_with(&format!("{expected} ")), "{action}\n  expected {expected}\n  came to  {came}");
            let records = self.store.audit_head().unwrap().sequence - before;
            assert_eq!(records, u64::from(!came.starts_with("already")), "one record for each action: {action}");
        }
        let verification = self.store.verify().unwrap();
        assert_eq!(verification.faults, [], "after {script}");
    }

    /// Does one line: the user, the action, its words.
    pub fn act(&self, action: &str) -> Came {
        self.attempt(action).unwrap_or_else(|failure| panic!("{action}: {failure}"))
    }

    /// Does one line, which may fail for reasons that are no rules.
    pub fn attempt(&self, action: &str) -> Result<Came, Failure> {
        let words: Vec<&str> = action.split_whitespace().collect();
        let (who, what, rest) = (actor(words[0]), words[1], &words[2..]);
        let result = match what {
            "user" => stored(self.store.user_add(&who, &user(rest[0]), rest[0], &roles(rest[1])), |_| String::new()),
            "roles" => stored(self.store.user_roles_set(&who, &user(rest[0]), &roles(rest[1])), |_| String::new()),
            "account" => {
                let of = self.store.user_add_of(&who, &user(rest[0]), rest[0], &roles(rest[1]), Some(&user(rest[2])));
                stored(of, |user| user.person.to_string())
            }
            "seal" => {
                let hash = content_hash(rest[1].as_bytes());
                let sealed = self.store.agreement_seal(&who, &agreement(), rest[0], rest[1], &hash);
                stored(sealed, |sealed| sealed.version)
            }
            "propose" => self.propose(&who, rest),
            "offer" => stored(self.store.propose(&who, &proposal_id(rest[0])), |decision| decision.outcome.to_string()),
            "void" => {
                let reason = rest[1..].join(" ");
                stored(self.store.void(&who, &proposal_id(rest[0]), &reason), |decision| decision.reason)
            }
            "instalment" => self.instalment(&who, rest),
            "pay" => self.pay(&who, rest),
            "approve" => {
                let content = content_hash(rest[1].as_bytes());
                stored(self.store.approve(&who, &proposal_id(rest[0]), &content), |decision| decision.by.to_string())
            }
            "refuse" => {
                let reason = rest[1..].join(" ");
                stored(self.store.refuse(&who, &proposal_id(rest[0]), &reason), |decision| decision.reason)
            }
            "post" => self.post(&who, rest),
            "enrol" => self.enrol(&who, rest),
            "codes" => stored(self.store.code_list_add(&who, code_list(&rest[1..], &hash(rest))), |list| list.edition),
            "map" => stored(self.store.mapping_propose(&who, &mapping(rest)), |pending| pending.by.to_string()),
            "confirm" => {
                let hash = hash(rest);
                let edition = code_list(&rest[2..], &hash);
                stored(self.store.mapping_confirm(&who, &mapping(rest), edition), |list| list.edition)
            }
            "snapshot" => self.snapshot(&who, rest),
            other => panic!("no such action: {other}"),
        };
        match result {
            Err(Failure::Refused(refusal)) => Ok(Came::Refused(refusal)),
            other => other,
        }
    }

    /// `KEY TERM/DAY KRONER on=DATE`
    fn instalment(&self, who: &Actor, words: &[&str]) -> Result<Came, Failure> {
        let (funding, on) = words[1].split_once('/').unwrap();
        let about = About::Instalment { funding: TermId::new(funding).unwrap(), on: on.parse().unwrap() };
        let options = options(&words[3..]);
        let transfer = transfer(words[2], options["on"], PaidFor::Capital);
        let posting = posting_of(&agreement(), PostingKind::Instalment, about, options["on"], &transfer.owed());
        stored(self.store.instalment(who, words[0], "1", &posting), |posted| posted.voucher_number)
    }

    /// `FILE ROW=VOUCHER=KRONER …`, all on one day
    fn pay(&self, who: &Actor, words: &[&str]) -> Result<Came, Failure> {
        let content = content_hash(words[0].as_bytes());
        let rows: Vec<(&str, Posting)> = words[1..]
            .iter()
            .map(|word| {
                let (row, rest) = word.split_once('=').unwrap();
                let (voucher, kroner) = rest.split_once('=').unwrap();
                let transfer = transfer(kroner, "2025-04-02", PaidFor::Outcome);
                let about = About::Voucher(voucher.to_owned());
                (row, posting_of(&agreement(), PostingKind::Payment, about, "2025-04-02", &transfer.settled()))
            })
            .collect();
        let payments: Vec<NewPayment<'_>> =
            (1..).zip(&rows).map(|(line, (id, posting))| NewPayment { id, line, reference: "r", posting }).collect();
        let file = NewBankFile { content: &content, name: words[0], rows: 10, rejected: 0 };
        stored(self.store.reconcile(who, file, &payments), |payments| payments.len().to_string())
    }

    /// `ID YEAR CONTENT [version=V] [part=P] [draft=1] [unclarified=N] [provisional=1]`
    fn propose(&self, who: &Actor, words: &[&str]) -> Result<Came, Failure> {
        let options = options(&words[3..]);
        let (content, trace) = (content_hash(words[2].as_bytes()), content_hash(b"trace"));
        let new = NewProposal {
            id: &proposal_id(words[0]),
            agreement: &agreement(),
            version: options.get("version").copied().unwrap_or("1"),
            measured_year: words[1].parse().unwrap(),
            part: options.get("part").map_or(Part::Settlement, |text| text.parse().unwrap()),
            draft: options.contains_key("draft"),
            content: &content,
            json: words[2].as_bytes(),
            trace: &trace,
            unclarified: options.get("unclarified").map_or(0, |text| text.parse().unwrap()),
            provisional: options.contains_key("provisional"),
        };
        stored(self.store.proposal_add(who, new), |proposal| format!("{} {}", proposal.id, proposal.state))
    }

    /// `KEY ID CONTENT KRONER [on=DATE] [for=ID]`
    fn post(&self, who: &Actor, words: &[&str]) -> Result<Came, Failure> {
        let options = options(&words[4..]);
        let id = proposal_id(words[1]);
        let made_for = options.get("for").map_or(id.clone(), |text| proposal_id(text));
        let on = options.get("on").copied().unwrap_or("2025-03-31");
        let posting = posting(&agreement(), &made_for, words[3], on);
        let posted = self.store.post(who, words[0], &id, &content_hash(words[2].as_bytes()), &posting);
        stored(posted, |posted| posted.voucher_number)
    }

    /// `CONTENT ALIAS=PSEUDONYM …`, the pseudonym as one digit
    fn enrol(&self, who: &Actor, words: &[&str]) -> Result<Came, Failure> {
        let links: Vec<(Alias, String)> = words[1..]
            .iter()
            .map(|word| word.split_once('=').unwrap())
            .map(|(alias, digit)| (Alias::new(alias).unwrap(), digit.repeat(32)))
            .collect();
        let (hash, file_hash) = (content_hash(words[0].as_bytes()), content_hash(b"list"));
        let (agreement, json) = (&agreement(), words[0].as_bytes());
        let new = NewEnrolment { agreement, json, hash: &hash, file_hash: &file_hash, links: &links };
        stored(self.store.enrolment_add(who, new), |set| set.version.to_string())
    }

    /// `ID EDITION CONTENT`
    fn snapshot(&self, who: &Actor, words: &[&str]) -> Result<Came, Failure> {
        let content = content_hash(words[2].as_bytes());
        let new = NewSnapshot {
            id: &SnapshotId::new(words[0]).unwrap(),
            source: "dream",
            edition: words[1],
            as_of: "2025-02-28".parse().unwrap(),
            content: &content,
            manifest: words[2].as_bytes(),
            path: "snapshots/one",
        };
        stored(self.store.snapshot_add(who, new), |snapshot| snapshot.id.to_string())
    }

    /// Everything that can be read, apart from the audit log.
    pub fn contents(&self) -> Vec<String> {
        let agreement = agreement();
        vec![
            format!("{:?}", self.store.users()),
            format!("{:?}", self.store.agreement_versions(&agreement)),
            format!("{:?}", self.store.code_lists()),
            format!("{:?}", self.store.mapping_pending("dream")),
            format!("{:?}", self.store.snapshots()),
            format!("{:?}", self.store.enrolment_latest(&agreement)),
            format!("{:?}", self.store.enrolment_links(&agreement)),
            format!("{:?}", self.store.proposals(&agreement)),
            format!("{:?}", self.store.postings(&agreement)),
            format!("{:?}", self.store.payments(&agreement)),
            format!("{:?}", self.store.ledger(&agreement)),
            format!("{:?}", self.store.balances(&agreement)),
        ]
    }
}

fn stored<T>(result: Result<Stored<T>, Failure>, word: impl Fn(T) -> String) -> Result<Came, Failure> {
    result.map(|stored| {
        if stored.already {
            Came::Already(word(stored.record))
        } else {
            Came::Done(word(stored.record))
        }
    })
}

fn roles(text: &str) -> Vec<Role> {
    text.split(',').filter(|word| *word != "-").map(|word| word.parse().unwrap()).collect()
}

fn options<'a>(words: &[&'a str]) -> BTreeMap<&'a str, &'a str> {
    words.iter().map(|word| word.split_once('=').unwrap()).collect()
}

/// `CODE CATEGORY`
fn mapping(words: &[&str]) -> Mapping {
    Mapping {
        source: "dream".to_owned(),
        code: words[0].parse().unwrap(),
        category: words[1].to_owned(),
        from: "2024-01-01".parse().unwrap(),
    }
}

fn hash(words: &[&str]) -> ContentHash {
    content_hash(words[words.len() - 1].as_bytes())
}

/// `EDITION CONTENT`, or only `CONTENT` after the edition
fn code_list<'a>(words: &[&'a str], hash: &'a ContentHash) -> NewCodeList<'a> {
    let (edition, json) = (words[0], words[words.len() - 1].as_bytes());
    NewCodeList { source: "dream", edition, json, hash }
}
