delete from vintage where id = $1
