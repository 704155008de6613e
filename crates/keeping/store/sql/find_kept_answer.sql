select id, person, body, made_at, until, content from kept_answer where id = $1
