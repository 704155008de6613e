insert into payload (hash, salt, bytes) values ($1, $2, $3) on conflict (hash) do nothing
