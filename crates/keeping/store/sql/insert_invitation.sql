insert into invitation (token_hash, account, expires_at) values ($1, $2, $3)
