delete from vintage_part where vintage = $1
