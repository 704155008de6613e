select bytes from prepared_part where prepared = $1 and ordinal = $2
