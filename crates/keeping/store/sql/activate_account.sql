update account set state = 'active', failed = 0 where id = $1 and state <> 'closed'
