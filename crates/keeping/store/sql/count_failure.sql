update account set failed = failed + 1 where sign_in_name = $1
