//! Every way in which figures come out of the program, command by command and format by format, with what guards it. A new
//! command or format without a row fails the test: whoever adds one must say who reads it.

use std::collections::BTreeSet;

use clap::{Command, CommandFactory};

use super::arguments::Arguments;

/// What guards a way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guard {
    /// Nothing about people comes out: documents, money by rule, states, files of the installation.
    NoPeople,
    /// Read on the screen by a user inside the department.
    Inside,
    /// Controlled for its audience and kept as a release.
    Controlled,
    /// Contract figures only: amounts that are owed, paid and posted, for those who pay and book them.
    ContractFigures,
    /// Single people by alias or number, for who may, with a reason in the log.
    Looked,
    /// Rows and not figures: for roles that may take all out; in the log.
    TakenOut,
}

use Guard::{ContractFigures, Controlled, Inside, Looked, NoPeople, TakenOut};

/// Each command, with its format and audience where it has several.
const EXITS: &[(&str, Guard)] = &[
    ("account json", ContractFigures),
    ("account text", ContractFigures),
    ("allocate check", NoPeople),
    ("allocate list", NoPeople),
    ("allocate people", Inside),
    ("allocate places", NoPeople),
    ("allocate trial", Inside),
    ("approve", NoPeople),
    ("backup", TakenOut),
    ("budget csv", ContractFigures),
    ("budget text", ContractFigures),
    ("check json", NoPeople),
    ("check text", NoPeople),
    ("calendar text", NoPeople),
    ("calendar json", NoPeople),
    ("calendar pdf", NoPeople),
    ("calendar xlsx", NoPeople),
    ("calendar docx", NoPeople),
    ("continuation text", Inside),
    ("continuation json", Inside),
    ("continuation pdf", Inside),
    ("continuation xlsx", Inside),
    ("continuation docx", Inside),
    ("portfolio text", Inside),
    ("portfolio json", Inside),
    ("portfolio pdf", Inside),
    ("portfolio xlsx", Inside),
    ("portfolio docx", Inside),
    ("report make text", Inside),
    ("report make json", Inside),
    ("report make pdf", Inside),
    ("report make xlsx", Inside),
    ("report make docx", Inside),
    ("stage board text", NoPeople),
    ("stage board json", NoPeople),
    ("stage board pdf", NoPeople),
    ("stage board xlsx", NoPeople),
    ("stage board docx", NoPeople),
    ("decision add", NoPeople),
    ("report compare", Inside),
    ("report list", NoPeople),
    ("report send", Inside),
    ("report text", NoPeople),
    ("stage answer", NoPeople),
    ("stage move", NoPeople),
    ("stage keep", NoPeople),
    ("claim dispute", Looked),
    ("claim import", Inside),
    ("claim list json", Inside),
    ("claim list text", Inside),
    ("claim reject", Looked),
    ("claim sample json", Inside),
    ("claim sample text", Inside),
    ("claim show json", Looked),
    ("claim show text", Looked),
    ("claim verify", Looked),
    ("closing json", Inside),
    ("closing text", Inside),
    ("codes list", NoPeople),
    ("codes map", NoPeople),
    ("compare json", ContractFigures),
    ("compare text", ContractFigures),
    ("diff json", NoPeople),
    ("diff text", NoPeople),
    ("doctor json", NoPeople),
    ("doctor text", NoPeople),
    ("enrol", Inside),
    ("erase", Looked),
    ("evaluate check json", Inside),
    ("evaluate check text", Inside),
    ("evaluate list", Inside),
    ("evaluate lock", NoPeople),
    ("evaluate run json", Inside),
    ("evaluate run text", Inside),
    ("evaluate show json municipality", Controlled),
    ("evaluate show json parties", Controlled),
    ("evaluate show json public", Controlled),
    ("evaluate show text municipality", Controlled),
    ("evaluate show text parties", Controlled),
    ("evaluate show text public", Controlled),
    ("explain", Looked),
    ("export", TakenOut),
    ("fmt", NoPeople),
    ("follow-up json", Inside),
    ("follow-up text", Inside),
    ("head show", NoPeople),
    ("head sign", NoPeople),
    ("head verify", NoPeople),
    ("identity link", Looked),
    ("identity show", Looked),
    ("instalment", ContractFigures),
    ("ledger json", ContractFigures),
    ("ledger text", ContractFigures),
    ("log export", TakenOut),
    ("log show", Inside),
    ("looks", Looked),
    ("new", NoPeople),
    ("overlap json municipality", Controlled),
    ("overlap json parties", Controlled),
    ("overlap json public", Controlled),
    ("overlap text municipality", Controlled),
    ("overlap text parties", Controlled),
    ("overlap text public", Controlled),
    ("payments export csv", ContractFigures),
    ("payments export pain001", ContractFigures),
    ("payments export vouchers", ContractFigures),
    ("payments list json", ContractFigures),
    ("payments list text", ContractFigures),
    ("payments reconcile json", ContractFigures),
    ("payments reconcile text", ContractFigures),
    ("plan csv", NoPeople),
    ("plan json", NoPeople),
    ("plan text", NoPeople),
    ("post", ContractFigures),
    ("propose", NoPeople),
    ("record journal", NoPeople),
    ("record list json", NoPeople),
    ("record list text", NoPeople),
    ("record make", Controlled),
    ("record package", Controlled),
    ("record signed", NoPeople),
    ("refuse", NoPeople),
    ("register ask json", Inside),
    ("register ask text", Inside),
    ("register compare csv", Inside),
    ("register compare json", Inside),
    ("register compare text", Inside),
    ("register import", Inside),
    ("register ladder json", NoPeople),
    ("register ladder text", NoPeople),
    ("register show json", Inside),
    ("register show text", Inside),
    ("register synthesize csv", NoPeople),
    ("register synthesize sas7bdat", NoPeople),
    ("release json", Inside),
    ("release text", Inside),
    ("restate json", Inside),
    ("restate text", Inside),
    ("restore", NoPeople),
    ("retention", Inside),
    ("schema", NoPeople),
    ("seal", NoPeople),
    ("settings disclosure", NoPeople),
    ("settings releases", NoPeople),
    // It prints its address and a link; what the pages give is guarded by their routes and by the statement's control.
    ("serve", NoPeople),
    ("settle json", Inside),
    ("settle text", Inside),
    ("show json", Inside),
    ("show text", Inside),
    ("source add", NoPeople),
    ("source list", NoPeople),
    ("source show", NoPeople),
    ("simulate csv", NoPeople),
    ("simulate json", NoPeople),
    ("simulate text", NoPeople),
    ("statement json municipality", Controlled),
    ("statement json parties", Controlled),
    ("statement json public", Controlled),
    ("statement pdf municipality", Controlled),
    ("statement pdf parties", Controlled),
    ("statement pdf public", Controlled),
    ("statement xlsx municipality", Controlled),
    ("statement xlsx parties", Controlled),
    ("statement xlsx public", Controlled),
    ("user add", NoPeople),
    ("user grant", NoPeople),
    ("user link", NoPeople),
    ("user list", NoPeople),
    ("vault rotate", NoPeople),
    ("vault show", NoPeople),
    ("verify", NoPeople),
    ("void", NoPeople),
];

/// The ways out that the command line offers.
fn offered(command: &Command, path: &str, found: &mut BTreeSet<String>) {
    let mut subcommands = command.get_subcommands().peekable();
    if subcommands.peek().is_some() {
        for sub in subcommands {
            offered(sub, format!("{path} {}", sub.get_name()).trim_start(), found);
        }
        return;
    }
    let values = |id: &str| -> Vec<String> {
        let argument = command.get_arguments().find(|argument| argument.get_id() == id);
        let values = argument.map(clap::Arg::get_possible_values).unwrap_or_default();
        let names: Vec<String> = values.iter().map(|value| format!(" {}", value.get_name())).collect();
        if names.is_empty() { vec![String::new()] } else { names }
    };
    for format in values("format") {
        for audience in values("audience") {
            found.insert(format!("{path}{format}{audience}"));
        }
    }
}

#[test]
fn every_way_out_has_a_guard() {
    let mut found = BTreeSet::new();
    offered(&Arguments::command(), "", &mut found);
    let known: BTreeSet<String> = EXITS.iter().map(|(way, _)| (*way).to_owned()).collect();
    let without: Vec<&String> = found.difference(&known).collect();
    assert!(without.is_empty(), "say in EXITS who reads these, and control what leaves: {without:?}");
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(gone.is_empty(), "these are no commands any more: {gone:?}");
    assert_eq!(known.len(), EXITS.len(), "a way out is named twice");
}

/// Whatever can be asked for another audience is controlled for it.
#[test]
fn what_has_an_audience_is_controlled() {
    for (way, guard) in EXITS {
        if [" parties", " public"].iter().any(|audience| way.ends_with(audience)) {
            assert_eq!(*guard, Controlled, "{way}");
        }
    }
}
