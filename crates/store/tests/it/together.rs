//! Several handles on one file: two people who press at the same moment, and a new store that is opened twice.

use std::sync::Barrier;

use virkning_store::Refusal;

use crate::script::{Backing, Came, Office, Place, on_every_backing};

on_every_backing![
    two_press_post_at_once_and_one_wins,
    the_same_request_twice_at_once_is_one_posting,
    a_new_store_may_be_opened_by_several_at_once,
    one_handle_serves_several_threads,
];

fn two_press_post_at_once_and_one_wins(backing: Backing) {
    for round in 0..10 {
        let office = Office::on(backing);
        office.run(
            "
            anna propose p1 2024 a => ok
            bo approve p1 a => ok
            ",
        );
        let place = office.place.clone();
        let barrier = Barrier::new(4);
        let came: Vec<Came> = std::thread::scope(|scope| {
            let presses: Vec<_> = ["k0", "k1", "k2", "k3"]
                .map(|key| {
                    let (place, barrier) = (&place, &barrier);
                    scope.spawn(move || {
                        let office = place.office();
                        barrier.wait();
                        office.act(&format!("anna post {key} p1 a 100"))
                    })
                })
                .into_iter()
                .collect();
            presses.into_iter().map(|press| press.join().unwrap()).collect()
        });
        let won = came.iter().filter(|came| **came == Came::Done("2025-0001".to_owned())).count();
        assert_eq!(won, 1, "round {round}: {came:?}");
        let winner = came.iter().position(|came| matches!(came, Came::Done(_))).unwrap();
        for loser in came.iter().filter(|came| !matches!(came, Came::Done(_))) {
            let Came::Refused(Refusal::AlreadyPosted { voucher_number, key, .. }) = loser else { panic!("{loser:?}") };
            assert_eq!((voucher_number.as_str(), key.as_str()), ("2025-0001", format!("k{winner}").as_str()));
        }
        assert_eq!(office.store.verify().unwrap().faults, []);
    }
}

fn the_same_request_twice_at_once_is_one_posting(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a => ok
        bo approve p1 a => ok
        ",
    );
    let place = office.place.clone();
    let barrier = Barrier::new(2);
    let came: Vec<Came> = std::thread::scope(|scope| {
        let presses = [0, 1].map(|_| {
            let (place, barrier) = (&place, &barrier);
            scope.spawn(move || {
                let office = place.office();
                barrier.wait();
                office.act("anna post k p1 a 100")
            })
        });
        presses.into_iter().map(|press| press.join().unwrap()).collect()
    });
    assert!(came.contains(&Came::Done("2025-0001".to_owned())), "{came:?}");
    assert!(came.contains(&Came::Already("2025-0001".to_owned())), "{came:?}");
}

fn a_new_store_may_be_opened_by_several_at_once(backing: Backing) {
    for _ in 0..5 {
        let place = &Place::new(backing);
        let barrier = Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    barrier.wait();
                    assert_eq!(place.open().verify().unwrap().faults, []);
                });
            }
        });
    }
}

fn one_handle_serves_several_threads(backing: Backing) {
    let office = Office::on(backing);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let office = &office;
            scope.spawn(move || office.act(&format!("anna propose p{number} {} c{number}", 2024 + number)));
        }
    });
    office.run("anna propose p0 2024 c0 => already");
}
