//! Overlap with other investments as text.

use super::table::{Table, facts, heading};
use crate::app::disclosure::{Figures, in_both};
use crate::app::overlap::{OverlapWith, Overlaps};
use crate::text::{Texts, format, overlap as words};

/// What an agreement shares with others, by other agreement and measured year. The people are listed where they were
/// asked for; what disclosure control hides is said to be hidden.
pub fn overlaps(overlaps: &Overlaps, lists_people: bool, figures: &Figures, texts: &Texts) -> String {
    let mut out = format!("{} · {}\n", overlaps.agreement.name, texts.get("overlap-title"));
    if overlaps.others.is_empty() {
        return format!("{out}\n{}\n", texts.get("overlap-nobody"));
    }
    let mut hidden = false;
    for other in &overlaps.others {
        let count = u64::try_from(other.people.len()).unwrap_or(u64::MAX);
        let is_shown = figures.shows(&in_both(&overlaps.agreement.id, &other.with));
        let people = words::people(count, is_shown, texts);
        hidden |= !is_shown;
        let pairs = [
            (texts.get("overlap-people"), people),
            (texts.get("overlap-rule"), words::rule(other.rule, texts)),
            (texts.get("overlap-because"), words::because(other.term.as_ref(), texts)),
        ];
        out.push_str(&format!("{}{}{}", heading(other.with.as_str()), facts(&pairs), years(other, texts)));
        if lists_people {
            out.push_str(&format!("\n{}\n", texts.get("overlap-aliases")));
            other.people.iter().for_each(|alias| out.push_str(&format!("  {alias}\n")));
        }
    }
    if hidden {
        out.push_str(&format!(
            "\n{}\n",
            texts.with("overlap-hidden", &[("minimum", &figures.rule.minimum.people().to_string())])
        ));
    }
    out.push_str(&format!("\n{}\n", texts.get("overlap-unlike-keys")));
    out
}

fn years(other: &OverlapWith, texts: &Texts) -> String {
    if other.years.is_empty() {
        return String::new();
    }
    let mut table = Table::new()
        .numbers(texts.get("overlap-measured-year"))
        .words(texts.get("settle-number"))
        .words(texts.get("settle-state"))
        .numbers(texts.get("overlap-not-paid"))
        .numbers(texts.get("overlap-paid-in-both"));
    for year in &other.years {
        let count = |count: u64| format::count(texts.language(), count);
        table.row(vec![
            year.measured_year.to_string(),
            year.proposal.to_string(),
            texts.get(&format!("state-{}", year.state.as_str())),
            count(u64::try_from(year.used.not_paid.len()).unwrap_or(u64::MAX)),
            count(year.used.paid_in_both),
        ]);
    }
    table.render()
}

/// Participants of a cohort who are also in others, told before the cohort is kept; nothing where there are none.
pub fn overlap_of_enrolment(others: &[OverlapWith], texts: &Texts) -> String {
    let mut out = String::new();
    for other in others {
        let says = (other.rule, other.term.as_ref());
        out.push_str(&format!("{}\n", words::of_enrolment(&other.with, other.people.len(), says, texts)));
    }
    for other in others.iter().filter(|other| other.term.is_none()) {
        out.push_str(&format!("{}\n", texts.with("overlap-silent-note", &[("with", other.with.as_str())])));
    }
    out
}
