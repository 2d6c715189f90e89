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

-- Somebody without an account may do one thing with one object: by a link (its hash), and a code that
-- goes by mail (hashed together with the link). purpose 0: answer for the unit that receives a placement.
-- answer 0: none yet, 1: yes, 2: no.
CREATE TABLE invitation (
    hash    TEXT PRIMARY KEY,
    code    TEXT NOT NULL,
    region  INTEGER NOT NULL,
    id      INTEGER NOT NULL,
    purpose INTEGER NOT NULL,
    object  INTEGER NOT NULL,
    name    TEXT NOT NULL,
    email   TEXT NOT NULL,
    inviter INTEGER NOT NULL,
    made    INTEGER NOT NULL,
    ends    INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0,
    wrong   INTEGER NOT NULL DEFAULT 0,
    answer  INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0
){{strict}};
CREATE INDEX invitation_by_object ON invitation (region, purpose, object);

-- Mail as it will be sent; nothing in it but the receiver's own name and what she needs (S50).
CREATE TABLE outbox (
    id        INTEGER PRIMARY KEY,
    region    INTEGER NOT NULL,
    made      INTEGER NOT NULL,
    ends      INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    subject   TEXT NOT NULL,
    body      TEXT NOT NULL,
    sent      INTEGER NOT NULL DEFAULT 0
){{strict}};
