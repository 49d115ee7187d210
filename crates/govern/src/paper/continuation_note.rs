//! The note on continuation, on two pages: what it is, how it went against what was expected, what the agreed criteria say,
//! who saves and who pays, what going on would cost whom, and when it must be decided.

use virkning_model::continuation::Recommendation;
use virkning_model::portfolio::NotePart;

use super::{PaperError, parts, people};
use crate::calendar;
use crate::continuation::{self, Continuation, CriterionResult, Found};
use crate::dossier::Dossier;
use crate::record::{Cell, Figure, Line, Lineage, Part, Report, Row, Table, Value, Words};

/// The note.
pub fn note(dossier: &Dossier, subject: &str) -> Result<Report, PaperError> {
    let (idea, agreement) = parts::investment(dossier, subject)?;
    let terms = agreement.in_force(dossier.today);
    let recruitment = people::recruitment_of(dossier, agreement);
    let achieved = people::achieved_of(dossier, agreement);
    let plan = dossier.plan(terms);
    let computed = continuation::continuation(agreement, plan.as_ref(), &recruitment, &achieved, dossier.today)
        .ok_or_else(|| PaperError::NoContinuation(idea.name.clone()))?;
    let id = idea.id.as_str();
    let mut report = parts::report_of(dossier, "continuation", idea, "paper-subtitle-continuation");
    report.title = Words::key("paper-title-continuation").with("name", agreement.name.as_str());
    let frame = terms.continuation.as_ref();
    let from = || match frame {
        Some(frame) => Lineage::term(agreement.id.as_str(), "continuation", &frame.clause, frame.origin.as_ref()),
        None => Lineage::default(),
    };
    report.facts.push(Line::new("paper-expires", Figure::new(format!("{id}.expires"), computed.expires, from())));
    let decided_by = Figure::new(format!("{id}.decided-by"), computed.decided_by.as_str(), from());
    report.facts.push(Line::new("paper-decided-by", decided_by));
    report.facts.extend(deadlines(dossier, id, &computed, &from()));
    let mut head = vec![Part::Text(Words::text(agreement.purpose.clone()))];
    head.push(Part::Text(Words::text(agreement.intervention.label.clone())));
    head.push(Part::Facts(people::recruitment_lines(idea, agreement, &recruitment)));
    report.section("paper-description", head);
    let mut assessment = parts::text(dossier, Some(idea), NotePart::Assessment);
    assessment.extend(people::triggers(&recruitment));
    assessment.extend(people::achieved_parts(idea, agreement, &achieved));
    assessment.extend(parts::facts(dossier, Some(idea)));
    report.section("paper-assessment", assessment);
    report.section("paper-criteria", vec![Part::Table(criteria_table(id, agreement.id.as_str(), &computed))]);
    report.section("paper-who-pays-and-saves", money_parts(id, agreement.id.as_str(), &computed));
    report.section("paper-recommendation", recommendation(dossier, idea, &computed));
    report.section("paper-afterwards", afterwards(id, &computed));
    report.section("paper-findings", parts::findings_about(dossier, idea, agreement));
    report.section("paper-decisions", parts::decisions(dossier, dossier.decisions_about(idea)));
    Ok(report)
}

fn deadlines(dossier: &Dossier, id: &str, computed: &Continuation, from: &Lineage) -> Vec<Line> {
    let Some(round) = &dossier.portfolio.budget_round else { return Vec::new() };
    let rounds = calendar::rounds(round, computed.expires);
    let line = |one: &calendar::Round| {
        let used = if one.is_chosen { "chosen" } else { "other" };
        let figure = Figure::new(format!("{id}.decided.{}", one.reading), one.decided, from.clone());
        let label = Words::key("paper-decided-reading").with("used", Value::Choice(used.to_owned()));
        Line::new(label, figure).noted(Words::text(one.text.clone()))
    };
    rounds.iter().map(line).collect()
}

fn criteria_table(id: &str, agreement: &str, computed: &Continuation) -> Table {
    let row = |one: &CriterionResult| {
        let name = |what: &str| format!("{id}.criterion.{}.{what}", one.id);
        let from = || Lineage::term(agreement, format!("criterion.{}", one.id), &one.clause, one.origin.as_ref());
        let (found, bound) = match &one.found {
            Found::Share(number, of, bound) => (Value::Of(*number, *of), Some(Value::Share(bound.round_dp(4)))),
            Found::Open(number, at_best, needed) => {
                (Value::Span(*number, *at_best), Some(Value::Count(needed.round_dp(1))))
            }
            Found::Mean(mean, bound, unit) => {
                let unit = unit.clone().unwrap_or_default();
                (Value::Number(*mean, unit), Some(Value::Number(*bound, String::new())))
            }
            Found::Count(number, needed) => (Value::Count(*number), Some(Value::Count(*needed))),
            Found::Cashable(_, Some(true)) => (Value::Word("paper-cashable-yes".to_owned()), None),
            Found::Cashable(_, Some(false)) => (Value::Word("paper-cashable-no".to_owned()), None),
            Found::Cashable(_, None) | Found::Nothing => (Value::NotStated, None),
            Found::Balance(balance) => (Value::Money(*balance), None),
            Found::Judgement(because) => (because.as_deref().map_or(Value::NotStated, Value::from), None),
        };
        let state = match one.is_met {
            Some(true) => "met",
            Some(false) => "not-met",
            None => "open",
        };
        let then: Cell = match one.is_met {
            Some(true) => Cell::Empty,
            _ => recommendation_words(one.otherwise).into(),
        };
        Row::new(vec![
            Words::text(one.label.clone()).into(),
            Figure::new(name("found"), found, from()).into(),
            bound.map_or(Cell::Empty, |bound| Figure::new(name("bound"), bound, from()).into()),
            Words::key("paper-criterion-state").with("state", Value::Choice(state.to_owned())).into(),
            then,
        ])
    };
    Table {
        caption: "paper-criteria".into(),
        columns: ["paper-criterion", "paper-found", "paper-needed-bound", "paper-met", "paper-then"]
            .map(Words::key)
            .to_vec(),
        rows: computed.criteria.iter().map(row).collect(),
        note: Some("paper-criteria-note".into()),
    }
}

/// A recommendation in words.
pub fn recommendation_words(recommendation: Recommendation) -> Words {
    let word = match recommendation {
        Recommendation::Permanent => "permanent",
        Recommendation::ForATime => "for-a-time",
        Recommendation::Operation => "operation",
        Recommendation::Adapted => "adapted",
        Recommendation::HandedOver => "handed-over",
        Recommendation::CaseByCase => "case-by-case",
        Recommendation::Stopped => "stopped",
    };
    Words::key("govern-recommendation").with("word", Value::Choice(word.to_owned()))
}

fn money_parts(id: &str, agreement: &str, computed: &Continuation) -> Vec<Part> {
    let from = |how: &str| Lineage::computed(agreement, how, ["financing", "cost", "intake"]);
    let costs = &computed.costs;
    let mut lines = vec![Line::new("paper-price", Figure::new(format!("{id}.costs.price"), costs.price, from("term")))];
    if let Some((year, amount)) = costs.per_year {
        let label = Words::key("paper-cost-of-year").with("year", Value::Year(year));
        lines.push(Line::new(label, Figure::new(format!("{id}.costs.year"), amount, from("sum"))));
    }
    if let Some((planned, amount)) = costs.per_participant {
        let label = Words::key("paper-cost-per-participant").with("planned", planned);
        lines.push(Line::new(label, Figure::new(format!("{id}.costs.participant"), amount, from("quotient"))));
    }
    lines.push(
        Line::new("paper-capital", Figure::new(format!("{id}.costs.capital"), costs.capital, from("term")))
            .noted("paper-capital-ends"),
    );
    for (name, amount) in &costs.bearers {
        let label = Words::key("paper-bears").with("name", name.as_str());
        lines.push(Line::new(label, Figure::new(format!("{id}.costs.bearer.{name}"), *amount, from("sum"))));
    }
    let mut parts = vec![Part::Facts(lines)];
    let payers = computed.payers.iter().enumerate().map(|(place, payer)| {
        let share = payer.share.map_or(Value::NotStated, |share| Value::Share(share.round_dp(4)));
        Row::new(vec![
            Words::text(payer.payment.clone()).into(),
            Words::text(payer.name.clone()).into(),
            Figure::new(format!("{id}.payer.{place}.share"), share, from("term")).into(),
        ])
    });
    let payers: Vec<Row> = payers.collect();
    if !payers.is_empty() {
        let columns = ["paper-payment", "paper-payer", "paper-share"].map(Words::key).to_vec();
        parts.push(Part::Table(Table { caption: "paper-who-pays".into(), columns, rows: payers, note: None }));
    }
    let savers: Vec<Row> = computed
        .savers
        .iter()
        .enumerate()
        .map(|(place, saver)| {
            let word = match saver.is_cashable {
                Some(true) => "paper-cashable-yes",
                Some(false) => "paper-cashable-no",
                None => "paper-cashable-open",
            };
            Row::new(vec![
                Words::text(saver.saving.clone()).into(),
                Words::text(saver.name.clone()).into(),
                Figure::new(format!("{id}.saver.{place}"), saver.amount, from("plan")).into(),
                Words::key(word).into(),
            ])
        })
        .collect();
    if !savers.is_empty() {
        let columns = ["paper-saving", "paper-who-saves", "paper-amount", "paper-cashable"].map(Words::key).to_vec();
        parts.push(Part::Table(Table { caption: "paper-who-saves".into(), columns, rows: savers, note: None }));
    }
    parts
}

fn recommendation(dossier: &Dossier, idea: &virkning_model::portfolio::Idea, computed: &Continuation) -> Vec<Part> {
    let (title, warns) = match computed.recommendation {
        Some(recommendation) => (recommendation_words(recommendation), recommendation != Recommendation::Permanent),
        None => (Words::key("paper-no-recommendation"), true),
    };
    let unmet: Vec<&str> =
        computed.criteria.iter().filter(|one| one.is_met == Some(false)).map(|one| one.label.as_str()).collect();
    let open = computed.criteria.iter().filter(|one| one.is_met.is_none()).count();
    let text = if unmet.is_empty() && open == 0 {
        Words::key("paper-because-all-met")
    } else {
        Words::key("paper-because")
            .with("unmet", unmet.join("; ").as_str())
            .with("count", Value::Number(unmet.len().into(), String::new()))
            .with("open", Value::Number(open.into(), String::new()))
    };
    let mut parts = vec![Part::Remark { warns, title, text }];
    if !computed.besides.is_empty() {
        parts.push(Part::Text("paper-besides".into()));
        parts.push(Part::List(computed.besides.iter().map(|one| recommendation_words(*one)).collect()));
    }
    parts.extend(super::parts::text(dossier, Some(idea), NotePart::Recommendation));
    parts.push(Part::Text("paper-rules-advise".into()));
    parts
}

/// After a stop measuring and paying go on to their end, and each follow-up may reopen the question.
fn afterwards(id: &str, computed: &Continuation) -> Vec<Part> {
    let mut parts = vec![Part::Text("paper-afterwards-text".into())];
    let rows = computed.still_measured.iter().map(|(measure, label, day)| {
        let from = Lineage::computed(id, "settled", [format!("measure.{measure}")]);
        Row::new(vec![
            Figure::new(format!("{id}.still.{measure}.{day}"), *day, from).into(),
            Words::text(label.clone()).into(),
        ])
    });
    let rows: Vec<Row> = rows.collect();
    if !rows.is_empty() {
        let columns = ["paper-day", "paper-measure"].map(Words::key).to_vec();
        parts.push(Part::Table(Table { caption: "paper-still-measured".into(), columns, rows, note: None }));
    }
    parts
}
