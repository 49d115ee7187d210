-- Outcomes that a provider reports (indberetninger), the decisions about each, and the random samples of them that are
-- looked into. Append-only like everything else: the state of a claim is the last decision about it.

CREATE TABLE provider_claims (
    sequence INTEGER PRIMARY KEY,
    agreement TEXT NOT NULL,
    measure TEXT NOT NULL,
    measured_year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    participant TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('success', 'no-success', 'unclarified', 'value')),
    value TEXT,
    happened_on TEXT,
    evidence TEXT,
    evidence_name TEXT NOT NULL,
    file_content TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE INDEX provider_claims_of_agreement ON provider_claims (agreement, measured_year);

CREATE TABLE provider_claim_decisions (
    claim INTEGER NOT NULL REFERENCES provider_claims (sequence),
    position INTEGER NOT NULL,
    agreement TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('claimed', 'verified', 'rejected', 'disputed')),
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    operating_system_user TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT;

CREATE INDEX provider_claim_decisions_of_agreement ON provider_claim_decisions (agreement);

CREATE TABLE provider_claim_samples (
    agreement TEXT NOT NULL,
    measured_year INTEGER NOT NULL,
    position INTEGER NOT NULL,
    seed TEXT NOT NULL,
    size INTEGER NOT NULL,
    candidates TEXT NOT NULL,
    chosen TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (agreement, measured_year, position)
) STRICT;

CREATE TRIGGER provider_claims_by_another_person BEFORE INSERT ON provider_claim_decisions
WHEN NEW.outcome IN ('verified', 'rejected') AND EXISTS (
    SELECT 1 FROM provider_claims WHERE sequence = NEW.claim AND recorded_by = NEW.recorded_by)
BEGIN SELECT RAISE(ABORT, 'nobody decides about a claim of their own'); END;

CREATE TRIGGER provider_claims_never_change BEFORE UPDATE ON provider_claims BEGIN SELECT RAISE(ABORT, 'append-only: provider_claims'); END;
CREATE TRIGGER provider_claims_never_go BEFORE DELETE ON provider_claims BEGIN SELECT RAISE(ABORT, 'append-only: provider_claims'); END;
CREATE TRIGGER provider_claim_decisions_never_change BEFORE UPDATE ON provider_claim_decisions BEGIN SELECT RAISE(ABORT, 'append-only: provider_claim_decisions'); END;
CREATE TRIGGER provider_claim_decisions_never_go BEFORE DELETE ON provider_claim_decisions BEGIN SELECT RAISE(ABORT, 'append-only: provider_claim_decisions'); END;
CREATE TRIGGER provider_claim_samples_never_change BEFORE UPDATE ON provider_claim_samples BEGIN SELECT RAISE(ABORT, 'append-only: provider_claim_samples'); END;
CREATE TRIGGER provider_claim_samples_never_go BEFORE DELETE ON provider_claim_samples BEGIN SELECT RAISE(ABORT, 'append-only: provider_claim_samples'); END;
