select id from vintage where id = $1
