update account set state = state where id = $1 and state = 'active'
