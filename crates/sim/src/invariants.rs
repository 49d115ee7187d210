//! What always holds, as functions of what was observed. Each says what is wrong, and under which of the ten sentences; a
//! history in which nothing is wrong gives nothing.
//!
//! | | sentence | where it is checked |
//! |---|---|---|
//! | 1 | debits equal credits | [`balanced`] |
//! | 2 | the journal only grows | [`only_grows`] |
//! | 3 | a settlement is a pure function of its inputs | `history`: computed again, on one thread and on several |
//! | 4 | at most one posting per agreement, year and version | [`once`] |
//! | 5 | parts add up to the whole | [`adds_up`] |
//! | 6 | the audit chain verifies | [`chained`], and `history` against the head kept before |
//! | 7 | after a fault the state is before or after | [`before_or_after`] |
//! | 8 | no full CPR number leaves | [`private`] |
//! | 9 | nobody acts beyond what was granted | [`granted`], [`approved_by_another`] |
//! | 10 | accepted + rejected = rows | [`rows`] |

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use virkning_model::Money;
use virkning_model::settlement::Proposal;
use virkning_store::{AuditEntry, AuditOutcome, Decision, Posted, ProposalState, Role};

use crate::observed::Observed;
use crate::office::person_of;

/// A sentence that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which of the ten; zero where the simulation itself is wrong.
    pub sentence: u8,
    /// What is wrong.
    pub what: String,
}

impl Breach {
    /// A breach of a sentence.
    pub fn new(sentence: u8, what: impl Into<String>) -> Self {
        Self { sentence, what: what.into() }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.sentence, self.what)
    }
}

/// Everything that can be said of one state, and of the step from another one to it.
pub fn check(before: &Observed, after: &Observed) -> Vec<Breach> {
    let mut breaches = balanced(&after.postings);
    breaches.extend(only_grows(before, after));
    breaches.extend(once(&after.postings));
    breaches.extend(adds_up(after));
    breaches.extend(chained(after));
    breaches.extend(approved_by_another(after));
    breaches
}

/// 1. Per agreement and currency, in all postings, in each one, and in each party's books.
pub fn balanced(postings: &[Posted]) -> Vec<Breach> {
    let mut sums: BTreeMap<(String, String), i128> = BTreeMap::new();
    for posted in postings {
        for entry in &posted.entries {
            let currency = || entry.amount.currency().code().to_owned();
            *sums.entry((posted.agreement.to_string(), currency())).or_default() += entry.amount.minor();
            let own = format!("{} {}", posted.agreement, posted.voucher_number);
            let books = format!("{own} in the books of {}", entry.account.holder.party);
            *sums.entry((own, currency())).or_default() += entry.amount.minor();
            *sums.entry((books, currency())).or_default() += entry.amount.minor();
        }
    }
    let off = sums.into_iter().filter(|(_, sum)| *sum != 0);
    off.map(|((whose, currency), sum)| Breach::new(1, format!("{whose} is off by {sum} ({currency})"))).collect()
}

/// 2. What was posted, decided and proposed before stands as it stood, in front of what is new.
pub fn only_grows(before: &Observed, after: &Observed) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if !after.postings.starts_with(&before.postings) {
        breaches.push(Breach::new(2, "a posting changed or went"));
    }
    for (proposal, decisions) in &before.decisions {
        if !after.decisions.get(proposal).is_some_and(|now| now.starts_with(decisions)) {
            breaches.push(Breach::new(2, format!("a decision about {proposal} changed or went")));
        }
    }
    for (record, _) in &before.proposals {
        let same = |(now, _): &&(virkning_store::ProposalRecord, _)| now.id == record.id && now.json == record.json;
        if !after.proposals.iter().any(|now| same(&now)) {
            breaches.push(Breach::new(2, format!("the proposal {} changed or went", record.id)));
        }
    }
    if after.head.sequence < before.head.sequence {
        breaches.push(Breach::new(2, "the audit log became shorter"));
    }
    breaches
}

/// 4. One settlement per agreement, measured year and version; one posting per key and per proposal.
pub fn once(postings: &[Posted]) -> Vec<Breach> {
    let mut seen = BTreeSet::new();
    let mut breaches = Vec::new();
    for posted in postings {
        let whats = [format!("key {}", posted.key), format!("voucher {} {}", posted.agreement, posted.voucher_number)];
        let year = posted
            .measured_year
            .map(|year| format!("{} {year} version {} {}", posted.agreement, posted.version, posted.part));
        let whats = whats.into_iter().chain(year).chain(posted.proposal.iter().map(|id| format!("proposal {id}")));
        breaches.extend(
            whats
                .into_iter()
                .filter(|what| !seen.insert(what.clone()))
                .map(|what| Breach::new(4, format!("posted twice: {what}"))),
        );
    }
    breaches
}

/// 5. The lines of a proposal add up to its amount, and each to what was due; what is due is the price of what was counted,
///    however it is split; and a posting is what its proposal says is paid now.
pub fn adds_up(observed: &Observed) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (record, proposal) in &observed.proposals {
        let zero = Money::zero(proposal.amount.currency());
        let sum = |of: fn(&virkning_model::settlement::Line) -> Money| {
            proposal.lines.iter().map(of).fold(zero, |sum, amount| sum + amount)
        };
        if sum(|line| line.amount) != proposal.amount {
            breaches.push(Breach::new(5, format!("the lines of {} do not add up", record.id)));
        }
        if sum(|line| line.due) != proposal.amount + proposal.over_cap {
            breaches.push(Breach::new(5, format!("what is due and over the cap of {} do not add up", record.id)));
        }
        for restated in &proposal.restated {
            let differences = restated.lines.iter().fold(zero, |sum, line| sum + line.amount);
            let (old, new) = (restated.old.amount, restated.new.amount);
            if differences != restated.amount || new - old != restated.amount {
                let year = restated.measured_year;
                breaches.push(Breach::new(5, format!("the differences of {year} in {} do not add up", record.id)));
            }
        }
        let posted = observed.postings.iter().filter(|posted| posted.proposal.as_ref() == Some(&record.id));
        for posted in posted.filter(|posted| spent(posted) != due_now(proposal)) {
            breaches.push(Breach::new(5, format!("{} is not what {} says", posted.voucher_number, record.id)));
        }
    }
    breaches
}

/// What a proposal makes payers spend on its day, in øre: its lines and the differences of earlier years, without what is
/// kept back.
fn due_now(proposal: &Proposal) -> i128 {
    let lines = proposal
        .lines
        .iter()
        .map(|line| line.amount.minor() - line.held_back.as_ref().map_or(0, |kept| kept.amount.minor()));
    let differences = proposal.restated.iter().flat_map(|restated| &restated.lines).map(|line| {
        let later = line.held_back.iter().filter(|kept| kept.until > proposal.due);
        line.amount.minor() - later.map(|kept| kept.amount.minor()).sum::<i128>()
    });
    lines.chain(differences).sum()
}

/// What payers spend by a posting, in øre.
pub fn spent(posted: &Posted) -> i128 {
    use virkning_model::ledger::AccountPurpose::OutcomePaymentPaid;
    posted
        .entries
        .iter()
        .filter(|entry| entry.account.purpose == OutcomePaymentPaid)
        .map(|entry| entry.amount.minor())
        .sum()
}

/// 6. The store finds nothing wrong with its log, its rows and its ledger.
pub fn chained(observed: &Observed) -> Vec<Breach> {
    observed.faults.iter().map(|fault| Breach::new(6, format!("{fault:?}"))).collect()
}

/// 7. After a failure the log is some of what the whole request would have written, from its beginning, and after the same
///    request again everything is as if nothing had failed.
pub fn before_or_after(failed: &[AuditEntry], whole: &[AuditEntry], again: &[String], clean: &[String]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if !whole.starts_with(failed) {
        breaches.push(Breach::new(7, "a failed request wrote what the whole one would not have written"));
    }
    if again != clean {
        let place =
            again.iter().zip(clean).position(|(one, other)| one != other).unwrap_or(again.len().min(clean.len()));
        let text = |all: &[String]| all.get(place).cloned().unwrap_or_default();
        breaches.push(Breach::new(
            7,
            format!("repeated after a failure it came to another state:\n{}\nand not\n{}", text(again), text(clean)),
        ));
    }
    breaches
}

/// 8. None of these numbers stands in the text, with or without a sign in the middle.
pub fn private(place: &str, bytes: &[u8], secrets: &BTreeSet<String>) -> Vec<Breach> {
    if secrets.is_empty() {
        return Vec::new();
    }
    // Digits in a row, a hyphen or blank after six of them left out.
    let mut digits: Vec<u8> = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        let joins = matches!(byte, b'-' | b' ') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        match byte {
            b'0'..=b'9' => digits.push(*byte),
            _ if joins && digits.len() == 6 => {}
            _ => digits.clear(),
        }
        let Some(last) = digits.len().checked_sub(10).map(|first| &digits[first..]) else { continue };
        let number = String::from_utf8_lossy(last);
        if secrets.contains(number.as_ref()) {
            return vec![Breach::new(8, format!("a CPR number stands in {place}"))];
        }
    }
    Vec::new()
}

/// Who may do what, said independently of the program.
const NEEDED: [(&str, &[Role]); 3] = [
    ("post", &[Role::Controller, Role::Approver]),
    ("approve", &[Role::Approver]),
    ("refuse", &[Role::Controller, Role::Approver]),
];

/// Acts that whoever only reads must not have done.
const CHANGING: [&str; 8] = [
    "agreement-seal",
    "enrolment-add",
    "snapshot-add",
    "proposal-add",
    "propose",
    "code-list-add",
    "mapping-propose",
    "mapping-confirm",
];

/// 9. Whatever was done was done by somebody who held a role for it.
pub fn granted(acts: &[AuditEntry], roles: &BTreeMap<&'static str, Vec<Role>>) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for act in acts.iter().filter(|act| act.outcome == AuditOutcome::Done) {
        let held = roles.get(act.user.as_str()).map_or(&[][..], Vec::as_slice);
        let needed = NEEDED.iter().find(|(action, _)| *action == act.action).map(|(_, needed)| *needed);
        let may = match needed {
            Some(needed) => needed.iter().any(|role| held.contains(role)),
            None if CHANGING.contains(&act.action.as_str()) => {
                held.iter().any(|role| !matches!(role, Role::Reader | Role::Auditor))
            }
            None => true,
        };
        if !may {
            breaches.push(Breach::new(9, format!("{} did {} without a role for it", act.user, act.action)));
        }
    }
    breaches
}

/// 9. What is posted was approved by somebody who had not proposed it, under whatever account, and for that content.
pub fn approved_by_another(observed: &Observed) -> Vec<Breach> {
    let wrong = observed.postings.iter().filter(|posted| {
        let Some(proposal) = &posted.proposal else { return false };
        let decisions = observed.decisions.get(proposal).map_or(&[][..], Vec::as_slice);
        let of = |state: ProposalState| move |decision: &&Decision| decision.outcome == state;
        let is_author =
            |decision: &&Decision| matches!(decision.outcome, ProposalState::Proposed | ProposalState::Draft);
        let authors: Vec<&str> = decisions.iter().filter(is_author).map(|by| person_of(by.by.as_str())).collect();
        let approval = decisions.iter().rfind(of(ProposalState::Approved));
        !approval.is_some_and(|approval| {
            let is_content = Some(&approval.content) == posted.content.as_ref();
            !authors.contains(&person_of(approval.by.as_str())) && is_content
        })
    });
    wrong.map(|posted| Breach::new(9, format!("nobody else approved {}", posted.voucher_number))).collect()
}

/// 10. Every row of a file is accepted or rejected, and every rejected one is listed.
pub fn rows(in_file: u64, accepted: u64, rejected: u64, listed: u64) -> Vec<Breach> {
    match accepted + rejected == in_file && rejected == listed {
        true => Vec::new(),
        false => {
            vec![Breach::new(10, format!("{in_file} rows: {accepted} accepted, {rejected} rejected, {listed} listed"))]
        }
    }
}
