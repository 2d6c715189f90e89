-- Signing in with the region's identity provider. The browser's token, the state, the nonce and the
-- verifier of the code are never stored: the first two as hashes, the others follow from them.

-- Who an account is at a provider: its issuer and its name of the person there, for good.
CREATE TABLE sign_in_identity (
    {{record}}
    account INTEGER NOT NULL,                 -- AccountId
    issuer  TEXT NOT NULL,                    -- text
    subject TEXT NOT NULL                     -- text K3
);
CREATE UNIQUE INDEX sign_in_identity_by_account ON sign_in_identity (region, account, issuer);
CREATE INDEX sign_in_identity_by_subject ON sign_in_identity (issuer, subject);
CREATE INDEX person_by_hsa_alone ON person (hsa_id);

-- On the way to the provider: one browser, one answer, ten minutes.
CREATE TABLE oidc_flight (
    state_hash   TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    onward       TEXT NOT NULL,
    made         INTEGER NOT NULL
){{strict}};

-- Back from the provider: who it said it was, until an assignment is chosen; then what it takes to
-- sign out there as well. staff: one id a line.
CREATE TABLE oidc_arrival (
    browser_hash TEXT PRIMARY KEY,
    subject      TEXT NOT NULL,
    staff        TEXT NOT NULL,
    onward       TEXT NOT NULL,
    id_token     TEXT NOT NULL,
    vouched      INTEGER NOT NULL, -- when she identified herself there
    made         INTEGER NOT NULL,
    chosen       INTEGER NOT NULL DEFAULT 0
){{strict}};

-- Break the glass: an account that may use its local password although there is a provider.
CREATE TABLE local_sign_in (
    region  INTEGER NOT NULL,
    account INTEGER NOT NULL,
    ends    INTEGER NOT NULL,
    PRIMARY KEY (region, account)
){{strict}};
