//! Backups, exports, and what `doctor` found.

use std::path::Path;

use serde_json::json;

use super::record::verified;
use crate::app::backup::Restored;
use crate::app::doctor::{Finding, Findings, Level};
use crate::app::package::Manifest;
use crate::text::Texts;
use crate::text::format;

/// A backup, and what it holds.
pub fn backed_up(target: &Path, manifest: &Manifest, texts: &Texts) -> String {
    let keys = if manifest.with_keys { "backup-has-keys" } else { "backup-lacks-keys" };
    format!("{}\n{}\n", written("backup-done", target, manifest, texts), texts.get(keys))
}

/// An export, and what it holds.
pub fn exported(target: &Path, manifest: &Manifest, texts: &Texts) -> String {
    let links = if manifest.with_links { "export-has-links" } else { "export-lacks-links" };
    format!("{}\n{}\n", written("export-done", target, manifest, texts), texts.get(links))
}

fn written(key: &str, target: &Path, manifest: &Manifest, texts: &Texts) -> String {
    let rows = manifest.rows.iter().map(|table| table.rows).sum();
    let size: u64 = manifest.files.iter().map(|file| file.size_bytes).sum();
    let count = |value: u64| format::count(texts.language(), value);
    let words = [
        ("path", target.display().to_string()),
        ("rows", count(rows)),
        ("files", count(manifest.files.len() as u64)),
        ("size", count(size.div_ceil(1 << 10))),
        ("head", manifest.head.clone()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    texts.with(key, &words)
}

/// A backup that was restored, and the proof.
pub fn restored(data: &Path, restored: &Restored, texts: &Texts) -> String {
    let manifest = &restored.manifest;
    let mut out = verified(&restored.verified, texts);
    let words = [
        ("path", data.display().to_string()),
        ("made", format::moment(texts.language(), manifest.made_at)),
        ("head", manifest.head.clone()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    out.push_str(&format!("{}\n", texts.with("restore-done", &words)));
    if !manifest.with_keys {
        out.push_str(&format!("{}\n", texts.get("restore-lacks-keys")));
    }
    out
}

/// What was found, with what to do about it.
pub fn findings(findings: &Findings, texts: &Texts) -> String {
    let mut out = String::new();
    for finding in &findings.all {
        let word = match finding.level {
            Level::Fine => "doctor-word-fine",
            Level::Warning => "word-warning",
            Level::Error => "word-error",
        };
        let (message, hint) = said(finding, texts);
        out.push_str(&format!("{}: {message}\n", texts.get(word)));
        if let Some(hint) = hint {
            out.push_str(&format!("  {hint}\n"));
        }
    }
    let (errors, warnings) = (findings.count(Level::Error), findings.count(Level::Warning));
    let words = [("errors", errors.to_string()), ("warnings", warnings.to_string())];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = if errors + warnings == 0 { "doctor-all-well" } else { "doctor-counted" };
    out.push_str(&format!("{}\n", texts.with(key, &words)));
    out
}

/// The same for other programs.
pub fn findings_json(findings: &Findings, texts: &Texts) -> serde_json::Value {
    let all = findings.all.iter().map(|finding| {
        let (message, hint) = said(finding, texts);
        let arguments: serde_json::Map<String, serde_json::Value> =
            finding.arguments.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
        json!({
            "level": finding.level.as_str(),
            "finding": finding.key,
            "arguments": arguments,
            "message": message,
            "hint": hint,
        })
    });
    json!({
        "holds": findings.holds(),
        "errors": findings.count(Level::Error),
        "warnings": findings.count(Level::Warning),
        "findings": all.collect::<Vec<_>>(),
    })
}

fn said(finding: &Finding, texts: &Texts) -> (String, Option<String>) {
    let shown: Vec<(&str, String)> =
        finding.arguments.iter().map(|(name, value)| (name.as_str(), as_read(name, value, texts))).collect();
    let words: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let hint = texts.hint(&finding.key, &words).filter(|_| finding.level != Level::Fine);
    (texts.with(&finding.key, &words), hint)
}

/// A value of a finding as people read it: moments and sizes come as programs write them.
fn as_read(name: &str, value: &str, texts: &Texts) -> String {
    if let Ok(at) = value.parse::<jiff::Timestamp>() {
        return format::moment(texts.language(), at);
    }
    match (name, value.parse()) {
        ("free" | "records" | "size" | "count", Ok(number)) => format::count(texts.language(), number),
        _ => value.to_owned(),
    }
}
