select convert_to(cast(number as text), 'UTF8') as number, note, 'integer blob' as kinds from key_statement order by number + 0
