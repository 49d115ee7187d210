//! How a line of a settlement came about, in words: the step of a ladder, the difference of two means, an index, a limit.

use virkning_model::agreement::{Agreement, Limit, LimitOver, LimitRule, PaidPer};
use virkning_model::settlement::{KeptBack, Line, LineBasis};
use virkning_model::source::is_estimated;
use virkning_model::{Decimal, DecimalRounding};

use super::{Texts, format};

/// Decimals to which a mean or a rate is shown: it is an exact quotient, and often does not end.
const SHOWN_DECIMALS: u32 = 4;

/// Everything there is to say of a line, as sentences without a full stop; empty for a price times a quantity.
pub fn notes(agreement: &Agreement, line: &Line, texts: &Texts) -> Vec<String> {
    let mut notes: Vec<String> = line.basis.as_ref().map(|basis| self::basis(basis, texts)).unwrap_or_default();
    if let Some(per) = agreement.payment(&line.rule).and_then(|payment| per_in_words(payment.per, texts)) {
        notes.insert(0, per);
    }
    let measure = agreement.payment(&line.rule).and_then(|payment| agreement.measure(&payment.measure));
    if measure.is_some_and(|measure| is_estimated(&measure.source)) {
        notes.push(texts.get("estimated-line"));
    }
    for cut in &line.cut {
        let limit = agreement.limits.iter().find(|limit| limit.id == cut.limit);
        let name = limit.map_or_else(|| cut.limit.to_string(), |limit| limit_in_words(limit, texts));
        let amount = format::money(texts.language(), cut.amount);
        notes.push(texts.with("line-cut", &[("limit", &name), ("amount", &amount)]));
    }
    notes.extend(line.held_back.as_ref().map(|kept| kept_back(kept, texts)));
    if let Some(year) = line.accounting_year {
        notes.push(texts.with("line-accounting-year", &[("year", &year.to_string())]));
    }
    notes
}

/// What is counted, where it is not successes.
fn per_in_words(per: PaidPer, texts: &Texts) -> Option<String> {
    match per {
        PaidPer::Participant => Some(texts.get("line-per-participant")),
        PaidPer::Unit => Some(texts.get("line-per-unit")),
        _ => None,
    }
}

fn kept_back(kept: &KeptBack, texts: &Texts) -> String {
    let (amount, day) = (format::money(texts.language(), kept.amount), format::date(texts, kept.until));
    texts.with("line-held-back", &[("amount", &amount), ("date", &day)])
}

fn basis(basis: &LineBasis, texts: &Texts) -> Vec<String> {
    let language = texts.language();
    let number = |value: Decimal| {
        let value = value.round_dp_with_strategy(SHOWN_DECIMALS, DecimalRounding::MidpointAwayFromZero).normalize();
        format::decimal(language, value, value.scale())
    };
    let percent = |share: Decimal| {
        let scaled = (share * Decimal::ONE_HUNDRED).round_dp(2).normalize();
        format::percent(language, share, scaled.scale())
    };
    match basis {
        LineBasis::NetOfBaseline { successes, expected_anyway } => {
            let words = [("successes", number(*successes)), ("anyway", number(*expected_anyway))];
            vec![said("line-net-of-baseline", &words, texts)]
        }
        LineBasis::Ladder { rate, step, lifted, capital } => {
            let mut notes = vec![match step {
                Some(step) => said("line-ladder-step", &[("rate", percent(*rate)), ("step", percent(*step))], texts),
                None => said("line-ladder-none", &[("rate", percent(*rate))], texts),
            }];
            notes.extend(lifted.then(|| texts.get("line-ladder-lifted")));
            notes.extend(
                capital.map(|capital| {
                    said("line-ladder-capital", &[("capital", format::money(language, capital))], texts)
                }),
            );
            notes
        }
        LineBasis::Shared { without, with, units, share, carried_in, carried_out } => {
            let words = [
                ("without", number(*without)),
                ("with", number(*with)),
                ("units", number(*units)),
                ("share", percent(*share)),
            ];
            let mut notes = vec![said("line-shared", &words, texts)];
            for (key, amount) in [("line-carried-in", carried_in), ("line-carried-out", carried_out)] {
                if !amount.is_zero() {
                    notes.push(said(key, &[("amount", format::money(language, *amount))], texts));
                }
            }
            notes
        }
        LineBasis::Indexed { stated, index, base } => {
            let words =
                [("stated", format::money(language, *stated)), ("index", number(*index)), ("base", number(*base))];
            vec![said("line-indexed", &words, texts)]
        }
    }
}

fn said(key: &str, words: &[(&str, String)], texts: &Texts) -> String {
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    texts.with(key, &words)
}

/// What a limit bounds, in words.
pub fn limit_in_words(limit: &Limit, texts: &Texts) -> String {
    let key = match &limit.rule {
        LimitRule::ReturnCap { .. } => "limit-return-cap",
        LimitRule::AtLeast { .. } => "limit-floor",
        LimitRule::AtMost { over, .. } => match over {
            LimitOver::Participant { .. } => "limit-participant",
            LimitOver::Measure(_) => "limit-measure",
            LimitOver::Payment(_) => "limit-payment",
            LimitOver::Period => "limit-period",
            LimitOver::Payer(_) => "limit-payer",
            LimitOver::Investor(_) => "limit-investor",
            LimitOver::Agreement => "limit-agreement",
        },
    };
    texts.with(key, &[("id", limit.id.as_str())])
}

#[cfg(test)]
mod tests {
    use virkning_model::{Currency, Money};

    use super::*;
    use crate::text::Language;

    fn dkk(text: &str) -> Money {
        Money::parse(Currency::DKK, text).expect("an amount")
    }

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn every_way_that_an_amount_comes_about_is_said() {
        let check = |basis: LineBasis, expected: &str| {
            let said = super::basis(&basis, &Texts::new(Language::English)).join("; ");
            assert_eq!(said.replace('\u{a0}', " "), expected);
        };
        let net = LineBasis::NetOfBaseline { successes: number("30"), expected_anyway: number("12.5") };
        check(net, "30 met it, of whom 12.5 would have anyway");
        let ladder = |step: Option<&str>, lifted| LineBasis::Ladder {
            rate: number("0.6"),
            step: step.map(number),
            lifted,
            capital: Some(dkk("1000")),
        };
        check(ladder(Some("0.55"), false), "60% reaches the step from 55%; of the capital given, DKK 1,000.00");
        check(
            ladder(None, true),
            "60% does not reach the first step; lifted to the minimum; of the capital given, DKK 1,000.00",
        );
        let shared = LineBasis::Shared {
            without: number("100000"),
            with: number("90000.12345"),
            units: number("125"),
            share: number("0.5"),
            carried_in: dkk("-200"),
            carried_out: dkk("0"),
        };
        check(shared, "(100,000 − 90,000.1235) × 125 × 50%; deficit carried forward from earlier years: DKK −200.00");
        let indexed = LineBasis::Indexed { stated: dkk("4150"), index: number("112.3"), base: number("108") };
        check(indexed, "DKK 4,150.00 × 112.3 / 108");
    }
}
