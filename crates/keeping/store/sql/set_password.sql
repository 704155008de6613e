update account set password = $2, failed = 0 where id = $1 and state <> 'closed'
