delete from blob_hold where until > 0 and until <= $1
