//! Tavlen: the ideas by stage, each with its own page: where it stands and why, what lacks before it may move, what was
//! decided, and the form by which a move is recorded.

use maud::{Markup, html};
use virkning_govern::record::{Value, Words};
use virkning_govern::{Dossier, stage};
use virkning_model::id::TermId;
use virkning_model::portfolio::{Idea, Stage};

use super::decisions::{decided, decision_form, of_form};
use super::{dossier, head, nothing_yet, said};
use crate::app::failure::{Failure, Refusal};
use crate::app::governance::render::words;
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::asked_page;
use crate::web::request::Asked;
use crate::web::routes::{GOVERN, READ_ANY};

/// All ideas.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let Some(dossier) = asked.session.kept_dossier()? else {
        return Ok(nothing_yet(asked, "/styring", "gov-board"));
    };
    let of = |stage: Stage| -> Vec<&Idea> {
        dossier.portfolio.ideas.iter().filter(|idea| dossier.stage_of(idea).0 == stage).collect()
    };
    let is_unreadable = !of(Stage::Unreadable).is_empty();
    let body = html! {
        p { (asked.texts.with("gov-board-what", &[("count", &dossier.portfolio.ideas.len().to_string())])) }
        div class="board" {
            @for (_, stage) in Stage::WORDS.iter().filter(|(_, stage)| *stage != Stage::Unreadable || is_unreadable) {
                @let ideas = of(*stage);
                section {
                    h2 { (stage_name(asked, &dossier, *stage)) }
                    @if ideas.is_empty() { p class="note" { (asked.text("gov-stage-empty")) } }
                    @else { ul { @for idea in ideas { (card(asked, &dossier, idea)) } } }
                }
            }
        }
        @if is_unreadable { p class="note" { (asked.text("paper-unreadable-note")) } }
        @if asked.is_any(GOVERN) { p { (asked.text("gov-board-move")) } }
    };
    let head = head(asked, "/styring", asked.text("gov-board")).with_subtitle(dossier.portfolio.name.clone());
    Ok(asked_page(asked, head, body))
}

/// `3a · Beregning af business case`.
pub(super) fn stage_name(asked: &Asked<'_>, dossier: &Dossier, stage: Stage) -> String {
    let label = words(&virkning_govern::paper::stage_label(dossier, stage), asked.texts);
    if stage.is_on_the_way() {
        format!("{} · {label}", stage.word())
    } else {
        label
    }
}

fn need_name(asked: &Asked<'_>, need: virkning_model::portfolio::GateNeed) -> String {
    let word = virkning_govern::paper::need_word(need).to_owned();
    words(&Words::key("govern-need").with("need", Value::Choice(word)), asked.texts)
}

fn card(asked: &Asked<'_>, dossier: &Dossier, idea: &Idea) -> Markup {
    let (now, _) = dossier.stage_of(idea);
    let lacking =
        next_of(now).map(|next| stage::needs(dossier, idea, next).into_iter().filter(|need| !need.is_met).count());
    html! {
        li {
            a href=(format!("/styring/ideer/{}", idea.id)) { (idea.name) }
            @if let Some(count) = lacking {
                span class="note" {
                    @if count == 0 { (asked.text("gov-gate-open")) }
                    @else { (asked.texts.with("gov-gate-lacks", &[("count", &count.to_string())])) }
                }
            }
        }
    }
}

/// The next step of the way.
fn next_of(stage: Stage) -> Option<Stage> {
    let place = Stage::WORDS.iter().position(|(_, known)| *known == stage)?;
    let next = Stage::WORDS.get(place + 1).map(|(_, next)| *next)?;
    (stage.is_on_the_way() && next.is_on_the_way()).then_some(next)
}

fn idea_of<'d>(asked: &Asked<'_>, dossier: &'d Dossier) -> Result<&'d Idea, Failure> {
    let wanted = asked.arrived.place("idea");
    let found = TermId::new(wanted).ok().and_then(|id| dossier.portfolio.idea(&id));
    found.ok_or_else(|| {
        let known: Vec<&str> = dossier.portfolio.ideas.iter().map(|idea| idea.id.as_str()).collect();
        Refusal::new("paper-unknown-subject").with("subject", wanted).with("known", known.join(", ")).into()
    })
}

/// One idea.
pub fn idea(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = dossier(asked)?;
    let idea = idea_of(asked, &dossier)?;
    let to = format!("/styring/ideer/{}/beslutning", idea.id);
    let decisions: Vec<_> = dossier.decisions().filter(|(decision, _)| decision.about.contains(&idea.id)).collect();
    let body = html! {
        (facts(asked, &dossier, idea)?)
        section { h2 { (asked.text("gov-gates")) } (gates(asked, &dossier, idea)) }
        section {
            h2 { (asked.text("gov-decisions")) }
            @if decisions.is_empty() { p { (asked.text("gov-no-decisions")) } }
            @for (decision, by) in &decisions { (decided(asked, &dossier, decision, *by, false)) }
        }
        @if asked.is_any(GOVERN) {
            section {
                h2 { (asked.text("gov-decide")) }
                (decision_form(asked, &dossier, &to, Some(idea)))
            }
        }
    };
    Ok(asked_page(asked, head(asked, "", idea.name.clone()), body))
}

fn facts(asked: &Asked<'_>, dossier: &Dossier, idea: &Idea) -> Result<Markup, Failure> {
    let (stage, moved) = dossier.stage_of(idea);
    let since = match moved {
        Some(decision) => decision.on,
        None => Some(idea.as_of),
    };
    let day = |day| format::date(asked.texts, day);
    let source = idea.origin.as_ref().map(|origin| match origin {
        virkning_model::origin::Origin::Source { document, place } => format!("{document}, {place}"),
        virkning_model::origin::Origin::Derived { how } => format!("{}: {how}", asked.text("paper-mark-derived")),
        virkning_model::origin::Origin::Assumed { why } => format!("{}: {why}", asked.text("paper-mark-assumed")),
        virkning_model::origin::Origin::Web { page } => page.clone(),
    });
    let agreement = idea.agreement.as_ref();
    let is_open = match agreement {
        Some(id) => asked.session.agreements()?.contains(id) && asked.standing.is_any_on(id, READ_ANY),
        None => false,
    };
    Ok(html! {
        dl class="facts" {
            div { dt { (asked.text("paper-stage")) } dd { (stage_name(asked, dossier, stage)) } }
            div {
                dt { (asked.text("paper-since")) }
                dd { @match since { Some(since) => { (day(since)) }, None => { (asked.text("paper-unreadable")) } } }
            }
            @if let Some(because) = &idea.because { div { dt { (asked.text("gov-because")) } dd { (because) } } }
            @if let Some(source) = source { div { dt { (asked.text("gov-source")) } dd { (source) } } }
            div {
                dt { (asked.text("web-agreement")) }
                dd {
                    @match agreement {
                        Some(id) if is_open => { a href=(format!("/investeringer/{id}")) { (id) } },
                        Some(id) => { (id) @if dossier.agreement_of(idea).is_none() { " · " (asked.text("gov-agreement-not-here")) } },
                        None => { (asked.text("gov-no-agreement")) },
                    }
                }
            }
        }
    })
}

/// What each later step asks for, and whether it is there.
fn gates(asked: &Asked<'_>, dossier: &Dossier, idea: &Idea) -> Markup {
    let (now, _) = dossier.stage_of(idea);
    let later: Vec<Stage> = Stage::WORDS
        .iter()
        .map(|(_, stage)| *stage)
        .filter(|stage| stage.is_on_the_way() && (!now.is_on_the_way() || *stage > now))
        .collect();
    let gates: Vec<_> = dossier.portfolio.gates.iter().filter(|gate| later.contains(&gate.to)).collect();
    let needs = later.last().map(|last| stage::needs(dossier, idea, *last)).unwrap_or_default();
    let is_met = |need| needs.iter().any(|known| known.need == need && known.is_met);
    html! {
        @if gates.is_empty() { p { (asked.text("gov-no-gates")) } }
        @else {
            div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("gov-gates")) {
                table class="table" {
                    caption { (asked.text("gov-gates-caption")) }
                    thead { tr {
                        th scope="col" { (asked.text("paper-before-stage")) }
                        th scope="col" { (asked.text("paper-needed")) }
                        th scope="col" { (asked.text("gov-is-there")) }
                    } }
                    tbody {
                        @for gate in gates {
                            @for (place, need) in gate.needs.iter().enumerate() {
                                tr {
                                    @if place == 0 {
                                        th scope="rowgroup" rowspan=(gate.needs.len()) {
                                            (stage_name(asked, dossier, gate.to))
                                            @if let Some(forum) = &gate.forum {
                                                span class="note" { (words(&dossier.forum_name(forum), asked.texts)) }
                                            }
                                        }
                                    }
                                    td { (need_name(asked, *need)) }
                                    td {
                                        @if is_met(*need) { (asked.text("gov-met")) }
                                        @else { span class="badge badge-warning" { (asked.text("gov-not-met")) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Records a decision about an idea, and its move where the form names a stage.
pub fn decide(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = dossier(asked)?;
    let idea = idea_of(asked, &dossier)?;
    let done = of_form(asked, &dossier, vec![idea.id.to_string()])?;
    Ok(Answer::go(format!("/styring/ideer/{}?udfoert={}", idea.id, said(done))))
}
