select convert_to(hash, 'UTF8') as hash, convert_to(erased_at, 'UTF8') as erased_at, 'text text' as kinds from erasure
