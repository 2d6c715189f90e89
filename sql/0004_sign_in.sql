-- Signing in: the second factor, devices that are known, codes to choose a password with, tokens for
-- programs, invitations by link. Secrets are sealed, codes and tokens are hashes: nothing here opens
-- a door by being read. These are no records: no history keeps what has been thrown away.

-- waits: the password was right, the second factor remains. fresh: when it was last given.
ALTER TABLE session ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';

-- step: of the code used last; none at or before it is taken again.
CREATE TABLE factor (
    region    INTEGER NOT NULL,
    account   INTEGER NOT NULL,
    sealed    TEXT NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0,
    step      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (region, account)
){{strict}};

CREATE TABLE recovery_code (
    region  INTEGER NOT NULL,
    account INTEGER NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (region, account, hash)
){{strict}};

-- A browser where the account has been signed in before: strangers' guesses do not count against it.
CREATE TABLE known_device (
    hash    TEXT NOT NULL,
    region  INTEGER NOT NULL,
    account INTEGER NOT NULL,
    made    INTEGER NOT NULL,
    PRIMARY KEY (hash, account)
){{strict}};

-- A one-time code with which a person chooses a password; factor 1: and a new second factor.
CREATE TABLE password_code (
    hash    TEXT PRIMARY KEY,
    region  INTEGER NOT NULL,
    account INTEGER NOT NULL,
    factor  INTEGER NOT NULL,
    ends    INTEGER NOT NULL
){{strict}};

-- A program's key to /api/v1: one person's, in one role, for some of what that role may read.
CREATE TABLE api_token (
    hash    TEXT PRIMARY KEY,
    region  INTEGER NOT NULL,
    id      INTEGER NOT NULL,
    account INTEGER NOT NULL,
    role    INTEGER NOT NULL,
    unit    INTEGER NOT NULL,
    name    TEXT NOT NULL,
    scopes  TEXT NOT NULL,
    made    INTEGER NOT NULL,
    ends    INTEGER NOT NULL,
    used    INTEGER NOT NULL DEFAULT 0
){{strict}};
CREATE INDEX api_token_by_account ON api_token (region, account);
