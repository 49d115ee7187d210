-- Comments on figures; the organisation with its dates, and which unit answers for an investment.

CREATE TABLE comments (
    number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),
    agreement TEXT NOT NULL,
    figure TEXT NOT NULL,
    words TEXT NOT NULL,
    withdraws INTEGER,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE INDEX comments_by_agreement ON comments (agreement);

CREATE TABLE units (
    unit TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    kind TEXT NOT NULL CHECK (kind IN ('department', 'area', 'unit')),
    name TEXT NOT NULL,
    parent TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, position)
) STRICT;

CREATE TABLE agreement_units (
    agreement TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    unit TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (agreement, position)
) STRICT;

CREATE TRIGGER comments_never_change BEFORE UPDATE ON comments BEGIN SELECT RAISE(ABORT, 'append-only: comments'); END;
CREATE TRIGGER comments_never_go BEFORE DELETE ON comments BEGIN SELECT RAISE(ABORT, 'append-only: comments'); END;
CREATE TRIGGER units_never_change BEFORE UPDATE ON units BEGIN SELECT RAISE(ABORT, 'append-only: units'); END;
CREATE TRIGGER units_never_go BEFORE DELETE ON units BEGIN SELECT RAISE(ABORT, 'append-only: units'); END;
CREATE TRIGGER agreement_units_never_change BEFORE UPDATE ON agreement_units BEGIN SELECT RAISE(ABORT, 'append-only: agreement_units'); END;
CREATE TRIGGER agreement_units_never_go BEFORE DELETE ON agreement_units BEGIN SELECT RAISE(ABORT, 'append-only: agreement_units'); END;
