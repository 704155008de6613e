select cast(cast(hash as text) as blob) as hash, cast(cast(erased_at as text) as blob) as erased_at, typeof(hash) || ' ' || typeof(erased_at) as kinds from erasure not indexed order by rowid
