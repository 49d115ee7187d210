//! `stage`, `decision`, `calendar`, `portfolio`, `continuation`, `report`: the portfolio's document with everything that it
//! names, what the store knows besides, and the papers that come of it.
//!
//! ```text
//! portfolio.md ─ check ─► Portfolio ┐
//! its documents ─ check ─► agreements, papers, remarks ├─► Dossier ─ govern::paper ─► Report ─ render ─► PDF, XLSX, DOCX
//! store ─► decisions, answers, texts, starts ┘                          └─ send ─► frozen record ─ compare ─► today's
//! ```

mod contract;
mod dossier;
mod kept;
mod public;
pub mod render;

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use virkning_govern::compare::{Changed, compare};
use virkning_govern::stage::{MoveRefused, may_move};
use virkning_govern::{Dossier, PaperError, PaperKind, Report, Wanted, idea_of_texts, paper};
use virkning_model::code_list::CodeList;
use virkning_model::id::{ContentHash, TermId};
use virkning_model::portfolio::{DecisionKind, GateNeed, Idea, NotePart, Stage};
use virkning_store::{
    GovernanceDecision, NewCallAnswer, NewGovernanceDecision, NewReport, NewReportText, SentReport, Stored,
    content_hash,
};

use super::Session;
use super::failure::{Failure, Refusal};

pub use dossier::read_dossier;
pub use kept::ReadDocuments;
pub use public::for_the_public;

/// A decision as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDocument {
    /// The ideas that it is about.
    pub about: Vec<String>,
    /// Its kind.
    pub kind: String,
    /// The stage that they move to.
    pub moves_to: Option<String>,
    /// The decision in words.
    pub text: String,
    /// On what evidence.
    pub evidence: Vec<String>,
    /// Under which conditions.
    pub conditions: Vec<String>,
    /// What was said against it.
    pub dissent: Vec<String>,
    /// What must happen next: what, who, until when.
    pub follow_up: Vec<(String, String, Option<Date>)>,
}

/// An answer to a call as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDocument {
    /// By question.
    pub values: Vec<(String, String)>,
    /// By criterion, as decimals.
    pub scores: Vec<(String, String)>,
    /// When it came.
    pub received: Option<Date>,
}

/// What somebody wants to record.
#[derive(Clone, Debug)]
pub struct NewDecision<'a> {
    /// Its name.
    pub id: &'a str,
    /// Who decided.
    pub forum: &'a str,
    /// When; today where it is not said.
    pub on: Option<Date>,
    /// The rest.
    pub document: DecisionDocument,
}

/// Writes a paper of a portfolio.
pub fn write_paper(dossier: &Dossier, wanted: &Wanted<'_>) -> Result<Report, Failure> {
    let written = match wanted.kind {
        PaperKind::Agreement => paper(&contract::with_contract(dossier, wanted.subject), wanted),
        _ => paper(dossier, wanted),
    };
    written.map_err(|error| refused(error).into())
}

/// Why there is no paper, in the words of a refusal.
pub fn refused(error: PaperError) -> Refusal {
    match error {
        PaperError::NoSubject => Refusal::new("paper-no-subject"),
        PaperError::UnknownSubject(subject, known) => {
            Refusal::new("paper-unknown-subject").with("subject", subject).with("known", known.join(", "))
        }
        PaperError::NoAgreement(name) => Refusal::new("paper-no-agreement").with("name", name),
        PaperError::NoContinuation(name) => Refusal::new("paper-no-continuation").with("name", name),
        PaperError::UnknownInvestor(subject, known) => {
            Refusal::new("paper-unknown-investor").with("subject", subject).with("known", known.join(", "))
        }
        PaperError::NoBusinessCase(name) => Refusal::new("paper-no-business-case").with("name", name),
    }
}

/// The hash by which a record is known.
pub fn content_of(report: &Report) -> Result<ContentHash, Failure> {
    Ok(content_hash(as_json(report)?.as_bytes()))
}

fn term_id(text: &str) -> Result<TermId, Failure> {
    TermId::new(text).map_err(|_| Refusal::new("governance-id-invalid").with("id", text).into())
}

/// A document of the program's own types, which can always be written.
fn as_json<T: Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Refusal::new("internal").with("what", error).into())
}

impl Session<'_> {
    /// The portfolio of a file with everything that it names and everything that the store knows of it.
    pub fn dossier(&self, path: &Path, codes: &CodeList, today: Date) -> Result<Dossier, Failure> {
        let mut dossier = read_dossier(path, codes, today)?;
        self.add_what_is_stored(&mut dossier)?;
        Ok(dossier)
    }

    /// A paper of a portfolio. What the public reads is controlled, and kept as a release where it leaves.
    pub fn paper(&self, dossier: &Dossier, wanted: &Wanted<'_>, does_leave: bool) -> Result<Report, Failure> {
        match wanted.kind {
            PaperKind::PublicSummary => self.public_paper(dossier, wanted, does_leave),
            _ => write_paper(dossier, wanted),
        }
    }

    /// The idea that the free texts of a paper are about.
    pub fn texts_about<'d>(&self, dossier: &'d Dossier, wanted: &Wanted<'_>) -> Result<Option<&'d Idea>, Failure> {
        idea_of_texts(dossier, wanted.kind, wanted.subject).map_err(|error| refused(error).into())
    }

    /// Records a decision, and the move of its ideas where it has one: only through the gates.
    pub fn governance_decide(
        &self,
        dossier: &Dossier,
        new: &NewDecision<'_>,
    ) -> Result<Stored<GovernanceDecision>, Failure> {
        let document = &new.document;
        if dossier.portfolio.forums.iter().all(|forum| forum.id.as_str() != new.forum) {
            let known: Vec<&str> = dossier.portfolio.forums.iter().map(|forum| forum.id.as_str()).collect();
            return Err(Refusal::new("governance-forum-unknown")
                .with("forum", new.forum)
                .with("known", known.join(", "))
                .into());
        }
        if DecisionKind::WORDS.iter().all(|(word, _)| *word != document.kind) {
            let known: Vec<&str> = DecisionKind::WORDS.iter().map(|(word, _)| *word).collect();
            return Err(Refusal::new("governance-kind-unknown")
                .with("kind", &document.kind)
                .with("known", known.join(", "))
                .into());
        }
        let is_kept = dossier.recorded.iter().any(|recorded| recorded.decision.id.as_str() == new.id);
        for about in &document.about {
            let idea = dossier.portfolio.ideas.iter().find(|idea| idea.id.as_str() == about);
            let Some(idea) = idea else {
                let known = dossier.portfolio.ideas.iter().map(|idea| idea.id.to_string()).collect();
                return Err(refused(PaperError::UnknownSubject(about.clone(), known)).into());
            };
            // The same decision again meets an idea that has moved already; the store says whether it is the same.
            if let Some(to) = document.moves_to.as_deref().filter(|_| !is_kept) {
                let stage = Stage::parse(to).ok_or_else(|| stage_unknown(to))?;
                may_move(dossier, idea, stage, &document.text).map_err(|why| move_refused(&idea.name, to, &why))?;
            }
        }
        let (id, forum) = (term_id(new.id)?, term_id(new.forum)?);
        let decided_on = new.on.unwrap_or(dossier.today);
        let document = as_json(document)?;
        let new = NewGovernanceDecision {
            portfolio: &dossier.portfolio.id,
            id: &id,
            forum: &forum,
            decided_on,
            document: &document,
        };
        Ok(self.store.governance_decide(&self.actor()?, new)?)
    }

    /// Records what an idea answers to a call.
    pub fn call_answer(
        &self,
        dossier: &Dossier,
        call: &str,
        idea: &str,
        document: &AnswerDocument,
    ) -> Result<bool, Failure> {
        let portfolio = &dossier.portfolio;
        let Some(known) = portfolio.calls.iter().find(|known| known.id.as_str() == call) else {
            let calls: Vec<&str> = portfolio.calls.iter().map(|call| call.id.as_str()).collect();
            return Err(Refusal::new("governance-call-unknown")
                .with("call", call)
                .with("known", calls.join(", "))
                .into());
        };
        if portfolio.ideas.iter().all(|known| known.id.as_str() != idea) {
            let ideas = portfolio.ideas.iter().map(|idea| idea.id.to_string()).collect();
            return Err(refused(PaperError::UnknownSubject(idea.to_owned(), ideas)).into());
        }
        for (field, _) in &document.values {
            if known.form.iter().all(|question| question.id.as_str() != field) {
                let fields: Vec<&str> = known.form.iter().map(|question| question.id.as_str()).collect();
                return Err(Refusal::new("governance-field-unknown")
                    .with("field", field)
                    .with("known", fields.join(", "))
                    .into());
            }
        }
        for (criterion, score) in &document.scores {
            let is_number = score.parse::<virkning_model::Decimal>().is_ok();
            if !is_number || known.criteria.iter().all(|one| one.id.as_str() != criterion) {
                let criteria: Vec<&str> = known.criteria.iter().map(|one| one.id.as_str()).collect();
                let given = format!("{criterion}={score}");
                return Err(Refusal::new("governance-score-unknown")
                    .with("score", given)
                    .with("known", criteria.join(", "))
                    .into());
            }
        }
        let missing: Vec<&str> = known
            .form
            .iter()
            .filter(|question| {
                question.is_required && document.values.iter().all(|(field, _)| *field != question.id.as_str())
            })
            .map(|question| question.id.as_str())
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::new("governance-answer-missing").with("missing", missing.join(", ")).into());
        }
        let (call, idea, document) = (term_id(call)?, term_id(idea)?, as_json(document)?);
        let new = NewCallAnswer { portfolio: &portfolio.id, call: &call, idea: &idea, document: &document };
        Ok(self.store.call_answer(&self.actor()?, new)?.already)
    }

    /// Keeps a free text for reports.
    pub fn report_text(&self, dossier: &Dossier, about: Option<&str>, part: &str, text: &str) -> Result<bool, Failure> {
        if NotePart::parse(part).is_none() {
            let known: Vec<&str> = NotePart::WORDS.iter().map(|(word, _)| *word).collect();
            return Err(Refusal::new("governance-part-unknown")
                .with("part", part)
                .with("known", known.join(", "))
                .into());
        }
        if let Some(about) = about.filter(|about| dossier.portfolio.ideas.iter().all(|idea| idea.id.as_str() != *about))
        {
            let ideas = dossier.portfolio.ideas.iter().map(|idea| idea.id.to_string()).collect();
            return Err(refused(PaperError::UnknownSubject(about.to_owned(), ideas)).into());
        }
        let about = about.map(term_id).transpose()?;
        let new =
            NewReportText { portfolio: &dossier.portfolio.id, about: about.as_ref(), part, as_of: dossier.today, text };
        Ok(self.store.report_text(&self.actor()?, new)?.already)
    }

    /// Freezes a report that is sent.
    pub fn report_send(
        &self,
        portfolio: &TermId,
        report: &Report,
        id: &str,
        to: &str,
    ) -> Result<Stored<SentReport>, Failure> {
        let id = term_id(id)?;
        let document = as_json(report)?;
        let content = content_hash(document.as_bytes());
        let new = NewReport {
            id: &id,
            portfolio,
            kind: &report.kind,
            subject: &report.subject,
            as_of: report.as_of,
            sent_to: to,
            content: &content,
            document: &document,
        };
        Ok(self.store.report_send(&self.actor()?, new)?)
    }

    /// A report that was sent, and what of it is otherwise today.
    pub fn report_compare(&self, id: &str, dossier: &Dossier) -> Result<(SentReport, Vec<Changed>), Failure> {
        let kept = self.store.sent_report(&term_id(id)?)?;
        let kept = kept.ok_or_else(|| Refusal::new("report-unknown").with("id", id))?;
        let sent: Report =
            serde_json::from_str(&kept.document).map_err(|error| Refusal::new("internal").with("what", error))?;
        let kind = PaperKind::parse(&kept.kind).ok_or_else(|| Refusal::new("report-unknown").with("id", id))?;
        let wanted = Wanted { kind, subject: kind.needs_subject().then_some(kept.subject.as_str()), days: None };
        let changed = compare(&sent, &self.paper(dossier, &wanted, false)?);
        Ok((kept, changed))
    }
}

fn stage_unknown(stage: &str) -> Failure {
    let known: Vec<&str> = Stage::WORDS.iter().map(|(word, _)| *word).collect();
    Refusal::new("governance-stage-unknown").with("stage", stage).with("known", known.join(", ")).into()
}

fn move_refused(idea: &str, to: &str, why: &MoveRefused) -> Failure {
    let plain = |code: &'static str| Refusal::new(code).with("idea", idea).with("stage", to);
    match why {
        MoveRefused::AlreadyThere => plain("governance-move-already").into(),
        MoveRefused::NoStage => plain("governance-move-unreadable").into(),
        MoveRefused::NoReason => plain("governance-move-no-reason").into(),
        MoveRefused::Lacks(needs) => {
            let named = [
                ("business_case", GateNeed::BusinessCase),
                ("agreement_checked", GateNeed::AgreementChecked),
                ("repayment_plan", GateNeed::RepaymentPlan),
                ("pre_approval", GateNeed::PreApproval),
                ("approval", GateNeed::Approval),
                ("signatures", GateNeed::Signatures),
                ("sealed", GateNeed::Sealed),
                ("results", GateNeed::Results),
            ];
            // A message says each in its language.
            let word = |need: GateNeed| if needs.contains(&need) { "yes" } else { "no" };
            let refusal = plain("governance-move-lacks");
            named.into_iter().fold(refusal, |refusal, (name, need)| refusal.with(name, word(need))).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use virkning_govern::record::{Cell, Line, Part, Row, Table, Words};
    use virkning_govern::{Figure, Lineage, Value};

    use super::*;

    #[test]
    fn small_counts_are_not_for_the_public() {
        let check = |value: Value, hidden: bool| {
            let figure = || Figure::new("a", value.clone(), Lineage::default());
            let mut report = Report::new("public-summary", "a", Words::text("A"), "B", Date::constant(2024, 6, 30));
            report.facts.push(Line::new("paper-started", figure()));
            let rows = vec![Row::new(vec![Cell::Figure(figure())])];
            let table = Table { caption: Words::text(""), columns: vec![Words::text("")], rows, note: None };
            report.section(
                "paper-status",
                vec![Part::Facts(vec![Line::new("paper-started", figure())]), Part::Table(table)],
            );
            for_the_public(&mut report, 5);
            for figure in report.figures() {
                assert_eq!(figure.value == Value::Word("paper-too-few".to_owned()), hidden, "{:?}", figure.value);
            }
            assert_eq!(report.figures().len(), 3);
        };
        check(Value::Count(4.into()), true);
        check(Value::Count(5.into()), false);
        check(Value::Count(0.into()), false);
        check(Value::Of(4.into(), 42.into()), true);
        // The others are few.
        check(Value::Of(40.into(), 42.into()), true);
        check(Value::Of(0.into(), 42.into()), false);
        check(Value::Of(17.into(), 27.into()), false);
        check(Value::Year(2024), false);
    }

    #[test]
    fn a_hidden_count_takes_its_share_and_its_sentence_with_it() {
        let check = |number: i64, hidden: bool| {
            let of = || Value::Of(number.into(), 42.into());
            let share = || Value::Share(virkning_model::Decimal::new(95, 3));
            let figure = |name: &str, value| Cell::Figure(Figure::new(name, value, Lineage::default()));
            let rows = vec![Row::new(vec![figure("of", of()), figure("share", share())])];
            let table = Table { caption: Words::text(""), columns: vec![Words::text(""); 2], rows, note: None };
            let said = Words::key("govern-said").with("of", of()).with("share", share()).with("label", "ord");
            let mut report = Report::new("achieved", "a", Words::text("A"), "B", Date::constant(2024, 6, 30));
            report.section("paper-status", vec![Part::Table(table), Part::List(vec![said])]);
            for_the_public(&mut report, 5);
            let few = Value::Word("paper-too-few".to_owned());
            for figure in report.figures() {
                assert_eq!(figure.value == few, hidden, "{number}: {figure:?}");
            }
            let Part::List(said) = &report.sections[0].parts[1] else { panic!("no list") };
            let Words::Key(_, values) = &said[0] else { panic!("no key") };
            let are_hidden: Vec<bool> = values.iter().map(|(_, value)| *value == few).collect();
            assert_eq!(are_hidden, [hidden, hidden, false], "{number}");
        };
        check(4, true);
        check(17, false);
    }

    #[test]
    fn what_follows_from_a_hidden_count_is_hidden_too() {
        let check = |started: i64, hidden: bool| {
            let mut report = Report::new("public-summary", "a", Words::text("A"), "B", Date::constant(2024, 6, 30));
            let figures = [("started", started), ("forecast", 40), ("planned", 60)];
            report.facts = figures
                .map(|(name, count)| {
                    let id = format!("a.recruitment.{name}");
                    Line::new("paper-started", Figure::new(id, Value::Count(count.into()), Lineage::default()))
                })
                .to_vec();
            for_the_public(&mut report, 5);
            let is_hidden: Vec<bool> =
                report.figures().iter().map(|figure| figure.value == Value::Word("paper-too-few".to_owned())).collect();
            assert_eq!(is_hidden, [hidden, hidden, false], "{started}");
        };
        check(3, true);
        check(30, false);
    }
}
