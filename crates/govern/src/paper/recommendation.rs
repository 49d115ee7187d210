//! Papers that put something before somebody: the recommendation (indstilling), the committee's cover note, and the memo
//! that compares proposals.

use virkning_model::portfolio::{Idea, NotePart, Stage};

use super::{PaperError, boards, money, parts, people};
use crate::dossier::Dossier;
use crate::economy;
use crate::record::{Cell, Figure, Line, Lineage, Part, Report, Row, Table, Value, Words};

/// The recommendation in the municipality's eight sections: about one idea, or about the portfolio.
pub fn recommendation(dossier: &Dossier, subject: Option<&str>) -> Result<Report, PaperError> {
    let about = subject.map(|subject| parts::idea(dossier, subject)).transpose()?;
    let mut report = match about {
        Some(idea) => parts::report_of(dossier, "recommendation", idea, "paper-subtitle-recommendation"),
        None => parts::report_of_all(dossier, "recommendation", "paper-title-recommendation"),
    };
    head(dossier, &mut report);
    report.section("paper-resume", or_todo(parts::text(dossier, about, NotePart::Summary)));
    report.section("paper-decision-points", decision_points(dossier, about));
    let mut why = parts::text(dossier, about, NotePart::Why);
    why.extend(list_of_investments(dossier, about));
    report.section("paper-section-why", or_todo(why));
    let mut value = parts::text(dossier, about, NotePart::Value);
    value.extend(
        about
            .and_then(|idea| dossier.agreement_of(idea))
            .map(|agreement| Part::Text(Words::text(agreement.purpose.clone()))),
    );
    report.section("paper-section-value", or_todo(value));
    let mut how = parts::text(dossier, about, NotePart::How);
    if let Some((idea, agreement)) = about.and_then(|idea| Some((idea, dossier.agreement_of(idea)?))) {
        how.extend(parts::about(idea, agreement));
    }
    report.section("paper-section-how", or_todo(how));
    report.section("paper-section-resources", resources(dossier, about));
    let mut follow_up = parts::text(dossier, about, NotePart::FollowUp);
    if let Some(agreement) = about.and_then(|idea| dossier.agreement_of(idea)) {
        follow_up.extend(parts::deadlines(dossier, agreement.id.as_str()));
    }
    report.section("paper-section-follow-up", or_todo(follow_up));
    report.section("paper-annexes", annexes(dossier, about));
    Ok(report)
}

fn head(dossier: &Dossier, report: &mut Report) {
    let from = || Lineage { document: dossier.portfolio.id.to_string(), ..Lineage::default() };
    let municipality = Figure::new("from", dossier.portfolio.municipality.as_str(), from());
    report.facts.push(Line::new("paper-from", municipality));
    report.facts.push(Line::new("paper-day", Figure::new("day", dossier.today, from())));
}

/// A section that nobody has written yet says so: an office must see it before it is sent.
fn or_todo(parts: Vec<Part>) -> Vec<Part> {
    if parts.is_empty() {
        return vec![Part::Remark { warns: true, title: "paper-to-write".into(), text: "paper-to-write-text".into() }];
    }
    parts
}

fn decision_points(dossier: &Dossier, about: Option<&Idea>) -> Vec<Part> {
    let points = parts::points(dossier, about, NotePart::DecisionPoints);
    if !points.is_empty() {
        return vec![Part::Text("paper-it-is-recommended".into()), Part::Numbered(points)];
    }
    match about {
        Some(idea) => {
            let point = Words::key("paper-point-approve").with("name", idea.name.as_str());
            vec![Part::Text("paper-it-is-recommended".into()), Part::Numbered(vec![point])]
        }
        None => or_todo(Vec::new()),
    }
}

fn list_of_investments(dossier: &Dossier, about: Option<&Idea>) -> Vec<Part> {
    if about.is_some() {
        return Vec::new();
    }
    let own = |idea: &&Idea| dossier.stage_of(idea).0 >= Stage::Implementation && idea.agreement.is_some();
    let names: Vec<Words> = dossier
        .portfolio
        .ideas
        .iter()
        .filter(own)
        .filter(|idea| dossier.stage_of(idea).0.is_on_the_way())
        .map(|idea| Words::text(idea.name.clone()))
        .collect();
    if names.is_empty() {
        Vec::new()
    } else {
        vec![Part::Text("paper-investments-are".into()), Part::List(names)]
    }
}

fn resources(dossier: &Dossier, about: Option<&Idea>) -> Vec<Part> {
    let mut all = parts::text(dossier, about, NotePart::Resources);
    match about.and_then(|idea| Some((idea, dossier.agreement_of(idea)?))) {
        Some((idea, agreement)) => {
            all.push(Part::Facts(parts::head_facts(dossier, idea, agreement)));
            if let Some(plan) = dossier.plan(agreement) {
                let one = economy::PlannedAgreement { agreement, plan };
                all.extend(money::exposure(std::slice::from_ref(&one)));
                all.extend(money::savings(std::slice::from_ref(&one)));
            }
        }
        None => {
            for paper in &dossier.papers {
                if let Some(economy) = economy::paper_economy(paper) {
                    all.extend(money::paper_table(&economy));
                }
            }
        }
    }
    or_todo(all)
}

fn annexes(dossier: &Dossier, about: Option<&Idea>) -> Vec<Part> {
    let sheets = match about {
        Some(idea) => vec![idea],
        None => dossier.portfolio.ideas.iter().filter(|idea| dossier.agreement_of(idea).is_some()).collect(),
    };
    let name = |idea: &&Idea| Words::key("paper-annex-fact-sheet").with("name", idea.name.as_str());
    vec![Part::Numbered(sheets.iter().map(name).collect())]
}

/// One page for a committee: background, what it shall do, who answers.
pub fn cover_note(dossier: &Dossier, subject: Option<&str>) -> Result<Report, PaperError> {
    let about = subject.map(|subject| parts::idea(dossier, subject)).transpose()?;
    let mut report = match about {
        Some(idea) => parts::report_of(dossier, "cover-note", idea, "paper-subtitle-cover-note"),
        None => parts::report_of_all(dossier, "cover-note", "paper-title-cover-note"),
    };
    head(dossier, &mut report);
    report.section("paper-background", or_todo(parts::text(dossier, about, NotePart::Summary)));
    report.section("paper-status", parts::text(dossier, about, NotePart::Status));
    if let Some((idea, agreement)) = about.and_then(|idea| Some((idea, dossier.agreement_of(idea)?))) {
        let recruitment = people::recruitment_of(dossier, agreement);
        let lines = people::recruitment_lines(idea, agreement, &recruitment);
        report.section("paper-participants-heading", vec![Part::Facts(lines)]);
    }
    report.section("paper-decision-points", decision_points(dossier, about));
    let decisions: Vec<_> = match about {
        Some(idea) => dossier.decisions_about(idea).collect(),
        None => {
            dossier.decisions().map(|(decision, _)| decision).filter(|decision| decision.about.is_empty()).collect()
        }
    };
    report.section("paper-decisions", parts::decisions(dossier, decisions.into_iter()));
    Ok(report)
}

/// The memo that lays proposals side by side: those that are not in operation and have an agreement or an answer.
pub fn comparison(dossier: &Dossier) -> Report {
    let mut report = parts::report_of_all(dossier, "comparison", "paper-title-comparison");
    head(dossier, &mut report);
    let is_proposal = |idea: &&Idea| {
        let (stage, _) = dossier.stage_of(idea);
        (stage < Stage::Implementation || stage == Stage::Unreadable)
            && (dossier.agreement_of(idea).is_some()
                || dossier.portfolio.answers.iter().any(|answer| answer.idea == idea.id))
    };
    let proposals: Vec<&Idea> = dossier.portfolio.ideas.iter().filter(is_proposal).collect();
    let columns = std::iter::once(Words::key("paper-what"))
        .chain(proposals.iter().map(|idea| Words::text(idea.name.clone())))
        .collect();
    let mut rows = Vec::new();
    let mut add = |label: &str, of: &dyn Fn(&Idea) -> Cell| {
        let mut cells: Vec<Cell> = vec![Words::key(label).into()];
        cells.extend(proposals.iter().map(|idea| of(idea)));
        rows.push(Row::new(cells));
    };
    add("paper-target-group", &|idea| {
        let agreement = dossier.agreement_of(idea);
        agreement.map_or(Cell::Empty, |agreement| Words::text(agreement.target_group.description.clone()).into())
    });
    add("paper-intervention", &|idea| {
        let agreement = dossier.agreement_of(idea);
        agreement.map_or(Cell::Empty, |agreement| Words::text(agreement.intervention.label.clone()).into())
    });
    add("paper-participants", &|idea| {
        let Some(agreement) = dossier.agreement_of(idea) else { return Cell::Empty };
        let value = crate::recruitment::total(agreement).map_or(Value::NotStated, Value::from);
        let from = Lineage::term(
            agreement.id.as_str(),
            "intake.total",
            &agreement.intake.clause,
            agreement.intake.origin.as_ref(),
        );
        Figure::new(format!("compare.{}.participants", idea.id), value, from).into()
    });
    for key in ["price", "capital", "own-financing"] {
        add(format!("paper-{key}").as_str(), &|idea| {
            let financing = dossier.agreement_of(idea).and_then(|agreement| agreement.financing.as_ref());
            let Some(financing) = financing else { return Cell::Empty };
            let amount = match key {
                "price" => financing.price,
                "capital" => financing.capital,
                _ => financing.own_financing,
            };
            let document = idea.agreement.as_ref().map_or("", |id| id.as_str());
            let from =
                Lineage::term(document, format!("financing.{key}"), &financing.clause, financing.origin.as_ref());
            Figure::new(format!("compare.{}.{key}", idea.id), amount, from).into()
        });
    }
    add("paper-net", &|idea| {
        let id = idea.agreement.as_ref().map_or("", |id| id.as_str());
        let found = dossier.projects(id).find(|(_, project)| project.net.is_some());
        found.map_or(Cell::Empty, |(paper, project)| {
            let from = Lineage::term(
                paper.id.as_str(),
                format!("project.{}.net", project.id),
                &project.clause,
                project.origin.as_ref(),
            );
            Figure::new(format!("compare.{}.net", idea.id), project.net, from).into()
        })
    });
    add("paper-measure", &|idea| {
        let paid = dossier.agreement_of(idea).and_then(|agreement| {
            let payment = agreement.payments.first()?;
            agreement.measure(&payment.measure)
        });
        paid.map_or(Cell::Empty, |measure| Words::text(measure.label.clone()).into())
    });
    report.section(
        "paper-proposals",
        vec![Part::Table(Table { caption: "paper-title-comparison".into(), columns, rows, note: None })],
    );
    let mut gates = Vec::new();
    for idea in &proposals {
        let needs = crate::stage::needs(dossier, idea, Stage::Implementation);
        for need in needs.into_iter().filter(|need| !need.is_met) {
            gates.push(Row::new(vec![
                Words::text(idea.name.clone()).into(),
                Words::key("govern-need").with("need", Value::Choice(boards::need_word(need.need).to_owned())).into(),
            ]));
        }
    }
    if !gates.is_empty() {
        let columns = ["paper-idea", "paper-lacks"].map(Words::key).to_vec();
        report.section(
            "paper-lacks",
            vec![Part::Table(Table { caption: "paper-lacks".into(), columns, rows: gates, note: None })],
        );
    }
    for idea in &proposals {
        let Some(agreement) = dossier.agreement_of(idea) else { continue };
        let found = parts::findings_about(dossier, idea, agreement);
        let heading = Words::key("paper-findings-about").with("name", idea.name.as_str());
        report.section(heading, found);
    }
    report
}
