-- What is decided about a portfolio outside its document, and answers to calls.

CREATE TABLE governance_decisions (
    sequence INTEGER NOT NULL UNIQUE,
    portfolio TEXT NOT NULL,
    id TEXT NOT NULL,
    forum TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    document TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (portfolio, id)
) STRICT;

CREATE TABLE call_answers (
    sequence INTEGER PRIMARY KEY NOT NULL,
    portfolio TEXT NOT NULL,
    call TEXT NOT NULL,
    idea TEXT NOT NULL,
    document TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TRIGGER governance_decisions_never_change BEFORE UPDATE ON governance_decisions BEGIN SELECT RAISE(ABORT, 'append-only: governance_decisions'); END;
CREATE TRIGGER governance_decisions_never_go BEFORE DELETE ON governance_decisions BEGIN SELECT RAISE(ABORT, 'append-only: governance_decisions'); END;
CREATE TRIGGER call_answers_never_change BEFORE UPDATE ON call_answers BEGIN SELECT RAISE(ABORT, 'append-only: call_answers'); END;
CREATE TRIGGER call_answers_never_go BEFORE DELETE ON call_answers BEGIN SELECT RAISE(ABORT, 'append-only: call_answers'); END;
