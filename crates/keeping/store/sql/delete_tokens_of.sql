delete from token where account = $1
