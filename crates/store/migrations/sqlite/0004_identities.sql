-- Who people are, encrypted; looks at people; sources of data about them; erasure. Only the wrapped data keys may go: with
-- its key an identity is gone for good, while every other record stays.

-- The master keys that the vault was written with; the keys themselves are never here.
CREATE TABLE vault_keys (
    version INTEGER PRIMARY KEY NOT NULL CHECK (version > 0),
    fingerprint TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

-- One CPR number. The audit log names it by its sequence, so that no register pseudonym leaves with the log.
CREATE TABLE identities (
    sequence INTEGER PRIMARY KEY NOT NULL,
    pseudonym TEXT NOT NULL UNIQUE CHECK (length(pseudonym) = 32),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE identity_fields (
    identity INTEGER NOT NULL REFERENCES identities (sequence),
    field TEXT NOT NULL CHECK (field IN ('cpr', 'name', 'address', 'protected')),
    position INTEGER NOT NULL,
    value BLOB NOT NULL,
    source TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (identity, field, position)
) STRICT;

-- The data key of an identity, wrapped under a version of the master key.
CREATE TABLE identity_keys (
    identity INTEGER NOT NULL REFERENCES identities (sequence),
    version INTEGER NOT NULL REFERENCES vault_keys (version),
    wrapped BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (identity, version)
) STRICT;

-- A number that follows another one: the same person.
CREATE TABLE identity_links (
    sequence INTEGER PRIMARY KEY NOT NULL,
    earlier TEXT NOT NULL UNIQUE,
    later TEXT NOT NULL UNIQUE,
    valid_from TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    CHECK (earlier <> later)
) STRICT;

CREATE TABLE erasures (
    sequence INTEGER PRIMARY KEY NOT NULL,
    pseudonym TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE erasure_confirmations (
    erasure INTEGER PRIMARY KEY NOT NULL REFERENCES erasures (sequence),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE looks (
    sequence INTEGER PRIMARY KEY NOT NULL,
    agreement TEXT NOT NULL,
    alias TEXT,
    position INTEGER NOT NULL,
    what TEXT NOT NULL,
    details TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    roles TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE INDEX looks_by_agreement ON looks (agreement);
CREATE INDEX enrolment_links_by_pseudonym ON enrolment_links (pseudonym);

CREATE TABLE sources (
    source TEXT NOT NULL,
    position INTEGER NOT NULL,
    legal_basis TEXT NOT NULL,
    purpose TEXT NOT NULL,
    processing_agreement TEXT,
    delete_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (source, position)
) STRICT;

CREATE TRIGGER erasures_by_another_person BEFORE INSERT ON erasure_confirmations
WHEN EXISTS (SELECT 1 FROM erasures WHERE sequence = NEW.erasure AND recorded_by = NEW.recorded_by)
BEGIN SELECT RAISE(ABORT, 'nobody confirms an erasure of their own'); END;

CREATE TRIGGER vault_keys_never_change BEFORE UPDATE ON vault_keys BEGIN SELECT RAISE(ABORT, 'append-only: vault_keys'); END;
CREATE TRIGGER vault_keys_never_go BEFORE DELETE ON vault_keys BEGIN SELECT RAISE(ABORT, 'append-only: vault_keys'); END;
CREATE TRIGGER identities_never_change BEFORE UPDATE ON identities BEGIN SELECT RAISE(ABORT, 'append-only: identities'); END;
CREATE TRIGGER identities_never_go BEFORE DELETE ON identities BEGIN SELECT RAISE(ABORT, 'append-only: identities'); END;
CREATE TRIGGER identity_fields_never_change BEFORE UPDATE ON identity_fields BEGIN SELECT RAISE(ABORT, 'append-only: identity_fields'); END;
CREATE TRIGGER identity_fields_never_go BEFORE DELETE ON identity_fields BEGIN SELECT RAISE(ABORT, 'append-only: identity_fields'); END;
CREATE TRIGGER identity_links_never_change BEFORE UPDATE ON identity_links BEGIN SELECT RAISE(ABORT, 'append-only: identity_links'); END;
CREATE TRIGGER identity_links_never_go BEFORE DELETE ON identity_links BEGIN SELECT RAISE(ABORT, 'append-only: identity_links'); END;
CREATE TRIGGER erasures_never_change BEFORE UPDATE ON erasures BEGIN SELECT RAISE(ABORT, 'append-only: erasures'); END;
CREATE TRIGGER erasures_never_go BEFORE DELETE ON erasures BEGIN SELECT RAISE(ABORT, 'append-only: erasures'); END;
CREATE TRIGGER erasure_confirmations_never_change BEFORE UPDATE ON erasure_confirmations BEGIN SELECT RAISE(ABORT, 'append-only: erasure_confirmations'); END;
CREATE TRIGGER erasure_confirmations_never_go BEFORE DELETE ON erasure_confirmations BEGIN SELECT RAISE(ABORT, 'append-only: erasure_confirmations'); END;
CREATE TRIGGER looks_never_change BEFORE UPDATE ON looks BEGIN SELECT RAISE(ABORT, 'append-only: looks'); END;
CREATE TRIGGER looks_never_go BEFORE DELETE ON looks BEGIN SELECT RAISE(ABORT, 'append-only: looks'); END;
CREATE TRIGGER sources_never_change BEFORE UPDATE ON sources BEGIN SELECT RAISE(ABORT, 'append-only: sources'); END;
CREATE TRIGGER sources_never_go BEFORE DELETE ON sources BEGIN SELECT RAISE(ABORT, 'append-only: sources'); END;
CREATE TRIGGER identity_keys_never_change BEFORE UPDATE ON identity_keys BEGIN SELECT RAISE(ABORT, 'append-only: identity_keys'); END;
