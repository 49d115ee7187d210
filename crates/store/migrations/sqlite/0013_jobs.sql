-- Long work: what is to be done, how far it has come, and what came of it. It passes by itself and is in no copy.

CREATE TABLE jobs (
    number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    input TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    stop INTEGER NOT NULL CHECK (stop IN (0, 1)),
    outcome TEXT,
    user_id TEXT NOT NULL REFERENCES users (id),
    made TEXT NOT NULL,
    begun TEXT,
    seen TEXT,
    ended TEXT
) STRICT;
