delete from run_part where run in (select id from run where rows_until > 0 and rows_until <= $1)
