-- Dated values that users observe about participants (opfølgninger): scores of an action plan, blood tests. A later row about
-- the same participant, name and day stands instead of an earlier one; one without a value takes it back.

CREATE TABLE scores (
    sequence BIGINT PRIMARY KEY NOT NULL,
    agreement TEXT NOT NULL,
    participant TEXT NOT NULL,
    name TEXT NOT NULL,
    observed_on TEXT NOT NULL,
    value TEXT,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE INDEX scores_of_agreement ON scores (agreement, sequence);

CREATE TRIGGER scores_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON scores FOR EACH STATEMENT EXECUTE FUNCTION append_only();
