-- What users record about participants after a version of the enrolment set: one row for each thing that happened, with the
-- participant afterwards and the hash of the whole set afterwards. Append-only: what was wrong is recorded anew.

CREATE TABLE enrolment_steps (
    agreement TEXT NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    alias TEXT NOT NULL,
    what TEXT NOT NULL,
    happened_on TEXT,
    participant TEXT NOT NULL,
    content TEXT NOT NULL CHECK (length(content) = 64),
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (agreement, position, number),
    FOREIGN KEY (agreement, position) REFERENCES enrolments (agreement, position)
) STRICT;

CREATE INDEX enrolment_steps_by_content ON enrolment_steps (content);

CREATE TRIGGER enrolment_steps_never_change BEFORE UPDATE ON enrolment_steps BEGIN SELECT RAISE(ABORT, 'append-only: enrolment_steps'); END;
CREATE TRIGGER enrolment_steps_never_go BEFORE DELETE ON enrolment_steps BEGIN SELECT RAISE(ABORT, 'append-only: enrolment_steps'); END;
