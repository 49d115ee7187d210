-- Disclosure control: the rule that holds, with who set it, and what has been released to whom.

CREATE TABLE disclosure_rules (
    position BIGINT PRIMARY KEY NOT NULL CHECK (position > 0),
    minimum BIGINT NOT NULL CHECK (minimum IN (3, 5)),
    zeros TEXT NOT NULL CHECK (zeros IN ('shown', 'hidden')),
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TABLE releases (
    sequence BIGINT PRIMARY KEY NOT NULL CHECK (sequence > 0),
    agreement TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('department', 'parties', 'public')),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    content TEXT NOT NULL,
    figures TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TRIGGER disclosure_rules_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosure_rules FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER releases_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON releases FOR EACH STATEMENT EXECUTE FUNCTION append_only();
