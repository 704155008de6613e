update account set failed = 0 where id = $1
