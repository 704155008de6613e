select issuer from account_link where account = $1 order by issuer
