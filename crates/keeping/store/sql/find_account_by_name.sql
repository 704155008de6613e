select id, person, sign_in_name, state, failed, made_at, password from account where sign_in_name = $1
