//! Names and words that the statement and the terminal share.

use virkning_model::agreement::{AccountHolder, Agreement};
use virkning_model::observation::Situation;

use crate::text::Texts;

/// A chosen value as people say it, or as it is written where there is no other word.
pub fn value_in_words(value: &str, texts: &Texts) -> String {
    let key = format!("value-{value}");
    if texts.has(&key) { texts.get(&key) } else { value.to_owned() }
}

/// A party and the kind of its budget, short enough for a table on a terminal.
pub fn holder_short_name(agreement: &Agreement, holder: &AccountHolder, texts: &Texts) -> String {
    use virkning_model::agreement::BudgetKind;
    let party = agreement.party(&holder.party).map_or(holder.party.as_str(), |party| &party.short_name);
    match holder.budget.as_ref().and_then(|id| agreement.budget(id)) {
        None => party.to_owned(),
        Some(budget) => {
            let kind = match budget.kind {
                BudgetKind::Decentral => "budget-decentral",
                BudgetKind::Central => "budget-central",
                BudgetKind::OutcomeFund => "budget-outcome-fund",
                BudgetKind::Region => "budget-region",
                BudgetKind::State => "budget-state",
            };
            format!("{party} ({})", texts.get(kind))
        }
    }
}

/// The text of a situation.
pub fn situation_key(situation: Situation) -> &'static str {
    match situation {
        Situation::Dead => "situation-dead",
        Situation::Abroad => "situation-abroad",
        Situation::Employed => "situation-employed",
        Situation::Education => "situation-education",
        Situation::Transfer => "situation-transfer",
        Situation::None => "situation-none",
        Situation::Unclarified => "situation-unclarified",
    }
}

/// The stable word of a situation, as figures are named by it.
pub fn situation_word(situation: Situation) -> &'static str {
    situation_key(situation).trim_start_matches("situation-")
}

/// The text of an account's purpose.
pub fn purpose_key(purpose: virkning_model::ledger::AccountPurpose) -> &'static str {
    use virkning_model::ledger::AccountPurpose;
    match purpose {
        AccountPurpose::OutcomePaymentPaid => "purpose-paid",
        AccountPurpose::OutcomePaymentReceived => "purpose-received",
        AccountPurpose::Payable => "purpose-payable",
        AccountPurpose::Receivable => "purpose-receivable",
        AccountPurpose::Bank => "purpose-bank",
        AccountPurpose::CapitalGiven => "purpose-capital-given",
        AccountPurpose::CapitalReceived => "purpose-capital-received",
        AccountPurpose::CapitalReturnedPaid => "purpose-capital-returned-paid",
        AccountPurpose::CapitalReturnedReceived => "purpose-capital-returned-received",
        AccountPurpose::GuaranteePaid => "purpose-guarantee-paid",
        AccountPurpose::GuaranteeReceived => "purpose-guarantee-received",
    }
}
