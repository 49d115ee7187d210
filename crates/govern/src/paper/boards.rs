//! The board of ideas by stage, and the calendar.

use jiff::civil::Date;
use virkning_model::portfolio::{GateNeed, Stage};

use super::parts;
use crate::calendar;
use crate::dossier::Dossier;
use crate::record::{Cell, Figure, Line, Lineage, Part, Report, Row, Table, Value, Words};
use crate::stage;

/// Ideas by stage, gates, calls and decisions.
pub fn board(dossier: &Dossier) -> Report {
    let portfolio = &dossier.portfolio;
    let mut report = parts::report_of_all(dossier, "board", "paper-title-board");
    let count = Lineage::computed(portfolio.id.as_str(), "count", ["idea"]);
    let ideas = u32::try_from(portfolio.ideas.len()).unwrap_or(u32::MAX);
    report.key_figures.push(Line::new("paper-ideas", Figure::new("ideas", ideas, count)));
    let mut rows = Vec::new();
    for (_, stage) in Stage::WORDS {
        let here: Vec<_> = portfolio.ideas.iter().filter(|idea| dossier.stage_of(idea).0 == *stage).collect();
        for idea in &here {
            let (_, moved) = dossier.stage_of(idea);
            let from = match moved {
                Some(decision) => {
                    dossier.lineage(format!("decision.{}", decision.id), &decision.clause, decision.origin.as_ref())
                }
                None => dossier.lineage(format!("idea.{}.stage", idea.id), &idea.clause, idea.origin.as_ref()),
            };
            let since = moved.map_or(Some(idea.as_of), |decision| decision.on).map_or(Value::Unreadable, Value::Day);
            rows.push(Row::new(vec![
                Figure::new(format!("idea.{}.stage", idea.id), stage_value(*stage), from.clone()).into(),
                stage_label(dossier, *stage).into(),
                Words::text(idea.name.clone()).into(),
                Figure::new(format!("idea.{}.since", idea.id), since, from).into(),
                next(dossier, idea, *stage),
            ]));
        }
    }
    let columns = ["paper-stage", "paper-stage-name", "paper-idea", "paper-since", "paper-next-gate"];
    let note = portfolio.ideas.iter().any(|idea| dossier.stage_of(idea).0 == Stage::Unreadable);
    report.section(
        "paper-ideas-by-stage",
        vec![Part::Table(Table {
            caption: "paper-board".into(),
            columns: columns.map(Words::key).to_vec(),
            rows,
            note: note.then(|| "paper-unreadable-note".into()),
        })],
    );
    report.section("paper-gates", gates(dossier));
    report.section("paper-calls", calls(dossier));
    report.section("paper-decisions", parts::decisions(dossier, dossier.decisions().map(|(decision, _)| decision)));
    report
}

fn stage_value(stage: Stage) -> Value {
    match stage {
        Stage::Unreadable => Value::Unreadable,
        Stage::Declined => Value::Word("govern-stage-declined".to_owned()),
        Stage::Parked => Value::Word("govern-stage-parked".to_owned()),
        stage => Value::Text(stage.word().to_owned()),
    }
}

/// What a stage is called: by the document, else by the program.
pub fn stage_label(dossier: &Dossier, stage: Stage) -> Words {
    match dossier.portfolio.label(stage) {
        Some(label) => Words::text(label),
        None => Words::key("govern-stage").with("stage", Value::Choice(format!("s{}", stage.word()))),
    }
}

/// What lacks before the next stage.
fn next(dossier: &Dossier, idea: &virkning_model::portfolio::Idea, stage: Stage) -> Cell {
    let place = Stage::WORDS.iter().position(|(_, known)| *known == stage);
    let next = place.and_then(|place| Stage::WORDS.get(place + 1)).map(|(_, next)| *next);
    let Some(next) = next.filter(|next| stage.is_on_the_way() && next.is_on_the_way()) else { return Cell::Empty };
    let lacks: Vec<GateNeed> =
        stage::needs(dossier, idea, next).into_iter().filter(|need| !need.is_met).map(|need| need.need).collect();
    match lacks.first() {
        None => Words::key("paper-gate-open").with("stage", Value::Text(next.word().to_owned())).into(),
        Some(first) => Words::key("paper-gate-lacks")
            .with("stage", Value::Text(next.word().to_owned()))
            .with("need", Value::Choice(need_word(*first).to_owned()))
            .with("more", Value::Number((lacks.len() - 1).into(), String::new()))
            .into(),
    }
}

/// The word of a need.
pub fn need_word(need: GateNeed) -> &'static str {
    match need {
        GateNeed::BusinessCase => "business-case",
        GateNeed::AgreementChecked => "agreement-checked",
        GateNeed::RepaymentPlan => "repayment-plan",
        GateNeed::PreApproval => "pre-approval",
        GateNeed::Approval => "approval",
        GateNeed::Signatures => "signatures",
        GateNeed::Sealed => "sealed",
        GateNeed::Results => "results",
    }
}

fn gates(dossier: &Dossier) -> Vec<Part> {
    let row = |gate: &virkning_model::portfolio::Gate| {
        let needs = gate
            .needs
            .iter()
            .map(|need| Words::key("govern-need").with("need", Value::Choice(need_word(*need).to_owned())));
        let id = format!("gate.{}", gate.to.word());
        let from = dossier.lineage(id.clone(), &gate.clause, gate.origin.as_ref());
        let forum = gate.forum.as_ref().map_or(Cell::Empty, |forum| dossier.forum_name(forum).into());
        let mut rows = vec![];
        for (place, need) in needs.enumerate() {
            let stage: Cell = if place == 0 {
                Figure::new(id.clone(), Value::Text(gate.to.word().to_owned()), from.clone()).into()
            } else {
                Cell::Empty
            };
            rows.push(Row::new(vec![stage, need.into(), if place == 0 { forum.clone() } else { Cell::Empty }]));
        }
        rows
    };
    let rows: Vec<Row> = dossier.portfolio.gates.iter().flat_map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = ["paper-before-stage", "paper-needed", "paper-forum"].map(Words::key).to_vec();
    vec![Part::Table(Table { caption: "paper-gates".into(), columns, rows, note: None })]
}

fn calls(dossier: &Dossier) -> Vec<Part> {
    let mut all = Vec::new();
    for call in &dossier.portfolio.calls {
        all.push(Part::Heading(Words::text(call.label.clone())));
        let opened = Words::key("paper-call-opened").with("opened", call.opened.as_str());
        all.push(Part::Text(opened));
        if !call.criteria.is_empty() {
            let points = call.criteria.iter().map(|criterion| {
                Words::key("paper-call-criterion")
                    .with("label", criterion.label.as_str())
                    .with("weight", Value::Number(criterion.weight, String::new()))
            });
            all.push(Part::List(points.collect()));
        }
        let answers: Vec<_> = dossier.portfolio.answers.iter().filter(|answer| answer.call == call.id).collect();
        let name = |id: &virkning_model::id::TermId| {
            Words::text(dossier.portfolio.idea(id).map_or(id.as_str(), |idea| idea.name.as_str()))
        };
        if answers.is_empty() {
            continue;
        }
        let rows = call.form.iter().map(|field| {
            let mut cells: Vec<Cell> = vec![Words::text(field.label.clone()).into()];
            cells.extend(answers.iter().map(|answer| {
                let value = answer.values.iter().find(|(id, _)| *id == field.id);
                value.map_or_else(
                    || Words::key("paper-not-answered").into(),
                    |(_, text)| Words::text(text.clone()).into(),
                )
            }));
            Row::new(cells)
        });
        let scores = call.criteria.iter().filter_map(|criterion| {
            let own = |answer: &&virkning_model::portfolio::Answer| {
                answer.scores.iter().find(|(id, _)| *id == criterion.id).map(|(_, score)| *score)
            };
            if answers.iter().all(|answer| own(answer).is_none()) {
                return None;
            }
            let mut cells: Vec<Cell> = vec![Words::text(criterion.label.clone()).into()];
            cells.extend(answers.iter().map(|answer| {
                own(answer).map_or(Cell::Empty, |score| {
                    let from =
                        dossier.lineage(format!("answer.{}", answer.idea), &answer.clause, answer.origin.as_ref());
                    let id = format!("answer.{}.{}.{}", call.id, answer.idea, criterion.id);
                    Figure::new(id, Value::Number(score, String::new()), from).into()
                })
            }));
            Some(Row::total(cells))
        });
        let columns =
            std::iter::once(Words::key("paper-question")).chain(answers.iter().map(|answer| name(&answer.idea)));
        all.push(Part::Table(Table {
            caption: "paper-answers".into(),
            columns: columns.collect(),
            rows: rows.chain(scores).collect(),
            note: None,
        }));
    }
    all
}

/// The days of a span (the coming year where none is given), warnings first.
pub fn calendar(dossier: &Dossier, days: Option<(Date, Date)>) -> Report {
    let mut report = calendar_for(dossier, days, &|_| true);
    report.section("paper-budget-round", rounds(dossier));
    report
}

/// The same with those events only that somebody may know of, and without the budget rounds of all investments.
pub fn calendar_for(
    dossier: &Dossier,
    days: Option<(Date, Date)>,
    may_know: &dyn Fn(&calendar::Event) -> bool,
) -> Report {
    let (from, to) = days.unwrap_or((dossier.today, parts::in_a_year(dossier.today)));
    let mut report = parts::report_of_all(dossier, "calendar", "paper-title-calendar");
    report.subtitle = Words::key("paper-calendar-days").with("from", from).with("to", to);
    let known = |from: Date, to: Date| -> Vec<calendar::Event> {
        calendar::events(dossier, from, to).into_iter().filter(|event| may_know(event)).collect()
    };
    let (events, near) = (known(from, to), known(Date::MIN, Date::MAX));
    let round = dossier.portfolio.budget_round.as_ref();
    let warn_days = round.map_or(&[180, 90, 30][..], |round| &round.warn_days);
    let warnings = calendar::warnings(&near, warn_days, dossier.today);
    let remark = |warning: &calendar::Warning<'_>| {
        Words::key("paper-warning")
            .with("name", warning.event.name.as_str())
            .with("label", warning.event.label.as_str())
            .with("kind", Value::Choice(warning.event.kind.word().to_owned()))
            .with("day", warning.event.on)
            .with("days", Value::Number(warning.days_left.into(), String::new()))
            .with("passed", Value::Choice((warning.days_left < 0).to_string()))
    };
    if !warnings.is_empty() {
        report.section("paper-warnings", vec![Part::List(warnings.iter().map(remark).collect())]);
    }
    report.section("paper-days", vec![Part::Table(parts::events_table("paper-calendar", &events, true))]);
    report
}

/// When each expiring investment is decided, by every reading of the council's rule.
pub fn rounds(dossier: &Dossier) -> Vec<Part> {
    let Some(round) = &dossier.portfolio.budget_round else { return Vec::new() };
    let mut rows = Vec::new();
    for agreement in &dossier.agreements {
        let Some(continuation) = &agreement.continuation else { continue };
        for one in calendar::rounds(round, continuation.expires) {
            let id = format!("{}.round.{}", agreement.id, one.reading);
            let from = || {
                Lineage::term(
                    agreement.id.as_str(),
                    "continuation.expires",
                    &continuation.clause,
                    continuation.origin.as_ref(),
                )
            };
            let used = if one.is_chosen { "chosen" } else { "other" };
            rows.push(Row::new(vec![
                Words::text(agreement.name.clone()).into(),
                Figure::new(format!("{id}.expires"), continuation.expires, from()).into(),
                Figure::new(format!("{id}.note-ready"), one.note_ready, from()).into(),
                Figure::new(format!("{id}.decided"), one.decided, from()).into(),
                Words::key("paper-reading")
                    .with("used", Value::Choice(used.to_owned()))
                    .with("text", one.text.as_str())
                    .into(),
            ]));
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = ["paper-investment", "paper-expires", "paper-note-ready", "paper-decided", "paper-rule"];
    vec![
        Part::Text(Words::key("paper-rule-chosen").with("because", round.because.as_str())),
        Part::Table(Table {
            caption: "paper-budget-round".into(),
            columns: columns.map(Words::key).to_vec(),
            rows,
            note: None,
        }),
    ]
}
