select blob, holder, until from blob_hold where holder like 'offered %' order by holder
