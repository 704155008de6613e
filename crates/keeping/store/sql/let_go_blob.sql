delete from blob_hold where blob = $1 and holder = $2
