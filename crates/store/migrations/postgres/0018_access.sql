-- When the user of a session last proved who he is, and by which provider he came; codes for whoever has lost the phone;
-- who is who at a provider. A set of codes that is replaced or used goes, as credentials do; who is who only grows.

ALTER TABLE sessions ADD COLUMN proved TEXT COLLATE "C";
ALTER TABLE sessions ADD COLUMN provider TEXT COLLATE "C";

CREATE TABLE recovery_codes (
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    position BIGINT NOT NULL CHECK (position > 0),
    codes TEXT COLLATE "C" NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, position)
);

CREATE TABLE external_users (
    issuer TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (issuer, subject)
);

CREATE TRIGGER recovery_codes_never_change BEFORE UPDATE OR TRUNCATE ON recovery_codes FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER external_users_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON external_users FOR EACH STATEMENT EXECUTE FUNCTION append_only();
