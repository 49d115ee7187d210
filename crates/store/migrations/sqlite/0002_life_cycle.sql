-- The whole life of a settlement: drafts, withdrawal after approval, payment; parts of a settlement; who is behind an
-- account; postings of every kind; what the bank or the finance system reported.
--
-- Tables whose old conditions no longer hold are made anew with the same rows. Foreign keys wait until the end.

PRAGMA defer_foreign_keys = ON;

ALTER TABLE users ADD COLUMN person TEXT;

ALTER TABLE proposals ADD COLUMN part TEXT NOT NULL DEFAULT 'settlement';

CREATE TEMPORARY TABLE old_decisions AS SELECT * FROM decisions;
DROP TABLE decisions;
CREATE TABLE decisions (
    proposal TEXT NOT NULL REFERENCES proposals (id),
    position INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN (
        'draft', 'proposed', 'approved', 'refused', 'voided', 'superseded', 'posted', 'paid')),
    content TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    operating_system_user TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (proposal, position)
) STRICT;
INSERT INTO decisions SELECT * FROM old_decisions;
DROP TABLE old_decisions;

CREATE TEMPORARY TABLE old_postings AS SELECT * FROM postings;
DROP TABLE postings;
-- An instalment or a payment posts no proposal and belongs to no measured year; what it is about says which it is.
CREATE TABLE postings (
    sequence INTEGER PRIMARY KEY NOT NULL,
    request_key TEXT NOT NULL UNIQUE,
    proposal TEXT UNIQUE REFERENCES proposals (id),
    content TEXT,
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    measured_year INTEGER,
    voucher_year INTEGER NOT NULL,
    voucher_sequence INTEGER NOT NULL,
    voucher TEXT NOT NULL CHECK (voucher IN ('reposting', 'payment')),
    paid_on TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'settlement' CHECK (kind IN (
        'settlement', 'restatement', 'release', 'closing', 'instalment', 'payment')),
    part TEXT NOT NULL DEFAULT 'settlement',
    about TEXT,
    digest TEXT NOT NULL,
    UNIQUE (agreement, measured_year, version, part),
    UNIQUE (agreement, voucher_year, voucher_sequence),
    CHECK ((proposal IS NULL) = (kind IN ('instalment', 'payment'))),
    CHECK ((proposal IS NULL) = (content IS NULL)),
    CHECK ((proposal IS NULL) = (measured_year IS NULL)),
    CHECK ((proposal IS NULL) = (about IS NOT NULL))
) STRICT;
INSERT INTO postings (
    sequence, request_key, proposal, content, agreement, version, measured_year, voucher_year, voucher_sequence, voucher,
    paid_on, recorded_by, recorded_at, digest)
SELECT
    sequence, request_key, proposal, content, agreement, version, measured_year, voucher_year, voucher_sequence, voucher,
    paid_on, recorded_by, recorded_at, digest
FROM old_postings;
DROP TABLE old_postings;

CREATE UNIQUE INDEX postings_of_an_instalment ON postings (agreement, about) WHERE kind = 'instalment';

ALTER TABLE entries ADD COLUMN tranche TEXT;
ALTER TABLE entries ADD COLUMN accounting_year INTEGER;
ALTER TABLE entries ADD COLUMN measured_year INTEGER;

CREATE TABLE bank_files (
    content TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    rows_total INTEGER NOT NULL CHECK (rows_total >= 0),
    rows_rejected INTEGER NOT NULL CHECK (rows_rejected >= 0),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

-- A row of the bank or the finance system that settled something, once, whichever files it comes in.
CREATE TABLE payments (
    id TEXT PRIMARY KEY NOT NULL,
    bank_file TEXT NOT NULL REFERENCES bank_files (content),
    line INTEGER NOT NULL CHECK (line > 0),
    agreement TEXT NOT NULL,
    voucher_number TEXT NOT NULL,
    posting INTEGER NOT NULL UNIQUE REFERENCES postings (sequence) DEFERRABLE INITIALLY DEFERRED,
    paid_on TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    amount_minor INTEGER NOT NULL,
    reference TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TRIGGER postings_balance BEFORE INSERT ON postings
WHEN EXISTS (SELECT 1 FROM entries WHERE posting = NEW.sequence GROUP BY currency HAVING SUM(amount_minor) <> 0)
BEGIN SELECT RAISE(ABORT, 'a posting must balance in each currency'); END;

-- Postings of the first version are pairs over both parties' books and have no account for what is owed.
CREATE TRIGGER postings_balance_in_each_partys_books BEFORE INSERT ON postings
WHEN EXISTS (
        SELECT 1 FROM entries WHERE posting = NEW.sequence AND purpose IN ('payable', 'receivable', 'bank'))
    AND EXISTS (
        SELECT 1 FROM entries WHERE posting = NEW.sequence GROUP BY party, currency HAVING SUM(amount_minor) <> 0)
BEGIN SELECT RAISE(ABORT, 'a posting must balance in the books of each party'); END;

CREATE TRIGGER postings_need_approval BEFORE INSERT ON postings
WHEN NEW.proposal IS NOT NULL AND
    COALESCE((SELECT outcome FROM decisions WHERE proposal = NEW.proposal ORDER BY position DESC LIMIT 1), '') <> 'approved'
BEGIN SELECT RAISE(ABORT, 'only an approved proposal can be posted'); END;

CREATE TRIGGER decisions_by_another_person BEFORE INSERT ON decisions
WHEN NEW.outcome = 'approved' AND EXISTS (
    SELECT 1 FROM decisions
    WHERE proposal = NEW.proposal AND outcome IN ('draft', 'proposed') AND (
        recorded_by = NEW.recorded_by OR
        COALESCE((SELECT person FROM users WHERE id = decisions.recorded_by), decisions.recorded_by) =
        COALESCE((SELECT person FROM users WHERE id = NEW.recorded_by), NEW.recorded_by)))
BEGIN SELECT RAISE(ABORT, 'nobody approves a proposal of their own'); END;

CREATE TRIGGER decisions_follow_each_other BEFORE INSERT ON decisions
WHEN NOT EXISTS (
    SELECT 1 FROM (VALUES
        ('', 'draft'), ('', 'proposed'), ('draft', 'proposed'), ('draft', 'superseded'), ('draft', 'refused'),
        ('proposed', 'approved'), ('proposed', 'refused'), ('proposed', 'superseded'),
        ('approved', 'refused'), ('approved', 'voided'), ('approved', 'posted'), ('posted', 'paid'),
        ('refused', 'proposed'), ('voided', 'proposed'), ('superseded', 'proposed'),
        ('refused', 'draft'), ('voided', 'draft'), ('superseded', 'draft'))
    WHERE column1 = COALESCE(
            (SELECT outcome FROM decisions WHERE proposal = NEW.proposal ORDER BY position DESC LIMIT 1), '')
        AND column2 = NEW.outcome)
BEGIN SELECT RAISE(ABORT, 'a decision does not follow the one before it'); END;

CREATE TRIGGER decisions_withdraw_with_a_reason BEFORE INSERT ON decisions
WHEN NEW.outcome IN ('refused', 'voided') AND trim(NEW.reason) = ''
BEGIN SELECT RAISE(ABORT, 'nothing is refused or withdrawn without a reason'); END;

CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'append-only: decisions'); END;
CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'append-only: decisions'); END;
CREATE TRIGGER postings_never_change BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'append-only: postings'); END;
CREATE TRIGGER postings_never_go BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'append-only: postings'); END;
CREATE TRIGGER bank_files_never_change BEFORE UPDATE ON bank_files BEGIN SELECT RAISE(ABORT, 'append-only: bank_files'); END;
CREATE TRIGGER bank_files_never_go BEFORE DELETE ON bank_files BEGIN SELECT RAISE(ABORT, 'append-only: bank_files'); END;
CREATE TRIGGER payments_never_change BEFORE UPDATE ON payments BEGIN SELECT RAISE(ABORT, 'append-only: payments'); END;
CREATE TRIGGER payments_never_go BEFORE DELETE ON payments BEGIN SELECT RAISE(ABORT, 'append-only: payments'); END;
