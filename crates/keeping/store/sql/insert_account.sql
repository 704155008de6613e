insert into account (id, person, sign_in_name, state, failed, made_at) values ($1, $2, $3, 'invited', 0, $4)
