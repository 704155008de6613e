select batch from entry where sequence = $1
