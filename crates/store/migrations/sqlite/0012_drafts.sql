-- Texts of agreements that are being written, every saved text for itself, and who has signed a sealed text.

CREATE TABLE drafts (
    agreement TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    state TEXT NOT NULL CHECK (state IN ('kept', 'discarded', 'sealed')),
    content TEXT NOT NULL,
    document BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (agreement, revision)
) STRICT;

CREATE TABLE agreement_signatures (
    content TEXT NOT NULL,
    party TEXT NOT NULL,
    office TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    name TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    reason TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (content, party, office, position),
    FOREIGN KEY (agreement, version) REFERENCES agreements (agreement, version)
) STRICT;

CREATE TRIGGER drafts_never_change BEFORE UPDATE ON drafts BEGIN SELECT RAISE(ABORT, 'append-only: drafts'); END;
CREATE TRIGGER drafts_never_go BEFORE DELETE ON drafts BEGIN SELECT RAISE(ABORT, 'append-only: drafts'); END;
CREATE TRIGGER agreement_signatures_never_change BEFORE UPDATE ON agreement_signatures BEGIN SELECT RAISE(ABORT, 'append-only: agreement_signatures'); END;
CREATE TRIGGER agreement_signatures_never_go BEFORE DELETE ON agreement_signatures BEGIN SELECT RAISE(ABORT, 'append-only: agreement_signatures'); END;
