-- The whole life of a settlement: drafts, withdrawal after approval, payment; parts of a settlement; who is behind an
-- account; postings of every kind; what the bank or the finance system reported.

ALTER TABLE users ADD COLUMN person TEXT COLLATE "C";

ALTER TABLE proposals ADD COLUMN part TEXT COLLATE "C" NOT NULL DEFAULT 'settlement';

ALTER TABLE decisions DROP CONSTRAINT decisions_outcome_check;
ALTER TABLE decisions ADD CONSTRAINT decisions_outcome_check CHECK (outcome IN (
    'draft', 'proposed', 'approved', 'refused', 'voided', 'superseded', 'posted', 'paid'));

-- An instalment or a payment posts no proposal and belongs to no measured year; what it is about says which it is.
ALTER TABLE postings
    ALTER COLUMN proposal DROP NOT NULL,
    ALTER COLUMN content DROP NOT NULL,
    ALTER COLUMN measured_year DROP NOT NULL,
    ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'settlement' CHECK (kind IN (
        'settlement', 'restatement', 'release', 'closing', 'instalment', 'payment')),
    ADD COLUMN part TEXT COLLATE "C" NOT NULL DEFAULT 'settlement',
    ADD COLUMN about TEXT COLLATE "C";
ALTER TABLE postings
    DROP CONSTRAINT postings_agreement_measured_year_version_key,
    ADD UNIQUE (agreement, measured_year, version, part),
    ADD CHECK ((proposal IS NULL) = (kind IN ('instalment', 'payment'))),
    ADD CHECK ((proposal IS NULL) = (content IS NULL)),
    ADD CHECK ((proposal IS NULL) = (measured_year IS NULL)),
    ADD CHECK ((proposal IS NULL) = (about IS NOT NULL));

CREATE UNIQUE INDEX postings_of_an_instalment ON postings (agreement, about) WHERE kind = 'instalment';

ALTER TABLE entries
    ADD COLUMN tranche TEXT COLLATE "C",
    ADD COLUMN accounting_year BIGINT,
    ADD COLUMN measured_year BIGINT;

CREATE TABLE bank_files (
    content TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    rows_total BIGINT NOT NULL CHECK (rows_total >= 0),
    rows_rejected BIGINT NOT NULL CHECK (rows_rejected >= 0),
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

-- A row of the bank or the finance system that settled something, once, whichever files it comes in.
CREATE TABLE payments (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    bank_file TEXT COLLATE "C" NOT NULL REFERENCES bank_files (content),
    line BIGINT NOT NULL CHECK (line > 0),
    agreement TEXT COLLATE "C" NOT NULL,
    voucher_number TEXT COLLATE "C" NOT NULL,
    posting BIGINT NOT NULL UNIQUE REFERENCES postings (sequence) DEFERRABLE INITIALLY DEFERRED,
    paid_on TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL CHECK (length(currency) = 3),
    amount_minor BIGINT NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

-- Postings of the first version are pairs over both parties' books and have no account for what is owed.
CREATE FUNCTION postings_balance_in_each_partys_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM entries WHERE posting = NEW.sequence AND purpose IN ('payable', 'receivable', 'bank'))
    AND EXISTS (
        SELECT 1 FROM entries WHERE posting = NEW.sequence GROUP BY party, currency HAVING SUM(amount_minor) <> 0) THEN
        RAISE EXCEPTION 'a posting must balance in the books of each party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER postings_balance_in_each_partys_books BEFORE INSERT ON postings
    FOR EACH ROW EXECUTE FUNCTION postings_balance_in_each_partys_books();

CREATE OR REPLACE FUNCTION postings_need_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.proposal IS NOT NULL AND
        COALESCE((SELECT outcome FROM decisions WHERE proposal = NEW.proposal ORDER BY position DESC LIMIT 1), '') <> 'approved' THEN
        RAISE EXCEPTION 'only an approved proposal can be posted';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decisions_by_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome = 'approved' AND EXISTS (
        SELECT 1 FROM decisions
        WHERE proposal = NEW.proposal AND outcome IN ('draft', 'proposed') AND (
            recorded_by = NEW.recorded_by OR
            COALESCE((SELECT person FROM users WHERE id = decisions.recorded_by), decisions.recorded_by) =
            COALESCE((SELECT person FROM users WHERE id = NEW.recorded_by), NEW.recorded_by))) THEN
        RAISE EXCEPTION 'nobody approves a proposal of their own';
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER decisions_end_with_the_posting ON decisions;
DROP FUNCTION decisions_end_with_the_posting();

CREATE FUNCTION decisions_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM (VALUES
            ('', 'draft'), ('', 'proposed'), ('draft', 'proposed'), ('draft', 'superseded'), ('draft', 'refused'),
            ('proposed', 'approved'), ('proposed', 'refused'), ('proposed', 'superseded'),
            ('approved', 'refused'), ('approved', 'voided'), ('approved', 'posted'), ('posted', 'paid'),
            ('refused', 'proposed'), ('voided', 'proposed'), ('superseded', 'proposed'),
            ('refused', 'draft'), ('voided', 'draft'), ('superseded', 'draft')) AS allowed (before, after)
        WHERE before = COALESCE(
                (SELECT outcome FROM decisions WHERE proposal = NEW.proposal ORDER BY position DESC LIMIT 1), '')
            AND after = NEW.outcome) THEN
        RAISE EXCEPTION 'a decision does not follow the one before it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_follow_each_other BEFORE INSERT ON decisions
    FOR EACH ROW EXECUTE FUNCTION decisions_follow_each_other();

CREATE FUNCTION decisions_withdraw_with_a_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome IN ('refused', 'voided') AND trim(NEW.reason) = '' THEN
        RAISE EXCEPTION 'nothing is refused or withdrawn without a reason';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_withdraw_with_a_reason BEFORE INSERT ON decisions
    FOR EACH ROW EXECUTE FUNCTION decisions_withdraw_with_a_reason();

CREATE TRIGGER bank_files_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_files FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER payments_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON payments FOR EACH STATEMENT EXECUTE FUNCTION append_only();
