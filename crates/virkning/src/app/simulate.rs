//! `simulate`: risk before signing. A document of assumptions names its agreement; an agreement alone is simulated with
//! nothing uncertain, which is its plan.

use std::path::{Path, PathBuf};

use virkning_model::code_list::CodeList;
use virkning_model::{Agreement, Diagnostic, Place};
use virkning_risk::fairness::{
    Alternatives, Deadweight, KindPays, Luck, PriceLevel, Threshold, alternatives, deadweight, kinds, luck, prices,
    thresholds,
};
use virkning_risk::{
    Account, Assumptions, Bar, BreakEvenMap, Column, Draws, Information, Keep, Model, Summary, break_even_map,
    information, simulate as run, summary, tornado,
};

use super::check::read_agreement;
use super::coded;
use super::failure::{Document, Failure};
use super::folder::{read_text, write_whole};

/// What is asked of a simulation besides its document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chosen<'a> {
    /// So many paths instead of the document's.
    pub paths: Option<u32>,
    /// This seed instead of the document's.
    pub seed: Option<u64>,
    /// Whether other terms of payment are priced for the same money too.
    pub terms: bool,
    /// Where the raw draws are written.
    pub draws: Option<&'a Path>,
}

/// What matters for one account's result.
#[derive(Clone, Debug)]
pub struct Importance {
    /// Whose result.
    pub account: Account,
    /// The result as planned, in kroner.
    pub planned: f64,
    /// Every assumption, the one that moves it most first.
    pub bars: Vec<Bar>,
    /// What it would be worth to know more.
    pub information: Option<Information>,
}

/// Everything that a simulation says.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// The agreement.
    pub agreement: Agreement,
    /// The assumptions.
    pub assumptions: Assumptions,
    /// Whether people were told apart.
    pub person_by_person: bool,
    /// The draws.
    pub draws: Draws,
    /// What they say.
    pub summary: Summary,
    /// For every party.
    pub importance: Vec<Importance>,
    /// For the first investor.
    pub map: Option<(Account, BreakEvenMap)>,
    /// What is paid with no effect.
    pub deadweight: Vec<Deadweight>,
    /// False and missed pay.
    pub thresholds: Vec<Threshold>,
    /// What a difference pays for luck.
    pub luck: Vec<Luck>,
    /// Whom it pays to take in.
    pub kinds: Vec<KindPays>,
    /// Defensible prices.
    pub prices: Vec<PriceLevel>,
    /// Other terms for the same money, where they were asked for.
    pub alternatives: Vec<Alternatives>,
}

/// Reads a document of assumptions or an agreement, and simulates it.
pub fn simulate(path: &Path, chosen: &Chosen<'_>, codes: &CodeList) -> Result<Simulated, Failure> {
    let (agreement, mut assumptions) = assumed(path, codes)?;
    assumptions.paths = chosen.paths.unwrap_or(assumptions.paths);
    assumptions.seed = chosen.seed.unwrap_or(assumptions.seed);
    let simulated = simulate_assumed(&agreement, &assumptions, chosen.terms, &mut |_, _| Ok(()))?;
    if let Some(path) = chosen.draws {
        let column = |place: usize| (simulated.draws.columns[place].name(), simulated.draws.column(place));
        let columns: Vec<(String, Vec<f64>)> = (0..simulated.draws.columns.len()).map(column).collect();
        let bytes = virkning_register::draws_as_parquet(&columns)
            .map_err(|error| Failure::operating("tried-write", path, std::io::Error::other(error)))?;
        write_whole(path, &bytes)?;
    }
    Ok(simulated)
}

/// The agreement and what is assumed of it.
fn assumed(path: &Path, codes: &CodeList) -> Result<(Agreement, Assumptions), Failure> {
    let text = read_text(path)?;
    let Some(named) = virkning_risk::agreement_named(&text) else {
        let (_, agreement) = read_agreement(path, codes)?;
        return Ok((agreement, Assumptions::none()));
    };
    let other = named.as_deref().map(|named| beside(path, named));
    let agreement = match &other {
        Some(other) => read_agreement(other, codes)?.1,
        None => return Err(refused(path, text, None, codes)),
    };
    match virkning_risk::read(&text, &agreement).assumptions {
        Some(assumptions) => Ok((agreement, assumptions)),
        None => Err(refused(path, text, named.as_deref(), codes)),
    }
}

fn refused(path: &Path, text: String, named: Option<&str>, codes: &CodeList) -> Failure {
    let diagnostics = diagnostics(path, &text, named, codes);
    Failure::Document(Document { path: path.to_owned(), text, diagnostics })
}

/// A path that a document names, from the document's own folder.
fn beside(path: &Path, named: &str) -> PathBuf {
    path.parent().map_or_else(|| PathBuf::from(named), |folder| folder.join(named))
}

/// What is wrong with a document of assumptions, for `check`.
pub fn diagnostics(path: &Path, text: &str, named: Option<&str>, codes: &CodeList) -> Vec<Diagnostic> {
    let at = text.find("[assumptions]").unwrap_or(0);
    let head = Place::of_span(text, at, at + "[assumptions]".len());
    let Some(named) = named else {
        return vec![Diagnostic::error("U003", head).with("table", "assumptions").with("key", "agreement")];
    };
    match read_agreement(&beside(path, named), codes) {
        Ok((_, agreement)) => virkning_risk::read(text, &agreement).diagnostics,
        Err(_) => {
            let told = Diagnostic::error("U006", head).with("key", "agreement").with("word", named);
            vec![told.with("known", "none")]
        }
    }
}

/// Steps into which a simulation is divided besides those of its parties: how far it is, is said between them.
const STEPS: u64 = 8;

/// Simulates what is assumed of an agreement. Between its steps it says how many of how many are done; a failure ends it
/// there.
pub fn simulate_assumed(
    agreement: &Agreement,
    assumptions: &Assumptions,
    terms: bool,
    step: &mut dyn FnMut(u64, u64) -> Result<(), Failure>,
) -> Result<Simulated, Failure> {
    let told = |error: virkning_engine::CompileError| Failure::from(coded(error.code(), error.arguments()));
    let model = Model::new(agreement, assumptions).map_err(told)?;
    let draws = run(&model, Keep::Years).map_err(told)?;
    let parties = parties(&draws);
    let all = STEPS + parties.len() as u64;
    let mut done = 0;
    let mut next = || {
        done += 1;
        step(done, all)
    };
    next()?;
    let mut importance = Vec::new();
    for account in parties {
        let result = Column::Balance { account: account.clone(), year: None };
        let (planned, bars) = tornado(&model, &draws, &result).map_err(told)?;
        importance.push(Importance { planned, bars, information: information(&model, &draws, &result), account });
        next()?;
    }
    let investor = agreement.investors().next().map(|party| Account { party: party.id.clone(), budget: None });
    let map = match investor {
        Some(account) => {
            let result = Column::Balance { account: account.clone(), year: None };
            break_even_map(&model, &result).map_err(told)?.map(|map| (account, map))
        }
        None => None,
    };
    next()?;
    let summary = summary(&model, &draws);
    next()?;
    let deadweight = deadweight(&model).map_err(told)?;
    next()?;
    let thresholds = thresholds(&model).map_err(told)?;
    next()?;
    let luck = luck(&model).map_err(told)?;
    next()?;
    let prices = prices(&model).map_err(told)?;
    next()?;
    let alternatives = if terms { alternatives(&model).map_err(told)? } else { Vec::new() };
    next()?;
    Ok(Simulated {
        summary,
        importance,
        map,
        deadweight,
        thresholds,
        luck,
        kinds: kinds(&model),
        prices,
        alternatives,
        person_by_person: model.tells_people_apart(),
        agreement: agreement.clone(),
        assumptions: assumptions.clone(),
        draws,
    })
}

/// Parties with anything to win or lose.
fn parties(draws: &Draws) -> Vec<Account> {
    let of = |(place, column): (usize, &Column)| match column {
        Column::Balance { account, year: None } if account.budget.is_none() => {
            let differs = draws.column(place).iter().any(|balance| *balance != 0.0);
            differs.then(|| account.clone())
        }
        _ => None,
    };
    draws.columns.iter().enumerate().filter_map(of).collect()
}
