-- Disclosure control: the rule that holds, with who set it, and what has been released to whom.

CREATE TABLE disclosure_rules (
    position INTEGER PRIMARY KEY NOT NULL CHECK (position > 0),
    minimum INTEGER NOT NULL CHECK (minimum IN (3, 5)),
    zeros TEXT NOT NULL CHECK (zeros IN ('shown', 'hidden')),
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE releases (
    sequence INTEGER PRIMARY KEY NOT NULL CHECK (sequence > 0),
    agreement TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('department', 'parties', 'public')),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    content TEXT NOT NULL,
    figures TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TRIGGER disclosure_rules_never_change BEFORE UPDATE ON disclosure_rules BEGIN SELECT RAISE(ABORT, 'append-only: disclosure_rules'); END;
CREATE TRIGGER disclosure_rules_never_go BEFORE DELETE ON disclosure_rules BEGIN SELECT RAISE(ABORT, 'append-only: disclosure_rules'); END;
CREATE TRIGGER releases_never_change BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'append-only: releases'); END;
CREATE TRIGGER releases_never_go BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'append-only: releases'); END;
