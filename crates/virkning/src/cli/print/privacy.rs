//! The identity vault, looks at people, sources, erasure, and the event log with its heads, as text.

use virkning_model::id::{AgreementId, Alias};
use virkning_store::{AuditEntry, AuditOutcome, DueErased, Identity, Look, ShownIdentity, Source};

use super::record::fault;
use super::table::{Table, facts};
use crate::app::head::{CheckedHead, CheckedLog, CurrentHead};
use crate::app::source::Kept;
use crate::app::vault::VaultState;
use crate::text::{Texts, action, format};

/// What the vault holds, and what of it does not open.
pub fn vault(state: &VaultState, texts: &Texts) -> String {
    let (Some((version, fingerprint)), Some(check)) = (&state.key, &state.check) else {
        return line("vault-empty", &[], texts);
    };
    let mut out: String = check.faults.iter().map(|found| fault(found, texts)).collect();
    if !check.faults.is_empty() {
        out.push_str(&line("vault-broken", &[], texts));
        return out;
    }
    let words = [
        ("version", version.to_string()),
        ("fingerprint", fingerprint.clone()),
        ("kept", (check.numbers - check.erased).to_string()),
        ("erased", check.erased.to_string()),
    ];
    out.push_str(&line("vault-holds", &words, texts));
    if check.older > 0 {
        out.push_str(&line("vault-older", &[("older", check.older.to_string())], texts));
    }
    out
}

/// Who stands behind an alias. This is the one place where a CPR number is written.
pub fn identity(agreement: &AgreementId, alias: &Alias, shown: &ShownIdentity, texts: &Texts) -> String {
    let words = [("alias", alias.to_string()), ("agreement", agreement.to_string())];
    let mut pairs = Vec::new();
    for number in &shown.numbers {
        let label = match number.from {
            None => texts.get("identity-cpr"),
            Some(from) => texts.with("identity-cpr-from", &[("from", &format::date(texts, from))]),
        };
        let digits = number.identity.as_ref().map(|identity| identity.cpr.reveal());
        let written = digits.map(|digits| digits.split_at(digits.len().min(6)));
        pairs.push((label, written.map_or(texts.get("identity-cpr-none"), |(day, rest)| format!("{day}-{rest}"))));
    }
    let last = shown.numbers.iter().rev().find_map(|number| number.identity.as_ref());
    let name = last.and_then(|identity| identity.name.as_ref());
    let address = last.and_then(|identity| identity.address.as_ref());
    for (key, text) in [("identity-name", name), ("identity-address", address)] {
        pairs.extend(text.map(|text| (texts.get(key), text.reveal().to_owned())));
    }
    let mut out = format!("{}\n{}", line("identity-title", &words, texts), facts(&pairs));
    for (key, said) in [("identity-protected", shown.protected), ("identity-withheld", shown.withheld)] {
        if said {
            out.push_str(&line(key, &[], texts));
        }
    }
    out.push_str(&line("identity-recorded", &[], texts));
    out
}

/// All sources.
pub fn sources(sources: &[Source], texts: &Texts) -> String {
    if sources.is_empty() {
        return line("source-none", &[], texts);
    }
    let mut table = Table::new()
        .words(texts.get("source-name"))
        .words(texts.get("source-legal-basis"))
        .words(texts.get("source-purpose"))
        .words(texts.get("source-delete-on"));
    for source in sources {
        let date = format::date(texts, source.delete_on);
        table.row(vec![source.name.clone(), source.legal_basis.clone(), source.purpose.clone(), date]);
    }
    table.render()
}

/// One source.
pub fn source(source: &Source, texts: &Texts) -> String {
    let processing = source.processing_agreement.clone();
    let pairs = [
        ("source-name", source.name.clone()),
        ("source-legal-basis", source.legal_basis.clone()),
        ("source-purpose", source.purpose.clone()),
        ("source-processing-agreement", processing.unwrap_or_else(|| texts.get("source-processing-none"))),
        ("source-delete-on", format::date(texts, source.delete_on)),
        ("source-by", source.by.to_string()),
    ];
    facts(&pairs.map(|(key, value)| (texts.get(key), value)))
}

/// What is kept about people, and what of it is due.
pub fn retention(kept: &[Kept], texts: &Texts) -> String {
    if kept.is_empty() {
        return line("retention-none", &[], texts);
    }
    let count = |number: u64| format::count(texts.language(), number);
    let mut table = Table::new()
        .words(texts.get("source-name"))
        .words(texts.get("source-legal-basis"))
        .words(texts.get("source-delete-on"))
        .numbers(texts.get("source-kept"))
        .numbers(texts.get("source-due"))
        .numbers(texts.get("source-snapshots"));
    for one in kept {
        let unknown = || texts.get("source-not-recorded");
        let record = one.line.record.as_ref();
        table.row(vec![
            one.line.source.clone(),
            record.map_or_else(unknown, |record| record.legal_basis.clone()),
            record.map_or_else(unknown, |record| format::date(texts, record.delete_on)),
            count(one.line.kept),
            count(one.line.due),
            count(one.snapshots),
        ]);
    }
    let mut out = table.render();
    // Somebody in several sources is counted in each; what is due in one of them is due as a person.
    let due = kept.iter().map(|one| one.line.due).max().unwrap_or_default();
    out.push_str(&match due {
        0 => line("retention-nothing", &[], texts),
        due => line("retention-due", &[("count", count(due))], texts),
    });
    if kept.iter().any(|one| one.past && one.snapshots > 0) {
        out.push_str(&line("retention-snapshots", &[], texts));
    }
    out
}

/// What came of erasing everybody who is due.
pub fn erased_due(erased: &DueErased, texts: &Texts) -> String {
    let words = [
        ("asked", erased.asked.to_string()),
        ("done", erased.done.to_string()),
        ("waiting", erased.waiting.to_string()),
    ];
    let mut out = line("erase-due-done", &words, texts);
    if erased.done > 0 {
        out.push_str(&line("erase-copies", &[], texts));
    }
    out
}

/// The citizen's list of looks.
pub fn looks(looks: &[Look], texts: &Texts) -> String {
    if looks.is_empty() {
        return line("looks-none", &[], texts);
    }
    let mut table = Table::new()
        .words(texts.get("looks-date"))
        .words(texts.get("looks-agreement"))
        .words(texts.get("looks-what"))
        .words(texts.get("looks-role"))
        .words(texts.get("looks-reason"));
    for look in looks {
        let key = format!("look-{}", look.what);
        let what = texts.get(if texts.has(&key) { &key } else { "look-other" });
        let roles: Vec<&str> = look.roles.iter().map(|role| role.as_str()).collect();
        table.row(vec![
            format::short_date(texts.language(), look.at.to_zoned(jiff::tz::TimeZone::UTC).date()),
            look.agreement.to_string(),
            format!("{what} {}", look.details).trim_end().to_owned(),
            roles.join(", "),
            look.reason.clone(),
        ]);
    }
    format!("{}\n{}", line("looks-title", &[], texts), table.render())
}

/// The head of the log, with what signed ones are checked with.
pub fn current_head(current: &CurrentHead, texts: &Texts) -> String {
    let mut out = line("head-current", &[("head", current.head.to_string())], texts);
    out.push_str(&match &current.key {
        Some((name, key)) => line("head-key", &[("name", name.clone()), ("key", key.to_string())], texts),
        None => line("head-key-none", &[], texts),
    });
    out
}

/// Whether a signed head holds, and the log here leads to it.
pub fn checked_head(checked: &CheckedHead, texts: &Texts) -> String {
    let signed = &checked.signed;
    let words = [
        ("name", signed.installation.clone()),
        ("head", signed.head.to_string()),
        ("date", format::date(texts, signed.at.to_zoned(jiff::tz::TimeZone::UTC).date())),
    ];
    match &checked.differs {
        Some(found) => fault(found, texts),
        None => line(if checked.key_known { "head-holds" } else { "head-signature-holds" }, &words, texts),
    }
}

/// Whether an exported log is whole.
pub fn checked_log(checked: &CheckedLog, texts: &Texts) -> String {
    match checked {
        CheckedLog::Whole(head) => line("log-whole", &[("head", head.to_string())], texts),
        CheckedLog::Broken(found) => fault(found, texts),
    }
}

/// The last records of the log.
pub fn log(entries: &[AuditEntry], texts: &Texts) -> String {
    let mut table = Table::new()
        .numbers(texts.get("event-number"))
        .words(texts.get("event-time"))
        .words(texts.get("event-user"))
        .words(texts.get("event-action"))
        .words(texts.get("event-subject"))
        .words(texts.get("event-outcome"));
    for entry in entries {
        let outcome = match &entry.outcome {
            AuditOutcome::Done => texts.get("event-done"),
            AuditOutcome::Refused(code) => texts.with("event-refused", &[("code", code)]),
        };
        table.row(vec![
            entry.sequence.to_string(),
            format::moment(texts.language(), entry.at),
            match entry.identity {
                Identity::Declared => format!("{} ({})", entry.user, entry.operating_system_user),
                Identity::Authenticated => format!("{} ({})", entry.user, texts.get("event-authenticated")),
            },
            action::in_words(&entry.action, texts),
            entry.subject.clone(),
            outcome,
        ]);
    }
    table.render()
}

fn line(key: &str, words: &[(&str, String)], texts: &Texts) -> String {
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    format!("{}\n", texts.with(key, &words))
}
