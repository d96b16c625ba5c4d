GRANT CREATE ON DATABASE {database} TO settlebook_owner
