//! Copies of the whole store: what is copied out of a store of any kind fills a new one of any kind with the same rows,
//! digests and log; and what does not fit is refused as a whole.

use std::collections::BTreeMap;
use std::convert::Infallible;

use virkning_model::id::Alias;
use virkning_store::{CopyFailure, Head, Holds, NewEnrolment, Store, Verification, content_hash, tables};

use crate::script::{Backing, Office, Place, actor, agreement};

/// The lines of each table.
type Lines = BTreeMap<&'static str, Vec<String>>;

/// An office in which something of everything has happened, with more links than are read at once.
fn busy(backing: Backing) -> Office {
    let office = Office::on(backing);
    office.run(
        "
        anna codes first 1 list => ok
        anna enrol set aaaa=1 bbbb=2 => ok
        anna snapshot s1 2025-02 people => ok
        anna propose p1 2024 a => ok
        bo approve p1 a => ok
        anna post k1 p1 a 58100 => ok 2025-0001
        anna propose p2 2025 b => ok
        anna approve p2 b => S015
        bo refuse p2 forkert => ok
        ",
    );
    office
}

fn copied(store: &Store) -> (Head, Lines) {
    let mut lines = Lines::new();
    let head = store.copy_out(&|_| true, &mut |table, more| -> Result<(), Infallible> {
        lines.entry(table).or_default().extend_from_slice(more);
        Ok(())
    });
    (head.unwrap(), lines)
}

fn put_back(store: &Store, lines: &Lines) -> Result<Verification, CopyFailure<Infallible>> {
    let mut given = lines.clone();
    // Not all at once: lines come as they are read.
    store.copy_in(&mut |table| {
        let left = given.entry(table).or_default();
        Ok(left.drain(..left.len().min(7)).collect())
    })
}

#[test]
fn a_copy_fills_a_store_of_any_kind() {
    for from in [Backing::Sqlite, Backing::Postgres, Backing::Memory] {
        let office = busy(from);
        let (head, lines) = copied(&office.store);
        let kept = tables().into_iter().filter(|table| table.holds != Holds::Passing).count();
        assert_eq!(lines.len(), kept, "every table is given but what passes, also an empty one");
        for to in [Backing::Sqlite, Backing::Postgres, Backing::Memory] {
            let other = Office::empty(to);
            let verification =
                put_back(&other.store, &lines).unwrap_or_else(|failure| panic!("{from:?} {to:?}: {failure:?}"));
            assert_eq!((verification.head, verification.faults), (Some(head.clone()), vec![]), "{from:?} {to:?}");
            let other = other.reopened();
            assert_eq!(other.contents(), office.contents(), "{from:?} {to:?}");
            assert_eq!(copied(&other.store), (head.clone(), lines.clone()), "{from:?} {to:?}");
            if !matches!(to, Backing::Memory) {
                let changed = other.past_the_store("UPDATE users SET name = ''").expect_err("a guard");
                assert!(changed.to_string().contains("append-only"), "{changed}");
            }
            // Work goes on where it stopped.
            other.run(
                "
                anna post k1 p1 a 58100 => already 2025-0001
                anna propose p3 2025 c => ok
                bo approve p3 c => ok
                anna post k2 p3 c 100 => ok 2025-0002
                ",
            );
            assert_eq!(other.store.audit_verify_against(&head).unwrap().sequence, head.sequence + 3);
        }
    }
}

#[test]
fn an_empty_store_is_copied_too() {
    let (head, lines) = copied(&Office::empty(Backing::Sqlite).store);
    assert_eq!(head.sequence, 0);
    assert!(lines.values().all(Vec::is_empty), "{lines:?}");
    let other = Office::empty(Backing::Memory);
    assert_eq!(put_back(&other.store, &lines).unwrap().faults, []);
}

/// A long table comes in pieces, and none is lost or given twice.
#[test]
fn a_long_table_is_given_whole() {
    for backing in [Backing::Sqlite, Backing::Postgres, Backing::Memory] {
        let office = Office::on(backing);
        let links: Vec<(Alias, String)> =
            (0..1203).map(|number| (Alias::new(format!("a{number}")).unwrap(), format!("{number:032x}"))).collect();
        let (agreement, hash) = (&agreement(), &content_hash(b"set"));
        let new = NewEnrolment { agreement, json: b"set", hash, file_hash: &content_hash(b"list"), links: &links };
        office.store.enrolment_add(&actor("anna"), new).unwrap();
        let (_, lines) = copied(&office.store);
        assert_eq!(lines["enrolment_links"].len(), 1203, "{backing:?}");
        let mut sorted = lines["enrolment_links"].clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), 1203, "{backing:?}");
    }
}

/// Whoever takes the lines may fail: that is what comes back.
#[test]
fn a_taker_that_fails_ends_the_copy() {
    let office = busy(Backing::Sqlite);
    let failed = office.store.copy_out(&|_| true, &mut |table, _| if table == "users" { Err("full") } else { Ok(()) });
    assert!(matches!(failed, Err(CopyFailure::Other("full"))), "{failed:?}");
    assert_eq!(office.store.verify().unwrap().faults, [], "the store goes on");
}

/// Rows that are not there in a copy of some tables are not given.
#[test]
fn only_wanted_tables_are_given() {
    let office = busy(Backing::Memory);
    let mut given = Vec::new();
    let wanted = office.store.copy_out(&|table| table.name == "postings", &mut |table, lines| {
        given.push((table, lines.len()));
        Ok::<(), Infallible>(())
    });
    wanted.unwrap();
    assert_eq!(given, [("postings", 1)]);
}

#[test]
fn a_store_that_holds_something_is_not_filled() {
    for backing in [Backing::Sqlite, Backing::Postgres, Backing::Memory] {
        let (_, lines) = copied(&busy(backing).store);
        let other = Office::on(backing);
        let before = other.contents();
        match put_back(&other.store, &lines) {
            Err(CopyFailure::NotEmpty { table }) => assert_eq!(table, "audit"),
            other => panic!("{other:?}"),
        }
        assert_eq!(other.contents(), before);
    }
}

/// A changed, lost or added line is found before anything is kept.
#[test]
fn a_copy_that_does_not_fit_is_refused_as_a_whole() {
    let (_, whole) = copied(&busy(Backing::Sqlite).store);
    let check = |what: &str, change: &dyn Fn(&mut Lines), is_expected: &dyn Fn(&CopyFailure<Infallible>) -> bool| {
        for backing in [Backing::Sqlite, Backing::Postgres, Backing::Memory] {
            let mut lines = whole.clone();
            change(&mut lines);
            let place = Place::new(backing);
            let failure = put_back(&place.open(), &lines).expect_err(what);
            assert!(is_expected(&failure), "{what} {backing:?}: {failure:?}");
            let (head, left) = copied(&place.open());
            assert_eq!(head.sequence, 0, "{what} {backing:?}");
            assert!(left.values().all(Vec::is_empty), "{what} {backing:?}: {left:?}");
        }
    };
    let broken = |failure: &CopyFailure<Infallible>| matches!(failure, CopyFailure::Broken(_));
    let at = |table: &'static str, line: u64| {
        move |failure: &CopyFailure<Infallible>| match failure {
            CopyFailure::Unreadable { table: found, line: number } => (*found, *number) == (table, line),
            _ => false,
        }
    };
    let table = |lines: &mut Lines, name: &str, change: &dyn Fn(&mut Vec<String>)| change(lines.get_mut(name).unwrap());
    check("another amount", &|l| table(l, "entries", &|e| e[0] = e[0].replace("5810000", "5810001")), &broken);
    check(
        "another name",
        &|l| table(l, "users", &|u| u[0] = u[0].replace("\"name\":\"anna\"", "\"name\":\"bnna\"")),
        &broken,
    );
    check("an audit record is lost", &|l| table(l, "audit", &|a| drop(a.remove(3))), &broken);
    check(
        "no line of the table",
        &|l| table(l, "users", &|u| u[1] = u[1].replace("\"name\"", "\"nane\"")),
        &at("users", 2),
    );
    check("half a line", &|l| table(l, "decisions", &|d| d[2].truncate(40)), &at("decisions", 3));
    let lost = |failure: &CopyFailure<Infallible>| matches!(failure, CopyFailure::Broken(_) | CopyFailure::Store(_));
    check("a decision is lost", &|l| table(l, "decisions", &|d| drop(d.remove(0))), &lost);
    check("an owner is lost", &|l| table(l, "postings", &|p| p.clear()), &lost);
    check("a row comes twice", &|l| table(l, "users", &|u| u.push(u[0].clone())), &lost);
    assert!(whole["entries"][0].contains("5810000"), "{:?}", whole["entries"]);
}
