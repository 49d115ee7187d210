//! The way of every request: is it for this site, whose is it, may he, does the form carry its key; then the page. What is
//! not somebody's is not there: 404, whether it exists or not, and the attempt is in the event log.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::HttpBody as _;
use axum::extract::rejection::FormRejection;
use axum::extract::{
    DefaultBodyLimit, Extension, Form, FromRequest as _, MatchedPath, Multipart, RawPathParams, Request, State,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter};
use virkning_model::id::{AgreementId, ProposalId};
use virkning_store::{Actor, Identity};

use super::access_log::{self, Line, RequestId};
use super::answer::{Answer, Body, Cookie};
use super::request::{Arrived, Asked, Sent, Standing, Visitor};
use super::routes::{ROUTES, Route, Takes, Whom};
use super::sessions::is_key;
use super::{Web, assets, complaint, headers, proof, upload};
use crate::app::Session;
use crate::app::failure::Failure;
use crate::text::{Language, Texts};

/// The largest form, in bytes.
const FORM_BYTES_MAX: usize = 256 * 1024;

/// The largest form that carries the text of an agreement: each byte of the longest one may take three in a form.
const TEXT_FORM_BYTES_MAX: usize = 3 * crate::app::draft::TEXT_BYTES_MAX + FORM_BYTES_MAX;

/// The largest form that sends a list, in bytes.
const LIST_FORM_BYTES_MAX: usize = 12 * 1024 * 1024;

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
        .route(assets::ROUTE, axum::routing::get(assets::file))
        .fallback(lost)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(axum::middleware::from_fn_with_state(web.clone(), framed))
        .with_state(web)
}

/// How a route is answered, and how much it takes.
fn methods(route: &'static Route, filter: MethodFilter) -> MethodRouter<Arc<Web>> {
    let on_form = move |state, id, places, headers, uri, form| enter(route, state, id, places, headers, uri, form);
    match route.takes {
        Takes::Form => axum::routing::on(filter, on_form),
        Takes::Text => axum::routing::on(filter, on_form).layer(DefaultBodyLimit::max(TEXT_FORM_BYTES_MAX)),
        Takes::List => {
            let on_list = move |state, id, places, request| enter_with_list(route, state, id, places, request);
            axum::routing::on(filter, on_list).layer(DefaultBodyLimit::max(LIST_FORM_BYTES_MAX))
        }
        Takes::File => {
            let on_file = move |state, id, places, request| enter_with_file(route, state, id, places, request);
            // What comes is written to the disk as it comes; the limit of a file is counted there.
            axum::routing::on(filter, on_file).layer(DefaultBodyLimit::disable())
        }
    }
}

/// Every answer carries the headers and the number of its request, is written down, and nothing that is for another site
/// gets in.
async fn framed(State(web): State<Arc<Web>>, mut request: Request, next: axum::middleware::Next) -> Response {
    let (begun, id) = (Instant::now(), web.log.next());
    request.extensions_mut().insert(id);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let mut response = match headers::is_for(&web.address, request.headers()) {
        true => next.run(request).await,
        false => StatusCode::MISDIRECTED_REQUEST.into_response(),
    };
    headers::add(response.headers_mut(), &web.policy, web.address.is_encrypted());
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-request-id", id);
    }
    web.log.write(&Line {
        id,
        at: web.world.now(),
        method: &method,
        route: route.as_deref(),
        status: response.status(),
        took: begun.elapsed(),
        bytes: response.body().size_hint().exact(),
    });
    response
}

type Fields = Result<Form<Vec<(String, String)>>, FormRejection>;

async fn enter(
    route: &'static Route,
    State(web): State<Arc<Web>>,
    Extension(id): Extension<RequestId>,
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
    let arrived = Arrived { path: uri.path().to_owned(), places, fields, headers, sent: Vec::new(), files: Vec::new() };
    answered(web, id, route, arrived).await
}

/// A form that may bring a file. Nothing of the file is taken before it is known whose it is and that he may.
async fn enter_with_file(
    route: &'static Route,
    State(web): State<Arc<Web>>,
    Extension(id): Extension<RequestId>,
    places: RawPathParams,
    request: Request,
) -> Response {
    let places = places.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (path, headers) = (request.uri().path().to_owned(), request.headers().clone());
    let mut arrived = Arrived { path, places, fields: Vec::new(), headers, sent: Vec::new(), files: Vec::new() };
    if !upload::is_multipart(&arrived.headers) {
        match Form::from_request(request, &()).await {
            Ok(Form(fields)) => arrived.fields = fields,
            Err(rejection) => return rejection.into_response(),
        }
        return answered(web, id, route, arrived).await;
    }
    let shared = web.clone();
    let may = async move |arrived: Arrived| {
        tokio::task::spawn_blocking(move || may(&shared, route, &arrived)).await.unwrap_or(false)
    };
    match upload::take(&web, &mut arrived, request, may).await {
        Ok(()) => answered(web, id, route, arrived).await,
        Err(failure) => on_a_thread(web, id, move |web| (complaint(web, &arrived, &failure), false)).await,
    }
}

/// A form that may send a list. Lists hold numbers of people: they stay in memory and never lie on the disk as they came.
/// Nothing is read before it is known whose it is and that he may.
async fn enter_with_list(
    route: &'static Route,
    State(web): State<Arc<Web>>,
    Extension(id): Extension<RequestId>,
    places: RawPathParams,
    request: Request,
) -> Response {
    let places = places.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (path, headers) = (request.uri().path().to_owned(), request.headers().clone());
    let arrived = Arrived { path, places, fields: Vec::new(), headers, sent: Vec::new(), files: Vec::new() };
    let shared = web.clone();
    let asked = tokio::task::spawn_blocking(move || {
        let may = is_admitted(&shared, route, &arrived);
        (arrived, may)
    });
    let Ok((mut arrived, may)) = asked.await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if may {
        match form(request).await {
            Ok((fields, sent)) => (arrived.fields, arrived.sent) = (fields, sent),
            Err(refusal) => return refusal,
        }
    }
    answered(web, id, route, arrived).await
}

/// What a form says, and the files that it sends.
async fn form(request: Request) -> Result<(Vec<(String, String)>, Vec<Sent>), Response> {
    if !upload::is_multipart(request.headers()) {
        let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
        return form.map(|Form(fields)| (fields, Vec::new())).map_err(|rejection| rejection.into_response());
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|rejection| rejection.into_response())?;
    let (mut fields, mut sent) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|fault| fault.into_response())? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => {
                let bytes = part.bytes().await.map_err(|fault| fault.into_response())?.to_vec();
                sent.push(Sent { field, name, bytes });
            }
            None => fields.push((field, part.text().await.map_err(|fault| fault.into_response())?)),
        }
    }
    Ok((fields, sent))
}

async fn answered(web: Arc<Web>, id: RequestId, route: &'static Route, arrived: Arrived) -> Response {
    on_a_thread(web, id, move |web| (answer(web, route, &arrived), assets::accepts_gzip(&arrived.headers))).await
}

/// Whether somebody may send a form here: what [`answer`] asks, before anything is done.
fn may(web: &Web, route: &Route, arrived: &Arrived) -> bool {
    let Ok(Some(standing)) = web.standing(&arrived.headers) else { return false };
    let texts = web.texts(arrived.language());
    headers::is_from_here(&web.address, &arrived.headers)
        && is_key(arrived.field("form-key"), &standing.login.form_key)
        && admitted(web, route, arrived, texts, &standing).is_ok_and(|asked| asked.is_some())
}

/// Whether somebody who has logged in may come here at all; the key of his form is looked at afterwards.
fn is_admitted(web: &Web, route: &Route, arrived: &Arrived) -> bool {
    let Ok(Some(standing)) = web.standing(&arrived.headers) else { return false };
    let texts = web.texts(arrived.language());
    headers::is_from_here(&web.address, &arrived.headers)
        && admitted(web, route, arrived, texts, &standing).is_ok_and(|asked| asked.is_some())
}

fn complaint(web: &Web, arrived: &Arrived, failure: &Failure) -> Answer {
    let standing = web.standing(&arrived.headers).ok().flatten();
    let texts = web.texts(language(arrived, standing.as_ref()));
    complaint::failure(failure, texts, standing.as_ref())
}

/// An address that no route has.
async fn lost(
    State(web): State<Arc<Web>>,
    Extension(id): Extension<RequestId>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let path = uri.path().to_owned();
    let arrived =
        Arrived { path, places: BTreeMap::new(), fields: Vec::new(), headers, sent: Vec::new(), files: Vec::new() };
    on_a_thread(web, id, move |web| {
        let known = web.standing(&arrived.headers).ok().flatten();
        let texts = web.texts(language(&arrived, known.as_ref()));
        (complaint::not_found(texts, known.as_ref()), false)
    })
    .await
}

/// The use cases wait for disks and databases, so they never run where other requests are waiting to be heard.
async fn on_a_thread(
    web: Arc<Web>,
    id: RequestId,
    work: impl FnOnce(&Web) -> (Answer, bool) + Send + 'static,
) -> Response {
    let shared = web.clone();
    let worked = move || {
        access_log::during(id, || {
            let (answer, gzip) = work(&shared);
            response(&shared, answer, gzip)
        })
    };
    match tokio::task::spawn_blocking(worked).await {
        Ok(response) => response,
        Err(_) => response(&web, complaint::broken(web.texts(Language::Danish)), false),
    }
}

fn answer(web: &Web, route: &Route, arrived: &Arrived) -> Answer {
    let standing = match web.standing(&arrived.headers) {
        Ok(standing) => standing,
        Err(failure) => return complaint::failure(&failure, web.texts(arrived.language()), None),
    };
    let texts = web.texts(language(arrived, standing.as_ref()));
    let is_form = route.method == Method::POST;
    if is_form && !headers::is_from_here(&web.address, &arrived.headers) {
        return complaint::foreign_form(texts, standing.as_ref());
    }
    if let Whom::Anyone(page) = &route.whom {
        let visitor = Visitor { web, arrived, texts };
        return page(&visitor).unwrap_or_else(|failure| complaint::failure(&failure, texts, None));
    }
    let Some(standing) = standing else { return to_login(arrived, is_form) };
    if web.limits.is_too_many(standing.user.id.as_str(), web.world.now()) {
        return complaint::too_many(texts, Some(&standing));
    }
    if is_form && !is_key(arrived.field("form-key"), &standing.login.form_key) {
        return complaint::foreign_form(texts, Some(&standing));
    }
    let answered = admitted(web, route, arrived, texts, &standing).and_then(|asked| match asked {
        Some((asked, page)) if route.is_grave => proof::guarded(&asked, page),
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
    let session = session.with_derived(web.derived.clone());
    let asked = Asked { web, arrived, texts, standing, session, agreement: None, is_sealed: true, proposal: None };
    Ok(match route.whom {
        Whom::Anyone(_) => None,
        Whom::User(page) => Some((asked, page)),
        Whom::Everywhere(roles, page) => standing.is_any(roles).then_some((asked, page)),
        Whom::On(roles, page) => {
            let Ok(agreement) = AgreementId::new(arrived.place("agreement")) else { return Ok(None) };
            let may = standing.is_any_on(&agreement, roles) && asked.session.agreements()?.contains(&agreement);
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
pub(super) fn note_lost(web: &Web, standing: &Standing, arrived: &Arrived) -> Result<(), Failure> {
    let actor = Actor {
        user: standing.user.id.clone(),
        identity: Identity::Authenticated,
        operating_system_user: web.world.operating_system_user(),
        at: web.world.now(),
    };
    let path: String = arrived.path.chars().take(NOTED_SIGNS).collect();
    Ok(web.store.audit_refusal(&actor, "open", &path, "not-found", BTreeMap::new())?)
}

fn language(arrived: &Arrived, standing: Option<&Standing>) -> Language {
    standing.and_then(|standing| standing.language).unwrap_or_else(|| arrived.language())
}

/// Whoever is not logged in is led there, and back afterwards. What a form held is lost, so it leads to the first page.
fn to_login(arrived: &Arrived, is_form: bool) -> Answer {
    match is_form || arrived.path == "/" {
        true => Answer::go("/log-ind"),
        false => Answer::go(format!("/log-ind?til={}", arrived.path)),
    }
}

fn response(web: &Web, answer: Answer, gzip: bool) -> Response {
    let mut response = match answer.body {
        Body::Page(page) => {
            let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
            let page = page.into_string();
            match gzip.then(|| assets::gzip(page.as_bytes())).flatten() {
                Some(small) => (kind, [(header::CONTENT_ENCODING, "gzip")], small).into_response(),
                None => (kind, page).into_response(),
            }
        }
        Body::Redirect(to) => match HeaderValue::from_str(&to) {
            Ok(to) => ([(header::LOCATION, to)], ()).into_response(),
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
        Body::File { name, kind, bytes } => {
            let name: String =
                name.chars().filter(|sign| sign.is_ascii_alphanumeric() || "-._".contains(*sign)).collect();
            let disposition = format!("attachment; filename=\"{name}\"");
            ([(header::CONTENT_TYPE, kind.into_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
                .into_response()
        }
    };
    *response.status_mut() = answer.status;
    // Whoever logs out leaves nothing in the browser that the next one at the machine could look at. The session's cookie goes
    // by itself; the mark that he has logged in here may stay.
    if answer.cookies.iter().any(|cookie| matches!(cookie, Cookie::Nothing)) {
        let all = HeaderValue::from_static("\"cache\", \"storage\"");
        response.headers_mut().insert("clear-site-data", all);
    }
    for cookie in answer.cookies.iter().filter_map(|cookie| HeaderValue::from_str(&web.set_cookie(cookie)).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
