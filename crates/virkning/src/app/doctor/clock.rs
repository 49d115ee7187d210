//! The clock, held against the event log. Nothing is ordered by it, but records and due days carry its word.

use jiff::{SignedDuration, Timestamp};

use super::Findings;
use super::store::Known;

/// Two machines that write to one store may differ by so much.
const BACK_MAX: SignedDuration = SignedDuration::from_mins(5);

/// After so long without any record the clock is as likely wrong as the office was closed.
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(24 * 366);

/// Looks at the clock.
pub fn examine(known: &Known, now: Timestamp, findings: &mut Findings) {
    let records: Vec<(u64, Timestamp)> = known.log.iter().map(|entry| (entry.sequence, entry.at)).collect();
    examine_times(&records, now, findings);
}

/// Records by number and time, the newest first.
fn examine_times(records: &[(u64, Timestamp)], now: Timestamp, findings: &mut Findings) {
    let before = findings.all.len();
    for pair in records.windows(2) {
        let [(number, at), (_, earlier)] = pair else { continue };
        if earlier.duration_since(*at) > BACK_MAX {
            findings.warning("doctor-clock-jumped", &[("sequence", number), ("earlier", earlier), ("at", at)]);
        }
    }
    if let Some((number, last)) = records.first() {
        let since = now.duration_since(*last);
        if since < -BACK_MAX {
            findings.error("doctor-clock-behind", &[("now", &now), ("last", last), ("sequence", number)]);
        } else if since > AHEAD_MAX {
            findings.warning("doctor-clock-ahead", &[("now", &now), ("last", last), ("sequence", number)]);
        }
    }
    if findings.all.len() == before {
        findings.fine("doctor-clock", &[("now", &now)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_are_seen() {
        let time = |text: &str| text.parse::<Timestamp>().expect("a time");
        let check = |records: &[&str], now: &str, expected: &[&str]| {
            // Written in their order, read with the newest first.
            let records: Vec<(u64, Timestamp)> = (1..).zip(records.iter().map(|text| time(text))).collect();
            let records: Vec<(u64, Timestamp)> = records.into_iter().rev().collect();
            let mut findings = Findings::default();
            examine_times(&records, time(now), &mut findings);
            let found: Vec<&str> = findings.all.iter().map(|finding| finding.key.as_str()).collect();
            assert_eq!(found, expected, "{records:?} {now}");
        };
        check(&[], "2025-03-03T09:00:00Z", &["doctor-clock"]);
        check(&["2025-03-03T09:00:00Z"], "2025-03-03T09:00:00Z", &["doctor-clock"]);
        check(&["2025-03-03T09:00:00Z"], "2025-03-03T08:55:00Z", &["doctor-clock"]);
        check(&["2025-03-03T09:00:00Z"], "2025-03-03T08:00:00Z", &["doctor-clock-behind"]);
        check(&["2025-03-03T09:00:00Z"], "2026-03-04T09:00:00Z", &["doctor-clock"]);
        check(&["2025-03-03T09:00:00Z"], "2026-03-04T09:00:01Z", &["doctor-clock-ahead"]);
        // An hour back in the middle of the work.
        let back = ["2025-03-03T09:00:00Z", "2025-03-03T08:00:00Z", "2025-03-03T08:01:00Z"];
        check(&back, "2025-03-03T08:02:00Z", &["doctor-clock-jumped"]);
        // A year ahead for one record, then right again.
        let ahead = ["2025-03-03T09:00:00Z", "2026-03-03T09:01:00Z", "2025-03-03T09:02:00Z"];
        check(&ahead, "2025-03-03T09:03:00Z", &["doctor-clock-jumped"]);
        // A year ahead, and nobody has put it right yet: the last record is in the future once somebody does.
        check(&["2026-03-03T09:01:00Z"], "2025-03-03T09:03:00Z", &["doctor-clock-behind"]);
    }
}
