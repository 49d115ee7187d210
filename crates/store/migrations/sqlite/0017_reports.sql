-- Free texts of reports, and the reports that were sent.

CREATE TABLE report_texts (
    sequence INTEGER PRIMARY KEY NOT NULL,
    portfolio TEXT NOT NULL,
    about TEXT,
    part TEXT NOT NULL,
    as_of TEXT NOT NULL,
    text TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE sent_reports (
    sequence INTEGER NOT NULL UNIQUE,
    id TEXT PRIMARY KEY NOT NULL,
    portfolio TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    as_of TEXT NOT NULL,
    sent_to TEXT NOT NULL,
    content TEXT NOT NULL,
    document TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TRIGGER report_texts_never_change BEFORE UPDATE ON report_texts BEGIN SELECT RAISE(ABORT, 'append-only: report_texts'); END;
CREATE TRIGGER report_texts_never_go BEFORE DELETE ON report_texts BEGIN SELECT RAISE(ABORT, 'append-only: report_texts'); END;
CREATE TRIGGER sent_reports_never_change BEFORE UPDATE ON sent_reports BEGIN SELECT RAISE(ABORT, 'append-only: sent_reports'); END;
CREATE TRIGGER sent_reports_never_go BEFORE DELETE ON sent_reports BEGIN SELECT RAISE(ABORT, 'append-only: sent_reports'); END;
