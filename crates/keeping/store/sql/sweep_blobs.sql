delete from blob where not exists (select 1 from blob_hold where blob_hold.blob = blob.hash)
