//! Two editions of a register held against each other, as text and as CSV.

use virkning_model::Money;
use virkning_model::id::SnapshotId;
use virkning_model::register_used::RegisterUsed;
use virkning_model::settlement::RestatedFigures;
use virkning_register::Manifest;
use virkning_register::comparison::{Change, Changed, Record};
use virkning_store::{ProposalRecord, SnapshotRecord};

use super::table::{Table, facts, heading};
use crate::app::editions::{ChangedMonths, ComparedEditions, PersonSays};
use crate::cli::complaint::say;
use crate::finance::csv;
use crate::text::{Texts, format, register_in_words};

/// The comparison as text.
pub fn editions(compared: &ComparedEditions, texts: &Texts) -> String {
    let view = View { compared, texts };
    let mut out = view.head();
    out.push_str(&view.changes());
    out.push_str(&view.months());
    out.push_str(&view.codes());
    out.push_str(&view.people());
    if compared.found.hidden {
        out.push_str(&format!("\n{}\n", texts.get("editions-hidden")));
    }
    out.push_str(&view.effects());
    out
}

struct View<'a> {
    compared: &'a ComparedEditions,
    texts: &'a Texts,
}

impl View<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn count(&self, count: Option<u64>) -> String {
        count.map_or_else(|| self.text("editions-hidden-mark"), |count| format::count(self.texts.language(), count))
    }

    fn amount(&self, amount: Money) -> String {
        format::amount(self.texts.language(), amount)
    }

    fn head(&self) -> String {
        let ComparedEditions { old, new, found, .. } = self.compared;
        let register = register_in_words(&self.compared.register, self.texts);
        let mut title = self.texts.with(
            "editions-title",
            &[("register", &register), ("old", &old.edition.to_string()), ("new", &new.edition.to_string())],
        );
        if let Some(agreement) = &self.compared.of {
            title.push_str(&format!(
                " · {}",
                self.texts.with("editions-participants", &[("agreement", &agreement.name)])
            ));
        }
        let synthetic = if old.synthetic || new.synthetic {
            format!("  *** {} ***\n", self.text("statement-synthetic"))
        } else {
            String::new()
        };
        let edition = |manifest: &Manifest, people: u64| {
            let words = [
                ("snapshot", manifest.snapshot.to_string()),
                ("as_of", format::date(self.texts, manifest.as_of)),
                ("people", self.count(Some(people))),
            ];
            let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
            self.texts.with("editions-edition-text", &words)
        };
        let pairs = [
            (self.text("editions-old"), edition(old, found.people_before)),
            (self.text("editions-new"), edition(new, found.people_now)),
            (self.text("editions-both"), self.count(found.both)),
            (self.text("editions-added"), self.count(found.added)),
            (self.text("editions-gone"), self.count(found.gone)),
            (self.text("editions-corrected"), self.count(found.corrected)),
        ];
        format!("{title}\n{synthetic}\n{}", facts(&pairs))
    }

    fn kind(&self, record: Record, change: Change) -> String {
        self.texts.with("editions-kind", &[("record", record.as_str()), ("change", change.as_str())])
    }

    fn counts(&self, changed: Option<&Changed>) -> [String; 2] {
        [self.count(changed.map(|changed| changed.people)), self.count(changed.map(|changed| changed.records))]
    }

    fn changes(&self) -> String {
        if self.compared.found.changes.is_empty() {
            return format!("\n{}\n", self.text("editions-no-changes"));
        }
        let mut table = Table::new()
            .words(self.text("editions-what"))
            .numbers(self.text("editions-people"))
            .numbers(self.text("editions-records"));
        for ((record, change), changed) in &self.compared.found.changes {
            let [people, records] = self.counts(changed.as_ref());
            table.row(vec![self.kind(*record, *change), people, records]);
        }
        format!("{}{}", heading(&self.text("editions-changes")), table.render())
    }

    /// The months of what both editions cover; what is new lies after the earlier one.
    fn months(&self) -> String {
        let mut table = Table::new()
            .words(self.text("editions-month"))
            .words(self.text("editions-what"))
            .numbers(self.text("editions-people"))
            .numbers(self.text("editions-records"));
        let mut rows: Vec<_> =
            self.compared.found.months.iter().filter(|((_, change, _), _)| *change != Change::New).collect();
        if rows.is_empty() {
            return String::new();
        }
        rows.sort_by_key(|((record, change, month), _)| (*month, *record, *change));
        for ((record, change, month), changed) in rows {
            let [people, records] = self.counts(changed.as_ref());
            table.row(vec![month.to_string(), self.kind(*record, *change), people, records]);
        }
        format!("{}{}", heading(&self.text("editions-months")), table.render())
    }

    fn codes(&self) -> String {
        if self.compared.found.codes.is_empty() {
            return String::new();
        }
        let mut table = Table::new()
            .numbers(self.text("editions-code-before"))
            .numbers(self.text("editions-code-now"))
            .numbers(self.text("editions-people"))
            .numbers(self.text("editions-weeks"));
        let code = |code: u16| if code == 0 { self.text("editions-blank") } else { format!("{code:03}") };
        for ((old, new), changed) in &self.compared.found.codes {
            let [people, weeks] = self.counts(changed.as_ref());
            table.row(vec![code(*old), code(*new), people, weeks]);
        }
        format!("{}{}", heading(&self.text("editions-codes")), table.render())
    }

    fn people(&self) -> String {
        if self.compared.people.is_empty() {
            return String::new();
        }
        let mut table = Table::new().words(self.text("editions-participant")).words(self.text("editions-what"));
        for person in &self.compared.people {
            let says = match &person.says {
                PersonSays::Added => self.text("editions-person-added"),
                PersonSays::Gone => self.text("editions-person-gone"),
                PersonSays::Changed(kinds) => {
                    let kinds =
                        kinds.iter().map(|((record, change), months)| self.kind_of_person(*record, *change, months));
                    kinds.collect::<Vec<_>>().join("; ")
                }
            };
            table.row(vec![person.alias.to_string(), says]);
        }
        format!("{}{}", heading(&self.text("editions-people-changed")), table.render())
    }

    fn kind_of_person(&self, record: Record, change: Change, months: &ChangedMonths) -> String {
        let span = if months.first == months.last {
            months.first.to_string()
        } else {
            format!("{}–{}", months.first, months.last)
        };
        format!("{} ({}; {span})", self.kind(record, change), self.count(Some(months.records)))
    }

    fn effects(&self) -> String {
        let mut out = heading(&self.text("editions-effects"));
        if self.compared.effects.is_empty() {
            out.push_str(&format!("  {}\n", self.text("editions-no-effects")));
        } else {
            out.push_str(&self.effect_table());
            out.push_str(&format!("\n{}\n", self.text("editions-effects-note")));
        }
        for (agreement, failure) in &self.compared.not_computed {
            let words = [("agreement", agreement.as_str())];
            out.push_str(&format!(
                "\n{}\n{}",
                self.texts.with("editions-not-computed", &words),
                say(failure, self.texts)
            ));
        }
        out
    }

    fn effect_table(&self) -> String {
        let mut table = Table::new()
            .words(self.text("editions-agreement"))
            .numbers(self.text("editions-measured-year"))
            .words(self.text("editions-rests-on"))
            .numbers(self.text("editions-successes"))
            .numbers(self.text("editions-posted"))
            .numbers(self.text("editions-with-old"))
            .numbers(self.text("editions-with-new"))
            .numbers(self.text("editions-difference"))
            .numbers(self.text("editions-to-restate"));
        let successes =
            |figures: &RestatedFigures| -> u64 { figures.counts.iter().map(|counts| counts.successes).sum() };
        for effect in &self.compared.effects {
            table.row(vec![
                effect.name.clone(),
                effect.measured_year.to_string(),
                effect.rests_on.clone().unwrap_or_else(|| self.text("editions-rests-elsewhere")),
                format!("{} → {}", self.count(Some(successes(&effect.old))), self.count(Some(successes(&effect.new)))),
                self.amount(effect.posted),
                self.amount(effect.old.amount),
                self.amount(effect.new.amount),
                self.amount(effect.difference()),
                self.amount(effect.to_restate()),
            ]);
        }
        table.render()
    }
}

/// A note that a settlement was read from an edition of which a newer one is there.
pub fn newer_edition(used: &RegisterUsed, newest: &SnapshotRecord, texts: &Texts) -> String {
    let register = register_in_words(&used.source, texts);
    let words = [("register", register.as_str()), ("used", used.snapshot.as_str()), ("newest", newest.id.as_str())];
    texts.with("editions-newer", &words)
}

/// A note that a newer snapshot of the same register is there.
pub fn newer_snapshot(snapshot: &SnapshotId, newer: &SnapshotId, texts: &Texts) -> String {
    let words = [("snapshot", snapshot.as_str()), ("newer", newer.as_str())];
    format!("{}\n", texts.with("editions-newer-snapshot", &words))
}

/// The settlements that rest on a snapshot, and the newer one of its register.
pub fn resting_on(resting: &[ProposalRecord], newer: Option<&SnapshotId>, texts: &Texts) -> String {
    let mut out = heading(&texts.get("editions-resting"));
    if resting.is_empty() {
        out.push_str(&format!("  {}\n", texts.get("editions-resting-none")));
    } else {
        let mut table = Table::new()
            .words(texts.get("settle-number"))
            .words(texts.get("editions-agreement"))
            .numbers(texts.get("editions-measured-year"))
            .words(texts.get("settle-state"));
        for record in resting {
            table.row(vec![
                record.id.to_string(),
                record.agreement.to_string(),
                record.measured_year.to_string(),
                texts.get(&format!("state-{}", record.state.as_str())),
            ]);
        }
        out.push_str(&table.render());
    }
    if let Some(newer) = newer {
        out.push_str(&format!("\n{}\n", texts.with("editions-newer-there", &[("newer", newer.as_str())])));
    }
    out
}

/// The comparison as CSV: a row for each count and each posted year, told apart by the first column. Amounts are kroner
/// with a point; a count that is hidden is empty.
pub fn editions_csv(compared: &ComparedEditions) -> String {
    const HEADS: [&str; 15] = [
        "part",
        "record",
        "change",
        "month",
        "code_before",
        "code_now",
        "people",
        "records",
        "agreement",
        "measured_year",
        "posted",
        "with_old",
        "with_new",
        "difference",
        "alias",
    ];
    let mut rows: Vec<Vec<String>> = vec![HEADS.iter().map(|head| (*head).to_owned()).collect()];
    let mut row = |cells: &[(&str, String)]| {
        let cell = |head: &str| cells.iter().find(|(name, _)| *name == head).map(|(_, value)| value.clone());
        rows.push(HEADS.iter().map(|head| cell(head).unwrap_or_default()).collect());
    };
    let shown = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
    let counts = |changed: &Option<Changed>| {
        let (people, records) = (changed.map(|changed| changed.people), changed.map(|changed| changed.records));
        [("people", shown(people)), ("records", shown(records))]
    };
    let found = &compared.found;
    let people = [("added", found.added), ("gone", found.gone), ("both", found.both), ("corrected", found.corrected)];
    for (change, count) in people {
        row(&[("part", "people".to_owned()), ("change", change.to_owned()), ("people", shown(count))]);
    }
    for ((record, change), changed) in &found.changes {
        let [people, records] = counts(changed);
        let kind = [("record", record.as_str().to_owned()), ("change", change.as_str().to_owned())];
        row(&[&[("part", "change".to_owned())], kind.as_slice(), &[people, records]].concat());
    }
    for ((record, change, month), changed) in &found.months {
        let [people, records] = counts(changed);
        let kind = [("record", record.as_str().to_owned()), ("change", change.as_str().to_owned())];
        let month = [("part", "month".to_owned()), ("month", month.to_string())];
        row(&[month.as_slice(), kind.as_slice(), &[people, records]].concat());
    }
    for ((old, new), changed) in &found.codes {
        let [people, records] = counts(changed);
        let codes = [("code_before", old.to_string()), ("code_now", new.to_string())];
        row(&[&[("part", "code".to_owned())], codes.as_slice(), &[people, records]].concat());
    }
    for effect in &compared.effects {
        row(&[
            ("part", "settlement".to_owned()),
            ("agreement", effect.agreement.to_string()),
            ("measured_year", effect.measured_year.to_string()),
            ("posted", effect.posted.to_string()),
            ("with_old", effect.old.amount.to_string()),
            ("with_new", effect.new.amount.to_string()),
            ("difference", effect.difference().to_string()),
        ]);
    }
    for person in &compared.people {
        let of = |record: &str, change: Change| {
            let part = [("part", "participant".to_owned()), ("alias", person.alias.to_string())];
            [part, [("record", record.to_owned()), ("change", change.as_str().to_owned())]].concat()
        };
        match &person.says {
            PersonSays::Added => row(&of("person", Change::Added)),
            PersonSays::Gone => row(&of("person", Change::Gone)),
            PersonSays::Changed(kinds) => {
                for ((record, change), months) in kinds {
                    let more = [("month", months.first.to_string()), ("records", months.records.to_string())];
                    row(&[of(record.as_str(), *change), more.to_vec()].concat());
                }
            }
        }
    }
    csv::table(b';', rows.into_iter())
}
