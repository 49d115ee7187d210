-- The documents of a portfolio: its own, its agreements and its papers.

CREATE TABLE portfolio_documents (
    sequence INTEGER PRIMARY KEY NOT NULL,
    portfolio TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    text TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TRIGGER portfolio_documents_never_change BEFORE UPDATE ON portfolio_documents BEGIN SELECT RAISE(ABORT, 'append-only: portfolio_documents'); END;
CREATE TRIGGER portfolio_documents_never_go BEFORE DELETE ON portfolio_documents BEGIN SELECT RAISE(ABORT, 'append-only: portfolio_documents'); END;
