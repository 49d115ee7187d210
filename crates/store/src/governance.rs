//! What is decided about a portfolio outside its document: decisions with the moves that follow from them, answers to
//! calls, free texts of reports, and the reports that were sent, frozen by their hash. Documents are JSON that others
//! write and read; the store looks at their hash only.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{ContentHash, TermId, UserId};

use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::users::{Role, acting_user_in_txn};

/// A decision about a portfolio, before it is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewGovernanceDecision<'a> {
    /// The portfolio.
    pub portfolio: &'a TermId,
    /// Its name, chosen by whoever records it: the same again is the same decision.
    pub id: &'a TermId,
    /// Who decided.
    pub forum: &'a TermId,
    /// When.
    pub decided_on: Date,
    /// The decision as JSON: ideas, kind, stage, text, evidence, conditions, dissent, follow-up.
    pub document: &'a str,
}

/// A decision about a portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GovernanceDecision {
    /// Its name.
    pub id: TermId,
    /// Who decided.
    pub forum: TermId,
    /// When.
    pub decided_on: Date,
    /// The decision as JSON.
    pub document: String,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// An answer to a call, before it is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewCallAnswer<'a> {
    /// The portfolio.
    pub portfolio: &'a TermId,
    /// The call.
    pub call: &'a TermId,
    /// The idea that answers.
    pub idea: &'a TermId,
    /// What is answered and how it is judged, as JSON.
    pub document: &'a str,
}

/// An answer to a call; a later one of the same idea replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallAnswer {
    /// The call.
    pub call: TermId,
    /// The idea.
    pub idea: TermId,
    /// What is answered and how it is judged, as JSON.
    pub document: String,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A free text of a report, before it is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewReportText<'a> {
    /// The portfolio.
    pub portfolio: &'a TermId,
    /// The idea that it is about; nothing where it is about the portfolio.
    pub about: Option<&'a TermId>,
    /// Which part: `status`, `experiences`.
    pub part: &'a str,
    /// As of which day.
    pub as_of: Date,
    /// The text.
    pub text: &'a str,
}

/// A free text of a report; the last of a part is the one that is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportText {
    /// The idea; nothing where it is about the portfolio.
    pub about: Option<TermId>,
    /// Which part.
    pub part: String,
    /// As of which day.
    pub as_of: Date,
    /// The text.
    pub text: String,
    /// Who wrote it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A document of a portfolio, before it is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewPortfolioDocument<'a> {
    /// The portfolio.
    pub portfolio: &'a TermId,
    /// What kind of document: `portfolio`, `agreement` or `paper`.
    pub kind: &'a str,
    /// Its identifier.
    pub name: &'a str,
    /// SHA-256 of the text.
    pub content: &'a ContentHash,
    /// The text.
    pub text: &'a str,
}

/// A document of a portfolio; the last of a name is the one that is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioDocument {
    /// The portfolio.
    pub portfolio: TermId,
    /// What kind of document.
    pub kind: String,
    /// Its identifier.
    pub name: String,
    /// SHA-256 of the text.
    pub content: ContentHash,
    /// The text.
    pub text: String,
    /// Who brought it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A report that is sent, before it is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewReport<'a> {
    /// Its name.
    pub id: &'a TermId,
    /// The portfolio.
    pub portfolio: &'a TermId,
    /// What kind of paper.
    pub kind: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// The day that it bears.
    pub as_of: Date,
    /// To whom it is sent.
    pub sent_to: &'a str,
    /// SHA-256 of the record.
    pub content: &'a ContentHash,
    /// The record as JSON.
    pub document: &'a str,
}

/// A report that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentReport {
    /// Its name.
    pub id: TermId,
    /// The portfolio.
    pub portfolio: TermId,
    /// What kind of paper.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// The day that it bears.
    pub as_of: Date,
    /// To whom it was sent.
    pub sent_to: String,
    /// SHA-256 of the record.
    pub content: ContentHash,
    /// The record as JSON.
    pub document: String,
    /// Who sent it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    #[derive(Clone)]
    pub(crate) struct GovernanceDecisionRow in "governance_decisions", key (portfolio, id), unique (sequence) {
        sequence: i64,
        portfolio: String,
        id: String,
        forum: String,
        decided_on: String,
        document: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    #[derive(Clone)]
    pub(crate) struct CallAnswerRow in "call_answers", key (sequence) {
        sequence: i64,
        portfolio: String,
        call: String,
        idea: String,
        document: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    #[derive(Clone)]
    pub(crate) struct ReportTextRow in "report_texts", key (sequence) {
        sequence: i64,
        portfolio: String,
        about: Option<String>,
        part: String,
        as_of: String,
        text: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    #[derive(Clone)]
    pub(crate) struct PortfolioDocumentRow in "portfolio_documents", key (sequence) {
        sequence: i64,
        portfolio: String,
        kind: String,
        name: String,
        content: String,
        text: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    #[derive(Clone)]
    pub(crate) struct SentReportRow in "sent_reports", key (id), unique (sequence) {
        sequence: i64,
        id: String,
        portfolio: String,
        kind: String,
        subject: String,
        as_of: String,
        sent_to: String,
        content: String,
        document: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Keeps a decision. The same again changes nothing; another under the same name is refused.
    pub fn governance_decide(
        &self,
        actor: &Actor,
        new: NewGovernanceDecision<'_>,
    ) -> Result<Stored<GovernanceDecision>, Failure> {
        self.write(actor, "governance-decide", new.id.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::GOVERNORS)?;
            let key = [("portfolio", new.portfolio.as_str().into()), ("id", new.id.as_str().into())];
            if let Some(row) = transaction.first::<GovernanceDecisionRow>(&key, &[])? {
                let decided_on = new.decided_on.to_string();
                let fields = [
                    ("forum", row.forum.as_str(), new.forum.as_str()),
                    ("day", &row.decided_on, &decided_on),
                    ("text", &row.document, new.document),
                ];
                if let Some((field, _, _)) = fields.into_iter().find(|(_, kept, given)| kept != given) {
                    return Err(Refusal::GovernanceDiffers { id: new.id.clone(), field }.into());
                }
                return Ok(Change::Nothing(decision_of(&row)?));
            }
            let row = GovernanceDecisionRow {
                sequence: transaction.next_number::<GovernanceDecisionRow>("sequence", &[])?,
                portfolio: new.portfolio.to_string(),
                id: new.id.to_string(),
                forum: new.forum.to_string(),
                decided_on: new.decided_on.to_string(),
                document: new.document.to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details =
                [("portfolio".to_owned(), new.portfolio.to_string()), ("forum".to_owned(), row.forum.clone())];
            Ok(Change::Made { record: decision_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// The decisions about a portfolio, the first first.
    pub fn governance_decisions(&self, portfolio: &TermId) -> Result<Vec<GovernanceDecision>, StoreError> {
        self.read(|transaction| {
            let of = [("portfolio", portfolio.as_str().into())];
            let rows = transaction.rows::<GovernanceDecisionRow>(&of, &["sequence"])?;
            rows.iter().map(decision_of).collect()
        })
    }

    /// Keeps an answer to a call. The same again changes nothing; another of the same idea goes before it.
    pub fn call_answer(&self, actor: &Actor, new: NewCallAnswer<'_>) -> Result<Stored<CallAnswer>, Failure> {
        self.write(actor, "call-answer", new.idea.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::GOVERNORS)?;
            let of = [
                ("portfolio", new.portfolio.as_str().into()),
                ("call", new.call.as_str().into()),
                ("idea", new.idea.as_str().into()),
            ];
            let last = transaction.last::<CallAnswerRow>(&of, "sequence")?;
            if let Some(row) = last.filter(|row| row.document == new.document) {
                return Ok(Change::Nothing(answer_of(&row)?));
            }
            let row = CallAnswerRow {
                sequence: transaction.next_number::<CallAnswerRow>("sequence", &[])?,
                portfolio: new.portfolio.to_string(),
                call: new.call.to_string(),
                idea: new.idea.to_string(),
                document: new.document.to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("portfolio".to_owned(), new.portfolio.to_string()), ("call".to_owned(), row.call.clone())];
            Ok(Change::Made { record: answer_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// The answers to the calls of a portfolio, the first first; of each idea the last one to each call.
    pub fn call_answers(&self, portfolio: &TermId) -> Result<Vec<CallAnswer>, StoreError> {
        self.read(|transaction| {
            let of = [("portfolio", portfolio.as_str().into())];
            let rows = transaction.rows::<CallAnswerRow>(&of, &["sequence"])?;
            let is_last = |place: usize| {
                rows[place + 1..]
                    .iter()
                    .all(|later| (&later.call, &later.idea) != (&rows[place].call, &rows[place].idea))
            };
            (0..rows.len()).filter(|place| is_last(*place)).map(|place| answer_of(&rows[place])).collect()
        })
    }

    /// Keeps a free text of a report. The same again changes nothing.
    pub fn report_text(&self, actor: &Actor, new: NewReportText<'_>) -> Result<Stored<ReportText>, Failure> {
        let subject = new.about.map_or(new.portfolio.as_str(), TermId::as_str);
        self.write(actor, "report-text", subject, |transaction| {
            acting_user_in_txn(transaction, actor, Role::GOVERNORS)?;
            let of = [("portfolio", new.portfolio.as_str().into()), ("part", new.part.into())];
            let about = new.about.map(TermId::to_string);
            let rows = transaction.rows::<ReportTextRow>(&of, &["sequence"])?;
            let last = rows.into_iter().rfind(|row| row.about == about);
            let as_of = new.as_of.to_string();
            if let Some(row) = last.filter(|row| row.text == new.text && row.as_of == as_of) {
                return Ok(Change::Nothing(text_of(&row)?));
            }
            let row = ReportTextRow {
                sequence: transaction.next_number::<ReportTextRow>("sequence", &[])?,
                portfolio: new.portfolio.to_string(),
                about,
                part: new.part.to_owned(),
                as_of,
                text: new.text.to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("portfolio".to_owned(), new.portfolio.to_string()), ("part".to_owned(), row.part.clone())];
            Ok(Change::Made { record: text_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// The free texts of a portfolio, the first first.
    pub fn report_texts(&self, portfolio: &TermId) -> Result<Vec<ReportText>, StoreError> {
        self.read(|transaction| {
            let of = [("portfolio", portfolio.as_str().into())];
            transaction.rows::<ReportTextRow>(&of, &["sequence"])?.iter().map(text_of).collect()
        })
    }

    /// Keeps a document of a portfolio. The same text again changes nothing; another goes before it.
    pub fn portfolio_document_keep(
        &self,
        actor: &Actor,
        new: NewPortfolioDocument<'_>,
    ) -> Result<Stored<PortfolioDocument>, Failure> {
        self.write(actor, "portfolio-keep", new.name, |transaction| {
            acting_user_in_txn(transaction, actor, Role::GOVERNORS)?;
            let of =
                [("portfolio", new.portfolio.as_str().into()), ("kind", new.kind.into()), ("name", new.name.into())];
            let last = transaction.last::<PortfolioDocumentRow>(&of, "sequence")?;
            if let Some(row) = last.filter(|row| row.content == new.content.as_str()) {
                return Ok(Change::Nothing(portfolio_document_of(&row)?));
            }
            let row = PortfolioDocumentRow {
                sequence: transaction.next_number::<PortfolioDocumentRow>("sequence", &[])?,
                portfolio: new.portfolio.to_string(),
                kind: new.kind.to_owned(),
                name: new.name.to_owned(),
                content: new.content.to_string(),
                text: new.text.to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [
                ("portfolio".to_owned(), new.portfolio.to_string()),
                ("kind".to_owned(), row.kind.clone()),
                ("content".to_owned(), row.content.clone()),
            ];
            let record = portfolio_document_of(&row)?;
            Ok(Change::Made { record, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// The documents of all portfolios, of each name the last one, in the order in which they came.
    pub fn portfolio_documents(&self) -> Result<Vec<PortfolioDocument>, StoreError> {
        self.read(|transaction| {
            let rows = transaction.rows::<PortfolioDocumentRow>(&[], &["sequence"])?;
            let name = |row: &PortfolioDocumentRow| (row.portfolio.clone(), row.kind.clone(), row.name.clone());
            let is_last = |place: usize| rows[place + 1..].iter().all(|later| name(later) != name(&rows[place]));
            (0..rows.len()).filter(|place| is_last(*place)).map(|place| portfolio_document_of(&rows[place])).collect()
        })
    }

    /// Freezes a report that is sent. The same under the same name changes nothing; another is refused.
    pub fn report_send(&self, actor: &Actor, new: NewReport<'_>) -> Result<Stored<SentReport>, Failure> {
        self.write(actor, "report-send", new.id.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::GOVERNORS)?;
            if let Some(row) = transaction.first::<SentReportRow>(&[("id", new.id.as_str().into())], &[])? {
                let fields = [
                    ("portfolio", row.portfolio.as_str(), new.portfolio.as_str()),
                    ("kind", &row.kind, new.kind),
                    ("subject", &row.subject, new.subject),
                    ("recipient", &row.sent_to, new.sent_to),
                    ("content", &row.content, new.content.as_str()),
                ];
                if let Some((field, _, _)) = fields.into_iter().find(|(_, kept, given)| kept != given) {
                    return Err(Refusal::GovernanceDiffers { id: new.id.clone(), field }.into());
                }
                return Ok(Change::Nothing(report_of(&row)?));
            }
            let row = SentReportRow {
                sequence: transaction.next_number::<SentReportRow>("sequence", &[])?,
                id: new.id.to_string(),
                portfolio: new.portfolio.to_string(),
                kind: new.kind.to_owned(),
                subject: new.subject.to_owned(),
                as_of: new.as_of.to_string(),
                sent_to: new.sent_to.to_owned(),
                content: new.content.to_string(),
                document: new.document.to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [
                ("kind".to_owned(), row.kind.clone()),
                ("content".to_owned(), row.content.clone()),
                ("recipient".to_owned(), row.sent_to.clone()),
            ];
            Ok(Change::Made { record: report_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// Every report that was sent, the first first.
    pub fn sent_reports(&self) -> Result<Vec<SentReport>, StoreError> {
        self.read(|transaction| transaction.rows::<SentReportRow>(&[], &["sequence"])?.iter().map(report_of).collect())
    }

    /// The report of that name.
    pub fn sent_report(&self, id: &TermId) -> Result<Option<SentReport>, StoreError> {
        self.read(|transaction| {
            let row = transaction.first::<SentReportRow>(&[("id", id.as_str().into())], &[])?;
            row.as_ref().map(report_of).transpose()
        })
    }
}

pub(crate) fn decision_of(row: &GovernanceDecisionRow) -> Result<GovernanceDecision, StoreError> {
    Ok(GovernanceDecision {
        id: row.id("id", &row.id)?,
        forum: row.id("forum", &row.forum)?,
        decided_on: row.day("decided_on", &row.decided_on)?,
        document: row.document.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

pub(crate) fn answer_of(row: &CallAnswerRow) -> Result<CallAnswer, StoreError> {
    Ok(CallAnswer {
        call: row.id("call", &row.call)?,
        idea: row.id("idea", &row.idea)?,
        document: row.document.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

pub(crate) fn text_of(row: &ReportTextRow) -> Result<ReportText, StoreError> {
    Ok(ReportText {
        about: row.about.as_deref().map(|about| row.id("about", about)).transpose()?,
        part: row.part.clone(),
        as_of: row.day("as_of", &row.as_of)?,
        text: row.text.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

/// The document, if its text still has the hash that was kept.
pub(crate) fn portfolio_document_of(row: &PortfolioDocumentRow) -> Result<PortfolioDocument, StoreError> {
    let content: ContentHash = row.id("content", &row.content)?;
    row.document(row.text.as_bytes(), &content)?;
    Ok(PortfolioDocument {
        portfolio: row.id("portfolio", &row.portfolio)?,
        kind: row.kind.clone(),
        name: row.name.clone(),
        content,
        text: row.text.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

/// The report, if its record still has the hash that was sent.
pub(crate) fn report_of(row: &SentReportRow) -> Result<SentReport, StoreError> {
    let content: ContentHash = row.id("content", &row.content)?;
    row.document(row.document.as_bytes(), &content)?;
    Ok(SentReport {
        id: row.id("id", &row.id)?,
        portfolio: row.id("portfolio", &row.portfolio)?,
        kind: row.kind.clone(),
        subject: row.subject.clone(),
        as_of: row.day("as_of", &row.as_of)?,
        sent_to: row.sent_to.clone(),
        content,
        document: row.document.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
