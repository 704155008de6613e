insert into fact_file (hash, packed) values ($1, $2) on conflict (hash) do nothing
