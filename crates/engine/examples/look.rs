//! Scratch.
fn main() {
    let mut all_a = Vec::new();
    let mut all_d = Vec::new();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let reading = virkning_agreement::read(&text);
        println!("=== {path}");
        for d in reading.diagnostics.iter() {
            println!("  {} line {} {:?}", d.code, d.place.line, d.arguments);
        }
        if let Some(agreement) = &reading.agreement {
            match virkning_engine::plan(agreement) {
                Ok(plan) => println!(
                    "  lacks {:?} payback {:?} be {:?}",
                    plan.lacks.iter().map(|l| format!("{:?}", l)).collect::<Vec<_>>(),
                    plan.payback,
                    plan.business_case.break_even_year
                ),
                Err(error) => println!("  PLAN {error}"),
            }
            for r in virkning_engine::review(agreement) {
                println!("  {} {} {:?}", r.code, r.term, r.arguments);
            }
            let f = virkning_engine::follow_up(agreement);
            for r in &f.rows {
                println!("  FU {} {:?} {:?} {:?}", r.actual, r.holds, r.criterion, r.mean_criterion);
            }
        }
        if let Some(document) = &reading.document {
            for r in virkning_engine::review_document(document) {
                println!("  {} {} {:?}", r.code, r.term, r.arguments);
            }
        }
        all_a.extend(reading.agreement);
        all_d.extend(reading.document);
    }
    let a: Vec<_> = all_a.iter().collect();
    let d: Vec<_> = all_d.iter().collect();
    for (place, r) in virkning_engine::compare(&a, &d) {
        println!("CMP {place:?} {} {} {:?}", r.code, r.term, r.arguments);
    }
}
