update run set rows_until = 0 where rows_until > 0 and rows_until <= $1
