-- The first shape of the store. Every table is append-only: a state is what the last record says, a correction is a new
-- record. Each row carries a digest of its own content, and the audit log names the digest, so that a changed, added or
-- removed row is found.
--
-- Dates and times are TEXT (ISO 8601), amounts whole øre as INTEGER (64 bits here; BIGINT in PostgreSQL).

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY NOT NULL CHECK (sequence > 0),
    record BLOB NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE user_roles (
    user_id TEXT NOT NULL REFERENCES users (id),
    position INTEGER NOT NULL,
    roles TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (user_id, position)
) STRICT;

CREATE TABLE agreements (
    sequence INTEGER PRIMARY KEY NOT NULL,
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    content TEXT NOT NULL,
    document BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (agreement, version)
) STRICT;

CREATE TABLE code_lists (
    sequence INTEGER PRIMARY KEY NOT NULL,
    source TEXT NOT NULL,
    edition TEXT NOT NULL,
    content TEXT NOT NULL,
    document BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (source, edition)
) STRICT;

CREATE TABLE mappings (
    sequence INTEGER PRIMARY KEY NOT NULL,
    source TEXT NOT NULL,
    code INTEGER NOT NULL CHECK (code BETWEEN 0 AND 65535),
    category TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE mapping_confirmations (
    mapping INTEGER PRIMARY KEY NOT NULL REFERENCES mappings (sequence),
    code_list INTEGER NOT NULL UNIQUE REFERENCES code_lists (sequence),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE snapshots (
    sequence INTEGER PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    edition TEXT NOT NULL,
    as_of TEXT NOT NULL,
    content TEXT NOT NULL UNIQUE,
    manifest BLOB NOT NULL,
    path TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE enrolments (
    agreement TEXT NOT NULL,
    position INTEGER NOT NULL,
    content TEXT NOT NULL,
    file_content TEXT NOT NULL,
    document BLOB NOT NULL,
    links_content TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (agreement, position)
) STRICT;

-- The only place where an alias meets its register pseudonym.
CREATE TABLE enrolment_links (
    agreement TEXT NOT NULL,
    position INTEGER NOT NULL,
    alias TEXT NOT NULL,
    pseudonym TEXT NOT NULL CHECK (length(pseudonym) = 32),
    PRIMARY KEY (agreement, position, alias),
    UNIQUE (agreement, position, pseudonym),
    FOREIGN KEY (agreement, position) REFERENCES enrolments (agreement, position) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE proposals (
    sequence INTEGER PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    measured_year INTEGER NOT NULL,
    content TEXT NOT NULL,
    document BLOB NOT NULL,
    trace TEXT NOT NULL,
    unclarified INTEGER NOT NULL CHECK (unclarified >= 0),
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    FOREIGN KEY (agreement, version) REFERENCES agreements (agreement, version)
) STRICT;

CREATE INDEX proposals_by_year ON proposals (agreement, measured_year);

-- The state of a proposal is its last decision.
CREATE TABLE decisions (
    proposal TEXT NOT NULL REFERENCES proposals (id),
    position INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('proposed', 'approved', 'refused', 'superseded', 'posted')),
    content TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    operating_system_user TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (proposal, position)
) STRICT;

CREATE TABLE postings (
    sequence INTEGER PRIMARY KEY NOT NULL,
    request_key TEXT NOT NULL UNIQUE,
    proposal TEXT NOT NULL UNIQUE REFERENCES proposals (id),
    content TEXT NOT NULL,
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    measured_year INTEGER NOT NULL,
    voucher_year INTEGER NOT NULL,
    voucher_sequence INTEGER NOT NULL,
    voucher TEXT NOT NULL CHECK (voucher IN ('reposting', 'payment')),
    paid_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (agreement, measured_year, version),
    UNIQUE (agreement, voucher_year, voucher_sequence)
) STRICT;

-- Debit positive, credit negative. Entries are written before their posting, which must then balance.
CREATE TABLE entries (
    posting INTEGER NOT NULL REFERENCES postings (sequence) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    party TEXT NOT NULL,
    budget TEXT,
    purpose TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    amount_minor INTEGER NOT NULL,
    PRIMARY KEY (posting, position)
) STRICT;

CREATE TRIGGER postings_balance BEFORE INSERT ON postings
WHEN EXISTS (SELECT 1 FROM entries WHERE posting = NEW.sequence GROUP BY currency HAVING SUM(amount_minor) <> 0)
BEGIN SELECT RAISE(ABORT, 'a posting must balance in each currency'); END;

CREATE TRIGGER postings_need_approval BEFORE INSERT ON postings
WHEN COALESCE((SELECT outcome FROM decisions WHERE proposal = NEW.proposal ORDER BY position DESC LIMIT 1), '') <> 'approved'
BEGIN SELECT RAISE(ABORT, 'only an approved proposal can be posted'); END;

CREATE TRIGGER entries_before_their_posting BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM postings WHERE sequence = NEW.posting)
BEGIN SELECT RAISE(ABORT, 'a posting is closed when it is written'); END;

CREATE TRIGGER decisions_by_another_person BEFORE INSERT ON decisions
WHEN NEW.outcome = 'approved' AND EXISTS (
    SELECT 1 FROM decisions
    WHERE proposal = NEW.proposal AND outcome = 'proposed' AND recorded_by = NEW.recorded_by)
BEGIN SELECT RAISE(ABORT, 'nobody approves a proposal of their own'); END;

CREATE TRIGGER decisions_end_with_the_posting BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE proposal = NEW.proposal AND outcome = 'posted')
BEGIN SELECT RAISE(ABORT, 'a posted proposal is closed'); END;

CREATE TRIGGER mappings_by_another_person BEFORE INSERT ON mapping_confirmations
WHEN EXISTS (SELECT 1 FROM mappings WHERE sequence = NEW.mapping AND recorded_by = NEW.recorded_by)
BEGIN SELECT RAISE(ABORT, 'nobody confirms a mapping of their own'); END;

CREATE TRIGGER audit_never_change BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append-only: audit'); END;
CREATE TRIGGER audit_never_go BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append-only: audit'); END;
CREATE TRIGGER users_never_change BEFORE UPDATE ON users BEGIN SELECT RAISE(ABORT, 'append-only: users'); END;
CREATE TRIGGER users_never_go BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'append-only: users'); END;
CREATE TRIGGER user_roles_never_change BEFORE UPDATE ON user_roles BEGIN SELECT RAISE(ABORT, 'append-only: user_roles'); END;
CREATE TRIGGER user_roles_never_go BEFORE DELETE ON user_roles BEGIN SELECT RAISE(ABORT, 'append-only: user_roles'); END;
CREATE TRIGGER agreements_never_change BEFORE UPDATE ON agreements BEGIN SELECT RAISE(ABORT, 'append-only: agreements'); END;
CREATE TRIGGER agreements_never_go BEFORE DELETE ON agreements BEGIN SELECT RAISE(ABORT, 'append-only: agreements'); END;
CREATE TRIGGER code_lists_never_change BEFORE UPDATE ON code_lists BEGIN SELECT RAISE(ABORT, 'append-only: code_lists'); END;
CREATE TRIGGER code_lists_never_go BEFORE DELETE ON code_lists BEGIN SELECT RAISE(ABORT, 'append-only: code_lists'); END;
CREATE TRIGGER mappings_never_change BEFORE UPDATE ON mappings BEGIN SELECT RAISE(ABORT, 'append-only: mappings'); END;
CREATE TRIGGER mappings_never_go BEFORE DELETE ON mappings BEGIN SELECT RAISE(ABORT, 'append-only: mappings'); END;
CREATE TRIGGER mapping_confirmations_never_change BEFORE UPDATE ON mapping_confirmations BEGIN SELECT RAISE(ABORT, 'append-only: mapping_confirmations'); END;
CREATE TRIGGER mapping_confirmations_never_go BEFORE DELETE ON mapping_confirmations BEGIN SELECT RAISE(ABORT, 'append-only: mapping_confirmations'); END;
CREATE TRIGGER snapshots_never_change BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'append-only: snapshots'); END;
CREATE TRIGGER snapshots_never_go BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'append-only: snapshots'); END;
CREATE TRIGGER enrolments_never_change BEFORE UPDATE ON enrolments BEGIN SELECT RAISE(ABORT, 'append-only: enrolments'); END;
CREATE TRIGGER enrolments_never_go BEFORE DELETE ON enrolments BEGIN SELECT RAISE(ABORT, 'append-only: enrolments'); END;
CREATE TRIGGER enrolment_links_never_change BEFORE UPDATE ON enrolment_links BEGIN SELECT RAISE(ABORT, 'append-only: enrolment_links'); END;
CREATE TRIGGER enrolment_links_never_go BEFORE DELETE ON enrolment_links BEGIN SELECT RAISE(ABORT, 'append-only: enrolment_links'); END;
CREATE TRIGGER proposals_never_change BEFORE UPDATE ON proposals BEGIN SELECT RAISE(ABORT, 'append-only: proposals'); END;
CREATE TRIGGER proposals_never_go BEFORE DELETE ON proposals BEGIN SELECT RAISE(ABORT, 'append-only: proposals'); END;
CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'append-only: decisions'); END;
CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'append-only: decisions'); END;
CREATE TRIGGER postings_never_change BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'append-only: postings'); END;
CREATE TRIGGER postings_never_go BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'append-only: postings'); END;
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'append-only: entries'); END;
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'append-only: entries'); END;
