//! The calendar as iCalendar (RFC 5545): whole-day events with names that stay, so that a subscriber's program moves an
//! event instead of adding another. The words come in from outside.

use jiff::Timestamp;
use jiff::civil::Date;

/// One event with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcsEvent {
    /// A name that stays the same while the term does.
    pub key: String,
    /// The day.
    pub on: Date,
    /// One line.
    pub summary: String,
    /// More lines.
    pub description: String,
    /// What kind of event it is, for filters.
    pub category: String,
    /// How many days before it a reminder is shown; none where there is no deadline.
    pub remind_days: Vec<u16>,
}

/// A content line holds at most so many bytes, its end not counted (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;

/// The calendar. `stamp` says when it was made, and is the same for all events.
pub fn calendar(name: &str, stamp: Timestamp, events: &[IcsEvent]) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Virkning//Virkning//DA");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    let stamp = stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@virkning", unique(&event.key)));
        line(&format!("DTSTAMP:{stamp}"));
        line(&format!("DTSTART;VALUE=DATE:{}", day(event.on)));
        // The end of a whole day is the day after it; the last day that there is has none.
        if let Ok(next) = event.on.tomorrow() {
            line(&format!("DTEND;VALUE=DATE:{}", day(next)));
        }
        line(&format!("SUMMARY:{}", escaped(&event.summary)));
        if !event.description.is_empty() {
            line(&format!("DESCRIPTION:{}", escaped(&event.description)));
        }
        line(&format!("CATEGORIES:{}", escaped(&event.category)));
        line("TRANSP:TRANSPARENT");
        for days in &event.remind_days {
            line("BEGIN:VALARM");
            line("ACTION:DISPLAY");
            line(&format!("DESCRIPTION:{}", escaped(&event.summary)));
            line(&format!("TRIGGER:-P{days}D"));
            line("END:VALARM");
        }
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// Texts escape backslash, semicolon, comma and line end (3.3.11); other control characters have no place in them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// A name of letters, digits, points and hyphens only.
fn unique(key: &str) -> String {
    let plain = |sign: char| {
        if sign.is_ascii_alphanumeric() || sign == '.' || sign == '-' {
            sign
        } else {
            '-'
        }
    };
    key.chars().map(plain).collect()
}

/// Long lines go on behind a blank, never inside a character.
fn fold(text: &str, out: &mut String) {
    let mut room = LINE_BYTES_MAX;
    for sign in text.chars() {
        if sign.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE_BYTES_MAX - 1;
        }
        out.push(sign);
        room -= sign.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(key: &str, summary: &str) -> IcsEvent {
        IcsEvent {
            key: key.to_owned(),
            on: Date::constant(2024, 12, 31),
            summary: summary.to_owned(),
            description: String::new(),
            category: "Frist".to_owned(),
            remind_days: vec![30],
        }
    }

    #[test]
    fn an_event_is_written_as_the_standard_says() {
        let stamp: Timestamp = "2024-01-02T03:04:05Z".parse().expect("a moment");
        let text = calendar("Aarhus", stamp, &[event("din-vej-i-job.expiry", "Udløb; Din Vej, i Job\\\nnu")]);
        for line in [
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            "UID:din-vej-i-job.expiry@virkning\r\n",
            "DTSTAMP:20240102T030405Z\r\n",
            "DTSTART;VALUE=DATE:20241231\r\n",
            "DTEND;VALUE=DATE:20250101\r\n",
            "SUMMARY:Udløb\\; Din Vej\\, i Job\\\\\\nnu\r\n",
            "TRIGGER:-P30D\r\n",
            "END:VEVENT\r\nEND:VCALENDAR\r\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    proptest! {
        /// No line is longer than the standard allows, each ends properly, and unfolding gives the text back.
        #[test]
        fn folding_loses_nothing(summary in ".{0,300}", key in "[a-zæøå.]{1,200}") {
            let stamp: Timestamp = "2024-01-02T03:04:05Z".parse().expect("a moment");
            let text = calendar("x", stamp, &[event(&key, &summary)]);
            prop_assert!(text.ends_with("\r\n"));
            for line in text.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(line.len() <= LINE_BYTES_MAX, "{}", line.len());
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let unfolded = text.replace("\r\n ", "");
            let wanted = format!("SUMMARY:{}\r\n", escaped(&summary));
            prop_assert!(unfolded.contains(&wanted));
        }
    }
}
