update account set state = 'invited', password = null, failed = 0 where id = $1 and state <> 'closed'
