//! `settings`: what holds for the whole installation. So far that is disclosure control.

use clap::{Args, Subcommand, ValueEnum};
use virkning_register::disclosure::{Minimum, Zeros};
use virkning_store::Release;

use super::print_out;
use super::table::{Table, facts, heading};
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};
use crate::text::Texts;

#[derive(Args, Debug)]
pub struct Settings {
    #[command(subcommand)]
    pub action: SettingsAction,
}

#[derive(Debug, Subcommand)]
pub enum SettingsAction {
    Disclosure(Disclosure),
    Releases,
}

#[derive(Args, Debug)]
pub struct Disclosure {
    #[arg(long, value_name = "3|5")]
    pub minimum: Option<u64>,
    #[arg(long, value_enum, value_name = "shown|hidden", hide_possible_values = true)]
    pub zeros: Option<ZerosWord>,
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// Whether groups without people are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ZerosWord {
    Shown,
    Hidden,
}

/// Shows or sets what was asked for.
pub fn act(session: &Session<'_>, action: &SettingsAction, texts: &Texts) -> Result<(), Failure> {
    match action {
        SettingsAction::Disclosure(wanted) => disclosure(session, wanted, texts),
        SettingsAction::Releases => {
            print_out(&releases(&session.releases()?, texts));
            Ok(())
        }
    }
}

fn disclosure(session: &Session<'_>, wanted: &Disclosure, texts: &Texts) -> Result<(), Failure> {
    let mut said = String::new();
    if wanted.minimum.is_some() || wanted.zeros.is_some() || wanted.reason.is_some() {
        let minimum = wanted
            .minimum
            .map(|given| Minimum::try_from(given).map_err(|_| Refusal::new("disclosure-minimum").with("given", given)));
        let zeros = wanted.zeros.map(|word| match word {
            ZerosWord::Shown => Zeros::Shown,
            ZerosWord::Hidden => Zeros::Hidden,
        });
        let reason = wanted.reason.as_deref().ok_or_else(|| Refusal::new("disclosure-reason"))?;
        let set = session.disclosure_rule_set(minimum.transpose()?, zeros, reason)?;
        let key = if set.already { "settings-unchanged" } else { "settings-changed" };
        said = format!("\n{}\n", texts.get(key));
    }
    print_out(&format!("{}{said}", rule(session, texts)?));
    Ok(())
}

/// The rule that holds, and who set it.
fn rule(session: &Session<'_>, texts: &Texts) -> Result<String, Failure> {
    let (rule, set) = session.disclosure_rule()?;
    let mut pairs = vec![
        (texts.get("settings-minimum"), rule.minimum.people().to_string()),
        (texts.get("settings-zeros"), texts.get(&format!("settings-zeros-{}", rule.zeros.as_str()))),
    ];
    match set {
        None => pairs.push((texts.get("settings-set-by"), texts.get("settings-not-set"))),
        Some(set) => {
            let words = [("user", set.by.as_str()), ("time", &set.at.to_string())];
            pairs.push((texts.get("settings-set-by"), texts.with("settings-set-by-value", &words)));
            pairs.push((texts.get("settings-reason"), set.reason));
        }
    }
    let title = heading(&texts.get("settings-title"));
    Ok(format!("{}{}\n{}\n", title.trim_start(), facts(&pairs), texts.get("settings-contract")))
}

fn releases(releases: &[Release], texts: &Texts) -> String {
    if releases.is_empty() {
        return format!("{}\n", texts.get("releases-none"));
    }
    let mut table = Table::new()
        .numbers(texts.get("releases-number"))
        .words(texts.get("releases-time"))
        .words(texts.get("releases-audience"))
        .words(texts.get("releases-kind"))
        .words(texts.get("releases-subject"))
        .words(texts.get("releases-by"));
    for release in releases {
        table.row(vec![
            release.number.to_string(),
            release.at.to_string(),
            texts.get(&format!("audience-{}", release.audience)),
            texts.get(&format!("release-kind-{}", release.kind)),
            release.subject.clone(),
            release.by.to_string(),
        ]);
    }
    table.render()
}
