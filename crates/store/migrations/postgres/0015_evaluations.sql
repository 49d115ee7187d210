-- Evaluations of effect: plans that were locked before outcomes were seen, what was run by them, and random allocations.

CREATE TABLE evaluation_plans (
    id TEXT NOT NULL,
    position BIGINT NOT NULL CHECK (position > 0),
    agreement TEXT NOT NULL,
    content TEXT NOT NULL,
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    runs_before BIGINT NOT NULL CHECK (runs_before >= 0),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (id, position)
);

CREATE TABLE evaluation_runs (
    sequence BIGINT PRIMARY KEY NOT NULL CHECK (sequence > 0),
    plan TEXT NOT NULL,
    plan_content TEXT NOT NULL,
    data_content TEXT NOT NULL,
    agreement TEXT NOT NULL,
    measure TEXT NOT NULL,
    measured_year BIGINT NOT NULL,
    estimate TEXT NOT NULL,
    content TEXT NOT NULL,
    document TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TABLE allocations (
    sequence BIGINT PRIMARY KEY NOT NULL CHECK (sequence > 0),
    plan TEXT NOT NULL,
    agreement TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('people', 'places')),
    plan_content TEXT NOT NULL,
    document TEXT NOT NULL,
    list_content TEXT NOT NULL,
    result_content TEXT NOT NULL,
    places BIGINT NOT NULL CHECK (places >= 0),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TRIGGER evaluation_plans_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluation_plans FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER evaluation_runs_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluation_runs FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER allocations_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON allocations FOR EACH STATEMENT EXECUTE FUNCTION append_only();
