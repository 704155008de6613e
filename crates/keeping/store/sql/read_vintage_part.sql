select bytes from vintage_part where vintage = $1 and ordinal = $2
