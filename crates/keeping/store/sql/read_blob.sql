select media_type, bytes from blob where hash = $1
