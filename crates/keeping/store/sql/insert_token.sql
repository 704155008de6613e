insert into token (id, secret_hash, account, name, scope, first_day, last_day, made_at, uses) values ($1, $2, $3, $4, $5, $6, $7, $8, 0)
