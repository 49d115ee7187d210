//! What was recorded: users, seals, decisions, postings, the ledger, and the proof of all of it.

use virkning_model::agreement::Agreement;
use virkning_model::ledger::{About, Entry, Voucher};
use virkning_store::{Decision, Fault, Grant, Posted, Sealed, Stored, User};

use super::table::{Table, heading};
use crate::app::statement::{holder_short_name, purpose_key};
use crate::app::verify::{LedgerOf, Verdict, VerifyReport};
use crate::cli::complaint;
use crate::text::Texts;
use crate::text::format;

/// A declared user.
pub fn user_added(stored: &Stored<User>, texts: &Texts) -> String {
    let user = &stored.record;
    let roles: Vec<&str> = user.roles.iter().map(|role| role.as_str()).collect();
    let key = if stored.already { "user-already" } else { "user-added" };
    format!("{}\n", texts.with(key, &[("user", user.id.as_str()), ("roles", &roles.join(", "))]))
}

/// What a user holds for one agreement.
pub fn user_granted(grant: &Grant, texts: &Texts) -> String {
    let roles: Vec<&str> = grant.roles.iter().map(|role| role.as_str()).collect();
    let roles = if roles.is_empty() { "–".to_owned() } else { roles.join(", ") };
    let words = [("user", grant.user.as_str()), ("agreement", grant.agreement.as_str()), ("roles", &roles)];
    format!("{}\n", texts.with("user-granted", &words))
}

/// All users.
pub fn users(users: &[User], texts: &Texts) -> String {
    let mut table = Table::new()
        .words(texts.get("users-user"))
        .words(texts.get("users-name"))
        .words(texts.get("users-person"))
        .words(texts.get("users-roles"));
    for user in users {
        let roles: Vec<&str> = user.roles.iter().map(|role| role.as_str()).collect();
        table.row(vec![user.id.to_string(), user.name.clone(), user.person.to_string(), roles.join(", ")]);
    }
    table.render()
}

/// A sealed agreement.
pub fn sealed(stored: &Stored<Sealed>, texts: &Texts) -> String {
    let sealed = &stored.record;
    let key = if stored.already { "seal-already" } else { "seal-done" };
    let words = [
        ("agreement", sealed.agreement.as_str()),
        ("version", sealed.version.as_str()),
        ("hash", sealed.hash.as_str()),
    ];
    format!("{}\n", texts.with(key, &words))
}

/// An approval.
pub fn approved(stored: &Stored<Decision>, texts: &Texts) -> String {
    let decision = &stored.record;
    let key = if stored.already { "approve-already" } else { "approve-done" };
    let words = [
        ("proposal", decision.proposal.as_str()),
        ("user", decision.by.as_str()),
        ("content", decision.content.short()),
    ];
    format!("{}\n", texts.with(key, &words))
}

/// A draft that is offered.
pub fn proposed(stored: &Stored<Decision>, texts: &Texts) -> String {
    let decision = &stored.record;
    let key = if stored.already { "propose-already" } else { "propose-done" };
    let words = [("proposal", decision.proposal.as_str()), ("user", decision.by.as_str())];
    format!("{}\n", texts.with(key, &words))
}

/// A withdrawal.
pub fn voided(stored: &Stored<Decision>, texts: &Texts) -> String {
    let decision = &stored.record;
    let words = [("proposal", decision.proposal.as_str()), ("reason", decision.reason.as_str())];
    format!("{}\n", texts.with("void-done", &words))
}

/// A refusal.
pub fn refused(stored: &Stored<Decision>, texts: &Texts) -> String {
    let decision = &stored.record;
    let words = [("proposal", decision.proposal.as_str()), ("reason", decision.reason.as_str())];
    format!("{}\n", texts.with("refuse-done", &words))
}

/// A posting with its voucher.
pub fn posted(agreement: &Agreement, stored: &Stored<Posted>, texts: &Texts) -> String {
    let posted = &stored.record;
    let key = if stored.already { "post-already" } else { "post-done" };
    let what = match &posted.about {
        About::Proposal(id) => id.to_string(),
        About::Instalment { funding, on } => format!("{funding} ({})", format::date(texts, *on)),
        About::Voucher(number) => number.clone(),
    };
    let mut out = format!("{}\n", texts.with(key, &[("proposal", &what), ("voucher", &posted.voucher_number)]));
    let title = match posted.voucher {
        Voucher::Reposting => "statement-reposting",
        Voucher::Payment => "statement-payment",
    };
    out.push_str(&heading(&format!(
        "{} {} · {}",
        texts.get(title),
        posted.voucher_number,
        format::date(texts, posted.paid_on)
    )));
    out.push_str(&entries(agreement, &posted.entries, texts));
    out
}

fn entries(agreement: &Agreement, entries: &[Entry], texts: &Texts) -> String {
    let mut table = Table::new()
        .words(texts.get("statement-ledger-account"))
        .numbers(texts.get("statement-debit"))
        .numbers(texts.get("statement-credit"));
    for entry in entries.iter().filter(|entry| !entry.account.purpose.is_settling()) {
        let account = format!(
            "{}: {}",
            holder_short_name(agreement, &entry.account.holder, texts),
            texts.get(purpose_key(entry.account.purpose))
        );
        let amount = |amount| format::amount(texts.language(), amount);
        table.row(if entry.amount.is_negative() {
            vec![account, String::new(), amount(-entry.amount)]
        } else {
            vec![account, amount(entry.amount), String::new()]
        });
    }
    table.render()
}

/// The ledger of each agreement.
pub fn ledger(ledgers: &[LedgerOf], texts: &Texts) -> String {
    let mut out = String::new();
    let amount = |amount| format::amount(texts.language(), amount);
    for ledger in ledgers {
        let account = |account: &virkning_model::ledger::Account| {
            let tranche = account.tranche.as_ref().map(|term| format!(" ({term})")).unwrap_or_default();
            format!(
                "{}: {}{tranche}",
                holder_short_name(&ledger.agreement, &account.holder, texts),
                texts.get(purpose_key(account.purpose))
            )
        };
        out.push_str(&format!("{}\n", ledger.agreement.name));
        if ledger.lines.is_empty() {
            out.push_str(&format!("  {}\n", texts.get("ledger-empty")));
            continue;
        }
        let mut table = Table::new()
            .words(texts.get("ledger-voucher"))
            .words(texts.get("ledger-date"))
            .words(texts.get("ledger-measured-year"))
            .words(texts.get("ledger-kind"))
            .words(texts.get("statement-ledger-account"))
            .numbers(texts.get("statement-debit"))
            .numbers(texts.get("statement-credit"))
            .numbers(texts.get("ledger-balance"));
        for line in &ledger.lines {
            let (debit, credit) = if line.amount.is_negative() {
                (String::new(), amount(-line.amount))
            } else {
                (amount(line.amount), String::new())
            };
            table.row(vec![
                line.voucher_number.clone(),
                format::short_date(texts.language(), line.paid_on),
                line.measured_year.map_or_else(|| "–".to_owned(), |year| year.to_string()),
                texts.get(&format!("posting-{}", line.kind.word())),
                account(&line.account),
                debit,
                credit,
                amount(line.balance),
            ]);
        }
        out.push_str(&table.render());
    }
    if ledgers.is_empty() {
        out.push_str(&format!("{}\n", texts.get("ledger-none")));
    }
    out
}

/// The proof: what was checked, what fits, and the first thing that does not.
pub fn verified(report: &VerifyReport, texts: &Texts) -> String {
    let mut out = String::new();
    for found in report.store.faults.iter().chain(&report.head_differs) {
        out.push_str(&fault(found, texts));
    }
    for (snapshot, failure) in &report.snapshots {
        if let Some(failure) = failure {
            out.push_str(&format!("{snapshot}: {}", complaint::say(failure, texts)));
        }
    }
    for (record, failure) in &report.records {
        out.push_str(&format!("{record}: {}", complaint::say(failure, texts)));
    }
    for recomputed in &report.proposals {
        let id = recomputed.proposal.as_str();
        match &recomputed.verdict {
            Verdict::Same => out.push_str(&format!("{}\n", texts.with("verify-same", &[("proposal", id)]))),
            Verdict::Different { what } => {
                out.push_str(&format!("{}\n", texts.with("verify-different", &[("proposal", id), ("what", what)])));
            }
            Verdict::Failed(failure) => out.push_str(&format!("{id}: {}", complaint::say(failure, texts))),
        }
    }
    for (claim, failure) in &report.evidence {
        let claim = texts.with("claim-evidence-of", &[("claim", &claim.to_string())]);
        out.push_str(&format!("{claim}: {}", complaint::say(failure, texts)));
    }
    let counted = &report.store.counted;
    let words = [
        ("postings", counted.postings.to_string()),
        ("entries", counted.entries.to_string()),
        ("proposals", report.proposals.len().to_string()),
        ("snapshots", report.snapshots.len().to_string()),
        ("head", report.store.head.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string)),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = if report.holds() { "verify-holds" } else { "verify-broken" };
    out.push_str(&format!("{}\n", texts.with(key, &words)));
    out
}

/// Something stored that does not fit, and what to do.
pub(super) fn fault(fault: &Fault, texts: &Texts) -> String {
    let arguments = fault.arguments();
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut out = format!("{}: {}\n", texts.get("word-error"), texts.with(fault.code(), &arguments));
    if let Some(hint) = texts.hint(fault.code(), &arguments) {
        out.push_str(&format!("  {hint}\n"));
    }
    out
}
