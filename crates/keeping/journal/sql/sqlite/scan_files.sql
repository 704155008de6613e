select cast(cast(hash as text) as blob) as hash, cast(packed as blob) as packed, typeof(hash) || ' ' || typeof(packed) as kinds from fact_file not indexed order by rowid
