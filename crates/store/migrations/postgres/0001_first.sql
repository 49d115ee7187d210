-- The first shape of the store: the same tables, keys and guards as in SQLite, under the same number. Every table is
-- append-only: a state is what the last record says, a correction is a new record. Each row carries a digest of its own
-- content, and the audit log names the digest, so that a changed, added or removed row is found.
--
-- Dates and times are TEXT (ISO 8601), amounts whole øre as BIGINT. Texts sort by their bytes (COLLATE "C"), as they do
-- in SQLite.

CREATE TABLE audit (
    sequence BIGINT PRIMARY KEY NOT NULL CHECK (sequence > 0),
    record BYTEA NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

CREATE TABLE users (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE TABLE user_roles (
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    position BIGINT NOT NULL,
    roles TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, position)
);

CREATE TABLE agreements (
    sequence BIGINT PRIMARY KEY NOT NULL,
    agreement TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    document BYTEA NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    UNIQUE (agreement, version)
);

CREATE TABLE code_lists (
    sequence BIGINT PRIMARY KEY NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    edition TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    document BYTEA NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    UNIQUE (source, edition)
);

CREATE TABLE mappings (
    sequence BIGINT PRIMARY KEY NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    code BIGINT NOT NULL CHECK (code BETWEEN 0 AND 65535),
    category TEXT COLLATE "C" NOT NULL,
    valid_from TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE TABLE mapping_confirmations (
    mapping BIGINT PRIMARY KEY NOT NULL REFERENCES mappings (sequence),
    code_list BIGINT NOT NULL UNIQUE REFERENCES code_lists (sequence),
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE TABLE snapshots (
    sequence BIGINT PRIMARY KEY NOT NULL,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    source TEXT COLLATE "C" NOT NULL,
    edition TEXT COLLATE "C" NOT NULL,
    as_of TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL UNIQUE,
    manifest BYTEA NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE TABLE enrolments (
    agreement TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    file_content TEXT COLLATE "C" NOT NULL,
    document BYTEA NOT NULL,
    links_content TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (agreement, position)
);

-- The only place where an alias meets its register pseudonym.
CREATE TABLE enrolment_links (
    agreement TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    alias TEXT COLLATE "C" NOT NULL,
    pseudonym TEXT COLLATE "C" NOT NULL CHECK (length(pseudonym) = 32),
    PRIMARY KEY (agreement, position, alias),
    UNIQUE (agreement, position, pseudonym),
    FOREIGN KEY (agreement, position) REFERENCES enrolments (agreement, position) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE proposals (
    sequence BIGINT PRIMARY KEY NOT NULL,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    agreement TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    measured_year BIGINT NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    document BYTEA NOT NULL,
    trace TEXT COLLATE "C" NOT NULL,
    unclarified BIGINT NOT NULL CHECK (unclarified >= 0),
    provisional BIGINT NOT NULL CHECK (provisional IN (0, 1)),
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    FOREIGN KEY (agreement, version) REFERENCES agreements (agreement, version)
);

CREATE INDEX proposals_by_year ON proposals (agreement, measured_year);

-- The state of a proposal is its last decision.
CREATE TABLE decisions (
    proposal TEXT COLLATE "C" NOT NULL REFERENCES proposals (id),
    position BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('proposed', 'approved', 'refused', 'superseded', 'posted')),
    content TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    operating_system_user TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (proposal, position)
);

CREATE TABLE postings (
    sequence BIGINT PRIMARY KEY NOT NULL,
    request_key TEXT COLLATE "C" NOT NULL UNIQUE,
    proposal TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES proposals (id),
    content TEXT COLLATE "C" NOT NULL,
    agreement TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    measured_year BIGINT NOT NULL,
    voucher_year BIGINT NOT NULL,
    voucher_sequence BIGINT NOT NULL,
    voucher TEXT COLLATE "C" NOT NULL CHECK (voucher IN ('reposting', 'payment')),
    paid_on TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    UNIQUE (agreement, measured_year, version),
    UNIQUE (agreement, voucher_year, voucher_sequence)
);

-- Debit positive, credit negative. Entries are written before their posting, which must then balance.
CREATE TABLE entries (
    posting BIGINT NOT NULL REFERENCES postings (sequence) DEFERRABLE INITIALLY DEFERRED,
    position BIGINT NOT NULL,
    party TEXT COLLATE "C" NOT NULL,
    budget TEXT COLLATE "C",
    purpose TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL CHECK (length(currency) = 3),
    amount_minor BIGINT NOT NULL,
    PRIMARY KEY (posting, position)
);

CREATE FUNCTION postings_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM entries WHERE posting = NEW.sequence GROUP BY currency HAVING SUM(amount_minor) <> 0) THEN
        RAISE EXCEPTION 'a posting must balance in each currency';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER postings_balance BEFORE INSERT ON postings FOR EACH ROW EXECUTE FUNCTION postings_balance();

CREATE FUNCTION postings_need_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF COALESCE((SELECT outcome FROM decisions WHERE proposal = NEW.proposal ORDER BY position DESC LIMIT 1), '') <> 'approved' THEN
        RAISE EXCEPTION 'only an approved proposal can be posted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER postings_need_approval BEFORE INSERT ON postings FOR EACH ROW EXECUTE FUNCTION postings_need_approval();

CREATE FUNCTION entries_before_their_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM postings WHERE sequence = NEW.posting) THEN
        RAISE EXCEPTION 'a posting is closed when it is written';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entries_before_their_posting BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION entries_before_their_posting();

CREATE FUNCTION decisions_by_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome = 'approved' AND EXISTS (
        SELECT 1 FROM decisions
        WHERE proposal = NEW.proposal AND outcome = 'proposed' AND recorded_by = NEW.recorded_by) THEN
        RAISE EXCEPTION 'nobody approves a proposal of their own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_by_another_person BEFORE INSERT ON decisions FOR EACH ROW EXECUTE FUNCTION decisions_by_another_person();

CREATE FUNCTION decisions_end_with_the_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM decisions WHERE proposal = NEW.proposal AND outcome = 'posted') THEN
        RAISE EXCEPTION 'a posted proposal is closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_end_with_the_posting BEFORE INSERT ON decisions FOR EACH ROW EXECUTE FUNCTION decisions_end_with_the_posting();

CREATE FUNCTION mappings_by_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM mappings WHERE sequence = NEW.mapping AND recorded_by = NEW.recorded_by) THEN
        RAISE EXCEPTION 'nobody confirms a mapping of their own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mappings_by_another_person BEFORE INSERT ON mapping_confirmations FOR EACH ROW EXECUTE FUNCTION mappings_by_another_person();

-- For every table that only grows.
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME;
END $$;

CREATE TRIGGER audit_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER users_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON users FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER user_roles_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON user_roles FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER agreements_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON agreements FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER code_lists_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON code_lists FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER mappings_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON mappings FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER mapping_confirmations_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON mapping_confirmations FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER snapshots_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshots FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER enrolments_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON enrolments FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER enrolment_links_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON enrolment_links FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER proposals_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON proposals FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER decisions_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER postings_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON postings FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER entries_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION append_only();
