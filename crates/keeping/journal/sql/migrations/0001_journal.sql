-- The record itself: the stored bytes of each entry, and the hash of that leaf.
-- batch tells a server whether a commit whose answer was lost took effect; it is no part of the record.
create table entry (
    sequence bigint not null,
    leaf bytea not null,
    leaf_hash bytea not null,
    batch text not null,
    constraint entry_sequence_once primary key (sequence),
    constraint entry_sequence_from_one check (sequence >= 1),
    constraint entry_leaf_hash_is_32_bytes check (length(leaf_hash) = 32)
);

-- Fact files by the hash of their bytes, packed with zstd.
create table fact_file (
    hash text not null,
    packed bytea not null,
    constraint fact_file_once primary key (hash)
);

-- Erasable payloads by their salted hash. Erasing removes the row.
create table payload (
    hash text not null,
    salt bytea not null,
    bytes bytea not null,
    constraint payload_once primary key (hash)
);

-- Which payloads were erased, so that an erased one can be told from a lost one.
create table erasure (
    hash text not null,
    erased_at text not null,
    constraint erasure_once primary key (hash)
);

-- Signed checkpoints as notes, in the order they were made.
create table checkpoint (
    number bigint not null,
    size bigint not null,
    note bytea not null,
    constraint checkpoint_number_once primary key (number)
);

-- The public history of the signing key as notes: created, rotated, replaced after loss.
create table key_statement (
    number bigint not null,
    note bytea not null,
    constraint key_statement_number_once primary key (number)
);
