select salt, bytes from payload where hash = $1
