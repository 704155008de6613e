insert into refusal (id, refused_at, account, person, method, route, status, why) values ($1, $2, $3, $4, $5, $6, $7, $8)
