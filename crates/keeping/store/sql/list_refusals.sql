select id, refused_at, account, person, method, route, status, why from refusal where id < $1 order by id desc limit $2
