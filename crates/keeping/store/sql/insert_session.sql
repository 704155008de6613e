insert into session (token_hash, account, person, began_at, idle_until, ends_at) values ($1, $2, $3, $4, $5, $6)
