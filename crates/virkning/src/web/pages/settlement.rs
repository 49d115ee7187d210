//! One settlement: the statement as a page, each amount opened down to its clause, and what may be done with it now.

use maud::{Markup, html};
use virkning_model::Agreement;
use virkning_model::settlement::{Line, Proposal};
use virkning_register::disclosure::Audience;
use virkning_report::{Statement, statement_pdf, statement_xlsx};
use virkning_store::{ProposalRecord, ProposalState};

use crate::app::failure::{Failure, Refusal};
use crate::app::results::results;
use crate::app::settle::StoredProposal;
use crate::app::statement::{holder_short_name, with_month};
use crate::cli::print::unclarified as unclarified_words;
use crate::text::{format, line};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{button_form, field, form, warning};
use crate::web::request::Asked;
use crate::web::routes::{APPROVE, EXPLAIN, POST, PROPOSE, READ_INSIDE};
use crate::web::view;

/// The settlement.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let stored = asked.session.show(asked.proposal()?)?;
    let agreement = asked.session.agreement_of(&stored.proposal)?;
    let statement = statement(asked)?;
    let state = asked.text(&format!("state-{}", stored.record.state.as_str()));
    let body = html! {
        p { span class="badge" { (state) } " " (stored.record.id) }
        @if let Some(mark) = &statement.synthetic_mark { (warning("", mark)) }
        (actions(asked, &stored)?)
        (view::key_figures(&statement.key_figures))
        (view::parties(&statement.parties))
        (explained(asked, &agreement, &stored.proposal))
        @if asked.is_any(READ_INSIDE) { (unclarified(asked, &stored.proposal)) }
        (view::sections(&statement.sections, asked.texts))
        (files(asked, &stored.record))
    };
    let head = Head::of_investment(asked, &agreement.id, &agreement.name, "web-settlements", statement.title.clone());
    Ok(asked_page(asked, head.with_subtitle(statement.subtitle.clone()), body))
}

/// Whoever stands outside sees the statement of the parties, with small groups hidden.
fn statement(asked: &Asked<'_>) -> Result<Statement, Failure> {
    let audience = if asked.is_any(READ_INSIDE) { Audience::Department } else { Audience::Parties };
    asked.session.statement(asked.proposal()?, audience, asked.texts)
}

/// What may be done now, by this user. What the rules refuse is said when it is tried.
fn actions(asked: &Asked<'_>, stored: &StoredProposal) -> Result<Markup, Failure> {
    let (record, store) = (&stored.record, &asked.session.store);
    let base = format!("/afregninger/{}", record.id);
    let own = &asked.standing.user.id;
    let authors = [ProposalState::Draft, ProposalState::Proposed];
    let decisions = store.decisions(&record.id)?;
    let is_own = decisions.iter().any(|decision| authors.contains(&decision.outcome) && decision.by == *own);
    let is_open = record.state == ProposalState::Proposed;
    let is_approved = record.state == ProposalState::Approved;
    Ok(html! {
        div class="actions" {
            @if is_open && asked.is_any(APPROVE) && is_own { p class="note" { (asked.text("web-own-proposal")) } }
            @if is_open && asked.is_any(APPROVE) && !is_own && record.unclarified == 0 {
                (button_form(asked, &format!("{base}/godkend"), &[("indhold", record.content.as_str())], &asked.text("web-approve")))
            }
            @if record.state == ProposalState::Draft && asked.is_any(PROPOSE) {
                (button_form(asked, &format!("{base}/stil"), &[], &asked.text("settle-offer")))
            }
            @if is_approved && asked.is_any(POST) {
                (button_form(asked, &format!("{base}/bogfoer"), &[], &asked.text("web-post")))
            }
            @if (is_open || is_approved) && asked.is_any(POST) {
                @let (end, word) = if is_approved { ("annuller", "settle-void") } else { ("afvis", "web-refuse") };
                details {
                    summary { (asked.text(word)) }
                    (form(asked, &format!("{base}/{end}"), html! {
                        (field("begrundelse", &asked.text("web-reason"), None, html! {
                            textarea class="form-input" id="begrundelse" name="begrundelse" rows="3" required {}
                        }))
                        button class="button button-secondary" type="submit" { (asked.text(word)) }
                    }))
                }
            }
        }
    })
}

/// Every amount, opened: amount → rule → clause and line → what was counted → where it was read.
fn explained(asked: &Asked<'_>, agreement: &Agreement, proposal: &Proposal) -> Markup {
    if proposal.lines.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { (asked.text("web-amounts")) }
            @for line in &proposal.lines { (explained_line(asked, agreement, proposal, line)) }
        }
    }
}

fn explained_line(asked: &Asked<'_>, agreement: &Agreement, proposal: &Proposal, line: &Line) -> Markup {
    let (texts, language) = (asked.texts, asked.texts.language());
    let label = agreement.payment(&line.rule).map_or_else(|| line.rule.to_string(), |payment| payment.label.clone());
    let to = agreement.party(&line.to).map_or(line.to.as_str(), |party| &party.short_name);
    let measure = agreement.payment(&line.rule).map(|payment| &payment.measure);
    let counted: Vec<String> = results(agreement, proposal)
        .iter()
        .filter(|result| measure == Some(result.id) && result.asks_who_succeeded())
        .map(|result| {
            let words = [
                ("eligible", format::count(language, result.counts.eligible)),
                ("successes", format::count(language, result.counts.successes)),
                ("year", with_month(proposal.measured_year.to_string(), result.at, texts)),
            ];
            let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
            texts.with("web-explained-count", &words)
        })
        .collect();
    let quantity = format::decimal(language, line.quantity, line.quantity.normalize().scale().min(4));
    html! {
        details class="explained" {
            summary {
                span { (label) " · " (holder_short_name(agreement, &line.from, texts)) " → " (to) }
                strong class="figure" { (format::money(language, line.amount)) }
            }
            ol {
                li { (quantity) " × " (format::money(language, line.price)) " = " (format::money(language, line.due)) }
                @if !line.over_cap.is_zero() {
                    li { (texts.with("web-explained-cap", &[("amount", &format::money(language, line.over_cap))])) }
                }
                @for note in line::notes(agreement, line, texts) { li { (note) } }
                li {
                    (asked.text("web-explained-clause")) " "
                    a href=(format!("/investeringer/{}/aftale#L{}", agreement.id, line.clause.line)) {
                        (line.clause.section) ", " (asked.text("web-line")) " " (line.clause.line)
                    }
                }
                @for counted in &counted { li { (counted) } }
                li {
                    (asked.text("web-explained-source")) " " code { (proposal.inputs.snapshot) } " · "
                    (asked.text("web-explained-trace")) " " code { (proposal.trace.short()) }
                }
            }
        }
    }
}

/// Who is not clarified, by alias: only for those inside who can do something about it.
fn unclarified(asked: &Asked<'_>, proposal: &Proposal) -> Markup {
    let people = &proposal.counts.unclarified_people;
    html! {
        @if !people.is_empty() {
            section {
                h2 { (asked.text("web-unclarified")) }
                p { (asked.text("web-unclarified-what")) }
                ul {
                    @for (alias, why) in people {
                        li {
                            code { (alias) } " · " (unclarified_words(*why, asked.texts))
                            @if asked.is_any(EXPLAIN) {
                                " · " a href=(format!("/investeringer/{}/resultater?alias={alias}&aar={}#forklaring", proposal.agreement, proposal.measured_year)) { (asked.text("result-explain")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn files(asked: &Asked<'_>, record: &ProposalRecord) -> Markup {
    let base = format!("/afregninger/{}", record.id);
    html! {
        section {
            h2 { (asked.text("web-files")) }
            ul {
                li { a href=(format!("{base}/bilag.pdf")) { (asked.text("web-pdf")) } }
                li { a href=(format!("{base}/bilag.xlsx")) { (asked.text("web-xlsx")) } }
            }
        }
    }
}

/// The statement as PDF.
pub fn pdf(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let bytes = statement_pdf(&statement(asked)?).map_err(|error| Refusal::new("internal").with("what", error))?;
    Ok(Answer::file(format!("{}.pdf", asked.proposal()?), "application/pdf", bytes))
}

/// The statement as a spreadsheet.
pub fn xlsx(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let bytes = statement_xlsx(&statement(asked)?).map_err(|error| Refusal::new("internal").with("what", error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Answer::file(format!("{}.xlsx", asked.proposal()?), kind, bytes))
}

/// Approves exactly the content that was shown.
pub fn approve(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.proposal()?;
    asked.session.approve(id, Some(asked.arrived.field("indhold")))?;
    Ok(Answer::go(format!("/afregninger/{id}?udfoert=approved")))
}

/// Offers a draft for a decision.
pub fn offer(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.proposal()?;
    asked.session.propose(id)?;
    Ok(Answer::go(format!("/afregninger/{id}?udfoert=proposed")))
}

/// Withdraws it after its approval, with a reason.
pub fn void(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.proposal()?;
    asked.session.void(id, asked.arrived.field("begrundelse"))?;
    Ok(Answer::go(format!("/afregninger/{id}?udfoert=voided")))
}

/// Refuses it with a reason.
pub fn refuse(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.proposal()?;
    asked.session.refuse(id, asked.arrived.field("begrundelse"))?;
    Ok(Answer::go(format!("/afregninger/{id}?udfoert=refused")))
}

/// Posts it. The key is the proposal's own, so that a form that is sent twice posts once.
pub fn post(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.proposal()?;
    asked.session.post(id, None)?;
    Ok(Answer::go(format!("/afregninger/{id}?udfoert=posted")))
}
