//! The top of the statement: whose it is, how far it has come, the parties, and the figures to remember.

use virkning_model::Decimal;
use virkning_report::{Cell, Fact, KeyFigure, Party, SignatureBox};

use super::{CONFIDENCE, Page, Standing, measured_and_settled};
use crate::text::format;

impl Page<'_> {
    pub(super) fn issuer(&self) -> String {
        use virkning_model::agreement::PartyRole;
        let authority = self.material.agreement.parties.iter().find(|party| party.role == PartyRole::Authority);
        authority.map_or_else(String::new, |party| party.name.clone())
    }

    pub(super) fn measured_and_settled(&self) -> String {
        measured_and_settled(self.material.proposal, self.texts)
    }

    pub(super) fn status(&self) -> String {
        let standing = match self.material.standing {
            Standing::Draft => "statement-status-draft",
            Standing::Proposed => "statement-status-proposed",
            Standing::Approved => "statement-status-approved",
            Standing::Posted => "statement-status-posted",
            Standing::Paid => "statement-status-paid",
            Standing::Refused => "statement-status-refused",
            Standing::Voided => "statement-status-voided",
            Standing::Superseded => "statement-status-superseded",
        };
        match self.material.proposal.provisional {
            Some(_) => format!("{} · {}", self.text(standing), self.text("statement-status-provisional")),
            None => self.text(standing),
        }
    }

    pub(super) fn facts(&self) -> Vec<Fact> {
        let proposal = self.material.proposal;
        let mut facts = vec![
            Fact::new(
                self.text("statement-agreement"),
                self.texts.with(
                    "statement-agreement-version",
                    &[
                        ("agreement", &self.material.agreement.name),
                        ("version", &proposal.version),
                        ("seal", proposal.inputs.seal.short()),
                    ],
                ),
            ),
            Fact::new(self.text("statement-due"), self.day(proposal.due)),
            Fact::new(self.text("statement-content"), self.material.content.short().to_owned()),
        ];
        if let Some(number) = self.material.voucher_number {
            facts.push(Fact::new(self.text("statement-voucher-number"), number.to_owned()));
        }
        facts.extend(self.material.acts.iter().map(|(act, words)| Fact::new(act.clone(), words.clone())));
        facts
    }

    pub(super) fn parties(&self) -> Vec<Party> {
        let agreement = self.material.agreement;
        let mut parties: Vec<Party> = Vec::new();
        for line in &self.material.proposal.lines {
            let payer = agreement.party(&line.from.party);
            let budget = line.from.budget.as_ref().and_then(|id| agreement.budget(id));
            let receiver = agreement.party(&line.to);
            let entity = |name: Option<&String>| {
                name.map(|name| self.texts.with("statement-legal-entity", &[("name", name)])).into_iter()
            };
            parties.push(Party {
                role: self.text("statement-payer"),
                name: payer.map_or_else(|| line.from.party.to_string(), |party| party.name.clone()),
                details: budget
                    .map(|budget| budget.label.clone())
                    .into_iter()
                    .chain(entity(payer.map(|party| &party.legal_entity)))
                    .collect(),
            });
            parties.push(Party {
                role: self.text("statement-receiver"),
                name: receiver.map_or_else(|| line.to.to_string(), |party| party.name.clone()),
                details: entity(receiver.map(|party| &party.legal_entity)).collect(),
            });
        }
        let mut seen: Vec<Party> = Vec::new();
        for party in parties {
            if !seen.contains(&party) {
                seen.push(party);
            }
        }
        seen
    }

    pub(super) fn key_figures(&self) -> Vec<KeyFigure> {
        let proposal = self.material.proposal;
        let mut figures = vec![
            KeyFigure::new(self.text("statement-amount"), self.money_named(proposal.payable()))
                .with_note(
                    self.texts.with("statement-amount-due", &[("date", &format::date(self.texts, proposal.due))]),
                )
                .emphasised(),
            self.successes(),
            KeyFigure::new(self.text("statement-unclarified"), self.count(proposal.unclarified()))
                .with_note(self.text("statement-unclarified-note")),
        ];
        if !proposal.restated.is_empty() {
            let difference = proposal.payable() - proposal.amount;
            figures.insert(1, KeyFigure::new(self.text("statement-restated"), self.money_named(difference)));
        }
        if proposal.accounts.iter().any(|account| account.cap_room.is_some()) {
            figures.push(
                KeyFigure::new(self.text("statement-over-cap"), self.money_named(proposal.over_cap))
                    .with_note(self.text("statement-over-cap-note")),
            );
        }
        figures
    }

    /// How many met the first measure, or of how many it looked at a value.
    fn successes(&self) -> KeyFigure {
        let proposal = self.material.proposal;
        let counts = &proposal.counts;
        let measure = self.material.agreement.measure(&proposal.measure);
        if measure.is_some_and(|measure| measure.success.is_none()) {
            return KeyFigure::new(self.text("settle-measured"), self.count(counts.eligible));
        }
        KeyFigure::new(
            self.text("statement-successes"),
            Cell::text(self.texts.with(
                "statement-successes-of",
                &[
                    ("successes", &format::count(self.texts.language(), counts.successes)),
                    ("eligible", &format::count(self.texts.language(), counts.eligible)),
                ],
            )),
        )
        .with_note(self.interval(counts.successes, counts.eligible))
    }

    /// Share and interval in words, or that there is nobody to count.
    pub(super) fn interval(&self, successes: u64, eligible: u64) -> String {
        if eligible == 0 {
            return self.text("statement-nobody");
        }
        let language = self.texts.language();
        let (low, high) = virkning_stats::wilson(successes, eligible, CONFIDENCE);
        let share = Decimal::from(successes) / Decimal::from(eligible);
        self.texts.with(
            "statement-interval",
            &[
                ("share", &format::percent(language, share, 1)),
                ("low", &format::percent_of_estimate(language, low, 1)),
                ("high", &format::percent_of_estimate(language, high, 1)),
            ],
        )
    }

    pub(super) fn signatures(&self) -> Vec<SignatureBox> {
        let agreement = self.material.agreement;
        let boxes = agreement.signatures.iter().map(|signature| SignatureBox {
            party: agreement.party(&signature.party).map_or_else(String::new, |party| party.short_name.clone()),
            office: self.text("statement-for-party"),
            date_label: self.text("statement-date"),
            name_label: self.text("statement-name"),
        });
        boxes.collect()
    }
}
