delete from run where id = $1
