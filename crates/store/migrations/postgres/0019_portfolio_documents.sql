-- The documents of a portfolio: its own, its agreements and its papers.

CREATE TABLE portfolio_documents (
    sequence BIGINT PRIMARY KEY NOT NULL,
    portfolio TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    text TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TRIGGER portfolio_documents_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON portfolio_documents FOR EACH STATEMENT EXECUTE FUNCTION append_only();
