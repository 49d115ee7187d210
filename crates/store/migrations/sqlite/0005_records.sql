-- Records for the case file: documents by their hash, the number that the case system gave back, and signed copies.

CREATE TABLE records (
    sequence INTEGER NOT NULL UNIQUE,
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
) STRICT;

CREATE TABLE record_journal_numbers (
    record TEXT NOT NULL REFERENCES records (id),
    position INTEGER NOT NULL CHECK (position > 0),
    number TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (record, position)
) STRICT;

CREATE TABLE record_signed (
    record TEXT NOT NULL REFERENCES records (id),
    position INTEGER NOT NULL CHECK (position > 0),
    content TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (record, position)
) STRICT;

CREATE TRIGGER records_never_change BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'append-only: records'); END;
CREATE TRIGGER records_never_go BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'append-only: records'); END;
CREATE TRIGGER record_journal_numbers_never_change BEFORE UPDATE ON record_journal_numbers BEGIN SELECT RAISE(ABORT, 'append-only: record_journal_numbers'); END;
CREATE TRIGGER record_journal_numbers_never_go BEFORE DELETE ON record_journal_numbers BEGIN SELECT RAISE(ABORT, 'append-only: record_journal_numbers'); END;
CREATE TRIGGER record_signed_never_change BEFORE UPDATE ON record_signed BEGIN SELECT RAISE(ABORT, 'append-only: record_signed'); END;
CREATE TRIGGER record_signed_never_go BEFORE DELETE ON record_signed BEGIN SELECT RAISE(ABORT, 'append-only: record_signed'); END;
