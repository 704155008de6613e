insert into account_link (issuer, subject, account, made_at) values ($1, $2, $3, $4)
