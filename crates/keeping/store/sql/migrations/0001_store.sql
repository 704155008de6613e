-- Moments are Unix seconds. Every token is kept as the SHA-256 of itself, so that whoever reads the tables cannot use it.

-- Who may sign in. A closed account keeps its id and its person's id, and forgets everything else.
create table account (
    id text not null,
    person text not null,
    sign_in_name text,
    password text,
    state text not null,
    failed bigint not null,
    made_at bigint not null,
    constraint account_once primary key (id),
    constraint account_sign_in_name_once unique (sign_in_name),
    constraint account_state_known check (state in ('invited', 'active', 'closed')),
    constraint account_closed_forgets check (state <> 'closed' or (sign_in_name is null and password is null))
);
create unique index account_of_person_once on account (person) where state <> 'closed';

-- Which identity at which provider is which account.
create table account_link (
    issuer text not null,
    subject text not null,
    account text not null,
    made_at bigint not null,
    constraint account_link_once primary key (issuer, subject),
    constraint account_link_of_account foreign key (account) references account (id)
);
create index account_link_by_account on account_link (account);

-- Open invitations: one at most for an account, gone when used.
create table invitation (
    token_hash text not null,
    account text not null,
    expires_at bigint not null,
    constraint invitation_once primary key (token_hash),
    constraint invitation_of_account_once unique (account),
    constraint invitation_of_account foreign key (account) references account (id)
);

-- Open sessions. One without an account is a demonstration's visitor acting as one of its people.
create table session (
    token_hash text not null,
    account text,
    person text not null,
    began_at bigint not null,
    idle_until bigint not null,
    ends_at bigint not null,
    constraint session_once primary key (token_hash),
    constraint session_of_account foreign key (account) references account (id)
);
create index session_by_account on session (account);

-- Signing in at a provider: begun here, not yet come back.
create table pending_sign_in (
    state_hash text not null,
    browser_hash text not null,
    provider text not null,
    nonce text not null,
    verifier text not null,
    return_to text not null,
    invitation_hash text not null,
    expires_at bigint not null,
    constraint pending_sign_in_once primary key (state_hash)
);

-- Uploaded papers and files by the SHA-256 of their bytes, and who holds each until when (0: until let go).
create table blob (
    hash text not null,
    media_type text not null,
    bytes bytea not null,
    kept_at bigint not null,
    constraint blob_once primary key (hash)
);
create table blob_hold (
    blob text not null,
    holder text not null,
    until bigint not null,
    constraint blob_hold_once primary key (blob, holder),
    constraint blob_hold_of_blob foreign key (blob) references blob (hash)
);

-- Attempts that were refused. Ids sort by time.
create table refusal (
    id text not null,
    refused_at bigint not null,
    account text not null,
    person text not null,
    method text not null,
    route text not null,
    status bigint not null,
    why text not null,
    constraint refusal_once primary key (id)
);
