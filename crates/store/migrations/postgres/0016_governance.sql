-- What is decided about a portfolio outside its document, and answers to calls.

CREATE TABLE governance_decisions (
    sequence BIGINT NOT NULL UNIQUE,
    portfolio TEXT NOT NULL,
    id TEXT NOT NULL,
    forum TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    document TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (portfolio, id)
);

CREATE TABLE call_answers (
    sequence BIGINT PRIMARY KEY NOT NULL,
    portfolio TEXT NOT NULL,
    call TEXT NOT NULL,
    idea TEXT NOT NULL,
    document TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TRIGGER governance_decisions_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON governance_decisions FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER call_answers_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON call_answers FOR EACH STATEMENT EXECUTE FUNCTION append_only();
