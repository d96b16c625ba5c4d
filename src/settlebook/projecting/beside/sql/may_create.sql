-- Whether the owner may make schemas, which a restored database forgets; and what the database is called.
SELECT has_database_privilege(current_user, current_database(), 'CREATE'), current_database()
