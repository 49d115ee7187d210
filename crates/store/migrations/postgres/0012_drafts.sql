-- Texts of agreements that are being written, every saved text for itself, and who has signed a sealed text.

CREATE TABLE drafts (
    agreement TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision > 0),
    state TEXT NOT NULL CHECK (state IN ('kept', 'discarded', 'sealed')),
    content TEXT NOT NULL,
    document BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (agreement, revision)
);

CREATE TABLE agreement_signatures (
    content TEXT NOT NULL,
    party TEXT NOT NULL,
    office TEXT NOT NULL,
    position BIGINT NOT NULL CHECK (position > 0),
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
);

CREATE TRIGGER drafts_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON drafts FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER agreement_signatures_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON agreement_signatures FOR EACH STATEMENT EXECUTE FUNCTION append_only();
