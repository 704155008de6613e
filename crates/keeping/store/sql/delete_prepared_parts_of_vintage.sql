delete from prepared_part where prepared in (select prepared from prepared_of where vintage = $1)
