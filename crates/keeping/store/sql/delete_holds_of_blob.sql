delete from blob_hold where blob = $1
