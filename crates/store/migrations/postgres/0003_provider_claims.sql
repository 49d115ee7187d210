-- Outcomes that a provider reports (indberetninger), the decisions about each, and the random samples of them that are
-- looked into: the same as in SQLite, under the same number.

CREATE TABLE provider_claims (
    sequence BIGINT PRIMARY KEY NOT NULL,
    agreement TEXT COLLATE "C" NOT NULL,
    measure TEXT COLLATE "C" NOT NULL,
    measured_year BIGINT NOT NULL,
    month BIGINT NOT NULL,
    participant TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('success', 'no-success', 'unclarified', 'value')),
    value TEXT COLLATE "C",
    happened_on TEXT COLLATE "C",
    evidence TEXT COLLATE "C",
    evidence_name TEXT COLLATE "C" NOT NULL,
    file_content TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE INDEX provider_claims_of_agreement ON provider_claims (agreement, measured_year);

CREATE TABLE provider_claim_decisions (
    claim BIGINT NOT NULL REFERENCES provider_claims (sequence),
    position BIGINT NOT NULL,
    agreement TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('claimed', 'verified', 'rejected', 'disputed')),
    reason TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    operating_system_user TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (claim, position)
);

CREATE INDEX provider_claim_decisions_of_agreement ON provider_claim_decisions (agreement);

CREATE TABLE provider_claim_samples (
    agreement TEXT COLLATE "C" NOT NULL,
    measured_year BIGINT NOT NULL,
    position BIGINT NOT NULL,
    seed TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    candidates TEXT COLLATE "C" NOT NULL,
    chosen TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (agreement, measured_year, position)
);

CREATE FUNCTION provider_claims_by_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome IN ('verified', 'rejected') AND EXISTS (
        SELECT 1 FROM provider_claims WHERE sequence = NEW.claim AND recorded_by = NEW.recorded_by) THEN
        RAISE EXCEPTION 'nobody decides about a claim of their own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER provider_claims_by_another_person BEFORE INSERT ON provider_claim_decisions FOR EACH ROW EXECUTE FUNCTION provider_claims_by_another_person();

CREATE TRIGGER provider_claims_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_claims FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER provider_claim_decisions_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_claim_decisions FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER provider_claim_samples_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_claim_samples FOR EACH STATEMENT EXECUTE FUNCTION append_only();
