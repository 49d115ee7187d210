-- Records for the case file: documents by their hash, the number that the case system gave back, and signed copies.

CREATE TABLE records (
    sequence BIGINT NOT NULL UNIQUE,
    id TEXT PRIMARY KEY NOT NULL,
    agreement TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('agreement', 'statement', 'decision')),
    subject TEXT NOT NULL,
    case_number TEXT NOT NULL,
    kle TEXT NOT NULL,
    title TEXT NOT NULL,
    dated TEXT NOT NULL,
    content TEXT NOT NULL,
    made_of TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TABLE record_journal_numbers (
    record TEXT NOT NULL REFERENCES records (id),
    position BIGINT NOT NULL CHECK (position > 0),
    number TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (record, position)
);

CREATE TABLE record_signed (
    record TEXT NOT NULL REFERENCES records (id),
    position BIGINT NOT NULL CHECK (position > 0),
    content TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (record, position)
);

CREATE TRIGGER records_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON records FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER record_journal_numbers_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON record_journal_numbers FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER record_signed_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON record_signed FOR EACH STATEMENT EXECUTE FUNCTION append_only();
