insert into request_key (token, idempotency_key, request_hash, claim, began_at, until, entry) values ($1, $2, $3, $4, $5, $6, 0) on conflict (token, idempotency_key) do nothing
