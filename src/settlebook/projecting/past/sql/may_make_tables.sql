-- Whether this login may make temporary tables, and where; every login may, unless an administrator took that away.
SELECT has_database_privilege(current_database(), 'TEMPORARY'), current_database(), current_user;
