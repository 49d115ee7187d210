//! Registers as text: what was made, what was imported, what a snapshot holds, and what codes mean.

use virkning_model::code_list::{CodeList, CodeStatus};
use virkning_register::Manifest;

use super::table::{Table, facts, heading};
use crate::app::codes::Mapped;
use crate::app::register::{ImportOutcome, MadeEdition};
use crate::text::format;
use crate::text::{Language, Texts};

/// The files of a made-up edition.
pub fn made_edition(made: &MadeEdition, texts: &Texts) -> String {
    let megabytes = made.size_bytes / 1_000_000;
    let words = [
        ("edition", made.edition.to_string()),
        ("register", made.register.display().to_string()),
        ("list", made.list.display().to_string()),
        ("size", format::count(texts.language(), megabytes)),
        ("listed", format::count(texts.language(), made.listed)),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    format!("{}\n", texts.with("synthesize-made", &words))
}

/// What an import did.
pub fn imported(outcome: &ImportOutcome, texts: &Texts) -> String {
    match outcome {
        ImportOutcome::Already(id) => {
            format!("{}\n", texts.with("import-already", &[("snapshot", id.as_str())]))
        }
        ImportOutcome::New(new) => {
            let key = match new.key_space.as_str() {
                "cpr" => String::new(),
                key => format!("{}\n", texts.with("import-key-serial", &[("key", key)])),
            };
            let title = texts.with("import-new", &[("snapshot", new.snapshot.as_str())]);
            format!("{title}\n{}{key}", summary(new, texts))
        }
    }
}

fn summary(manifest: &Manifest, texts: &Texts) -> String {
    match &manifest.events {
        Some(events) => {
            format!("{}{}", super::events::summary(manifest, events, texts), super::events::findings(manifest, texts))
        }
        None => format!("{}{}", weeks_summary(manifest, texts), super::events::findings(manifest, texts)),
    }
}

fn weeks_summary(manifest: &Manifest, texts: &Texts) -> String {
    let count = |value: u64| format::count(texts.language(), value);
    let range = |ranges: String| if ranges.is_empty() { "–".to_owned() } else { ranges };
    let columns = &manifest.columns;
    let weeks: Vec<String> = columns.weeks.iter().map(|(first, last)| format!("{first} – {last}")).collect();
    let months: Vec<String> = columns.ratio_months.iter().map(|(first, last)| format!("{first} – {last}")).collect();
    let industries: Vec<String> =
        columns.industry_months.iter().map(|(first, last)| format!("{first} – {last}")).collect();
    let rows = texts.with(
        "manifest-rows-text",
        &[
            ("rows", &count(manifest.rows)),
            ("accepted", &count(manifest.accepted)),
            ("rejected", &count(manifest.rejected)),
        ],
    );
    let mut pairs = vec![
        (texts.get("manifest-edition"), manifest.edition.to_string()),
        (texts.get("manifest-as-of"), format::date(texts, manifest.as_of)),
        (texts.get("manifest-people"), count(u64::from(manifest.people))),
        (texts.get("manifest-rows"), rows),
        (texts.get("manifest-weeks"), range(weeks.join(", "))),
        (texts.get("manifest-ratios"), range(months.join(", "))),
        (texts.get("manifest-industries"), range(industries.join(", "))),
        (texts.get("manifest-ignored"), range(ignored(&columns.ignored, texts))),
        (texts.get("manifest-runs"), format!("{} · {}", count(manifest.week_runs), count(manifest.job_runs))),
        (texts.get("manifest-codes"), manifest.code_list.clone()),
        (texts.get("manifest-synthetic"), texts.get(if manifest.synthetic { "word-yes" } else { "word-no" })),
    ];
    if !manifest.unknown_codes.is_empty() {
        let codes: Vec<String> = manifest
            .unknown_codes
            .iter()
            .map(|unknown| {
                texts.with(
                    "manifest-unknown-code",
                    &[
                        ("code", &unknown.code.to_string()),
                        ("people", &count(u64::from(unknown.people))),
                        ("weeks", &count(unknown.weeks)),
                    ],
                )
            })
            .collect();
        pairs.push((texts.get("manifest-unknown-codes"), codes.join("; ")));
    }
    facts(&pairs)
}

/// Ignored columns, the first of them by name.
pub(super) fn ignored(columns: &[String], texts: &Texts) -> String {
    const SHOWN_MAX: usize = 8;
    let mut names = columns.iter().take(SHOWN_MAX).cloned().collect::<Vec<_>>().join(", ");
    if columns.len() > SHOWN_MAX {
        let more = (columns.len() - SHOWN_MAX).to_string();
        names.push_str(&texts.with("manifest-more", &[("count", &more)]));
    }
    names
}

/// One snapshot in full.
pub fn manifest(manifest: &Manifest, texts: &Texts) -> String {
    let mut out = format!("{}\n{}", manifest.snapshot, summary(manifest, texts));
    let mut files =
        Table::new().words(texts.get("manifest-file")).numbers(texts.get("manifest-bytes")).words("SHA-256");
    for file in &manifest.files {
        files.row(vec![file.name.clone(), format::count(texts.language(), file.size_bytes), file.sha256.to_string()]);
    }
    for part in &manifest.parts {
        files.row(vec![part.name.clone(), format::count(texts.language(), part.size_bytes), part.sha256.to_string()]);
    }
    out.push_str(&format!("{}{}", heading(&texts.get("manifest-files")), files.render()));
    if !manifest.problems.is_empty() {
        let mut problems = Table::new().words(texts.get("manifest-line")).words(texts.get("manifest-problem"));
        for problem in &manifest.problems {
            let arguments = problem.arguments();
            let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let file = problem.file.as_ref().map_or(String::new(), |file| format!("{file}:"));
            problems.row(vec![format!("{file}{}", problem.line), texts.with(problem.fault.code(), &arguments)]);
        }
        out.push_str(&format!("{}{}", heading(&texts.get("manifest-problems")), problems.render()));
    }
    out
}

/// All snapshots, one line each.
pub fn snapshots(manifests: &[Manifest], texts: &Texts) -> String {
    if manifests.is_empty() {
        return format!("{}\n", texts.get("snapshots-none"));
    }
    let mut table = Table::new()
        .words(texts.get("snapshots-snapshot"))
        .words(texts.get("manifest-edition"))
        .words(texts.get("manifest-as-of"))
        .numbers(texts.get("manifest-people"))
        .words(texts.get("manifest-synthetic"));
    for manifest in manifests {
        table.row(vec![
            manifest.snapshot.to_string(),
            manifest.edition.to_string(),
            format::short_date(texts.language(), manifest.as_of),
            format::count(texts.language(), u64::from(manifest.people)),
            texts.get(if manifest.synthetic { "word-yes" } else { "word-no" }),
        ]);
    }
    table.render()
}

/// What a mapping led to.
pub fn mapped(mapped: &Mapped, texts: &Texts) -> String {
    let (mapping, key, edition) = match mapped {
        Mapped::Pending(mapping) => (mapping, "codes-pending", ""),
        Mapped::Known { mapping, edition } => (mapping, "codes-known", edition.as_str()),
        Mapped::Confirmed { mapping, edition } => (mapping, "codes-confirmed", edition.as_str()),
    };
    let words = [
        ("code", mapping.code.to_string()),
        ("category", mapping.category.clone()),
        ("from", format::date(texts, mapping.from)),
        ("date", mapping.from.to_string()),
        ("edition", edition.to_owned()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    format!("{}\n", texts.with(key, &words))
}

/// The code list.
pub fn codes(list: &CodeList, texts: &Texts) -> String {
    let mut table = Table::new()
        .numbers(texts.get("codes-code"))
        .words(texts.get("codes-category"))
        .words(texts.get("codes-meaning"))
        .words(texts.get("codes-from"))
        .words(texts.get("codes-to"))
        .words(texts.get("codes-status"));
    for row in &list.rows {
        let label = match texts.language() {
            Language::Danish => &row.label_da,
            Language::English => &row.label_en,
        };
        table.row(vec![
            row.code.to_string(),
            row.category.clone(),
            label.clone(),
            format::short_date(texts.language(), row.valid_from),
            row.valid_to.map_or_else(String::new, |day| format::short_date(texts.language(), day)),
            texts.get(match row.status {
                CodeStatus::Confirmed => "codes-confirmed-status",
                CodeStatus::Uncertain => "codes-uncertain-status",
            }),
        ]);
    }
    format!("{}\n{}", texts.with("codes-title", &[("edition", &list.edition)]), table.render())
}
