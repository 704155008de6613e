select bytes from run_part where run = $1 and file = $2 and ordinal = $3
