select cast(cast(number as text) as blob) as number, cast(note as blob) as note, typeof(number) || ' ' || typeof(note) as kinds from key_statement not indexed order by rowid
