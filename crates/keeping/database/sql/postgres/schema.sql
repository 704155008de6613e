select cast(relname as text) as name from pg_class where oid = to_regclass($1)
