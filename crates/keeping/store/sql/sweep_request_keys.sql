delete from request_key where until <= $1
