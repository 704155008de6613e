delete from kept_answer where id = $1
