delete from pending_sign_in where expires_at <= $1
