update account set state = 'closed', sign_in_name = null, password = null where id = $1 and state <> 'closed'
