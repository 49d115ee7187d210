-- Comments on figures; the organisation with its dates, and which unit answers for an investment.

CREATE TABLE comments (
    number BIGINT PRIMARY KEY NOT NULL CHECK (number > 0),
    agreement TEXT NOT NULL,
    figure TEXT NOT NULL,
    words TEXT NOT NULL,
    withdraws BIGINT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE INDEX comments_by_agreement ON comments (agreement);

CREATE TABLE units (
    unit TEXT NOT NULL,
    position BIGINT NOT NULL CHECK (position > 0),
    kind TEXT NOT NULL CHECK (kind IN ('department', 'area', 'unit')),
    name TEXT NOT NULL,
    parent TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (unit, position)
);

CREATE TABLE agreement_units (
    agreement TEXT NOT NULL,
    position BIGINT NOT NULL CHECK (position > 0),
    unit TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (agreement, position)
);

CREATE TRIGGER comments_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON comments FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER units_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON units FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER agreement_units_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON agreement_units FOR EACH STATEMENT EXECUTE FUNCTION append_only();
