-- Roles for single agreements; what local users log in with; sessions and one-time links. Roles only grow. A credential
-- that is replaced goes. Sessions, links, used codes and the chosen language pass by themselves and are in no copy.

CREATE TABLE grants (
    user_id TEXT NOT NULL REFERENCES users (id),
    agreement TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    roles TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (user_id, agreement, position)
) STRICT;

CREATE TABLE credentials (
    user_id TEXT NOT NULL REFERENCES users (id),
    position INTEGER NOT NULL CHECK (position > 0),
    password TEXT NOT NULL CHECK (password LIKE '$argon2id$%'),
    secret BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (user_id, position)
) STRICT;

CREATE TABLE invitations (
    token TEXT PRIMARY KEY NOT NULL CHECK (length(token) = 64),
    user_id TEXT REFERENCES users (id),
    until TEXT NOT NULL
) STRICT;

CREATE TABLE used_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    step INTEGER NOT NULL,
    PRIMARY KEY (user_id, step)
) STRICT;

CREATE TABLE sessions (
    token TEXT PRIMARY KEY NOT NULL CHECK (length(token) = 64),
    user_id TEXT NOT NULL REFERENCES users (id),
    form_key TEXT NOT NULL,
    since TEXT NOT NULL,
    seen TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE preferences (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    language TEXT NOT NULL CHECK (language IN ('da', 'en'))
) STRICT;

CREATE TRIGGER grants_never_change BEFORE UPDATE ON grants BEGIN SELECT RAISE(ABORT, 'append-only: grants'); END;
CREATE TRIGGER grants_never_go BEFORE DELETE ON grants BEGIN SELECT RAISE(ABORT, 'append-only: grants'); END;
CREATE TRIGGER credentials_never_change BEFORE UPDATE ON credentials BEGIN SELECT RAISE(ABORT, 'append-only: credentials'); END;
