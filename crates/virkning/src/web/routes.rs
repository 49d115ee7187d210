//! Every page with who may open it: the one table that the router is made of. Whoever has none of the roles gets 404. A
//! role counts where it is held: everywhere, or for the agreement that the address is about.

use axum::http::Method;
use virkning_store::Role;
use virkning_store::Role::{
    Administrator, Admission, Approver, Auditor, CaseWorker, CodeKeeper, Controller, Counsellor, InvestorSecretariat,
    OperationsManager, ProjectLeader, Provider, Reader,
};

use super::answer::Answer;
use super::pages::{
    account, administration, agreement, comments, comparison, draft, draft_values, effect, event_log, external,
    follow_up, follow_ups, governance, investment, job, login, me, new_agreement, organisation, participants, plan,
    portfolio, registers, results, risk, search, settlement, settlements, tasks, versions, welcome,
};
use super::request::{Asked, Visitor};
use crate::app::failure::Failure;

/// A page.
pub type Page = fn(&Asked<'_>) -> Result<Answer, Failure>;

/// Who may open a page.
pub enum Whom {
    /// Anyone, before logging in.
    Anyone(fn(&Visitor<'_>) -> Result<Answer, Failure>),
    /// Everyone who has logged in; the page itself shows each what is his.
    User(Page),
    /// Whoever has one of these roles everywhere.
    Everywhere(&'static [Role], Page),
    /// Whoever has one of these roles for the agreement that `{agreement}` names.
    On(&'static [Role], Page),
    /// Whoever has one of these roles for the agreement that `{agreement}` names, which may not be sealed yet.
    OnText(&'static [Role], Page),
    /// Whoever has one of these roles for the agreement of the proposal that `{proposal}` names.
    OnProposal(&'static [Role], Page),
}

/// A page at its address.
pub struct Route {
    /// GET shows, POST does.
    pub method: Method,
    /// The address.
    pub path: &'static str,
    /// Who may.
    pub whom: Whom,
    /// How much a form may bring.
    pub takes: Takes,
    /// Whether it does what cannot be undone, so that a fresh proof of who asks is needed.
    pub is_grave: bool,
}

/// How much a form may bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A few fields.
    Form,
    /// The text of an agreement.
    Text,
    /// Fields and a list of people or what is reported of them, in memory.
    List,
    /// Fields and a file.
    File,
}

/// Who may know that an investment is there, with its fact sheet: everyone who works with it.
pub const READ_ANY: &[Role] = &[
    Controller,
    Approver,
    ProjectLeader,
    Admission,
    Counsellor,
    OperationsManager,
    InvestorSecretariat,
    Provider,
    CaseWorker,
    Auditor,
    Reader,
];

/// Who reads the agreement: its parties, and those who work by it.
const READ_AGREEMENT: &[Role] = &[
    Controller,
    Approver,
    ProjectLeader,
    Admission,
    OperationsManager,
    InvestorSecretariat,
    Provider,
    CaseWorker,
    Auditor,
    Reader,
];

/// Who reads plan, settlements and account: those who answer for the money, and the investors.
pub const READ_MONEY: &[Role] =
    &[Controller, Approver, ProjectLeader, OperationsManager, InvestorSecretariat, Auditor, Reader];

/// Who sees statements with nothing hidden, and which people are not clarified.
pub const READ_INSIDE: &[Role] = &[Controller, Approver, ProjectLeader, Auditor];

/// Who sees participants one by one, by alias: those who work with them, those who clarify them, and the auditor.
pub const SEE_PEOPLE: &[Role] = &[Controller, ProjectLeader, Admission, Counsellor, CaseWorker, Auditor];

/// Who records what happens to a participant.
pub const RECORD_STEPS: &[Role] = &[ProjectLeader, Admission, Counsellor, CaseWorker];

/// Who adds a participant.
pub const ADD_PEOPLE: &[Role] = &[ProjectLeader, Admission, CaseWorker];

/// Who reads in a municipality's list.
pub const IMPORT_LISTS: &[Role] = &[Controller, ProjectLeader, CaseWorker];

/// Who sees what is observed about participants, and when it is due.
pub const SEE_FOLLOW_UPS: &[Role] = &[Controller, ProjectLeader, Counsellor, CaseWorker, Auditor];

/// Who sees how many follow-ups are due, without seeing of whom.
pub const COUNT_FOLLOW_UPS: &[Role] =
    &[Controller, Approver, ProjectLeader, Counsellor, OperationsManager, CaseWorker, Auditor];

/// Who records what is observed.
pub const RECORD_FOLLOW_UPS: &[Role] = &[ProjectLeader, Counsellor, CaseWorker];

/// Who verifies what somebody else has reported.
pub const VERIFY_REPORTS: &[Role] = &[Controller, ProjectLeader, CaseWorker];

/// Who reads what came of it: counts and intervals, no money.
pub const READ_RESULTS: &[Role] =
    &[Controller, Approver, ProjectLeader, OperationsManager, InvestorSecretariat, Provider, Auditor, Reader];

/// Who may ask why one person's year came out as it did.
pub const EXPLAIN: &[Role] = &[Controller, Approver, ProjectLeader, Auditor];
/// Who writes agreements, and sees texts that nobody has sealed.
pub const WRITE_AGREEMENT: &[Role] = &[Controller, ProjectLeader];

/// Who seals them.
pub const SEAL: &[Role] = &[Controller];

/// Who imports register editions.
pub const IMPORT_REGISTERS: &[Role] = &[Controller, CaseWorker, CodeKeeper];

/// Who finds a participant by the alias: those who work with people or answer for them.
pub const SEARCH_PEOPLE: &[Role] = &[Controller, Approver, ProjectLeader, Admission, Counsellor, CaseWorker, Auditor];

/// Who comments on figures: those who answer for them, and the parties to them.
pub const COMMENT: &[Role] = &[Controller, Approver, ProjectLeader, OperationsManager, InvestorSecretariat, Auditor];

/// Who asks what an investment may bring.
pub const SIMULATE: &[Role] = &[Controller, ProjectLeader, InvestorSecretariat];

/// Who locks a plan of evaluation and runs it.
pub const EVALUATE: &[Role] = &[Controller, ProjectLeader];

/// Who proposes.
pub const PROPOSE: &[Role] = &[Controller];

/// Who approves.
pub const APPROVE: &[Role] = &[Approver];

/// Who refuses and posts.
pub const POST: &[Role] = &[Controller, Approver];

/// Who sees the portfolio as a whole: stages, calls, decisions and the papers made of them. Not the investors and not the
/// providers, whose offers and whose rivals' stand there before anything is decided.
pub const READ_GOVERNANCE: &[Role] = &[Controller, Approver, ProjectLeader, OperationsManager, Auditor, Reader];

/// Who keeps the portfolio's documents, decisions, answers and texts.
pub const GOVERN: &[Role] = &[Controller, ProjectLeader];

/// Who sends a report.
pub const SEND_REPORTS: &[Role] = &[Controller, Approver];

/// Who sees which register editions there are.
const READ_REGISTERS: &[Role] = &[Controller, Approver, CaseWorker, CodeKeeper, Auditor, Administrator];

/// Who reads the event log.
const READ_LOG: &[Role] = &[Controller, Auditor, Administrator];

/// Who gives roles.
const GIVE_ROLES: &[Role] = &[Administrator];

const fn get(path: &'static str, whom: Whom) -> Route {
    Route { method: Method::GET, path, whom, takes: Takes::Form, is_grave: false }
}

const fn post(path: &'static str, whom: Whom) -> Route {
    Route { method: Method::POST, path, whom, takes: Takes::Form, is_grave: false }
}

/// A form with the text of an agreement.
const fn post_text(path: &'static str, whom: Whom) -> Route {
    Route { method: Method::POST, path, whom, takes: Takes::Text, is_grave: false }
}

/// A form with a list.
const fn post_list(path: &'static str, whom: Whom) -> Route {
    Route { method: Method::POST, path, whom, takes: Takes::List, is_grave: false }
}

/// A form with a file.
const fn post_file(path: &'static str, whom: Whom) -> Route {
    Route { method: Method::POST, path, whom, takes: Takes::File, is_grave: false }
}

/// A form that pays, decides, or gives somebody a way in: the user proves anew who he is, if the last proof is old.
const fn grave(path: &'static str, whom: Whom) -> Route {
    Route { method: Method::POST, path, whom, takes: Takes::Form, is_grave: true }
}

/// Every page.
pub const ROUTES: &[Route] = &[
    get("/log-ind", Whom::Anyone(login::show)),
    post("/log-ind", Whom::Anyone(login::enter)),
    get("/log-ind/kommune", Whom::Anyone(external::go)),
    get(super::provider::BACK, Whom::Anyone(external::back)),
    post("/log-ind/igen", Whom::User(external::again)),
    get("/velkommen/{token}", Whom::Anyone(welcome::show)),
    post("/velkommen/{token}", Whom::Anyone(welcome::set)),
    post("/log-ud", Whom::User(login::leave)),
    post("/log-ud/alle", Whom::User(login::leave_everywhere)),
    post("/sprog", Whom::User(me::language)),
    get("/mig", Whom::User(me::show)),
    grave("/mig/adgangskode", Whom::User(me::password)),
    grave("/mig/koder", Whom::User(me::codes)),
    grave("/mig/sessioner", Whom::User(me::end_session)),
    get("/", Whom::User(tasks::show)),
    get("/portefolje", Whom::User(portfolio::show)),
    get("/soeg", Whom::User(search::show)),
    get("/kalender", Whom::User(governance::calendar::show)),
    get("/kalender/fil/{calendar}", Whom::User(governance::calendar::file)),
    get("/kalender/abonnement/{token}", Whom::Anyone(governance::calendar::feed)),
    get("/styring", Whom::Everywhere(READ_GOVERNANCE, governance::board::show)),
    get("/styring/ideer/{idea}", Whom::Everywhere(READ_GOVERNANCE, governance::board::idea)),
    post("/styring/ideer/{idea}/beslutning", Whom::Everywhere(GOVERN, governance::board::decide)),
    get("/styring/beslutninger", Whom::Everywhere(READ_GOVERNANCE, governance::decisions::show)),
    post("/styring/beslutninger", Whom::Everywhere(GOVERN, governance::decisions::record)),
    get("/styring/opslag", Whom::Everywhere(READ_GOVERNANCE, governance::calls::show)),
    post("/styring/opslag", Whom::Everywhere(GOVERN, governance::calls::answer)),
    get("/styring/rapporter", Whom::Everywhere(READ_GOVERNANCE, governance::reports::show)),
    get("/styring/rapporter/vis", Whom::Everywhere(READ_GOVERNANCE, governance::reports::preview)),
    get("/styring/rapporter/fil/{format}", Whom::Everywhere(READ_GOVERNANCE, governance::reports::file)),
    post("/styring/rapporter/tekst", Whom::Everywhere(GOVERN, governance::reports::keep_texts)),
    grave("/styring/rapporter/send", Whom::Everywhere(SEND_REPORTS, governance::reports::send)),
    get("/styring/sendte/{report}", Whom::Everywhere(READ_GOVERNANCE, governance::sent::show)),
    get("/styring/sendte/{report}/fil/{format}", Whom::Everywhere(READ_GOVERNANCE, governance::sent::file)),
    get("/styring/dokumenter", Whom::Everywhere(READ_GOVERNANCE, governance::documents::show)),
    post_list("/styring/dokumenter", Whom::Everywhere(GOVERN, governance::documents::bring)),
    get("/investeringer/{agreement}/videreforelse", Whom::On(READ_GOVERNANCE, governance::continuation::show)),
    get("/investeringer/{agreement}", Whom::On(READ_ANY, investment::show)),
    get("/investeringer/{agreement}/aftale", Whom::On(READ_AGREEMENT, agreement::show)),
    get("/investeringer/{agreement}/versioner", Whom::On(READ_AGREEMENT, versions::show)),
    post("/investeringer/{agreement}/underskrift", Whom::On(WRITE_AGREEMENT, agreement::sign)),
    get("/aftaler/ny", Whom::Everywhere(WRITE_AGREEMENT, new_agreement::show)),
    post("/aftaler/ny", Whom::Everywhere(WRITE_AGREEMENT, new_agreement::from_template)),
    post_file("/aftaler/ny/fil", Whom::Everywhere(WRITE_AGREEMENT, new_agreement::from_file)),
    get("/investeringer/{agreement}/kladde", Whom::OnText(WRITE_AGREEMENT, draft::show)),
    post_text("/investeringer/{agreement}/kladde", Whom::OnText(WRITE_AGREEMENT, draft::save)),
    get("/investeringer/{agreement}/kladde/vaerdier", Whom::OnText(WRITE_AGREEMENT, draft_values::show)),
    post_text("/investeringer/{agreement}/kladde/vaerdier", Whom::OnText(WRITE_AGREEMENT, draft_values::save)),
    get("/investeringer/{agreement}/kladde/plan", Whom::OnText(WRITE_AGREEMENT, plan::of_draft)),
    get("/investeringer/{agreement}/kladde/forskelle", Whom::OnText(WRITE_AGREEMENT, versions::of_draft)),
    post("/investeringer/{agreement}/kladde/kasser", Whom::OnText(WRITE_AGREEMENT, draft::discard)),
    post("/investeringer/{agreement}/kladde/forsegl", Whom::OnText(SEAL, draft::seal)),
    get("/investeringer/{agreement}/plan", Whom::On(READ_MONEY, plan::show)),
    get("/investeringer/{agreement}/risiko", Whom::On(READ_MONEY, risk::show)),
    post_text("/investeringer/{agreement}/risiko", Whom::On(SIMULATE, risk::simulate)),
    get("/investeringer/{agreement}/deltagere", Whom::On(READ_ANY, participants::show)),
    post("/investeringer/{agreement}/deltagere", Whom::On(ADD_PEOPLE, participants::add)),
    get("/investeringer/{agreement}/deltagere/ny", Whom::On(ADD_PEOPLE, participants::new)),
    get("/investeringer/{agreement}/deltagere/liste", Whom::On(IMPORT_LISTS, participants::list)),
    post_list("/investeringer/{agreement}/deltagere/liste", Whom::On(IMPORT_LISTS, participants::preview)),
    post_list("/investeringer/{agreement}/deltagere/liste/gem", Whom::On(IMPORT_LISTS, participants::keep)),
    get("/investeringer/{agreement}/deltagere/{alias}", Whom::On(SEE_PEOPLE, participants::person)),
    post("/investeringer/{agreement}/deltagere/{alias}", Whom::On(RECORD_STEPS, participants::record)),
    get("/investeringer/{agreement}/opfoelgninger", Whom::On(COUNT_FOLLOW_UPS, follow_ups::show)),
    post_list("/investeringer/{agreement}/opfoelgninger", Whom::On(RECORD_FOLLOW_UPS, follow_ups::import)),
    post("/investeringer/{agreement}/opfoelgninger/afgoer", Whom::On(VERIFY_REPORTS, follow_ups::decide)),
    get("/investeringer/{agreement}/opfoelgninger/{alias}", Whom::On(SEE_FOLLOW_UPS, follow_up::show)),
    post_list("/investeringer/{agreement}/opfoelgninger/{alias}", Whom::On(RECORD_FOLLOW_UPS, follow_up::record)),
    post("/investeringer/{agreement}/kommentar", Whom::On(COMMENT, comments::add)),
    post("/investeringer/{agreement}/kommentar/fortryd", Whom::On(COMMENT, comments::withdraw)),
    get("/investeringer/{agreement}/afregninger", Whom::On(READ_MONEY, settlements::show)),
    post("/investeringer/{agreement}/afregninger", Whom::On(PROPOSE, settlements::propose)),
    get("/investeringer/{agreement}/afregninger/sammenlign", Whom::On(READ_MONEY, comparison::show)),
    post("/investeringer/{agreement}/efterregulering", Whom::On(PROPOSE, settlements::restate)),
    get("/investeringer/{agreement}/resultater", Whom::On(READ_RESULTS, results::show)),
    get("/investeringer/{agreement}/effekt", Whom::On(READ_RESULTS, effect::show)),
    post_text("/investeringer/{agreement}/effekt", Whom::On(EVALUATE, effect::lock)),
    post("/investeringer/{agreement}/effekt/koer", Whom::On(EVALUATE, effect::run)),
    post("/investeringer/{agreement}/resultater/forklaring", Whom::On(EXPLAIN, results::explain)),
    get("/investeringer/{agreement}/konto", Whom::On(READ_MONEY, account::show)),
    get("/afregninger/{proposal}", Whom::OnProposal(READ_MONEY, settlement::show)),
    get("/afregninger/{proposal}/bilag.pdf", Whom::OnProposal(READ_MONEY, settlement::pdf)),
    get("/afregninger/{proposal}/bilag.xlsx", Whom::OnProposal(READ_MONEY, settlement::xlsx)),
    post("/afregninger/{proposal}/stil", Whom::OnProposal(PROPOSE, settlement::offer)),
    post("/afregninger/{proposal}/annuller", Whom::OnProposal(POST, settlement::void)),
    grave("/afregninger/{proposal}/godkend", Whom::OnProposal(APPROVE, settlement::approve)),
    post("/afregninger/{proposal}/afvis", Whom::OnProposal(POST, settlement::refuse)),
    grave("/afregninger/{proposal}/bogfoer", Whom::OnProposal(POST, settlement::post)),
    get("/registre", Whom::Everywhere(READ_REGISTERS, registers::show)),
    post_file("/registre", Whom::Everywhere(IMPORT_REGISTERS, registers::import)),
    get("/registre/sammenlign", Whom::Everywhere(READ_REGISTERS, registers::compare)),
    get("/job", Whom::User(job::show)),
    post("/job/stop", Whom::User(job::stop)),
    post("/job/igen", Whom::User(job::again)),
    get("/haendelser", Whom::Everywhere(READ_LOG, event_log::show)),
    get("/administration", Whom::Everywhere(GIVE_ROLES, administration::show)),
    get("/administration/organisation", Whom::Everywhere(GIVE_ROLES, organisation::show)),
    post("/administration/organisation/enhed", Whom::Everywhere(GIVE_ROLES, organisation::unit)),
    post("/administration/organisation/ansvar", Whom::Everywhere(GIVE_ROLES, organisation::responsible)),
    grave("/administration/brugere", Whom::Everywhere(GIVE_ROLES, administration::add)),
    grave("/administration/roller", Whom::Everywhere(GIVE_ROLES, administration::roles)),
    grave("/administration/link", Whom::Everywhere(GIVE_ROLES, administration::link)),
    grave("/administration/log-ud", Whom::Everywhere(GIVE_ROLES, administration::log_out)),
    grave("/administration/luk", Whom::Everywhere(GIVE_ROLES, administration::close)),
];

/// A part of the application with an entry in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// What awaits the user.
    Tasks,
    /// Investments.
    Portfolio,
    /// The portfolio's stages, decisions and papers.
    Governance,
    /// Days and deadlines.
    Calendar,
    /// Register editions.
    Registers,
    /// The event log.
    EventLog,
    /// Users and roles.
    Administration,
}

impl Area {
    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Area::Tasks => "web-tasks",
            Area::Portfolio => "web-portfolio",
            Area::Governance => "web-governance",
            Area::Calendar => "web-calendar",
            Area::Registers => "web-registers",
            Area::EventLog => "web-event-log",
            Area::Administration => "web-administration",
        }
    }
}

/// The navigation: what it leads to, and who sees the entry; everyone where no role is named.
pub const NAVIGATION: &[(Area, &str, &[Role])] = &[
    (Area::Tasks, "/", &[]),
    (Area::Portfolio, "/portefolje", &[]),
    (Area::Governance, "/styring", READ_GOVERNANCE),
    (Area::Calendar, "/kalender", &[]),
    (Area::Registers, "/registre", READ_REGISTERS),
    (Area::EventLog, "/haendelser", READ_LOG),
    (Area::Administration, "/administration", GIVE_ROLES),
];

/// The pages of one investment: the end of the address, the key of the name, and who sees the entry.
pub const INVESTMENT_TABS: &[(&str, &str, &[Role])] = &[
    ("", "web-fact-sheet", READ_ANY),
    ("/aftale", "web-agreement", READ_AGREEMENT),
    ("/plan", "web-plan", READ_MONEY),
    ("/risiko", "simulation-page", READ_MONEY),
    ("/deltagere", "web-participants-page", READ_ANY),
    ("/opfoelgninger", "score-page", COUNT_FOLLOW_UPS),
    ("/resultater", "result-page", READ_RESULTS),
    ("/effekt", "effect-page", READ_RESULTS),
    ("/afregninger", "web-settlements", READ_MONEY),
    ("/konto", "web-account", READ_MONEY),
    ("/videreforelse", "gov-continuation", READ_GOVERNANCE),
];

/// The pages of a text that is being written: the end of the address below the investment, and the key of the name.
pub const DRAFT_TABS: &[(&str, &str)] = &[
    ("/kladde", "draft-text"),
    ("/kladde/vaerdier", "draft-values"),
    ("/kladde/plan", "web-plan"),
    ("/kladde/forskelle", "draft-differences"),
];
