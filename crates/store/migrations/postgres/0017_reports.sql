-- Free texts of reports, and the reports that were sent.

CREATE TABLE report_texts (
    sequence BIGINT PRIMARY KEY NOT NULL,
    portfolio TEXT NOT NULL,
    about TEXT,
    part TEXT NOT NULL,
    as_of TEXT NOT NULL,
    text TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TABLE sent_reports (
    sequence BIGINT NOT NULL UNIQUE,
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
);

CREATE TRIGGER report_texts_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON report_texts FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER sent_reports_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON sent_reports FOR EACH STATEMENT EXECUTE FUNCTION append_only();
