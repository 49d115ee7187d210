//! Restatement (efterregulering): what a posted year would have come to with what is known later, and the difference. The
//! posted figures never change; the difference is paid with a later settlement, and names what it differs from and why.

use jiff::civil::Date;

use crate::agreement::{AccountHolder, Clause};
use crate::code_list::ListUsed;
use crate::id::{Alias, ContentHash, MeasureId, PartyId, ProposalId, TermId};
use crate::money::Money;
use crate::observation::{Outcome, Unclarified};
use crate::overlap::OverlapUsed;
use crate::register_used::RegisterUsed;
use crate::settlement::{Inputs, KeptBack, Line, Proposal};
use crate::source::DREAM;

/// Which part of an agreement's settlements a proposal is. Of each part, measured year and version at most one is posted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Part {
    /// The settlement of a measured year, with the differences of earlier ones: `settlement`.
    #[default]
    Settlement,
    /// Earlier years alone are put right, for the n-th time: `restatement-1`.
    Restatement(u32),
    /// What was kept back until a day falls due: `release-2026-06-30`.
    Release(Date),
    /// What is paid on a day whatever the results: `closing-2031-03-31`.
    Closing(Date),
}

impl Part {
    /// Whether it is the ordinary settlement of a measured year.
    pub fn is_settlement(&self) -> bool {
        *self == Part::Settlement
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Part::Settlement => f.write_str("settlement"),
            Part::Restatement(number) => write!(f, "restatement-{number}"),
            Part::Release(day) => write!(f, "release-{day}"),
            Part::Closing(day) => write!(f, "closing-{day}"),
        }
    }
}

impl From<Part> for String {
    fn from(part: Part) -> String {
        part.to_string()
    }
}

impl TryFrom<String> for Part {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl std::str::FromStr for Part {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let strange = || format!("{text:?} is no part of a settlement");
        let (kind, rest) = text.split_once('-').unwrap_or((text, ""));
        let part = match kind {
            "settlement" => Part::Settlement,
            "restatement" => Part::Restatement(rest.parse().map_err(|_| strange())?),
            "release" => Part::Release(rest.parse().map_err(|_| strange())?),
            "closing" => Part::Closing(rest.parse().map_err(|_| strange())?),
            _ => return Err(strange()),
        };
        // One text for each part, so that texts can be compared.
        if part.to_string() == text { Ok(part) } else { Err(strange()) }
    }
}

/// The difference between a posted year, as it was last restated, and the same year computed with today's inputs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Restatement {
    /// Which year.
    pub measured_year: i16,
    /// The settlement that was posted for it.
    pub original: ProposalId,
    /// Its content hash.
    pub original_content: ContentHash,
    /// The posted proposals that have restated it before, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<ProposalId>,
    /// What is another input now: more than one where several have changed.
    pub causes: Vec<RestatementCause>,
    /// As it was last restated.
    pub old: RestatedFigures,
    /// With today's inputs.
    pub new: RestatedFigures,
    /// Where the lines differ, in the order of the new lines, then those that are gone.
    pub lines: Vec<LineDifference>,
    /// What all differences come to.
    pub amount: Money,
    /// How many keep the answer of the earlier edition, because the newer one does not decide them.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub kept_answers: u64,
    /// The hash of the trace file of the year with today's inputs.
    pub trace: ContentHash,
}

fn is_nobody(people: &u64) -> bool {
    *people == 0
}

/// Why a year is restated.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", tag = "cause")]
pub enum RestatementCause {
    /// A later register edition, or the same with other content.
    Register {
        /// The edition used before.
        old_edition: String,
        /// The hash of its content.
        old: ContentHash,
        /// The edition used now.
        new_edition: String,
        /// The hash of its content.
        new: ContentHash,
    },
    /// Another edition of a register beside DREAM, or a register that is read now and was not, or the other way round.
    OtherRegister {
        /// The register.
        source: String,
        /// As it was used before; nothing where it was not.
        old: Option<RegisterUsed>,
        /// As it is used now; nothing where it is not.
        new: Option<RegisterUsed>,
    },
    /// Other observations that came as files.
    Observations {
        /// Their hash before; nothing where there were none.
        old: Option<ContentHash>,
        /// Their hash now; nothing where there are none.
        new: Option<ContentHash>,
    },
    /// Another edition of the code list.
    CodeList {
        /// The edition used before.
        old_edition: String,
        /// The hash of its content.
        old: ContentHash,
        /// The edition used now.
        new_edition: String,
        /// The hash of its content.
        new: ContentHash,
    },
    /// Another enrolment set.
    Enrolment {
        /// Its hash before.
        old: ContentHash,
        /// Its hash now.
        new: ContentHash,
    },
    /// Participants stand under other numbers in registers, or numbers that they had before count now.
    Numbers {
        /// Their hash before; nothing where it was not named.
        old: Option<ContentHash>,
        /// Their hash now.
        new: Option<ContentHash>,
    },
    /// Other lists besides the register's code list: see [`Inputs::lists`].
    Lists {
        /// As they were used before.
        old: Vec<ListUsed>,
        /// As they are used now.
        new: Vec<ListUsed>,
    },
    /// Another estimate of a locked evaluation: its plan was run again, or for the first time.
    Evaluation {
        /// The hashes of what the runs gave that the year rested on before.
        old: Vec<ContentHash>,
        /// The hashes of what the runs gave that it rests on now.
        new: Vec<ContentHash>,
    },
    /// Another sealed text of the agreement.
    Agreement {
        /// Its seal before.
        old: ContentHash,
        /// Its seal now.
        new: ContentHash,
    },
    /// Other agreements with participants in common pay for other successes than before.
    Overlap {
        /// What is known of them now.
        now: Vec<OverlapUsed>,
    },
    /// Nothing of its own: an earlier year is restated, and limits or what is carried forward now leave it something else.
    EarlierYear,
}

/// The figures of a year in one statement of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RestatedFigures {
    /// What is paid in all.
    pub amount: Money,
    /// What limits took away.
    pub over_cap: Money,
    /// The counts of each measure that is paid for, the first one first.
    pub counts: Vec<RestatedCounts>,
}

/// The counts of one measure.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RestatedCounts {
    /// Which.
    pub measure: MeasureId,
    /// The month since the start, for measures at several months; zero otherwise.
    pub at: u16,
    /// Everyone the measure looks at.
    pub eligible: u64,
    /// Those who meet it.
    pub successes: u64,
    /// Those of whom no edition says.
    pub unclarified: u64,
}

/// Where one payer's payment to one receiver under one rule is another now.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LineDifference {
    /// The payment term.
    pub rule: TermId,
    /// Where it stands in the document that is sealed now; where the rule is gone, in the one sealed then.
    pub clause: Clause,
    /// Who pays.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: PartyId,
    /// As it was last restated.
    pub old: Money,
    /// With today's inputs.
    pub new: Money,
    /// New less old: below zero where too much was paid.
    pub amount: Money,
    /// What limits take away now, less what they took.
    pub over_cap: Money,
    /// The part of the difference that is kept back, by the day on which it is paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_back: Vec<KeptBack>,
    /// The regnskabsår, where it is not the year of payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounting_year: Option<i16>,
}

/// A person whom the newer edition does not decide and the earlier one did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Who.
    pub participant: Alias,
    /// Under which measure.
    pub measure: MeasureId,
    /// The month since the start, for measures at several months; zero otherwise.
    pub at: u16,
    /// The answer that is kept.
    pub kept: Outcome,
    /// Why the newer edition does not decide it.
    pub newer: Unclarified,
}

/// A posted year as it was last restated: what the next restatement differs from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestatedYear {
    /// Which year.
    pub measured_year: i16,
    /// The settlement that was posted for it.
    pub original: ProposalId,
    /// Its content hash.
    pub original_content: ContentHash,
    /// The posted proposals that have restated it since, in their order.
    pub after: Vec<ProposalId>,
    /// What it was computed from, last time, by its hashes and editions; the snapshot's identifier and what was posted
    /// before it are those of the original.
    pub inputs: Inputs,
    /// Its figures.
    pub figures: RestatedFigures,
    /// One line for each rule, payer and receiver.
    pub lines: Vec<RestatedLine>,
    /// The hash of the trace file with the answers, whose people keep them where a newer edition does not decide.
    pub trace: ContentHash,
}

/// What one payer pays one receiver under one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestatedLine {
    /// The payment term.
    pub rule: TermId,
    /// Where it stands.
    pub clause: Clause,
    /// Who pays.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: PartyId,
    /// How much.
    pub amount: Money,
    /// What limits took away.
    pub over_cap: Money,
    /// What of it is kept back, by the day on which it is paid.
    pub held_back: Vec<KeptBack>,
    /// The regnskabsår, where it is not the year of payment.
    pub accounting_year: Option<i16>,
}

impl RestatedYear {
    /// A posted settlement that nothing has restated yet.
    pub fn of(id: ProposalId, content: ContentHash, proposal: &Proposal) -> Self {
        Self {
            measured_year: proposal.measured_year,
            original: id,
            original_content: content,
            after: Vec::new(),
            inputs: proposal.inputs.clone(),
            figures: RestatedFigures::of(proposal),
            lines: RestatedLine::all(&proposal.lines),
            trace: proposal.trace.clone(),
        }
    }

    /// The same after one more posted restatement of it.
    pub fn then(mut self, by: ProposalId, restatement: &Restatement) -> Self {
        self.after.push(by);
        RestatementCause::apply_all(&restatement.causes, &mut self.inputs);
        self.figures = restatement.new.clone();
        self.trace = restatement.trace.clone();
        for difference in &restatement.lines {
            let place =
                self.lines.iter().position(|line| line.is_of(&difference.rule, &difference.from, &difference.to));
            let place = place.unwrap_or_else(|| {
                self.lines.push(RestatedLine::empty(difference));
                self.lines.len() - 1
            });
            let line = &mut self.lines[place];
            line.amount += difference.amount;
            line.over_cap += difference.over_cap;
            line.clause = difference.clause.clone();
            line.accounting_year = difference.accounting_year;
            difference.held_back.iter().for_each(|kept| add_kept(&mut line.held_back, kept));
        }
        self
    }
}

/// Adds what is kept back until a day; a day for which nothing is left is taken out.
fn add_kept(all: &mut Vec<KeptBack>, kept: &KeptBack) {
    match all.iter_mut().find(|known| known.until == kept.until) {
        Some(known) => known.amount += kept.amount,
        None => all.push(kept.clone()),
    }
    all.retain(|kept| !kept.amount.is_zero());
    all.sort_by_key(|kept| kept.until);
}

impl RestatedLine {
    /// Lines of a settlement, those of one rule, payer and receiver as one.
    pub fn all(lines: &[Line]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::with_capacity(lines.len());
        for line in lines {
            let place = all.iter().position(|known| known.is_of(&line.rule, &line.from, &line.to));
            let place = place.unwrap_or_else(|| {
                let zero = Money::zero(line.amount.currency());
                all.push(Self {
                    rule: line.rule.clone(),
                    clause: line.clause.clone(),
                    from: line.from.clone(),
                    to: line.to.clone(),
                    amount: zero,
                    over_cap: zero,
                    held_back: Vec::new(),
                    accounting_year: line.accounting_year,
                });
                all.len() - 1
            });
            let own = &mut all[place];
            own.amount += line.amount;
            own.over_cap += line.over_cap;
            line.held_back.iter().for_each(|kept| add_kept(&mut own.held_back, kept));
        }
        all
    }

    fn empty(difference: &LineDifference) -> Self {
        let zero = Money::zero(difference.amount.currency());
        Self {
            rule: difference.rule.clone(),
            clause: difference.clause.clone(),
            from: difference.from.clone(),
            to: difference.to.clone(),
            amount: zero,
            over_cap: zero,
            held_back: Vec::new(),
            accounting_year: difference.accounting_year,
        }
    }

    /// Whether it is of that rule, payer and receiver.
    pub fn is_of(&self, rule: &TermId, from: &AccountHolder, to: &PartyId) -> bool {
        self.rule == *rule && self.from == *from && self.to == *to
    }

    /// Where another line of the same rule, payer and receiver differs; nothing where it does not.
    pub fn differs_from(&self, old: &RestatedLine) -> Option<LineDifference> {
        let mut held_back = self.held_back.clone();
        for kept in &old.held_back {
            add_kept(&mut held_back, &KeptBack { amount: -kept.amount, until: kept.until });
        }
        let (amount, over_cap) = (self.amount - old.amount, self.over_cap - old.over_cap);
        (!amount.is_zero() || !over_cap.is_zero() || !held_back.is_empty()).then(|| LineDifference {
            rule: self.rule.clone(),
            clause: self.clause.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            old: old.amount,
            new: self.amount,
            amount,
            over_cap,
            held_back,
            accounting_year: self.accounting_year,
        })
    }

    /// The same rule, payer and receiver with nothing to pay.
    pub fn with_nothing(&self) -> Self {
        let zero = Money::zero(self.amount.currency());
        Self { amount: zero, over_cap: zero, held_back: Vec::new(), ..self.clone() }
    }
}

impl RestatedFigures {
    /// The figures of a computed year.
    pub fn of(proposal: &Proposal) -> Self {
        let counts = |measure: &MeasureId, at: u16, counts: &crate::settlement::Counts| RestatedCounts {
            measure: measure.clone(),
            at,
            eligible: counts.eligible,
            successes: counts.successes,
            unclarified: counts.unclarified,
        };
        let mut all = vec![counts(&proposal.measure, 0, &proposal.counts)];
        all.extend(proposal.more.iter().map(|more| counts(&more.measure, more.at, &more.counts)));
        Self { amount: proposal.amount, over_cap: proposal.over_cap, counts: all }
    }
}

impl RestatementCause {
    /// What differs between the inputs of two computations of one year, but for what was posted before it.
    pub fn between(old: &Inputs, new: &Inputs) -> Vec<Self> {
        let mut causes = Self::between_registers(old, new);
        if old.observations != new.observations {
            causes.push(Self::Observations { old: old.observations.clone(), new: new.observations.clone() });
        }
        if old.code_list_content != new.code_list_content {
            causes.push(Self::CodeList {
                old_edition: old.code_list_edition.clone(),
                old: old.code_list_content.clone(),
                new_edition: new.code_list_edition.clone(),
                new: new.code_list_content.clone(),
            });
        }
        if old.enrolment_set != new.enrolment_set {
            causes.push(Self::Enrolment { old: old.enrolment_set.clone(), new: new.enrolment_set.clone() });
        }
        if old.numbers != new.numbers {
            causes.push(Self::Numbers { old: old.numbers.clone(), new: new.numbers.clone() });
        }
        if old.lists != new.lists {
            causes.push(Self::Lists { old: old.lists.clone(), new: new.lists.clone() });
        }
        if old.evaluations != new.evaluations {
            causes.push(Self::Evaluation { old: old.evaluations.clone(), new: new.evaluations.clone() });
        }
        if old.seal != new.seal {
            causes.push(Self::Agreement { old: old.seal.clone(), new: new.seal.clone() });
        }
        if OverlapUsed::deciding(&old.overlaps) != OverlapUsed::deciding(&new.overlaps) {
            causes.push(Self::Overlap { now: new.overlaps.clone() });
        }
        if causes.iter().all(Self::is_first_naming) {
            causes.push(Self::EarlierYear);
        }
        causes
    }

    /// The causes that are registers. Where DREAM is the only one on both sides, the snapshot's own place says it all.
    fn between_registers(old: &Inputs, new: &Inputs) -> Vec<Self> {
        let of_dream = || Self::Register {
            old_edition: old.register_edition.clone(),
            old: old.snapshot_content.clone(),
            new_edition: new.register_edition.clone(),
            new: new.snapshot_content.clone(),
        };
        if old.registers.is_empty() && new.registers.is_empty() {
            let differ = old.snapshot_content != new.snapshot_content && (old.has_register() || new.has_register());
            return if differ { vec![of_dream()] } else { Vec::new() };
        }
        let (before, now) = (old.registers(), new.registers());
        let mut sources: Vec<&String> = before.iter().chain(&now).map(|register| &register.source).collect();
        sources.sort_by_key(|source| (source.as_str() != DREAM, *source));
        sources.dedup();
        let mut causes = Vec::new();
        for source in sources {
            let of = |all: &[RegisterUsed]| all.iter().find(|register| register.source == *source).cloned();
            match (of(&before), of(&now)) {
                (Some(old), Some(new)) if old.content == new.content => {}
                // DREAM comes first, so that its place is the snapshot's own on both sides.
                (Some(_), Some(_)) if source == DREAM => causes.push(of_dream()),
                (old, new) => causes.push(Self::OtherRegister { source: source.clone(), old, new }),
            }
        }
        causes
    }

    /// Whether it only names now what was not named before: nothing that is known of has changed.
    pub fn is_first_naming(&self) -> bool {
        match self {
            Self::Numbers { old, .. } => old.is_none(),
            Self::Lists { old, .. } => old.is_empty(),
            _ => false,
        }
    }

    /// Puts what is used now into the inputs that were used before.
    fn apply_all(causes: &[Self], inputs: &mut Inputs) {
        let mut registers = inputs.registers();
        for cause in causes {
            match cause {
                Self::Register { new_edition, new, .. } => {
                    let known = registers.iter().position(|register| register.source == DREAM);
                    let place = known.unwrap_or(registers.len());
                    if known.is_none() {
                        registers.push(RegisterUsed {
                            source: DREAM.to_owned(),
                            snapshot: inputs.snapshot.clone(),
                            content: new.clone(),
                            edition: new_edition.clone(),
                        });
                    }
                    registers[place].content = new.clone();
                    registers[place].edition = new_edition.clone();
                }
                Self::OtherRegister { source, new, .. } => {
                    registers.retain(|register| register.source != *source);
                    registers.extend(new.clone());
                }
                other => other.apply(inputs),
            }
        }
        // A file that takes a register's place is named in it.
        registers.retain(|register| Some(&register.content) != inputs.observations.as_ref());
        inputs.set_registers(registers);
    }

    fn apply(&self, inputs: &mut Inputs) {
        match self {
            Self::Observations { new, .. } => inputs.observations = new.clone(),
            Self::CodeList { new_edition, new, .. } => {
                inputs.code_list_edition = new_edition.clone();
                inputs.code_list_content = new.clone();
            }
            Self::Enrolment { new, .. } => inputs.enrolment_set = new.clone(),
            Self::Numbers { new, .. } => inputs.numbers = new.clone(),
            Self::Lists { new, .. } => inputs.lists = new.clone(),
            Self::Evaluation { new, .. } => inputs.evaluations = new.clone(),
            Self::Agreement { new, .. } => inputs.seal = new.clone(),
            Self::Overlap { now } => inputs.overlaps = now.clone(),
            Self::EarlierYear | Self::Register { .. } | Self::OtherRegister { .. } => {}
        }
    }
}

impl Proposal {
    /// What is paid in all: its own lines and the differences of earlier years, with what of them is kept back. Below zero
    /// where too much was paid before.
    pub fn payable(&self) -> Money {
        self.restated.iter().fold(self.amount, |all, restated| all + restated.amount)
    }

    /// What its own lines pay, by receiver, in the order of the receivers' identifiers; what is kept back is part of it.
    pub fn paid_by_receiver(&self) -> Vec<(PartyId, Money)> {
        let mut paid: std::collections::BTreeMap<PartyId, Money> = std::collections::BTreeMap::new();
        for line in &self.lines {
            *paid.entry(line.to.clone()).or_insert(Money::zero(line.amount.currency())) += line.amount;
        }
        paid.into_iter().collect()
    }

    /// Everyone who is not clarified, under any measure and in either arm, also in years that are restated. They block
    /// approval.
    pub fn unclarified(&self) -> u64 {
        let of = |counts: &crate::settlement::Counts| counts.unclarified;
        let own = of(&self.counts) + self.control.as_ref().map_or(0, of);
        let more = self.more.iter().map(|more| of(&more.counts) + more.control.as_ref().map_or(0, of)).sum::<u64>();
        let restated = self.restated.iter().flat_map(|restated| &restated.new.counts);
        own + more + restated.map(|counts| counts.unclarified).sum::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_written() {
        for text in ["settlement", "restatement-1", "restatement-12", "release-2026-06-30", "closing-2031-03-31"] {
            assert_eq!(text.parse::<Part>().map(|part| part.to_string()).as_deref(), Ok(text));
        }
        for text in
            ["", "settlement-", "settlement-1", "restatement", "restatement-01", "release-1", "closing", "other"]
        {
            assert!(text.parse::<Part>().is_err(), "{text}");
        }
    }
}
