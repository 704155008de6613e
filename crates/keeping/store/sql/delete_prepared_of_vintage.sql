delete from prepared_of where prepared in (select prepared from prepared_of where vintage = $1)
