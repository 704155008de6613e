select convert_to(cast(number as text), 'UTF8') as number, convert_to(cast(size as text), 'UTF8') as size, note, 'integer integer blob' as kinds from checkpoint order by number + 0
