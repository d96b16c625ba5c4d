-- Which of the three roles exist, and what this login still lacks to set a ledger up.
SELECT ARRAY(SELECT wanted.role FROM unnest(ARRAY['settlebook_owner', 'settlebook_app', 'settlebook_reader'])
               WITH ORDINALITY AS wanted (role, ordinal)
              WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.role)
              ORDER BY wanted.ordinal)                                            AS missing,
       NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'settlebook_owner'
                      AND has_database_privilege(oid, current_database(), 'CREATE')) AS owner_cannot_create,
       -- Every role may connect and make temporary tables, unless an administrator took that away.
       NOT (has_database_privilege('public', current_database(), 'CONNECT')
            AND has_database_privilege('public', current_database(), 'TEMPORARY'))
       AND NOT EXISTS (SELECT FROM pg_roles AS app, pg_roles AS reader
                        WHERE app.rolname = 'settlebook_app' AND reader.rolname = 'settlebook_reader'
                          AND has_database_privilege(app.oid, current_database(), 'CONNECT')
                          AND has_database_privilege(app.oid, current_database(), 'TEMPORARY')
                          AND has_database_privilege(reader.oid, current_database(), 'CONNECT'))
                                                                                  AS not_let_in,
       ARRAY(SELECT wanted.role FROM unnest(ARRAY['settlebook_owner', 'settlebook_app']) AS wanted (role)
              WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.role
                                   AND (pg_has_role(current_user, oid, 'MEMBER')
                                        OR current_user = 'settlebook_owner')))   AS not_ours,
       current_database() AS database,
       current_user       AS login
