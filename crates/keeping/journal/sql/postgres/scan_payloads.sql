select convert_to(hash, 'UTF8') as hash, salt, bytes, 'text blob blob' as kinds from payload
