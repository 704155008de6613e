select count(*) as n from session where account = $1 and idle_until > $2 and ends_at > $2
