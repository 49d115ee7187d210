//! The way of every request: is it for this site, whose is it, may he, does the form carry its key; then the page. What is
//! not somebody's is not there: 404, whether it exists or not, and the attempt is in the event log.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Form, FromRequest as _, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter};
use virkning_model::id::{AgreementId, ProposalId};
use virkning_store::{Actor, Identity};

use super::answer::{Answer, Body};
use super::request::{Arrived, Asked, Standing, Visitor};
use super::routes::{ROUTES, Route, Takes, Whom};
use super::{Web, assets, complaint, headers, upload};
use crate::app::Session;
use crate::app::failure::Failure;
use crate::app::token::same;
use crate::text::{Language, Texts};

/// The largest form, in bytes.
const FORM_BYTES_MAX: usize = 256 * 1024;

/// The largest form that carries the text of an agreement: each byte of the longest one may take three in a form.
const TEXT_FORM_BYTES_MAX: usize = 3 * crate::app::draft::TEXT_BYTES_MAX + FORM_BYTES_MAX;

/// The longest address that is written into the event log.
const NOTED_SIGNS: usize = 200;

/// The router of all routes, and of the files that pages need.
pub fn router(web: Arc<Web>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let filter = MethodFilter::try_from(route.method.clone()).expect("GET and POST are methods");
        router = router.route(route.path, methods(route, filter));
    }
    router
        .route("/filer/{name}", axum::routing::get(assets::file))
        .fallback(lost)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(axum::middleware::from_fn_with_state(web.clone(), framed))
        .with_state(web)
}

/// How a route is answered, and how much it takes.
fn methods(route: &'static Route, filter: MethodFilter) -> MethodRouter<Arc<Web>> {
    let on_form = move |state, places, headers, uri, form| enter(route, state, places, headers, uri, form);
    match route.takes {
        Takes::Form => axum::routing::on(filter, on_form),
        Takes::Text => axum::routing::on(filter, on_form).layer(DefaultBodyLimit::max(TEXT_FORM_BYTES_MAX)),
        Takes::File => {
            let on_file = move |state, places, request| enter_with_file(route, state, places, request);
            // What comes is written to the disk as it comes; the limit of a file is counted there.
            axum::routing::on(filter, on_file).layer(DefaultBodyLimit::disable())
        }
    }
}

/// Every answer carries the headers, and nothing that is for another site gets in.
async fn framed(State(web): State<Arc<Web>>, request: Request, next: axum::middleware::Next) -> Response {
    let mut response = match headers::is_for(&web.address, request.headers()) {
        true => next.run(request).await,
        false => StatusCode::MISDIRECTED_REQUEST.into_response(),
    };
    headers::add(response.headers_mut(), &web.address);
    response
}

type Fields = Result<Form<Vec<(String, String)>>, FormRejection>;

async fn enter(
    route: &'static Route,
    State(web): State<Arc<Web>>,
    places: RawPathParams,
    headers: HeaderMap,
    uri: Uri,
    form: Fields,
) -> Response {
    let fields = match form {
        Ok(Form(fields)) => fields,
        Err(rejection) => return rejection.into_response(),
    };
    let places = places.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let arrived = Arrived { path: uri.path().to_owned(), places, fields, headers, files: Vec::new() };
    on_a_thread(web, move |web| answer(web, route, &arrived)).await
}

/// A form that may bring a file. Nothing of the file is taken before it is known whose it is and that he may.
async fn enter_with_file(
    route: &'static Route,
    State(web): State<Arc<Web>>,
    places: RawPathParams,
    request: Request,
) -> Response {
    let places = places.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (path, headers) = (request.uri().path().to_owned(), request.headers().clone());
    let mut arrived = Arrived { path, places, fields: Vec::new(), headers, files: Vec::new() };
    if !upload::is_multipart(&arrived.headers) {
        match Form::from_request(request, &()).await {
            Ok(Form(fields)) => arrived.fields = fields,
            Err(rejection) => return rejection.into_response(),
        }
        return on_a_thread(web, move |web| answer(web, route, &arrived)).await;
    }
    let shared = web.clone();
    let may = async move |arrived: Arrived| {
        tokio::task::spawn_blocking(move || may(&shared, route, &arrived)).await.unwrap_or(false)
    };
    match upload::take(&web, &mut arrived, request, may).await {
        Ok(()) => on_a_thread(web, move |web| answer(web, route, &arrived)).await,
        Err(failure) => on_a_thread(web, move |web| complaint(web, &arrived, &failure)).await,
    }
}

/// Whether somebody may send a form here: what [`answer`] asks, before anything is done.
fn may(web: &Web, route: &Route, arrived: &Arrived) -> bool {
    let Ok(Some(standing)) = web.standing(&arrived.headers) else { return false };
    let texts = web.texts(arrived.language());
    headers::is_from_here(&web.address, &arrived.headers)
        && same(arrived.field("form-key"), &standing.login.form_key)
        && admitted(web, route, arrived, texts, &standing).is_ok_and(|asked| asked.is_some())
}

fn complaint(web: &Web, arrived: &Arrived, failure: &Failure) -> Answer {
    let standing = web.standing(&arrived.headers).ok().flatten();
    let texts = web.texts(language(web, arrived, standing.as_ref()));
    complaint::failure(failure, texts, standing.as_ref())
}

/// An address that no route has.
async fn lost(State(web): State<Arc<Web>>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().to_owned();
    let arrived = Arrived { path, places: BTreeMap::new(), fields: Vec::new(), headers, files: Vec::new() };
    on_a_thread(web, move |web| {
        let known = web.standing(&arrived.headers).ok().flatten();
        let texts = web.texts(language(web, &arrived, known.as_ref()));
        complaint::not_found(texts, known.as_ref())
    })
    .await
}

/// The use cases wait for disks and databases, so they never run where other requests are waiting to be heard.
async fn on_a_thread(web: Arc<Web>, work: impl FnOnce(&Web) -> Answer + Send + 'static) -> Response {
    let shared = web.clone();
    match tokio::task::spawn_blocking(move || work(&shared)).await {
        Ok(answer) => response(&web, answer),
        Err(_) => response(&web, complaint::broken(web.texts(Language::Danish))),
    }
}

fn answer(web: &Web, route: &Route, arrived: &Arrived) -> Answer {
    let standing = match web.standing(&arrived.headers) {
        Ok(standing) => standing,
        Err(failure) => return complaint::failure(&failure, web.texts(arrived.language()), None),
    };
    let texts = web.texts(language(web, arrived, standing.as_ref()));
    let is_form = route.method == Method::POST;
    if is_form && !headers::is_from_here(&web.address, &arrived.headers) {
        return complaint::foreign_form(texts, standing.as_ref());
    }
    if let Whom::Anyone(page) = &route.whom {
        let visitor = Visitor { web, arrived, texts };
        return page(&visitor).unwrap_or_else(|failure| complaint::failure(&failure, texts, None));
    }
    let Some(standing) = standing else { return to_login(arrived, is_form) };
    if is_form && !same(arrived.field("form-key"), &standing.login.form_key) {
        return complaint::foreign_form(texts, Some(&standing));
    }
    let answered = admitted(web, route, arrived, texts, &standing).and_then(|asked| match asked {
        Some((asked, page)) => page(&asked),
        None => {
            note_lost(web, &standing, arrived)?;
            Ok(complaint::not_found(texts, Some(&standing)))
        }
    });
    answered.unwrap_or_else(|failure| complaint::failure(&failure, texts, Some(&standing)))
}

type Admitted<'a> = (Asked<'a>, fn(&Asked<'_>) -> Result<Answer, Failure>);

/// The request with what it is about, where the user may ask for it; nothing otherwise.
fn admitted<'a>(
    web: &'a Web,
    route: &Route,
    arrived: &'a Arrived,
    texts: &'a Texts,
    standing: &'a Standing,
) -> Result<Option<Admitted<'a>>, Failure> {
    let user = standing.user.id.clone();
    let session = Session::authenticated(web.folder.clone(), web.store.clone(), user, &*web.world);
    let asked = Asked { web, arrived, texts, standing, session, agreement: None, is_sealed: true, proposal: None };
    Ok(match route.whom {
        Whom::Anyone(_) => None,
        Whom::User(page) => Some((asked, page)),
        Whom::Everywhere(roles, page) => standing.is_any(roles).then_some((asked, page)),
        Whom::On(roles, page) => {
            let Ok(agreement) = AgreementId::new(arrived.place("agreement")) else { return Ok(None) };
            let may = standing.is_any_on(&agreement, roles) && web.store.agreement_sealed(&agreement)?.is_some();
            may.then_some((Asked { agreement: Some(agreement), ..asked }, page))
        }
        Whom::OnText(roles, page) => {
            let Ok(agreement) = AgreementId::new(arrived.place("agreement")) else { return Ok(None) };
            let is_sealed = web.store.agreement_sealed(&agreement)?.is_some();
            let may = standing.is_any_on(&agreement, roles) && (is_sealed || web.store.draft(&agreement)?.is_some());
            may.then_some((Asked { agreement: Some(agreement), is_sealed, ..asked }, page))
        }
        Whom::OnProposal(roles, page) => {
            let Ok(proposal) = ProposalId::new(arrived.place("proposal")) else { return Ok(None) };
            let Some(record) = web.store.proposal(&proposal)? else { return Ok(None) };
            let may = standing.is_any_on(&record.agreement, roles);
            may.then_some((Asked { agreement: Some(record.agreement), proposal: Some(proposal), ..asked }, page))
        }
    })
}

/// Who asks for what is not his is written down.
fn note_lost(web: &Web, standing: &Standing, arrived: &Arrived) -> Result<(), Failure> {
    let actor = Actor {
        user: standing.user.id.clone(),
        identity: Identity::Authenticated,
        operating_system_user: web.world.operating_system_user(),
        at: web.world.now(),
    };
    let path: String = arrived.path.chars().take(NOTED_SIGNS).collect();
    Ok(web.store.audit_refusal(&actor, "open", &path, "not-found", BTreeMap::new())?)
}

fn language(web: &Web, arrived: &Arrived, standing: Option<&Standing>) -> Language {
    let chosen = standing.and_then(|standing| web.store.language(&standing.user.id).ok().flatten());
    chosen.as_deref().and_then(Language::parse).unwrap_or_else(|| arrived.language())
}

/// Whoever is not logged in is led there, and back afterwards. What a form held is lost, so it leads to the first page.
fn to_login(arrived: &Arrived, is_form: bool) -> Answer {
    match is_form || arrived.path == "/" {
        true => Answer::go("/log-ind"),
        false => Answer::go(format!("/log-ind?til={}", arrived.path)),
    }
}

fn response(web: &Web, answer: Answer) -> Response {
    let mut response = match answer.body {
        Body::Page(page) => {
            let kind = HeaderValue::from_static("text/html; charset=utf-8");
            ([(header::CONTENT_TYPE, kind)], page.into_string()).into_response()
        }
        Body::Redirect(to) => match HeaderValue::from_str(&to) {
            Ok(to) => ([(header::LOCATION, to)], ()).into_response(),
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
        Body::File { name, kind, bytes } => {
            let name: String =
                name.chars().filter(|sign| sign.is_ascii_alphanumeric() || "-._".contains(*sign)).collect();
            let disposition = format!("attachment; filename=\"{name}\"");
            ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
                .into_response()
        }
    };
    *response.status_mut() = answer.status;
    if let Some(cookie) = answer.cookie.and_then(|cookie| HeaderValue::from_str(&web.set_cookie(&cookie)).ok()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
