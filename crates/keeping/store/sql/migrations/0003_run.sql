-- Runs of the assignment method over files of activity: never in the journal. What a run was and what it came to stays until it
-- is deleted; its rows go at rows_until (0: gone). An id is random, because where nobody signs in whoever has it may read.
create table run (
    id text not null,
    person text not null,
    body text not null,
    made_at bigint not null,
    beat_at bigint not null,
    state text not null,
    records bigint not null,
    bytes_done bigint not null,
    bytes_total bigint not null,
    settings text not null,
    account text not null,
    rows_until bigint not null,
    constraint run_once primary key (id),
    constraint run_state_known check (state in ('running', 'done', 'failed'))
);
create index run_by_body on run (body, made_at);
create index run_by_person on run (person, made_at);

-- The files a run made, in parts.
create table run_part (
    run text not null,
    file text not null,
    ordinal bigint not null,
    bytes bytea not null,
    constraint run_part_once primary key (run, file, ordinal),
    constraint run_part_of_run foreign key (run) references run (id)
);

-- Answers for single records, kept for a link until a moment. No postcode is in them.
create table kept_answer (
    id text not null,
    person text not null,
    body text not null,
    made_at bigint not null,
    until bigint not null,
    content text not null,
    constraint kept_answer_once primary key (id)
);
