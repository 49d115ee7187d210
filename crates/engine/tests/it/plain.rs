//! The program as whole numbers pays what the program pays, to the øre, whatever the counts, prices and caps.

use proptest::prelude::*;
use virkning_engine::{Count, Priced, Sink, compile};
use virkning_model::agreement::ReturnCapMethod;

use crate::support::*;

struct Paid(Vec<(usize, i128, i128)>);

impl Sink for Paid {
    fn line(&mut self, priced: &Priced) {
        self.0.push((priced.line, priced.amount.minor(), priced.over_cap.minor()));
    }
}

proptest! {
    #[test]
    fn whole_numbers_pay_what_the_program_pays(
        counts in prop::collection::vec((0_u64..400, 0_u64..400), 7),
        price in 1_i64..2_000_000,
        percent in 0_i64..2_000,
        method in 0_usize..3,
        per_participant in any::<bool>(),
    ) {
        let mut agreement = ips_plus();
        let currency = agreement.currency;
        set_price(&mut agreement, virkning_model::Money::from_minor(currency, price.into()));
        let methods = [ReturnCapMethod::Compound, ReturnCapMethod::Simple, ReturnCapMethod::PerYear];
        set_cap(&mut agreement, rust_decimal::Decimal::new(percent, 4), methods[method]);
        if per_participant {
            agreement.payments[0].per = virkning_model::agreement::PaidPer::Participant;
        }
        let program = compile(&agreement).unwrap();
        let mut expected = Paid(Vec::new());
        let mut next = 0;
        let quantity = |_: &_, _: &_| {
            next += 1;
            let (eligible, successes) = counts[next - 1];
            Count::new(eligible, successes)
        };
        program.run(&mut program.accounts(), quantity, &mut expected).unwrap();
        let plain = program.plain().unwrap();
        let mut got = Vec::new();
        let count = |line: usize, of: &virkning_engine::PlainLine| {
            if of.per_participant { counts[line].0 } else { counts[line].1 }
        };
        let mut accounts = plain.accounts();
        // A second run over the same accounts begins anew.
        plain.run(&mut accounts, count, |_, _, _| {});
        plain.run(&mut accounts, count, |line, amount, over| got.push((line, i128::from(amount), i128::from(over))));
        prop_assert_eq!(got, expected.0);
    }
}

/// What divides is left to the program.
#[test]
fn what_divides_is_not_plain() {
    let mut agreement = ips_plus();
    assert!(compile(&agreement).unwrap().plain().is_some());
    agreement.payments[0].minimum_cohort = Some(3);
    assert!(compile(&agreement).unwrap().plain().is_none());
    let shared = with_second_investor(ips_plus(), "1000");
    let plain = compile(&shared).unwrap().plain();
    assert_eq!(plain.is_some(), shared.payments.iter().all(|payment| !payment.is_shared()));
}
