insert into kept_answer (id, person, body, made_at, until, content) values ($1, $2, $3, $4, $5, $6)
