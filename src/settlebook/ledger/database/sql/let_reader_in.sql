GRANT CONNECT ON DATABASE {database} TO settlebook_reader
