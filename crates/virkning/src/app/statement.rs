//! The statement (afregningsbilag) as view data: what both parties get and can check. It reads a proposal and its
//! surroundings and computes no amount.

use jiff::civil::Date;
use virkning_model::agreement::{AccountHolder, Agreement, Clause, Measure, Payment, Share};
use virkning_model::id::{ContentHash, ProposalId, UserId};
use virkning_model::ledger::Posting;
use virkning_model::observation::Situation;
use virkning_model::origin::Origin;
use virkning_model::period::Month;
use virkning_model::settlement::{Expected, Line, Proposal, Provisional};
use virkning_model::{Decimal, Money};
use virkning_register::disclosure;
use virkning_report::{
    Block, Callout, CalloutKind, Cell, Chart, Column, Fact, KeyFigure, Kind, Labels, MarkKind, Party, Point, Row,
    Section, Series, SignatureBox, Statement, Table, Tick, Tone, tick_values,
};

use virkning_store::ProposalState;

use super::Session;
use super::failure::Failure;
use super::settle::{StoredProposal, proposal_of};
use crate::text::Texts;
use crate::text::format;

/// The confidence of every interval that is printed.
pub const CONFIDENCE: f64 = 0.95;

/// Who the statement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// All parties: small groups of a breakdown are hidden.
    Parties,
    /// The municipality itself: everything is shown.
    Municipality,
}

/// How far the settlement has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Proposed.
    Proposed,
    /// Approved by a second person.
    Approved,
    /// Posted.
    Posted,
    /// Refused.
    Refused,
    /// Overtaken by a later proposal.
    Superseded,
}

/// One measured year, as planned and as it went.
#[derive(Clone, Debug)]
pub struct YearOfPlan {
    /// The measured year.
    pub measured_year: i16,
    /// What was expected.
    pub expected: Option<Expected>,
    /// What was posted, or is proposed in this statement.
    pub actual: Option<Actual>,
}

/// What a measured year gave.
#[derive(Clone, Copy, Debug)]
pub struct Actual {
    /// Everyone the measure looked at.
    pub eligible: u64,
    /// Those who met it.
    pub successes: u64,
    /// What was paid.
    pub amount: Money,
}

/// Everything a statement is made of.
pub struct Material<'a> {
    /// The proposal's number.
    pub id: &'a ProposalId,
    /// Its content hash.
    pub content: &'a ContentHash,
    /// The sealed agreement.
    pub agreement: &'a Agreement,
    /// The proposal.
    pub proposal: &'a Proposal,
    /// How far it has come.
    pub standing: Standing,
    /// Who did what when, one line each, already in words.
    pub acts: Vec<(String, String)>,
    /// The posting, or what it would be.
    pub posting: Option<&'a Posting>,
    /// The voucher's number, once it is posted.
    pub voucher_number: Option<&'a str>,
    /// All measured years up to the last one planned.
    pub years: Vec<YearOfPlan>,
    /// Who it is for.
    pub audience: Audience,
}

/// The statement in the language of the texts.
pub fn statement(material: &Material<'_>, texts: &Texts) -> Statement {
    let page = Page { material, texts };
    let labels = Labels {
        page: texts.get("statement-page"),
        of: texts.get("statement-of"),
        signatures: texts.get("statement-signatures"),
        summary: texts.get("statement-summary"),
    };
    let proposal = material.proposal;
    let title = texts.with("statement-title", &[("agreement", &material.agreement.name)]);
    let mut statement = Statement::new(texts.language().code(), proposal.due, &title, material.id.as_str(), labels);
    statement.issuer = page.issuer();
    statement.subtitle = page.measured_and_settled();
    statement.synthetic_mark = proposal.inputs.synthetic.then(|| texts.get("statement-synthetic"));
    statement.status_mark = Some(page.status());
    statement.facts = page.facts();
    statement.parties = page.parties();
    statement.key_figures = page.key_figures();
    statement.sections = page.sections();
    statement.signatures = page.signatures();
    statement.footer = texts.with("statement-footer", &[("content", material.content.short())]);
    statement
}

/// The measured year and the settled month, always together.
pub fn measured_and_settled(proposal: &Proposal, texts: &Texts) -> String {
    texts.with(
        "statement-measured-and-settled",
        &[("year", &proposal.measured_year.to_string()), ("settled", &format::month(texts, Month::of(proposal.due)))],
    )
}

/// A party and its budget in words.
pub fn holder_name(agreement: &Agreement, holder: &AccountHolder) -> String {
    let party = agreement.party(&holder.party).map_or(holder.party.as_str(), |party| &party.short_name);
    match &holder.budget {
        None => party.to_owned(),
        Some(id) => {
            let budget = agreement.budget(id).map_or(id.as_str(), |budget| &budget.label);
            format!("{party}, {budget}")
        }
    }
}

impl Session<'_> {
    /// The statement of a stored proposal.
    pub fn statement(&self, id: &ProposalId, audience: Audience, texts: &Texts) -> Result<Statement, Failure> {
        let stored = self.show(id)?;
        let agreement = self.agreement_of(&stored.proposal)?;
        // A provisional proposal has no posting; its statement shows none.
        let posting = self.posting_of(&stored).ok();
        let postings = self.store.postings(&agreement.id)?;
        let posted = postings.iter().find(|posted| posted.proposal == *id);
        let standing = match stored.record.state {
            ProposalState::Proposed => Standing::Proposed,
            ProposalState::Approved => Standing::Approved,
            ProposalState::Posted => Standing::Posted,
            ProposalState::Refused => Standing::Refused,
            ProposalState::Superseded => Standing::Superseded,
        };
        let material = Material {
            id,
            content: &stored.record.content,
            agreement: &agreement,
            proposal: &stored.proposal,
            standing,
            acts: self.acts(&stored, texts)?,
            posting: posting.as_ref(),
            voucher_number: posted.map(|posted| posted.voucher_number.as_str()),
            years: self.years_of_plan(&agreement, &stored)?,
            audience,
        };
        Ok(statement(&material, texts))
    }

    /// Who did what when, in words.
    fn acts(&self, stored: &StoredProposal, texts: &Texts) -> Result<Vec<(String, String)>, Failure> {
        let name = |user: &UserId| -> Result<String, Failure> {
            Ok(self.store.user(user)?.map_or_else(|| user.to_string(), |user| user.name))
        };
        let mut acts = Vec::new();
        for decision in self.store.decisions(&stored.record.id)? {
            let key = match decision.outcome {
                ProposalState::Proposed => "act-proposed",
                ProposalState::Approved => "act-approved",
                ProposalState::Refused => "act-refused",
                ProposalState::Superseded => continue,
                ProposalState::Posted => "act-posted",
            };
            acts.push((texts.get(key), name(&decision.by)?));
        }
        Ok(acts)
    }

    /// Every measured year of the plan, with what was posted for it, and this proposal for its own.
    pub fn years_of_plan(&self, agreement: &Agreement, stored: &StoredProposal) -> Result<Vec<YearOfPlan>, Failure> {
        let mut actual: std::collections::BTreeMap<i16, Actual> = std::collections::BTreeMap::new();
        for record in self.store.proposals(&agreement.id)? {
            if record.state == ProposalState::Posted && record.measured_year < stored.record.measured_year {
                actual.insert(record.measured_year, actual_of(&proposal_of(&record)?));
            }
        }
        actual.insert(stored.record.measured_year, actual_of(&stored.proposal));
        Ok(years_of_plan(agreement, &actual))
    }
}

fn actual_of(proposal: &Proposal) -> Actual {
    Actual { eligible: proposal.counts.eligible, successes: proposal.counts.successes, amount: proposal.amount }
}

/// Every measured year of the payment measures with the plan's expectation and what is known.
pub fn years_of_plan(agreement: &Agreement, actual: &std::collections::BTreeMap<i16, Actual>) -> Vec<YearOfPlan> {
    let mut expected: std::collections::BTreeMap<i16, Expected> = std::collections::BTreeMap::new();
    // An agreement whose plan cannot be computed is shown with what happened alone.
    for payment in virkning_engine::plan(agreement).map(|plan| plan.payments).unwrap_or_default() {
        let entry = expected.entry(payment.measured_year).or_insert_with(|| Expected {
            eligible: payment.eligible,
            rate: payment.rate,
            successes: payment.successes,
            amount: Money::zero(agreement.currency),
        });
        entry.amount += payment.amount;
    }
    let years: std::collections::BTreeSet<i16> = expected.keys().chain(actual.keys()).copied().collect();
    let year = |measured_year| YearOfPlan {
        measured_year,
        expected: expected.get(&measured_year).cloned(),
        actual: actual.get(&measured_year).copied(),
    };
    years.into_iter().map(year).collect()
}

struct Page<'a> {
    material: &'a Material<'a>,
    texts: &'a Texts,
}

impl Page<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn money(&self, amount: Money) -> Cell {
        Cell::money(amount.minor(), format::amount(self.texts.language(), amount))
    }

    fn money_named(&self, amount: Money) -> Cell {
        Cell::money(amount.minor(), format::money(self.texts.language(), amount))
    }

    fn count(&self, count: u64) -> Cell {
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        Cell::count(number, format::count(self.texts.language(), count))
    }

    fn day(&self, date: Date) -> Cell {
        Cell::date(date, format::date(self.texts, date))
    }

    fn issuer(&self) -> String {
        use virkning_model::agreement::PartyRole;
        let authority = self.material.agreement.parties.iter().find(|party| party.role == PartyRole::Authority);
        authority.map_or_else(String::new, |party| party.name.clone())
    }

    fn measured_and_settled(&self) -> String {
        measured_and_settled(self.material.proposal, self.texts)
    }

    fn status(&self) -> String {
        let standing = match self.material.standing {
            Standing::Proposed => "statement-status-proposed",
            Standing::Approved => "statement-status-approved",
            Standing::Posted => "statement-status-posted",
            Standing::Refused => "statement-status-refused",
            Standing::Superseded => "statement-status-superseded",
        };
        match self.material.proposal.provisional {
            Some(_) => format!("{} · {}", self.text(standing), self.text("statement-status-provisional")),
            None => self.text(standing),
        }
    }

    fn facts(&self) -> Vec<Fact> {
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

    fn parties(&self) -> Vec<Party> {
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

    fn key_figures(&self) -> Vec<KeyFigure> {
        let proposal = self.material.proposal;
        let counts = &proposal.counts;
        let mut figures = vec![
            KeyFigure::new(self.text("statement-amount"), self.money_named(proposal.amount))
                .with_note(
                    self.texts.with("statement-amount-due", &[("date", &format::date(self.texts, proposal.due))]),
                )
                .emphasised(),
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
            .with_note(self.interval(counts.successes, counts.eligible)),
            KeyFigure::new(self.text("statement-unclarified"), self.count(counts.unclarified))
                .with_note(self.text("statement-unclarified-note")),
        ];
        if proposal.accounts.iter().any(|account| account.cap_room.is_some()) {
            figures.push(
                KeyFigure::new(self.text("statement-over-cap"), self.money_named(proposal.over_cap))
                    .with_note(self.text("statement-over-cap-note")),
            );
        }
        figures
    }

    /// Share and interval in words, or that there is nobody to count.
    fn interval(&self, successes: u64, eligible: u64) -> String {
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

    fn sections(&self) -> Vec<Section> {
        let proposal = self.material.proposal;
        let mut sections = Vec::new();
        let mut warnings = Vec::new();
        if let Some(Provisional::EditionTooEarly { edition, needed }) = &proposal.provisional {
            warnings.push(Block::Callout(Callout {
                kind: CalloutKind::Warning,
                title: self.text("statement-provisional-title"),
                text: self.texts.with("statement-provisional", &[("edition", edition), ("needed", needed)]),
            }));
        }
        if proposal.counts.unclarified > 0 {
            warnings.push(Block::Callout(Callout {
                kind: CalloutKind::Warning,
                title: self.text("statement-unclarified-title"),
                text: self.texts.with(
                    "statement-unclarified-block",
                    &[("count", &format::count(self.texts.language(), proposal.counts.unclarified))],
                ),
            }));
        }
        if !warnings.is_empty() {
            sections.push(Section::new("", warnings));
        }
        sections.push(Section::new(self.text("statement-how"), self.how_computed()));
        sections.push(Section::new(self.text("statement-participants"), self.participants()));
        sections.push(Section::new(self.text("statement-plan-actual"), self.plan_against_actual()));
        sections.push(Section::new(self.text("statement-account"), self.accounts()));
        if !proposal.follow_ups.is_empty() {
            sections.push(Section::new(self.text("statement-follow-ups"), vec![self.follow_ups()]));
        }
        if !self.material.agreement.choices.is_empty() {
            sections.push(Section::new(self.text("statement-choices"), self.choices()));
        }
        sections.push(Section::new(self.text("statement-data"), vec![Block::Facts(self.data())]));
        if let Some(posting) = self.material.posting.filter(|posting| !posting.entries().is_empty()) {
            sections.push(self.voucher(posting));
        }
        sections
    }

    fn how_computed(&self) -> Vec<Block> {
        let proposal = self.material.proposal;
        let mut blocks = Vec::new();
        if let Some(measure) = self.material.agreement.measure(&proposal.measure) {
            blocks.push(Block::Facts(self.rule(measure)));
        }
        let columns = vec![
            Column::text(self.text("statement-rule")),
            Column::figure(self.text("statement-quantity")),
            Column::figure(self.text("statement-price")),
            Column::figure(self.text("statement-line-due")),
            Column::figure(self.text("statement-line-over-cap")),
            Column::figure(self.text("statement-line-amount")),
        ];
        let mut table = Table::new(self.text("statement-lines"), columns);
        table.empty = self.text("statement-nothing-due");
        table.rows = proposal.lines.iter().map(|line| Row::from(self.line(line))).collect();
        if proposal.lines.len() > 1 {
            let mut total = vec![Cell::text(self.text("statement-total")), Cell::empty(), Cell::empty()];
            let due = proposal.amount + proposal.over_cap;
            total.extend([self.money(due), self.money(proposal.over_cap), self.money(proposal.amount)]);
            table.total = Some(total);
        }
        table.note = Some(self.text("statement-kroner"));
        blocks.push(Block::Table(table));
        blocks.push(Block::Paragraph(self.gross_and_net()));
        blocks
    }

    fn rule(&self, measure: &Measure) -> Vec<Fact> {
        vec![
            Fact::new(self.text("statement-measure"), measure.label.clone()),
            Fact::new(self.text("statement-success-when"), crate::text::rule::in_words(&measure.success, self.texts))
                .with_note(format!("{} ({})", measure.success_text, self.clause(&measure.clause))),
            Fact::new(
                self.text("statement-cohort"),
                self.texts
                    .with("statement-cohort-rule", &[("year", &self.material.proposal.measured_year.to_string())]),
            ),
        ]
    }

    fn clause(&self, clause: &Clause) -> String {
        self.texts.with("statement-clause", &[("section", &clause.section), ("line", &clause.line.to_string())])
    }

    fn line(&self, line: &Line) -> Vec<Cell> {
        let payment = self.material.agreement.payments.iter().find(|payment| payment.id == line.rule);
        let label = payment.map_or_else(|| line.rule.to_string(), |payment| payment.label.clone());
        let quantity = format::decimal(self.texts.language(), line.quantity, line.quantity.normalize().scale());
        let rule = format!("{label} ({})", self.clause(&line.clause));
        let shared = payment.filter(|payment| payment.is_shared());
        vec![
            Cell::text(shared.map_or(rule.clone(), |payment| self.ends(&rule, payment, line))),
            Cell::text(quantity),
            self.money(line.price),
            self.money(line.due),
            self.money(line.over_cap),
            self.money(line.amount),
        ]
    }

    /// Whose line it is among several of one rule, with the shares that the agreement gives them.
    fn ends(&self, rule: &str, payment: &Payment, line: &Line) -> String {
        let agreement = self.material.agreement;
        let among = |share: Share, all: &[Share]| format::share(self.texts.language(), share, all);
        let payers: Vec<Share> = payment.from.iter().map(|payer| payer.share).collect();
        let receivers: Vec<Share> = payment.to.iter().map(|receiver| receiver.share).collect();
        let payer = payment.from.iter().find(|payer| payer.holder == line.from);
        let receiver = payment.to.iter().find(|receiver| receiver.party == line.to);
        let name = agreement.party(&line.to).map_or(line.to.as_str(), |party| &party.short_name);
        self.texts.with(
            "statement-line-ends",
            &[
                ("rule", rule),
                ("payer", &holder_short_name(agreement, &line.from, self.texts)),
                ("paid", &payer.map_or_else(String::new, |payer| among(payer.share, &payers))),
                ("receiver", name),
                ("received", &receiver.map_or_else(String::new, |receiver| among(receiver.share, &receivers))),
            ],
        )
    }

    /// A payment counts everyone who succeeds; the effect is what exceeds what would have happened anyway. Both are shown.
    fn gross_and_net(&self) -> String {
        let proposal = self.material.proposal;
        let language = self.texts.language();
        let baseline = self.material.agreement.measure(&proposal.measure).and_then(|measure| measure.baseline);
        match baseline {
            None => self.text("statement-gross-only"),
            Some(rate) => {
                let anyway = rate * Decimal::from(proposal.counts.eligible);
                let beyond = Decimal::from(proposal.counts.successes) - anyway;
                self.texts.with(
                    "statement-gross-and-net",
                    &[
                        ("successes", &format::count(language, proposal.counts.successes)),
                        ("rate", &format::percent(language, rate, 0)),
                        ("anyway", &format::decimal(language, anyway, 1)),
                        ("beyond", &format::decimal(language, beyond, 1)),
                    ],
                )
            }
        }
    }

    fn participants(&self) -> Vec<Block> {
        let counts = &self.material.proposal.counts;
        let cells: Vec<disclosure::Cell> = counts
            .situations
            .iter()
            .map(|row| disclosure::Cell { people: row.people, successes: row.successes })
            .collect();
        let shown = match self.material.audience {
            Audience::Parties => disclosure::shown(&cells, disclosure::CELL_PEOPLE_MIN),
            Audience::Municipality => vec![true; cells.len()],
        };
        let columns = vec![
            Column::text(self.text("statement-situation")),
            Column::figure(self.text("statement-people")),
            Column::figure(self.text("statement-of-them-successes")),
        ];
        let mut table = Table::new(self.text("statement-situations"), columns);
        for (row, shown) in counts.situations.iter().zip(&shown) {
            let hidden = || Cell::text(self.text("statement-hidden"));
            table.rows.push(Row::from(vec![
                Cell::text(self.text(situation_key(row.situation))),
                if *shown { self.count(row.people) } else { hidden() },
                if *shown { self.count(row.successes) } else { hidden() },
            ]));
        }
        table.total = Some(vec![
            Cell::text(self.text("statement-total")),
            self.count(counts.eligible),
            self.count(counts.successes),
        ]);
        let mut note = self.text("statement-situations-note");
        if shown.contains(&false) {
            note.push(' ');
            note.push_str(&self.text("statement-hidden-note"));
        }
        table.note = Some(note);
        vec![Block::Table(table)]
    }

    fn plan_against_actual(&self) -> Vec<Block> {
        let years = &self.material.years;
        let chart = self.chart(years);
        let columns = vec![
            Column::short(self.text("statement-measured-year")),
            Column::figure(self.text("statement-planned-people")),
            Column::figure(self.text("statement-planned-successes")),
            Column::figure(self.text("statement-planned-amount")),
            Column::figure(self.text("statement-actual-people")),
            Column::figure(self.text("statement-actual-successes")),
            Column::figure(self.text("statement-actual-amount")),
        ];
        let mut table = Table::new(self.text("statement-years"), columns);
        for year in years {
            let none = || Cell::text("–");
            let expected = year.expected.as_ref();
            let mut cells = vec![Cell::year(year.measured_year)];
            cells.push(expected.map_or_else(none, |expected| self.count(u64::from(expected.eligible))));
            cells.push(expected.map_or_else(none, |expected| {
                Cell::text(format::decimal(self.texts.language(), expected.successes, 1))
            }));
            cells.push(expected.map_or_else(none, |expected| self.money(expected.amount)));
            cells.push(year.actual.map_or_else(none, |actual| self.count(actual.eligible)));
            cells.push(year.actual.map_or_else(none, |actual| self.count(actual.successes)));
            cells.push(year.actual.map_or_else(none, |actual| self.money(actual.amount)));
            let this_year = year.measured_year == self.material.proposal.measured_year;
            table.rows.push(if this_year { Row::highlighted(cells) } else { Row::from(cells) });
        }
        table.note = Some(self.text("statement-kroner"));
        vec![Block::Chart(chart), Block::Table(table)]
    }

    fn chart(&self, years: &[YearOfPlan]) -> Chart {
        // A picture's heights are the one place where money becomes a float; nothing is computed from them.
        let height = |amount: Money| amount.minor() as f64 / 100.0;
        let point = |amount: Money| {
            let thousand = amount.to_decimal() / Decimal::ONE_THOUSAND;
            Point::new(height(amount), self.money(amount)).short(format::decimal(self.texts.language(), thousand, 0))
        };
        let expected: Vec<Option<Point>> =
            years.iter().map(|year| year.expected.as_ref().map(|expected| point(expected.amount))).collect();
        let actual: Vec<Option<Point>> =
            years.iter().map(|year| year.actual.map(|actual| point(actual.amount))).collect();
        let highest = expected.iter().chain(&actual).flatten().map(|point| point.value).fold(0.0, f64::max);
        let ticks = tick_values(0.0, highest).into_iter().map(|value| {
            let thousand = Decimal::try_from(value / 1000.0).unwrap_or_default();
            Tick { value, text: format::decimal(self.texts.language(), thousand, 0) }
        });
        Chart {
            id: "plan-against-actual".to_owned(),
            title: self.text("statement-chart-title"),
            description: self.chart_description(years),
            x_title: self.text("statement-measured-year"),
            x_labels: years.iter().map(|year| year.measured_year.to_string()).collect(),
            unit: self.text("statement-thousand-kroner"),
            ticks: ticks.collect(),
            series: vec![
                Series { label: self.text("statement-plan"), kind: Kind::Bars, tone: Tone::Plan, points: expected },
                Series { label: self.text("statement-actual"), kind: Kind::Bars, tone: Tone::Actual, points: actual },
            ],
            empty: self.text("statement-chart-empty"),
            with_table: false,
            table_note: None,
        }
    }

    fn chart_description(&self, years: &[YearOfPlan]) -> String {
        let language = self.texts.language();
        let words = years.iter().map(|year| {
            let expected = year
                .expected
                .as_ref()
                .map_or_else(|| "–".to_owned(), |expected| format::money(language, expected.amount));
            let actual = year.actual.map_or_else(|| "–".to_owned(), |actual| format::money(language, actual.amount));
            self.texts.with(
                "statement-chart-year",
                &[("year", &year.measured_year.to_string()), ("expected", &expected), ("actual", &actual)],
            )
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn accounts(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for account in &self.material.proposal.accounts {
            let party = self.material.agreement.party(&account.party);
            let name = party.map_or_else(|| account.party.to_string(), |party| party.short_name.clone());
            let columns =
                vec![Column::text(self.text("statement-item")), Column::figure(self.text("statement-kroner-column"))];
            let mut table = Table::new(self.texts.with("statement-account-of", &[("party", &name)]), columns);
            let mut row = |key: &str, amount: Money| {
                table.rows.push(Row::from(vec![Cell::text(self.text(key)), self.money(amount)]));
            };
            row("statement-paid-in", account.paid_in);
            row("statement-received", account.received);
            if let Some(room) = account.cap_room {
                row("statement-cap-room", room);
            }
            if let Some(capital) = account.capital_outstanding {
                row("statement-capital-outstanding", capital);
            }
            if let Some(interest) = account.return_outstanding {
                row("statement-return-outstanding", interest);
            }
            table.total = Some(vec![Cell::text(self.text("statement-balance")), self.money(account.balance)]);
            table.note = Some(self.text("statement-account-note"));
            blocks.push(Block::Table(table));
        }
        blocks
    }

    fn follow_ups(&self) -> Block {
        let language = self.texts.language();
        let columns = vec![
            Column::text(self.text("statement-measure")),
            Column::figure(self.text("statement-people")),
            Column::figure(self.text("statement-of-them-successes")),
            Column::figure(self.text("statement-unclarified")),
            Column::text(self.text("statement-share")),
            Column::figure(self.text("statement-target")),
        ];
        let mut table = Table::new(self.text("statement-follow-ups-table"), columns);
        for result in &self.material.proposal.follow_ups {
            let label = self
                .material
                .agreement
                .measure(&result.measure)
                .map_or_else(|| result.measure.to_string(), |measure| measure.label.clone());
            table.rows.push(Row::from(vec![
                Cell::text(label),
                self.count(result.eligible),
                self.count(result.successes),
                self.count(result.unclarified),
                Cell::text(self.interval(result.successes, result.eligible)),
                result
                    .target
                    .map_or_else(|| Cell::text("–"), |target| Cell::text(format::percent(language, target, 0))),
            ]));
        }
        table.note = Some(self.text("statement-follow-ups-note"));
        Block::Table(table)
    }

    fn choices(&self) -> Vec<Block> {
        let columns = vec![
            Column::text(self.text("statement-choice-question")),
            Column::text(self.text("statement-choice-chosen")),
            Column::text(self.text("statement-choice-because")),
        ];
        let mut table = Table::new(self.text("statement-choices-table"), columns);
        for choice in &self.material.agreement.choices {
            let (kind, label) = match &choice.origin {
                Some(Origin::Derived { .. }) => (MarkKind::Derived, "mark-derived"),
                Some(Origin::Assumed { .. }) => (MarkKind::Assumed, "mark-assumed"),
                _ => (MarkKind::Chosen, "mark-chosen"),
            };
            table.rows.push(Row::from(vec![
                Cell::text(choice.question.clone()),
                Cell::text(value_in_words(&choice.chosen, self.texts)).marked(kind, self.text(label)),
                Cell::text(choice.because.clone()),
            ]));
        }
        vec![Block::Paragraph(self.text("statement-choices-note")), Block::Table(table)]
    }

    fn data(&self) -> Vec<Fact> {
        let inputs = &self.material.proposal.inputs;
        let fact = |key: &str, value: String| Fact::new(self.text(key), value);
        vec![
            fact("statement-register-edition", inputs.register_edition.clone()),
            fact("statement-snapshot", format!("{} ({})", inputs.snapshot, inputs.snapshot_content.short())),
            fact("statement-code-list", format!("{} ({})", inputs.code_list_edition, inputs.code_list_content.short())),
            fact("statement-enrolment-set", inputs.enrolment_set.short().to_owned()),
            fact("statement-ruleset", inputs.ruleset.to_string()),
            fact("statement-trace", self.material.proposal.trace.short().to_owned()),
        ]
    }

    fn voucher(&self, posting: &Posting) -> Section {
        use virkning_model::ledger::Voucher;
        let (heading, text) = match posting.voucher() {
            Voucher::Reposting => ("statement-reposting", "statement-reposting-text"),
            Voucher::Payment => ("statement-payment", "statement-payment-text"),
        };
        let columns = vec![
            Column::text(self.text("statement-ledger-account")),
            Column::figure(self.text("statement-debit")),
            Column::figure(self.text("statement-credit")),
        ];
        let mut table = Table::new(self.text("statement-entries"), columns);
        for entry in posting.entries() {
            let (debit, credit) = if entry.amount.is_negative() {
                (Cell::empty(), self.money(-entry.amount))
            } else {
                (self.money(entry.amount), Cell::empty())
            };
            let account = self.text(purpose_key(entry.account.purpose));
            let holder = holder_name(self.material.agreement, &entry.account.holder);
            table.rows.push(Row::from(vec![Cell::text(format!("{holder}: {account}")), debit, credit]));
        }
        table.note = Some(self.texts.with(
            "statement-entries-note",
            &[("year", &posting.date().year().to_string()), ("date", &format::date(self.texts, posting.date()))],
        ));
        Section::new(self.text(heading), vec![Block::Paragraph(self.text(text)), Block::Table(table)])
    }

    fn signatures(&self) -> Vec<SignatureBox> {
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

/// A chosen value as people say it, or as it is written where there is no other word.
pub fn value_in_words(value: &str, texts: &Texts) -> String {
    let key = format!("value-{value}");
    if texts.has(&key) { texts.get(&key) } else { value.to_owned() }
}

/// A party and the kind of its budget, short enough for a table on a terminal.
pub fn holder_short_name(agreement: &Agreement, holder: &AccountHolder, texts: &Texts) -> String {
    use virkning_model::agreement::BudgetKind;
    let party = agreement.party(&holder.party).map_or(holder.party.as_str(), |party| &party.short_name);
    match holder.budget.as_ref().and_then(|id| agreement.budget(id)) {
        None => party.to_owned(),
        Some(budget) => {
            let kind = match budget.kind {
                BudgetKind::Decentral => "budget-decentral",
                BudgetKind::Central => "budget-central",
                BudgetKind::OutcomeFund => "budget-outcome-fund",
                BudgetKind::Region => "budget-region",
                BudgetKind::State => "budget-state",
            };
            format!("{party} ({})", texts.get(kind))
        }
    }
}

/// The text of a situation.
pub fn situation_key(situation: Situation) -> &'static str {
    match situation {
        Situation::Dead => "situation-dead",
        Situation::Abroad => "situation-abroad",
        Situation::Employed => "situation-employed",
        Situation::Education => "situation-education",
        Situation::Transfer => "situation-transfer",
        Situation::None => "situation-none",
        Situation::Unclarified => "situation-unclarified",
    }
}

/// The text of an account's purpose.
pub fn purpose_key(purpose: virkning_model::ledger::AccountPurpose) -> &'static str {
    use virkning_model::ledger::AccountPurpose;
    match purpose {
        AccountPurpose::OutcomePaymentPaid => "purpose-paid",
        AccountPurpose::OutcomePaymentReceived => "purpose-received",
    }
}
