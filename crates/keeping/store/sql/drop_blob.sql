delete from blob where hash = $1 and not exists (select 1 from blob_hold where blob_hold.blob = blob.hash)
