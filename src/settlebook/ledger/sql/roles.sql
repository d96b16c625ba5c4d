-- Which of the three roles exist, and what this login still lacks to set a ledger up.
SELECT ARRAY(SELECT wanted.role FROM unnest(ARRAY['settlebook_owner', 'settlebook_app', 'settlebook_reader'])
               WITH ORDINALITY AS wanted (role, ordinal)
              WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.role)
              ORDER BY wanted.ordinal)                                            AS missing,
       NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'settlebook_owner'
                      AND has_database_privilege(oid, current_database(), 'CREATE')) AS owner_cannot_create,
       ARRAY(SELECT wanted.role FROM unnest(ARRAY['settlebook_owner', 'settlebook_app']) AS wanted (role)
              WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.role
                                   AND (pg_has_role(current_user, oid, 'MEMBER')
                                        OR current_user = 'settlebook_owner')))   AS not_ours,
       current_database() AS database,
       current_user       AS login
