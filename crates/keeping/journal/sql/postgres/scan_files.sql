select convert_to(hash, 'UTF8') as hash, packed, 'text blob' as kinds from fact_file
