delete from account_link where account = $1
