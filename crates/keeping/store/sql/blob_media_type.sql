select media_type from blob where hash = $1
