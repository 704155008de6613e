update token set uses = uses + $2, used_at = case when used_at > $3 then used_at else $3 end where id = $1
