-- What people make for programs that act for them. Days are of Europe/London, as 2026-11-28; both are included. A token is kept
-- for a while after it has ended, so that its owner sees what it was used for.
create table token (
    id text not null,
    secret_hash text not null,
    account text not null,
    name text not null,
    scope text not null,
    first_day text not null,
    last_day text not null,
    made_at bigint not null,
    revoked_at bigint,
    uses bigint not null,
    used_at bigint,
    constraint token_once primary key (id),
    constraint token_secret_once unique (secret_hash),
    constraint token_of_account foreign key (account) references account (id),
    constraint token_days_in_order check (first_day <= last_day),
    constraint token_used_or_not check ((uses = 0) = (used_at is null))
);
create index token_by_account on token (account);

-- Requests that came with an idempotency key, and what was answered: no status yet means that the first of them is being answered.
-- An entry of 0 means that nothing was recorded.
create table request_key (
    token text not null,
    idempotency_key text not null,
    request_hash text not null,
    claim text not null,
    began_at bigint not null,
    until bigint not null,
    status bigint,
    media_type text,
    body bytea,
    entry bigint not null,
    constraint request_key_once primary key (token, idempotency_key),
    constraint request_key_of_token foreign key (token) references token (id) on delete cascade,
    constraint request_key_answered_whole check ((status is null) = (media_type is null) and (status is null) = (body is null))
);
create index request_key_by_end on request_key (until);
