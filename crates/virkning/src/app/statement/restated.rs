//! Earlier years that come out otherwise: why, what was, what is, and the difference, line by line.

use virkning_model::code_list::ListUsed;
use virkning_model::id::ContentHash;
use virkning_model::register_used::RegisterUsed;
use virkning_model::settlement::{Part, Proposal, Provisional, Restatement, RestatementCause};
use virkning_report::{Block, Cell, Column, Row, Table};

use super::Page;
use crate::text::{Texts, format, register_in_words};

/// Why a year is restated, with both hashes.
pub fn cause_in_words(cause: &RestatementCause, texts: &Texts) -> String {
    let none = || "–".to_owned();
    let (key, old, new) = match cause {
        RestatementCause::Register { old_edition, old, new_edition, new } => (
            "restated-register",
            format!("{old_edition} ({})", old.short()),
            format!("{new_edition} ({})", new.short()),
        ),
        RestatementCause::OtherRegister { source, old, new } => {
            let shown = |used: &Option<RegisterUsed>| {
                used.as_ref().map_or_else(none, |used| format!("{} ({})", used.edition, used.content.short()))
            };
            let words = [("register", register_in_words(source, texts)), ("old", shown(old)), ("new", shown(new))];
            let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
            return texts.with("restated-other-register", &words);
        }
        RestatementCause::Observations { old, new } => (
            "restated-observations",
            old.as_ref().map_or_else(none, |hash| hash.short().to_owned()),
            new.as_ref().map_or_else(none, |hash| hash.short().to_owned()),
        ),
        RestatementCause::CodeList { old_edition, old, new_edition, new } => (
            "restated-code-list",
            format!("{old_edition} ({})", old.short()),
            format!("{new_edition} ({})", new.short()),
        ),
        RestatementCause::Enrolment { old, new } => {
            ("restated-enrolment", old.short().to_owned(), new.short().to_owned())
        }
        RestatementCause::Numbers { old, new } => {
            let shown =
                |hash: &Option<_>| hash.as_ref().map_or_else(none, |hash: &ContentHash| hash.short().to_owned());
            ("restated-numbers", shown(old), shown(new))
        }
        RestatementCause::Lists { old, new } => {
            let shown = |lists: &[ListUsed]| {
                let all: Vec<String> = lists.iter().map(list_in_words).collect();
                if all.is_empty() { none() } else { all.join(", ") }
            };
            ("restated-lists", shown(old), shown(new))
        }
        RestatementCause::Evaluation { old, new } => {
            let shown = |hashes: &[ContentHash]| {
                let all: Vec<&str> = hashes.iter().map(ContentHash::short).collect();
                if all.is_empty() { none() } else { all.join(", ") }
            };
            ("restated-evaluation", shown(old), shown(new))
        }
        RestatementCause::Agreement { old, new } => {
            ("restated-agreement", old.short().to_owned(), new.short().to_owned())
        }
        RestatementCause::Overlap { now } => {
            let with: Vec<&str> = now.iter().map(|used| used.with.as_str()).collect();
            ("restated-overlap", none(), with.join(", "))
        }
        RestatementCause::EarlierYear => ("restated-earlier-year", none(), none()),
    };
    texts.with(key, &[("old", &old), ("new", &new)])
}

/// The causes that are told: what is only named for the first time has not changed.
pub fn shown_causes(restated: &Restatement) -> impl Iterator<Item = &RestatementCause> {
    restated.causes.iter().filter(|cause| !cause.is_first_naming())
}

/// A list by its name, its edition and its hash.
pub fn list_in_words(list: &ListUsed) -> String {
    format!("{} {} ({})", list.name, list.edition, list.content.short())
}

/// The edition that is too early, with its register where others than DREAM are read.
pub fn edition_in_words(proposal: &Proposal, texts: &Texts) -> String {
    match &proposal.provisional {
        Some(Provisional::EditionTooEarly { edition, register: Some(register), .. }) => {
            format!("{edition} ({})", register_in_words(register, texts))
        }
        Some(Provisional::EditionTooEarly { edition, .. }) => edition.clone(),
        None => String::new(),
    }
}

/// Which part of an agreement's settlements it is; nothing for the settlement of a measured year itself.
pub fn part_in_words(part: &Part, texts: &Texts) -> Option<String> {
    match part {
        Part::Settlement => None,
        Part::Restatement(number) => Some(texts.with("part-restatement", &[("number", &number.to_string())])),
        Part::Release(day) => Some(texts.with("part-release", &[("day", &format::date(texts, *day))])),
        Part::Closing(day) => Some(texts.with("part-closing", &[("day", &format::date(texts, *day))])),
    }
}

impl Page<'_> {
    /// Each restated year: its causes in words, then the table of what differs.
    pub(super) fn restated(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Paragraph(self.text("restated-note"))];
        for restated in &self.material.proposal.restated {
            blocks.push(Block::Paragraph(self.causes(restated)));
            blocks.push(Block::Table(self.differences(restated)));
        }
        blocks
    }

    fn causes(&self, restated: &Restatement) -> String {
        let causes: Vec<String> = shown_causes(restated).map(|cause| cause_in_words(cause, self.texts)).collect();
        let year = restated.measured_year.to_string();
        let words = [("year", year.as_str()), ("original", restated.original.as_str())];
        let mut text = format!("{} {}.", self.texts.with("restated-of", &words), causes.join("; "));
        if restated.kept_answers > 0 {
            let kept = format::count(self.texts.language(), restated.kept_answers);
            text.push_str(&format!(" {}", self.texts.with("restated-kept", &[("people", &kept)])));
        }
        text
    }

    fn differences(&self, restated: &Restatement) -> Table {
        let columns = vec![
            Column::text(self.text("restated-what")),
            Column::figure(self.text("restated-old")),
            Column::figure(self.text("restated-new")),
            Column::figure(self.text("restated-difference")),
        ];
        let year = restated.measured_year.to_string();
        let mut table = Table::new(self.texts.with("restated-table", &[("year", &year)]), columns);
        for (old, new) in restated.old.counts.iter().zip(&restated.new.counts) {
            let measure = self.material.agreement.measure(&new.measure);
            let name = measure.map_or_else(|| new.measure.to_string(), |measure| measure.label.clone());
            let words = [("measure", name.as_str())];
            for (key, was, is) in [
                ("restated-eligible", old.eligible, new.eligible),
                ("restated-successes", old.successes, new.successes),
            ] {
                let more = i128::from(is) - i128::from(was);
                let more = if more > 0 { format!("+{more}") } else { more.to_string() };
                table.rows.push(Row::from(vec![
                    Cell::text(self.texts.with(key, &words)),
                    self.count(was),
                    self.count(is),
                    Cell::text(more),
                ]));
            }
        }
        for line in &restated.lines {
            let payment = self.material.agreement.payment(&line.rule);
            let rule = payment.map_or_else(|| line.rule.to_string(), |payment| payment.label.clone());
            let to = self.material.agreement.party(&line.to);
            let to = to.map_or_else(|| line.to.to_string(), |party| party.short_name.clone());
            table.rows.push(Row::from(vec![
                Cell::text(format!("{rule}: {} → {to}", super::holder_name(self.material.agreement, &line.from))),
                self.money(line.old),
                self.money(line.new),
                self.money(line.amount),
            ]));
        }
        let (old, new) = (restated.old.amount, restated.new.amount);
        table.total = Some(vec![
            Cell::text(self.text("statement-total")),
            self.money(old),
            self.money(new),
            self.money(restated.amount),
        ]);
        table
    }
}
