//! The answer of `register compare` as JSON. A count that is hidden is `null`.

use serde_json::{Value, json};
use virkning_model::settlement::RestatedFigures;
use virkning_register::Manifest;
use virkning_register::comparison::Changed;

use crate::app::editions::{ChangedPerson, ComparedEditions, PersonSays, YearEffect};

/// `register compare` as JSON.
pub fn editions(compared: &ComparedEditions) -> Value {
    let found = &compared.found;
    let changes = found.changes.iter().map(|((record, change), changed)| {
        let (people, records) = counts(changed.as_ref());
        json!({ "record": record, "change": change, "people": people, "records": records })
    });
    let months = found.months.iter().map(|((record, change, month), changed)| {
        let (people, records) = counts(changed.as_ref());
        json!({
            "record": record, "change": change, "month": month.to_string(), "people": people, "records": records,
        })
    });
    let codes = found.codes.iter().map(|((old, new), changed)| {
        let (people, weeks) = counts(changed.as_ref());
        json!({ "old": old, "new": new, "people": people, "weeks": weeks })
    });
    let failed = compared.not_computed.iter().map(|(agreement, _)| agreement.to_string());
    let mut answer = json!({
        "register": compared.register,
        "old": edition(&compared.old),
        "new": edition(&compared.new),
        "agreement": compared.of.as_ref().map(|agreement| agreement.id.to_string()),
        "people": {
            "old": found.people_before,
            "new": found.people_now,
            "both": found.both,
            "added": found.added,
            "gone": found.gone,
            "corrected": found.corrected,
        },
        "changes": changes.collect::<Vec<_>>(),
        "months": months.collect::<Vec<_>>(),
        "codes": codes.collect::<Vec<_>>(),
        "hidden": found.hidden,
        "settlements": compared.effects.iter().map(effect).collect::<Vec<_>>(),
        "not_computed": failed.collect::<Vec<_>>(),
    });
    if compared.of.is_some() {
        answer["participants"] = compared.people.iter().map(person).collect();
    }
    answer
}

fn counts(changed: Option<&Changed>) -> (Option<u64>, Option<u64>) {
    (changed.map(|changed| changed.people), changed.map(|changed| changed.records))
}

fn edition(manifest: &Manifest) -> Value {
    json!({
        "snapshot": manifest.snapshot,
        "edition": manifest.edition.to_string(),
        "as_of": manifest.as_of,
        "content": manifest.content_hash,
        "synthetic": manifest.synthetic,
    })
}

fn effect(effect: &YearEffect) -> Value {
    json!({
        "agreement": effect.agreement,
        "measured_year": effect.measured_year,
        "proposal": effect.proposal,
        "rests_on": effect.rests_on,
        "posted": effect.posted.to_string(),
        "old": figures(&effect.old),
        "new": figures(&effect.new),
        "difference": effect.difference().to_string(),
        "to_restate": effect.to_restate().to_string(),
    })
}

fn figures(figures: &RestatedFigures) -> Value {
    let counts = figures.counts.iter().map(|counts| {
        json!({
            "measure": counts.measure,
            "at": counts.at,
            "eligible": counts.eligible,
            "successes": counts.successes,
            "unclarified": counts.unclarified,
        })
    });
    json!({
        "amount": figures.amount.to_string(),
        "over_cap": figures.over_cap.to_string(),
        "counts": counts.collect::<Vec<_>>(),
    })
}

fn person(person: &ChangedPerson) -> Value {
    let (what, changes) = match &person.says {
        PersonSays::Added => ("added", Vec::new()),
        PersonSays::Gone => ("gone", Vec::new()),
        PersonSays::Changed(kinds) => {
            let kinds = kinds.iter().map(|((record, change), months)| {
                json!({
                    "record": record,
                    "change": change,
                    "records": months.records,
                    "first_month": months.first.to_string(),
                    "last_month": months.last.to_string(),
                })
            });
            ("changed", kinds.collect())
        }
    };
    json!({ "alias": person.alias, "what": what, "changes": changes })
}
