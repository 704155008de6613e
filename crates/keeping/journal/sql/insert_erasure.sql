insert into erasure (hash, erased_at) values ($1, $2) on conflict (hash) do nothing
