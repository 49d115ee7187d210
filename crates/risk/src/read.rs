//! From a document to assumptions: Markdown with TOML blocks, as an agreement. What is wrong is told as a list, each thing
//! with its place and code; a document with anything wrong gives no assumptions.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use virkning_agreement::Source;
use virkning_agreement::tree::{self, Span, Table, Term, Value};
use virkning_model::agreement::{Agreement, Measure};
use virkning_model::id::{MeasureId, TermId};
use virkning_model::origin::Origin;
use virkning_model::{Diagnostic, Money};

use crate::assumptions::{
    About, AfterLeaving, Assumptions, Correlation, Leaving, Outcomes, Persistence, PersonKind, Pilot, SavingsFollow,
    Uncertain, ValueSpread,
};
use crate::codes;
use crate::correlation::cholesky;
use crate::distribution::Distribution;

/// The tables of the language, their keys, and whether there may be several.
const TABLES: &[(&str, &[&str], bool)] = &[
    ("assumptions", &["agreement", "paths", "seed", "outcomes", "savings_follow", "loss_beyond", "origin"], false),
    (
        "uncertain",
        &[
            "id",
            "label",
            "of",
            "measure",
            "cost",
            "saving",
            "index",
            "distribution",
            "cohorts_like",
            "deviation",
            "memory",
            "origin",
        ],
        true,
    ),
    ("persistence", &["measure", "correlation", "origin"], true),
    ("leaving", &["id", "label", "yearly", "then", "origin"], true),
    ("value", &["measure", "mean", "without", "deviation", "correlation", "controls", "origin"], true),
    ("correlation", &["between", "value", "origin"], true),
    ("pilot", &["people", "measure", "cost", "origin"], false),
    ("kind", &["id", "label", "share", "success", "without", "cost", "origin"], true),
];

/// The most paths of one simulation: what is kept of each must fit in memory.
pub const PATHS_MAX: u32 = 10_000_000;

/// Whether a text is a document of assumptions, and which agreement it names: a path from its own folder. The outer
/// nothing is another document.
pub fn agreement_named(text: &str) -> Option<Option<String>> {
    let mut diagnostics = Vec::new();
    let source = Source::of(text, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    let head = terms.iter().find(|term| term.table == "assumptions")?;
    Some(head.get("agreement").and_then(Value::text).map(str::to_owned))
}

/// What became of a document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The assumptions; there exactly if there is no diagnostic.
    pub assumptions: Option<Assumptions>,
    /// Everything that is wrong, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a document of assumptions about an agreement.
pub fn read(text: &str, agreement: &Agreement) -> Reading {
    let mut diagnostics = Vec::new();
    let source = Source::of(text, &mut diagnostics);
    let terms = tree::read(&source, &mut diagnostics);
    let mut reader = Reader { source: &source, agreement, diagnostics };
    let assumptions = reader.diagnostics.is_empty().then(|| reader.assumptions(&terms));
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|diagnostic| (diagnostic.place.start, diagnostic.code));
    Reading { assumptions: assumptions.filter(|_| diagnostics.is_empty()), diagnostics }
}

struct Reader<'a> {
    source: &'a Source<'a>,
    agreement: &'a Agreement,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn tell(&mut self, code: &'static str, span: &Span, arguments: &[(&'static str, String)]) {
        let plain = Diagnostic::error(code, self.source.place(span));
        self.diagnostics.push(arguments.iter().fold(plain, |told, (name, value)| told.with(name, value.clone())));
    }

    fn assumptions(&mut self, terms: &[Term]) -> Assumptions {
        let mut all = Assumptions { outcomes: Outcomes::Drawn, paths: 20_000, seed: 1, ..Assumptions::none() };
        let mut ids = BTreeSet::new();
        for term in terms {
            if !self.is_known(term) {
                continue;
            }
            if let Some(id) = term.id()
                && !ids.insert(id.to_owned())
            {
                self.tell(codes::DUPLICATE_ID, &term.span_at(&["id"]), &[("id", id.to_owned())]);
            }
            let _ = match term.table.as_str() {
                "assumptions" => self.head(term, &mut all),
                "uncertain" => self.uncertain(term).map(|one| all.uncertain.push(one)),
                "persistence" => self.persistence(term).map(|one| all.persistence.push(one)),
                "leaving" => self.leaving(term).map(|one| all.leaving.push(one)),
                "value" => self.value(term).map(|one| all.values.push(one)),
                "correlation" => self.correlation(term, &all).map(|one| all.correlations.push(one)),
                "pilot" => self.pilot(term).map(|one| all.pilot = Some(one)),
                _ => self.kind(term).map(|one| all.kinds.push(one)),
            };
        }
        self.whole(terms, &all);
        all
    }

    /// Whether the table and all its keys are of the language.
    fn is_known(&mut self, term: &Term) -> bool {
        let table = TABLES.iter().find(|(name, _, several)| *name == term.table && *several == term.of_list);
        let Some((_, keys, _)) = table else {
            let known: Vec<String> = TABLES.iter().map(|(name, _, several)| bracketed(name, *several)).collect();
            let arguments = [("table", bracketed(&term.table, term.of_list)), ("known", known.join(", "))];
            self.tell(codes::UNKNOWN_TABLE, &term.span, &arguments);
            return false;
        };
        let strangers = term.body.entries.iter().filter(|entry| !keys.contains(&entry.key.as_str()));
        let strangers: Vec<_> = strangers.map(|entry| (entry.key.clone(), entry.key_span.clone())).collect();
        for (key, span) in &strangers {
            self.tell(codes::UNKNOWN_KEY, span, &[("key", key.clone()), ("known", keys.join(", "))]);
        }
        strangers.is_empty()
    }

    /// What only all assumptions together can be asked.
    fn whole(&mut self, terms: &[Term], all: &Assumptions) {
        let at = |table: &str| terms.iter().rfind(|term| term.table == table).map(|term| term.span.clone());
        for (place, one) in all.uncertain.iter().enumerate() {
            if all.uncertain[..place].iter().any(|earlier| same_subject(&earlier.of, &one.of)) {
                let own = terms.iter().find(|term| term.id() == Some(one.id.as_str()));
                let span = own.map_or(0..0, |term| term.span.clone());
                self.tell(codes::ASSUMED_TWICE, &span, &[("id", one.id.to_string())]);
            }
        }
        let hazard: f64 = all.leaving.iter().map(|one| one.yearly).sum();
        if let (true, Some(span)) = (hazard > 1.0, at("leaving")) {
            self.tell(codes::SHARES, &span, &[("sum", hazard.to_string()), ("of", "leaving".to_owned())]);
        }
        let shares: Decimal = all.kinds.iter().map(|kind| kind.share).sum();
        if let (true, Some(span)) = (!all.kinds.is_empty() && shares != Decimal::ONE, at("kind")) {
            self.tell(codes::SHARES, &span, &[("sum", shares.to_string()), ("of", "kind".to_owned())]);
        }
        if let (true, Some(span)) = (cholesky(all).is_none(), at("correlation")) {
            self.tell(codes::IMPOSSIBLE_CORRELATIONS, &span, &[]);
        }
    }

    fn head(&mut self, term: &Term, all: &mut Assumptions) -> Option<()> {
        self.text(term, "agreement")?;
        if term.get("paths").is_some() {
            all.paths = self.whole_number(term, "paths", 1, u64::from(PATHS_MAX))?.try_into().ok()?;
        }
        if term.get("seed").is_some() {
            all.seed = self.whole_number(term, "seed", 0, u64::MAX >> 1)?;
        }
        if term.get("outcomes").is_some() {
            let words = [("drawn", Outcomes::Drawn), ("expected", Outcomes::Expected)];
            all.outcomes = self.word(term, "outcomes", &words)?;
        }
        if term.get("savings_follow").is_some() {
            let words = [
                ("success-rate", SavingsFollow::SuccessRate),
                ("effect", SavingsFollow::Effect),
                ("nothing", SavingsFollow::Nothing),
            ];
            all.savings_follow = self.word(term, "savings_follow", &words)?;
        }
        if let Some(value) = term.get("loss_beyond") {
            let Some(values) = value.list() else {
                self.tell(codes::WRONG_TYPE, &value.span, &[("key", "loss_beyond".to_owned())]);
                return None;
            };
            for value in values {
                let amount = self.amount_of("loss_beyond", value)?;
                all.losses.push(amount);
            }
        }
        Some(())
    }

    fn uncertain(&mut self, term: &Term) -> Option<Uncertain> {
        let (id, label, origin) = (self.id(term)?, self.text(term, "label")?, self.origin(term)?);
        let words = [
            ("recruitment", "recruitment"),
            ("recruitment-each-year", "recruitment-each-year"),
            ("success", "success"),
            ("market", "market"),
            ("cost", "cost"),
            ("saving", "saving"),
            ("delay", "delay"),
            ("index", "index"),
            ("value", "value"),
        ];
        let word = self.word(term, "of", &words)?;
        let (of, distribution) = match word {
            "recruitment" => (About::Recruitment, self.factor(term)?),
            "recruitment-each-year" => (About::RecruitmentOfEachYear, self.factor(term)?),
            "success" => self.success(term)?,
            "market" => {
                let (deviation, memory) =
                    (self.number(term, "deviation", 0.0, 10.0)?, self.number(term, "memory", 0.0, 1.0)?);
                (About::Market { deviation, memory }, Distribution::Normal { mean: 0.0, deviation: 1.0 })
            }
            "cost" => {
                let known: Vec<String> = self.agreement.costs.iter().map(|cost| cost.id.to_string()).collect();
                (About::Cost(self.may_refer(term, "cost", &known)?), self.factor(term)?)
            }
            "saving" => {
                let known: Vec<String> = self.agreement.savings.iter().map(|saving| saving.id.to_string()).collect();
                (About::Saving(self.may_refer(term, "saving", &known)?), self.factor(term)?)
            }
            "delay" => (About::Delay, self.distribution(term, None, (0.0, 24.0))?),
            "index" => {
                let known: Vec<String> = self.agreement.indices.iter().map(|index| index.id.to_string()).collect();
                self.text(term, "index")?;
                (About::Index(self.may_refer(term, "index", &known)??), self.distribution(term, None, (-0.5, 1.0))?)
            }
            _ => (About::Value(self.measure(term)?.id), self.distribution(term, None, (-1e12, 1e12))?),
        };
        Some(Uncertain { id, label, of, distribution, clause: self.source.clause(term.start()), origin })
    }

    fn success(&mut self, term: &Term) -> Option<(About, Distribution)> {
        let measure = self.measure(term)?;
        let later = planned_rate(&measure);
        let distribution = self.distribution(term, later, (0.0, 1.0))?;
        if measure.success.is_none() {
            let span = term.span_at(&["measure"]);
            self.tell(codes::NOTHING_TO_VARY, &span, &[("measure", measure.id.to_string())]);
            return None;
        }
        let cohorts_like = match term.get("cohorts_like") {
            None => None,
            Some(_) => Some(self.number(term, "cohorts_like", 1.0, 1e6)?),
        };
        Some((About::Success { measure: measure.id, cohorts_like }, distribution))
    }

    /// A factor on what is planned: never below zero.
    fn factor(&mut self, term: &Term) -> Option<Distribution> {
        self.distribution(term, None, (0.0, 100.0))
    }

    /// A distribution; a mean that is not named is the planned one. Its bounded kinds lie inside the range.
    fn distribution(&mut self, term: &Term, planned: Option<f64>, range: (f64, f64)) -> Option<Distribution> {
        let Some(entry) = term.body.entry("distribution") else {
            self.missing(term, "distribution");
            return None;
        };
        let span = entry.value.span.clone();
        let Some(table) = entry.value.table().cloned() else {
            self.tell(codes::WRONG_TYPE, &span, &[("key", "distribution".to_owned())]);
            return None;
        };
        let kind = table.get("kind").and_then(Value::text).unwrap_or_default().to_owned();
        let keys: &[&str] = match kind.as_str() {
            "fixed" => &["value"],
            "uniform" => &["low", "high"],
            "triangle" | "pert" => &["low", "mode", "high"],
            "beta" => &["mean", "like"],
            "normal" => &["mean", "deviation"],
            "lognormal" => &["median", "deviation"],
            _ => {
                let at = table.get("kind").map_or(span, |value| value.span.clone());
                let known = "fixed, uniform, triangle, pert, beta, normal, lognormal".to_owned();
                self.tell(codes::UNKNOWN_WORD, &at, &[("key", "kind".to_owned()), ("word", kind), ("known", known)]);
                return None;
            }
        };
        let mut numbers = [0.0; 3];
        for (place, key) in keys.iter().enumerate() {
            let is_planned = *key == "mean" && table.get(key).is_none();
            numbers[place] = match planned.filter(|_| is_planned) {
                Some(planned) => planned,
                None => self.number_of(&table, &span, key)?,
            };
        }
        self.fitting(&kind, numbers, &table, &span, range)
    }

    fn fitting(
        &mut self,
        kind: &str,
        [one, two, three]: [f64; 3],
        table: &Table,
        span: &Span,
        (least, most): (f64, f64),
    ) -> Option<Distribution> {
        let (distribution, fits) = match kind {
            "fixed" => (Distribution::Fixed(one), least <= one && one <= most),
            "uniform" => (Distribution::Uniform { low: one, high: two }, least <= one && one < two && two <= most),
            "triangle" | "pert" => {
                let fits = least <= one && one <= two && two <= three && one < three && three <= most;
                let distribution = if kind == "pert" {
                    Distribution::Pert { low: one, mode: two, high: three }
                } else {
                    Distribution::Triangle { low: one, mode: two, high: three }
                };
                (distribution, fits)
            }
            "beta" => {
                (Distribution::Beta { mean: one, like: two }, 0.0 < one && one < 1.0 && (0.1..=1e6).contains(&two))
            }
            "normal" => (Distribution::Normal { mean: one, deviation: two }, two > 0.0 && least <= one && one <= most),
            _ => {
                let fits = one > 0.0 && one <= most && two > 0.0 && two <= 5.0;
                (Distribution::Lognormal { median: one, deviation: two }, fits)
            }
        };
        let strangers = table.entries.iter().filter(|entry| !DISTRIBUTION_KEYS.contains(&entry.key.as_str()));
        let strangers: Vec<_> = strangers.map(|entry| (entry.key.clone(), entry.key_span.clone())).collect();
        for (key, span) in &strangers {
            self.tell(codes::UNKNOWN_KEY, span, &[("key", key.clone()), ("known", DISTRIBUTION_KEYS.join(", "))]);
        }
        if !fits {
            let range = [("kind", kind.to_owned()), ("least", least.to_string()), ("most", most.to_string())];
            self.tell(codes::IMPOSSIBLE_DISTRIBUTION, span, &range);
        }
        (fits && strangers.is_empty()).then_some(distribution)
    }

    fn persistence(&mut self, term: &Term) -> Option<Persistence> {
        let measure = self.measure(term)?.id;
        let correlation = self.number(term, "correlation", 0.0, 0.999)?;
        Some(Persistence { measure, correlation, origin: self.origin(term)? })
    }

    fn leaving(&mut self, term: &Term) -> Option<Leaving> {
        let (id, label) = (self.id(term)?, self.text(term, "label")?);
        let yearly = self.number(term, "yearly", 0.0, 1.0)?;
        let words = [("no-success", AfterLeaving::NoSuccess), ("baseline", AfterLeaving::Baseline)];
        let then = self.word(term, "then", &words)?;
        Some(Leaving { id, label, yearly, then, origin: self.origin(term)? })
    }

    fn value(&mut self, term: &Term) -> Option<ValueSpread> {
        let measure = self.measure(term)?;
        let may = |reader: &mut Self, key: &str| match term.get(key) {
            None => Some(None),
            Some(_) => reader.number(term, key, -1e12, 1e12).map(Some),
        };
        let (mean, without) = (may(self, "mean")?, may(self, "without")?);
        let deviation = self.number(term, "deviation", 0.0, 1e12)?;
        let correlation = self.number(term, "correlation", 0.0, 0.999)?;
        let controls = self.number(term, "controls", 0.01, 100.0)?;
        if measure.value.is_none() || (mean.is_none() && measure.expected_value.is_none()) {
            let span = term.span_at(&["measure"]);
            self.tell(codes::NOTHING_TO_VARY, &span, &[("measure", measure.id.to_string())]);
            return None;
        }
        Some(ValueSpread {
            measure: measure.id,
            mean,
            without,
            deviation,
            correlation,
            controls,
            origin: self.origin(term)?,
        })
    }

    fn correlation(&mut self, term: &Term, all: &Assumptions) -> Option<Correlation> {
        let Some(value) = term.get("between") else {
            self.missing(term, "between");
            return None;
        };
        let names: Vec<String> =
            value.list().unwrap_or_default().iter().filter_map(|one| one.text().map(str::to_owned)).collect();
        let [one, other] = names.as_slice() else {
            self.tell(codes::WRONG_TYPE, &value.span.clone(), &[("key", "between".to_owned())]);
            return None;
        };
        let known: Vec<String> = all.uncertain.iter().map(|one| one.id.to_string()).collect();
        let stranger = [one, other].into_iter().find(|name| !known.contains(name));
        if let Some(stranger) = stranger {
            let arguments = [("key", "between".to_owned()), ("word", stranger.clone()), ("known", known.join(", "))];
            self.tell(codes::UNKNOWN_REFERENCE, &value.span.clone(), &arguments);
            return None;
        }
        let of = |name: &String| TermId::new(name.clone()).ok();
        Some(Correlation { between: (of(one)?, of(other)?), value: self.number(term, "value", -0.999, 0.999)? })
    }

    fn pilot(&mut self, term: &Term) -> Option<Pilot> {
        let people = u32::try_from(self.whole_number(term, "people", 1, 100_000)?).ok()?;
        let measure = self.measure(term)?.id;
        let cost = self.may_amount(term, "cost")?;
        Some(Pilot { people, measure, cost, origin: self.origin(term)? })
    }

    fn kind(&mut self, term: &Term) -> Option<PersonKind> {
        let (id, label) = (self.id(term)?, self.text(term, "label")?);
        let mut share_of = |key: &str| {
            self.number(term, key, 0.0, 1.0)?;
            term.get(key)?.decimal()
        };
        let (share, success, without) = (share_of("share")?, share_of("success")?, share_of("without")?);
        let cost = self.may_amount(term, "cost")?;
        Some(PersonKind { id, label, share, success, without, cost, origin: self.origin(term)? })
    }

    fn missing(&mut self, term: &Term, key: &str) {
        let arguments = [("table", term.table.clone()), ("key", key.to_owned())];
        self.tell(codes::MISSING_KEY, &term.span, &arguments);
    }

    fn text(&mut self, term: &Term, key: &str) -> Option<String> {
        let Some(value) = term.get(key) else {
            self.missing(term, key);
            return None;
        };
        match value.text().filter(|text| !text.trim().is_empty()) {
            Some(text) => Some(text.to_owned()),
            None => {
                self.tell(codes::WRONG_TYPE, &value.span.clone(), &[("key", key.to_owned())]);
                None
            }
        }
    }

    fn id(&mut self, term: &Term) -> Option<TermId> {
        let text = self.text(term, "id")?;
        let id = TermId::new(text).ok();
        if id.is_none() {
            self.tell(codes::WRONG_TYPE, &term.span_at(&["id"]), &[("key", "id".to_owned())]);
        }
        id
    }

    fn measure(&mut self, term: &Term) -> Option<Measure> {
        let text = self.text(term, "measure")?;
        let known: Vec<String> = self.agreement.measures.iter().map(|measure| measure.id.to_string()).collect();
        let measure = MeasureId::new(text.clone()).ok().and_then(|id| self.agreement.measure(&id));
        match measure {
            Some(measure) => Some(measure.clone()),
            None => {
                let arguments = [("key", "measure".to_owned()), ("word", text), ("known", known.join(", "))];
                self.tell(codes::UNKNOWN_REFERENCE, &term.span_at(&["measure"]), &arguments);
                None
            }
        }
    }

    /// A term of the agreement that may be named; the outer nothing is one that it does not have.
    fn may_refer(&mut self, term: &Term, key: &'static str, known: &[String]) -> Option<Option<TermId>> {
        if term.get(key).is_none() {
            return Some(None);
        }
        let text = self.text(term, key)?;
        if known.contains(&text) {
            return TermId::new(text).ok().map(Some);
        }
        let arguments = [("key", key.to_owned()), ("word", text), ("known", known.join(", "))];
        self.tell(codes::UNKNOWN_REFERENCE, &term.span_at(&[key]), &arguments);
        None
    }

    fn word<T: Copy>(&mut self, term: &Term, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(term, key)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let arguments = [("key", key.to_owned()), ("word", text), ("known", known.join(", "))];
            self.tell(codes::UNKNOWN_WORD, &term.span_at(&[key]), &arguments);
        }
        found
    }

    fn number(&mut self, term: &Term, key: &str, least: f64, most: f64) -> Option<f64> {
        if term.get(key).is_none() {
            self.missing(term, key);
            return None;
        }
        let number = self.number_of(&term.body, &term.span, key)?;
        if (least..=most).contains(&number) {
            return Some(number);
        }
        let arguments = [("key", key.to_owned()), ("least", least.to_string()), ("most", most.to_string())];
        self.tell(codes::OUT_OF_RANGE, &term.span_at(&[key]), &arguments);
        None
    }

    fn number_of(&mut self, table: &Table, span: &Span, key: &str) -> Option<f64> {
        let Some(value) = table.get(key) else {
            self.tell(codes::MISSING_KEY, span, &[("table", "distribution".to_owned()), ("key", key.to_owned())]);
            return None;
        };
        // The text of a decimal is a float's text too; its nearest float is what is drawn with.
        let number = value.decimal().and_then(|decimal| decimal.to_string().parse().ok());
        if number.is_none() {
            self.tell(codes::WRONG_TYPE, &value.span.clone(), &[("key", key.to_owned())]);
        }
        number
    }

    fn whole_number(&mut self, term: &Term, key: &str, least: u64, most: u64) -> Option<u64> {
        if term.get(key).is_none() {
            self.missing(term, key);
            return None;
        }
        let number = term.get(key).and_then(Value::decimal).and_then(|number| u64::try_from(number).ok());
        let is_whole = term.get(key).and_then(Value::decimal).is_some_and(|number| number.fract().is_zero());
        match number.filter(|number| is_whole && (least..=most).contains(number)) {
            Some(number) => Some(number),
            None => {
                let arguments = [("key", key.to_owned()), ("least", least.to_string()), ("most", most.to_string())];
                self.tell(codes::OUT_OF_RANGE, &term.span_at(&[key]), &arguments);
                None
            }
        }
    }

    fn may_amount(&mut self, term: &Term, key: &'static str) -> Option<Option<Money>> {
        match term.get(key).cloned() {
            None => Some(None),
            Some(value) => self.amount_of(key, &value).map(Some),
        }
    }

    fn amount_of(&mut self, key: &str, value: &Value) -> Option<Money> {
        let amount = value.decimal().and_then(|kroner| Money::exact(self.agreement.currency, kroner).ok());
        if amount.is_none_or(Money::is_negative) {
            self.tell(codes::WRONG_TYPE, &value.span, &[("key", key.to_owned())]);
            return None;
        }
        amount
    }

    fn origin(&mut self, term: &Term) -> Option<Origin> {
        let Some(value) = term.get("origin") else {
            self.missing(term, "origin");
            return None;
        };
        let found = value.table().and_then(|table| {
            let text = |key: &str| table.get(key).and_then(Value::text).map(str::to_owned);
            let source =
                text("source").map(|document| Origin::Source { document, place: text("place").unwrap_or_default() });
            let web = text("web").map(|page| Origin::Web { page });
            let derived = text("derived").map(|how| Origin::Derived { how });
            source.or(web).or(derived).or_else(|| text("assumed").map(|why| Origin::Assumed { why }))
        });
        if found.is_none() {
            self.tell(codes::WRONG_TYPE, &value.span.clone(), &[("key", "origin".to_owned())]);
        }
        found
    }
}

const DISTRIBUTION_KEYS: &[&str] = &["kind", "value", "low", "mode", "high", "mean", "like", "deviation", "median"];

fn bracketed(name: &str, several: bool) -> String {
    if several { format!("[[{name}]]") } else { format!("[{name}]") }
}

fn same_subject(one: &About, other: &About) -> bool {
    match (one, other) {
        (About::Success { measure, .. }, About::Success { measure: own, .. }) => measure == own,
        (About::Market { .. }, About::Market { .. }) => true,
        _ => one == other,
    }
}

/// The planned rate of a measure's later years, as a float.
pub(crate) fn planned_rate(measure: &Measure) -> Option<f64> {
    let by_year = measure
        .expected
        .as_ref()
        .and_then(|expected| expected.later.or_else(|| expected.named.last_key_value().map(|(_, rate)| *rate)));
    let rate = by_year.or_else(|| measure.expected_at.last_key_value().map(|(_, rate)| *rate))?;
    rate.to_string().parse().ok()
}
