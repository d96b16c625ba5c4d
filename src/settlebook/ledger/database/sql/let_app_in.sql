GRANT CONNECT, TEMPORARY ON DATABASE {database} TO settlebook_app
