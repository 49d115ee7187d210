-- When the user of a session last proved who he is, and by which provider he came; codes for whoever has lost the phone;
-- who is who at a provider. A set of codes that is replaced or used goes, as credentials do; who is who only grows.

ALTER TABLE sessions ADD COLUMN proved TEXT;
ALTER TABLE sessions ADD COLUMN provider TEXT;

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    position INTEGER NOT NULL CHECK (position > 0),
    codes TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (user_id, position)
) STRICT;

CREATE TABLE external_users (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;

CREATE TRIGGER recovery_codes_never_change BEFORE UPDATE ON recovery_codes BEGIN SELECT RAISE(ABORT, 'append-only: recovery_codes'); END;
CREATE TRIGGER external_users_never_change BEFORE UPDATE ON external_users BEGIN SELECT RAISE(ABORT, 'append-only: external_users'); END;
CREATE TRIGGER external_users_never_go BEFORE DELETE ON external_users BEGIN SELECT RAISE(ABORT, 'append-only: external_users'); END;
