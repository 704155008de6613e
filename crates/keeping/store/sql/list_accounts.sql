select id, person, sign_in_name, state, failed, made_at from account where id > $1 order by id limit $2
