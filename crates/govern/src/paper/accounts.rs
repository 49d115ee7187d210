//! What the ledger says, where an investment has one: expected against approved against posted against paid, the commitments
//! at the end of a year, and what moved between an investor and the others.

use virkning_engine::{Booked, Commitment, CommitmentKind};
use virkning_model::ledger::{PaidFor, Step, Transfer};
use virkning_model::{Agreement, Money};

use crate::dossier::{Dossier, Ledger};
use crate::record::{Cell, Figure, Lineage, Part, Row, Table, Value, Words};

/// The accounts of every investment with a ledger, to the end of the year before the dossier's day; says which have none.
pub fn all(dossier: &Dossier) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut without: Vec<Words> = Vec::new();
    for agreement in &dossier.agreements {
        match dossier.ledger(agreement.id.as_str()) {
            Some(ledger) => {
                parts.push(Part::Heading(Words::text(agreement.name.clone())));
                parts.push(Part::Table(compared(agreement, ledger)));
                parts.extend(commitments(agreement, ledger));
            }
            None => without.push(Words::text(agreement.name.clone())),
        }
    }
    if !without.is_empty() {
        parts.push(Part::Text("paper-no-ledger".into()));
        parts.push(Part::List(without));
    }
    parts
}

fn recorded(agreement: &Agreement) -> Lineage {
    Lineage::recorded("ledger", agreement.id.as_str())
}

fn short_name(agreement: &Agreement, party: &virkning_model::id::PartyId) -> Words {
    Words::text(agreement.party(party).map_or(party.to_string(), |party| party.short_name.clone()))
}

/// Who pays, with the budget where one is named.
fn payer(agreement: &Agreement, holder: &virkning_model::agreement::AccountHolder) -> Words {
    let party = agreement.party(&holder.party).map_or(holder.party.to_string(), |party| party.short_name.clone());
    let budget = holder.budget.as_ref().and_then(|id| agreement.budget(id));
    Words::text(budget.map_or(party.clone(), |budget| format!("{party}, {}", budget.label)))
}

fn compared(agreement: &Agreement, ledger: &Ledger) -> Table {
    let id = agreement.id.as_str();
    let zero = Money::zero(agreement.currency);
    let mut sums = [zero; 4];
    let mut rows = Vec::new();
    for (place, row) in ledger.compared.iter().enumerate() {
        let amounts = [row.expected, row.approved, row.posted, row.paid];
        let mut cells: Vec<Cell> = vec![
            Figure::new(format!("{id}.ledger.{place}.year"), Value::Year(row.measured_year), recorded(agreement))
                .into(),
            payer(agreement, &row.from).into(),
            short_name(agreement, &row.to).into(),
        ];
        for ((what, amount), sum) in WHAT.iter().zip(amounts).zip(&mut sums) {
            *sum += amount;
            cells.push(Figure::new(format!("{id}.ledger.{place}.{what}"), amount, recorded(agreement)).into());
        }
        rows.push(Row::new(cells));
    }
    let mut cells: Vec<Cell> = vec![Words::key("paper-in-all").into(), Cell::Empty, Cell::Empty];
    cells.extend(
        WHAT.iter()
            .zip(sums)
            .map(|(what, sum)| Figure::new(format!("{id}.ledger.{what}"), sum, recorded(agreement)).into()),
    );
    rows.push(Row::total(cells));
    let columns = [
        "paper-measured-year",
        "paper-payer",
        "paper-paid-to",
        "paper-ledger-expected",
        "paper-ledger-approved",
        "paper-ledger-posted",
        "paper-ledger-paid",
    ];
    Table {
        caption: Words::key("paper-ledger-caption").with("name", agreement.name.as_str()),
        columns: columns.map(Words::key).to_vec(),
        rows,
        note: Some("paper-ledger-note".into()),
    }
}

const WHAT: [&str; 4] = ["expected", "approved", "posted", "paid"];

fn kind_word(kind: CommitmentKind) -> &'static str {
    match kind {
        CommitmentKind::NotPaid => "commitment-not-paid",
        CommitmentKind::KeptBack => "commitment-kept-back",
        CommitmentKind::NotPosted => "commitment-not-posted",
        CommitmentKind::Expected => "commitment-expected",
        CommitmentKind::Promised => "commitment-promised",
    }
}

fn commitments(agreement: &Agreement, ledger: &Ledger) -> Vec<Part> {
    let (id, of) = (agreement.id.as_str(), &ledger.commitments);
    if of.rows.is_empty() {
        return vec![Part::Text(Words::key("paper-no-commitments").with("day", of.on))];
    }
    let row = |(place, one): (usize, &Commitment)| {
        let name = |what: &str| format!("{id}.commitment.{place}.{what}");
        Row::new(vec![
            Words::key(kind_word(one.kind)).into(),
            Figure::new(name("due"), one.due, recorded(agreement)).into(),
            payer(agreement, &one.transfer.from).into(),
            short_name(agreement, &one.transfer.to.party).into(),
            Figure::new(name("amount"), one.transfer.amount, recorded(agreement)).into(),
        ])
    };
    let mut rows: Vec<Row> = of.rows.iter().enumerate().map(row).collect();
    for (what, label, amount) in
        [("known", "paper-commitments-known", of.known), ("expected", "paper-commitments-expected", of.expected)]
    {
        let figure = Figure::new(format!("{id}.commitments.{what}"), amount, recorded(agreement));
        rows.push(Row::total(vec![Words::key(label).into(), Cell::Empty, Cell::Empty, Cell::Empty, figure.into()]));
    }
    let columns = ["paper-kind", "paper-due", "paper-payer", "paper-paid-to", "paper-amount"].map(Words::key).to_vec();
    let caption = Words::key("paper-commitments-caption").with("name", agreement.name.as_str()).with("day", of.on);
    vec![Part::Table(Table { caption, columns, rows, note: None })]
}

/// What a party has given and got by the ledger, to the end of a year and in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfParty {
    /// Capital that it has been booked to give, to the end of the year.
    pub given: Money,
    /// What was booked to it in the year, capital that comes back included.
    pub booked: Money,
    /// What was paid to it in the year.
    pub paid: Money,
}

/// What moved between a party and the others.
fn moved<'a>(ledger: &'a Ledger, party: &'a str) -> impl Iterator<Item = (&'a Booked, Step, Transfer)> {
    let of = move |transfer: &Transfer| transfer.from.party.as_str() == party || transfer.to.party.as_str() == party;
    ledger.booked.iter().flat_map(move |booked| {
        let own = booked.transfers().into_iter().filter(move |(_, transfer)| of(transfer));
        own.map(move |(step, transfer)| (booked, step, transfer))
    })
}

/// The sums of a party for a year.
pub fn of_party(agreement: &Agreement, ledger: &Ledger, party: &str, year: i16) -> OfParty {
    let zero = Money::zero(agreement.currency);
    let mut sums = OfParty { given: zero, booked: zero, paid: zero };
    for (booked, step, transfer) in moved(ledger, party) {
        let gives = transfer.from.party.as_str() == party;
        match step {
            Step::Owed if gives && transfer.what == Some(PaidFor::Capital) && booked.date.year() <= year => {
                sums.given += transfer.amount;
            }
            Step::Owed if !gives && booked.date.year() == year => sums.booked += transfer.amount,
            Step::Settled if !gives && booked.date.year() == year => sums.paid += transfer.amount,
            _ => {}
        }
    }
    sums
}

/// Every movement of a party in a year, with its voucher.
pub fn movements(agreement: &Agreement, ledger: &Ledger, party: &str, year: i16) -> Vec<Part> {
    let id = agreement.id.as_str();
    let rows: Vec<Row> = moved(ledger, party)
        .filter(|(booked, _, _)| booked.date.year() == year)
        .enumerate()
        .map(|(place, (booked, step, transfer))| {
            let from = || Lineage::recorded("posting", &booked.voucher_number);
            let name = |what: &str| format!("investor.{party}.{id}.{place}.{what}");
            let what = match (step, transfer.what) {
                (Step::Settled, _) => "paper-moved-paid",
                (Step::Owed, Some(PaidFor::Capital)) => "paper-moved-capital",
                (Step::Owed, Some(PaidFor::CapitalReturn)) => "paper-moved-return",
                (Step::Owed, Some(PaidFor::Guarantee)) => "paper-moved-guarantee",
                (Step::Owed, Some(PaidFor::Outcome) | None) => "paper-moved-outcome",
            };
            let measured: Cell = match transfer.measured_year {
                Some(year) => Figure::new(name("year"), Value::Year(year), from()).into(),
                None => Cell::Empty,
            };
            Row::new(vec![
                Figure::new(name("day"), booked.date, from()).into(),
                Words::text(booked.voucher_number.clone()).into(),
                Words::key(what).into(),
                measured,
                payer(agreement, &transfer.from).into(),
                short_name(agreement, &transfer.to.party).into(),
                Figure::new(name("amount"), transfer.amount, from()).into(),
            ])
        })
        .collect();
    let caption =
        Words::key("paper-moved-caption").with("name", agreement.name.as_str()).with("year", Value::Year(year));
    if rows.is_empty() {
        return vec![Part::Text(Words::key("paper-moved-nothing").with("year", Value::Year(year)))];
    }
    let columns = [
        "paper-day",
        "paper-voucher",
        "paper-what",
        "paper-measured-year",
        "paper-payer",
        "paper-paid-to",
        "paper-amount",
    ];
    vec![Part::Table(Table { caption, columns: columns.map(Words::key).to_vec(), rows, note: None })]
}
