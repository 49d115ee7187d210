//! A simulation as text: what each party may expect, how sure, what it hangs on, and whether the terms are fair.

use virkning_model::Decimal;
use virkning_risk::{Account, Column, Estimate, Spread};

use super::table::{self, facts, heading};
use crate::app::json;
use crate::app::simulate::{Importance, Simulated};
use crate::text::section::{Grid, Part, Picture, Section};
use crate::text::{Texts, format};

/// What a simulation says.
pub fn simulated(simulated: &Simulated, texts: &Texts) -> String {
    sections(simulated, texts).iter().map(in_text).collect()
}

/// The same in parts, for a page.
pub fn sections(simulated: &Simulated, texts: &Texts) -> Vec<Section> {
    let view = View { simulated, texts };
    let mut sections = vec![view.head(), view.results(), view.chances()];
    sections.extend(view.years());
    sections.extend(simulated.importance.iter().filter_map(|importance| view.importance(importance)));
    sections.extend(view.map());
    sections.extend(view.deadweight());
    sections.extend(view.thresholds());
    sections.extend(view.luck());
    sections.extend(view.kinds());
    sections.extend(view.prices());
    sections.extend(view.alternatives());
    sections
}

/// A section in characters. The first one's heading is that of the whole.
fn in_text(section: &Section) -> String {
    let mut out = String::new();
    for (place, part) in section.parts.iter().enumerate() {
        let gap = if place > 0 { "\n" } else { "" };
        match part {
            Part::Facts(pairs) => out.push_str(&format!("{gap}{}", facts(pairs))),
            Part::Table(grid) => {
                let mut table = table::Table::new();
                for (name, is_number) in &grid.columns {
                    table = if *is_number { table.numbers(name) } else { table.words(name) };
                }
                grid.rows.iter().for_each(|row| table.row(row.clone()));
                out.push_str(&format!("{gap}{}", table.render()));
            }
            Part::Lines(lines) => lines.iter().for_each(|line| out.push_str(&format!("  {line}\n"))),
            Part::Picture(_) => {}
        }
    }
    format!("{}{out}", heading(&section.title))
}

/// Every column with its spread as CSV, for spreadsheets and programs: points as decimal marks in every language.
pub fn simulated_csv(simulated: &Simulated) -> String {
    let mut out = "name;mean;mean_error;deviation;p10;p50;p90;none\n".to_owned();
    for (column, spread) in &simulated.summary.columns {
        let cells = spread.as_ref().map_or_else(
            || format!(";;;;;;{}", simulated.draws.paths),
            |spread| {
                format!(
                    "{:.6};{:.6};{:.6};{:.6};{:.6};{:.6};{}",
                    spread.mean.value,
                    spread.mean.error,
                    spread.deviation,
                    spread.p10.value,
                    spread.p50.value,
                    spread.p90.value,
                    spread.none
                )
            },
        );
        out.push_str(&format!("{};{cells}\n", column.name()));
    }
    out
}

struct View<'a> {
    simulated: &'a Simulated,
    texts: &'a Texts,
}

impl View<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn kroner(&self, amount: f64) -> String {
        self.number(amount, 0)
    }

    /// An estimate; what does not exist is a dash.
    fn number(&self, number: f64, decimals: u32) -> String {
        let written = format!("{number:.*}", decimals as usize);
        match written.parse::<Decimal>() {
            Ok(number) => format::decimal(self.texts.language(), number, decimals),
            Err(_) => "–".to_owned(),
        }
    }

    fn percent(&self, share: f64) -> String {
        format::percent_of_estimate(self.texts.language(), share, 1)
    }

    fn chance(&self, chance: &Estimate) -> String {
        let (value, error) = (self.percent(chance.value), self.percent(chance.error));
        self.texts.with("simulate-plus-minus", &[("value", &value), ("error", &error)])
    }

    fn party(&self, id: &virkning_model::id::PartyId) -> String {
        self.simulated.agreement.party(id).map_or_else(|| id.to_string(), |party| party.short_name.clone())
    }

    fn account(&self, account: &Account) -> String {
        let party = self.party(&account.party);
        let budget = account.budget.as_ref().and_then(|id| self.simulated.agreement.budget(id));
        budget.map_or(party.clone(), |budget| format!("{party}: {}", budget.label))
    }

    fn payment(&self, id: &virkning_model::id::TermId) -> String {
        self.simulated.agreement.payment(id).map_or_else(|| id.to_string(), |payment| payment.label.clone())
    }

    fn head(&self) -> Section {
        let simulated = self.simulated;
        let count = |number: usize| format::count(self.texts.language(), number as u64);
        let people = if simulated.person_by_person {
            "simulate-by-person"
        } else {
            "simulate-by-number"
        };
        let pairs = vec![
            (self.text("simulate-paths"), count(simulated.draws.paths)),
            (self.text("simulate-seed"), simulated.assumptions.seed.to_string()),
            (self.text("simulate-people"), self.text(people)),
            (self.text("simulate-guesses"), count(simulated.assumptions.guesses())),
        ];
        let title = self.texts.with("simulate-title", &[("name", &simulated.agreement.name)]);
        Section { title, parts: vec![Part::Facts(pairs), Part::Lines(vec![self.text("simulate-note")])] }
    }

    fn spread_table(&self, first: &str) -> Grid {
        Grid::new()
            .words(self.text(first))
            .numbers(self.text("simulate-mean"))
            .numbers(self.text("simulate-error"))
            .numbers("P10")
            .numbers("P50")
            .numbers("P90")
    }

    fn spread_row(&self, name: String, spread: &Spread, write: &dyn Fn(f64) -> String) -> Vec<String> {
        let Spread { mean, p10, p50, p90, .. } = spread;
        vec![name, write(mean.value), write(mean.error), write(p10.value), write(p50.value), write(p90.value)]
    }

    fn results(&self) -> Section {
        let mut table = self.spread_table("simulate-what");
        let kroner = |amount: f64| self.kroner(amount);
        let mut returns = Vec::new();
        for (column, spread) in &self.simulated.summary.columns {
            let name = match column {
                Column::Balance { account, year: None } => {
                    self.texts.with("simulate-balance", &[("name", &self.account(account))])
                }
                Column::Paid { account, year: None } => {
                    self.texts.with("simulate-paid", &[("name", &self.account(account))])
                }
                Column::Received { party, year: None } => {
                    self.texts.with("simulate-received", &[("name", &self.party(party))])
                }
                Column::Repaid { party, instalment, .. } => {
                    let number = instalment.to_string();
                    self.texts.with("simulate-repaid", &[("name", &self.party(party)), ("number", &number)])
                }
                Column::Return(party) => {
                    returns.push((party, spread));
                    continue;
                }
                _ => continue,
            };
            if let Some(spread) = spread {
                table.row(self.spread_row(name, spread, &kroner));
            }
        }
        let mut shares = self.spread_table("simulate-return");
        let mut none = Vec::new();
        for (party, spread) in returns {
            match spread {
                Some(spread) => {
                    shares.row(self.spread_row(self.party(party), spread, &|share| self.percent(share)));
                    if spread.none > 0 {
                        let share = self.percent(spread.none as f64 / spread.paths as f64);
                        none.push(
                            self.texts.with("simulate-no-return", &[("name", &self.party(party)), ("share", &share)]),
                        );
                    }
                }
                None => none.push(self.texts.with("simulate-never-return", &[("name", &self.party(party))])),
            }
        }
        let parts = vec![Part::Table(table), Part::Table(shares), Part::Lines(none)];
        Section { title: self.text("simulate-results"), parts }
    }

    fn chances(&self) -> Section {
        let summary = &self.simulated.summary;
        let mut pairs = Vec::new();
        for risk in summary.accounts.iter().filter(|risk| risk.account.budget.is_none()) {
            let name = self.account(&risk.account);
            pairs.push((self.texts.with("simulate-breaks-even", &[("name", &name)]), self.chance(&risk.breaks_even)));
            for (loss, chance) in &risk.losses {
                let amount = self.kroner(*loss);
                let words = self.texts.with("simulate-loses", &[("name", &name), ("amount", &amount)]);
                pairs.push((words, self.chance(chance)));
            }
        }
        for (limit, chance) in &summary.limits {
            pairs.push((self.texts.with("simulate-binds", &[("limit", limit.as_str())]), self.chance(chance)));
        }
        for (party, instalment, chance) in &summary.repaid {
            let number = instalment.to_string();
            let words = [("name", self.party(party)), ("number", number)];
            let words: Vec<(&str, &str)> = words.iter().map(|(key, value)| (*key, value.as_str())).collect();
            pairs.push((self.texts.with("simulate-repaid-in-full", &words), self.chance(chance)));
        }
        Section { title: self.text("simulate-chances"), parts: vec![Part::Facts(pairs)] }
    }

    fn years(&self) -> Option<Section> {
        let mut table = self.spread_table("simulate-year");
        for (column, spread) in &self.simulated.summary.columns {
            let (Column::Paid { account, year: Some(year) }, Some(spread)) = (column, spread) else { continue };
            let named = account.budget.is_some()
                || !self.simulated.agreement.budgets.iter().any(|budget| budget.party == account.party);
            if named && spread.p90.value > 0.0 {
                let name = format!("{year}  {}", self.account(account));
                table.row(self.spread_row(name, spread, &|amount| self.kroner(amount)));
            }
        }
        self.section(self.text("simulate-paid-by-year"), table)
    }

    /// A table under its heading; nothing where it has no rows.
    fn section(&self, title: String, table: Grid) -> Option<Section> {
        (!table.rows.is_empty()).then(|| Section { title, parts: vec![Part::Table(table)] })
    }

    fn importance(&self, importance: &Importance) -> Option<Section> {
        if importance.bars.is_empty() {
            return None;
        }
        let name = self.account(&importance.account);
        let title = self.texts.with("simulate-importance", &[("name", &name)]);
        let mut table = Grid::new()
            .words(self.text("simulate-assumption"))
            .numbers(self.text("simulate-low"))
            .numbers(self.text("simulate-high"))
            .numbers(self.text("simulate-result-low"))
            .numbers(self.text("simulate-result-high"))
            .numbers(self.text("simulate-rank"));
        for bar in &importance.bars {
            table.row(vec![
                bar.label.clone(),
                self.number(bar.between.0, 2),
                self.number(bar.between.1, 2),
                self.kroner(bar.result.0),
                self.kroner(bar.result.1),
                bar.rank_correlation.map_or_else(|| "–".to_owned(), |rank| self.number(rank, 2)),
            ]);
        }
        let mut parts = vec![Part::Table(table), Part::Picture(self.tornado(importance, &title))];
        if let Some(known) = &importance.information {
            let mut pairs = vec![
                (self.text("simulate-expected"), self.kroner(known.expected)),
                (self.text("simulate-know-all"), self.kroner(known.everything)),
            ];
            if let Some((id, worth)) = known.assumptions.first() {
                pairs.push((self.texts.with("simulate-know-one", &[("id", id)]), self.kroner(*worth)));
            }
            if let (Some(worth), Some(pilot)) = (known.pilot, &self.simulated.assumptions.pilot) {
                let people = pilot.people.to_string();
                pairs.push((self.texts.with("simulate-pilot", &[("people", &people)]), self.kroner(worth)));
                if let Some(cost) = pilot.cost {
                    let pays = if worth > cost.minor() as f64 / 100.0 {
                        "simulate-pilot-pays"
                    } else {
                        "simulate-pilot-not"
                    };
                    pairs.push((
                        self.text("simulate-pilot-cost"),
                        format!("{}: {}", format::money(self.texts.language(), cost), self.text(pays)),
                    ));
                }
            }
            parts.push(Part::Facts(pairs));
        }
        Some(Section { title, parts })
    }

    /// The result at the low and the high end of each assumption, the one that moves it most first.
    fn tornado(&self, importance: &Importance, title: &str) -> Picture {
        let party = importance.account.party.as_str();
        let row = |name: &str, of: &dyn Fn(&virkning_risk::Bar) -> f64| {
            let points = importance.bars.iter().map(|bar| Some((of(bar), self.kroner(of(bar)))));
            (self.text(name), points.collect())
        };
        Picture {
            id: format!("tornado-{party}"),
            title: title.to_owned(),
            positions: self.text("simulate-assumption"),
            unit: self.text("simulate-kroner"),
            labels: importance.bars.iter().map(|bar| bar.label.clone()).collect(),
            is_line: false,
            rows: vec![
                row("simulate-result-low", &|bar| bar.result.0),
                row("simulate-result-high", &|bar| bar.result.1),
            ],
        }
    }

    fn map(&self) -> Option<Section> {
        let (owner, map) = self.simulated.map.as_ref()?;
        let mut table =
            Grid::new().words(self.text("simulate-map-recruitment")).numbers(self.text("simulate-map-rate"));
        for (recruitment, rate) in map.recruitment.iter().zip(&map.break_even) {
            let rate = rate.map_or_else(|| self.text("simulate-map-never"), |rate| self.percent(rate));
            table.row(vec![self.percent(*recruitment), rate]);
        }
        let title = self.texts.with("simulate-map", &[("name", &self.account(owner))]);
        let points = map.break_even.iter().map(|rate| rate.map(|rate| (rate * 100.0, self.percent(rate))));
        let picture = Picture {
            id: "break-even".to_owned(),
            title: title.clone(),
            positions: self.text("simulate-map-recruitment"),
            unit: "%".to_owned(),
            labels: map.recruitment.iter().map(|share| self.percent(*share)).collect(),
            is_line: true,
            rows: vec![(self.text("simulate-map-rate"), points.collect())],
        };
        Some(Section { title, parts: vec![Part::Table(table), Part::Picture(picture)] })
    }

    fn deadweight(&self) -> Vec<Section> {
        let mut out = Vec::new();
        for one in &self.simulated.deadweight {
            let mut pairs = vec![
                (self.text("simulate-planned"), self.kroner(one.planned)),
                (self.text("simulate-without-effect"), self.kroner(one.without_effect)),
            ];
            if one.planned > 0.0 {
                pairs.push((self.text("simulate-deadweight-share"), self.percent(one.without_effect / one.planned)));
            }
            if let Some(back) = &one.capital_back {
                pairs.push((self.text("simulate-capital-back"), self.chance(back)));
            }
            let title = self.texts.with("simulate-deadweight", &[("name", &self.payment(&one.term))]);
            out.push(Section { title, parts: vec![Part::Facts(pairs)] });
        }
        out
    }

    fn thresholds(&self) -> Option<Section> {
        let mut table = Grid::new()
            .words(self.text("simulate-threshold"))
            .numbers(self.text("simulate-threshold-people"))
            .numbers(self.text("simulate-threshold-from"))
            .numbers(self.text("simulate-false-pay"))
            .numbers(self.text("simulate-missed-pay"));
        for one in &self.simulated.thresholds {
            table.row(vec![
                format!("{}  {}", one.year, self.payment(&one.term)),
                one.people.to_string(),
                self.percent(one.from),
                one.false_pay.map_or_else(|| "–".to_owned(), |chance| self.percent(chance)),
                self.percent(one.missed_pay),
            ]);
        }
        self.section(self.text("simulate-thresholds"), table)
    }

    fn luck(&self) -> Vec<Section> {
        let mut out = Vec::new();
        for one in &self.simulated.luck {
            let pairs = vec![
                (self.text("simulate-luck-alone"), self.kroner(one.each_year_alone)),
                (self.text("simulate-luck-carried"), self.kroner(one.carried_forward.value)),
            ];
            let title = self.texts.with("simulate-luck", &[("name", &self.payment(&one.term))]);
            out.push(Section { title, parts: vec![Part::Facts(pairs)] });
        }
        out
    }

    fn kinds(&self) -> Option<Section> {
        let mut table = Grid::new()
            .words(self.text("simulate-kind"))
            .numbers(self.text("simulate-kind-share"))
            .numbers(self.text("simulate-kind-paid"))
            .numbers(self.text("simulate-kind-without"))
            .numbers(self.text("simulate-kind-gained"))
            .numbers(self.text("simulate-kind-per-gained"))
            .numbers(self.text("simulate-kind-margin"));
        for one in &self.simulated.kinds {
            table.row(vec![
                one.label.clone(),
                self.percent(one.share),
                self.kroner(one.paid),
                self.kroner(one.without_effect),
                self.number(one.gained, 2),
                one.paid_per_gained.map_or_else(|| "–".to_owned(), |paid| self.kroner(paid)),
                self.kroner(one.margin),
            ]);
        }
        self.section(self.text("simulate-kinds"), table)
    }

    fn prices(&self) -> Option<Section> {
        let mut table = Grid::new().words(self.text("simulate-price-reason")).numbers(self.text("simulate-price"));
        for one in &self.simulated.prices {
            use virkning_risk::fairness::PriceReason as Reason;
            let party = match &one.reason {
                Reason::InvestorBreaksEven(party)
                | Reason::InvestorBreaksEvenInNineOfTen(party)
                | Reason::PayerBreaksEven(party) => self.party(party),
                _ => String::new(),
            };
            let key = format!("simulate-price-{}", json::reason(&one.reason));
            let price = one.price.map_or_else(|| "–".to_owned(), |price| self.number(price, 2));
            table.row(vec![self.texts.with(&key, &[("name", &party)]), price]);
        }
        self.section(self.text("simulate-prices"), table)
    }

    fn alternatives(&self) -> Vec<Section> {
        let mut out = Vec::new();
        for all in &self.simulated.alternatives {
            let mut table = Grid::new()
                .words(self.text("simulate-terms"))
                .numbers(self.text("simulate-terms-price"))
                .numbers(self.text("simulate-mean"))
                .numbers("P10")
                .numbers("P90")
                .numbers(self.text("simulate-terms-without"))
                .numbers(self.text("simulate-terms-back"));
            for one in &all.terms {
                table.row(vec![
                    self.text(&format!("simulate-terms-{}", json::terms(one.kind))),
                    self.number(one.price, 2),
                    self.kroner(one.paid.mean.value),
                    self.kroner(one.paid.p10.value),
                    self.kroner(one.paid.p90.value),
                    one.without_effect.map_or_else(|| "–".to_owned(), |paid| self.kroner(paid.value)),
                    one.capital_back.map_or_else(|| "–".to_owned(), |chance| self.percent(chance.value)),
                ]);
            }
            let title = self.texts.with("simulate-alternatives", &[("name", &self.payment(&all.term))]);
            out.push(Section { title, parts: vec![Part::Table(table)] });
        }
        out
    }
}
