insert into blob (hash, media_type, bytes, kept_at) values ($1, $2, $3, $4) on conflict (hash) do nothing
