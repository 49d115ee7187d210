-- Evaluations of effect: plans that were locked before outcomes were seen, what was run by them, and random allocations.

CREATE TABLE evaluation_plans (
    id TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    agreement TEXT NOT NULL,
    content TEXT NOT NULL,
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    runs_before INTEGER NOT NULL CHECK (runs_before >= 0),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (id, position)
) STRICT;

CREATE TABLE evaluation_runs (
    sequence INTEGER PRIMARY KEY NOT NULL CHECK (sequence > 0),
    plan TEXT NOT NULL,
    plan_content TEXT NOT NULL,
    data_content TEXT NOT NULL,
    agreement TEXT NOT NULL,
    measure TEXT NOT NULL,
    measured_year INTEGER NOT NULL,
    estimate TEXT NOT NULL,
    content TEXT NOT NULL,
    document TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE allocations (
    sequence INTEGER PRIMARY KEY NOT NULL CHECK (sequence > 0),
    plan TEXT NOT NULL,
    agreement TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('people', 'places')),
    plan_content TEXT NOT NULL,
    document TEXT NOT NULL,
    list_content TEXT NOT NULL,
    result_content TEXT NOT NULL,
    places INTEGER NOT NULL CHECK (places >= 0),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TRIGGER evaluation_plans_never_change BEFORE UPDATE ON evaluation_plans BEGIN SELECT RAISE(ABORT, 'append-only: evaluation_plans'); END;
CREATE TRIGGER evaluation_plans_never_go BEFORE DELETE ON evaluation_plans BEGIN SELECT RAISE(ABORT, 'append-only: evaluation_plans'); END;
CREATE TRIGGER evaluation_runs_never_change BEFORE UPDATE ON evaluation_runs BEGIN SELECT RAISE(ABORT, 'append-only: evaluation_runs'); END;
CREATE TRIGGER evaluation_runs_never_go BEFORE DELETE ON evaluation_runs BEGIN SELECT RAISE(ABORT, 'append-only: evaluation_runs'); END;
CREATE TRIGGER allocations_never_change BEFORE UPDATE ON allocations BEGIN SELECT RAISE(ABORT, 'append-only: allocations'); END;
CREATE TRIGGER allocations_never_go BEFORE DELETE ON allocations BEGIN SELECT RAISE(ABORT, 'append-only: allocations'); END;
