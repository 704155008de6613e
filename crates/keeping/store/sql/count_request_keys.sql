select count(*) as kept from request_key where token = $1 and until > $2
