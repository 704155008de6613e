-- Reference tables for assigning activity: never in the journal. Several vintages of one table stand side by side; the text of
-- each is kept compressed, in parts.
create table vintage (
    id text not null,
    reference_table text not null,
    layout text not null,
    source_name text not null,
    source_hash text not null,
    released text not null,
    dated text not null,
    row_count bigint not null,
    hash text not null,
    kept_by text not null,
    kept_at bigint not null,
    constraint vintage_once primary key (id),
    constraint vintage_of_file_once unique (reference_table, source_hash)
);
create table vintage_part (
    vintage text not null,
    ordinal bigint not null,
    bytes bytea not null,
    constraint vintage_part_once primary key (vintage, ordinal),
    constraint vintage_part_of_vintage foreign key (vintage) references vintage (id)
);
