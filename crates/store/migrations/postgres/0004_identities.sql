-- Who people are, encrypted; looks at people; sources of data about them; erasure. Only the wrapped data keys may go: with
-- its key an identity is gone for good, while every other record stays.

-- The master keys that the vault was written with; the keys themselves are never here.
CREATE TABLE vault_keys (
    version BIGINT PRIMARY KEY NOT NULL CHECK (version > 0),
    fingerprint TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

-- One CPR number. The audit log names it by its sequence, so that no register pseudonym leaves with the log.
CREATE TABLE identities (
    sequence BIGINT PRIMARY KEY NOT NULL,
    pseudonym TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(pseudonym) = 32),
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE TABLE identity_fields (
    identity BIGINT NOT NULL REFERENCES identities (sequence),
    field TEXT COLLATE "C" NOT NULL CHECK (field IN ('cpr', 'name', 'address', 'protected')),
    position BIGINT NOT NULL,
    value BYTEA NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (identity, field, position)
);

-- The data key of an identity, wrapped under a version of the master key.
CREATE TABLE identity_keys (
    identity BIGINT NOT NULL REFERENCES identities (sequence),
    version BIGINT NOT NULL REFERENCES vault_keys (version),
    wrapped BYTEA NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (identity, version)
);

-- A number that follows another one: the same person.
CREATE TABLE identity_links (
    sequence BIGINT PRIMARY KEY NOT NULL,
    earlier TEXT COLLATE "C" NOT NULL UNIQUE,
    later TEXT COLLATE "C" NOT NULL UNIQUE,
    valid_from TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    CHECK (earlier <> later)
);

CREATE TABLE erasures (
    sequence BIGINT PRIMARY KEY NOT NULL,
    pseudonym TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE TABLE erasure_confirmations (
    erasure BIGINT PRIMARY KEY NOT NULL REFERENCES erasures (sequence),
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE TABLE looks (
    sequence BIGINT PRIMARY KEY NOT NULL,
    agreement TEXT COLLATE "C" NOT NULL,
    alias TEXT COLLATE "C",
    position BIGINT NOT NULL,
    what TEXT COLLATE "C" NOT NULL,
    details TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL CHECK (reason <> ''),
    roles TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE INDEX looks_by_agreement ON looks (agreement);
CREATE INDEX enrolment_links_by_pseudonym ON enrolment_links (pseudonym);

CREATE TABLE sources (
    source TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    legal_basis TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    processing_agreement TEXT COLLATE "C",
    delete_on TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (source, position)
);

CREATE FUNCTION erasures_by_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM erasures WHERE sequence = NEW.erasure AND recorded_by = NEW.recorded_by) THEN
        RAISE EXCEPTION 'nobody confirms an erasure of their own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER erasures_by_another_person BEFORE INSERT ON erasure_confirmations FOR EACH ROW EXECUTE FUNCTION erasures_by_another_person();

CREATE TRIGGER vault_keys_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON vault_keys FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER identities_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON identities FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER identity_fields_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON identity_fields FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER identity_links_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON identity_links FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER erasures_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON erasures FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER erasure_confirmations_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON erasure_confirmations FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER looks_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON looks FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER sources_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON sources FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER identity_keys_never_change BEFORE UPDATE OR TRUNCATE ON identity_keys FOR EACH STATEMENT EXECUTE FUNCTION append_only();
