-- What was worked out of vintages once so that nobody has to wait for it again. Its key is a hash of everything it depends on, so it
-- is the right one or not there; it goes with the first of its vintages that does.
create table prepared_of (
    prepared text not null,
    vintage text not null,
    constraint prepared_of_once primary key (prepared, vintage),
    constraint prepared_of_vintage foreign key (vintage) references vintage (id)
);
create table prepared_part (
    prepared text not null,
    ordinal bigint not null,
    bytes bytea not null,
    constraint prepared_part_once primary key (prepared, ordinal)
);
