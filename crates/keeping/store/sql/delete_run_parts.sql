delete from run_part where run = $1
