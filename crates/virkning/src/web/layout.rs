//! The frame of every page: who is here, where one can go, and one search box. It is the only place that writes a page's
//! head.

use maud::{DOCTYPE, Markup, html};
use virkning_model::id::AgreementId;

use super::answer::Answer;
use super::assets;
use super::request::{Asked, Standing};
use super::routes::{self, Area};
use crate::text::Texts;

/// What a page says about itself.
pub struct Head {
    /// The heading, also the window's title.
    pub title: String,
    /// A line below the heading.
    pub subtitle: String,
    /// Which entry of the navigation it belongs to.
    pub area: Option<Area>,
    /// Pages above it, each an address and a name.
    pub crumbs: Vec<(String, String)>,
    /// The pages beside it, for one investment.
    pub tabs: Vec<Tab>,
}

/// A page beside another one.
pub struct Tab {
    /// Its address.
    pub to: String,
    /// Its name.
    pub name: String,
    /// Whether it is the one that is shown.
    pub is_here: bool,
}

impl Head {
    /// A page that belongs nowhere.
    pub fn plain(title: String) -> Self {
        Self { title, subtitle: String::new(), area: None, crumbs: Vec::new(), tabs: Vec::new() }
    }

    /// A page of an area.
    pub fn of(area: Area, title: String) -> Self {
        Self { area: Some(area), ..Self::plain(title) }
    }

    /// The same with a line below the heading.
    #[must_use]
    pub fn with_subtitle(self, subtitle: String) -> Self {
        Self { subtitle, ..self }
    }

    /// A page of one investment, with its name above and the pages beside it that the user may see.
    pub fn of_investment(asked: &Asked<'_>, agreement: &AgreementId, name: &str, here: &str, title: String) -> Self {
        let base = format!("/investeringer/{agreement}");
        let tabs = routes::INVESTMENT_TABS.iter().filter(|(_, _, roles)| asked.standing.is_any_on(agreement, roles));
        let tabs = tabs.map(|(end, key, _)| Tab {
            to: format!("{base}{end}"),
            name: asked.text(key),
            is_here: **key == *here,
        });
        let crumbs = vec![("/portefolje".to_owned(), asked.text("web-portfolio")), (base.clone(), name.to_owned())];
        Self { tabs: tabs.collect(), crumbs, ..Self::of(Area::Portfolio, title) }
    }

    /// A page of a text that is being written, with the pages beside it.
    pub fn of_draft(asked: &Asked<'_>, agreement: &AgreementId, name: &str, here: &str) -> Self {
        let base = format!("/investeringer/{agreement}");
        let tabs = routes::DRAFT_TABS.iter().map(|(end, key)| Tab {
            to: format!("{base}{end}"),
            name: asked.text(key),
            is_here: **key == *here,
        });
        let mut crumbs = vec![("/portefolje".to_owned(), asked.text("web-portfolio"))];
        if asked.is_sealed {
            crumbs.push((format!("{base}/aftale"), name.to_owned()));
        }
        let title = asked.texts.with("draft-of", &[("name", name)]);
        Self { tabs: tabs.collect(), crumbs, ..Self::of(Area::Portfolio, title) }
    }
}

/// A page for whoever has logged in.
pub fn asked_page(asked: &Asked<'_>, head: Head, body: Markup) -> Answer {
    let done = asked.arrived.field("udfoert");
    let key = format!("web-done-{done}");
    let note = (!done.is_empty() && asked.texts.has(&key)).then(|| asked.text(&key));
    let body = html! {
        @if let Some(note) = note {
            div class="alert alert-success" role="status" { div class="alert-body" { p class="alert-text" { (note) } } }
        }
        (body)
    };
    page(asked.texts, Some(asked.standing), head, body)
}

/// Any page.
pub fn page(texts: &Texts, standing: Option<&Standing>, head: Head, body: Markup) -> Answer {
    Answer::page(html! {
        (DOCTYPE)
        html lang=(texts.language().code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (head.title) " – Virkning" }
                link rel="icon" href=(assets::address("ikon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::address("dkfds.css"));
                link rel="stylesheet" href=(assets::address("virkning.css"));
                script src=(assets::address("virkning.js")) defer {}
            }
            body {
                a class="skipnav" href="#indhold" { (texts.get("web-skip")) }
                (top(texts, standing, &head))
                main id="indhold" class="container page" {
                    (crumbs(texts, &head))
                    h1 { (head.title) }
                    @if !head.subtitle.is_empty() { p class="font-lead" { (head.subtitle) } }
                    @if !head.tabs.is_empty() { (tabs(texts, &head.tabs)) }
                    (body)
                }
                footer class="site-footer" { div class="container" { p { "Virkning" } } }
            }
        }
    })
}

fn top(texts: &Texts, standing: Option<&Standing>, head: &Head) -> Markup {
    html! {
        header class="site-header" {
            div class="container bar" {
                a class="name" href="/" { "Virkning" }
                @if let Some(standing) = standing { (who(texts, standing)) }
            }
            @if let Some(standing) = standing {
                div class="container bar below" {
                    nav aria-label=(texts.get("web-navigation")) {
                        ul class="no-max-width" {
                            @for (area, to, roles) in routes::NAVIGATION {
                                @if roles.is_empty() || standing.is_any(roles) {
                                    li {
                                        a href=(to) aria-current=[(head.area == Some(*area)).then_some("page")] {
                                            (texts.get(area.key()))
                                        }
                                    }
                                }
                            }
                        }
                    }
                    form class="site-search" role="search" action="/soeg" method="get" {
                        label class="sr-only" for="soeg" { (texts.get("web-search")) }
                        input class="form-input" type="search" id="soeg" name="q" placeholder=(texts.get("web-search"));
                        button class="button button-secondary" type="submit" { (texts.get("web-search-button")) }
                    }
                }
            }
        }
    }
}

fn who(texts: &Texts, standing: &Standing) -> Markup {
    let other = if texts.language().code() == "da" { "en" } else { "da" };
    let key = &standing.login.form_key;
    html! {
        div class="who" {
            a href="/mig" { (standing.user.name) }
            form method="post" action="/sprog" {
                input type="hidden" name="form-key" value=(key);
                button class="button button-unstyled" type="submit" name="sprog" value=(other) lang=(other) {
                    @if other == "en" { "English" } @else { "Dansk" }
                }
            }
            form method="post" action="/log-ud" {
                input type="hidden" name="form-key" value=(key);
                button class="button button-unstyled" type="submit" { (texts.get("web-log-out")) }
            }
        }
    }
}

fn crumbs(texts: &Texts, head: &Head) -> Markup {
    html! {
        @if !head.crumbs.is_empty() {
            nav class="crumbs" aria-label=(texts.get("web-crumbs")) {
                ol { @for (to, name) in &head.crumbs { li { a href=(to) { (name) } } } }
            }
        }
    }
}

fn tabs(texts: &Texts, tabs: &[Tab]) -> Markup {
    html! {
        nav class="tabs" aria-label=(texts.get("web-tabs")) {
            ul class="no-max-width" { @for tab in tabs { li { a href=(tab.to) aria-current=[tab.is_here.then_some("page")] { (tab.name) } } } }
        }
    }
}
