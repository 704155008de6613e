select erased_at from erasure where hash = $1
